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
    /// The first word: the scheme. `None` if it is not recorded.
    pub(crate) scheme: Option<Cow<'e, str>>,
    /// How many bytes of the value the scheme has.
    pub(crate) scheme_length: usize,
    /// What follows the scheme, trimmed (empty if nothing does), and its bytes in the value; or why it is not
    /// recorded.
    pub(crate) credential: Result<(Cow<'e, str>, Range<usize>), Reason>,
    /// What is wrong with the credential.
    pub(crate) fault: Option<CredentialFault>,
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
                let credential = text(credential);
                Self {
                    scheme: Some(text(scheme)),
                    scheme_length: end,
                    fault: CredentialFault::of(&credential),
                    credential: Ok((credential, range)),
                }
            }
            HeaderValue::SchemeOnly { scheme, reason } => Self {
                scheme: Some(scheme.as_str().into()),
                scheme_length: scheme.len(),
                credential: Err(*reason),
                fault: None,
            },
            HeaderValue::Hidden(reason) => {
                Self { scheme: None, scheme_length: 0, credential: Err(*reason), fault: None }
            }
        }
    }

    /// The scheme as documented, if it is one of the two in any letter case.
    pub(crate) fn known_scheme(&self) -> Option<&'static str> {
        let scheme = self.scheme.as_deref()?;
        ["Bearer", "BotConnector"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme))
    }
}
