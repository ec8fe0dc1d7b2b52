//! Judges captures, one after the other, and reports what was found: what `verify`, `fuzz` and `replay` share.

use std::sync::Arc;

use directline_capture::{Capture, ReadError, Recorded};
use directline_validator::redact::{CaptureSecrets, Secrets};
use directline_validator::{Ledger, Side, Validator};

use super::progress::Reading;
use super::unreadable::{self, MOST_ERRORS};
use crate::args::{FailOn, Judging};
use crate::baseline::{Baseline, Found, Watch};
use crate::closing::{self, Asked};
use crate::color::Color;
use crate::coverage::Coverage;
use crate::error::Failure;
use crate::escape;
use crate::exit::Exit;
use crate::interrupt::Stop;
use crate::jobs::{Batch, Crew, Done, Failed};
use crate::output::Messages;
use crate::report::{HuntRecord, Judged, RecordingRecord, ReplayRecord, Reports, Unreadable, What};
use crate::selection::Selection;
use crate::shown::{self, Shown};
use crate::summary::{Hunted, Summary};

/// An exchange and its secrets.
type Payload = (Recorded, Secrets);

/// How far a capture is judged.
struct Course {
    ledger: Ledger<Payload>,
    /// How many entries could not be read.
    errors: u64,
    /// Whether some could.
    judged: bool,
    /// What comes now does not count.
    ended: bool,
}

/// A run over captures.
pub(super) struct Run<'m> {
    crew: Crew,
    reports: Reports,
    pub(super) messages: &'m Messages,
    /// Whether somebody wants it to end.
    stop: Stop,
    fail_on: FailOn,
    /// How far it is, for people who wait.
    reading: Reading,
    /// Whether people want to know what the recordings cannot show.
    is_verbose: bool,
    pub(super) summary: Summary,
    /// How many files of folders are no recordings.
    pub(super) passed_over: u64,
    /// What the baseline knows.
    watch: Option<Watch>,
    /// Those of the recording that is read.
    secrets: CaptureSecrets,
}

