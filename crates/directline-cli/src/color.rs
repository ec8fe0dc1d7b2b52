//! Whether to use colour.

use std::env;
use std::ffi::OsStr;
use std::io::IsTerminal;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The styles of texts that the tool writes itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Styles {
    pub(crate) error: Style,
    pub(crate) warning: Style,
    pub(crate) note: Style,
    pub(crate) good: Style,
    pub(crate) strong: Style,
    pub(crate) dim: Style,
}

impl Color {
    /// Whether to colour what goes to `stream`.
    pub(crate) fn applies_to(self, stream: &impl IsTerminal) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
                decide(
                    variable("NO_COLOR").is_some(),
                    variable("FORCE_COLOR").as_deref(),
                    variable("TERM").as_deref(),
                    stream.is_terminal(),
                )
            }
        }
    }
}

fn decide(no_color: bool, force: Option<&OsStr>, term: Option<&OsStr>, is_terminal: bool) -> bool {
    if no_color {
        return false;
    }
    if let Some(force) = force {
        return force != "0";
    }
    is_terminal && term.is_none_or(|term| term != "dumb")
}

/// What [`anstream`] calls the decision.
pub(crate) fn choice(colored: bool) -> ColorChoice {
    if colored { ColorChoice::Always } else { ColorChoice::Never }
}

impl Styles {
    /// The styles, or none.
    pub(crate) fn new(colored: bool) -> Self {
        if !colored {
            return Self::default();
        }
        let bold = |color: AnsiColor| Style::new().bold().fg_color(Some(color.into()));
        Self {
            error: bold(AnsiColor::BrightRed),
            warning: bold(AnsiColor::Yellow),
            note: bold(AnsiColor::BrightCyan),
            good: bold(AnsiColor::BrightGreen),
            strong: Style::new().bold(),
            dim: Style::new().dimmed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_decides_in_this_order() {
        let rows = [
            (false, None, None, true, true),
            (false, None, None, false, false),
            (false, None, Some("dumb"), true, false),
            (false, None, Some("xterm-256color"), true, true),
            (true, None, Some("xterm"), true, false),
            (true, Some("1"), Some("xterm"), true, false),
            (false, Some("1"), Some("dumb"), false, true),
            (false, Some("0"), None, true, false),
        ];
        for (no_color, force, term, is_terminal, colored) in rows {
            let decided = decide(no_color, force.map(OsStr::new), term.map(OsStr::new), is_terminal);
            assert_eq!(decided, colored, "{no_color} {force:?} {term:?} {is_terminal}");
        }
    }
}
