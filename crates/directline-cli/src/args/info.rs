//! What can be asked of `directline info`.

use clap::builder::Resettable;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};

use super::{Fuzz, ListFormat, Replay, Verify};
use crate::config::SETTINGS;

/// `directline info`: takes the option of every setting, to show what it would do.
#[derive(Debug)]
pub(crate) struct Info {
    /// How to print.
    pub(crate) format: ListFormat,
}

/// What the command has for itself.
#[derive(Debug, Args)]
struct Own {
    /// How to print
    #[arg(short, long, value_enum, default_value = "text")]
    format: ListFormat,
}

impl FromArgMatches for Info {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Own::from_arg_matches(matches).map(|own| Self { format: own.format })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        Self::from_arg_matches(matches).map(|new| *self = new)
    }
}

impl Args for Info {
    fn augment_args(command: Command) -> Command {
        Own::augment_args(command).args(options())
    }

    fn augment_args_for_update(command: Command) -> Command {
        Own::augment_args_for_update(command).args(options())
    }
}

/// The option of every setting, as the command that has it declares it.
fn options() -> Vec<Arg> {
    let judging = Verify::augment_args(Command::new("verify"));
    let commands =
        [judging, Fuzz::augment_args(Command::new("fuzz")), Replay::augment_args(Command::new("replay"))];
    let find = |id: &str| {
        let mut all = commands.iter().flat_map(Command::get_arguments);
        all.find(|option| option.get_id() == id).cloned()
    };
    let ids = SETTINGS.iter().map(|setting| setting.id).filter(|id| *id != "format");
    // What does not go together in another command may not be there.
    ids.filter_map(find)
        .map(|option| option.conflicts_with(Resettable::Reset).requires(Resettable::Reset))
        .collect()
}
