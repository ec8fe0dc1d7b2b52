//! Many mutants in one build: each function becomes a choice among its mutants, made when it runs. Building
//! takes longer than testing by far, and so it is done once instead of once for each mutant.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use super::list::{Mutant, Place, Span};

/// What every mutated package gets: the number of the mutant to be, from a file beside the workspace. A file and
/// not a variable, because tests clear the environment of what they start.
pub(crate) const CHOICE: &str = r#"
#[doc(hidden)]
pub fn chosen_mutant() -> usize {
    static CHOSEN: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../chosen-mutant");
        std::fs::read_to_string(path).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
    })
}
"#;

/// The result of functions whose mutants are boxed.
pub(super) const ITERATOR: &str = "-> impl Iterator";

/// What stands before and after the body of a mutant there.
const BOXED: (&str, &str) = ("Box::new({", "}) as Box<dyn Iterator<Item = _>>,");

/// A file with its mutants built in.
pub(crate) struct Switched {
    /// Its text.
    pub(crate) text: String,
    /// On which lines (from one) each mutant stands, by its number.
    pub(crate) lines: Vec<(Range<usize>, usize)>,
    /// On which lines the functions stand, with the numbers of their mutants.
    pub(crate) functions: Vec<(Range<usize>, Vec<usize>)>,
    /// Mutants that cannot be built in.
    pub(crate) left: Vec<usize>,
}

/// A mutant: its number, what it replaces, and by what.
type Arm<'m> = (usize, Range<usize>, &'m str);

/// Builds mutants, which have numbers, into the text of a file.
pub(crate) fn switch(text: &str, mutants: &[(usize, &Mutant)]) -> Switched {
    let lines = Lines::of(text);
    let mut left = Vec::new();
    let mut bodies: BTreeMap<(usize, usize), Vec<Arm<'_>>> = BTreeMap::new();
    let outermost = |span: Span| {
        let functions = mutants.iter().filter_map(|(_, mutant)| Some(mutant.function.as_ref()?.span));
        functions.filter(|of| of.start <= span.start && span.end <= of.end).min_by_key(|of| of.start)
    };
    for (number, mutant) in mutants {
        let at = lines.range(mutant.span);
        let function = mutant.function.as_ref().and_then(|function| outermost(function.span));
        let body = function.and_then(|function| body(text, lines.range(function)?));
        match (body, at) {
            (Some(body), Some(at)) if body.start <= at.start && at.end <= body.end => {
                bodies.entry((body.start, body.end)).or_default().push((*number, at, &mutant.replacement));
            }
            _ => left.push(*number),
        }
    }
    let mut switched = Switched { text: String::new(), lines: Vec::new(), functions: Vec::new(), left };
    let mut done = 0;
    for ((start, end), arms) in bodies {
        let part = |range: Range<usize>| text.get(range).unwrap_or_default();
        switched.text.push_str(part(done..start));
        let first = switched.line();
        // The types of iterators differ from mutant to mutant.
        let signature = text.get(..start).and_then(|before| before.rfind("fn ")).map(|at| part(at..start));
        let is_iterator = signature.is_some_and(|signature| signature.contains(ITERATOR));
        let (open, close) = if is_iterator { BOXED } else { ("{", "}") };
        switched.text.push_str("match crate::chosen_mutant() {\n");
        let numbers = arms.iter().map(|(number, ..)| *number).collect();
        for (number, at, replacement) in arms {
            let begin = switched.line();
            let _ = write!(
                switched.text,
                "{number} => {open}\n{} {replacement} {}\n{close}\n",
                part(start..at.start),
                part(at.end..end)
            );
            let after = switched.line();
            switched.lines.push((begin..after, number));
        }
        let _ = write!(switched.text, "_ => {open}\n{}\n{close}\n}}\n", part(start..end));
        let after = switched.line();
        switched.functions.push((first..after, numbers));
        done = end;
    }
    switched.text.push_str(text.get(done..).unwrap_or_default());
    switched
}

impl Switched {
    /// The line on which the text now ends.
    fn line(&self) -> usize {
        1 + self.text.matches('\n').count()
    }
}

/// Where the lines of a text begin.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    fn byte(&self, place: Place) -> Option<usize> {
        let start = *self.starts.get(place.line.checked_sub(1)?)?;
        let rest = self.text.get(start..)?;
        let mut places = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        Some(start + places.nth(place.column.checked_sub(1)?)?)
    }

    fn range(&self, span: Span) -> Option<Range<usize>> {
        Some(self.byte(span.start)?..self.byte(span.end)?)
    }
}

/// What stands between the braces of a function.
fn body(text: &str, function: Range<usize>) -> Option<Range<usize>> {
    let end = function.end.checked_sub(1)?;
    let mut depth = 0_usize;
    let mut at = function.start;
    while let Some(rest) = text.get(at..end) {
        let next = rest.chars().next()?;
        match next {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            '{' if depth == 0 => return Some(at + 1..end),
            // A comment or an attribute's text may hold any braces.
            '/' if rest.starts_with("//") => at += rest.find('\n')?,
            '"' => at += 1 + rest.get(1..)?.find('"')?,
            _ => {}
        }
        at += text.get(at..)?.chars().next()?.len_utf8();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::list::Function;

    fn span(line: usize, from: usize, to_line: usize, to: usize) -> Span {
        Span { start: Place { line, column: from }, end: Place { line: to_line, column: to } }
    }

    fn mutant(function: Span, span: Span, replacement: &str) -> Mutant {
        let (name, file) = (String::new(), String::new());
        let function = Some(Function { span: function });
        Mutant { name, file, function, span, replacement: replacement.to_owned() }
    }

    #[test]
    fn a_function_becomes_a_choice_among_its_mutants() {
        let text = "fn less(ä: [u8; 2]) -> bool {\n    ä[0] < ä[1]\n}\n";
        let function = span(1, 1, 3, 2);
        let value = mutant(function, span(2, 5, 2, 16), "true");
        let operator = mutant(function, span(2, 10, 2, 11), "==");
        let switched = switch(text, &[(7, &value), (8, &operator)]);
        let squeezed = switched.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            squeezed,
            "fn less(ä: [u8; 2]) -> bool {match crate::chosen_mutant() { 7 => { true } \
             8 => { ä[0] == ä[1] } _ => { ä[0] < ä[1] } } }"
        );
        let line = |number: usize| switched.text.lines().nth(number - 1).unwrap();
        for (lines, number) in &switched.lines {
            assert_eq!(line(lines.start), format!("{number} => {{"));
        }
        assert!(switched.left.is_empty());
    }

    #[test]
    fn what_is_outside_of_bodies_is_left() {
        let text = "const LESS: bool = 1 < 2;\nfn one() -> u8 { 1 }\n";
        let outside = Mutant { function: None, ..mutant(span(1, 1, 1, 2), span(1, 22, 1, 23), ">") };
        assert_eq!(switch(text, &[(1, &outside)]).left, [1]);
    }
}
