//! A whole script: what one answer teaches, later requests use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use directline_exchange::Response;
use directline_reference::Time;

use super::quote::argument;
use super::{Mark, Unscriptable, command};
use crate::script::{Escape, Lesson, Name, Script};
use crate::session::exchange;

/// What stands in every script: how a value is taken from an answer, and how it stands in a URL.
const HEAD: &str = include_str!("head.sh");

/// Ends the name of a variable with a value that is percent-encoded as far as a URL needs it.
const ENCODED: &str = "_encoded";

/// The same, with the first character percent-encoded in any case.
const ESCAPED: &str = "_escaped";

/// The shell script that sends a script with curl: to `$BASE`, or to `base` if that is not set, with `$SECRET`.
///
/// `about` are lines for people at its top.
///
/// # Examples
///
/// ```
/// use directline_fuzz::{Dice, Generate, Plan, curl};
///
/// let plan = Plan::generate(&mut Dice::new(1));
/// let text = curl::script(&plan.script(), "http://127.0.0.1:8080", "an example")?;
/// assert!(text.starts_with("#!/bin/sh\n# an example\n"));
/// # Ok::<(), curl::Unscriptable>(())
/// ```
pub fn script(script: &Script, base: &str, about: &str) -> Result<String, Unscriptable> {
    let mut text = String::from("#!/bin/sh\n");
    for line in about.lines() {
        line_of(&mut text, &format!("# {line}"));
    }
    line_of(&mut text, &format!("BASE=${{BASE:-{}}}", argument(base.as_bytes(), &[])));
    text.push_str(HEAD);
    let mut known = Known::default();
    for (number, step) in script.steps.iter().enumerate() {
        let Some(mut request) = step.request.fill(|name| known.hole(name)) else { continue };
        if let Some(breakage) = step.breakage {
            breakage.apply(&mut request);
        }
        if step.after_expiry_of.is_some() {
            line_of(&mut text, "\n# until the token has expired\nsleep \"${LIFETIME:-1801}\"");
        }
        line_of(&mut text, &format!("\n# {}", number.saturating_add(1)));
        let (begun, nothing) = (Time::EPOCH, Response::with_status(0));
        let sent = exchange("", request, nothing, begun, 0).request;
        let command = command(&sent, &known.marks())?;
        text.push_str(&known.encode(&command));
        let _ = write!(text, "answer=$({})\nprintf '%s\\n' \"$answer\"\n", command.trim_end());
        if let Some(lesson) = step.request.teaches {
            text.push_str(&known.learn(lesson));
        }
    }
    Ok(text)
}

fn line_of(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// How many values of each kind the script has, by client.
#[derive(Default)]
struct Known {
    tokens: BTreeMap<usize, usize>,
    conversations: BTreeMap<usize, usize>,
    watermarks: BTreeMap<usize, usize>,
    /// The variables with percent-encoded values that the script has by then.
    encoded: BTreeSet<String>,
}

impl Known {
    /// The variable of a value, if the script has it by then.
    fn variable(&self, name: Name) -> Option<String> {
        let nth = |counts: &BTreeMap<usize, usize>, client: usize, back: usize| {
            counts.get(&client)?.checked_sub(back)?.checked_sub(1)
        };
        Some(match name {
            Name::Secret => "SECRET".to_owned(),
            Name::Token(client, back) => format!("token{client}_{}", nth(&self.tokens, client, back)?),
            Name::Conversation(client) => {
                format!("conversation{client}_{}", nth(&self.conversations, client, 0)?)
            }
            Name::Watermark(client, back) => {
                format!("watermark{client}_{}", nth(&self.watermarks, client, back)?)
            }
        })
    }

    /// What stands in a request where the variable will. The exclamation mark shows whether the value is percent-encoded
    /// there.
    fn hole(&self, name: Name) -> Option<String> {
        Some(format!("x!{}x", self.variable(name)?.replace('_', "N")))
    }

    fn marks(&self) -> Vec<Mark> {
        let clients = self.tokens.keys().chain(self.conversations.keys()).copied();
        let clients: BTreeSet<usize> = clients.collect();
        let mut names = vec![Name::Secret];
        for client in clients {
            let count = |counts: &BTreeMap<usize, usize>| counts.get(&client).copied().unwrap_or(0);
            names.extend((0..count(&self.tokens)).map(|back| Name::Token(client, back)));
            names.extend((0..count(&self.watermarks)).map(|back| Name::Watermark(client, back)));
            names.push(Name::Conversation(client));
        }
        let both = names.into_iter().filter_map(|name| Some((self.hole(name)?, self.variable(name)?)));
        both.flat_map(|(hole, variable)| {
            let coded = |escape: Escape| {
                let mut coded = Vec::new();
                escape.write(&mut coded, &hole);
                coded
            };
            [
                Mark::new(coded(Escape::None), variable.as_str()),
                Mark::new(coded(Escape::Needed), format!("{variable}{ENCODED}")),
                Mark::new(coded(Escape::First), format!("{variable}{ESCAPED}")),
            ]
        })
        .flatten()
        .collect()
    }

    /// The commands that encode the values that a command needs so.
    fn encode(&mut self, command: &str) -> String {
        let mut text = String::new();
        for mark in self.marks() {
            let coded = mark.variable;
            let (plain, option) = match (coded.strip_suffix(ENCODED), coded.strip_suffix(ESCAPED)) {
                (Some(plain), _) => (plain, ""),
                (None, Some(plain)) => (plain, " first"),
                (None, None) => continue,
            };
            if command.contains(&format!("\"${coded}\"")) && self.encoded.insert(coded.clone()) {
                line_of(&mut text, &format!("{coded}=$(encoded \"${plain}\"{option})"));
            }
        }
        text
    }

    /// The commands that take from `$answer` what it teaches.
    fn learn(&mut self, lesson: Lesson) -> String {
        let count = |counts: &mut BTreeMap<usize, usize>, client: usize| {
            let number = counts.entry(client).or_default();
            *number = number.saturating_add(1);
        };
        match lesson {
            Lesson::Generated(client) => {
                self.conversations.remove(&client);
                self.watermarks.remove(&client);
                count(&mut self.tokens, client);
                self.assign(Name::Token(client, 0), "text | line")
            }
            Lesson::Token(client) => {
                count(&mut self.tokens, client);
                self.assign(Name::Token(client, 0), "text | line")
            }
            Lesson::Conversation(client) => {
                count(&mut self.tokens, client);
                count(&mut self.conversations, client);
                self.watermarks.remove(&client);
                let id = self.assign(Name::Conversation(client), "member conversationId");
                id + &self.assign(Name::Token(client, 0), "member token | line")
            }
            Lesson::Watermark(client) => {
                count(&mut self.watermarks, client);
                self.assign(Name::Watermark(client, 0), "member watermark")
            }
        }
    }

    fn assign(&mut self, name: Name, from: &str) -> String {
        let variable = self.variable(name).unwrap_or_default();
        for suffix in [ENCODED, ESCAPED] {
            self.encoded.remove(&format!("{variable}{suffix}"));
        }
        format!("{variable}=$({from})\n")
    }
}

#[cfg(test)]
mod tests;
