//! In what the two recordings of a pair differ.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::Value;

use super::witness::Pair;

/// Where the difference of a pair stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The number of the exchange.
    pub(super) exchange: usize,
    /// The part of the exchange, as reports name it.
    pub(super) part: &'static str,
    /// The place in the body, if both bodies are JSON.
    pub(super) pointer: Option<String>,
}

/// The members of a line and the parts that they are, those first that decide what the others are.
const PARTS: [(&str, &str); 8] = [
    ("/response/status", "response.status"),
    ("/method", "request.method"),
    ("/url", "request.url"),
    ("/request/body_text", "request.body"),
    ("/request/body_b64", "request.body"),
    ("/response/body_text", "response.body"),
    ("/request/headers", "request.header"),
    ("/response/headers", "response.header"),
];

/// The difference of a pair, if it stands in a part of an exchange: a time is in none.
pub(super) fn difference(pair: &Pair) -> Result<Option<Difference>> {
    let mut both = pair.silent.iter().zip(&pair.fires).enumerate();
    let (exchange, (silent, fires)) = both
        .find(|(_, (silent, fires))| silent != fires)
        .with_context(|| format!("{} has no difference", pair.rule.name))?;
    let (silent, fires): (Value, Value) = (serde_json::from_str(silent)?, serde_json::from_str(fires)?);
    let differs = |(place, _): &&(&str, &str)| silent.pointer(place) != fires.pointer(place);
    let Some((place, part)) = PARTS.iter().find(differs) else { return Ok(None) };
    let text = |line: &Value| {
        let text = line.pointer(place).and_then(Value::as_str);
        text.filter(|_| part.ends_with("body")).and_then(|text| serde_json::from_str::<Value>(text).ok())
    };
    let pointer = match (text(&silent), text(&fires)) {
        (Some(silent), Some(fires)) => Some(pointer(&silent, &fires)),
        _ => None,
    };
    Ok(Some(Difference { exchange, part, pointer }))
}

/// The place of the second value that differs from the first: the smallest that holds every difference. Where a
/// member is missing, the object that lacks it; where one was renamed, the new one.
fn pointer(silent: &Value, fires: &Value) -> String {
    match (silent, fires) {
        (Value::Object(one), Value::Object(other)) => {
            let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            let differing = names.into_iter().filter(|name| one.get(*name) != other.get(*name));
            let present: Vec<&String> = differing.filter(|name| other.contains_key(*name)).collect();
            match (present.as_slice(), one, other) {
                ([name], one, other) => match (one.get(*name), other.get(*name)) {
                    (Some(one), Some(other)) => format!("/{name}{}", pointer(one, other)),
                    _ => format!("/{name}"),
                },
                _ => String::new(),
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut differing = one.iter().zip(other).enumerate().filter(|(_, (one, other))| one != other);
            match (differing.next(), differing.next()) {
                (Some((at, (one, other))), None) => format!("/{at}{}", pointer(one, other)),
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}
