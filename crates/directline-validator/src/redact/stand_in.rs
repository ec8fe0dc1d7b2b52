//! What stands in the place of a secret where the recording itself is to be kept: a text of the same form, which is
//! known by its letters.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use directline_exchange::is_placeholder;

use super::finding::{Found, What};
use super::form::{NO_LETTER, Unit, raw, units, whole};
use super::known::is_no_secret;
use super::places::is_scheme;
use super::spelling::Spellings;

/// The letters of stand-ins. No secret of some length is made of these alone.
const LETTERS: [char; 4] = ['x', 'y', 'z', 'w'];

/// The digits of stand-ins; a number stays one.
const DIGITS: [char; 2] = ['8', '9'];

/// Stand-ins for secrets: equal ones for equal secrets, different ones for different secrets as far as their length
/// allows. They are made from the number of the secret alone; of the secret nothing is left but its form: letters for
/// letters, digits for digits, everything else as it is, so that each is as long as what it stands for.
///
/// ```
/// use directline_validator::redact::{Spellings, StandIns, find, is_stand_in};
///
/// let mut stand_ins = StandIns::default();
/// let mut rewrite = |text: &str| stand_ins.rewrite(text, &find(text), &Spellings::default());
/// assert_eq!(rewrite("?token=Abc-123&a=b"), "?token=Xxx-889&a=b");
/// assert_eq!(rewrite("Bearer Abc-123"), "Bearer Xxx-889");
/// assert_eq!(rewrite("Bearer Abd-123"), "Bearer Xxx-898");
/// assert!(is_stand_in("Xxx-898") && !is_stand_in("Abc-123"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct StandIns {
    /// By the letters of the secret, in lower case: so are they written in hosts and names of files.
    known: BTreeMap<String, String>,
    /// How many secrets of a form there are.
    numbers: BTreeMap<String, u64>,
    /// Stand-ins of an earlier run.
    taken: BTreeSet<String>,
}

impl StandIns {
    /// Gives this stand-in of an earlier run to no other secret.
    pub fn keep(&mut self, stand_in: &str) {
        self.taken.insert(stand_in.to_ascii_lowercase());
    }

    /// How many secrets have one.
    pub fn count(&self) -> usize {
        self.known.len()
    }

