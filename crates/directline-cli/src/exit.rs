//! How a run ended: the exit codes and which of several wins.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Checked, nothing at or above `--fail-on`.
    Ok,
    /// The contract is violated.
    Violated,
    /// The command line is wrong.
    Usage,
    /// A file could not be read, or the report could not be written.
    Unreadable,
    /// The service that is tested cannot be reached.
    Unreachable,
    /// No exchange was in scope, or none could be decided.
    NothingChecked,
    /// A bug in the tool.
    Bug,
    /// Somebody ended the run.
    Interrupted,
}

impl Exit {
    /// Every way to end, the first that applies wins.
    const PRECEDENCE: [Self; 8] = [
        Self::Bug,
        Self::Interrupted,
        Self::Usage,
        Self::Unreadable,
        Self::Unreachable,
        Self::Violated,
        Self::NothingChecked,
        Self::Ok,
    ];

    /// The code that the process returns.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Violated => 1,
            Self::Usage => 2,
            Self::Unreadable => 3,
            Self::NothingChecked => 4,
            Self::Unreachable => 5,
            Self::Bug => 70,
            Self::Interrupted => 130,
        }
    }

    /// Which of two ends counts.
    pub(crate) fn and(self, other: Self) -> Self {
        Self::PRECEDENCE.into_iter().find(|exit| [self, other].contains(exit)).unwrap_or(Self::Bug)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_important_end_wins() {
        let codes = [70, 130, 2, 3, 5, 1, 4, 0];
        assert_eq!(Exit::PRECEDENCE.map(Exit::code), codes);
        for (i, first) in Exit::PRECEDENCE.into_iter().enumerate() {
            for second in Exit::PRECEDENCE.into_iter().skip(i) {
                assert_eq!((first.and(second), second.and(first)), (first, first));
            }
        }
    }
}
