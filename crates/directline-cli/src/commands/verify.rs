//! `directline verify`: recorded exchanges against the contract.

use std::io;
use std::path::Path;

use directline_capture::{Assume, Capture, Input, Limits, ReadError, Walk};
use directline_validator::{Profile, Scope, Side, Validator};

use super::judging::Run;
use super::progress::Reading;
use super::{passed_over, paths};
use crate::args::{Judging, Verify};
use crate::closing;
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::interrupt::Stop;
use crate::output::{self, Messages};
use crate::report::What;

/// Runs the command.
pub(super) fn run(arguments: &Verify, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    let judging = &arguments.judging;
    if arguments.paths.is_empty() {
        let help = "name a file or a folder, or - for standard input: directline verify session.har";
        return Err(Failure::usage("no recording is given", help));
    }
    paths::check(&arguments.paths, judging)?;
    let side = arguments.side.map(Side::from);
    // Before the reports are begun, so that none is left behind.
    let stop = Stop::listen();
    let run = Run::begin(judging, side, validator(arguments)?, (color, messages))?;
    let mut run = judge(arguments, run, &stop);
    if !judging.verbose {
        tell_passed_over(&mut run, "-v");
    }
    let exit = run.end()?;
    tell_nothing_checked(&run);
    // Who closes the pipe has seen enough: that nothing was checked by then means nothing.
    Ok(if run.is_closed() && exit == Exit::NothingChecked { Exit::Ok } else { exit })
}

/// Judges every recording that is named.
pub(super) fn judge<'m>(arguments: &Verify, run: Run<'m>, stop: &Stop) -> Run<'m> {
    let reading = Reading::new(&arguments.paths, &arguments.judging);
    let limits = arguments.reading.limits(&arguments.judging.bodies);
    let assume = arguments.credentials.assume();
    let mut run = run.on(arguments.jobs.get()).until(stop.clone()).shown_by(reading);
    for path in &arguments.paths {
        if !run.goes_on() {
            break;
        }
        if paths::is_stdin(path) {
            stdin(&mut run, stop, (&limits, assume));
        } else {
            read(&mut run, path, (&arguments.judging, stop), (&limits, assume));
        }
    }
    run
}

/// Says how many files were passed over, and with what they are named.
pub(super) fn tell_passed_over(run: &mut Run<'_>, namer: &str) {
    // Who ended the run early did not get to all of them.
    if run.goes_on() {
        let (files, messages) = (run.passed_over, run.messages);
        run.reading().beside(|| passed_over::count(files, namer, messages));
    }
}

/// Says why nothing was checked, if nothing was.
pub(super) fn tell_nothing_checked(run: &Run<'_>) {
    if run.summary.nothing_checked() && run.summary.unreadable() == 0 && run.goes_on() {
        let (what, help) = closing::nothing_checked(&run.summary, What::Exchange);
        run.messages.error(&what, &help);
    }
}

/// The validator that is asked for, before its rules are chosen.
pub(super) fn validator(arguments: &Verify) -> Result<Validator, Failure> {
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

fn stdin(run: &mut Run<'_>, stop: &Stop, (limits, assume): (&Limits, Assume)) {
    if output::stdin_is_terminal() {
        run.messages.note("reading standard input; end it with Ctrl-D");
    }
    let stdin = stop.reader(io::stdin());
    let capture = directline_capture::open_reader(paths::STDIN_NAME, stdin, limits);
    run.capture(assuming(assume, capture));
}

fn read(
    run: &mut Run<'_>,
    path: &Path,
    (judging, stop): (&Judging, &Stop),
    (limits, assume): (&Limits, Assume),
) {
    let Walk { inputs, passed_over: mut others } = directline_capture::walk(&[path.to_owned()]);
    others.retain(|name| !paths::is_report_named(name, judging));
    run.passed_over = run.passed_over.saturating_add(others.len() as u64);
    if judging.verbose {
        passed_over::name(&others, run.messages);
    }
    run.reading().expect(&inputs);
    for input in inputs.into_iter().filter(|input| !paths::is_report(input, judging)) {
        if !run.goes_on() {
            return;
        }
        let size = input.as_ref().ok().and_then(Input::size);
        run.capture(assuming(assume, input.and_then(|input| open(&input, stop, limits))));
        run.reading().done(size);
    }
}

/// Opens a recording, so that who wants the run to end is heard while a pipe gives nothing.
fn open(input: &Input, stop: &Stop, limits: &Limits) -> Result<Capture, ReadError> {
    match paths::pipe(input) {
        Some(path) => directline_capture::open_reader(&input.name, stop.reader_at(path), limits),
        None => directline_capture::open(input, limits),
    }
}

/// The same recording, read with that assumption.
fn assuming(assume: Assume, capture: Result<Capture, ReadError>) -> Result<Capture, ReadError> {
    let mut capture = capture?;
    capture.assume(assume);
    Ok(capture)
}
