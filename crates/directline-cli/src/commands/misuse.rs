//! What is wrong with a command line, and what to do, in the words of all other messages.

use std::error::Error as _;
use std::num::{IntErrorKind, ParseIntError};
use std::path::Path;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};

use crate::args;
use crate::near;

/// What is wrong, and what to do; nothing for kinds of errors that this command line cannot have.
pub(crate) fn words(error: &Error) -> Option<(String, String)> {
    let command = command(error);
    let see = |what: &str| format!("{command} --help lists the {what}");
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = one(error, ContextKind::InvalidSubcommand)?;
            let near = many(error, ContextKind::SuggestedSubcommand);
            let help = match word {
                "help" => format!("write {command} --help, or {command} COMMAND --help"),
                "version" => format!("write {command} --version"),
                _ if is_recording(word, &command) => format!("write {command} verify {word}"),
                "check" | "lint" | "test" | "analyze" | "analyse" | "scan" | "run" => {
                    format!("did you mean verify? {}", see("commands"))
                }
                _ => did_you_mean(&near).unwrap_or_else(|| see("commands")),
            };
            Some((format!("there is no command '{word}'"), help))
        }
        ErrorKind::MissingSubcommand => Some(("no command is given".to_owned(), see("commands"))),
        ErrorKind::UnknownArgument => {
            let word = one(error, ContextKind::InvalidArg)?;
            if !word.starts_with('-') {
                return Some((format!("'{word}' is one word too many"), usage(error)?));
            }
            let help = match one(error, ContextKind::SuggestedArg) {
                _ if is_format(&command, word) => {
                    Some(format!("write --format {}", word.trim_start_matches('-')))
                }
                Some(near) => did_you_mean(&[near]),
                None => near_option(&command, word),
            };
            let help = help.unwrap_or_else(|| see("options"));
            Some((format!("there is no option '{word}'"), help))
        }
        ErrorKind::InvalidValue => {
            let option = one(error, ContextKind::InvalidArg)?;
            let values = many(error, ContextKind::ValidValue);
            let list = match values.as_slice() {
                [] => format!("write {option}"),
                values => format!("give {}", near::either(values)),
            };
            Some(match one(error, ContextKind::InvalidValue)? {
                "" => (format!("{option} has no value"), list),
                value => (no_value(value, option), suggested(error, value, &values).unwrap_or(list)),
            })
        }
        ErrorKind::ValueValidation => {
            let option = one(error, ContextKind::InvalidArg)?;
            let what = no_value(one(error, ContextKind::InvalidValue)?, option);
            Some(match error.source() {
                None => (what, see("options")),
                Some(source) => match source.downcast_ref::<ParseIntError>() {
                    Some(wrong) => (what, number(wrong).to_owned()),
                    None => parsed(&what, &source.to_string(), see("options")),
                },
            })
        }
        ErrorKind::TooManyValues => {
            let option = one(error, ContextKind::InvalidArg)?;
            Some((format!("{option} takes no value"), format!("write {option} alone")))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = near::all(&many(error, ContextKind::InvalidArg));
            Some((format!("{missing} is missing"), usage(error)?))
        }
        ErrorKind::ArgumentConflict => {
            if let Some(word) = one(error, ContextKind::InvalidSubcommand) {
                return Some((format!("'{word}' is one word too many"), usage(error)?));
            }
            let option = one(error, ContextKind::InvalidArg)?;
            let others = many(error, ContextKind::PriorArg);
            Some(match others.as_slice() {
                [] => (format!("{option} is given too often"), format!("give {option} once")),
                [one] if *one == option => (format!("{option} is given twice"), "give it once".to_owned()),
                others => {
                    let others = near::all(others);
                    (format!("{option} does not go with {others}"), "leave one of them out".to_owned())
                }
            })
        }
        _ => None,
    }
}

fn no_value(value: &str, option: &str) -> String {
    format!("'{value}' is no value of {option}")
}

