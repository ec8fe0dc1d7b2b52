//! Secrets and tokens: who may do what, and for how long.

use std::collections::BTreeMap;

use crate::failure::Failure;
use crate::{Request, Time};

/// What a credential allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Every conversation.
    Secret,
    /// One conversation.
    Token {
        /// The token itself.
        token: String,
        /// Its conversation.
        conversation: String,
    },
}

/// The tokens that were issued.
#[derive(Clone, Debug, Default)]
pub(crate) struct Authority {
    tokens: BTreeMap<String, Grant>,
    issued: u64,
}

#[derive(Clone, Debug)]
struct Grant {
    conversation: String,
    expires: Time,
}

impl Authority {
    /// Issues a token for a conversation.
    pub(crate) fn issue(&mut self, seed: u64, conversation: &str, expires: Time) -> String {
        self.issued = self.issued.saturating_add(1);
        let (first, second) = (scramble(seed ^ self.issued), scramble(seed.wrapping_add(self.issued)));
        let token = format!("ew.{first:016x}.{second:016x}");
        let grant = Grant { conversation: conversation.to_owned(), expires };
        self.tokens.insert(token.clone(), grant);
        token
    }

    /// What the request's credential allows.
    pub(crate) fn access(
        &self,
        request: &Request,
        secret: &str,
        now: Option<Time>,
    ) -> Result<Access, Failure> {
        let value = request.header("Authorization").ok_or(Failure::AuthorizationMissing)?;
        let value = std::str::from_utf8(value).map_err(|_| Failure::AuthorizationMalformed)?;
        let (scheme, credential) = value.trim().split_once(' ').ok_or(Failure::AuthorizationMalformed)?;
        let is_known = ["Bearer", "BotConnector"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
        let credential = credential.trim();
        if !is_known || credential.is_empty() {
            return Err(Failure::AuthorizationMalformed);
        }
        if credential == secret {
            return Ok(Access::Secret);
        }
        let grant = self.tokens.get(credential).ok_or(Failure::CredentialInvalid)?;
        if now.is_some_and(|now| grant.expires <= now) {
            return Err(Failure::CredentialExpired);
        }
        Ok(Access::Token { token: credential.to_owned(), conversation: grant.conversation.clone() })
    }

    /// Forgets these tokens, so that a service that runs for long does not grow.
    pub(crate) fn forget(&mut self, tokens: &[String]) {
        for token in tokens {
            self.tokens.remove(token);
        }
    }
}

/// A number that looks like any other: `SplitMix64`. It hides nothing; the service is for tests.
pub(crate) fn scramble(seed: u64) -> u64 {
    let mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
