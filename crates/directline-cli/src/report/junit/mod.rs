//! `--format junit`: a suite per recording, a test per exchange, for the test views of CI systems.
//!
//! It is valid by the schema of Ant's JUnit task, the strictest of those in use. That asks for times: they are those of
//! the recording, because two runs give equal reports.

mod suite;
mod xml;

use std::io::{self, Write};

use directline_exchange::{Exchange, Observed, Reason};
use directline_validator::{Finding, Judgement, Profile, Verdict};

use self::suite::{Outcome, Suite};
use super::account::account;
use super::text::shorten;
use super::{HuntRecord, Judged, ReplayRecord, Report, Unreadable, groups, record};
use crate::args::FailOn;
use crate::baseline;
use crate::closing::plural;
use crate::color::Styles;
use crate::coverage::Coverage;
use crate::escape;
use crate::summary::Summary;

/// The kind of error of what could not be read.
const UNREADABLE: &str = "unreadable";

/// JUnit XML.
pub(super) struct Junit {
    fail_on: FailOn,
    profile: Profile,
    suite: Option<Suite>,
    /// The number of the next suite.
    next: u64,
    /// What could not be read, until the suite of its recording ends.
    unreadable: Vec<Unreadable>,
}

impl Junit {
    pub(super) fn new(fail_on: FailOn, profile: Profile) -> Self {
        Self { fail_on, profile, suite: None, next: 0, unreadable: Vec::new() }
    }

    /// The suite of the recording with that name; one of another name ends.
    fn suite(&mut self, out: &mut dyn Write, name: String) -> io::Result<&mut Suite> {
        let suite = match self.suite.take() {
            Some(suite) if suite.name == name => suite,
            other => {
                if let Some(suite) = other {
                    self.end_suite(out, suite)?;
                }
                Suite::new(name)
            }
        };
        Ok(self.suite.insert(suite))
    }

    /// Writes a suite, with what could not be read of its recording.
    fn end_suite(&mut self, out: &mut dyn Write, mut suite: Suite) -> io::Result<()> {
        let (own, others) =
            std::mem::take(&mut self.unreadable).into_iter().partition(|one| one.file == suite.name);
        self.unreadable = others;
        errors(&mut suite, own)?;
        self.write(out, suite)
    }

    fn write(&mut self, out: &mut dyn Write, suite: Suite) -> io::Result<()> {
        let tool = concat!("directline ", env!("CARGO_PKG_VERSION")).to_owned();
        let properties = [("tool", tool), ("profile", self.profile.name().to_owned())];
        suite.write(out, self.next, &properties)?;
        self.next = self.next.saturating_add(1);
        Ok(())
    }

    /// What became of an exchange.
    fn outcome(&self, judged: &Judged<'_>) -> Outcome {
        let failing: Vec<(usize, &Finding)> = self.findings(judged, true).collect();
        let [(_, first), more @ ..] = failing.as_slice() else { return undecided(judged.judgement) };
        let message = judged.shown.sentence(&first.message);
        let message = match more.len() {
            0 => message,
            more => format!("{message} (and {})", plural(more as u64, "more finding")),
        };
        Outcome::Failed(first.rule.name, message, accounts(judged, &failing))
    }

    /// The findings that fail the run, or those that do not, each with its number.
    fn findings<'j>(
        &self,
        judged: &'j Judged<'_>,
        fails: bool,
    ) -> impl Iterator<Item = (usize, &'j Finding)> {
        let fail_on = self.fail_on;
        let findings = judged.findings().enumerate();
        findings.filter_map(move |(number, (finding, known))| {
            let is_failing = known.is_none() && fail_on.includes(finding.level);
            (is_failing == fails).then_some((number, finding))
        })
    }

    /// A suite of its own with one test, for what a run did besides judging.
    fn besides(
        &mut self,
        out: &mut dyn Write,
        (name, test, outcome): (&str, &str, &Outcome),
        shown: &[u8],
    ) -> io::Result<()> {
        let suite = self.suite(out, name.to_owned())?;
        suite.add("run", test, 0, outcome)?;
        suite.show(String::from_utf8_lossy(shown).trim())
    }

    /// A suite of its own: a failing test for each entry of the baseline whose finding does not occur any more.
    fn baseline(&mut self, out: &mut dyn Write, outcome: &baseline::Outcome) -> io::Result<()> {
        let suite = self.suite(out, "directline baseline".to_owned())?;
        for entry in &outcome.stale {
            let what = format!("{} at {} does not occur any more", entry.rule.name, entry.place);
            let name = format!("{}:{}", outcome.file, entry.line);
            suite.add("run", &name, 0, &Outcome::Failed("stale-entry", what.clone(), what))?;
        }
        Ok(())
    }

    /// A suite of its own: a failing test for each thing that was to be exercised and was not.
    fn coverage(&mut self, out: &mut dyn Write, coverage: &Coverage) -> io::Result<()> {
        let mut shown = Vec::new();
        coverage.record().write(&mut shown, &Styles::new(false), false)?;
        let shortfalls = coverage.shortfalls();
        let suite = self.suite(out, "directline coverage".to_owned())?;
        for (number, missed) in shortfalls.iter().enumerate() {
            let account = format!("{}\n  help: {}", missed.what, missed.help);
            let outcome = Outcome::Failed("coverage", missed.what.clone(), account);
            suite.add("run", &format!("gate {number}"), 0, &outcome)?;
        }
        if shortfalls.is_empty() {
            suite.add("run", &format!("coverage {} %", coverage.percent()), 0, &Outcome::Passed)?;
        }
        suite.show(String::from_utf8_lossy(&shown).trim())
    }
}

