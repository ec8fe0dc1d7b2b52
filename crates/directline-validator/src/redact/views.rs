//! Other readings of a text, in which a secret may stand that the text itself hides: JSON escapes and
//! percent-encoding undone.

use std::ops::Range;

/// A text read otherwise, with the way back to the bytes of the original.
#[derive(Clone, Debug)]
pub(super) struct View {
    text: String,
    /// For each byte of `text` and its end, where it stands in the original.
    at: Vec<usize>,
}

/// Every reading that differs from the text: escapes undone once and twice, percent-encoding undone
/// once and twice, and both.
pub(super) fn of(text: &str) -> Vec<View> {
    if memchr::memchr2(b'\\', b'%', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let plain = View { text: text.to_owned(), at: (0..=text.len()).collect() };
    let mut views = Vec::new();
    let mut unescaped = plain.unescaped();
    for _ in 0..2 {
        let Some(view) = unescaped else { break };
        unescaped = view.unescaped();
        views.push(view);
    }
    for before in std::iter::once(plain).chain(views.clone()).collect::<Vec<_>>() {
        let mut decoded = before.percent_decoded();
        for _ in 0..2 {
            let Some(view) = decoded else { break };
            decoded = view.percent_decoded();
            views.push(view);
        }
    }
    views
}

impl View {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The range of the original that a range of this text stands for.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let at = |index: usize| self.at.get(index).copied().unwrap_or_default();
        at(range.start)..at(range.end)
    }

    /// JSON escapes undone; `None` if there are none.
    fn unescaped(&self) -> Option<Self> {
        if !self.text.contains('\\') {
            return None;
        }
        self.read(|rest| {
            let after = rest.strip_prefix('\\')?;
            if let Some(digits) = after.strip_prefix('u').and_then(|digits| digits.get(..4)) {
                // Halves of pairs are no letters of secrets.
                let unit = u32::from_str_radix(digits, 16).ok()?;
                return Some((char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER), 6));
            }
            let letter = match after.chars().next()? {
                c @ ('"' | '\\' | '/') => c,
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                _ => return None,
            };
            Some((letter, 2))
        })
    }

    /// Percent-encoding undone, as far as it encodes ASCII; `None` if there is none.
    fn percent_decoded(&self) -> Option<Self> {
        if !self.text.contains('%') {
            return None;
        }
        self.read(|rest| {
            let digits = rest.strip_prefix('%')?.get(..2)?;
            let byte = u8::from_str_radix(digits, 16).ok().filter(u8::is_ascii)?;
            Some((char::from(byte), 3))
        })
    }

    /// The text with what `code` recognises at the beginning of the rest replaced by the character it stands for.
    fn read(&self, code: impl Fn(&str) -> Option<(char, usize)>) -> Option<Self> {
        let mut view =
            Self { text: String::with_capacity(self.text.len()), at: Vec::with_capacity(self.at.len()) };
        let mut changed = false;
        let mut at = 0;
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let coded = code(rest);
            changed |= coded.is_some();
            let (c, length) = coded.or_else(|| rest.chars().next().map(|c| (c, c.len_utf8())))?;
            for offset in 0..c.len_utf8() {
                let inside = if coded.is_some() { 0 } else { offset };
                view.at.push(self.at.get(at.saturating_add(inside)).copied().unwrap_or_default());
            }
            view.text.push(c);
            at = at.saturating_add(length);
        }
        view.at.push(self.at.last().copied().unwrap_or_default());
        changed.then_some(view)
    }
}
