//! Known secrets, wherever a text says them again: plain, escaped, in Base64 or in hexadecimal digits.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::coding::{ALPHABET, Coding, LONGEST_NAME, SHORTEST_PART, first_whole};
use super::finding::{Found, What, views_of};
use super::form::{NO_LETTER, raw, units, whole};
use super::stand_in::{core, is_kept, is_stand_in, letters, scheme_of};

/// Shorter texts are none that anybody keeps secret.
const SHORTEST: usize = 3;

/// Secrets that are looked for however they are written. A secret in which another one stands is taken apart, so that
/// each is found wherever it is.
///
/// ```
/// use directline_validator::redact::Spellings;
///
/// let spellings = Spellings::of(["test-secret"]);
/// let found = spellings.find("a test-secret, test%2Dsecret, dGVzdC1zZWNyZXQ= and 746573742d736563726574");
/// assert_eq!(found.len(), 4);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    words: Vec<String>,
    /// In any letter case.
    plain: Option<Searched>,
    /// As they are written.
    exact: Option<Searched>,
}

#[derive(Clone, Debug)]
struct Searched {
    automaton: AhoCorasick,
    /// What each pattern is.
    patterns: Vec<Spelled>,
}

/// A known secret, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelled {
    word: usize,
    coding: Coding,
}

impl Spelled {
    /// Whether it is as it is, or escaped.
    pub fn is_plain(&self) -> bool {
        self.coding == Coding::Plain
    }

    /// The name of the coding.
    pub fn coding(&self) -> &'static str {
        match self.coding {
            Coding::Plain => "plain",
            Coding::Base64(_) | Coding::UrlSafe(_) => "Base64",
            Coding::Hex => "hexadecimal",
            Coding::Percent => "percent-encoded",
        }
    }

    /// The letters in the range of the text with what stands for the word, in the same coding. In Base64 the letters
    /// beside it may hold a part, too.
    pub(super) fn rewritten(
        &self,
        text: &str,
        range: Range<usize>,
        stand_in: &str,
    ) -> Option<(Range<usize>, String)> {
        match self.coding {
            Coding::Plain => None,
            Coding::Hex => {
                let range = whole(text, range);
                let units = units(text.get(range.clone())?);
                let is_upper = units.iter().any(|unit| unit.letter.is_ascii_uppercase());
                let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
                let digits = stand_in.bytes().flat_map(|new| [digit(new >> 4), digit(new & 15)]);
                let mut written = String::new();
                for (unit, new) in units.iter().zip(digits) {
                    unit.write(if is_upper { new.to_ascii_uppercase() } else { new }, &mut written);
                }
                Some((range, written))
            }
            Coding::Percent => {
                let range = whole(text, range);
                let mut written = String::new();
                for (unit, new) in units(text.get(range.clone())?).iter().zip(stand_in.bytes()) {
                    if unit.letter == NO_LETTER {
                        let old = raw(std::slice::from_ref(unit));
                        let is_upper = old.contains(|c: char| c.is_ascii_uppercase());
                        let code = if is_upper { format!("%{new:02X}") } else { format!("%{new:02x}") };
                        written.push_str(if old.len() == code.len() { &code } else { &old });
                    } else {
                        unit.write(char::from(new), &mut written);
                    }
                }
                Some((range, written))
            }
            Coding::Base64(before) | Coding::UrlSafe(before) => {
                base64_rewritten(text, range, before, stand_in.as_bytes())
            }
        }
    }
}

