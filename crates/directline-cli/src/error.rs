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
    /// The report could not be written.
    #[error("the report cannot be written to {to}: {source}")]
    Output {
        /// A file, or standard output.
        to: String,
        /// What the operating system said.
        source: io::Error,
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

    /// How the run ends.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } | Self::Serve { .. } => Exit::Usage,
            Self::Output { .. } => Exit::Unreadable,
        }
    }

    /// What to do next.
    pub(crate) fn help(&self) -> &str {
        match self {
            Self::Usage { help, .. } => help,
            Self::Output { .. } => "check the free space, the path and its permissions",
            Self::Serve { .. } => "look for limits of this account: open files, threads, addresses",
        }
    }
}