    /// The text with stand-ins in the place of what was found in it, as long as before. What has several secrets in it
    /// that `spellings` knows is taken apart.
    pub fn rewrite(&mut self, text: &str, found: &[Found], spellings: &Spellings) -> String {
        let mut plain: Vec<Range<usize>> = Vec::new();
        let mut coded: Vec<&Found> = Vec::new();
        for one in found {
            match &one.what {
                What::Known(spelled) if !spelled.is_plain() => coded.push(one),
                _ => plain.push(whole(text, one.range.clone())),
            }
        }
        let plain = joined(plain);
        let overlaps = |range: &Range<usize>| {
            let after = plain.partition_point(|plain| plain.end <= range.start);
            plain.get(after).is_some_and(|plain| plain.start < range.end)
        };
        coded.retain(|one| !overlaps(&one.range));
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for range in plain {
            let written = text.get(range.clone()).unwrap_or_default();
            let written = self.plain(written, spellings);
            edits.push((range, written));
        }
        coded.sort_by_key(|one| one.range.start);
        let mut end = 0;
        for one in coded {
            let What::Known(spelled) = &one.what else { continue };
            if one.range.start < end {
                continue;
            }
            end = one.range.end;
            let stand_in = self.of(spellings.word(spelled));
            edits.extend(spelled.rewritten(text, one.range.clone(), &stand_in));
        }
        edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for (range, written) in edits {
            // Two codings that touch share a letter; the second one keeps it.
            let Some(before) = text.get(from..range.start) else { continue };
            out.push_str(before);
            out.push_str(&written);
            from = range.end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }

    /// What stands for a secret: the same for each way of writing it, and written in that way.
    fn plain(&mut self, text: &str, spellings: &Spellings) -> String {
        let units = units(text);
        let letters: Vec<char> = units.iter().map(|unit| unit.letter).collect();
        let text: String = letters.iter().collect();
        let mut new = String::with_capacity(text.len());
        if is_kept(text.trim_matches(NO_LETTER)) {
            new.push_str(&text);
        } else {
            let mut from = 0;
            for range in spellings.plain_in(&text) {
                self.rest(text.get(from..range.start).unwrap_or_default(), &mut new);
                new.push_str(&self.of(text.get(range.clone()).unwrap_or_default()));
                from = range.end;
            }
            self.rest(text.get(from..).unwrap_or_default(), &mut new);
        }
        let mut written = String::new();
        for (unit, letter) in units.iter().zip(new.chars()) {
            Unit::write(unit, letter, &mut written);
        }
        if new.chars().count() == units.len() { written } else { raw(&units) }
    }

    /// What is beside known secrets.
    fn rest(&mut self, text: &str, new: &mut String) {
        let core = core(text);
        let Some((before, after)) = text.split_once(core).filter(|_| !core.is_empty()) else {
            new.push_str(text);
            return;
        };
        new.push_str(before);
        // The scheme is no secret, and the credential stands elsewhere without it.
        let scheme = scheme_of(core);
        let (scheme, secret) = core.split_at_checked(scheme).unwrap_or(("", core));
        new.push_str(scheme);
        if is_kept(secret) || is_scheme(secret) {
            new.push_str(secret);
        } else if scheme.is_empty() {
            new.push_str(&self.of(secret));
        } else {
            self.rest(secret, new);
        }
        new.push_str(after);
    }

    /// What stands for a secret.
    fn of(&mut self, secret: &str) -> String {
        if is_kept(secret) || is_stand_in(secret) {
            return secret.to_owned();
        }
        let lower = secret.to_ascii_lowercase();
        if !self.known.contains_key(&lower) {
            let stand_in = self.next(&lower);
            self.known.insert(lower.clone(), stand_in);
        }
        let stand_in = self.known.get(&lower).map_or("", String::as_str);
        let in_case = |(old, new): (char, char)| {
            if old.is_ascii_uppercase() { new.to_ascii_uppercase() } else { new }
        };
        secret.chars().zip(stand_in.chars()).map(in_case).collect()
    }

    /// The next stand-in of this form.
    fn next(&mut self, secret: &str) -> String {
        let slots = slots(secret);
        let number = self.numbers.entry(slots.iter().copied().map(Slot::name).collect()).or_default();
        let mut stand_in = String::new();
        // Short forms have few; further secrets of such a form share theirs.
        for _ in 0..64 {
            *number = number.saturating_add(1);
            stand_in = filled(&slots, *number);
            if !self.taken.contains(&stand_in) && !is_placeholder(&stand_in) && stand_in != secret {
                break;
            }
        }
        stand_in
    }
}

/// Whether a text is made of the letters of stand-ins, or has none to hide.
pub fn is_stand_in(text: &str) -> bool {
    let is_one = |slot: Slot| match slot {
        Slot::Letter(letter) => LETTERS.contains(&letter),
        Slot::Digit(digit) => DIGITS.contains(&digit),
        Slot::Factor(digit) => digit == '1',
        Slot::Other(letter) => letter == other(letter),
        Slot::Kept(_) => true,
    };
    slots(&text.to_ascii_lowercase()).into_iter().all(is_one)
}

/// Whether what stands in the place of a secret, as it is written, hides it or says that there is none.
///
/// ```
/// use directline_validator::redact::is_hidden;
/// assert!(is_hidden("Bearer xxx-88y") && is_hidden("Bearer REDACTED") && is_hidden("undefined"));
/// assert!(is_hidden("%78%78x-88y") && !is_hidden("Bearer abc-123"));
/// ```
pub fn is_hidden(written: &str) -> bool {
    let letters = letters(written);
    let letters = letters.trim_matches(NO_LETTER);
    let is_word_hidden =
        |word: &str| is_kept(word) || is_scheme(core(word)) || is_kept(core(word)) || is_stand_in(word);
    is_kept(letters)
        || is_kept(letters.get(scheme_of(letters)..).unwrap_or_default())
        || letters.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).all(is_word_hidden)
}

