//! `--format github`: annotations of GitHub Actions, the rest as plain lines, and the summary of the step.
//!
//! GitHub shows ten annotations of a kind per step, so equal findings are one. Nothing recorded begins a command, of
//! GitHub or of another system that reads the log.

use std::io::{self, Write};

use directline_validator::Level;

use super::further::Most;
use super::groups::{Group, Groups};
use super::step_summary::StepSummary;
use super::{HuntRecord, Judged, RecordingRecord, ReplayRecord, Report, Unreadable, account, artifact};
use crate::baseline::Outcome;
use crate::closing::{Asked, plural};
use crate::color::Styles;
use crate::escape;
use crate::summary::Summary;

/// How many annotations of a kind GitHub shows.
const MOST: usize = 10;

/// How many lines there are at most in all.
const KEPT: Most = Most { per_exchange: usize::MAX, per_run: 1000 };

/// Commands for the runner of GitHub Actions.
pub(super) struct Github {
    asked: Asked,
    groups: Groups,
    unreadable: Vec<Unreadable>,
    summary: Option<StepSummary>,
}

impl Github {
    pub(super) fn new(asked: Asked, summary: Option<StepSummary>) -> Self {
        Self { asked, groups: Groups::new(KEPT), unreadable: Vec::new(), summary }
    }

    /// Lets the summary see it too.
    fn summarize(
        &mut self,
        write: impl FnOnce(&mut dyn Report, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        self.summary.as_mut().map_or(Ok(()), |summary| summary.write(write))
    }

    fn findings(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut shown = 0_usize;
        for one in &self.unreadable {
            if shown < MOST {
                let properties = [
                    ("file", artifact::relative(&one.file)),
                    ("line", one.line.unwrap_or(1).max(1).to_string()),
                    ("title", "not read".to_owned()),
                ];
                command(out, "error", &properties, &one.what)?;
            } else {
                writeln!(out, "{}", plain(&format!("not read: {}", one.what)))?;
            }
            shown = shown.saturating_add(1);
        }
        for (level, kind) in [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "notice")] {
            for group in self.groups.of(level) {
                if shown < MOST {
                    annotation(out, kind, group)?;
                } else {
                    writeln!(out, "{}", plain(&short(group)))?;
                }
                shown = shown.saturating_add(1);
            }
            shown = 0;
        }
        match self.groups.further().total() {
            0 => Ok(()),
            more => writeln!(out, "{}: too many to show", plural(more, "further finding")),
        }
    }
}

