//! The `Authorization` header, taken apart as far as it was recorded.

use std::borrow::Cow;

use directline_exchange::{Header, HeaderValue, Observed, Reason, Request};

/// What is known of the request's authorization.
pub(crate) enum Authorization<'e> {
    /// Whether there was a header is not known.
    Unseen(Reason),
    /// There was none.
    Missing,
    /// There was one.
    Sent(AuthorizationHeader<'e>),
}

/// The first `Authorization` header.
pub(crate) struct AuthorizationHeader<'e> {
    /// The first word: the scheme. `None` if it is not recorded.
    pub(crate) scheme: Option<Cow<'e, str>>,
    /// What follows the scheme, trimmed (empty if nothing does), and its offset in the value; or
    /// why it is not recorded.
    pub(crate) credential: Result<(Cow<'e, str>, usize), Reason>,
}

impl<'e> Authorization<'e> {
    pub(super) fn of(request: &'e Request) -> Self {
        match request.headers.get("authorization") {
            Observed::Present(header) => Self::Sent(AuthorizationHeader::of(header)),
            Observed::Absent => Self::Missing,
            Observed::NotObservable(reason) => Self::Unseen(reason),
        }
    }
}

impl<'e> AuthorizationHeader<'e> {
    fn of(header: &'e Header) -> Self {
        match &header.value {
            HeaderValue::Seen(value) => match String::from_utf8_lossy(value) {
                Cow::Borrowed(text) => {
                    let (scheme, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
                    let credential = rest.trim_matches([' ', '\t']);
                    let at = text.len().saturating_sub(rest.trim_start_matches([' ', '\t']).len());
                    Self { scheme: Some(scheme.into()), credential: Ok((credential.into(), at)) }
                }
                Cow::Owned(text) => {
                    let (scheme, rest) = text.split_once([' ', '\t']).unwrap_or((&text, ""));
                    let credential = Ok((Cow::Owned(rest.trim().to_owned()), 0));
                    Self { scheme: Some(scheme.to_owned().into()), credential }
                }
            },
            HeaderValue::SchemeOnly { scheme, reason } => {
                Self { scheme: Some(scheme.as_str().into()), credential: Err(*reason) }
            }
            HeaderValue::Hidden(reason) => Self { scheme: None, credential: Err(*reason) },
        }
    }

    /// The scheme as documented, if it is one of the two in any letter case.
    pub(crate) fn known_scheme(&self) -> Option<&'static str> {
        let scheme = self.scheme.as_deref()?;
        ["Bearer", "BotConnector"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme))
    }
}
