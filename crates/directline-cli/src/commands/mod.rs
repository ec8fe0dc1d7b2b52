//! The commands, one file each.

mod completions;
mod explain;
mod fuzz;
mod judging;
mod live;
mod man;
mod misuse;
mod paths;
mod progress;
mod recordings;
mod redact;
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

use clap::FromArgMatches as _;

use crate::args::{self, Cli, Command};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::Messages;

/// Does what the command line asks for.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Exit {
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::tell(&error),
    };
    let messages = Messages::new(cli.color);
    let done = match &cli.command {
        Command::Verify(arguments) => verify::run(arguments, cli.color, &messages),
        Command::Validate(arguments) => validate::run(arguments, cli.color, &messages),
        Command::Fuzz(arguments) => fuzz::run(arguments, cli.color, &messages),
        Command::Replay(arguments) => replay::run(arguments, cli.color, &messages),
        Command::Redact(arguments) => redact::run(arguments, cli.color, &messages),
        Command::Rules(arguments) => rules::run(arguments, cli.color),
        Command::Explain(arguments) => explain::run(arguments, cli.color),
        Command::Schema(arguments) => schema::run(arguments, cli.color, &messages),
        Command::Serve(arguments) => serve::run(arguments, cli.color, &messages),
        Command::Completions(arguments) => completions::run(arguments, cli.color),
        Command::Man(arguments) => man::run(arguments, cli.color),
    };
    done.unwrap_or_else(|failure| tell(&failure, &messages))
}

fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut command = args::command();
    let mut matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

fn tell(failure: &Failure, messages: &Messages) -> Exit {
    messages.failure(failure);
    failure.exit()
}
