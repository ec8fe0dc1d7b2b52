//! What is wrong with a file of settings, or with a variable, as people see it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use directline_validator::redact::Secrets;

use crate::excerpt::Excerpt;
use crate::output::Messages;
use crate::shown;

/// How many faults of a file are shown; one more is looked for, to say that there are more.
pub(super) const MOST: usize = 10;

/// Wide enough that nothing is cut: excerpts are cut before.
const WIDTH: usize = 240;

/// One fault.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    /// The bytes of the file.
    span: Range<usize>,
    what: String,
    help: String,
}

impl Wrong {
    pub(super) fn at(span: Range<usize>, what: String, help: String) -> Self {
        Self { span, what, help }
    }
}

/// Why the settings cannot be used.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// There is no place to show.
    Plain { what: String, help: String },
    /// A file has faults.
    File { name: String, bytes: Vec<u8>, wrong: Vec<Wrong> },
}

impl Trouble {
    pub(super) fn plain(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Plain { what: what.into(), help: help.into() }
    }

    /// Tells of it.
    pub(crate) fn tell(&self, messages: &Messages) {
        match self {
            Self::Plain { what, help } => messages.error(&shown::plain(what), &shown::plain(help)),
            Self::File { name, wrong, .. } => {
                messages.raw(&self.draw(messages.colored));
                if wrong.len() > MOST {
                    messages.note(&format!("{name}: further errors are not listed"));
                }
            }
        }
    }

    /// The faults of a file, as far as they are shown.
    pub(super) fn draw(&self, colored: bool) -> String {
        let Self::File { name, bytes, wrong } = self else { return String::new() };
        wrong.iter().take(MOST).map(|one| draw(name, bytes, one, colored)).collect()
    }
}

/// Line and column, from 1, in characters.
fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.split(|byte| *byte == b'\n').count();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at.saturating_add(1));
    let text = String::from_utf8_lossy(before.get(start..).unwrap_or_default());
    (line, text.chars().count().saturating_add(1))
}

fn draw(name: &str, bytes: &[u8], wrong: &Wrong, colored: bool) -> String {
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let (line, column) = place(bytes, wrong.span.start);
    let at = format!("{name}:{line}:{column}");
    let (what, help) = (shown::plain(&wrong.what), shown::plain(&wrong.help));
    let excerpt = Excerpt::new(None, bytes, &wrong.span, &Secrets::new());
    let title = Level::ERROR.primary_title(what.as_str());
    let head = renderer.render(&[title.element(Origin::path(at.as_str()))]);
    let mark = AnnotationKind::Primary.span(excerpt.mark.clone());
    let snippet = Snippet::source(excerpt.text.as_str()).line_numbering(false).annotation(mark);
    let body = Group::with_level(Level::ERROR).element(snippet).element(Level::HELP.message(help.as_str()));
    let body = renderer.render(&[body]);
    let mut lines = head.lines().chain(body.lines());
    let first = lines.next().unwrap_or_default();
    let rest = lines.map(|line| format!(" {line}\n"));
    format!("{first}\n{}", rest.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn places_are_counted_in_characters_from_one() {
        let bytes = "a = 1\nü = é\n".as_bytes();
        for (at, line, column) in [(0, 1, 1), (5, 1, 6), (6, 2, 1), (11, 2, 5), (99, 3, 1)] {
            assert_eq!(place(bytes, at), (line, column), "{at}");
        }
    }
}
