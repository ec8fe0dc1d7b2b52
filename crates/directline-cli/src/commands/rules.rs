//! `directline rules`: the list of rules.

use std::io::{self, Write};

use directline_validator::{Level, Profile, Rule, Side, Statement, rules};
use serde::Serialize;

use crate::args::{ListFormat, Rules};
use crate::closing::plural;
use crate::color::{Color, Styles};
use crate::error::Failure;
use crate::escape;
use crate::exit::Exit;
use crate::output::Output;

/// Runs the command.
pub(super) fn run(arguments: &Rules, color: Color) -> Result<Exit, Failure> {
    let mut out = Output::stdout(color);
    let styles = Styles::new(out.colored());
    let profile = Profile::from(arguments.profile);
    out.write(|out| match arguments.format {
        ListFormat::Text => table(out, profile, styles),
        ListFormat::Json => {
            let records: Vec<RuleRecord> = rules().iter().map(|rule| RuleRecord::new(rule)).collect();
            escape::write_json(out, &records)?;
            out.write_all(b"\n")
        }
    })?;
    out.flush()?;
    Ok(Exit::Ok)
}

fn table(out: &mut dyn Write, profile: Profile, styles: Styles) -> io::Result<()> {
    let width = rules().iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut family = None;
    for rule in rules() {
        if family != Some(rule.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{0}{1}{0:#}", styles.strong, rule.family)?;
            family = Some(rule.family);
        }
        let level = rule.level(profile);
        let style = style_of(level, styles);
        let (name, side, summary) = (rule.name, sides(rule), rule.summary);
        writeln!(out, "  {name:<width$}  {style}{0:<7}{style:#}  {side:<7}  {summary}", level.name())?;
    }
    let number = plural(rules().len() as u64, "rule");
    writeln!(out, "\n{number}, with their levels under the profile {}", profile.name())?;
    writeln!(out, "next: directline explain RULE")
}

/// The style of a level.
pub(super) fn style_of(level: Level, styles: Styles) -> anstyle::Style {
    match level {
        Level::Error => styles.error,
        Level::Warning => styles.warning,
        Level::Note => styles.note,
    }
}

/// Whose offence a rule's findings can be: `client`, `service` or `both`.
pub(super) fn sides(rule: &Rule) -> &'static str {
    match rule.blame.sides() {
        [one] => one.name(),
        _ => "both",
    }
}

/// A rule as JSON. Every member is always present.
#[derive(Serialize)]
pub(super) struct RuleRecord {
    name: &'static str,
    family: &'static str,
    summary: &'static str,
    sides: Vec<&'static str>,
    levels: LevelsRecord,
    statements: Vec<StatementRecord>,
    since: &'static str,
}

#[derive(Serialize)]
struct LevelsRecord {
    documented: &'static str,
    strict: &'static str,
    observed: &'static str,
}

#[derive(Serialize)]
struct StatementRecord {
    id: &'static str,
    text: &'static str,
    source: String,
}

impl RuleRecord {
    pub(super) fn new(rule: &Rule) -> Self {
        let level = |profile| rule.level(profile).name();
        let statements = rule.statements.iter().filter_map(|id| Statement::find(id));
        Self {
            name: rule.name,
            family: rule.family.name(),
            summary: rule.summary,
            sides: rule.blame.sides().iter().map(|side: &Side| side.name()).collect(),
            levels: LevelsRecord {
                documented: level(Profile::Documented),
                strict: level(Profile::Strict),
                observed: level(Profile::Observed),
            },
            statements: statements
                .map(|found| StatementRecord { id: found.id, text: found.text, source: found.source() })
                .collect(),
            since: rule.since,
        }
    }
}