/// Which number to give instead.
fn number(wrong: &ParseIntError) -> &'static str {
    match wrong.kind() {
        IntErrorKind::Zero => "give a whole number above 0",
        IntErrorKind::PosOverflow => "give a smaller whole number",
        IntErrorKind::NegOverflow => "give a larger whole number",
        _ => "give a whole number",
    }
}

/// What a parser said: what to give, or what is wrong and, after a semicolon, what to give.
fn parsed(what: &str, said: &str, otherwise: String) -> (String, String) {
    if said.starts_with("give ") || said.starts_with("write ") {
        return (what.to_owned(), said.to_owned());
    }
    if let Some((least, most)) = bounds(said) {
        return (what.to_owned(), format!("give a whole number from {least} to {most}"));
    }
    match said.split_once("; ") {
        Some((why, help)) => (format!("{what}: {why}"), help.to_owned()),
        None => (format!("{what}: {said}"), otherwise),
    }
}

/// The least and the most number, from `7 is not in 8..=9`.
fn bounds(why: &str) -> Option<(&str, &str)> {
    why.split_once(" is not in ")?.1.split_once("..=")
}

/// Whether a word in the place of a command names a file or a folder: `verify` was forgotten.
fn is_recording(word: &str, command: &str) -> bool {
    !command.contains(' ') && Path::new(word).exists() && word.bytes().all(is_bare)
}

/// Whether a byte needs no quotes in any shell.
fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'_' | b'-' | b'+' | b'=' | b':' | b'@')
}

/// Whether an option that does not exist is a value of `--format`.
fn is_format(command: &str, word: &str) -> bool {
    let name = word.trim_start_matches('-');
    let is_value = |option: &Arg| option.get_possible_values().iter().any(|value| value.matches(name, false));
    found(command, |inner| {
        inner.get_arguments().find(|option| option.get_long() == Some("format")).is_some_and(is_value)
    })
    .unwrap_or_default()
}

/// An option of the command that looks like that word.
fn near_option(command: &str, word: &str) -> Option<String> {
    let long = |option: &Arg| Some(format!("--{}", option.get_long()?));
    let options: Vec<String> = found(command, |inner| inner.get_arguments().filter_map(long).collect())?;
    did_you_mean(&near::nearest(word, options.iter().map(String::as_str)))
}

/// What is asked of a command by its name.
fn found<T>(command: &str, ask: impl FnOnce(&Command) -> T) -> Option<T> {
    let mut whole = args::command();
    whole.build();
    command.split(' ').skip(1).try_fold(&whole, |inner, name| inner.find_subcommand(name)).map(ask)
}

/// What was probably meant.
fn suggested(error: &Error, value: &str, values: &[&str]) -> Option<String> {
    match one(error, ContextKind::SuggestedValue) {
        Some(near) => did_you_mean(&[near]),
        None => did_you_mean(&near::nearest(value, values.iter().copied())),
    }
}

fn did_you_mean(near: &[&str]) -> Option<String> {
    (!near.is_empty()).then(|| format!("did you mean {}?", near::either(near)))
}

/// How the command is written: `write directline explain <RULE>`.
fn usage(error: &Error) -> Option<String> {
    let ContextValue::StyledStr(usage) = error.get(ContextKind::Usage)? else { return None };
    let usage = usage.to_string();
    let forms: Vec<&str> = usage.strip_prefix("Usage: ").unwrap_or(&usage).lines().map(str::trim).collect();
    Some(format!("write {}", near::either(&forms)))
}

/// The command whose line it is: `directline schema diff`.
fn command(error: &Error) -> String {
    let usage = usage(error).unwrap_or_default();
    let usage = usage.strip_prefix("write ").unwrap_or("directline");
    let is_name = |word: &&str| !word.starts_with(['[', '<', '-']);
    usage.split(' ').take_while(is_name).collect::<Vec<_>>().join(" ")
}

fn one(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

fn many(error: &Error, kind: ContextKind) -> Vec<&str> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        Some(ContextValue::String(text)) => vec![text],
        _ => Vec::new(),
    }
}
