//! `directline replay`: recorded requests sent again, the answers judged and compared with the recorded ones.

mod record;
mod service;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;

use directline_capture::{Capture, Input, Limits, ReadError};
use directline_exchange::Exchange;
use directline_fuzz::script::Recording;
use directline_fuzz::{Disguise, Session, Unanswered};
use directline_validator::{Profile, Side, Validator};

use self::service::Service;
use super::judging::Run;
use super::{live, paths, recordings};
use crate::args::Replay;
use crate::closing;
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::interrupt;
use crate::output::{self, Messages};
use crate::report::What;
use crate::shown::{self, Shown};
use crate::summary::Summary;

/// Runs the command.
pub(super) fn run(arguments: &Replay, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    let sources = sources(arguments)?;
    let stop = interrupt::listen();
    let scope = live::scope(arguments.live.target.as_deref(), &arguments.base_uri)?;
    let validator = Validator::new().with_profile(Profile::from(arguments.judging.profile));
    let validator = validator.with_scope(scope.clone()).only_side(Side::Service);
    let mut replays = Replays {
        arguments,
        // Whether a recorded request was valid does not depend on what is asked for now.
        reader: Validator::new().with_scope(scope).with_limits(arguments.judging.limits()),
        service: Service::of(&arguments.live, &stop)?,
        run: Run::begin(&arguments.judging, Some(Side::Service), validator, (color, messages))?,
        exit: Exit::Ok,
        stopped: None,
    };
    live::tell_whom(arguments.live.target.as_deref(), messages);
    let limits = arguments.reading.limits(&arguments.judging.bodies);
    for source in sources {
        replays.capture(source.open(&limits, messages));
        if replays.stopped.is_some() || replays.run.is_closed() {
            break;
        }
    }
    if replays.stopped == Some(Unanswered::Interrupted) {
        replays.run.summary.interrupt();
    } else if replays.stopped.is_some() {
        replays.run.summary.cut_short();
    }
    let exit = replays.run.end()?;
    // Who closes the pipe has seen enough.
    let exit = if replays.run.is_closed() && exit == Exit::NothingChecked { Exit::Ok } else { exit };
    let exit = exit.and(replays.exit);
    Ok(match &replays.stopped {
        None => exit,
        Some(Unanswered::Interrupted) => exit.and(Exit::Interrupted),
        Some(why) => {
            messages.error(&shown::plain(&why.to_string()), live::HELP);
            exit.and(Exit::Unreachable)
        }
    })
}

/// Where a recording comes from.
enum Source {
    Stdin,
    Input(Result<Input, ReadError>),
}

impl Source {
    fn open(self, limits: &Limits, messages: &Messages) -> Result<Capture, ReadError> {
        match self {
            Self::Stdin => {
                if output::stdin_is_terminal() {
                    messages.note("reading standard input; end it with Ctrl-D");
                }
                directline_capture::open_reader(paths::STDIN_NAME, io::stdin(), limits)
            }
            Self::Input(input) => input.and_then(|input| directline_capture::open(&input, limits)),
        }
    }
}

/// The recordings that are named.
fn sources(arguments: &Replay) -> Result<Vec<Source>, Failure> {
    if arguments.paths.is_empty() {
        let help = "name a file or a folder, or - for standard input: directline replay session.har";
        return Err(Failure::usage("no recording is given", help));
    }
    paths::check(&arguments.paths, &arguments.judging)?;
    paths::keeps(&arguments.paths, "--out", arguments.out.as_deref())?;
    let mut sources = Vec::new();
    for path in &arguments.paths {
        if paths::is_stdin(path) {
            sources.push(Source::Stdin);
        } else {
            let inputs = directline_capture::walk(std::slice::from_ref(path)).inputs;
            let inputs = inputs.into_iter().filter(|input| !paths::is_report(input, &arguments.judging));
            sources.extend(inputs.map(Source::Input));
        }
    }
    if arguments.out.is_some() && sources.len() > 1 {
        return Err(Failure::usage(
            "--out keeps the replay of one recording",
            "give one, or leave --out away",
        ));
    }
    Ok(sources)
}

