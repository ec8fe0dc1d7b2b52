//! The settings: each is an option of a command that a project may want to have said once.

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command};
use directline_validator::Scope;

use crate::args;
use crate::commands::misuse;
use crate::error::Failure;
use crate::selection;

/// Commands that judge.
const JUDGING: &[&str] = &["verify", "validate", "fuzz", "replay", "info"];

/// Those, and what writes down what they find: it must find the same.
const FINDING: &[&str] =
    &["verify", "validate", "fuzz", "replay", "baseline create", "baseline update", "baseline prune", "info"];

/// What judges recordings by whatever is asked for.
const VERIFYING: &[&str] = &["verify", "baseline create", "baseline update", "baseline prune", "info"];

/// What looks into bodies.
const BODIES: &[&str] = FINDING;

/// What reads recordings.
const READING: &[&str] =
    &["verify", "fuzz", "replay", "baseline create", "baseline update", "baseline prune", "info"];

const PROFILE: &[&str] = &[
    "verify",
    "validate",
    "fuzz",
    "replay",
    "rules",
    "baseline create",
    "baseline update",
    "baseline prune",
    "info",
];

const BASE_URI: &[&str] =
    &["verify", "replay", "baseline create", "baseline update", "baseline prune", "info"];

const JOBS: &[&str] = &["verify", "fuzz", "baseline create", "baseline update", "baseline prune", "info"];

/// A setting.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Its name in the file: that of the option, within a table if it belongs to one command.
    pub(crate) key: &'static str,
    /// The option that says the same.
    pub(crate) id: &'static str,
    /// Commands that heed it, the one that declares the option first.
    pub(crate) commands: &'static [&'static str],
    /// How many values it has.
    pub(crate) kind: Kind,
}

/// How many values a setting has, and what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One.
    One,
    /// `true` or `false`: the option is there, or not.
    Switch,
    /// Any number: names of rules, patterns, families.
    Rules,
    /// Any number: base URIs.
    BaseUris,
    /// A file that is read. In a file, it stands in or below the folder of that.
    Path,
    /// Each rule has a level of its own: who says it last decides for that rule alone.
    Levels,
}

/// Every setting, in the order in which they are shown.
pub(crate) static SETTINGS: [Setting; 26] = [
    Setting::new("profile", "profile", PROFILE, Kind::One),
    Setting::new("base-uri", "base_uri", BASE_URI, Kind::BaseUris),
    Setting::new("side", "side", VERIFYING, Kind::One),
    Setting::new("only", "only", FINDING, Kind::Rules),
    Setting::new("skip", "skip", FINDING, Kind::Rules),
    Setting::new("level", "level", FINDING, Kind::Levels),
    Setting::new("fail-on", "fail_on", JUDGING, Kind::One),
    // What these say of recordings is wrong of an object or of a service. What changes a baseline is told which.
    Setting::new("baseline", "baseline", &["verify", "info"], Kind::Path),
    Setting::new("require", "require", &["verify", "info"], Kind::Rules),
    Setting::new("min-coverage", "min_coverage", &["verify", "info"], Kind::One),
    Setting::new("coverage", "coverage", JUDGING, Kind::Switch),
    Setting::new("format", "format", JUDGING, Kind::One),
    Setting::new("jobs", "jobs", JOBS, Kind::One),
    Setting::new("max-body", "max_body", BODIES, Kind::One),
    Setting::new("max-depth", "max_depth", BODIES, Kind::One),
    Setting::new("max-headers", "max_headers", READING, Kind::One),
    Setting::new("max-parts", "max_parts", BODIES, Kind::One),
    Setting::new("max-ratio", "max_ratio", READING, Kind::One),
    Setting::new("max-entry", "max_entry", READING, Kind::One),
    Setting::new("max-stdin", "max_stdin", READING, Kind::One),
    Setting::new("max-findings-per-exchange", "max_findings_per_exchange", JUDGING, Kind::One),
    Setting::new("max-findings", "max_findings", JUDGING, Kind::One),
    Setting::new("color", "color", &[], Kind::One),
    Setting::new("fuzz.cases", "cases", &["fuzz", "info"], Kind::One),
    Setting::new("fuzz.seed", "seed", &["fuzz", "info"], Kind::One),
    Setting::new("replay.fail-on-difference", "fail_on_difference", &["replay", "info"], Kind::Switch),
];

