//! Who says what: option before environment variable before file before default.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use super::document::{self, Entry};
use super::find::{self, Asked};
use super::setting::{Kind, SETTINGS, Setting};
use super::wrong::Trouble;
use crate::output::Messages;

/// The command that shows settings and has a format of its own.
const INFO: &str = "info";

/// Who says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An option.
    Option,
    /// The environment variable of that name.
    Variable(String),
    /// That line of the file.
    File { name: String, line: usize },
    /// Nobody.
    Default,
}

/// What a setting is, and who says so.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) setting: &'static Setting,
    pub(crate) texts: Vec<String>,
    pub(crate) origin: Origin,
}

/// The settings of a run.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// The file that was read.
    pub(crate) file: Option<String>,
    /// Where it is.
    pub(crate) path: Option<PathBuf>,
    /// What holds. A setting may come several times, each time with a part of what it says.
    pub(crate) values: Vec<Value>,
    /// The command.
    command: String,
    /// Whether to say which file was read.
    verbose: bool,
}

impl Settled {
    /// Asks everybody who may say something to the command of this command line.
    pub(super) fn new(matches: &ArgMatches, whole: &Command) -> Result<Self, Trouble> {
        let (command, inner) = innermost(matches);
        let command = command.as_str();
        // Commands that a file can tell nothing work where it is broken, too.
        let is_told = SETTINGS.iter().any(|setting| setting.commands.contains(&command));
        let asked = if is_told { asked(inner) } else { Asked::None };
        let found = find::find(asked)?;
        let entries =
            match &found {
                Some(found) => document::read(&found.bytes, &found.folder).map_err(|wrong| {
                    Trouble::File { name: found.name.clone(), bytes: found.bytes.clone(), wrong }
                })?,
                None => Vec::new(),
            };
        let of_file = |Entry { setting, texts, line, .. }: &Entry| {
            let name = found.as_ref().map(|found| found.name.clone()).unwrap_or_default();
            Value { setting, texts: texts.clone(), origin: Origin::File { name, line: *line } }
        };
        let mut values = Vec::new();
        for setting in SETTINGS.iter().filter(|setting| setting.is_heeded_by(command)) {
            let file = entries.iter().filter(|entry| entry.setting.key == setting.key).map(of_file);
            let said = [file.collect(), variable(setting)?, option(setting, command, inner)];
            let said = match setting.kind {
                Kind::Levels => said.concat(),
                _ => said.into_iter().rfind(|said| !said.is_empty()).unwrap_or_default(),
            };
            if said.is_empty() && command == INFO {
                values.push(default(setting, whole));
            }
            values.extend(said);
        }
        let verbose = inner.try_get_one::<bool>("verbose").is_ok_and(|asked| asked == Some(&true));
        let (file, path) = found.map(|found| (found.name, found.path)).unzip();
        Ok(Self { file, path, values, command: command.to_owned(), verbose })
    }

    /// Says which file was read, if that is to be said.
    pub(crate) fn tell(&self, messages: &Messages) {
        if let Some(name) = self.file.as_ref().filter(|_| self.verbose) {
            messages.note(&format!("settings from {name}; directline info shows them"));
        }
    }

    /// What file and environment say, as options.
    pub(super) fn options(&self) -> Vec<OsString> {
        let said = self.values.iter().filter(|value| {
            matches!(value.origin, Origin::Variable(_) | Origin::File { .. })
                && !is_own_format(value.setting, &self.command)
        });
        said.flat_map(|value| {
            let option = value.setting.key.rsplit('.').next().unwrap_or_default();
            value.texts.iter().filter_map(move |text| match value.setting.kind {
                Kind::Switch => (text == "true").then(|| format!("--{option}").into()),
                _ => Some(format!("--{option}={text}").into()),
            })
        })
        .collect()
    }
}

/// Whether the option of that name says how to show the settings, and not how to report.
fn is_own_format(setting: &Setting, command: &str) -> bool {
    command == INFO && setting.id == "format"
}

/// The command, and what is said to it.
fn innermost(matches: &ArgMatches) -> (String, &ArgMatches) {
    let mut names = Vec::new();
    let mut inner = matches;
    while let Some((name, next)) = inner.subcommand() {
        names.push(name);
        inner = next;
    }
    (names.join(" "), inner)
}

/// Which file is asked for.
fn asked(matches: &ArgMatches) -> Asked {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
    if matches.get_flag("no_config") {
        return Asked::None;
    }
    if let Some(path) = matches.get_raw("config").and_then(Iterator::last) {
        return Asked::Named(path.to_owned());
    }
    if variable("DIRECTLINE_NO_CONFIG").is_some() {
        return Asked::None;
    }
    variable("DIRECTLINE_CONFIG").map_or(Asked::Nearest, Asked::Named)
}

/// What the environment says. A variable that is empty says nothing; of a list, the values stand between blanks.
fn variable(setting: &'static Setting) -> Result<Vec<Value>, Trouble> {
    let name = setting.variable();
    let Some(value) = env::var_os(&name).filter(|value| !value.is_empty()) else { return Ok(Vec::new()) };
    let wrong =
        |what: String, help: String| Trouble::plain(format!("the environment variable {name}: {what}"), help);
    let Ok(text) = value.into_string() else {
        return Err(wrong("it is not Unicode".to_owned(), "set it anew, or unset it".to_owned()));
    };
    let texts: Vec<String> = match setting.kind {
        Kind::One | Kind::Switch | Kind::Path => vec![text.trim().to_owned()],
        _ => text.split_whitespace().map(str::to_owned).collect(),
    };
    for text in &texts {
        setting.check(text).map_err(|(what, help)| wrong(what, help))?;
    }
    Ok(vec![Value { setting, texts, origin: Origin::Variable(name) }])
}

/// What the command line says.
fn option(setting: &'static Setting, command: &str, matches: &ArgMatches) -> Vec<Value> {
    if is_own_format(setting, command) || matches.value_source(setting.id) != Some(ValueSource::CommandLine) {
        return Vec::new();
    }
    let raw = matches.get_raw(setting.id).into_iter().flatten();
    let texts = match setting.kind {
        Kind::Switch => vec!["true".to_owned()],
        _ => raw.map(|text| text.to_string_lossy().into_owned()).collect(),
    };
    vec![Value { setting, texts, origin: Origin::Option }]
}

/// What holds if nobody says anything.
fn default(setting: &'static Setting, whole: &Command) -> Value {
    let values = setting.option(whole).map(Arg::get_default_values).unwrap_or_default();
    let mut texts: Vec<String> = values.iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if setting.kind == Kind::Switch {
        texts = vec!["false".to_owned()];
    }
    Value { setting, texts, origin: Origin::Default }
}
