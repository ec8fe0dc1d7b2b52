//! What a finding says of a deviation.

use directline_json::Kind;
use directline_types::ObjectKind;

use super::{Deviation, Fault};
use crate::sink::Sink;
use crate::{hint, quote};

/// Reports a deviation.
pub(super) fn report(deviation: &Deviation<'_>, sink: &mut Sink<'_>) {
    let title = deviation.object.title();
    let name = deviation.member.as_deref();
    let shown = name.map(quote::plain);
    let what = match &shown {
        Some(member) => format!("{title}.{member}"),
        None => format!("the {title}"),
    };
    let found = match name {
        Some(member) => quote::member(member, deviation.value),
        None => quote::value(deviation.value),
    };
    let expected = name.and_then(|member| documented_type(deviation.object, member));
    let place = deviation.place.clone();
    match deviation.fault {
        Fault::Type => {
            let expected = expected.unwrap_or_else(|| documented_self(deviation.object));
            let hint = hint::wrong_type(deviation.object, name.unwrap_or_default(), deviation.value);
            let asked = hint.map_or_else(|| expected.to_owned(), |hint| format!("{expected}: {hint}"));
            sink.violation(place, format!("{what} is not {expected}"), found, asked);
        }
        Fault::Element => {
            let expected = if name == Some("images") { "a string" } else { "an object" };
            sink.violation(place, format!("an element of {what} is not {expected}"), found, expected);
        }
        Fault::Null => {
            let expected = format!("{}, or no such member", expected.unwrap_or("a value"));
            sink.violation(place, format!("{what} is null"), found, expected);
        }
        Fault::Missing => {
            let shown = shown.unwrap_or_default();
            sink.violation(
                place,
                format!("{title} has no member {shown}"),
                format!("{title} without {shown}"),
                hint::missing(deviation.object, deviation.value)
                    .unwrap_or_else(|| format!("{shown}, {}", expected.unwrap_or("a value"))),
            );
        }
        Fault::Unknown => {
            let shown = shown.unwrap_or_default();
            let hint = hint::member(deviation.object, name.unwrap_or_default(), deviation.value);
            let expected = hint.unwrap_or_else(|| format!("only the documented members of {title}"));
            sink.violation(place, format!("{title} has no documented member {shown}"), found, expected);
        }
        Fault::LetterCase => {
            let shown = shown.unwrap_or_default();
            let meant = hint::documented_name(deviation.object, name.unwrap_or_default()).unwrap_or_default();
            sink.violation(
                place,
                format!("{title} has no documented member {shown}, but {meant}"),
                found,
                format!("{meant} in this letter case"),
            );
        }
        Fault::Several => sink.violation(
            place,
            match deviation.value.kind() {
                Kind::Array if deviation.value.len() > 1 => {
                    "the client sends several messages in one request"
                }
                Kind::Array => "the client sends a list of messages in place of one Message",
                _ => "the client wraps what it sends in a member messages",
            },
            found,
            "one Message object, and a request for each further message",
        ),
        Fault::Value => {
            let written = deviation.value.as_str().unwrap_or_default();
            let expected = hint::error_code(&written);
            sink.violation(place, format!("{what} is not one of the documented codes"), found, expected);
        }
    }
}

/// The documented type of a member, as a phrase.
fn documented_type(object: ObjectKind, member: &str) -> Option<&'static str> {
    Some(match (object, member) {
        (ObjectKind::Message, "channelData") => "an object",
        (ObjectKind::Message, "images") => "an array of strings",
        (ObjectKind::Message, "attachments") => "an array of Attachment objects",
        (ObjectKind::MessageSet, "messages") => "an array of Message objects",
        (ObjectKind::Conversation, "expires_in") | (ObjectKind::Error, "statusCode") => "a number",
        (ObjectKind::ErrorMessage, "error") => "an Error object",
        (ObjectKind::Error, "code") => "one of the documented codes, a string",
        (ObjectKind::Token, _) => return None,
        _ => "a string",
    })
}

fn documented_self(object: ObjectKind) -> &'static str {
    if object == ObjectKind::Token { "a string" } else { "an object" }
}
