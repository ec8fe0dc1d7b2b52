//! `--format markdown`: one page for a pull request, an issue or the summary of a job on GitHub.
//!
//! Recorded text stands in code spans and code blocks only: nothing in it becomes a link, an image, HTML, a mention, a
//! reference to an issue or an emoji. The page stays below what a summary of a job may have.

mod besides;
mod findings;
mod not_judged;
mod page;
mod runs;
mod text;

use std::fmt::Write as _;
use std::io::{self, Write};

use directline_validator::Profile;

use super::by_rule::by_rule;
use super::further::Most;
use super::groups::Groups;
use super::recordings::Recordings;
use super::{HuntRecord, Judged, RecordingRecord, ReplayRecord, Report, Unreadable, What};
use crate::closing::{Asked, Word};
use crate::summary::Summary;
use page::{MOST_BYTES, Page};
use text::{code, prose};

/// How many recordings are named.
const MOST_NAMES: usize = 12;

/// The page.
pub(super) struct Markdown {
    profile: Profile,
    what: What,
    asked: Asked,
    groups: Groups,
    recordings: Recordings,
    /// What hunts and replays came to.
    runs: Vec<String>,
    run_bytes: usize,
    /// How many of those are left out.
    further_runs: u64,
}

impl Markdown {
    pub(super) fn new(profile: Profile, what: What, asked: Asked, most: Most) -> Self {
        let (groups, recordings) = (Groups::new(most), Recordings::default());
        Self { profile, what, asked, groups, recordings, runs: Vec::new(), run_bytes: 0, further_runs: 0 }
    }

    /// The page, when everything is known.
    pub(super) fn page(&self, summary: &Summary) -> String {
        let (head, tail) = (self.head(summary), self.tail(summary));
        let mut page = Page::new(head, &tail);
        let rules = by_rule(&self.groups);
        if !rules.is_empty() {
            page.add(&format!("## Findings\n\n{}", findings::table(&rules)));
        }
        for rule in &rules {
            for (number, (_, group)) in rule.groups.iter().enumerate() {
                page.add_findings(&findings::section(rule, number, group), group.total());
            }
        }
        page.say(&findings::further(self.groups.further()));
        for run in &self.runs {
            page.add(run);
        }
        for section in [besides::coverage(summary), besides::known(summary)] {
            page.add(&section);
        }
        page.leave_out(self.further_runs);
        page.end(&tail)
    }

    fn head(&self, summary: &Summary) -> String {
        let line = self.asked.last_line(summary);
        let (verdict, rest) = line.split_once(": ").unwrap_or((&line, ""));
        let mark = mark(Word::of(summary));
        let mut head = format!("# Direct Line 1.1: {mark} {verdict}\n\n**{}**\n\n", prose(rest));
        let tool = concat!("directline ", env!("CARGO_PKG_VERSION"));
        // Writing to a string does not fail.
        let _ = write!(head, "{}, profile `{}`", prose(tool), self.profile.name());
        let list = &self.recordings.list;
        let names: Vec<String> = list.iter().take(MOST_NAMES).map(|one| code(&one.name)).collect();
        if !names.is_empty() {
            let _ = write!(head, ", {}", names.join(", "));
        }
        let more = list.len().saturating_sub(names.len()) as u64;
        let more = more.saturating_add(self.recordings.further);
        if more > 0 {
            let _ = write!(head, " and {more} more");
        }
        head.push_str("\n\n");
        head
    }

    fn tail(&self, summary: &Summary) -> String {
        let mut tail = not_judged::section(summary, self.what, &self.recordings);
        let _ = writeln!(tail, "---\n\n{}", prose(&self.asked.last_line(summary)));
        if let Some(step) = self.asked.next_step(summary) {
            let (what, why) = step.split_once(": ").map_or((step.as_str(), None), |(a, b)| (a, Some(b)));
            let what = match what.strip_prefix("add ") {
                Some(option) if option.starts_with("--") => format!("add {}", code(option)),
                _ => code(what),
            };
            let why = why.map(|why| format!(": {}", prose(why))).unwrap_or_default();
            let _ = writeln!(tail, "\nNext: {what}{why}");
        }
        tail
    }
}

impl Report for Markdown {
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn recording(&mut self, _out: &mut dyn Write, recording: &RecordingRecord) -> io::Result<()> {
        self.recordings.begin(recording);
        Ok(())
    }

    fn exchange(&mut self, _out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        self.groups.add(judged, true);
        self.recordings.add(judged);
        Ok(())
    }

    fn unreadable(&mut self, _out: &mut dyn Write, unreadable: &Unreadable) -> io::Result<()> {
        self.recordings.add_unreadable(unreadable);
        Ok(())
    }

    fn hunt(&mut self, _out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()> {
        self.runs.push(runs::hunt(hunt));
        Ok(())
    }

    fn replay(&mut self, _out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()> {
        let run = runs::replay(replay);
        self.run_bytes = self.run_bytes.saturating_add(run.len());
        if self.run_bytes <= MOST_BYTES {
            self.runs.push(run);
        } else {
            self.further_runs = self.further_runs.saturating_add(1);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        out.write_all(self.page(summary).as_bytes())
    }
}

/// What stands before the word that a run comes to.
fn mark(word: Word) -> &'static str {
    match word {
        Word::Violates => "❌",
        Word::Conforms => "✅",
        Word::Known | Word::Incomplete => "⚠️",
        Word::Inconclusive => "❔",
    }
}