impl Report for Github {
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        self.summarize(|report, out| report.begin(out))
    }

    fn recording(&mut self, _out: &mut dyn Write, recording: &RecordingRecord) -> io::Result<()> {
        self.summarize(|report, out| report.recording(out, recording))
    }

    fn exchange(&mut self, _out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        // What is known asks nobody to do anything.
        self.groups.add(judged, false);
        self.summarize(|report, out| report.exchange(out, judged))
    }

    fn unreadable(&mut self, _out: &mut dyn Write, unreadable: &Unreadable) -> io::Result<()> {
        self.unreadable.push(unreadable.clone());
        self.summarize(|report, out| report.unreadable(out, unreadable))
    }

    fn hunt(&mut self, out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()> {
        let mut lines = Vec::new();
        hunt.write(&mut lines, &Styles::new(false))?;
        plain_lines(out, &lines)?;
        self.summarize(|report, out| report.hunt(out, hunt))
    }

    fn replay(&mut self, out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()> {
        let mut lines = Vec::new();
        replay.write(&mut lines, &Styles::new(false))?;
        plain_lines(out, &lines)?;
        self.summarize(|report, out| report.replay(out, replay))
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        self.findings(out)?;
        if let Some(coverage) = summary.coverage() {
            for missed in coverage.shortfalls() {
                command(out, "error", &[("title", "coverage".to_owned())], &missed.what)?;
            }
            if coverage.is_shown() {
                let mut lines = Vec::new();
                coverage.record().write(&mut lines, &Styles::new(false), false)?;
                plain_lines(out, &lines)?;
            }
        }
        if let Some(outcome) = summary.baseline() {
            stale(out, outcome)?;
        }
        writeln!(out, "{}", plain(&self.asked.last_line(summary)))?;
        if let Some(step) = self.asked.next_step(summary) {
            writeln!(out, "{}", plain(&format!("next: {step}")))?;
        }
        self.summarize(|report, out| report.end(out, summary))?;
        self.summary.take().map_or(Ok(()), StepSummary::end)
    }
}

/// The entries of the baseline whose finding does not occur any more: they fail the run.
fn stale(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    for entry in outcome.stale.iter().take(MOST) {
        let properties = [
            ("file", artifact::relative(&outcome.file)),
            ("line", entry.line.max(1).to_string()),
            ("title", "stale entry".to_owned()),
        ];
        let what = format!("{} at {} does not occur in these recordings", entry.rule.name, entry.place);
        command(out, "error", &properties, &what)?;
    }
    match outcome.stale.len().saturating_sub(MOST) {
        0 => Ok(()),
        1 => writeln!(out, "1 more stale entry"),
        more => writeln!(out, "{more} more stale entries"),
    }
}

fn annotation(out: &mut dyn Write, kind: &str, group: &Group) -> io::Result<()> {
    let Some(place) = group.places.first() else { return Ok(()) };
    let region = &place.region;
    let times = if group.count > 1 { format!(" ({} times)", group.count) } else { String::new() };
    let mut properties = vec![
        ("file", region.file.clone()),
        ("line", region.line.to_string()),
        ("endLine", region.end_line.to_string()),
    ];
    // GitHub takes columns only where the annotation is about one line.
    if region.line == region.end_line {
        properties.push(("col", region.column.to_string()));
        properties.push(("endColumn", region.end_column.to_string()));
    }
    properties.push(("title", format!("{}{times}", group.rule.name)));
    let mut lines = vec![group.message.clone(), group.context.clone()];
    lines.push(format!("found: {}", group.found));
    lines.push(format!("expected: {}", group.expected));
    lines.extend(account::documented(group.statements));
    lines.extend(group.related.iter().map(|related| format!("related: {related}")));
    command(out, kind, &properties, &lines.join("\n"))
}

/// What is left of a group that is no annotation.
fn short(group: &Group) -> String {
    let first = group.places.first().map_or("", |place| place.at.as_str());
    let times = if group.count > 1 { format!("{} times, first ", group.count) } else { String::new() };
    format!("{}[{}]: {} ({times}at {first})", group.level, group.rule.name, group.message)
}

/// A workflow command. Escapes are those of the runner: of `%` and line ends, in properties of `:` and `,` too.
fn command(out: &mut dyn Write, name: &str, properties: &[(&str, String)], text: &str) -> io::Result<()> {
    let data = |text: &str| {
        let lines: Vec<String> = text.lines().map(escape::terminal).collect();
        lines.join("\n").replace('%', "%25").replace('\n', "%0A")
    };
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", data(value).replace(':', "%3A").replace(',', "%2C")))
        .collect();
    writeln!(out, "::{name} {}::{}", properties.join(","), data(text))
}

/// Lines that begin no command.
fn plain_lines(out: &mut dyn Write, text: &[u8]) -> io::Result<()> {
    String::from_utf8_lossy(text).lines().try_for_each(|line| writeln!(out, "{}", plain(line)))
}

/// A line that begins no command: of GitHub with `::`, of GitLab with `section_`. (Those of Azure are in no escaped text.)
fn plain(line: &str) -> String {
    let text = line.trim_start();
    let blanks = line.len().saturating_sub(text.len());
    if text.starts_with("::") || text.starts_with("section_") {
        let (before, first) = (" ".repeat(blanks), text.chars().next().unwrap_or_default());
        let rest = text.get(1..).unwrap_or_default();
        return format!("{before}\\u{{{:x}}}{rest}", u32::from(first));
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        command(&mut out, "error", &[("file", text.to_owned())], text).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The escapes are those of `escapeData` and `escapeProperty` in the toolkit of GitHub Actions.
    #[test]
    fn commands_are_escaped() {
        let rows = [
            ("a", "::error file=a::a\n"),
            ("a:b,c", "::error file=a%3Ab%2Cc::a:b,c\n"),
            ("50%", "::error file=50%25::50%25\n"),
            ("a\nb", "::error file=a%0Ab::a%0Ab\n"),
            ("%0A::warning::x", "::error file=%250A%3A%3Awarning%3A%3Ax::%250A::warning::x\n"),
            ("##vso[x]", "::error file=#\\u{23}vso[x]::#\\u{23}vso[x]\n"),
        ];
        for (text, expected) in rows {
            assert_eq!(written(text), expected);
        }
    }

    #[test]
    fn no_line_begins_a_command() {
        let rows = [
            ("::error::x", "\\u{3a}:error::x"),
            ("  ::stop-commands::x", "  \\u{3a}:stop-commands::x"),
            ("section_start:1:x", "\\u{73}ection_start:1:x"),
            ("a ::b", "a ::b"),
            ("  a", "  a"),
        ];
        for (line, expected) in rows {
            assert_eq!(plain(line), expected);
        }
    }
}
