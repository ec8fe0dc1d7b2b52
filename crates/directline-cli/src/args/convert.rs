//! What can be asked of `directline convert`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use directline_capture::convert::To;

use super::{BodyBounds, ReadingBounds};

/// `directline convert`.
#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// Recordings of any format, folders with recordings, or - for standard input
    #[arg(value_name = "CAPTURE")]
    pub(crate) paths: Vec<PathBuf>,
    /// The format of the new recording
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) to: ToArg,
    /// Write the new recording to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) bodies: BodyBounds,
    #[command(flatten)]
    pub(crate) reading: ReadingBounds,
}

/// [`To`] as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ToArg {
    /// HAR 1.2, for other tools; with members of our own, so that nothing is lost
    Har,
    /// One JSON object per line; nothing is lost
    Ndjson,
    /// HTTP messages as text, to look at; without times
    Http,
}

impl From<ToArg> for To {
    fn from(argument: ToArg) -> Self {
        match argument {
            ToArg::Har => Self::Har,
            ToArg::Ndjson => Self::Ndjson,
            ToArg::Http => Self::Http,
        }
    }
}
