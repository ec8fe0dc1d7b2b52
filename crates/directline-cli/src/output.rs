//! Where reports go: standard output or a file.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use anstream::AutoStream;

use crate::color::{self, Color};
use crate::error::Failure;
use crate::shown;

/// Where a report goes.
pub(crate) struct Output {
    to: String,
    stream: Box<dyn Write>,
    colored: bool,
    closed: bool,
}

impl Output {
    /// Standard output.
    pub(crate) fn stdout(color: Color) -> Self {
        let stdout = io::stdout().lock();
        let colored = color.applies_to(&stdout);
        // On Windows this turns on the terminal's own understanding of colours.
        let stream = AutoStream::new(stdout, color::choice(colored));
        let stream: Box<dyn Write> = if colored {
            Box::new(BufWriter::new(stream))
        } else {
            Box::new(BufWriter::new(stream.into_inner()))
        };
        Self { to: "standard output".into(), stream, colored, closed: false }
    }

    /// A file, made anew; `-` is standard output.
    pub(crate) fn file(path: &Path, color: Color) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Ok(Self::stdout(color));
        }
        let to = shown::file(&path.to_string_lossy());
        match File::create(path) {
            Ok(file) => {
                let stream = Box::new(BufWriter::new(file));
                Ok(Self { to, stream, colored: color == Color::Always, closed: false })
            }
            Err(source) => Err(Failure::Output { to, source }),
        }
    }

    /// Whether to use colour.
    pub(crate) fn colored(&self) -> bool {
        self.colored
    }

    /// Whether the reader is gone: nobody wants the rest.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Lets `write` write. A reader who is gone is no failure, anything else is.
    pub(crate) fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let done = if self.closed { Ok(()) } else { write(&mut self.stream) };
        self.judge(done)
    }

    /// Sends on what is buffered.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        let done = if self.closed { Ok(()) } else { self.stream.flush() };
        self.judge(done)
    }

    fn judge(&mut self, done: io::Result<()>) -> Result<(), Failure> {
        match done {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(source) => {
                self.closed = true;
                Err(Failure::Output { to: self.to.clone(), source })
            }
        }
    }
}

/// Messages beside the report: standard error.
#[derive(Debug)]
pub(crate) struct Messages {
    pub(crate) colored: bool,
}

impl Messages {
    pub(crate) fn new(color: Color) -> Self {
        Self { colored: color.applies_to(&io::stderr()) }
    }

    /// `error: what`, and what to do next. The texts are ready for a terminal.
    pub(crate) fn error(&self, what: &str, help: &str) {
        let styles = color::Styles::new(self.colored);
        self.raw(&format!("{0}error{0:#}: {what}\n  {1}help{1:#}: {help}\n", styles.error, styles.note));
    }

    /// A line that is no error.
    pub(crate) fn note(&self, what: &str) {
        let styles = color::Styles::new(self.colored);
        self.raw(&format!("{0}note{0:#}: {what}\n", styles.note));
    }

    fn raw(&self, text: &str) {
        let mut stream = AutoStream::new(io::stderr(), color::choice(self.colored));
        // Nobody is left to tell of a failure.
        let _ = stream.write_all(text.as_bytes());
    }
}

/// Whether standard input is a terminal, where nobody pipes a recording.
pub(crate) fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}
