//! Base64 in a JSON string: its bytes, and other bytes in their place.

use std::ops::Range;

/// Where Base64 stands in a file, and what it says.
#[derive(Debug)]
pub(super) struct Base64 {
    pub(super) bytes: Vec<u8>,
    /// Where each digit stands; none for one that an escape writes.
    digits: Vec<Option<usize>>,
    start: usize,
    alphabet: &'static [u8; 64],
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Base64 {
    /// Reads the inside of a JSON string; either alphabet, with or without padding, white space anywhere.
    pub(super) fn read(file: &[u8], range: Range<usize>) -> Option<Self> {
        let (mut digits, mut values) = (Vec::new(), Vec::new());
        let mut alphabet = STANDARD;
        let (mut padded, mut at) = (false, range.start);
        while at < range.end {
            let (byte, length) = letter(file.get(at..range.end)?)?;
            match byte {
                b'=' => padded = true,
                b' ' | b'\t' | b'\r' | b'\n' => {}
                _ if padded => return None,
                _ => {
                    if matches!(byte, b'-' | b'_') {
                        alphabet = URL_SAFE;
                    }
                    let value =
                        [STANDARD, URL_SAFE].iter().find_map(|all| all.iter().position(|one| *one == byte));
                    values.push(u8::try_from(value?).ok()?);
                    digits.push((length == 1).then_some(at));
                }
            }
            at = at.saturating_add(length);
        }
        (values.len() % 4 != 1).then_some(())?;
        let bytes = values.chunks(4).flat_map(|four| {
            let value = |at: usize| u32::from(four.get(at).copied().unwrap_or(0));
            let bits = value(0) << 18 | value(1) << 12 | value(2) << 6 | value(3);
            let [_, bytes @ ..] = bits.to_be_bytes();
            bytes.into_iter().take(four.len().saturating_sub(1))
        });
        Some(Self { bytes: bytes.collect(), digits, start: range.start, alphabet })
    }

    /// Where a byte begins.
    pub(super) fn offset(&self, byte: usize) -> usize {
        let digit = (byte / 3).saturating_mul(4).saturating_add(byte % 3);
        self.digits.get(digit).copied().flatten().unwrap_or(self.start)
    }

    /// Writes the bytes that changed.
    pub(super) fn write(&self, old: &[u8], new: &[u8], file: &mut [u8]) {
        for (at, (old, new)) in old.iter().zip(new).enumerate() {
            if old == new {
                continue;
            }
            for bit in 0..8_usize {
                let place = at.saturating_mul(8).saturating_add(bit);
                let digit = self.digits.get(place / 6).copied().flatten();
                let Some(digit) = digit.and_then(|digit| file.get_mut(digit)) else { continue };
                let all = [STANDARD, URL_SAFE];
                let value = all.iter().find_map(|all| all.iter().position(|one| one == digit)).unwrap_or(0);
                let mask = 1_usize << (5_usize.saturating_sub(place % 6));
                let is_set = new >> (7_usize.saturating_sub(bit)) & 1 == 1;
                let value = if is_set { value | mask } else { value & !mask };
                *digit = self.alphabet.get(value).copied().unwrap_or(*digit);
            }
        }
    }
}

/// The letter with which the inside of a JSON string begins, and its length.
fn letter(text: &[u8]) -> Option<(u8, usize)> {
    Some(match text {
        [b'\\', b'u', digits @ ..] => {
            let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
            (u8::try_from(u32::from_str_radix(digits, 16).ok()?).ok()?, 6)
        }
        [b'\\', b'/', ..] => (b'/', 2),
        [b'\\', b'n' | b'r' | b't', ..] => (b' ', 2),
        [byte, ..] => (*byte, 1),
        [] => return None,
    })
}
