//! Settings: what the command line does not say is said by the environment, by a `directline.toml`, or by a default.
//!
//! A file or a variable says what an option would say: its text goes through the same parser, and then onto the
//! command line. A file is found in folders that somebody else may have made, so it can choose how to judge and what
//! to print, and nothing else: not what is written where, not who is contacted.

mod document;
mod find;
mod layers;
mod setting;
mod shape;
mod splice;
mod wrong;

use std::ffi::OsString;

use clap::FromArgMatches as _;

pub(crate) use layers::{Origin, Settled, Value};
pub(crate) use setting::{SETTINGS, Setting};
pub(crate) use shape::config_schema;
pub(crate) use wrong::Trouble;

use crate::args::{self, Cli};

/// Why there is nothing to do.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The command line is wrong, or asks for help.
    CommandLine(clap::Error),
    /// A file or a variable is wrong.
    Settings(Trouble),
}

/// Reads the command line, and completes it with what the settings say.
pub(crate) fn read(arguments: impl Iterator<Item = OsString>) -> Result<(Cli, Settled), Refused> {
    let mut arguments: Vec<OsString> = arguments.collect();
    let mut command = args::command();
    let mut matches = command.try_get_matches_from_mut(&arguments).map_err(Refused::CommandLine)?;
    let settled = Settled::new(&matches, &command).map_err(Refused::Settings)?;
    let more = settled.options();
    if !more.is_empty() {
        splice::after_command(&mut arguments, splice::depth(&matches), more);
        matches = command.try_get_matches_from_mut(&arguments).map_err(Refused::CommandLine)?;
    }
    let cli = Cli::from_arg_matches_mut(&mut matches);
    let cli = cli.map_err(|error| Refused::CommandLine(error.format(&mut command)))?;
    Ok((cli, settled))
}
