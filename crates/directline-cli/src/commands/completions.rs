//! `directline completions`: scripts with which shells complete commands, options, and the names of rules, faults and
//! schemas.

use clap::Command;
use clap::builder::PossibleValuesParser;
use directline_reference::Fault;
use directline_validator::{Family, rules};

use super::schema;
use crate::args::{self, Completions};
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::Output;

/// Runs the command.
pub(super) fn run(arguments: &Completions, color: Color) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut named(args::command()), "directline", &mut script);
    let mut out = Output::stdout(color);
    out.write(|out| out.write_all(&script))?;
    out.flush()?;
    Ok(Exit::Ok)
}

/// The command line as shells see it: what the tool checks itself, to suggest what was meant, is a list for them.
fn named(command: Command) -> Command {
    let rules: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
    let families = Family::ALL.into_iter().map(Family::name);
    let patterns: Vec<&str> = families.chain(rules.iter().copied()).collect();
    let command = with(command, "only", &patterns);
    let command = with(command, "skip", &patterns);
    let command = with(command, "rule", &rules);
    let command = with(command, "require", &rules);
    let faults: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    let command = with(command, "fault", &faults);
    with(command, "name", &schema::names().collect::<Vec<_>>())
}

/// Every argument of that id takes one of these names.
fn with(mut command: Command, id: &str, names: &[&'static str]) -> Command {
    if command.get_arguments().any(|argument| argument.get_id() == id) {
        command =
            command.mut_arg(id, |argument| argument.value_parser(PossibleValuesParser::new(names.to_vec())));
    }
    command.mut_subcommands(|inner| with(inner, id, names))
}
