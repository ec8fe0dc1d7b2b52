//! How much is read of a recording, and of a body.

use clap::Args;
use directline_capture::Limits;

use super::Size;

/// The most arrays and objects inside each other that can be asked for: what looks into a document that deep may need
/// as many frames on the stack.
const MOST_DEPTH: u64 = 1000;

/// The least: members that every recording has stand as deep as that.
const LEAST_DEPTH: u64 = 16;

/// The most header fields, parts or the like that can be asked for.
const MOST: u64 = 1_000_000;

/// Bounds on one body, or on one object.
#[derive(Clone, Debug, Args)]
pub(crate) struct BodyBounds {
    /// A body with more bytes is not looked into, such as 64MiB or 512KiB
    #[arg(long, value_name = "SIZE", default_value_t = Size(Limits::default().max_body_bytes))]
    pub(crate) max_body: Size,
    /// JSON with more arrays and objects inside each other is not looked into
    #[arg(
        long,
        value_name = "N",
        default_value_t = Limits::default().max_depth,
        value_parser = |text: &str| number(text, LEAST_DEPTH, MOST_DEPTH)
    )]
    pub(crate) max_depth: usize,
}

/// Bounds on a recording.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_field_names, reason = "they are the names of the options")]
pub(crate) struct ReadingBounds {
    /// An entry with more bytes is an error: one of a HAR, a line of NDJSON, a file of most other formats; JSON has less
    /// than 256MiB whatever is given
    #[arg(long, value_name = "SIZE", default_value_t = Size(Limits::default().max_entry_bytes))]
    pub(crate) max_entry: Size,
    /// Standard input with more bytes is an error; NDJSON, which is read line by line, may have any number
    #[arg(long, value_name = "SIZE", default_value_t = Size(Limits::default().max_stdin_bytes))]
    pub(crate) max_stdin: Size,
    /// Of a message with more header fields, the others are not looked at
    #[arg(
        long,
        value_name = "N",
        default_value_t = Limits::default().max_headers,
        value_parser = |text: &str| number(text, 1, MOST)
    )]
    pub(crate) max_headers: usize,
    /// What expands to more than so many times its size is not decompressed; 64 KiB always are
    #[arg(
        long,
        value_name = "N",
        default_value_t = Limits::default().max_decompressed_ratio,
        value_parser = |text: &str| number(text, 1, MOST)
    )]
    pub(crate) max_ratio: usize,
}

/// Bounds on what pages for people show of findings. Everything is counted.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct ShownBounds {
    /// Show at most so many findings of one exchange, equal ones once, and count the others (text, markdown, html)
    #[arg(long, value_name = "N", default_value = "100", value_parser = |text: &str| number(text, 0, MOST))]
    pub(crate) max_findings_per_exchange: usize,
    /// Show at most so many findings in all, equal ones once, and count the others (text, markdown, html)
    #[arg(long, value_name = "N", default_value = "10000", value_parser = |text: &str| number(text, 0, MOST))]
    pub(crate) max_findings: usize,
}

impl ReadingBounds {
    /// The limits of the readers.
    pub(crate) fn limits(&self, bodies: &BodyBounds) -> Limits {
        Limits {
            max_entry_bytes: self.max_entry.0,
            max_body_bytes: bodies.max_body.0,
            max_decompressed_ratio: self.max_ratio,
            max_depth: bodies.max_depth,
            max_headers: self.max_headers,
            max_stdin_bytes: self.max_stdin.0,
        }
    }
}

/// Reads `--max-parts`.
pub(super) fn parts(text: &str) -> Result<usize, String> {
    number(text, 1, MOST)
}

fn number(text: &str, least: u64, most: u64) -> Result<usize, String> {
    let number = text.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
    let number = number.and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| format!("give a whole number from {least} to {most}"))
}
