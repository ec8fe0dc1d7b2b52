//! Who asks, and what they may do.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::Service;
use crate::failure::Failure;

/// How long a token is valid, in seconds.
pub(crate) const LIFETIME: u32 = 1_800;

/// Who asks.
#[derive(Debug)]
pub(crate) enum Caller {
    /// Whoever has the secret.
    Owner,
    /// Whoever has a token for this conversation.
    User(String),
}

impl Caller {
    /// Refuses other conversations.
    pub(crate) fn may_use(&self, conversation: &str) -> Result<(), Failure> {
        match self {
            Self::User(own) if own != conversation => Err(Failure::Forbidden),
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<Service> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Failure> {
        let value = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, credential) =
            value.and_then(|value| value.split_once(' ')).ok_or(Failure::Unauthorized)?;
        if !["Bearer", "BotConnector"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
            return Err(Failure::Unauthorized);
        }
        match credential.trim() {
            "" => Err(Failure::Unauthorized),
            credential if credential == &*service.secret => Ok(Self::Owner),
            token => service.store().holder(token).map(Self::User).ok_or(Failure::Forbidden),
        }
    }
}