impl Spellings {
    /// These secrets.
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut all: Vec<&str> = words.into_iter().filter(|word| word.len() >= SHORTEST).collect();
        all.sort_unstable();
        all.dedup();
        let mut spellings = Self::default();
        for word in parts(&all) {
            spellings.words.push(word);
        }
        spellings.build();
        spellings
    }

    fn build(&mut self) {
        let (mut any_case, mut exact): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
        for (number, word) in self.words.iter().enumerate() {
            for coding in Coding::of(word) {
                let list = if coding.is_any_case(word) { &mut any_case } else { &mut exact };
                list.push((coding.written(word), Spelled { word: number, coding }));
            }
        }
        self.plain = Searched::new(any_case, true);
        self.exact = Searched::new(exact, false);
    }

    /// The word that was found.
    pub(super) fn word(&self, spelled: &Spelled) -> &str {
        self.words.get(spelled.word).map_or("", String::as_str)
    }

    /// Where they stand in the text.
    pub fn find(&self, text: &str) -> Vec<Found> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let mut found = self.in_one_reading(text);
        for (start, view) in views_of(text) {
            found.extend(self.in_one_reading(view.text()).into_iter().map(|one| {
                let range = view.range(&one.range);
                Found { range: start.saturating_add(range.start)..start.saturating_add(range.end), ..one }
            }));
        }
        found.sort_by_key(|one| (one.range.start, one.range.end));
        found.dedup();
        found
    }

    /// Where plain ones stand in a text without escapes, one after the other.
    pub(super) fn plain_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = self.in_one_reading(text);
        found.retain(|one| matches!(&one.what, What::Known(spelled) if spelled.is_plain()));
        found.sort_by_key(|one| (one.range.start, one.range.end));
        let mut end = 0;
        found.retain(|one| {
            let is_next = one.range.start >= end;
            end = if is_next { one.range.end } else { end };
            is_next
        });
        found.into_iter().map(|one| one.range).collect()
    }

    fn in_one_reading(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        for searched in self.plain.iter().chain(&self.exact) {
            for hit in searched.automaton.find_iter(text) {
                let range = hit.start()..hit.end();
                let is_part = range.len() >= SHORTEST_PART || is_word(text, &range);
                let is_value = range.len() > LONGEST_NAME || !is_name(text, &range);
                let spelled = searched.patterns.get(hit.pattern().as_usize());
                if let Some(spelled) = spelled.filter(|_| is_part && is_value) {
                    found.push(Found { range, what: What::Known(*spelled) });
                }
            }
        }
        found
    }
}

impl Searched {
    fn new(patterns: Vec<(Vec<u8>, Spelled)>, any_case: bool) -> Option<Self> {
        if patterns.is_empty() {
            return None;
        }
        let (texts, patterns): (Vec<Vec<u8>>, Vec<Spelled>) = patterns.into_iter().unzip();
        let mut builder = AhoCorasick::builder();
        let builder = builder.ascii_case_insensitive(any_case).match_kind(MatchKind::LeftmostLongest);
        Some(Self { automaton: builder.build(texts).ok()?, patterns })
    }
}

