//! The commands, one file each.

mod explain;
mod fuzz;
mod judging;
mod live;
mod paths;
mod progress;
mod recordings;
mod replay;
mod rules;
mod schema;
mod schema_check;
mod schema_diff;
mod serve;
mod unreadable;
mod usage;
mod validate;
mod verify;

use std::ffi::OsString;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::Messages;

/// Does what the command line asks for.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::tell(&error),
    };
    let messages = Messages::new(cli.color);
    let done = match &cli.command {
        Command::Verify(arguments) => verify::run(arguments, cli.color, &messages),
        Command::Validate(arguments) => validate::run(arguments, cli.color, &messages),
        Command::Fuzz(arguments) => fuzz::run(arguments, cli.color, &messages),
        Command::Replay(arguments) => replay::run(arguments, cli.color, &messages),
        Command::Rules(arguments) => rules::run(arguments, cli.color),
        Command::Explain(arguments) => explain::run(arguments, cli.color),
        Command::Schema(arguments) => schema::run(arguments, cli.color, &messages),
        Command::Serve(arguments) => serve::run(arguments, cli.color, &messages),
    };
    done.unwrap_or_else(|failure| tell(&failure, &messages))
}

fn tell(failure: &Failure, messages: &Messages) -> Exit {
    messages.failure(failure);
    failure.exit()
}
