//! An input that cannot be read, as reports show it.

use directline_capture::ReadError;
use directline_validator::redact::Secrets;
use schemars::JsonSchema;
use serde::Serialize;

/// An input, or a place of one, that cannot be read; of one recording the first ten.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Unreadable")]
pub(crate) struct Unreadable {
    #[schemars(extend("enum" = ["unreadable"]))]
    r#type: &'static str,
    /// The file.
    pub(super) file: String,
    /// Which file and what is wrong with it, in words for people.
    #[serde(rename = "message")]
    pub(super) what: String,
    /// The line at which reading ended, from 1, if it is known.
    pub(super) line: Option<u64>,
    /// The column there, from 1.
    column: Option<u64>,
    /// The byte of the file, from 0.
    offset: Option<u64>,
}

impl Unreadable {
    /// Of an error, with what was said of it, ready for a terminal.
    pub(crate) fn new(error: &ReadError, what: String) -> Self {
        let file = Secrets::new().mask_file_name(error.file());
        let at = error.position();
        Self {
            r#type: "unreadable",
            file,
            what,
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            offset: at.map(|at| at.offset),
        }
    }
}
