//! An input that cannot be read, as reports show it.

use directline_capture::ReadError;
use directline_validator::redact::Secrets;

/// An input that cannot be read, or a place of one.
#[derive(Clone, Debug)]
pub(crate) struct Unreadable {
    /// The file, without secrets, not escaped.
    pub(super) file: String,
    /// The line at which reading ended, if it is known.
    pub(super) line: Option<u64>,
    /// Which file and what is wrong with it, ready for a terminal.
    pub(super) what: String,
}

impl Unreadable {
    /// Of an error, with what was said of it.
    pub(crate) fn new(error: &ReadError, what: String) -> Self {
        let file = Secrets::new().mask_file_name(error.file());
        Self { file, line: error.position().map(|at| at.line), what }
    }
}
