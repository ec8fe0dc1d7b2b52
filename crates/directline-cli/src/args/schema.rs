//! What can be asked of `directline schema diff`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ListFormat;
use crate::help;

/// What `directline schema` can do besides printing.
#[derive(Debug, Subcommand)]
pub(crate) enum SchemaTask {
    /// Names what changed between two schemas, and whom each change breaks
    #[command(after_help = help::SCHEMA_DIFF)]
    Diff(SchemaDiff),
}

/// `directline schema diff`.
#[derive(Debug, Args)]
pub(crate) struct SchemaDiff {
    /// The schema or OpenAPI document as it was: a file, a folder of them, or - for standard input
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// As it is now; the files of two folders are paired by their names
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// How to report
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: ListFormat,
    /// Print the last line only
    #[arg(short, long)]
    pub(crate) quiet: bool,
}