/// A run over recordings.
struct Replays<'a> {
    arguments: &'a Replay,
    /// Reads recordings.
    reader: Validator,
    service: Service,
    /// Judges what is answered now.
    run: Run<'a>,
    exit: Exit,
    /// Why nothing more can be sent.
    stopped: Option<Unanswered>,
}

impl Replays<'_> {
    fn capture(&mut self, capture: Result<Capture, ReadError>) {
        let name = match &capture {
            Ok(capture) => capture.name().to_owned(),
            Err(error) => error.file().to_owned(),
        };
        let (mut exchanges, errors) = recordings::read_what_can_be(capture);
        recordings::in_time(&mut exchanges);
        for (number, error) in errors.iter().enumerate() {
            self.run.unreadable(error, number as u64, false);
        }
        if exchanges.is_empty() && !errors.is_empty() {
            return;
        }
        let recording = Recording::new(&self.reader, &exchanges);
        if recording.script.steps.is_empty() {
            self.nothing_to_send(&name, &exchanges);
            return;
        }
        let session = self.service.run(&recording.script);
        let file = self.keep(&name, &session);
        let record = record::of((&name, &exchanges), &recording, (&file, &session), &self.reader);
        if self.arguments.fail_on_difference && !record.differences.is_empty() {
            self.exit = self.exit.and(Exit::Violated);
        }
        self.run.replayed(&record);
        self.stopped = session.stopped;
    }

    /// Judges what was answered, and writes it down if that is asked for. Gives back what it is called.
    fn keep(&mut self, name: &str, session: &Session) -> String {
        let fresh: Vec<&Exchange> = session.exchanges.iter().map(|sent| &sent.exchange).collect();
        let mut disguise = Disguise::of(fresh.iter().copied(), self.service.own());
        let fresh: Vec<Exchange> = fresh.into_iter().map(|exchange| disguise.exchange(exchange)).collect();
        let base = Path::new(name).file_name().map_or(name.into(), |name| name.to_string_lossy());
        let comment = format!("the requests of {} sent again by directline replay", shown::file(&base));
        let har = recordings::har(&fresh, &comment);
        let mut file = format!("{name} (replayed)");
        if let Some(path) = &self.arguments.out {
            let out = path.to_string_lossy();
            match recordings::write(path, &har) {
                Ok(()) => file = out.into_owned(),
                Err(error) => {
                    let help = "check the folder, the free space and its permissions";
                    self.run
                        .messages
                        .error(&format!("{} cannot be written: {error}", shown::file(&out)), help);
                    self.exit = self.exit.and(Exit::Unreadable);
                }
            }
        }
        let limits = self.arguments.reading.limits(&self.arguments.judging.bodies);
        self.run.capture(directline_capture::open_bytes(&file, har, &limits));
        file
    }

    /// Says why a recording has no request that can be sent again.
    fn nothing_to_send(&mut self, name: &str, exchanges: &[Exchange]) {
        self.exit = self.exit.and(Exit::NothingChecked);
        let mut summary = Summary::default();
        for exchange in exchanges {
            summary.add_unmarked(exchange, &self.reader.check(exchange), &Shown::of(exchange));
        }
        let is_foreign = summary.counts().out_of_scope == summary.counts().exchanges;
        let (why, help) = if is_foreign {
            closing::nothing_checked(&summary, What::Exchange)
        } else {
            ("what they sent is not in it".to_owned(), "record again, with the bodies of requests".to_owned())
        };
        let why = why.strip_prefix("nothing was checked: ").unwrap_or(&why);
        self.run
            .messages
            .error(&format!("{}: no request can be sent again: {why}", shown::file(name)), &help);
    }
}
