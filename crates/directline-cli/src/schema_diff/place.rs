//! A value in a document and the way to it. The way becomes a text only for what is reported.

use std::rc::Rc;

use serde_json::Value;

/// Longest part of a pointer or quoted name, in characters.
const LONGEST: usize = 80;

/// What stands for a member that is not there: everything is valid.
pub(super) static ANYTHING: Value = Value::Bool(true);

/// A value in a document.
#[derive(Clone, Debug)]
pub(super) struct At<'d> {
    pub(super) value: &'d Value,
    /// Whether it stands in the document. What does not is [`ANYTHING`], at the place of its owner.
    pub(super) is_written: bool,
    path: Option<Rc<Step<'d>>>,
}

#[derive(Debug)]
struct Step<'d> {
    before: Option<Rc<Self>>,
    token: Token<'d>,
}

#[derive(Debug)]
enum Token<'d> {
    Name(&'d str),
    Index(usize),
}

impl<'d> At<'d> {
    /// The whole document.
    pub(super) fn root(value: &'d Value) -> Self {
        Self { value, is_written: true, path: None }
    }

    /// A member of an object.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        let (name, value) = self.value.as_object()?.get_key_value(name)?;
        Some(self.step(Token::Name(name), value))
    }

    /// An element of an array.
    pub(super) fn element(&self, index: usize) -> Option<Self> {
        Some(self.step(Token::Index(index), self.value.as_array()?.get(index)?))
    }

    /// All members of an object, by name.
    pub(super) fn members(&self) -> Vec<(&'d str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        let mut members: Vec<_> =
            members.map(|(name, value)| (name.as_str(), self.step(Token::Name(name), value))).collect();
        // How serde_json orders members depends on its features.
        members.sort_by_key(|(name, _)| *name);
        members
    }

    /// All elements of an array.
    pub(super) fn elements(&self) -> Vec<Self> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements.map(|(index, value)| self.step(Token::Index(index), value)).collect()
    }

    /// Any value, which nothing here restricts.
    pub(super) fn anything(&self) -> Self {
        Self { value: &ANYTHING, is_written: false, path: self.path.clone() }
    }

    fn step(&self, token: Token<'d>, value: &'d Value) -> Self {
        let step = Step { before: self.path.clone(), token };
        Self { value, is_written: true, path: Some(Rc::new(step)) }
    }

    /// The JSON Pointer.
    pub(super) fn pointer(&self) -> String {
        let mut tokens = Vec::new();
        let mut step = self.path.as_deref();
        while let Some(Step { before, token }) = step {
            tokens.push(match token {
                Token::Name(name) => shorten(name).replace('~', "~0").replace('/', "~1"),
                Token::Index(index) => index.to_string(),
            });
            step = before.as_deref();
        }
        tokens.iter().rev().fold(String::new(), |pointer, token| pointer + "/" + token)
    }
}

/// A name or value as messages show it: as JSON, not too long.
pub(super) fn quoted(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", shorten(text)),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => shorten(&other.to_string()),
    }
}

/// A name in quotation marks.
pub(super) fn named(name: &str) -> String {
    format!("\"{}\"", shorten(name))
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
