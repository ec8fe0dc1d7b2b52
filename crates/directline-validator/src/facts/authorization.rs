//! The `Authorization` header, taken apart as far as it was recorded.

use std::borrow::Cow;
use std::ops::Range;

use directline_exchange::{Header, HeaderValue, Observed, Reason, Request};

use super::CredentialFault;
use crate::text::text;

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
    /// Its name as written.
    pub(crate) name: &'e str,
    /// How many such headers there are.
    pub(crate) number: usize,
    /// The first word: the scheme. `None` if it is not recorded.
    pub(crate) scheme: Option<Cow<'e, str>>,
    /// How many bytes of the value the scheme has.
    pub(crate) scheme_length: usize,
    /// The scheme as documented, if it is one of the two in any letter case.
    pub(crate) known_scheme: Option<&'static str>,
    /// What follows the scheme, trimmed (empty if nothing does), and its bytes in the value; or why it is not
    /// recorded.
    pub(crate) credential: Result<(Cow<'e, str>, Range<usize>), Reason>,
    /// What is wrong with the credential.
    pub(crate) fault: Option<CredentialFault>,
}

impl<'e> Authorization<'e> {
    pub(super) fn of(request: &'e Request) -> Self {
        let mut all = request.headers.all("authorization");
        if let Some(first) = all.next() {
            return Self::Sent(AuthorizationHeader::of(first, all.count().saturating_add(1)));
        }
        match request.headers.get("authorization") {
            Observed::Present(_) | Observed::Absent => Self::Missing,
            Observed::NotObservable(reason) => Self::Unseen(reason),
        }
    }
}

impl<'e> AuthorizationHeader<'e> {
    /// The first of this `number` of headers.
    fn of(header: &'e Header, number: usize) -> Self {
        let (scheme, scheme_length, credential) = match &header.value {
            HeaderValue::Seen(value) => {
                // In bytes: a text in which something was replaced is longer than the value.
                let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
                let end = value.iter().position(is_blank).unwrap_or(value.len());
                let (scheme, rest) = value.split_at_checked(end).unwrap_or_default();
                let blanks = rest.iter().take_while(|byte| is_blank(byte)).count();
                let start = end.saturating_add(blanks);
                let after = rest.get(blanks..).unwrap_or_default();
                let blanks = after.iter().rev().take_while(|byte| is_blank(byte)).count();
                let credential = after.get(..after.len().saturating_sub(blanks)).unwrap_or_default();
                let range = start..start.saturating_add(credential.len());
                (Some(text(scheme)), end, Ok((text(credential), range)))
            }
            HeaderValue::SchemeOnly { scheme, reason } => {
                (Some(scheme.as_str().into()), scheme.len(), Err(*reason))
            }
            HeaderValue::Hidden(reason) => (None, 0, Err(*reason)),
        };
        Self {
            name: &header.name,
            number,
            known_scheme: scheme.as_deref().and_then(documented),
            scheme,
            scheme_length,
            fault: credential.as_ref().ok().and_then(|(credential, _)| CredentialFault::of(credential)),
            credential,
        }
    }
}

/// The scheme as documented, if it is one of the two in any letter case.
fn documented(scheme: &str) -> Option<&'static str> {
    ["Bearer", "BotConnector"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme))
}
