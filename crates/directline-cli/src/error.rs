//! Why a command ends without having done its work.

use std::io;

use crate::exit::Exit;

/// Why a command ends without having done its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line asks for something that there is not.
    #[error("{message}")]
    Usage {
        /// What is wrong, a lower-case fragment.
        message: String,
        /// What to give instead.
        help: String,
    },
    /// What is asked for could not be written.
    #[error("cannot write to {to}: {}", said(source))]
    Output {
        /// A file, or standard output.
        to: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file cannot be read or written.
    #[error("{what}")]
    Unreadable {
        /// Which one, and why.
        what: String,
        /// What to do.
        help: String,
    },
    /// There is nothing to do it with.
    #[error("{what}")]
    Nothing {
        /// What there is nothing of.
        what: String,
        /// What to give.
        help: String,
    },
    /// The operating system does not let a service run.
    #[error("the service cannot run: {source}")]
    Serve {
        /// What the operating system said.
        source: io::Error,
    },
}

impl Failure {
    /// A wrong command line.
    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: help.into() }
    }

    /// Nothing to work on.
    pub(crate) fn nothing(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Nothing { what: what.into(), help: help.into() }
    }

    /// How the run ends.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } | Self::Serve { .. } => Exit::Usage,
            Self::Output { .. } | Self::Unreadable { .. } => Exit::Unreadable,
            Self::Nothing { .. } => Exit::NothingChecked,
        }
    }

    /// What to do next.
    pub(crate) fn help(&self) -> &str {
        match self {
            Self::Usage { help, .. } | Self::Unreadable { help, .. } | Self::Nothing { help, .. } => help,
            Self::Output { source, .. } => match source.kind() {
                io::ErrorKind::NotFound => "make the folder first, or give another path",
                io::ErrorKind::IsADirectory => "it is a folder; name a file in it",
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "give a path that this account may write to"
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                    "make room, or give a path on another disk"
                }
                _ => "check the free space, the path and its permissions",
            },
            Self::Serve { .. } => "look for limits of this account: open files, threads, addresses",
        }
    }
}

/// What the system said, without the number of its error.
pub(crate) fn said(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