impl Report for Junit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n")
    }

    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        let exchange = &judged.recorded.exchange;
        let outcome = self.outcome(judged);
        let others: Vec<(usize, &Finding)> = self.findings(judged, false).collect();
        let nanos = exchange.took.present().copied().unwrap_or_default();
        let suite = self.suite(out, judged.shown.file(&exchange.source.capture))?;
        suite.started = suite.started.or_else(|| started(exchange));
        suite.add(class(judged), &name(judged), nanos, &outcome)?;
        if others.is_empty() {
            return Ok(());
        }
        let name = escape::terminal(&name(judged));
        suite.show(&format!("{name}\n\n{}", accounts(judged, &others)))
    }

    fn unreadable(&mut self, _out: &mut dyn Write, unreadable: &Unreadable) -> io::Result<()> {
        self.unreadable.push(unreadable.clone());
        Ok(())
    }

    fn hunt(&mut self, out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()> {
        let mut shown = Vec::new();
        hunt.write(&mut shown, &Styles::new(false))?;
        let (cases, requests) = (plural(hunt.cases, "sequence"), plural(hunt.requests, "request"));
        let name = format!("{cases} of {requests}, seed {}", hunt.seed);
        let outcome = if hunt.is_toolkit_sound() {
            Outcome::Passed
        } else {
            let what = "a mutation was not found by its rule alone".to_owned();
            Outcome::Errored("bug", what, String::from_utf8_lossy(&shown).trim().to_owned())
        };
        self.besides(out, ("directline fuzz", &name, &outcome), &shown)
    }

    fn replay(&mut self, out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()> {
        let mut shown = Vec::new();
        replay.write(&mut shown, &Styles::new(false))?;
        let name = format!("{}: {} sent again", replay.recording, plural(replay.exchanges, "request"));
        self.besides(out, ("directline replay", &name, &Outcome::Passed), &shown)
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if let Some(outcome) = summary.baseline().filter(|outcome| !outcome.stale.is_empty()) {
            self.baseline(out, outcome)?;
        }
        if let Some(coverage) = summary.coverage() {
            self.coverage(out, coverage)?;
        }
        if let Some(suite) = self.suite.take() {
            self.end_suite(out, suite)?;
        }
        while let Some(name) = self.unreadable.first().map(|one| one.file.clone()) {
            self.end_suite(out, Suite::new(name))?;
        }
        out.write_all(b"</testsuites>\n")
    }
}

/// A test that could not be tried for each place that could not be read.
fn errors(suite: &mut Suite, unreadable: Vec<Unreadable>) -> io::Result<()> {
    for (number, one) in unreadable.into_iter().enumerate() {
        let name = format!("read {number}");
        suite.add("recording", &name, 0, &Outcome::Errored(UNREADABLE, one.what.clone(), one.what))?;
    }
    Ok(())
}

/// Why an exchange without failing findings was not decided, if it was not.
fn undecided(judgement: &Judgement) -> Outcome {
    match judgement.verdict {
        Verdict::OutOfScope(why) => Outcome::Skipped(format!("out of scope: {}", why.name())),
        Verdict::Inconclusive => {
            let mut reasons: Vec<Reason> = judgement.inconclusive.iter().map(|one| one.reason).collect();
            reasons.sort_unstable();
            reasons.dedup();
            let reasons: Vec<&str> = reasons.into_iter().map(Reason::text).collect();
            let rules = plural(judgement.inconclusive.len() as u64, "rule");
            Outcome::Skipped(format!("inconclusive: {rules}, {}", reasons.join(", ")))
        }
        Verdict::Violates | Verdict::Conforms => Outcome::Passed,
    }
}

fn accounts(judged: &Judged<'_>, findings: &[(usize, &Finding)]) -> String {
    let records = record::findings(judged);
    let account = |(number, finding): &(usize, &Finding)| {
        Some(account(records.get(*number)?, groups::excerpt(judged, finding).as_ref()))
    };
    findings.iter().filter_map(account).collect::<Vec<_>>().join("\n\n")
}

/// The operation, or what else it is.
fn class(judged: &Judged<'_>) -> &'static str {
    match (judged.specimen, judged.judgement.operation) {
        (Some(specimen), _) => specimen.kind().name(),
        (None, Some(operation)) => operation.name(),
        (None, None) if matches!(judged.judgement.verdict, Verdict::OutOfScope(_)) => "out-of-scope",
        (None, None) => "no-operation",
    }
}

/// What tells a test from the others of its recording: `3 POST /api/conversations StartConversation 401`.
fn name(judged: &Judged<'_>) -> String {
    let exchange = &judged.recorded.exchange;
    let index = exchange.source.index;
    if let Some(specimen) = judged.specimen {
        return format!("{index} {}", specimen.kind().name());
    }
    let request = judged.shown.text(&format!("{} {}", exchange.request.method, judged.path()));
    format!("{index} {} {}", shorten(request), judged.what())
}

fn started(exchange: &Exchange) -> Option<i64> {
    match &exchange.started {
        Observed::Present(started) => Some(started.unix_nanos),
        Observed::Absent | Observed::NotObservable(_) => None,
    }
}
