//! Two texts line by line, as a report shows their difference: unchanged parts elided.

use similar::{ChangeTag, TextDiff};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Of the recording only.
    Recorded,
    /// Of the replay only.
    Fresh,
    /// Of both.
    Both,
    /// Lines are left out.
    Elided,
}

/// A line of a difference, not escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) sign: Sign,
    pub(crate) text: String,
}

/// Of how many lines a text may have to be compared line by line.
const MOST_COMPARED: usize = 400;

/// How many lines of a difference are shown.
const MOST_SHOWN: usize = 24;

/// How much of a line is shown, in characters.
const LONGEST: usize = 160;

/// How much of it stands before the first character that differs.
const BEFORE: usize = 40;

/// The lines in which two texts differ, with a line of context. A text that is not there has none.
pub(super) fn lines(recorded: Option<&str>, fresh: Option<&str>) -> Vec<Line> {
    let (old, new) = (recorded.unwrap_or_default(), fresh.unwrap_or_default());
    let is_one = |text: &str| !text.contains('\n');
    let is_long = |text: &str| text.lines().nth(MOST_COMPARED).is_some();
    let is_comparable = recorded.is_some() && fresh.is_some() && !(is_one(old) && is_one(new));
    let lines = if is_comparable && !is_long(old) && !is_long(new) {
        compared(old, new)
    } else {
        alone(recorded, fresh)
    };
    let further = lines.len().saturating_sub(MOST_SHOWN);
    let mut lines: Vec<Line> = lines.into_iter().take(MOST_SHOWN).collect();
    if further > 0 {
        lines.push(Line { sign: Sign::Elided, text: crate::closing::plural(further as u64, "further line") });
    }
    lines
}

/// The recorded text, then the fresh one.
fn alone(recorded: Option<&str>, fresh: Option<&str>) -> Vec<Line> {
    let differ = recorded.zip(fresh).map_or(0, |(one, other)| first_difference(one, other));
    let of = |text: Option<&str>, sign| {
        let lines: Vec<&str> = text.map_or_else(Vec::new, |text| text.split('\n').take(MOST_SHOWN).collect());
        let at = if lines.len() == 1 { differ } else { 0 };
        lines.into_iter().map(move |line| Line { sign, text: excerpt(line, at) }).collect::<Vec<_>>()
    };
    [of(recorded, Sign::Recorded), of(fresh, Sign::Fresh)].concat()
}

fn compared(old: &str, new: &str) -> Vec<Line> {
    let diff = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for (number, group) in diff.grouped_ops(1).iter().enumerate() {
        if number > 0 {
            lines.push(Line { sign: Sign::Elided, text: String::new() });
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Delete => Sign::Recorded,
                ChangeTag::Insert => Sign::Fresh,
                ChangeTag::Equal => Sign::Both,
            };
            lines.push(Line { sign, text: excerpt(change.value().trim_end_matches('\n'), 0) });
        }
    }
    lines
}

/// How many characters two texts have in common at their beginning.
fn first_difference(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count()
}

/// The part of a line around a character.
pub(super) fn excerpt(line: &str, at: usize) -> String {
    if line.chars().nth(LONGEST).is_none() {
        return line.to_owned();
    }
    let from = if at < LONGEST { 0 } else { at.saturating_sub(BEFORE) };
    let part: String = line.chars().skip(from).take(LONGEST).collect();
    let is_end = line.chars().nth(from.saturating_add(LONGEST)).is_none();
    format!("{}{part}{}", if from > 0 { "…" } else { "" }, if is_end { "" } else { "…" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(recorded: Option<&str>, fresh: Option<&str>) -> Vec<String> {
        let sign = |sign| match sign {
            Sign::Recorded => '-',
            Sign::Fresh => '+',
            Sign::Both => ' ',
            Sign::Elided => '…',
        };
        lines(recorded, fresh).iter().map(|line| format!("{}{}", sign(line.sign), line.text)).collect()
    }

    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(shown(Some("1"), Some("\"1\"")), ["-1", "+\"1\""]);
        assert_eq!(shown(None, Some("{\n}")), ["+{", "+}"]);
        assert_eq!(shown(Some("a\nb\nc\nd\ne\n"), Some("a\nb\nX\nd\ne\n")), [" b", "-c", "+X", " d"]);
        assert_eq!(shown(Some("x\n1\n2\n3\n4\ny\n"), Some("X\n1\n2\n3\n4\nY\n")).len(), 7);
    }

    #[test]
    fn of_long_texts_the_part_around_the_first_difference_is_shown() {
        let one = format!("{}x{}", "a".repeat(1_000_000), "b".repeat(1_000_000));
        let other = one.replace('x', "y");
        let shown = shown(Some(&one), Some(&other));
        assert!(shown[0].contains("aax") && shown[1].contains("aay"), "{shown:?}");
        assert!(shown.iter().all(|line| line.chars().count() < 200), "{shown:?}");
        let (many, more) = ("a\n".repeat(100_000), "b\n".repeat(100_000));
        assert!(lines(Some(&many), Some(&more)).len() <= MOST_SHOWN + 1);
    }
}
