//! What can be wrong with a URL of a message.

use ::url::{ParseError, Url};

use super::{Base, MAX_LENGTH, documented_resolve, lexical};

/// One way in which a URL of a message is wrong or can be misread. Each has a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Nothing, or nothing but white space.
    Empty,
    /// A scheme other than `http` and `https`.
    OtherScheme,
    /// `http:` or `https:` without `//` and a host.
    HostMissing,
    /// No URL, also after the documented completion.
    Malformed,
    /// Relative, and the documented completion has another origin than the base.
    LeavesBase,
    /// Relative, and begins with two slashes or backslashes: most readers take what follows as a host.
    NetworkPath,
    /// Relative, and the documented completion is another URL than browsers make of it.
    ReadingsDiffer,
    /// Only a query or a fragment.
    PathMissing,
    /// User information in front of the host.
    UserInfo,
    /// A scheme with capital letters, which the documented test does not recognise.
    SchemeCase,
    /// A space, a control character or a backslash.
    ForbiddenCharacter,
    /// Relative, with the path segments `.` or `..`.
    DotSegments,
}

impl Fault {
    /// Every fault, in the order of the manual.
    pub const ALL: [Self; 12] = [
        Self::Empty,
        Self::OtherScheme,
        Self::HostMissing,
        Self::Malformed,
        Self::LeavesBase,
        Self::NetworkPath,
        Self::ReadingsDiffer,
        Self::PathMissing,
        Self::UserInfo,
        Self::SchemeCase,
        Self::ForbiddenCharacter,
        Self::DotSegments,
    ];

    /// The name of the rule that reports it.
    ///
    /// ```
    /// use directline_validator::{rules, url::Fault};
    /// for fault in Fault::ALL {
    ///     assert!(rules().iter().any(|rule| rule.name == fault.rule()));
    /// }
    /// ```
    pub fn rule(self) -> &'static str {
        match self {
            Self::Empty => "url-empty",
            Self::OtherScheme => "url-scheme-not-http",
            Self::HostMissing => "url-host-missing",
            Self::Malformed => "url-malformed",
            Self::LeavesBase => "url-leaves-base",
            Self::NetworkPath => "url-network-path",
            Self::ReadingsDiffer => "url-readings-differ",
            Self::PathMissing => "url-path-missing",
            Self::UserInfo => "url-user-info",
            Self::SchemeCase => "url-scheme-case",
            Self::ForbiddenCharacter => "url-character-forbidden",
            Self::DotSegments => "url-dot-segments",
        }
    }
}

/// What is wrong with a text. A fault of the whole text hides those of single characters in it: they are
/// either its cause or beside the point.
pub(super) fn of(base: &Base, text: &str) -> Vec<Fault> {
    // White space at the ends and line breaks are judged as characters; the rest is judged as parsers see it.
    let parsed = lexical::as_parsed(text);
    let whole = if text.len() > MAX_LENGTH { of_scheme(&parsed) } else { of_whole(base, &parsed) };
    match whole {
        Some(fault) => vec![fault],
        None if text.len() > MAX_LENGTH => Vec::new(),
        None => of_details(text, &parsed),
    }
}

fn of_scheme(text: &str) -> Option<Fault> {
    let (scheme, _) = lexical::scheme(text)?;
    (!lexical::is_http(scheme)).then_some(Fault::OtherScheme)
}

fn of_whole(base: &Base, text: &str) -> Option<Fault> {
    if text.is_empty() {
        return Some(Fault::Empty);
    }
    if lexical::scheme(text).is_none() {
        return of_relative(base, text);
    }
    of_scheme(text).or_else(|| match lexical::authority(text).map(|_| Url::parse(text)) {
        None | Some(Err(ParseError::EmptyHost)) => Some(Fault::HostMissing),
        Some(Err(_)) => Some(Fault::Malformed),
        Some(Ok(_)) => None,
    })
}

fn of_relative(base: &Base, text: &str) -> Option<Fault> {
    if text.chars().take(2).filter(|character| lexical::is_slash(*character)).count() == 2 {
        return Some(Fault::NetworkPath);
    }
    let Ok(documented) = documented_resolve(base, text).url else { return Some(Fault::Malformed) };
    if !base.is_origin_of(&documented) {
        return Some(Fault::LeavesBase);
    }
    if base.join(text) != Ok(documented) {
        return Some(Fault::ReadingsDiffer);
    }
    (!text.starts_with(lexical::is_slash)).then_some(Fault::PathMissing)
}

fn of_details(text: &str, parsed: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let scheme = lexical::scheme(parsed);
    if lexical::authority(parsed).is_some_and(|authority| authority.contains('@')) {
        faults.push(Fault::UserInfo);
    }
    // The documented test knows the letter case of its four letters only.
    if scheme.is_some() && !parsed.starts_with("http") {
        faults.push(Fault::SchemeCase);
    }
    if text.contains(lexical::is_forbidden) {
        faults.push(Fault::ForbiddenCharacter);
    }
    if scheme.is_none() && lexical::has_dot_segments(parsed) {
        faults.push(Fault::DotSegments);
    }
    faults
}