/// The letters of a text, escapes undone.
pub(super) fn letters(written: &str) -> String {
    if written.contains(['\\', '%']) {
        units(written).iter().map(|unit| unit.letter).collect()
    } else {
        written.to_owned()
    }
}

/// The secret in what was found: without what is around it.
pub(super) fn core(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// How long the scheme is with which a value of `Authorization` begins, with the space after it.
pub(super) fn scheme_of(value: &str) -> usize {
    let (word, _) = value.split_once(' ').unwrap_or_default();
    if is_scheme(word) { word.len().saturating_add(1) } else { 0 }
}

/// Whether a text in the place of a secret is none, and has to stay as it is: what exporters and people write instead
/// of it, and what scripts write for a value that they do not have.
pub(super) fn is_kept(text: &str) -> bool {
    is_placeholder(text)
        || is_no_secret(text)
        || matches!(text, "null" | "true" | "false" | "undefined" | "None" | "NaN" | "[object Object]")
}

/// A letter of a secret, by what may stand for it.
#[derive(Clone, Copy, Debug)]
enum Slot {
    Letter(char),
    Digit(char),
    /// A digit of a number with an exponent, which must not become another power of ten.
    Factor(char),
    /// A letter or digit beyond ASCII.
    Other(char),
    Kept(char),
}

impl Slot {
    /// The same for all slots that are filled alike.
    fn name(self) -> char {
        match self {
            Self::Letter(_) => 'a',
            Self::Digit(_) => '0',
            Self::Factor(_) => '1',
            Self::Other(letter) => other(letter),
            Self::Kept(letter) => letter,
        }
    }
}

/// The slots of a secret in lower case. What all credentials of a kind have in common is no secret, and by it they are
/// known: `.cwA.` of Direct Line, `eyJ` of JSON Web Tokens.
fn slots(secret: &str) -> Vec<Slot> {
    let is_number = secret.contains('e') && serde_json::from_str::<serde_json::Number>(secret).is_ok();
    let mut slots = Vec::with_capacity(secret.len());
    let (mut before, mut at) = ('.', 0_usize);
    while let Some(rest) = secret.get(at..).filter(|rest| !rest.is_empty()) {
        let is_start = !before.is_alphanumeric();
        let marks = [".cwa.", ".daa."].into_iter().find(|mark| rest.starts_with(mark)).map(|_| 4);
        let marks = marks.or_else(|| (is_start && rest.starts_with("eyj")).then_some(3));
        for letter in rest.chars().take(marks.unwrap_or(1)) {
            slots.push(match letter {
                _ if marks.is_some() => Slot::Kept(letter),
                '0'..='9' if is_number => Slot::Factor(letter),
                'a'..='z' if !is_number => Slot::Letter(letter),
                '0'..='9' => Slot::Digit(letter),
                _ if !letter.is_ascii() && letter.is_alphanumeric() => Slot::Other(letter),
                _ => Slot::Kept(letter),
            });
            before = letter;
            at = at.saturating_add(letter.len_utf8());
        }
    }
    slots
}

/// What stands for a letter beyond ASCII: one as long.
fn other(letter: char) -> char {
    match letter.len_utf8() {
        2 => 'é',
        3 => 'あ',
        _ => '𠀀',
    }
}

/// The stand-in with a number: its last letters say it.
fn filled(slots: &[Slot], mut number: u64) -> String {
    let mut digit = |from: &[char]| {
        let count = u64::try_from(from.len()).unwrap_or(1).max(1);
        let at = usize::try_from(number.checked_rem(count).unwrap_or(0)).unwrap_or(0);
        number = number.checked_div(count).unwrap_or(0);
        from.get(at).copied().unwrap_or('x')
    };
    let letter = |slot: &Slot| match slot {
        Slot::Letter(_) => digit(&LETTERS),
        Slot::Digit(_) => digit(&DIGITS),
        Slot::Factor(_) => '1',
        Slot::Other(letter) => other(*letter),
        Slot::Kept(letter) => *letter,
    };
    let letters: Vec<char> = slots.iter().rev().map(letter).collect();
    letters.into_iter().rev().collect()
}

/// Sorted ranges, with those that overlap made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{find, searched};
    use super::*;

    fn rewritten(text: &str) -> String {
        let found = find(text);
        let words: Vec<String> =
            found.iter().filter_map(|one| searched(text.get(one.range.clone()).unwrap())).collect();
        let spellings = Spellings::of(words.iter().map(String::as_str));
        let found = [found, spellings.find(text)].concat();
        StandIns::default().rewrite(text, &found, &spellings)
    }

    #[test]
    fn the_form_stays() {
        let rows = [
            ("Bearer RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q", "Bearer XXxxX_XX8XX.cwA.XXX.xxXxX8xxx8y"),
            (
                "token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
                "token=eyJxxXxxXxXXXxX8XxX8.eyJxxXXxXxXxXx8.x8xxxxX8xXXy",
            ),
            ("?t=a1&t=a1&t=b1&t=A1", "?t=x9&t=x9&t=y8&t=X9"),
            (
                r#"{"token": "null", "secret": null, "key": true}"#,
                r#"{"token": "null", "secret": null, "key": true}"#,
            ),
            (r#"{"token": 100, "secret": 1.5e300}"#, r#"{"token": 889, "secret": 1.1e111}"#),
            ("Bearer REDACTED, Bearer undefined", "Bearer REDACTED, Bearer undefined"),
            ("Authorization: Bearer Bearer abc", "Authorization: Bearer Bearer xxy"),
            ("https://me:pass@h/", "https://xy:xxxy@h/"),
            (
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB",
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB",
            ),
        ];
        for (text, expected) in rows {
            assert_eq!(rewritten(text), expected);
        }
    }

    #[test]
    fn a_secret_has_one_stand_in_however_it_is_written() {
        let text = "password=a-Secret-1/x and a%2DSecret-1%2fx, A-SECRET-1/X, YS1TZWNyZXQtMS94";
        let expected = "password=x-Xxxxxx-8/y and x%2DXxxxxx-8%2fy, X-XXXXXX-8/Y, eC1YeHh4eHgtOC95";
        assert_eq!(rewritten(text), expected);
    }

    #[test]
    fn further_secrets_avoid_what_is_taken_and_what_readers_take_for_nothing() {
        let mut stand_ins = StandIns::default();
        stand_ins.keep("xxxy");
        let all: Vec<String> = ["abcd", "efgh", "ijkl"].iter().map(|secret| stand_ins.of(secret)).collect();
        assert_eq!(all, ["xxxz", "xxxw", "xxyx"]);
        assert_eq!(stand_ins.count(), 3);
    }

    proptest! {
        #[test]
        fn nothing_but_the_letters_of_secrets_changes(
            secret in "[a-zA-Z0-9._/+-]{1,40}|[a-zé☺😀 ]{1,12}",
            around in "[\\\\u0-9%a-f\":=@/ é]{0,30}",
        ) {
            let text = format!("{around} ?token={secret}&x {around}");
            let new = rewritten(&text);
            prop_assert_eq!(new.len(), text.len());
            prop_assert_eq!(rewritten(&new), new.clone());
            for one in find(&new) {
                prop_assert!(is_hidden(new.get(one.range.clone()).unwrap()), "{:?} in {}", one.range, new);
            }
            let kind = |c: char| if c.is_ascii_alphabetic() { 'a' } else if c.is_ascii_digit() { '0' } else { c };
            let of = |text: &str| text.chars().filter(char::is_ascii).map(kind).collect::<String>();
            if !text.contains(['\\', '%']) {
                prop_assert_eq!(of(&new), of(&text));
            }
        }

        #[test]
        fn different_secrets_have_different_stand_ins(words in proptest::collection::btree_set("[a-z]{8}", 1..40)) {
            let mut stand_ins = StandIns::default();
            let all: BTreeSet<String> = words.iter().map(|word| stand_ins.of(word)).collect();
            prop_assert_eq!(all.len(), words.len());
            prop_assert!(all.iter().all(|one| is_stand_in(one)));
        }
    }
}
