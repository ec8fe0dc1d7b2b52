//! What can be asked of `directline fuzz`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::{Judging, Live, ReadingBounds};

/// `directline fuzz`.
#[derive(Debug, Args)]
pub(crate) struct Fuzz {
    /// Recordings to begin with, before anything is generated
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) live: Live,
    /// How many sequences of requests are generated
    #[arg(long, value_name = "N", default_value = "1000")]
    pub(crate) cases: u64,
    /// End after so many seconds, whatever is under way
    #[arg(long, value_name = "SECONDS", value_parser = super::live::positive)]
    pub(crate) max_time: Option<f64>,
    /// What the sequences are made from: equal seeds give equal requests [default: another one each time]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Do not look for shorter sequences that show the same
    #[arg(long)]
    pub(crate) no_shrink: bool,
    /// How many connections are used side by side; what is found does not depend on it
    #[arg(short, long, value_name = "N", default_value = "1", value_parser = super::jobs::jobs)]
    pub(crate) jobs: NonZeroUsize,
    /// Where found sequences are kept, and tried first the next time
    #[arg(long, value_name = "DIR", default_value = "directline-cases")]
    pub(crate) keep: PathBuf,
    #[command(flatten)]
    pub(crate) reading: ReadingBounds,
    #[command(flatten)]
    pub(crate) judging: Judging,
}
