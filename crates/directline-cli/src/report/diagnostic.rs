//! One group of equal findings as people see it.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group as Diagnostic, Level as Kind, Origin, Renderer, Snippet};
use directline_validator::Level;

use super::groups::{Group, GroupPlace};
use super::sentence;
use crate::closing::plural;
use crate::color::Styles;

/// Wide enough that nothing is cut: excerpts are cut before.
const WIDTH: usize = 240;

/// How wide a message below the excerpt is, in characters.
const MESSAGE_WIDTH: usize = 94;

/// Draws groups.
pub(super) struct Diagnostics {
    renderer: Renderer,
    styles: Styles,
}

impl Diagnostics {
    pub(super) fn new(colored: bool) -> Self {
        let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
        Self { renderer: renderer.term_width(WIDTH), styles: Styles::new(colored) }
    }

    /// The group in full, and an empty line.
    pub(super) fn write(&self, out: &mut dyn Write, group: &Group) -> io::Result<()> {
        let times = if group.count > 1 { format!(" ({} times)", group.count) } else { String::new() };
        let title = format!("{}{times}", group.message);
        let first = group.places.first().map_or("", |place| place.at.as_str());
        let origin = format!("{first}  {}", group.context);
        let title = kind(group.level).primary_title(title.as_str()).id(group.rule.name);
        let head = self.renderer.render(&[title.element(Origin::path(origin.as_str()))]);
        let body = self.renderer.render(&[body(group)]);
        let mut lines = head.lines().chain(body.lines());
        writeln!(out, "{}", lines.next().unwrap_or_default())?;
        for line in lines {
            writeln!(out, " {line}")?;
        }
        writeln!(out)
    }

    /// The group in one line.
    pub(super) fn write_short(&self, out: &mut dyn Write, group: &Group) -> io::Result<()> {
        let style = match group.level {
            Level::Error => self.styles.error,
            Level::Warning => self.styles.warning,
            Level::Note => self.styles.note,
        };
        let strong = self.styles.strong;
        let first = group.places.first().map_or("", |place| place.at.as_str());
        let times = if group.count > 1 { format!("{} times, first ", group.count) } else { String::new() };
        let (level, rule, message) = (group.level, group.rule.name, &group.message);
        let more = match group.further {
            0 => String::new(),
            further => format!(", and {} in the same body", plural(further, "further finding")),
        };
        writeln!(
            out,
            "{style}{level}[{rule}]{style:#}{strong}: {message}{strong:#} ({times}at {first}{more})"
        )
    }
}

fn kind(level: Level) -> Kind<'static> {
    match level {
        Level::Error => Kind::ERROR,
        Level::Warning => Kind::WARNING,
        Level::Note => Kind::NOTE,
    }
}

/// What stands below the place: the excerpt, and what the contract says.
fn body(group: &Group) -> Diagnostic<'_> {
    let mut body = Diagnostic::with_level(kind(group.level));
    let mut fits = false;
    if let Some(excerpt) = &group.excerpt {
        let before = excerpt.text.get(..excerpt.mark.end).map_or(0, |text| text.chars().count());
        fits = before.saturating_add(group.found.chars().count()) <= MESSAGE_WIDTH;
        let mark = AnnotationKind::Primary.span(excerpt.mark.clone());
        let mark = if fits { mark.label(group.found.as_str()) } else { mark };
        body = body.element(Snippet::source(excerpt.text.as_str()).line_numbering(false).annotation(mark));
    }
    if !fits {
        body = with(body, "found", &group.found);
    }
    body = with(body, "expected", &group.expected);
    if let Some((name, text)) = statement(group) {
        body = with(body, name, &text);
    }
    for related in &group.related {
        body = with(body, "related", related);
    }
    if let [_, others @ ..] = group.places.as_slice()
        && !others.is_empty()
    {
        body = with(body, "also at", &also_at(group, others));
    }
    if let Some(reason) = &group.known {
        body = with(body, "known", reason);
    }
    if group.further > 0 {
        let more = plural(group.further, "further finding");
        body = with(body, "counted", &format!("{more} of this rule where it was found, not listed"));
    }
    body
}

fn with<'a>(diagnostic: Diagnostic<'a>, name: &'static str, text: &str) -> Diagnostic<'a> {
    let room = MESSAGE_WIDTH.saturating_sub(name.len());
    diagnostic.element(Kind::NOTE.with_name(name).message(wrap(text, room)))
}

/// The first statement that the finding rests on, its source, and the ids of the others.
fn statement(group: &Group) -> Option<(&'static str, String)> {
    let (name, first) = sentence::first(group.statements)?;
    Some((name, format!("{}\n{}", first.text.replace('`', ""), sentence::source(group.statements))))
}

fn also_at(group: &Group, others: &[GroupPlace]) -> String {
    let mut places: Vec<String> = others
        .iter()
        .map(|place| match place.exchange {
            Some(index) => format!("{} (exchange {index})", place.at),
            None => place.at.clone(),
        })
        .collect();
    let more = group.count.saturating_sub(group.places.len() as u64);
    if more > 0 {
        places.push(plural(more, "more place"));
    }
    places.join(", ")
}

/// Breaks a text into lines at spaces. Words that are longer than a line are not broken.
fn wrap(text: &str, room: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut used = 0_usize;
    for word in text.split_inclusive(['\n', ' ']) {
        let is_last = word.ends_with('\n');
        let word = word.trim_end();
        let width = word.chars().count();
        if used > 0 && used.saturating_add(width) >= room {
            wrapped.push('\n');
            used = 0;
        } else if !wrapped.is_empty() {
            wrapped.push(' ');
            used = used.saturating_add(1);
        }
        wrapped.push_str(word);
        used = if is_last { room } else { used.saturating_add(width) };
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn long_texts_are_broken_at_spaces() {
        assert_eq!(wrap("a b c", 80), "a b c");
        assert_eq!(wrap("aaa bbb ccc", 8), "aaa bbb\nccc");
        assert_eq!(wrap("a\nb c", 80), "a\nb c");
        assert_eq!(wrap("a waytoolongforit b", 5), "a\nwaytoolongforit\nb");
    }
}
