//! What can be asked of `directline replay`.

use std::path::PathBuf;

use clap::Args;

use super::{Judging, Live, ReadingBounds};

/// `directline replay`.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// Recordings, folders with recordings, or - for standard input
    #[arg(value_name = "CAPTURE")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) live: Live,
    /// Also send requests again that were recorded below this base URI (repeatable)
    #[arg(long, value_name = "URI")]
    pub(crate) base_uri: Vec<String>,
    /// Keep what was sent and answered as a recording (HAR), without credentials
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// A difference to the recording ends the run with exit code 1
    #[arg(long)]
    pub(crate) fail_on_difference: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingBounds,
    #[command(flatten)]
    pub(crate) judging: Judging,
}
