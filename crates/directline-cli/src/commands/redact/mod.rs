//! `directline redact`: recordings without credentials, and where credentials are.

mod check;
mod copy;
mod places;

use std::io::{self, Read as _};
use std::path::PathBuf;
use std::rc::Rc;

use directline_capture::{Input, Limits, Position, ReadError, Walk};

use self::places::Places;
use super::{passed_over, paths, unreadable};
use crate::args::Redact;
use crate::closing::plural;
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{self, Messages};
use crate::redaction::{self, Bytes, Credentials, Recording, Redactor};

/// How many bytes of recordings are kept between learning their credentials and replacing them.
const MOST_KEPT: usize = 64 << 20;

/// Runs the command.
pub(super) fn run(arguments: &Redact, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    let has_stdin = arguments.paths.iter().any(|path| paths::is_stdin(path));
    if arguments.paths.is_empty() {
        let help = "name a file or a folder: directline redact session.har --out redacted";
        return Err(Failure::usage("no recording is given", help));
    }
    paths::once(&arguments.paths)?;
    let to_stdout = has_stdin && arguments.paths.len() == 1 && arguments.out.is_none();
    if !arguments.check && has_stdin && !to_stdout {
        let help = "directline redact - < session.har > redacted.har";
        return Err(Failure::usage("standard input is copied to standard output, and alone", help));
    }
    if !arguments.check && !to_stdout && arguments.out.is_none() {
        let help = "name a new folder: --out redacted; or look only, with --check";
        return Err(Failure::usage("no folder for the copies is given", help));
    }
    let mut sources = Sources::gather(arguments, messages)?;
    let mut redactor = sources.learn(messages);
    if arguments.check {
        return check::run(&mut sources, &mut redactor, color, messages);
    }
    if !redactor.is_complete {
        return Ok(sources.exit);
    }
    copy::run(&mut sources, redactor, arguments.out.as_deref(), color, messages)
}

/// What is read.
struct Sources {
    all: Vec<Source>,
    passed_over: Vec<String>,
    exit: Exit,
}

/// One recording.
struct Source {
    from: From,
    /// How much of it is read.
    limits: Rc<Limits>,
    /// The folder that was named, if it is in one.
    root: Option<PathBuf>,
    /// The folder for its copy below that of all copies, if names alone do not tell recordings apart.
    below: PathBuf,
    recording: Option<Recording>,
}

enum From {
    Input(Input),
    Stream(Bytes),
}

impl Source {
    fn new(from: From, limits: &Rc<Limits>, root: Option<PathBuf>) -> Self {
        Self { from, limits: Rc::clone(limits), root, below: PathBuf::new(), recording: None }
    }

    /// The folder whose place in the copy is the folder of all copies.
    fn root(&self) -> PathBuf {
        let From::Input(input) = &self.from else { return PathBuf::new() };
        let parent = || Some(input.files().first()?.parent()?.to_owned());
        self.root.clone().or_else(parent).unwrap_or_default()
    }

    /// Reads it, unless it was kept.
    fn take(&mut self) -> Result<Recording, ReadError> {
        match (self.recording.take(), &self.from) {
            (Some(recording), _) => Ok(recording),
            (None, From::Input(input)) => redaction::load(input, &self.limits),
            (None, From::Stream(bytes)) => redaction::load_bytes(bytes, &self.limits),
        }
    }
}

impl Sources {
    fn gather(arguments: &Redact, messages: &Messages) -> Result<Self, Failure> {
        let limits = Rc::new(arguments.reading.limits(&arguments.bodies));
        let mut sources = Self { all: Vec::new(), passed_over: Vec::new(), exit: Exit::Ok };
        for path in &arguments.paths {
            if paths::is_stdin(path) {
                let from = From::Stream(stdin(&limits, messages)?);
                sources.all.push(Source::new(from, &limits, None));
                continue;
            }
            let Walk { inputs, passed_over } = directline_capture::walk(std::slice::from_ref(path));
            sources.passed_over.extend(passed_over);
            let root = path.is_dir().then(|| path.clone());
            for input in inputs {
                match input {
                    Ok(input) => {
                        let from = From::Input(input);
                        sources.all.push(Source::new(from, &limits, root.clone()));
                    }
                    Err(error) => sources.fails(&error, messages),
                }
            }
        }
        Ok(sources)
    }

    /// Reads everything once, and learns its credentials.
    fn learn(&mut self, messages: &Messages) -> Redactor {
        let mut credentials = Credentials::default();
        let mut kept = 0_usize;
        let mut places = Places::default();
        for mut source in std::mem::take(&mut self.all) {
            match source.take() {
                Err(error) => self.fails(&error, messages),
                Ok(recording) => {
                    credentials.learn(&recording);
                    let names: Vec<&str> = recording.parts.iter().map(|part| part.name.as_str()).collect();
                    self.passed_over.retain(|name| !names.contains(&name.as_str()));
                    places.add(&source, &recording);
                    let bytes = recording.parts.iter().map(|part| part.content.bytes().len());
                    kept = bytes.fold(kept, usize::saturating_add);
                    source.recording = (kept <= MOST_KEPT).then_some(recording);
                    self.all.push(source);
                }
            }
        }
        if places.collide {
            places::keep_folders(&mut self.all);
        }
        passed_over::name(&self.passed_over, messages);
        let redactor = credentials.redactor();
        if !redactor.is_complete {
            let what = "there are too many credentials to look for all of them everywhere";
            messages.error(what, "give fewer recordings at a time; nothing was written");
            self.exit = self.exit.and(Exit::Unreadable);
        }
        redactor
    }

    fn fails(&mut self, error: &ReadError, messages: &Messages) {
        let (what, help) = unreadable::describe(error, false);
        messages.error(&what, &help);
        let is_nothing = matches!(error, ReadError::NothingToRead { .. });
        self.exit = self.exit.and(if is_nothing { Exit::NothingChecked } else { Exit::Unreadable });
    }

    /// What is said of files that are no recordings.
    fn beside(&self) -> String {
        let count = self.passed_over.len() as u64;
        if count == 0 { String::new() } else { format!(" · {} passed over", plural(count, "other file")) }
    }
}

fn stdin(limits: &Limits, messages: &Messages) -> Result<Bytes, Failure> {
    if output::stdin_is_terminal() {
        messages.note("reading standard input; end it with Ctrl-D");
    }
    // It is kept as a whole.
    let limit = limits.max_entry_bytes.min(Limits::MOST_JSON_BYTES);
    let most = limit as u64;
    let mut bytes = Vec::new();
    let name = paths::STDIN_NAME;
    let read = io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes);
    let error = match read {
        Err(source) => Some(ReadError::Io { file: name.into(), source }),
        Ok(_) if bytes.len() as u64 > most => {
            let at = Position { file: name.into(), offset: 0, line: 1, column: 1 };
            Some(ReadError::TooLarge { at, what: redaction::KEPT_WHOLE, limit })
        }
        Ok(_) => None,
    };
    match error {
        None => Ok(Bytes { name, bytes }),
        Some(error) => {
            let (what, help) = unreadable::describe(&error, false);
            Err(Failure::Unreadable { what, help })
        }
    }
}
