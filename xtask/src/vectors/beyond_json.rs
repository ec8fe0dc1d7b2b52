//! `schemas/vectors/not-expressible.json`: bodies that no JSON value shows and no schema can judge.

use anyhow::Result;
use data_encoding::BASE64;
use directline_types::ObjectKind;
use serde::Serialize;

use super::file;
use super::instance::{Instance, bodies};
use super::witness::Pair;

#[derive(Serialize)]
struct Entry {
    description: &'static str,
    object: &'static str,
    /// The body as text, or null if it is none.
    text: Option<String>,
    /// The body as base64, if it is no text.
    base64: Option<String>,
    /// Whether this toolkit takes it for the object.
    valid: bool,
    rule: Option<&'static str>,
    reason: &'static str,
}

/// Rules about the JSON text, and why no schema sees the fault.
const TEXT_RULES: [(&str, &str); 9] = [
    ("json-byte-order-mark", "readers of JSON refuse the mark or pass over it, before a schema is asked"),
    ("json-duplicate-member", "readers of JSON keep the last, the first or both, before a schema is asked"),
    ("json-lone-surrogate", "half a character: readers of JSON refuse it, replace it or keep it"),
    ("message-json-malformed", "no JSON"),
    ("message-body-missing", "no body at all"),
    ("response-json-malformed", "no JSON"),
    ("error-body-malformed", "no JSON"),
    ("error-body-not-json", "no JSON"),
    ("token-unquoted", "no JSON: a string has quotation marks"),
];

const NUMBER: &str = "a number that is not within the range of a double: readers of JSON refuse it, make it infinity or keep its text";

/// Further bodies: description, object, text, reason. They are taken for what they should be.
const NUMBERS: [(&str, ObjectKind, &str, &str); 3] = [
    (
        "a great exponent",
        ObjectKind::Conversation,
        r#"{"conversationId":"a","token":"t","expires_in":1e400}"#,
        NUMBER,
    ),
    (
        "a great exponent inside channelData",
        ObjectKind::Message,
        r#"{"from":"user1","text":"hello","channelData":{"n":-1e999}}"#,
        NUMBER,
    ),
    (
        "many digits",
        ObjectKind::Error,
        r#"{"statusCode":404.000000000000000000000000001}"#,
        "whether this is a whole number depends on how many digits a reader keeps",
    ),
];

/// Whether a body that breaks the rule cannot be shown as a JSON value.
pub(super) fn is_beyond(rule: &str, text: &str) -> bool {
    let is_listed = TEXT_RULES.iter().any(|(name, _)| *name == rule);
    is_listed || serde_json::from_str::<serde_json::Value>(text).is_err()
}

/// The file.
pub(super) fn file_of(pairs: &[Pair]) -> Result<(String, String)> {
    let mut entries = Vec::new();
    for (name, reason) in TEXT_RULES {
        let Some(pair) = pairs.iter().find(|pair| pair.rule.name == name) else { continue };
        for (silent, fires) in pair.silent.iter().zip(&pair.fires) {
            for (silent, fires) in bodies(silent)?.into_iter().zip(bodies(fires)?) {
                let Some(Instance { object, text }) = fires.filter(|fires| silent.as_ref() != Some(fires))
                else {
                    continue;
                };
                // The mark is invisible in a text.
                let is_text = !text.starts_with('\u{feff}');
                entries.push(Entry {
                    description: pair.rule.summary,
                    object: object.name(),
                    base64: (!is_text).then(|| BASE64.encode(text.as_bytes())),
                    text: is_text.then_some(text),
                    valid: false,
                    rule: Some(name),
                    reason,
                });
            }
        }
    }
    entries.push(Entry {
        description: "bytes that are no UTF-8",
        object: ObjectKind::Message.name(),
        text: None,
        // {"from":"user1","text":"\xff"}
        base64: Some("eyJmcm9tIjoidXNlcjEiLCJ0ZXh0Ijoi/yJ9".to_owned()),
        valid: false,
        rule: Some("message-json-malformed"),
        reason: "a JSON text is UTF-8",
    });
    entries.extend(NUMBERS.map(|(description, object, text, reason)| Entry {
        description,
        object: object.name(),
        text: Some(text.to_owned()),
        base64: None,
        valid: true,
        rule: None,
        reason,
    }));
    file("not-expressible", &entries)
}
