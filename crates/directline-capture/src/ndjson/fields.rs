//! Strict reading of objects: every member known, of its kind, and a place for every fault.

use std::borrow::Cow;

use directline_exchange::Reason;
use directline_json::{Kind, Value};

use crate::har::Fault;

pub(super) type Read<T> = Result<T, Fault>;

pub(super) fn fault<T>(value: Value<'_>, what: impl Into<String>) -> Read<T> {
    Err(Fault { at: value.span().start, what: what.into() })
}

/// The object, if it has no other members than `known`.
pub(super) fn object<'d>(value: Value<'d>, what: &str, known: &[&str]) -> Read<Value<'d>> {
    if value.kind() != Kind::Object {
        return fault(value, format!("{what} is not a JSON object"));
    }
    match value.members().find(|member| !known.contains(&member.key.as_ref())) {
        Some(unknown) => Err(Fault {
            at: unknown.key_span.start,
            what: format!("unknown member of {what}; it may have {}", known.join(", ")),
        }),
        None => Ok(value),
    }
}

/// A member, `null` counting as missing.
pub(super) fn optional<'d>(of: Value<'d>, name: &str) -> Option<Value<'d>> {
    of.get(name).filter(|value| !value.is_null())
}

/// A member that must be text, if it is there.
pub(super) fn text<'d>(of: Value<'d>, name: &str) -> Read<Option<(Cow<'d, str>, Value<'d>)>> {
    let Some(value) = optional(of, name) else { return Ok(None) };
    match value.as_str() {
        Some(text) => Ok(Some((text, value))),
        None => fault(value, format!("{name} is not a string")),
    }
}

/// The elements of a member that must be an array, if it is there.
pub(super) fn list<'d>(of: Value<'d>, name: &str) -> Read<Option<directline_json::Elements<'d>>> {
    match optional(of, name) {
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
