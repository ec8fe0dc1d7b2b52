//! Where reports go: standard output or a file.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use anstream::AutoStream;
use tempfile::NamedTempFile;

use crate::color::{self, Color};
use crate::error::Failure;
use crate::shown;

/// What the names of unfinished reports begin with.
pub(crate) const UNFINISHED: &str = ".directline-";

/// Another file that a report writes to, and what the system said of it.
#[derive(Debug, thiserror::Error)]
#[error("{to}: {source}")]
pub(crate) struct Elsewhere {
    to: String,
    source: io::Error,
}

impl Elsewhere {
    /// The error of writing to that file, for a report whose own output is another; `variable` named it.
    pub(crate) fn error(path: &Path, variable: &str, source: io::Error) -> io::Error {
        let to = format!("{} ({variable})", shown::file(&path.to_string_lossy()));
        io::Error::new(source.kind(), Self { to, source })
    }
}

/// Where a report goes.
pub(crate) struct Output {
    to: String,
    stream: Stream,
    colored: bool,
    closed: bool,
}

/// What is written to.
enum Stream {
    /// Standard output, a pipe or a device: what is written is gone.
    Direct(Box<dyn Write>),
    /// A new file beside the one that it becomes in the end, so that nobody sees half a report.
    Unfinished(BufWriter<NamedTempFile>, PathBuf),
    /// What was written is in its place, or given up.
    Ended,
}

impl Output {
    /// Standard output.
    pub(crate) fn stdout(color: Color) -> Self {
        let stdout = io::stdout();
        let colored = color.applies_to(&stdout);
        let stream = Stream::Direct(Box::new(BufWriter::new(system(stdout, colored))));
        Self { to: "standard output".into(), stream, colored, closed: false }
    }

    /// A file that is there, whole, after [`Output::end`]; `-` is standard output.
    pub(crate) fn file(path: &Path, color: Color) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Ok(Self::stdout(color));
        }
        let to = shown::file(&path.to_string_lossy());
        match open(path) {
            Ok(stream) => Ok(Self { to, stream, colored: color == Color::Always, closed: false }),
            Err(source) => Err(Failure::Output { to, source }),
        }
    }

    /// Whether to use colour.
    pub(crate) fn colored(&self) -> bool {
        self.colored
    }

    /// Whether nobody wants the rest: the reader is gone, or there is no room for it.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Lets `write` write. A reader who is gone is no failure, anything else is.
    pub(crate) fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let done = match &mut self.stream {
            _ if self.closed => Ok(()),
            Stream::Direct(stream) => write(stream),
            Stream::Unfinished(file, _) => write(file),
            Stream::Ended => Ok(()),
        };
        self.judge(done)
    }

    /// Sends on what is buffered.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.write(|out| out.flush())
    }

    /// Sends on what is buffered, and gives a file its name. After a failure the file that was there before is
    /// still there.
    pub(crate) fn end(&mut self) -> Result<(), Failure> {
        self.flush()?;
        let done = match std::mem::replace(&mut self.stream, Stream::Ended) {
            Stream::Unfinished(file, path) if !self.closed => name(file, &path),
            _ => Ok(()),
        };
        self.judge(done)
    }

    fn judge(&mut self, done: io::Result<()>) -> Result<(), Failure> {
        match done {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(source) => match source.downcast::<Elsewhere>() {
                Ok(Elsewhere { to, source }) => Err(Failure::Output { to, source }),
                Err(source) => {
                    self.closed = true;
                    Err(Failure::Output { to: self.to.clone(), source })
                }
            },
        }
    }
}

/// Standard output as the system has it: the library's own says nothing when it cannot be written to.
#[cfg(unix)]
fn system(stdout: io::Stdout, _colored: bool) -> Box<dyn Write> {
    use std::os::fd::AsFd as _;

    match stdout.as_fd().try_clone_to_owned() {
        Ok(own) => Box::new(File::from(own)),
        Err(_) => Box::new(stdout),
    }
}

/// Standard output, which on Windows turns on the terminal's own understanding of colours.
#[cfg(not(unix))]
fn system(stdout: io::Stdout, colored: bool) -> Box<dyn Write> {
    Box::new(AutoStream::new(stdout.lock(), color::choice(colored)))
}

/// Opens what the path names. Links stay links: what they lead to is written.
fn open(path: &Path) -> io::Result<Stream> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let before = path.metadata().ok();
    if before.as_ref().is_some_and(|file| !file.is_file() && !file.is_dir()) {
        return Ok(Stream::Direct(Box::new(BufWriter::new(File::options().write(true).open(&path)?))));
    }
    // Whoever may not write to a file may not replace it either.
    if before.is_some() {
        File::options().write(true).open(&path)?;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED).suffix(".tmp");
    let permissions = before.map_or_else(usual_permissions, |file| Some(file.permissions()));
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let file = builder.tempfile_in(folder).map_err(plain)?;
    Ok(Stream::Unfinished(BufWriter::new(file), path))
}

/// Those of a new file, less what the account's mask takes away.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such permissions")]
pub(crate) fn usual_permissions() -> Option<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;

    Some(std::fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
pub(crate) fn usual_permissions() -> Option<std::fs::Permissions> {
    None
}

/// Gives a written file its name.
fn name(file: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let file = file.into_inner().map_err(|error| plain(error.into_error()))?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The error of the system, without the name of the unfinished file, which says nothing to anybody.
pub(crate) fn plain(error: io::Error) -> io::Error {
    let inner = error.get_ref().and_then(|inner| inner.source()?.downcast_ref::<io::Error>());
    inner.and_then(io::Error::raw_os_error).map_or(error, io::Error::from_raw_os_error)
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

    /// Why a command could not do its work.
    pub(crate) fn failure(&self, failure: &Failure) {
        self.error(&shown::plain(&failure.to_string()), &shown::plain(failure.help()));
    }

    /// A line that is no error.
    pub(crate) fn note(&self, what: &str) {
        let styles = color::Styles::new(self.colored);
        self.raw(&format!("{0}note{0:#}: {what}\n", styles.note));
    }

    /// Text that is ready for a terminal, as it is.
    pub(crate) fn raw(&self, text: &str) {
        let mut stream = AutoStream::new(io::stderr(), color::choice(self.colored));
        // Nobody is left to tell of a failure.
        let _ = stream.write_all(text.as_bytes());
    }
}

/// Whether standard input is a terminal, where nobody pipes a recording.
pub(crate) fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}
