//! What to make of credentials that a recording does not have.

use clap::Args;
use directline_capture::Assume;

/// Whether missing credentials were taken out; otherwise the recording tells.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Credentials {
    /// Where Authorization, Cookie or Set-Cookie is missing, somebody took it out: nothing follows from that
    #[arg(long, conflicts_with = "assume_unredacted")]
    assume_redacted: bool,
    /// Where Authorization, Cookie or Set-Cookie is missing, it was not sent, even if the recording looks sanitized
    #[arg(long)]
    assume_unredacted: bool,
}

impl Credentials {
    /// What is assumed.
    pub(crate) fn assume(self) -> Assume {
        match self {
            Self { assume_redacted: true, .. } => Assume::Redacted,
            Self { assume_unredacted: true, .. } => Assume::Unredacted,
            Self { assume_redacted: false, assume_unredacted: false } => Assume::Detect,
        }
    }
}
