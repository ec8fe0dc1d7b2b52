//! The commands, one file each.

mod baseline;
mod completions;
mod convert;
mod explain;
mod fuzz;
mod info;
mod judging;
mod live;
mod man;
pub(crate) mod misuse;
mod passed_over;
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

use crate::args::Command;
use crate::color::Color;
use crate::config::{self, Refused};
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::Messages;

/// Does what the command line asks for.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Exit {
    let (cli, settings) = match config::read(arguments) {
        Ok(read) => read,
        Err(Refused::CommandLine(error)) => return usage::tell(&error),
        Err(Refused::Settings(trouble)) => {
            trouble.tell(&Messages::new(Color::Auto));
            return Exit::Usage;
        }
    };
    let messages = Messages::new(cli.color);
    settings.tell(&messages);
    if let Err(failure) = paths::spare(settings.path.as_deref(), &cli.command) {
        return tell(&failure, &messages);
    }
    if let Some(note) = paths::misnamed(&cli.command) {
        messages.note(&note);
    }
    let done = match &cli.command {
        Command::Verify(arguments) => verify::run(arguments, cli.color, &messages),
        Command::Validate(arguments) => validate::run(arguments, cli.color, &messages),
        Command::Fuzz(arguments) => fuzz::run(arguments, cli.color, &messages),
        Command::Replay(arguments) => replay::run(arguments, cli.color, &messages),
        Command::Redact(arguments) => redact::run(arguments, cli.color, &messages),
        Command::Convert(arguments) => convert::run(arguments, cli.color, &messages),
        Command::Baseline(arguments) => baseline::run(arguments, cli.color, &messages),
        Command::Rules(arguments) => rules::run(arguments, cli.color),
        Command::Explain(arguments) => explain::run(arguments, cli.color),
        Command::Schema(arguments) => schema::run(arguments, cli.color, &messages),
        Command::Serve(arguments) => serve::run(arguments, cli.color, &messages),
        Command::Info(arguments) => info::run(arguments, &settings, cli.color),
        Command::Completions(arguments) => completions::run(arguments, cli.color),
        Command::Man(arguments) => man::run(arguments, cli.color),
    };
    done.unwrap_or_else(|failure| tell(&failure, &messages))
}

fn tell(failure: &Failure, messages: &Messages) -> Exit {
    messages.failure(failure);
    failure.exit()
}