impl Setting {
    const fn new(key: &'static str, id: &'static str, commands: &'static [&'static str], kind: Kind) -> Self {
        Self { key, id, commands, kind }
    }

    /// The environment variable that says the same: `DIRECTLINE_BASE_URI`.
    pub(crate) fn variable(&self) -> String {
        format!("DIRECTLINE_{}", self.key.replace(['-', '.'], "_").to_ascii_uppercase())
    }

    /// Whether a command heeds it.
    pub(super) fn is_heeded_by(&self, command: &str) -> bool {
        self.commands.is_empty() || self.commands.contains(&command)
    }

    /// The option that says the same, as its command declares it.
    pub(crate) fn option<'c>(&self, whole: &'c Command) -> Option<&'c Arg> {
        let command = match self.commands.first() {
            Some(name) => whole.find_subcommand(name)?,
            None => whole,
        };
        command.get_arguments().find(|argument| argument.get_id() == self.id)
    }

    /// What is wrong with a value, and what to do: what the option would say of it.
    pub(super) fn check(&self, text: &str) -> Result<(), (String, String)> {
        let said = |failure: Failure| (failure.to_string(), failure.help().to_owned());
        match self.kind {
            Kind::Rules => selection::named(text).map(|_| ()).map_err(said),
            Kind::Levels => selection::check_level(text).map_err(said),
            Kind::BaseUris => Scope::new().add_base_uri(text).map_err(|_| {
                let help = "write scheme and host, for example https://directline.botframework.com";
                (format!("'{text}' is no base URI"), help.to_owned())
            }),
            Kind::Switch if ["true", "false"].contains(&text) => Ok(()),
            Kind::Switch => {
                Err((format!("'{text}' is no value of {}", self.key), "give true or false".to_owned()))
            }
            Kind::Path if text.is_empty() => {
                Err((format!("{} is empty", self.key), "give the path of a file".to_owned()))
            }
            Kind::Path => Ok(()),
            Kind::One => self.parse(text),
        }
    }

    /// Lets the option's own parser read a value.
    fn parse(&self, text: &str) -> Result<(), (String, String)> {
        let whole = args::command();
        let Some(option) = self.option(&whole).cloned() else { return Ok(()) };
        // By itself, it cannot be missing, doubled, or beside another.
        let option = option.conflicts_with(Resettable::Reset).requires(Resettable::Reset).global(false);
        let argument = format!("--{}={text}", option.get_long().unwrap_or_default());
        let command = Command::new("directline").no_binary_name(true).arg(option);
        let Err(error) = command.try_get_matches_from([argument]) else { return Ok(()) };
        let no_value =
            || (format!("'{text}' is no value of {}", self.key), "directline info --help".to_owned());
        let (what, help) = misuse::words(&error).unwrap_or_else(no_value);
        // The option is not what was written.
        Err(match error.get(ContextKind::InvalidArg) {
            Some(ContextValue::String(option)) => (what.replace(option, self.key), help),
            _ => (what, help),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_an_option_of_every_command_that_heeds_it() {
        let whole = args::command();
        for setting in &SETTINGS {
            assert!(setting.option(&whole).is_some(), "{}", setting.key);
            for name in setting.commands {
                let command =
                    name.split(' ').fold(&whole, |inner, name| inner.find_subcommand(name).unwrap());
                let is_there = command.get_arguments().any(|argument| argument.get_id() == setting.id);
                assert!(is_there, "{name} {}", setting.key);
            }
            let long = setting.id.replace('_', "-");
            assert!(setting.key.ends_with(&long), "{long}");
        }
    }
}