impl<'m> Run<'m> {
    /// Begins the report.
    pub(super) fn begin(
        judging: &Judging,
        side: Option<Side>,
        validator: Validator,
        (color, messages): (Color, &'m Messages),
    ) -> Result<Self, Failure> {
        let selection = Selection::parse(&judging.only, &judging.skip, &judging.level)?;
        let baseline = judging.baseline.as_deref().map(Baseline::read).transpose()?;
        let asked = Asked::new(judging, What::Exchange, side, &selection);
        let validator = selection.apply(validator.with_limits(judging.limits()));
        let mut summary = Summary::within(judging.limits());
        summary.cover(Coverage::asked(&judging.cover, validator.rules(), side)?);
        let reports = Reports::begin(judging, What::Exchange, &asked, color)?;
        let watch = baseline.map(|baseline| Watch::new(baseline, side));
        let is_verbose = judging.verbose;
        Ok(Self {
            fail_on: judging.fail_on,
            summary,
            is_verbose,
            ..Self::new(validator, reports, watch, messages)
        })
    }

    /// A run without reports, for what the baseline makes of it.
    pub(super) fn silent(
        judging: &Judging,
        validator: Validator,
        watch: Watch,
        messages: &'m Messages,
    ) -> Result<Self, Failure> {
        let selection = Selection::parse(&judging.only, &judging.skip, &judging.level)?;
        let validator = selection.apply(validator.with_limits(judging.limits()));
        Ok(Self::new(validator, Reports::none(), Some(watch), messages))
    }

    fn new(validator: Validator, reports: Reports, watch: Option<Watch>, messages: &'m Messages) -> Self {
        Self {
            crew: Crew::new(Arc::new(validator), 1),
            reports,
            messages,
            stop: Stop::never(),
            fail_on: FailOn::Never,
            reading: Reading::unseen(),
            is_verbose: false,
            summary: Summary::default(),
            passed_over: 0,
            watch,
            secrets: CaptureSecrets::default(),
        }
    }

    /// The baseline, if there is one.
    pub(super) fn watch(&self) -> Option<&Watch> {
        self.watch.as_ref()
    }

    /// The findings that the baseline does not know, where they are asked for.
    pub(super) fn take_new(&mut self) -> Vec<Found> {
        self.watch.as_mut().map(Watch::take_new).unwrap_or_default()
    }

    /// Examines exchanges on so many threads.
    pub(super) fn on(self, jobs: usize) -> Self {
        let crew = Crew::new(Arc::new(self.validator().clone()), jobs);
        Self { crew, ..self }
    }

    /// Reads until somebody wants it to end.
    pub(super) fn until(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// Shows how far it is.
    pub(super) fn shown_by(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// What shows how far it is.
    pub(super) fn reading(&mut self) -> &mut Reading {
        &mut self.reading
    }

    /// The rules that run.
    pub(super) fn validator(&self) -> &Validator {
        self.crew.validator()
    }

    /// Whether the readers of all reports are gone.
    pub(super) fn is_closed(&self) -> bool {
        self.reports.is_closed()
    }

    /// Whether to read on: somebody reads the reports, and nobody wants the run to end.
    pub(super) fn goes_on(&self) -> bool {
        !self.is_closed() && !self.stop.is_wanted()
    }

    /// Says what a hunt came to, of which so many answers could be judged.
    pub(super) fn hunted(&mut self, hunt: &HuntRecord, decided: u64) {
        let (seed, cases, requests) = (hunt.seed, hunt.cases, hunt.requests);
        self.summary.add_hunt(Hunted { seed, cases, requests, decided });
        self.reports.hunt(hunt);
    }

    /// Says what a replay came to.
    pub(super) fn replayed(&mut self, replay: &ReplayRecord) {
        self.summary.add_replay(replay.outcome());
        self.reports.replay(replay);
    }

    /// Ends the report.
    pub(super) fn end(&mut self) -> Result<Exit, Failure> {
        self.reading.end();
        if self.stop.is_wanted() {
            self.summary.interrupt();
        }
        if self.is_closed() {
            self.summary.cut_short();
        }
        if let Some(watch) = &self.watch {
            self.summary.add_baseline(watch.end(self.summary.is_complete()));
        }
        self.reports.end(&self.summary, self.messages)?;
        Ok(self.summary.exit(self.fail_on))
    }

    /// Judges a capture.
    pub(super) fn capture(&mut self, capture: Result<Capture, ReadError>) {
        let mut capture = match capture {
            Ok(capture) => capture,
            // What did not come was not waited for.
            Err(_) if self.stop.is_wanted() => return,
            Err(error) => {
                self.unreadable(&error, 0, false);
                return;
            }
        };
        let name = shown::file(capture.name());
        self.tell_health(&name, &RecordingRecord::new(&capture));
        // Ids repeat from recording to recording: what exchanges say about each other ends with the file.
        let ledger = self.validator().ledger();
        self.secrets = CaptureSecrets::default();
        let mut course = Course { ledger, errors: 0, judged: false, ended: false };
        let mut batch = Batch::default();
        while let Some(entry) = capture.cut() {
            if batch.push(entry) {
                self.crew.examine(&mut batch);
                self.judge(self.crew.most_under_way(), &mut course);
            }
            if course.ended || !self.goes_on() {
                break;
            }
        }
        if !course.ended {
            self.crew.examine(&mut batch);
            self.judge(0, &mut course);
        }
        course.ledger.finish();
        self.report(&mut course.ledger);
        self.reports.pause();
        if let Some(further) = course.errors.checked_sub(MOST_ERRORS).filter(|further| *further > 0) {
            let further = format!("{name}: {}", closing::plural(further, "further error"));
            self.reading.beside(|| self.messages.note(&further));
        }
    }

    /// Says what the recording is, and what it cannot show.
    fn tell_health(&mut self, name: &str, recording: &RecordingRecord) {
        self.reports.recording(recording);
        let remarks = recording.remarks();
        let few = if self.is_verbose { remarks.len() } else { usize::from(recording.is_expectation) };
        for remark in remarks.iter().take(few) {
            self.reading.beside(|| self.messages.note(&format!("{name}: {}", escape::terminal(remark))));
        }
    }

    /// Judges what was examined, until no more than `most` batches are under way.
    fn judge(&mut self, most: usize, course: &mut Course) {
        loop {
            // What was written is sent on before the next batch is waited for.
            self.reports.pause();
            let Some(batch) = self.crew.next(most) else { return };
            for outcome in batch {
                match outcome {
                    Ok(done) => self.done(done, course),
                    Err(failed) => self.failed(&failed, course),
                }
                if course.ended {
                    self.crew.leave();
                    return;
                }
            }
        }
    }

    fn done(&mut self, Done { recorded, examined, secrets }: Done, course: &mut Course) {
        course.judged = true;
        self.reading.at(&recorded);
        // Learnt before anything after it is shown, and before it, as far as the ledger looks ahead.
        self.secrets.add(&secrets);
        course.ledger.push((recorded, secrets), examined);
        self.report(&mut course.ledger);
    }

    fn failed(&mut self, failed: &Failed, course: &mut Course) {
        if self.stop.is_wanted() {
            // What is missing at the end is what was not waited for.
            course.ended = true;
            return;
        }
        self.unreadable(&failed.error, course.errors, course.judged);
        course.errors = course.errors.saturating_add(1);
        course.ended = !failed.goes_on;
    }

    /// Reports the exchanges whose judgement is final.
    fn report(&mut self, ledger: &mut Ledger<Payload>) {
        while let Some(((recorded, secrets), judgement)) = ledger.pop() {
            let shown = Shown::within(secrets, &self.secrets);
            let (recorded, judgement, shown) = (&recorded, &judgement, &shown);
            let mut judged = Judged { recorded, judgement, shown, specimen: None, known: Vec::new() };
            if let Some(watch) = &mut self.watch {
                judged.known = watch.look(&judged);
            }
            self.summary.add(&judged);
            self.reports.exchange(&judged);
        }
    }

    /// Counts what could not be read, and says so unless that many errors of the recording were shown.
    pub(super) fn unreadable(&mut self, error: &ReadError, shown_before: u64, judged: bool) {
        self.summary.add_unreadable(error.file());
        if shown_before >= MOST_ERRORS {
            return;
        }
        let (what, help) = unreadable::describe(error, judged);
        self.reading.beside(|| self.messages.error(&what, &help));
        self.reports.unreadable(&Unreadable::new(error, what));
    }
}
