//! Near misses: what a mistyped name probably meant.

/// At most three of `names` that are close to `word`, the closest first.
pub(crate) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    // Names are short; longer words are not mistyped names, and comparing takes quadratic time.
    if word.len() > 80 {
        return Vec::new();
    }
    let word = word.to_ascii_lowercase();
    let mut near: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let distance = distance(&word, name);
            let holds = word.len() >= 4 && name.contains(word.as_str());
            let most = (name.len() / 3).max(1);
            (holds || distance <= most).then_some((if holds { 1 } else { distance }, name))
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn either(names: &[&str]) -> String {
    joined(names, "or")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn all(names: &[&str]) -> String {
    joined(names, "and")
}

fn joined(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

/// How many letters have to be inserted, left out or changed (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut left = i.saturating_add(1);
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(&to) {
            let change = diagonal.saturating_add(usize::from(a != *b));
            diagonal = *cell;
            *cell = change.min(diagonal.saturating_add(1)).min(left.saturating_add(1));
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_apart_are_counted() {
        for (from, to, apart) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
            ("ruel", "rule", 2),
            ("same", "same", 0),
        ] {
            assert_eq!(distance(from, to), apart, "{from} {to}");
        }
    }

    #[test]
    fn near_names_are_found_the_nearest_first() {
        let names = ["watermark-not-string", "text-not-string", "authorization-missing"];
        let near = |word| nearest(word, names.into_iter());
        assert_eq!(near("text-not-strin"), ["text-not-string"]);
        assert_eq!(near("not-string"), ["watermark-not-string", "text-not-string"]);
        assert_eq!(near("autorisation-missing"), ["authorization-missing"]);
        assert!(near("zebra").is_empty());
        assert!(near(&"x".repeat(100_000)).is_empty());
        assert_eq!(either(&names), "watermark-not-string, text-not-string or authorization-missing");
    }
}
