//! `@name = value` and `{{name}}`: values that stand in the file are known, others are not.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lines::{definition, lines};

/// How many definitions are remembered, and how long a value may get.
const MOST: usize = 1024;
const LONGEST: usize = 2048;
/// How many values a value may be put together from.
const STEPS: usize = 64;

/// The variables of a file.
#[derive(Debug, Default)]
pub(super) struct Variables {
    values: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
}

impl Variables {
    pub(super) fn of(bytes: &[u8], start: usize) -> Self {
        let mut values: BTreeMap<Vec<u8>, Option<Vec<u8>>> = BTreeMap::new();
        for (line, _) in lines(bytes, start) {
            let text = bytes.get(line).unwrap_or_default();
            let Some((name, at)) = definition(text) else { continue };
            let value = text.get(at..).unwrap_or_default().trim_ascii().to_vec();
            let fits = value.len() <= LONGEST;
            let has_room = values.len() < MOST;
            match values.get_mut(name) {
                // Which of two values holds where is the editor's affair.
                Some(known) if known.as_ref() != Some(&value) => *known = None,
                None if has_room => {
                    values.insert(name.to_vec(), fits.then_some(value));
                }
                Some(_) | None => {}
            }
        }
        let filled = values.keys().map(|name| (name.clone(), filled(&values, name))).collect();
        Self { values: filled }
    }

    /// The value of a variable, if the file says it; values in it are filled in.
    pub(super) fn value(&self, name: &[u8]) -> Option<&[u8]> {
        self.values.get(name)?.as_deref()
    }
}

fn filled(values: &BTreeMap<Vec<u8>, Option<Vec<u8>>>, name: &[u8]) -> Option<Vec<u8>> {
    let mut value = values.get(name)?.clone()?;
    for _ in 0..STEPS {
        let Some(range) = next(&value, 0) else { return Some(value) };
        let inner = values.get(name_in(&value, &range))?.clone()?;
        if value.len().saturating_add(inner.len()) > LONGEST {
            return None;
        }
        value.splice(range, inner);
    }
    None
}

/// The next `{{…}}` from `at` on; it has no quotation mark in it and stands on one line, as braces of JSON do not.
pub(super) fn next(text: &[u8], mut at: usize) -> Option<Range<usize>> {
    loop {
        let rest = text.get(at..)?;
        let start = at.saturating_add(memchr::memmem::find(rest, b"{{")?);
        let inside = text.get(start.saturating_add(2)..)?;
        let stop = inside.iter().position(|byte| matches!(byte, b'\n' | b'"' | b'{' | b'}'))?;
        let stop = start.saturating_add(2).saturating_add(stop);
        let rest = text.get(stop..).unwrap_or_default();
        if rest.starts_with(b"}}") && stop > start.saturating_add(2) {
            return Some(start..stop.saturating_add(2));
        }
        // Three braces: the variable begins with the last two.
        let skipped = if rest.starts_with(b"{") { stop.saturating_sub(1) } else { stop };
        at = skipped.max(start.saturating_add(1));
    }
}

/// The name between the braces.
pub(super) fn name_in<'t>(text: &'t [u8], range: &Range<usize>) -> &'t [u8] {
    let inside = range.start.saturating_add(2)..range.end.saturating_sub(2);
    text.get(inside).unwrap_or_default().trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_file_are_filled_in() {
        let file = b"@a = 1\n@b={{a}}2\n@loop = {{loop}}\n@c = {{conv.token}}\n@two = x\n@two = y\n@e = \n";
        let variables = Variables::of(file, 0);
        let rows = [
            ("a", Some("1")),
            ("b", Some("12")),
            ("loop", None),
            ("c", None),
            ("two", None),
            ("none", None),
            ("e", Some("")),
        ];
        for (name, expected) in rows {
            let found = variables.value(name.as_bytes()).map(|value| std::str::from_utf8(value).unwrap());
            assert_eq!(found, expected, "{name}");
        }
        // Each is twice the one before: no value gets longer than the bound.
        let lines: Vec<String> =
            (1..40).map(|n| format!("@v{n} = {{{{v{}}}}}{{{{v{}}}}}\n", n - 1, n - 1)).collect();
        let variables = Variables::of(format!("@v0 = xx\n{}", lines.concat()).as_bytes(), 0);
        assert_eq!(variables.value(b"v3").map(<[u8]>::len), Some(16));
        assert_eq!(variables.value(b"v39"), None);
    }

    #[test]
    fn variables_are_found() {
        let rows: [(&str, &[&str]); 6] = [
            ("{{a}}/{{ b }}", &["{{a}}", "{{ b }}"]),
            (r#"{"a":{"b":{}}}"#, &[]),
            (r#"{"t":"{{x}}"}"#, &["{{x}}"]),
            ("{{{a}}}", &["{{a}}"]),
            ("{{\n}} {{}} {{", &[]),
            ("{{$guid}}", &["{{$guid}}"]),
        ];
        for (text, expected) in rows {
            let mut found = Vec::new();
            let mut at = 0;
            while let Some(range) = next(text.as_bytes(), at) {
                at = range.end;
                found.push(text.get(range).unwrap());
            }
            assert_eq!(found, expected, "{text}");
        }
    }
}