/// The words, those in which others stand taken apart.
fn parts(words: &[&str]) -> Vec<String> {
    let Ok(automaton) = AhoCorasick::builder().ascii_case_insensitive(true).build(words) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    for word in words {
        let mut from = 0;
        let mut ends = Vec::new();
        // The shortest ones, one after the other.
        for hit in automaton.find_iter(word) {
            // Short words stand in others by chance.
            if hit.start() >= from && hit.len() < word.len() && hit.len() > LONGEST_NAME {
                ends.push(hit.start()..hit.end());
                from = hit.end();
            }
        }
        if ends.is_empty() {
            parts.push((*word).to_owned());
            continue;
        }
        let mut from = 0;
        for range in ends.into_iter().chain(std::iter::once(word.len()..word.len())) {
            let rest = core(word.get(from..range.start).unwrap_or_default());
            if rest.len() > LONGEST_NAME {
                parts.push(rest.to_owned());
            }
            from = range.end;
        }
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Texts in the place of a secret as the words to look for elsewhere: escapes undone, without scheme, without those that
/// are none and those that are too short or too common to be known by themselves.
///
/// ```
/// use directline_validator::redact::searched;
///
/// assert_eq!(searched("Bearer my%2Down%2Dsecret"), Some("my-own-secret".to_owned()));
/// for word in ["short", "2026-11-21", "conversation", "HTTP/1.1"] {
///     assert_eq!(searched(word), None, "{word}");
/// }
/// ```
pub fn searched(written: &str) -> Option<String> {
    let letters = letters(written);
    sought(&letters).filter(|word| !is_stand_in(word)).map(str::to_owned)
}

/// The same of a text without escapes. A stand-in is looked for, too: reports of a copy mask what those of its original
/// do.
pub(super) fn sought(letters: &str) -> Option<&str> {
    /// What every recording is full of.
    const COMMON: [&str; 15] = [
        "https://directline.botframework.com/api/tokens/conversations/messages/upload",
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
        "application/vnd.microsoft.bot.message",
        "multipart/form-data; boundary=",
        "text/plain; text/html; image/jpeg; image/png",
        "authorization: botconnector bearer",
        "content-type: content-length: content-disposition: content-encoding",
        "transfer-encoding: chunked; connection: keep-alive; cache-control: no-cache",
        "conversationid watermark attachments channeldata contenttype created",
        "localhost:3978 127.0.0.1",
        "http/1.0 http/1.1 http/2.0",
        "redacted credential password anonymous undefined",
        "response request headers startedDateTime bodysize",
    ];
    let text = letters.trim_matches('\0');
    let word = bare(letters);
    let lower = word.to_ascii_lowercase();
    let has = |test: fn(&u8) -> bool| word.bytes().filter(test).count();
    let is_rare = has(u8::is_ascii_alphabetic) >= 4 || has(u8::is_ascii_digit) >= 12 || !word.is_ascii();
    let is_long = word.len() > LONGEST_NAME;
    let is_common = COMMON.iter().any(|common| common.contains(&lower));
    let is_secret = !is_kept(text) && !is_kept(word);
    (is_long && is_rare && !is_common && is_secret).then_some(word)
}

/// What of a text is looked for elsewhere: without scheme and without what is around it.
pub(super) fn bare(letters: &str) -> &str {
    let word = core(letters.trim_matches('\0'));
    word.get(scheme_of(word)..).map_or(word, core)
}

/// Whether letters and digits end with the range.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// Whether it is the name of a member of JSON.
fn is_name(text: &str, range: &Range<usize>) -> bool {
    let begins = text.get(..range.start).is_some_and(|before| before.ends_with('"'));
    let after = text.get(range.end..).and_then(|after| after.trim_start_matches('\\').strip_prefix('"'));
    begins && after.is_some_and(|after| after.trim_start().starts_with(':'))
}

/// Base64 with other bytes in it, where the range has the letters that depend on these bytes alone.
fn base64_rewritten(
    text: &str,
    range: Range<usize>,
    before: usize,
    stand_in: &[u8],
) -> Option<(Range<usize>, String)> {
    let core = whole(text, range);
    let is_digit = |at: &usize| {
        text.as_bytes().get(*at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte))
    };
    let lead = before > 0;
    let start = core.start.checked_sub(1).filter(|at| lead && is_digit(at)).unwrap_or(core.start);
    let end = if is_digit(&core.end) { core.end.saturating_add(1) } else { core.end };
    // A letter that belongs to an escape comes with the whole of it.
    let range = whole(text, start..end);
    let core_units = units(text.get(core.clone())?).len();
    let units = units(text.get(range.clone())?);
    let lead = usize::from(range.start < core.start);
    let trail = usize::from(range.end > core.end);
    if units.len() != core_units.saturating_add(lead).saturating_add(trail) {
        return None;
    }
    let first = before.saturating_mul(8);
    let last = first.saturating_add(stand_in.len().saturating_mul(8));
    let mut written = String::new();
    let mut index = first_whole(before).saturating_sub(lead);
    for unit in &units {
        let old = value(unit.letter)?;
        let mut new = 0_usize;
        for offset in 0..6_usize {
            let at = index.saturating_mul(6).saturating_add(offset);
            let bit = if (first..last).contains(&at) {
                let at = at.saturating_sub(first);
                usize::from(stand_in.get(at / 8)? >> (7_usize.saturating_sub(at % 8)) & 1)
            } else {
                old >> (5_usize.saturating_sub(offset)) & 1
            };
            new = new << 1 | bit;
        }
        let letter = if new == old { unit.letter } else { char::from(*ALPHABET.get(new)?) };
        let is_url_safe = text.get(core.clone())?.contains(['-', '_']);
        unit.write(
            match letter {
                '+' if is_url_safe => '-',
                '/' if is_url_safe => '_',
                letter => letter,
            },
            &mut written,
        );
        index = index.saturating_add(1);
    }
    Some((range, written))
}

/// The value of a letter in either alphabet.
fn value(letter: char) -> Option<usize> {
    let letter = match letter {
        '-' => '+',
        '_' => '/',
        letter => letter,
    };
    ALPHABET.iter().position(|known| char::from(*known) == letter)
}

#[cfg(test)]
mod tests;
