//! Changes of a JSON value that keep every other byte.

use directline_json::{Kind, Member, Value};

use super::splice::Splice;
use crate::Dice;

/// What is done to a JSON value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    /// One of these members of the object gets one of these values, be it there or not.
    Set(&'static [&'static str], &'static [&'static str]),
    /// One of these members that the object has goes.
    Drop(&'static [&'static str]),
    /// One of these members that the object has is written in another letter case.
    Recase(&'static [&'static str]),
    /// The array in this member, which is made if there is none, gets one of these elements.
    Element(&'static str, &'static [&'static str]),
    /// One of the object's members is there a second time.
    Repeat,
    /// One of these values takes the place of the value.
    Whole(&'static [&'static str]),
    /// What else can be done in one place.
    Value(fn(Value<'_>, &mut Dice) -> Option<Splice>),
    /// The text as a whole is edited.
    Text(fn(&[u8], &mut Dice) -> Option<Splice>),
}

impl Change {
    /// The edit that makes the change, if it applies to this value.
    pub(super) fn splice(self, value: Value<'_>, dice: &mut Dice) -> Option<Splice> {
        match self {
            Self::Set(names, values) => set(value, dice.pick(names)?, dice.pick(values)?),
            Self::Drop(names) => Some(drop(value, &one_of(value, names, dice)?)),
            Self::Recase(names) => recase(value, &one_of(value, names, dice)?, dice),
            Self::Element(name, values) => element(value, name, dice.pick(values)?),
            Self::Repeat => {
                let member = value.members().nth(dice.below(value.len()))?;
                let whole = member.key_span.start..member.value.span().end;
                append(value, std::str::from_utf8(value.document().source().get(whole)?).ok()?)
            }
            Self::Whole(values) => Some(replace(value, dice.pick(values)?)),
            Self::Value(edit) => edit(value, dice),
            Self::Text(edit) => edit(value.document().source(), dice),
        }
    }
}

/// `text` in place of the value.
pub(super) fn replace(value: Value<'_>, text: &str) -> Splice {
    let span = value.span();
    Splice::new(span.start..span.end, text)
}

/// The member gets this value, be it there or not.
pub(super) fn set(object: Value<'_>, name: &str, text: &str) -> Option<Splice> {
    match object.member(name) {
        Some(member) => Some(replace(member.value, text)),
        None => append(object, &format!("\"{name}\":{text}")),
    }
}

/// The array in the member, which is made if there is none, gets one more element.
pub(super) fn element(object: Value<'_>, name: &str, text: &str) -> Option<Splice> {
    match object.get(name) {
        Some(array) if array.kind() == Kind::Array => append(array, text),
        Some(_) => None,
        None => append(object, &format!("\"{name}\":[{text}]")),
    }
}

/// One more member or element at the end of the object or array.
fn append(holder: Value<'_>, text: &str) -> Option<Splice> {
    let end = holder.span().end.checked_sub(1)?;
    let comma = if holder.is_empty() { "" } else { "," };
    let is_holder = matches!(holder.kind(), Kind::Object | Kind::Array);
    is_holder.then(|| Splice::insert(end, format!("{comma}{text}")))
}

/// One of these members that the object has.
fn one_of<'d>(object: Value<'d>, names: &[&str], dice: &mut Dice) -> Option<Member<'d>> {
    let mut found: Vec<Member<'d>> =
        object.members().filter(|member| names.contains(&&*member.key)).collect();
    let at = dice.below(found.len());
    (at < found.len()).then(|| found.swap_remove(at))
}

/// The member goes, with the comma that parts it from the next one.
pub(super) fn drop(object: Value<'_>, gone: &Member<'_>) -> Splice {
    let (mut before, mut after) = (None, None);
    for member in object.members() {
        if member.key_span.start < gone.key_span.start {
            before = Some(member.value.span().end);
        } else if member.key_span.start > gone.key_span.start && after.is_none() {
            after = Some(member.key_span.start);
        }
    }
    let range = match (before, after) {
        (_, Some(next)) => gone.key_span.start..next,
        (Some(last), None) => last..gone.value.span().end,
        (None, None) => gone.key_span.start..gone.value.span().end,
    };
    Splice::remove(range)
}

/// The member's name in another letter case that the object does not have.
fn recase(object: Value<'_>, member: &Member<'_>, dice: &mut Dice) -> Option<Splice> {
    let name = &*member.key;
    let mut letters = name.chars();
    let first: String = letters.next()?.to_uppercase().collect();
    let mut spellings = vec![first + letters.as_str(), name.to_uppercase(), name.to_lowercase()];
    spellings.retain(|spelling| spelling != name && object.get(spelling).is_none());
    let spelling = dice.pick(&spellings)?;
    Some(Splice::new(member.key_span.start..member.key_span.end, format!("\"{spelling}\"")))
}

#[cfg(test)]
mod tests {
    use directline_json::Document;

    use super::*;

    fn changed(text: &str, change: Change) -> Vec<String> {
        let results = (0..40).filter_map(|seed| {
            let document = Document::parse(text.as_bytes());
            let splice = change.splice(document.root().unwrap(), &mut Dice::new(seed))?;
            let mut bytes = text.as_bytes().to_vec();
            assert!(splice.apply(&mut bytes, 0));
            Some(String::from_utf8(bytes).unwrap())
        });
        let mut results: Vec<String> = results.collect();
        results.sort();
        results.dedup();
        results
    }

    #[test]
    fn what_is_not_changed_keeps_its_bytes() {
        let text = "{ \"b\" : 1.0,\n\"a\":[ 2 ] }";
        for (change, results) in [
            (Change::Set(&["b"], &["null"]), &["{ \"b\" : null,\n\"a\":[ 2 ] }"][..]),
            (Change::Set(&["c"], &["null"]), &["{ \"b\" : 1.0,\n\"a\":[ 2 ] ,\"c\":null}"]),
            (Change::Drop(&["a", "b", "c"]), &["{ \"a\":[ 2 ] }", "{ \"b\" : 1.0 }"]),
            (Change::Drop(&["c"]), &[]),
            (Change::Recase(&["a"]), &["{ \"b\" : 1.0,\n\"A\":[ 2 ] }"]),
            (Change::Element("a", &["3"]), &["{ \"b\" : 1.0,\n\"a\":[ 2 ,3] }"]),
            (Change::Element("b", &["3"]), &[]),
            (Change::Element("c", &["3"]), &["{ \"b\" : 1.0,\n\"a\":[ 2 ] ,\"c\":[3]}"]),
            (Change::Whole(&["1"]), &["1"]),
        ] {
            assert_eq!(changed(text, change), results, "{change:?}");
        }
        assert_eq!(changed("{\"a\":1}", Change::Repeat), ["{\"a\":1,\"a\":1}"]);
        assert_eq!(changed("{\"a\":1}", Change::Drop(&["a"])), ["{}"]);
        assert_eq!(changed("{}", Change::Set(&["a"], &["1"])), ["{\"a\":1}"]);
        assert_eq!(changed("{\"idX\":1}", Change::Recase(&["idX"])).len(), 3);
        for text in ["{}", "[1]", "\"a\"", "1"] {
            assert_eq!(changed(text, Change::Drop(&["a"])), [""; 0]);
            assert_eq!(changed(text, Change::Repeat), [""; 0]);
        }
        assert_eq!(changed("1", Change::Set(&["a"], &["1"])), [""; 0]);
    }
}
