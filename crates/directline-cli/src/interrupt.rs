//! Ctrl-C: once to end in order, twice to end at once.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::exit::Exit;

/// How long it takes until somebody is heard while nothing comes to be read.
const HEARING: Duration = Duration::from_millis(50);

/// Whether somebody wants the run to end.
#[derive(Clone, Debug)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// For runs that nobody can end.
    pub(crate) fn never() -> Self {
        Self(Arc::default())
    }

    /// Listens from now on. Where the system does not let it listen, Ctrl-C ends the run at once.
    pub(crate) fn listen() -> Self {
        Self(listen())
    }

    /// Whether somebody wants the run to end.
    pub(crate) fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Reads what comes, and ends as soon as somebody wants the run to end, also while nothing comes.
    pub(crate) fn reader(&self, mut stream: impl Read + Send + 'static) -> Interruptible {
        let (sender, pieces) = mpsc::sync_channel(4);
        std::thread::spawn(move || {
            loop {
                let mut piece = vec![0; 1 << 16];
                let read = match stream.read(&mut piece) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    read => read,
                };
                let is_last = !matches!(read, Ok(length) if length > 0);
                let read = read.map(|length| {
                    piece.truncate(length);
                    piece
                });
                if sender.send(read).is_err() || is_last {
                    return;
                }
            }
        });
        Interruptible { stop: self.clone(), pieces, rest: io::Cursor::default() }
    }

    /// The same of a pipe or device that has a name.
    pub(crate) fn reader_at(&self, path: PathBuf) -> Interruptible {
        self.reader(Named::Closed(path))
    }
}

/// A pipe or device that has a name. Opening it can take as long as reading it.
enum Named {
    Closed(PathBuf),
    Open(File),
}

impl Read for Named {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Self::Closed(path) = self {
            *self = Self::Open(File::open(path)?);
        }
        match self {
            Self::Open(file) => file.read(buffer),
            Self::Closed(_) => Ok(0),
        }
    }
}

/// A stream that ends when somebody wants the run to end.
pub(crate) struct Interruptible {
    stop: Stop,
    pieces: Receiver<io::Result<Vec<u8>>>,
    rest: io::Cursor<Vec<u8>>,
}

impl Read for Interruptible {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.rest.read(buffer)?;
            if read > 0 || buffer.is_empty() || self.stop.is_wanted() {
                return Ok(read);
            }
            match self.pieces.recv_timeout(HEARING) {
                Ok(piece) => self.rest = io::Cursor::new(piece?),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
            if self.rest.get_ref().is_empty() {
                return Ok(0);
            }
        }
    }
}

/// Listens from now on: true as soon as somebody wants the run to end.
pub(crate) fn listen() -> Arc<AtomicBool> {
    let wanted = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&wanted);
    let (listening, begun) = mpsc::sync_channel::<()>(1);
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            let Ok(mut signals) = Signals::register() else { return };
            drop(listening);
            while signals.next().await.is_some() {
                if heard.swap(true, Ordering::Relaxed) {
                    #[expect(clippy::exit, reason = "who asks twice does not want to wait for anything")]
                    std::process::exit(Exit::Interrupted.code().into());
                }
            }
        });
    });
    // What is begun before somebody listens could not be ended in order. Nothing is sent: the end is the sign.
    let _ = begun.recv();
    wanted
}

/// Ctrl-C, or what a machine sends in its place.
#[cfg(unix)]
struct Signals {
    interrupted: tokio::signal::unix::Signal,
    terminated: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn register() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupted: signal(SignalKind::interrupt())?,
            terminated: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Option<()> {
        tokio::select! {
            heard = self.interrupted.recv() => heard,
            heard = self.terminated.recv() => heard,
        }
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn register() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Option<()> {
        tokio::signal::ctrl_c().await.ok()
    }
}
