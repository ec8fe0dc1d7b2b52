//! Whether a page shows what a command printed: `…` alone in a line stands for any lines, within a line for any text.

/// Whether the shown lines stand for what was printed.
pub(crate) fn shows(shown: &[&str], printed: &[&str]) -> bool {
    let shown: Vec<&str> = trimmed(shown);
    matches(&shown, &trimmed(printed), |line| line.trim() == "…", same)
}

/// What the page should show now: cut where it was cut. `None` where that is left to the author.
pub(crate) fn renewed(shown: &[&str], printed: &[&str]) -> Option<Vec<String>> {
    let (shown, printed) = (trimmed(shown), trimmed(printed));
    let keep = |line: &&str| {
        let kept = shown.iter().find(|shown| shown.trim() != "…" && same(shown, line));
        kept.unwrap_or(line).to_string()
    };
    let cuts: Vec<usize> = (0..shown.len()).filter(|&number| shown[number].trim() == "…").collect();
    match cuts[..] {
        [] => Some(printed.iter().map(keep).collect()),
        [cut] => {
            let tail = printed.len().checked_sub(shown.len() - cut - 1).filter(|tail| *tail >= cut)?;
            let head = printed[..cut].iter().map(keep);
            Some(head.chain(["…".to_owned()]).chain(printed[tail..].iter().map(keep)).collect())
        }
        _ => None,
    }
}

/// Without space at the ends of lines and empty lines at the end.
fn trimmed<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let end = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
    lines[..end].iter().map(|line| line.trim_end()).collect()
}

fn same(shown: &str, line: &str) -> bool {
    let letters = |text: &str| text.chars().collect::<Vec<_>>();
    matches(&letters(shown), &letters(line), |letter| letter == '…', |shown, letter| shown == letter)
}

/// Whether a pattern, of which some items stand for any number of others, matches a text.
fn matches<T: Copy>(pattern: &[T], text: &[T], any: impl Fn(T) -> bool, same: impl Fn(T, T) -> bool) -> bool {
    let (mut at, mut seen) = (0, 0);
    // Where the last `any` was, and how much of the text it has taken.
    let mut last: Option<(usize, usize)> = None;
    while seen < text.len() {
        if at < pattern.len() && any(pattern[at]) {
            last = Some((at, seen));
            at += 1;
        } else if at < pattern.len() && same(pattern[at], text[seen]) {
            (at, seen) = (at + 1, seen + 1);
        } else if let Some((star, taken)) = last {
            last = Some((star, taken + 1));
            (at, seen) = (star + 1, taken + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|&item| any(item))
}
