//! The resolution for programs that fetch.

use std::fmt;

use ::url::{ParseError, Url};

use super::{Base, MAX_LENGTH, lexical};

/// A URL that every reader understands alike, and whether it belongs to the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeUrl {
    url: Url,
    is_of_base: bool,
}

impl SafeUrl {
    /// The URL to fetch.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Whether the secret or token may go along: only where the origin is that of the base.
    ///
    /// ```
    /// use directline_validator::url::{Base, safe_resolve};
    ///
    /// let base = Base::default();
    /// assert!(safe_resolve(&base, "/attachments/a/0.jpg").unwrap().may_carry_credentials());
    /// assert!(!safe_resolve(&base, "https://example.com/0.jpg").unwrap().may_carry_credentials());
    /// ```
    pub fn may_carry_credentials(&self) -> bool {
        self.is_of_base
    }
}

/// Why [`safe_resolve`] refuses a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is empty.
    Empty,
    /// It has a scheme other than `http` and `https`, such as `javascript:` or `data:`.
    OtherScheme,
    /// It is longer than [`MAX_LENGTH`] and was not read.
    TooLong,
    /// It holds a control character: parsers drop some of them.
    ControlCharacter,
    /// It holds a space.
    Space,
    /// It holds a backslash: browsers read it as a slash, others do not.
    Backslash,
    /// It begins with `http:` or `https:`, and no `//` with a host follows.
    HostMissing,
    /// It has user information in front of the host, which hides where it leads.
    UserInfo,
    /// It begins with two slashes: to most readers, a host follows.
    NetworkPath,
    /// It is relative and does not begin with a slash: put behind a host, it would become a part of it.
    NotAbsolutePath,
    /// No parser could read it.
    Syntax(ParseError),
    /// It is relative and would have another origin than the base.
    LeavesOrigin,
}

impl Refusal {
    /// A stable kebab-case name, for machine-readable reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::OtherScheme => "other-scheme",
            Self::TooLong => "too-long",
            Self::ControlCharacter => "control-character",
            Self::Space => "space",
            Self::Backslash => "backslash",
            Self::HostMissing => "host-missing",
            Self::UserInfo => "user-info",
            Self::NetworkPath => "network-path",
            Self::NotAbsolutePath => "not-absolute-path",
            Self::Syntax(_) => "syntax",
            Self::LeavesOrigin => "leaves-origin",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Empty => "it is empty",
            Self::OtherScheme => "its scheme is neither http nor https",
            Self::TooLong => return write!(out, "it is longer than {MAX_LENGTH} bytes"),
            Self::ControlCharacter => "it has a control character",
            Self::Space => "it has a space",
            Self::Backslash => "it has a backslash, which some read as a slash",
            Self::HostMissing => "no // and host follow its scheme",
            Self::UserInfo => "it has user information in front of the host",
            Self::NetworkPath => "it begins with two slashes, after which most readers see a host",
            Self::NotAbsolutePath => "it is relative and does not begin with a slash",
            Self::Syntax(error) => return write!(out, "it is no URL: {error}"),
            Self::LeavesOrigin => "its origin is not that of the base",
        })
    }
}

impl std::error::Error for Refusal {}

/// Resolves a URL of a message for fetching, or says why it should not be fetched.
///
/// Accepted are a text with the scheme `http` or `https` in any letter case, `://`, a host and no user
/// information; and a text that begins with one slash, if its origin is that of the base. Neither may
/// hold a space, a control character or a backslash, because readers disagree on what these mean.
///
/// ```
/// use directline_validator::url::{Base, Refusal, safe_resolve};
///
/// let base = Base::default();
/// let image = safe_resolve(&base, "/attachments/a/0.jpg").unwrap();
/// assert_eq!(image.url().as_str(), "https://directline.botframework.com/attachments/a/0.jpg");
/// assert_eq!(safe_resolve(&base, "//evil.example/x"), Err(Refusal::NetworkPath));
/// assert_eq!(safe_resolve(&base, "@evil.example/x"), Err(Refusal::NotAbsolutePath));
/// assert_eq!(safe_resolve(&base, "javascript:alert(1)"), Err(Refusal::OtherScheme));
/// ```
pub fn safe_resolve(base: &Base, text: &str) -> Result<SafeUrl, Refusal> {
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    let scheme = lexical::scheme(text);
    if scheme.is_some_and(|(scheme, _)| !lexical::is_http(scheme)) {
        return Err(Refusal::OtherScheme);
    }
    if text.len() > MAX_LENGTH {
        return Err(Refusal::TooLong);
    }
    match text.chars().find(|character| lexical::is_forbidden(*character)) {
        Some(' ') => return Err(Refusal::Space),
        Some('\\') => return Err(Refusal::Backslash),
        Some(_) => return Err(Refusal::ControlCharacter),
        None => {}
    }
    if scheme.is_some() { absolute(base, text) } else { relative(base, text) }
}

fn absolute(base: &Base, text: &str) -> Result<SafeUrl, Refusal> {
    let authority = lexical::authority(text).ok_or(Refusal::HostMissing)?;
    if authority.contains('@') {
        return Err(Refusal::UserInfo);
    }
    let url = Url::parse(text).map_err(|error| match error {
        ParseError::EmptyHost => Refusal::HostMissing,
        error => Refusal::Syntax(error),
    })?;
    let is_of_base = base.is_origin_of(&url);
    Ok(SafeUrl { url, is_of_base })
}

fn relative(base: &Base, text: &str) -> Result<SafeUrl, Refusal> {
    let rest = text.strip_prefix('/').ok_or(Refusal::NotAbsolutePath)?;
    if rest.starts_with('/') {
        return Err(Refusal::NetworkPath);
    }
    let url = base.join(text).map_err(Refusal::Syntax)?;
    // Follows from the above as long as the parser does what it should; a fetch is too late to find out.
    if base.is_origin_of(&url) { Ok(SafeUrl { url, is_of_base: true }) } else { Err(Refusal::LeavesOrigin) }
}
