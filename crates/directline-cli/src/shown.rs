//! The way of recorded text into an output: secrets masked, always; escaped, by the output's kind.

use directline_exchange::Exchange;
use directline_validator::redact::{CaptureSecrets, Secrets};

use crate::escape;

/// Masks the secrets of one exchange in everything that is shown of it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    secrets: Secrets,
}

impl Shown {
    /// For what is shown of `exchange`.
    pub(crate) fn of(exchange: &Exchange) -> Self {
        Self { secrets: Secrets::of(exchange) }
    }

    /// For what is shown of an exchange with these secrets, in a capture with those.
    pub(crate) fn within(secrets: Secrets, capture: &CaptureSecrets) -> Self {
        Self { secrets: secrets.within(capture) }
    }

    /// A sentence of a finding without secrets, not escaped: what is recorded in it is masked as such.
    pub(crate) fn sentence(&self, sentence: &str) -> String {
        self.secrets.mask_sentence(sentence)
    }

    /// Text without secrets, not escaped.
    pub(crate) fn text(&self, recorded: &str) -> String {
        self.secrets.mask(recorded)
    }

    /// What the exchange's secrets are.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// The name of a file without secrets, not escaped.
    pub(crate) fn file(&self, name: &str) -> String {
        self.secrets.mask_file_name(name)
    }
}

/// Text for a terminal that belongs to no exchange: secrets masked, active characters escaped.
pub(crate) fn plain(text: &str) -> String {
    escape::terminal(&Secrets::new().mask(text))
}

/// The name of a file that belongs to no exchange, for a terminal.
pub(crate) fn file(name: &str) -> String {
    escape::terminal(&Secrets::new().mask_file_name(name))
}
