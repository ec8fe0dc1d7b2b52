//! The documents' rule, to the letter.

use std::fmt;

use ::url::{ParseError, Url};

use super::{Base, MAX_LENGTH};

/// What the documented rule makes of a text. It is for answers about conformance: fetch what
/// [`safe_resolve`](super::safe_resolve) returns instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documented {
    /// The complete URL as text.
    pub text: String,
    /// Whether the base was put in front.
    pub is_completed: bool,
    /// The text as a URL, read as browsers do; or why it is none.
    pub url: Result<Url, NotAUrl>,
}

/// Why a text is no URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAUrl {
    /// It is longer than [`MAX_LENGTH`]; it was not read.
    TooLong,
    /// No parser could read it.
    Syntax(ParseError),
}

impl fmt::Display for NotAUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(out, "longer than {MAX_LENGTH} bytes"),
            Self::Syntax(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for NotAUrl {}

/// Completes a URL by the documented rule, to the letter: "If any string in this array doesn't begin
/// with either "http" or "https", prepend" the base "to the string to form the complete URL" (API
/// reference - Direct Line API 1.1, Message object).
///
/// ```
/// use directline_validator::url::{Base, documented_resolve};
///
/// let host = |text: &str| {
///     let url = documented_resolve(&Base::default(), text).url.ok()?;
///     url.host_str().map(str::to_owned)
/// };
/// assert_eq!(host("/attachments/a/0.jpg").as_deref(), Some("directline.botframework.com"));
/// assert_eq!(host("https://example.com/a").as_deref(), Some("example.com"));
/// // The rule to the letter has its traps.
/// assert_eq!(host("@evil.example/x").as_deref(), Some("evil.example"));
/// assert_eq!(host("http-logo.png"), None);
/// ```
pub fn documented_resolve(base: &Base, text: &str) -> Documented {
    // Who begins with "https" begins with "http".
    let is_completed = !text.starts_with("http");
    let complete = if is_completed { format!("{base}{text}") } else { text.to_owned() };
    let url = if text.len() > MAX_LENGTH {
        Err(NotAUrl::TooLong)
    } else {
        Url::parse(&complete).map_err(NotAUrl::Syntax)
    };
    Documented { text: complete, is_completed, url }
}
