//! `--format text`: for people. Findings stand at the end, equal ones together, errors first.

use std::collections::BTreeMap;
use std::io::{self, Write};

use directline_exchange::Reason;
use directline_validator::{Level, SpecimenKind};

use super::diagnostic::Diagnostics;
use super::further::Most;
use super::groups::Groups;
use super::{HuntRecord, Judged, ReplayRecord, Report, What, baseline, parts, urls};
use crate::closing::{self, Asked, Word};
use crate::color::Styles;
use crate::escape;
use crate::summary::Summary;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// The last line.
    Quiet,
    /// Findings, notes in one line each.
    Normal,
    /// Also every exchange and what could not be decided.
    Verbose,
}

/// How much of recorded text stands in a line of the list of exchanges, in characters.
const LONGEST_REQUEST: usize = 120;

/// The report for people.
pub(super) struct Text {
    detail: Detail,
    what: What,
    asked: Asked,
    styles: Styles,
    diagnostics: Diagnostics,
    groups: Groups,
    file: Option<String>,
}

impl Text {
    pub(super) fn new(detail: Detail, what: What, asked: Asked, (most, colored): (Most, bool)) -> Self {
        let styles = Styles::new(colored);
        let diagnostics = Diagnostics::new(colored);
        Self { detail, what, asked, styles, diagnostics, groups: Groups::new(most), file: None }
    }

    /// One line for the exchange or object, and one for each reason why rules could not be decided.
    fn list(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        let exchange = &judged.recorded.exchange;
        let file = escape::terminal(&judged.shown.file(&exchange.source.capture));
        let dim = self.styles.dim;
        let verdict = judged.judgement.verdict.name();
        let style = match verdict {
            "violates" => self.styles.error,
            "conforms" => self.styles.good,
            "inconclusive" => self.styles.warning,
            _ => dim,
        };
        if judged.specimen.is_some() {
            let name = match self.what {
                What::Object(SpecimenKind::Url) => url_of(judged),
                _ => file.clone(),
            };
            writeln!(out, "{style}{verdict:<12}{style:#}  {0}{name}{0:#}", self.styles.strong)?;
            parts::write(out, judged, dim)?;
            urls::write(out, judged, dim)?;
        } else {
            if self.file.as_ref() != Some(&file) {
                writeln!(out, "{0}{file}{0:#}", self.styles.strong)?;
            }
            let request = format!("{} {}", exchange.request.method, judged.path());
            let request = shorten(escape::terminal(&judged.shown.text(&request)));
            let number = exchange.source.index;
            let what = judged.what();
            writeln!(out, "{number:>5}  {style}{verdict:<12}{style:#}  {request}  {dim}{what}{dim:#}")?;
        }
        self.file = Some(file);
        let mut undecided: BTreeMap<Reason, Vec<&str>> = BTreeMap::new();
        for one in &judged.judgement.inconclusive {
            undecided.entry(one.reason).or_default().push(one.rule.name);
        }
        for (reason, rules) in undecided {
            let (why, number) = (self.what.why(reason), closing::plural(rules.len() as u64, "rule"));
            writeln!(out, "       {dim}not decided ({number}): {why}: {}{dim:#}", rules.join(", "))?;
        }
        Ok(())
    }

    /// What was not judged, and why.
    fn gaps(&self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let mut any = false;
        for (reason, undecided) in summary.undecided() {
            any = true;
            let why = self.what.why_undecided(*reason, undecided);
            let rules: Vec<&str> = undecided.rules.iter().copied().collect();
            let number = closing::plural(rules.len() as u64, "rule");
            let exchanges = closing::plural(undecided.exchanges, self.what.noun());
            let named = match rules.as_slice() {
                few @ ([_] | [_, _] | [_, _, _]) => format!(" ({})", few.join(", ")),
                _ => " (-v names them)".to_owned(),
            };
            writeln!(out, "not decided: {number} in {exchanges}, {why}{named}")?;
        }
        if !summary.out_of_scope().is_empty() {
            any = true;
            writeln!(out, "not judged: {}", closing::out_of_scope(summary))?;
        }
        let bases = summary.other_bases();
        if !bases.is_empty() {
            any = true;
            writeln!(out, "not judged: requests with paths of Direct Line to {}", closing::hosts(&bases))?;
        }
        if any { writeln!(out) } else { Ok(()) }
    }

