//! `directline convert`: recordings in another format, and what that cannot say.

mod beyond;
mod losses;

use std::io::{self, IsTerminal};
use std::path::Path;

use directline_capture::convert::{Converter, To};
use directline_capture::har::About;
use directline_capture::{Capture, Input, Limits, ReadError, Recorded, Walk};

use self::beyond::Beyond;
use self::losses::Losses;
use super::unreadable::{self, MOST_ERRORS};
use super::{passed_over, paths};
use crate::args::Convert;
use crate::closing::plural;
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::interrupt::Stop;
use crate::output::{self, Messages, Output};
use crate::report::EXPECTATION;
use crate::shown;

/// Runs the command.
pub(super) fn run(arguments: &Convert, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    if arguments.paths.is_empty() {
        let help = "name a file or a folder: directline convert session.saz --to har -o session.har";
        return Err(Failure::usage("no recording is given", help));
    }
    paths::once(&arguments.paths)?;
    paths::keeps(&arguments.paths, "--output", arguments.output.as_deref())?;
    // Before anything is written: what is written now is no recording to be read.
    let sources = sources(arguments, messages);
    if arguments.output.is_none() && io::stdout().is_terminal() {
        let help = "add -o FILE, or send it to another program: | less";
        return Err(Failure::usage(
            "a recording is not written to a terminal, which would obey what is in it",
            help,
        ));
    }
    // Before the file is begun, so that none is left behind.
    let stop = Stop::listen();
    let out = match &arguments.output {
        Some(path) => Output::file(path, color)?,
        None => Output::stdout(color),
    };
    let mut run = Run {
        to: To::from(arguments.to),
        limits: arguments.reading.limits(&arguments.bodies),
        converter: None,
        out,
        messages,
        stop,
        losses: Losses::default(),
        beyond: Beyond::default(),
        written: 0,
        bytes: 0,
        recordings: 0,
        exit: Exit::Ok,
    };
    for source in sources {
        if run.stop.is_wanted() || run.out.is_closed() {
            break;
        }
        let capture = source.open(&run);
        run.capture(capture)?;
    }
    run.end(arguments.output.as_deref())
}

/// Where a recording comes from.
enum Source {
    Stdin,
    Input(Result<Input, ReadError>),
}

impl Source {
    fn open(self, run: &Run<'_>) -> Result<Capture, ReadError> {
        match self {
            Self::Stdin => {
                if output::stdin_is_terminal() {
                    run.messages.note("reading standard input; end it with Ctrl-D");
                }
                let stdin = run.stop.reader(io::stdin());
                directline_capture::open_reader(paths::STDIN_NAME, stdin, &run.limits)
            }
            Self::Input(input) => input.and_then(|input| directline_capture::open(&input, &run.limits)),
        }
    }
}

/// The recordings that are named.
fn sources(arguments: &Convert, messages: &Messages) -> Vec<Source> {
    let mut sources = Vec::new();
    for path in &arguments.paths {
        if paths::is_stdin(path) {
            sources.push(Source::Stdin);
            continue;
        }
        let Walk { inputs, passed_over: others } = directline_capture::walk(std::slice::from_ref(path));
        passed_over::name(&others, messages);
        sources.extend(inputs.into_iter().map(Source::Input));
    }
    sources
}

/// A conversion.
struct Run<'m> {
    to: To,
    limits: Limits,
    /// Begins with the first exchange.
    converter: Option<Converter>,
    out: Output,
    messages: &'m Messages,
    stop: Stop,
    losses: Losses,
    beyond: Beyond,
    /// How many exchanges were written.
    written: u64,
    bytes: u64,
    /// How many recordings they are from.
    recordings: u64,
    exit: Exit,
}

