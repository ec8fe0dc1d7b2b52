//! What can be asked of `directline redact`.

use std::path::PathBuf;

use clap::Args;

use super::{BodyBounds, ReadingBounds};

/// `directline redact`.
#[derive(Debug, Args)]
pub(crate) struct Redact {
    /// Recordings, folders with recordings, or - for standard input
    #[arg(value_name = "CAPTURE")]
    pub(crate) paths: Vec<PathBuf>,
    /// Write the copies into this folder, which is made if it is not there
    #[arg(short, long, value_name = "DIR", conflicts_with = "check")]
    pub(crate) out: Option<PathBuf>,
    /// Write nothing; say where credentials are
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) bodies: BodyBounds,
    #[command(flatten)]
    pub(crate) reading: ReadingBounds,
}