    /// The findings so far, before something else is said of them.
    fn end_findings(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.file.take().is_some() {
            writeln!(out)?;
        }
        self.findings(out)?;
        self.groups = self.groups.after();
        Ok(())
    }

    fn findings(&self, out: &mut dyn Write) -> io::Result<()> {
        for level in [Level::Error, Level::Warning] {
            for group in self.groups.of(level) {
                self.diagnostics.write(out, group)?;
            }
        }
        let mut notes = self.groups.of(Level::Note).peekable();
        let has_notes = notes.peek().is_some();
        for group in notes {
            match self.detail {
                Detail::Verbose => self.diagnostics.write(out, group)?,
                Detail::Normal | Detail::Quiet => self.diagnostics.write_short(out, group)?,
            }
        }
        if has_notes && self.detail == Detail::Normal {
            writeln!(out, "{0}-v shows notes in full{0:#}\n", self.styles.dim)?;
        }
        let further = self.groups.further().lines();
        for line in &further {
            writeln!(out, "{line}")?;
        }
        if further.is_empty() { Ok(()) } else { writeln!(out) }
    }
}

impl Report for Text {
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        if self.detail == Detail::Quiet {
            return Ok(());
        }
        // What the readings of a URL yield is what is asked for, sound or not.
        if self.detail == Detail::Verbose || self.what == What::Object(SpecimenKind::Url) {
            self.list(out, judged)?;
        }
        self.groups.add(judged, self.detail == Detail::Verbose);
        Ok(())
    }

    fn hunt(&mut self, out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()> {
        if self.detail == Detail::Quiet {
            return Ok(());
        }
        self.end_findings(out)?;
        hunt.write(out, &self.styles)
    }

    fn replay(&mut self, out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()> {
        if self.detail == Detail::Quiet {
            return Ok(());
        }
        self.end_findings(out)?;
        replay.write(out, &self.styles)
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if self.file.is_some() {
            writeln!(out)?;
        }
        if self.detail != Detail::Quiet {
            self.findings(out)?;
            if let Some(coverage) = summary.coverage().filter(|coverage| coverage.is_shown()) {
                coverage.record().write(out, &self.styles, self.detail == Detail::Verbose)?;
            }
            self.gaps(out, summary)?;
            baseline::write(out, summary, (self.detail == Detail::Verbose, &self.styles))?;
        }
        let style = match Word::of(summary) {
            Word::Violates => self.styles.error,
            Word::Conforms => self.styles.good,
            Word::Known | Word::Incomplete | Word::Inconclusive => self.styles.warning,
        };
        let line = self.asked.last_line(summary);
        let (verdict, rest) = line.split_once(':').unwrap_or((&line, ""));
        writeln!(out, "{style}{verdict}{style:#}:{rest}")?;
        match self.asked.next_step(summary) {
            Some(step) if self.detail != Detail::Quiet => writeln!(out, "next: {step}"),
            _ => Ok(()),
        }
    }
}

/// The URL that is judged by itself, ready for a terminal.
fn url_of(judged: &Judged<'_>) -> String {
    let exchange = &judged.recorded.exchange;
    let body = exchange.request.body.present().or(exchange.response.body.present());
    let text = body.map(|content| String::from_utf8_lossy(&content.bytes)).unwrap_or_default();
    shorten(escape::terminal(&judged.shown.text(&text)))
}

/// At most [`LONGEST_REQUEST`] characters of a text from which secrets are gone.
pub(super) fn shorten(text: String) -> String {
    shorten_to(text, LONGEST_REQUEST)
}

/// At most so many characters of a text from which secrets are gone.
pub(super) fn shorten_to(text: String, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
