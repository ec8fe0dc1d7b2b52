//! A request with holes for what only the target knows.

use directline_reference::Request;

/// What only the target knows. Clients are numbered; each has one conversation at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// The secret.
    Secret,
    /// A token of a client: the newest, or one that it got so many tokens before.
    Token(usize, usize),
    /// The id of a client's conversation.
    Conversation(usize),
    /// A watermark of a client: the last, or one that it got so many watermarks before.
    Watermark(usize, usize),
}

/// How a value is written where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// As it is.
    None,
    /// Percent-encoded as far as a path or a query needs it.
    Needed,
    /// With the first character percent-encoded although it need not be: the same path to every reader.
    First,
}

/// A piece of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A value.
    Value(Name, Escape),
    /// The parameter `watermark` of a client with its `?` or `&` in front, if there is a value; else nothing.
    Watermark {
        /// The client.
        client: usize,
        /// How many watermarks before the last.
        back: usize,
        /// What stands in front.
        before: char,
    },
}

/// What the answer to a request teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// The body is a client's first token, for a conversation that is yet to start.
    Generated(usize),
    /// The body is a client's new token, for the same conversation.
    Token(usize),
    /// The body is a client's new conversation, with a token.
    Conversation(usize),
    /// The body has a client's new watermark.
    Watermark(usize),
}

/// A request with holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: Vec<Piece>,
    /// The header fields, in order.
    pub headers: Vec<(String, Vec<Piece>)>,
    /// The body; empty: none.
    pub body: Vec<Piece>,
    /// What the answer teaches.
    pub teaches: Option<Lesson>,
}

impl Template {
    /// A request without headers and body.
    pub fn new(method: impl Into<String>, target: Vec<Piece>) -> Self {
        Self { method: method.into(), target, headers: Vec::new(), body: Vec::new(), teaches: None }
    }

    /// Adds a header field.
    #[must_use]
    pub fn with(mut self, name: &str, value: Vec<Piece>) -> Self {
        self.headers.push((name.to_owned(), value));
        self
    }

    /// The request with these values in its holes, unless it needs one that there is not.
    pub(crate) fn fill(&self, value: impl Fn(Name) -> Option<String>) -> Option<Request> {
        let target = String::from_utf8(text(&self.target, &value)?).ok()?;
        let mut request = Request::new(self.method.as_str(), target);
        for (name, pieces) in &self.headers {
            request = request.with(name, text(pieces, &value)?);
        }
        request.body = text(&self.body, &value)?;
        Some(request)
    }

    /// Sets what the answer teaches.
    #[must_use]
    pub fn teaching(self, lesson: Lesson) -> Self {
        Self { teaches: Some(lesson), ..self }
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        Self::Bytes(text.as_bytes().to_vec())
    }
}

fn text(pieces: &[Piece], value: &impl Fn(Name) -> Option<String>) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Bytes(bytes) => text.extend_from_slice(bytes),
            Piece::Value(name, escape) => escape.write(&mut text, &value(*name)?),
            Piece::Watermark { client, back, before } => {
                if let Some(watermark) = value(Name::Watermark(*client, *back)) {
                    text.extend_from_slice(format!("{before}watermark=").as_bytes());
                    Escape::Needed.write(&mut text, &watermark);
                }
            }
        }
    }
    Some(text)
}

impl Escape {
    /// Writes a value so.
    pub(crate) fn write(self, text: &mut Vec<u8>, value: &str) {
        for (at, byte) in value.bytes().enumerate() {
            let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            let is_written = match self {
                Self::None => true,
                Self::Needed => is_plain,
                Self::First => is_plain && at > 0,
            };
            if is_written {
                text.push(byte);
            } else {
                text.extend_from_slice(format!("%{byte:02X}").as_bytes());
            }
        }
    }
}
