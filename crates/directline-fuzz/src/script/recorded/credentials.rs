//! With what recorded requests were authorized, and with what they are now.

use directline_exchange::{Exchange, HeaderValue, Observed};
use directline_types::Operation;

use super::{Reading, is_done};
use crate::script::{Escape, Name, Piece};

/// The operation of a request, and the id in its path.
type Found<'f> = Option<(Operation, Option<&'f str>)>;

/// What is sent in place of a credential that the service refused: never the recorded one.
const NEVER_ISSUED: &str = "never-issued";

impl Reading<'_> {
    /// The value of `Authorization` with a hole for the credential, and whose it is.
    pub(super) fn authorization(&mut self, exchange: &Exchange) -> (Option<Vec<Piece>>, Option<Name>) {
        let scheme = |scheme: &str, name| {
            vec![Piece::from(format!("{scheme} ").as_str()), Piece::Value(name, Escape::None)]
        };
        let secret = |word: &str| (Some(scheme(word, Name::Secret)), Some(Name::Secret));
        let field = match exchange.request.headers.get("authorization") {
            Observed::Absent => return (None, None),
            Observed::NotObservable(_) => return secret("Bearer"),
            Observed::Present(field) => field,
        };
        let value = match &field.value {
            HeaderValue::SchemeOnly { scheme, .. } => return secret(scheme),
            HeaderValue::Hidden(_) => return secret("Bearer"),
            HeaderValue::Seen(value) => &**value,
        };
        let text = String::from_utf8_lossy(value);
        let Some((word, credential)) = text.split_once(' ') else {
            return (Some(vec![NEVER_ISSUED.into()]), None);
        };
        let credential = credential.trim();
        // What was used before any service gave it is no token, or one word stands for all credentials.
        let token = self.values.token(credential).filter(|_| !self.used.contains(credential));
        if let Some(name) = token {
            return (Some(scheme(word, name)), Some(name));
        }
        self.used.insert(credential.to_owned());
        let is_refused = matches!(exchange.response.status, Observed::Present(401 | 403));
        if is_refused && !self.accepted.contains(value) {
            return (Some(vec![format!("{word} {NEVER_ISSUED}").as_str().into()]), None);
        }
        secret(word)
    }

    /// Whether a service may refuse the credential although the recorded one took it.
    pub(super) fn is_doubtful(
        &self,
        found: Found<'_>,
        client: Option<usize>,
        credential: Option<Name>,
    ) -> bool {
        let Some(Name::Token(owner, _)) = credential else { return false };
        let is_of_other = found.is_some_and(|(_, id)| id.is_some()) && client != Some(owner);
        let is_for_secrets = matches!(found, Some((Operation::GenerateToken, _)));
        self.aged.contains(&owner) || is_of_other || is_for_secrets
    }

    /// Whether the request was sent with a token that had expired by then, as far as the recording shows.
    pub(super) fn is_late(&self, exchange: &Exchange, credential: Option<Name>) -> bool {
        let Some(Name::Token(client, 0)) = credential else { return false };
        let age = exchange.started.present().and_then(|started| {
            let age = started.unix_nanos.checked_sub(*self.issued.get(&client)?)?;
            u64::try_from(age / 1_000_000_000).ok()
        });
        age.zip(self.values.lifetime(client)).is_some_and(|(age, lifetime)| age > lifetime)
    }
}

/// A token is renewed with itself: where the recording hides with what, it was the token of the conversation.
pub(super) fn renewal(
    exchange: &Exchange,
    found: Found<'_>,
    client: Option<usize>,
    (authorization, credential): (Option<Vec<Piece>>, Option<Name>),
) -> (Option<Vec<Piece>>, Option<Name>) {
    let is_renewal = matches!(found, Some((Operation::RefreshToken, _)));
    match (client, credential, authorization) {
        (Some(client), Some(Name::Secret), Some(mut pieces)) if is_renewal && is_done(exchange) => {
            let token = Name::Token(client, 0);
            pieces.pop();
            pieces.push(Piece::Value(token, Escape::None));
            (Some(pieces), Some(token))
        }
        (_, _, authorization) => (authorization, credential),
    }
}

/// The value of `Authorization`, if the service accepted it.
pub(super) fn accepted(exchange: &Exchange) -> Option<&[u8]> {
    let is_done = exchange.response.status.present().is_some_and(|status| *status < 400);
    let field = exchange.request.headers.get("authorization");
    field.present().filter(|_| is_done).and_then(|field| field.bytes())
}
