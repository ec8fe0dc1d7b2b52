//! `directline explain`: the manual page of one rule.

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

/// Runs the command.
pub(super) fn run(arguments: &Explain, color: Color) -> Result<Exit, Failure> {
    let name = arguments.rule.as_str();
    let Some(rule) = rules().iter().find(|rule| rule.name == name) else {
        return Err(unknown(name));
    };
    let mut out = Output::stdout(color);
    let styles = Styles::new(out.colored());
    out.write(|out| match arguments.format {
        ListFormat::Text => page(out, rule, styles),
        ListFormat::Json => {
            escape::write_json(out, &PageRecord { rule: RuleRecord::new(rule), manual: rule.manual.trim() })?;
            out.write_all(b"\n")
        }
    })?;
    out.flush()?;
    Ok(Exit::Ok)
}

fn unknown(name: &str) -> Failure {
    let near = near::nearest(name, rules().iter().map(|rule| rule.name));
    let help = if near.is_empty() {
        "directline rules lists the names".to_owned()
    } else {
        format!("did you mean {}?", near::either(&near))
    };
    Failure::usage(format!("there is no rule '{name}'"), help)
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
