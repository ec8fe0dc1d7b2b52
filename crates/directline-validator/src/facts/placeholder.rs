//! Values of a URL that were never filled in, and values that the recording hides.

use directline_exchange::is_placeholder;

/// What stands where a value of a URL belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filling {
    /// A value.
    Value,
    /// A placeholder that was sent as it is: the client's fault.
    Placeholder,
    /// A variable of the recording tool, or a mark of what was removed: the value sent is not known.
    Hidden,
}

/// What a percent-decoded value is. `names` are the words that templates use for it.
pub(crate) fn filling(text: &str, names: &[&str]) -> Filling {
    let is_in = |open, close| text.len() > 1 && text.starts_with(open) && text.ends_with(close);
    if is_in("{{", "}}") {
        return Filling::Hidden;
    }
    let bare = text.trim_matches(['<', '>', '[', ']', ':', '$', '(', ')', '{', '}']);
    let is_name = names.iter().any(|name| bare.eq_ignore_ascii_case(name));
    let is_no_value = matches!(text, "undefined" | "null" | "None" | "NaN" | "[object Object]");
    if is_name || is_no_value || is_in("{", "}") {
        Filling::Placeholder
    } else if is_placeholder(text) {
        Filling::Hidden
    } else {
        Filling::Value
    }
}

/// What a percent-decoded conversation id of a URL is.
pub(crate) fn conversation_id_filling(text: &str) -> Filling {
    match filling(text, &["conversationId", "conversation_id", "conversation-id"]) {
        // No id of the service has braces; templates do, also around a part of the id.
        Filling::Value if text.contains(['{', '}']) => Filling::Placeholder,
        other => other,
    }
}

/// What a percent-decoded watermark of a URL is.
pub(crate) fn watermark_filling(text: &str) -> Filling {
    filling(text, &["watermark", "watermark_value", "watermarkValue"])
}

#[cfg(test)]
mod tests {
    use super::{Filling, filling};

    #[test]
    fn placeholders_are_told_from_values_and_from_what_was_removed() {
        for (text, expected) in [
            ("{userId}", Filling::Placeholder),
            ("{anything}", Filling::Placeholder),
            ("<userId>", Filling::Placeholder),
            (":userId", Filling::Placeholder),
            ("USERID", Filling::Placeholder),
            ("undefined", Filling::Placeholder),
            ("null", Filling::Placeholder),
            ("[object Object]", Filling::Placeholder),
            ("{{userId}}", Filling::Hidden),
            ("<redacted>", Filling::Hidden),
            ("REDACTED", Filling::Hidden),
            ("user1", Filling::Value),
            ("nullable", Filling::Value),
            ("{", Filling::Value),
            ("}", Filling::Value),
            ("", Filling::Value),
            ("0", Filling::Value),
        ] {
            assert_eq!(filling(text, &["userId"]), expected, "{text}");
        }
    }
}
