//! What a wrong name probably meant: other protocols' members, letter case, misspellings.

use directline_json::{Kind, Value};
use directline_types::{ErrorCode, Member, ObjectKind};

/// The member that every object has and no document.
const E_TAG: &str = "eTag";

/// What to say of a member that the object does not have: `None` if nothing is known.
pub(crate) fn member(object: ObjectKind, name: &str, value: Value<'_>) -> Option<String> {
    let known: &[&str] = match object {
        ObjectKind::Message => {
            &["id", "conversationId", "created", "from", "text", "channelData", "images", "attachments"]
        }
        ObjectKind::MessageSet => &["messages", "watermark"],
        ObjectKind::Attachment => &["url", "contentType"],
        ObjectKind::Conversation => &["conversationId", "token", "expires_in"],
        ObjectKind::Error => &["code", "message", "statusCode"],
        ObjectKind::ErrorMessage => &["error"],
        ObjectKind::Token => &[],
    };
    let alias = match (object, name) {
        (ObjectKind::Message, "conversation") => {
            "conversationId (a sample of the documents writes conversation)"
        }
        (ObjectKind::Message, "fromUser" | "sender" | "user") => "from",
        (
            ObjectKind::Message,
            "type" | "timestamp" | "channelId" | "replyToId" | "recipient" | "serviceUrl",
        )
        | (ObjectKind::Attachment, "content" | "name" | "thumbnailUrl")
        | (ObjectKind::Conversation, "streamUrl" | "referenceGrammarId") => {
            "no such member: it belongs to Direct Line 3.0"
        }
        (ObjectKind::Message, "to" | "sourceText" | "language" | "participants" | "channelMessageId") => {
            "no such member: it belongs to the Bot Framework v1 connector"
        }
        (ObjectKind::Message, "watermark") => {
            "no such member: a watermark is a parameter of the URL of Get Messages"
        }
        (ObjectKind::Message, "message") if value.kind() == Kind::Object => {
            "the Message itself, not wrapped in another object"
        }
        (ObjectKind::Message, "message") if value.kind() == Kind::String => "text, for what the message says",
        (ObjectKind::MessageSet, "activities") => "messages (activities belongs to Direct Line 3.0)",
        (ObjectKind::Attachment, "contentUrl") => "url (contentUrl belongs to Direct Line 3.0)",
        (ObjectKind::Conversation, "expiresIn") => "expires_in",
        (_, name) if name.eq_ignore_ascii_case(E_TAG) => {
            "no such member: the Swagger file has eTag, the documents have none"
        }
        _ => "",
    };
    if !alias.is_empty() {
        return Some(alias.to_owned());
    }
    known.iter().find(|known| near(known, name)).map(|meant| format!("did you mean {meant}"))
}

/// The member of the object whose name differs from `name` in letter case alone.
pub(crate) fn documented_name(object: ObjectKind, name: &str) -> Option<&'static str> {
    let mut members = members(object).iter().map(|member| member.name).filter(|name| *name != E_TAG);
    members.find(|known| *known != name && known.eq_ignore_ascii_case(name))
}

/// The members of the object.
pub(crate) fn members(object: ObjectKind) -> &'static [Member] {
    object.members()
}

/// What to say of a member of the wrong type, beside the type: `None` if nothing is known.
pub(crate) fn wrong_type(object: ObjectKind, name: &str, value: Value<'_>) -> Option<&'static str> {
    match (object, name, value.kind()) {
        (ObjectKind::Message, "from", Kind::Object) => {
            Some("the user id itself; an object with id and name belongs to Direct Line 3.0")
        }
        (ObjectKind::Message, "channelData", Kind::Array) => Some("put the array inside an object"),
        (ObjectKind::Message, "channelData", Kind::String)
            if value.as_str().is_some_and(|text| text.is_empty()) =>
        {
            Some("an empty string is a string; leave the member out instead")
        }
        (ObjectKind::Token, "", Kind::Object) if value.member("token").is_some() => {
            Some("the token itself; an object that holds it is what Direct Line 3.0 answers")
        }
        (ObjectKind::Message, "images" | "attachments", Kind::String | Kind::Object) => {
            Some("an array even for a single one")
        }
        _ => None,
    }
}

/// What to say of an object that lacks its one required member: `None` if nothing is known.
pub(crate) fn missing(object: ObjectKind, value: Value<'_>) -> Option<String> {
    if object != ObjectKind::ErrorMessage {
        return None;
    }
    let has = |name: &str| value.member(name).is_some();
    let found = value.members().find(|member| near("error", &member.key));
    Some(match found {
        Some(_) => "error, an Error object, with its name spelt so".to_owned(),
        None if has("code") || has("statusCode") => {
            "the Error object as the value of a member error".to_owned()
        }
        None if has("message") || has("Message") => {
            "{\"error\": {\"message\": …}}: the bare form without error is what the service answered in 2016"
                .to_owned()
        }
        None => "error, an Error object".to_owned(),
    })
}

/// Codes that are known from outside the reference page.
pub(crate) const CODES_KNOWN_ELSEWHERE: [&str; 3] = ["BadArgument", "BotRejectedActivity", "TokenExpired"];

/// The documented error code that a wrong one probably meant, or the list of them.
pub(crate) fn error_code(written: &str) -> String {
    let codes = ErrorCode::ALL.iter().map(|code| code.as_str());
    if let Some(meant) = codes.clone().find(|code| code.eq_ignore_ascii_case(written)) {
        return format!("{meant} in this letter case");
    }
    let elsewhere = CODES_KNOWN_ELSEWHERE.iter().find(|code| code.eq_ignore_ascii_case(written));
    if let Some(known) = elsewhere.filter(|known| **known != written) {
        return format!("{known} in this letter case is known from elsewhere, and not documented either");
    }
    if let Some(meant) = codes.clone().find(|code| near(code, written)) {
        return format!("did you mean {meant}");
    }
    format!("one of {}", codes.collect::<Vec<_>>().join(", "))
}

/// Whether two short words differ by at most two letters (inserted, left out, changed); by one where one of
/// them has only three.
pub(crate) fn near(known: &str, name: &str) -> bool {
    if name.len() > known.len().saturating_add(2)
        || known.len() > name.len().saturating_add(2)
        || known.len() < 4
    {
        return false;
    }
    let (known, name) = (known.as_bytes(), name.as_bytes());
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (i, a) in known.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(name) {
            let change = diagonal.saturating_add(usize::from(!a.eq_ignore_ascii_case(b)));
            diagonal = *cell;
            *cell = change.min(diagonal.saturating_add(1)).min(left.saturating_add(1));
            left = *cell;
        }
    }
    let most = if name.len() <= 3 { 1 } else { 2 };
    row.last().is_some_and(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn two_letters_apart_is_near() {
        for (known, name, is_near) in [
            ("watermark", "watermrk", true),
            ("watermark", "waterMarks", true),
            ("attachments", "attachment", true),
            ("channelData", "chanelDta", true),
            ("images", "text", false),
            ("from", "form", true),
            ("from", "foo", false),
            ("text", "txt", true),
            ("id", "ix", false),
        ] {
            assert_eq!(near(known, name), is_near, "{name}");
        }
    }
}
