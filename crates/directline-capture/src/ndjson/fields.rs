//! Strict reading of objects: every member known, of its kind, and a place for every fault.

use std::borrow::Cow;

use directline_exchange::Reason;
use directline_json::{Elements, Kind, Value};

use crate::har::Fault;

pub(super) type Read<T> = Result<T, Fault>;

pub(super) fn fault<T>(value: Value<'_>, what: impl Into<String>) -> Read<T> {
    Err(Fault { at: value.span().start, what: what.into() })
}

/// The members of an object, each in the place that its name has in `known`; `null` counts as missing. The first
/// `skipped` names are not allowed here, nor is any that is not known.
pub(super) fn members<'d, const N: usize>(
    value: Value<'d>,
    what: &str,
    known: &[&str; N],
    skipped: usize,
) -> Read<[Option<Value<'d>>; N]> {
    if value.kind() != Kind::Object {
        return fault(value, format!("{what} is not a JSON object"));
    }
    let mut found = [None; N];
    for member in value.members() {
        let slots = found.iter_mut().zip(known).skip(skipped);
        match slots.into_iter().find(|(_, name)| ***name == *member.key) {
            Some((slot, _)) if slot.is_none() && !member.value.is_null() => *slot = Some(member.value),
            Some(_) => {}
            None => {
                let known = known.get(skipped..).unwrap_or_default().join(", ");
                let what = format!("unknown member of {what}; it may have {known}");
                return Err(Fault { at: member.key_span.start, what });
            }
        }
    }
    Ok(found)
}

/// A member that must be text, if it is there.
pub(super) fn text<'d>(member: Option<Value<'d>>, name: &str) -> Read<Option<(Cow<'d, str>, Value<'d>)>> {
    let Some(value) = member else { return Ok(None) };
    match value.as_str() {
        Some(text) => Ok(Some((text, value))),
        None => fault(value, format!("{name} is not a string")),
    }
}

/// The elements of a member that must be an array, if it is there.
pub(super) fn list<'d>(member: Option<Value<'d>>, name: &str) -> Read<Option<Elements<'d>>> {
    match member {
        None => Ok(None),
        Some(value) if value.kind() == Kind::Array => Ok(Some(value.elements())),
        Some(value) => fault(value, format!("{name} is not a list")),
    }
}

/// The name of a reason.
pub(super) fn reason(value: Value<'_>) -> Read<Reason> {
    match value.as_str().and_then(|name| Reason::from_name(&name)) {
        Some(reason) => Ok(reason),
        None => fault(value, "not a reason; one is for example \"redacted-by-exporter\""),
    }
}