impl Run<'_> {
    fn capture(&mut self, capture: Result<Capture, ReadError>) -> Result<(), Failure> {
        let capture = match capture {
            Ok(capture) => capture,
            Err(error) => {
                self.unreadable(&error, 0);
                return Ok(());
            }
        };
        let name = shown::file(capture.name());
        let is_expectation = capture.health().is_expectation;
        if is_expectation {
            self.messages.note(&format!("{name}: {EXPECTATION}"));
        }
        let (mut errors, before) = (0_u64, self.written);
        for recorded in capture {
            match recorded {
                Ok(recorded) => self.exchange(&recorded, is_expectation)?,
                // What is missing at the end is what was not waited for.
                Err(_) if self.stop.is_wanted() => break,
                Err(error) => {
                    self.unreadable(&error, errors);
                    errors = errors.saturating_add(1);
                }
            }
            if self.stop.is_wanted() || self.out.is_closed() {
                break;
            }
        }
        if let Some(further) = errors.checked_sub(MOST_ERRORS).filter(|further| *further > 0) {
            self.messages.note(&format!("{name}: {}", plural(further, "further error")));
        }
        self.recordings = self.recordings.saturating_add(u64::from(self.written > before));
        Ok(())
    }

    fn exchange(&mut self, recorded: &Recorded, is_expectation: bool) -> Result<(), Failure> {
        let about = About {
            creator: "directline",
            version: env!("CARGO_PKG_VERSION"),
            comment: is_expectation.then_some(EXPECTATION),
        };
        let to = self.to;
        let converter = self.converter.get_or_insert_with(|| Converter::new(to, &about));
        let copy = converter.exchange(&recorded.exchange);
        self.losses.add(&copy.lost, &recorded.places);
        self.beyond.add(recorded, &self.limits);
        self.written = self.written.saturating_add(u64::from(!copy.text.is_empty()));
        self.write(&copy.text)
    }

    fn write(&mut self, text: &[u8]) -> Result<(), Failure> {
        self.bytes = self.bytes.saturating_add(text.len() as u64);
        self.out.write(|out| out.write_all(text))
    }

    fn unreadable(&mut self, error: &ReadError, shown_before: u64) {
        let is_nothing = matches!(error, ReadError::NothingToRead { .. });
        self.exit = self.exit.and(if is_nothing { Exit::NothingChecked } else { Exit::Unreadable });
        if shown_before < MOST_ERRORS {
            let (what, help) = unreadable::describe(error, false);
            self.messages.error(&what, &help);
        }
    }

    /// Ends the new recording, and says what it does not say.
    fn end(mut self, file: Option<&Path>) -> Result<Exit, Failure> {
        let is_file = file.is_some_and(|file| !paths::is_stdin(file));
        self.losses.tell(self.to, self.messages);
        self.beyond.tell(self.messages);
        if self.stop.is_wanted() && is_file {
            self.messages.note("interrupted; no file was written");
            return Ok(Exit::Interrupted.and(self.exit));
        }
        if self.written == 0 {
            if self.exit == Exit::Ok {
                let help = "record again, and look into it with directline verify --verbose";
                self.messages.error("nothing was written: there is no exchange to convert", help);
            }
            return Ok(Exit::NothingChecked.and(self.exit));
        }
        let end = self.converter.take().map(Converter::end).unwrap_or_default();
        self.write(&end)?;
        self.out.end()?;
        let most = self.limits.max_entry_bytes as u64;
        if self.to == To::Http && self.bytes > most {
            self.messages.note(&format!("a file of HTTP text with more than {most} bytes is not read again"));
        }
        if self.recordings > 1 {
            let recordings = plural(self.recordings, "recording");
            self.messages.note(&format!("{recordings} became one: their exchanges are judged together now"));
        }
        let exchanges = plural(self.written, "exchange");
        if !self.out.is_closed() {
            self.messages.note(&format!("converted: {exchanges} to {}", self.to.text()));
        }
        let interrupted = if self.stop.is_wanted() { Exit::Interrupted } else { Exit::Ok };
        Ok(interrupted.and(self.exit))
    }
}
