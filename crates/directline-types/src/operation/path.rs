//! Path templates: fixed segments and the conversation id.

use std::fmt::{self, Write as _};

use crate::ConversationId;

/// One segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// These characters.
    Literal(&'static str),
    /// A conversation id, percent-encoded.
    ConversationId,
}

/// A path with a place for the conversation id at most. It displays as the documents write it.
///
/// # Examples
///
/// ```
/// use directline_types::Operation;
///
/// let path = Operation::RefreshToken.path();
/// assert_eq!(path.to_string(), "/api/tokens/{conversationId}/renew");
/// assert_eq!(path.expand(&"a|b".into()), "/api/tokens/a%7Cb/renew");
/// assert_eq!(path.matches("/api/tokens/a%7Cb/renew"), Some(Some("a%7Cb")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PathTemplate(pub(super) &'static [Segment]);

impl PathTemplate {
    /// The segments, in order.
    pub fn segments(self) -> &'static [Segment] {
        self.0
    }

    /// The path for this conversation. Everything but unreserved characters (RFC 3986, section 2.3) is percent-encoded.
    pub fn expand(self, conversation_id: &ConversationId) -> String {
        let mut path = String::new();
        for segment in self.0 {
            path.push('/');
            match segment {
                Segment::Literal(text) => path.push_str(text),
                Segment::ConversationId => encode(conversation_id.as_str(), &mut path),
            }
        }
        path
    }

    /// Whether `path` (without a query) has this form, compared exactly; if so, the conversation id as it stands in the
    /// path, if the template has a place for one. An empty id is no id.
    pub fn matches(self, path: &str) -> Option<Option<&str>> {
        let mut parts = path.strip_prefix('/')?.split('/');
        let mut conversation_id = None;
        for segment in self.0 {
            let part = parts.next()?;
            match segment {
                Segment::Literal(text) if part == *text => {}
                Segment::ConversationId if !part.is_empty() => conversation_id = Some(part),
                _ => return None,
            }
        }
        parts.next().is_none().then_some(conversation_id)
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => write!(formatter, "/{text}"),
            Segment::ConversationId => formatter.write_str("/{conversationId}"),
        })
    }
}

fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}
