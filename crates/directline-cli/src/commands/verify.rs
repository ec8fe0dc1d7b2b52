//! `directline verify`: recorded exchanges against the contract.

use std::io;
use std::path::Path;

use directline_capture::{Capture, Limits, ReadError, Recorded, Walk};
use directline_validator::redact::{CaptureSecrets, Secrets};
use directline_validator::{Ledger, Profile, Scope, Side, Validator};

use super::{paths, unreadable};
use crate::args::Verify;
use crate::closing::{self, Asked};
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::jobs::Batch;
use crate::output::{self, Messages, Output};
use crate::report::{self, Judged, Report, What};
use crate::selection::Selection;
use crate::shown::{self, Shown};
use crate::summary::Summary;

/// How many errors of one recording are shown; further ones are counted.
const MOST_ERRORS: u64 = 10;

/// Runs the command.
pub(super) fn run(arguments: &Verify, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    let judging = &arguments.judging;
    if arguments.paths.is_empty() {
        let help = "name a file or a folder, or - for standard input: directline verify session.har";
        return Err(Failure::usage("no recording is given", help));
    }
    paths::check(&arguments.paths, judging.output.as_deref())?;
    let selection = Selection::parse(&judging.only, &judging.skip, &judging.level)?;
    let validator = selection.apply(validator(arguments)?);
    let out = match &judging.output {
        Some(path) => Output::file(path, color)?,
        None => Output::stdout(color),
    };
    let asked = Asked::new(judging, What::Exchange, arguments.side.map(Side::from), &selection);
    let report = report::new(judging, What::Exchange, asked, out.colored());
    let mut run = Run {
        validator,
        report,
        out,
        messages,
        limits: Limits::default(),
        jobs: arguments.jobs.get(),
        is_verbose: judging.verbose,
        summary: Summary::default(),
        secrets: CaptureSecrets::default(),
    };
    run.all(arguments)
}

fn validator(arguments: &Verify) -> Result<Validator, Failure> {
    let mut scope = Scope::new();
    for uri in &arguments.base_uri {
        scope.add_base_uri(uri).map_err(|_| {
            let help = "write scheme and host, for example https://directline.botframework.com";
            Failure::usage(format!("'{uri}' is no base URI"), help)
        })?;
    }
    let validator = Validator::new().with_profile(Profile::from(arguments.judging.profile)).with_scope(scope);
    Ok(match arguments.side {
        Some(side) => validator.only_side(Side::from(side)),
        None => validator,
    })
}

/// An exchange and its secrets.
type Payload = (Recorded, Secrets);

struct Run<'m> {
    validator: Validator,
    report: Box<dyn Report>,
    out: Output,
    messages: &'m Messages,
    limits: Limits,
    jobs: usize,
    is_verbose: bool,
    summary: Summary,
    /// Those of the recording that is read.
    secrets: CaptureSecrets,
}

impl Run<'_> {
    fn all(&mut self, arguments: &Verify) -> Result<Exit, Failure> {
        let Self { report, out, .. } = self;
        out.write(|out| report.begin(out))?;
        for path in &arguments.paths {
            if self.out.is_closed() {
                break;
            }
            if paths::is_stdin(path) {
                self.stdin()?;
            } else {
                self.path(path)?;
            }
        }
        let Self { report, out, summary, .. } = self;
        out.write(|out| report.end(out, summary))?;
        out.flush()?;
        if self.summary.nothing_checked() && self.summary.unreadable() == 0 && !self.out.is_closed() {
            let (what, help) = closing::nothing_checked(&self.summary, What::Exchange);
            self.messages.error(&what, &help);
        }
        let exit = self.summary.exit(arguments.judging.fail_on);
        // Who closes the pipe has seen enough: that nothing was checked by then means nothing.
        Ok(if self.out.is_closed() && exit == Exit::NothingChecked { Exit::Ok } else { exit })
    }

    fn stdin(&mut self) -> Result<(), Failure> {
        if output::stdin_is_terminal() {
            self.messages.note("reading standard input; end it with Ctrl-D");
        }
        let capture = directline_capture::open_reader(paths::STDIN_NAME, io::stdin().lock(), &self.limits);
        self.opened(capture)
    }

    fn path(&mut self, path: &Path) -> Result<(), Failure> {
        let Walk { inputs, passed_over } = directline_capture::walk(&[path.to_owned()]);
        if self.is_verbose {
            for name in &passed_over {
                self.messages.note(&format!("{}: passed over, not a recording", shown::file(name)));
            }
        }
        for input in inputs {
            let capture = input.and_then(|input| directline_capture::open(&input, &self.limits));
            self.opened(capture)?;
        }
        Ok(())
    }

    fn opened(&mut self, capture: Result<Capture, ReadError>) -> Result<(), Failure> {
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
    fn unreadable(&mut self, error: &ReadError, shown_before: u64, judged: bool) {
        self.summary.add_unreadable();
        if shown_before >= MOST_ERRORS {
            return;
        }
        let (what, help) = unreadable::describe(error, judged);
        self.messages.error(&what, &help);
    }
}
