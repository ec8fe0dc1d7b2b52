//! Judges captures, one after the other, and reports what was found: what `verify`, `fuzz` and `replay` share.

use directline_capture::{Capture, ReadError, Recorded};
use directline_validator::redact::{CaptureSecrets, Secrets};
use directline_validator::{Ledger, Side, Validator};

use super::unreadable;
use crate::args::{FailOn, Judging};
use crate::closing::{self, Asked};
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::jobs::Batch;
use crate::output::{Messages, Output};
use crate::report::{self, HuntRecord, Judged, ReplayRecord, Report, What};
use crate::selection::Selection;
use crate::shown::{self, Shown};
use crate::summary::{Hunted, Summary};

/// How many errors of one recording are shown; further ones are counted.
const MOST_ERRORS: u64 = 10;

/// An exchange and its secrets.
type Payload = (Recorded, Secrets);

/// A run over captures.
pub(super) struct Run<'m> {
    validator: Validator,
    report: Box<dyn Report>,
    out: Output,
    pub(super) messages: &'m Messages,
    jobs: usize,
    fail_on: FailOn,
    pub(super) summary: Summary,
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
        let validator = selection.apply(validator);
        let out = match &judging.output {
            Some(path) => Output::file(path, color)?,
            None => Output::stdout(color),
        };
        let asked = Asked::new(judging, What::Exchange, side, &selection);
        let mut run = Self {
            validator,
            report: report::new(judging, What::Exchange, asked, out.colored()),
            out,
            messages,
            jobs: 1,
            fail_on: judging.fail_on,
            summary: Summary::default(),
            secrets: CaptureSecrets::default(),
        };
        let Self { report, out, .. } = &mut run;
        out.write(|out| report.begin(out))?;
        Ok(run)
    }

    /// Examines exchanges on so many threads.
    pub(super) fn on(self, jobs: usize) -> Self {
        Self { jobs, ..self }
    }

    /// The rules that run.
    pub(super) fn validator(&self) -> &Validator {
        &self.validator
    }

    /// Whether the reader of the report is gone.
    pub(super) fn is_closed(&self) -> bool {
        self.out.is_closed()
    }

    /// Says what a hunt came to, of which so many answers could be judged.
    pub(super) fn hunted(&mut self, hunt: &HuntRecord, decided: u64) -> Result<(), Failure> {
        let (seed, cases, requests) = (hunt.seed, hunt.cases, hunt.requests);
        self.summary.add_hunt(Hunted { seed, cases, requests, decided });
        let Self { report, out, .. } = self;
        out.write(|out| report.hunt(out, hunt))
    }

    /// Says what a replay came to.
    pub(super) fn replayed(&mut self, replay: &ReplayRecord) -> Result<(), Failure> {
        self.summary.add_replay(replay.outcome());
        let Self { report, out, .. } = self;
        out.write(|out| report.replay(out, replay))
    }

    /// Ends the report.
    pub(super) fn end(&mut self) -> Result<Exit, Failure> {
        let Self { report, out, summary, .. } = self;
        out.write(|out| report.end(out, summary))?;
        out.flush()?;
        Ok(self.summary.exit(self.fail_on))
    }

    /// Judges a capture.
    pub(super) fn capture(&mut self, capture: Result<Capture, ReadError>) -> Result<(), Failure> {
        let capture = match capture {
            Ok(capture) => capture,
            Err(error) => {
                self.unreadable(&error, 0, false);
                return Ok(());
            }
        };
        let name = shown::file(capture.name());
        let (mut errors, mut judged) = (0_u64, false);
        // Ids repeat from recording to recording: what exchanges say about each other ends with the file.
        let mut ledger = self.validator.ledger();
        self.secrets = CaptureSecrets::default();
        let mut batch = Batch::default();
        for recorded in capture {
            match recorded {
                Ok(recorded) => {
                    judged = true;
                    if batch.push(recorded) {
                        self.judge(&mut batch, &mut ledger)?;
                    }
                }
                Err(error) => {
                    self.unreadable(&error, errors, judged);
                    errors = errors.saturating_add(1);
                }
            }
            if self.out.is_closed() {
                break;
            }
        }
        self.judge(&mut batch, &mut ledger)?;
        ledger.finish();
        self.report(&mut ledger)?;
        if let Some(further) = errors.checked_sub(MOST_ERRORS).filter(|further| *further > 0) {
            self.messages.note(&format!("{name}: {}", closing::plural(further, "further error")));
        }
        Ok(())
    }

    /// Judges the exchanges of a batch.
    fn judge(&mut self, batch: &mut Batch, ledger: &mut Ledger<Payload>) -> Result<(), Failure> {
        for (recorded, examined) in batch.examine(&self.validator, self.jobs) {
            // Learnt before anything after it is shown, and before it, as far as the ledger looks ahead.
            let secrets = Secrets::of(&recorded.exchange);
            self.secrets.add(&secrets);
            ledger.push((recorded, secrets), examined);
            self.report(ledger)?;
        }
        Ok(())
    }

    /// Reports the exchanges whose judgement is final.
    fn report(&mut self, ledger: &mut Ledger<Payload>) -> Result<(), Failure> {
        while let Some(((recorded, secrets), judgement)) = ledger.pop() {
            let shown = Shown::within(secrets, &self.secrets);
            self.summary.add(&recorded.exchange, &judgement, &shown);
            let judged = Judged { recorded: &recorded, judgement: &judgement, shown: &shown, specimen: None };
            let Self { report, out, .. } = self;
            out.write(|out| report.exchange(out, &judged))?;
        }
        Ok(())
    }

    /// Counts what could not be read, and says so unless that many errors of the recording were shown.
    pub(super) fn unreadable(&mut self, error: &ReadError, shown_before: u64, judged: bool) {
        self.summary.add_unreadable();
        if shown_before >= MOST_ERRORS {
            return;
        }
        let (what, help) = unreadable::describe(error, judged);
        self.messages.error(&what, &help);
    }
}
