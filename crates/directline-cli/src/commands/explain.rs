//! `directline explain`: the manual page of one rule, or what is known of one sentence of the documents.

use std::io::{self, Write};

use directline_validator::{Profile, Rule, Statement, rules};
use serde::Serialize;

use super::rules::{RuleRecord, sides, style_of};
use crate::args::{Explain, ListFormat};
use crate::color::{Color, Styles};
use crate::error::Failure;
use crate::escape;
use crate::exit::Exit;
use crate::near;
use crate::output::Output;

/// Most names that are offered for a word that is part of many.
const MOST_NAMES: usize = 12;

/// Runs the command.
pub(super) fn run(arguments: &Explain, color: Color) -> Result<Exit, Failure> {
    let name = bare(&arguments.rule);
    let rule = rules().iter().find(|rule| rule.name == name);
    let statement = Statement::find(&name.to_ascii_uppercase());
    if rule.is_none() && statement.is_none() {
        return Err(unknown(&arguments.rule, &name));
    }
    let mut out = Output::stdout(color);
    let styles = Styles::new(out.colored());
    out.write(|out| {
        match (arguments.format, rule, statement) {
            (ListFormat::Text, Some(rule), _) => return page(out, rule, styles),
            (ListFormat::Text, None, Some(statement)) => return sentence(out, statement, styles),
            (ListFormat::Json, Some(rule), _) => {
                escape::write_json(
                    out,
                    &PageRecord { rule: RuleRecord::new(rule), manual: rule.manual.trim() },
                )?;
            }
            (ListFormat::Json, None, Some(statement)) => {
                escape::write_json(out, &SentenceRecord::new(statement))?;
            }
            (_, None, None) => {}
        }
        out.write_all(b"\n")
    })?;
    out.flush()?;
    Ok(Exit::Ok)
}

/// The name as it stands in the registry: also from `error[text-not-string]`, copied from a report.
fn bare(written: &str) -> String {
    let inner = written.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(inner, _)| inner);
    inner.unwrap_or(written).trim().to_ascii_lowercase()
}

fn unknown(written: &str, name: &str) -> Failure {
    let names = || rules().iter().map(|rule| rule.name);
    let mut near = near::nearest(name, names());
    // A word of many names tells more than three of them.
    let with_it: Vec<&str> =
        names().filter(|rule| name.len() > 2 && rule.split('-').any(|word| word == name)).collect();
    if with_it.len() > near.len() && with_it.len() <= MOST_NAMES {
        near = with_it;
    }
    let help = if near.is_empty() {
        "directline rules lists the names".to_owned()
    } else {
        format!("did you mean {}?", near::either(&near))
    };
    Failure::usage(format!("there is no rule '{written}'"), help)
}

/// A sentence of the documents, and who holds it.
#[derive(Serialize)]
struct SentenceRecord {
    id: &'static str,
    text: &'static str,
    source: String,
    binds: &'static str,
    obligation: &'static str,
    rules: Vec<&'static str>,
}

impl SentenceRecord {
    fn new(statement: &'static Statement) -> Self {
        Self {
            id: statement.id,
            text: statement.text,
            source: statement.source(),
            binds: statement.who,
            obligation: statement.obligation,
            rules: resting_on(statement),
        }
    }
}

fn resting_on(statement: &Statement) -> Vec<&'static str> {
    rules().iter().filter(|rule| rule.statements.contains(&statement.id)).map(|rule| rule.name).collect()
}

fn sentence(out: &mut dyn Write, statement: &Statement, styles: Styles) -> io::Result<()> {
    let strong = styles.strong;
    writeln!(out, "{strong}{}{strong:#}: {}\n", statement.id, statement.text.replace('`', ""))?;
    writeln!(out, "source  {}", statement.source())?;
    writeln!(out, "binds   {}, as {}\n", statement.who, statement.obligation)?;
    match resting_on(statement).as_slice() {
        [] => writeln!(out, "No rule rests on it: docs/contract.md says what holds it, or why nothing does."),
        names => writeln!(out, "{strong}Rules{strong:#}\n\n  {}", names.join("\n  ")),
    }
}

/// A rule and its manual page.
#[derive(Serialize)]
struct PageRecord {
    rule: RuleRecord,
    /// Markdown.
    manual: &'static str,
}

fn page(out: &mut dyn Write, rule: &Rule, styles: Styles) -> io::Result<()> {
    let strong = styles.strong;
    writeln!(out, "{strong}{}{strong:#}: {}\n", rule.name, rule.summary)?;
    writeln!(out, "level   {}", levels(rule, styles))?;
    writeln!(out, "side    {}", sides(rule))?;
    writeln!(out, "family  {}", rule.family)?;
    writeln!(out, "since   {}\n", rule.since)?;
    manual(out, rule.manual, styles)?;
    writeln!(out, "\n{strong}Statements{strong:#}\n")?;
    for statement in rule.statements.iter().filter_map(|id| Statement::find(id)) {
        writeln!(out, "  {}  {}", statement.id, statement.text.replace('`', ""))?;
        let dim = styles.dim;
        writeln!(out, "          {dim}{}{dim:#}", statement.source())?;
    }
    Ok(())
}

/// The level under each profile, or the one level.
fn levels(rule: &Rule, styles: Styles) -> String {
    let named = |profile| {
        let level = rule.level(profile);
        let style = style_of(level, styles);
        format!("{style}{level}{style:#}")
    };
    let all = Profile::ALL.map(|profile| rule.level(profile));
    if all.iter().all(|level| Some(level) == all.first()) {
        return format!("{} under every profile", named(Profile::Documented));
    }
    Profile::ALL.map(|profile| format!("{} under {}", named(profile), profile.name())).join(", ")
}

/// Markdown as people read it in a terminal: headings bold, code indented, the marks gone.
fn manual(out: &mut dyn Write, markdown: &str, styles: Styles) -> io::Result<()> {
    let mut in_code = false;
    for line in markdown.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)) {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            writeln!(out, "    {line}")?;
        } else if let Some(heading) = line.strip_prefix("## ") {
            writeln!(out, "{0}{heading}{0:#}", styles.strong)?;
        } else {
            writeln!(out, "{}", line.replace('`', ""))?;
        }
    }
    Ok(())
}
