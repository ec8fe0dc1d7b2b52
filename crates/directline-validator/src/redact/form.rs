//! The letters of a text, however escapes write them, and other letters written in the same way.

/// A letter of a secret, however it is written.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) letter: char,
    written: Written,
}

#[derive(Clone, Debug)]
enum Written {
    /// As it is.
    Plain,
    /// By its number: what announces it, and hexadecimal digits, which may be escaped in their turn.
    Hex(String, Vec<Unit>),
    /// In a way that stays.
    Fixed(String),
}

/// The letter of an escape that stays as it is and stands for no letter of a secret.
pub(super) const NO_LETTER: char = '\0';

/// The letters of a text, escapes of JSON and percent-encoding undone as often as secrets are looked for.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = text.chars().map(|letter| Unit { letter, written: Written::Plain }).collect();
    if text.contains(['\\', '%']) {
        for _ in 0..2 {
            units = read(&units, json_escape);
            units = read(&units, percent_escape);
        }
    }
    units
}

/// The text of units.
pub(super) fn raw(units: &[Unit]) -> String {
    let mut text = String::new();
    for unit in units {
        unit.write(unit.letter, &mut text);
    }
    text
}

impl Unit {
    /// Writes another letter in the same way.
    pub(super) fn write(&self, letter: char, text: &mut String) {
        match &self.written {
            Written::Plain => text.push(letter),
            Written::Fixed(written) => text.push_str(written),
            Written::Hex(before, digits) if letter == self.letter => {
                text.push_str(before);
                text.push_str(&raw(digits));
            }
            Written::Hex(before, digits) => {
                text.push_str(before);
                let is_upper = digits.iter().any(|digit| digit.letter.is_ascii_uppercase());
                let number = format!("{:0width$x}", u32::from(letter), width = digits.len());
                for (digit, unit) in number.chars().zip(digits) {
                    unit.write(if is_upper { digit.to_ascii_uppercase() } else { digit }, text);
                }
            }
        }
    }
}

fn read(units: &[Unit], escape: fn(&[Unit]) -> Option<(Unit, usize)>) -> Vec<Unit> {
    let mut done = Vec::with_capacity(units.len());
    let mut rest = units;
    while let Some((first, after)) = rest.split_first() {
        if let Some((unit, length)) = escape(rest) {
            done.push(unit);
            rest = rest.get(length..).unwrap_or_default();
        } else {
            done.push(first.clone());
            rest = after;
        }
    }
    done
}

fn json_escape(units: &[Unit]) -> Option<(Unit, usize)> {
    let (first, after) = units.split_first().filter(|(first, _)| first.letter == '\\')?;
    let next = after.first()?;
    let before = || raw(&[first.clone(), next.clone()]);
    if !"\"\\/bfnrtu".contains(next.letter) {
        return None;
    }
    if next.letter != 'u' {
        // What stands for itself; else a control character, or no escape at all.
        let letter = if matches!(next.letter, '"' | '\\' | '/') { next.letter } else { NO_LETTER };
        return Some((Unit { letter, written: Written::Fixed(before()) }, 2));
    }
    Some(by_number(before(), after.get(1..)?, 4, 2))
}

fn percent_escape(units: &[Unit]) -> Option<(Unit, usize)> {
    let (first, after) = units.split_first().filter(|(first, _)| first.letter == '%')?;
    Some(by_number(raw(std::slice::from_ref(first)), after, 2, 1))
}

/// The letter whose number the first of `after` are, with its length together with the `announced` units before. What
/// is no such number stays as it is: changed, it could become one.
fn by_number(before: String, after: &[Unit], digits: usize, announced: usize) -> (Unit, usize) {
    let is_one = |unit: &&Unit| unit.letter.is_ascii_hexdigit();
    let length = after.iter().take(digits).take_while(is_one).count();
    let found = after.get(..length).unwrap_or_default();
    let number = found.iter().filter_map(|unit| unit.letter.to_digit(16));
    let number = number.fold(0_u32, |number, digit| number.saturating_mul(16).saturating_add(digit));
    // Halves of pairs are no letters; more than a byte is percent-encoded as several.
    let letter = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
    let is_letter = length == digits && letter != NO_LETTER && (digits > 2 || letter.is_ascii());
    let unit = if is_letter {
        Unit { letter, written: Written::Hex(before, found.to_vec()) }
    } else {
        let alike = after.iter().take(digits).take_while(|unit| unit.letter.is_ascii_alphanumeric()).count();
        let fixed = after.get(..alike).unwrap_or_default();
        let unit = Unit { letter: NO_LETTER, written: Written::Fixed(before + &raw(fixed)) };
        return (unit, announced.saturating_add(alike));
    };
    (unit, announced.saturating_add(length))
}

/// The range with the whole of the escapes that it cuts through: `nsecret` after a backslash begins with a line feed.
pub(super) fn whole(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let bytes = text.as_bytes();
    // Where the escape that begins before `at` and goes beyond it begins and ends.
    let cut = |at: usize| {
        (1..=5_usize).rev().find_map(|back| {
            let start = at.checked_sub(back)?;
            let length = match bytes.get(start..)? {
                [b'\\', rest @ ..] => {
                    let before = bytes.get(..start)?.iter().rev().take_while(|byte| **byte == b'\\').count();
                    let is_one = before.is_multiple_of(2);
                    let digits = rest.get(1..5).is_some_and(|rest| rest.iter().all(u8::is_ascii_hexdigit));
                    match rest.first()? {
                        _ if !is_one => 0,
                        b'u' if digits => 6,
                        first if b"\"\\/bfnrtu".contains(first) => 2,
                        _ => 0,
                    }
                }
                [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => 3,
                _ => 0,
            };
            (length > back).then(|| (start, start.saturating_add(length)))
        })
    };
    let start = cut(range.start).map_or(range.start, |(start, _)| start);
    let end = cut(range.end).map_or(range.end, |(_, end)| end);
    start..end.max(range.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_are_read_as_often_as_they_are_written() {
        for text in ["ew", r"\u0065w", r"\\u0065w", "%65%77", "%2565w", "%5Cu0065w", r"\u00256\u0035w"] {
            assert_eq!(units(text).iter().map(|unit| unit.letter).collect::<String>(), "ew", "{text}");
        }
    }

    proptest! {
        #[test]
        fn units_are_the_text(text in any::<String>(), coded in "[\\\\u0-9%a-f\"nz/é]{0,60}") {
            prop_assert_eq!(raw(&units(&text)), text);
            prop_assert_eq!(raw(&units(&coded)), coded);
        }

        #[test]
        fn ranges_end_between_letters(text in "[\\\\u0-9%a-fné]{0,60}", start in 0..60_usize, end in 0..60_usize) {
            let (start, end) = (text.floor_char_boundary(start.min(end)), text.floor_char_boundary(start.max(end)));
            let range = whole(&text, start..end);
            prop_assert!(range.start <= start && range.end >= end && text.get(range).is_some());
        }
    }
}
