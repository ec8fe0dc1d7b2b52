//! Levels and verdicts: a sign and a word beside each colour.

use directline_validator::Level;
use maud::{Markup, html};

use crate::closing::Word;

/// The class of what has this level.
pub(super) fn class(level: Level) -> &'static str {
    level.name()
}

/// The sign of a level.
pub(super) fn sign(level: Level) -> &'static str {
    match level {
        Level::Error => "✖",
        Level::Warning => "▲",
        Level::Note => "●",
    }
}

/// Sign and word.
pub(super) fn badge(level: Level) -> Markup {
    html! { span class={ "badge " (class(level)) } { span aria-hidden="true" { (sign(level)) } " " (level.name()) } }
}

/// The sign of what a run comes to.
pub(super) fn sign_of(word: Word) -> &'static str {
    match word {
        Word::Violates => "✖",
        Word::Conforms => "✓",
        Word::Known | Word::Incomplete => "!",
        Word::Inconclusive => "?",
    }
}
