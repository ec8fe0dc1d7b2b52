//! Rows of bytes, as `curl --trace` and `curl --trace-ascii` print them.

use crate::http::line_at;
use crate::patchwork::Patchwork;

/// How the bytes of a row are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Style {
    /// Sixteen bytes in hexadecimal, and again as text.
    #[default]
    Hex,
    /// Up to 64 bytes as text; a row ends at a CR LF, which is not shown. What cannot be printed is a dot.
    Text,
}

/// Why rows cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    pub(super) at: usize,
    /// Whether the file ends too early.
    pub(super) cut: bool,
}

/// The style of the rows that begin at `at` and show `size` bytes.
pub(super) fn style(bytes: &[u8], at: usize, size: usize) -> Style {
    let is_hex = copy(bytes, at, size, Style::Hex, &mut Patchwork::default()).is_ok();
    if is_hex { Style::Hex } else { Style::Text }
}

/// Where rows of `size` bytes that begin at `at` end.
pub(super) fn skip(bytes: &[u8], at: usize, size: usize, style: Style) -> Result<usize, Bad> {
    walk(bytes, at, size, style, |_, _| {})
}

/// Adds the bytes of the rows to a message, and says where the rows end.
pub(super) fn copy(
    bytes: &[u8],
    at: usize,
    size: usize,
    style: Style,
    into: &mut Patchwork,
) -> Result<usize, Bad> {
    walk(bytes, at, size, style, |text, at| match text {
        Shown::Verbatim(text) => into.push(text, at),
        Shown::Byte(byte) => into.push(&[byte], at),
        Shown::LineEnd => into.insert(b"\r\n", at),
    })
}

enum Shown<'b> {
    Verbatim(&'b [u8]),
    Byte(u8),
    LineEnd,
}

fn walk<'b>(
    bytes: &'b [u8],
    mut at: usize,
    size: usize,
    style: Style,
    mut show: impl FnMut(Shown<'b>, usize),
) -> Result<usize, Bad> {
    let mut done: usize = 0;
    while done < size {
        let bad = |cut| Bad { at, cut };
        let line = line_at(bytes, at).ok_or(bad(true))?;
        let text = bytes.get(line.text.clone()).unwrap_or_default();
        let (offset, length) = offset(text).ok_or(bad(!line.ended))?;
        let row = text.get(length..).unwrap_or_default();
        let start = line.text.start.saturating_add(length);
        match style {
            Style::Hex if offset != done => return Err(bad(false)),
            Style::Hex => {
                let count = size.saturating_sub(done).min(16);
                for index in 0..count {
                    let place = index.saturating_mul(3);
                    let byte = row.get(place..).and_then(pair).ok_or(bad(!line.ended))?;
                    show(Shown::Byte(byte), start.saturating_add(place));
                }
                done = done.saturating_add(count);
            }
            Style::Text => {
                // A row that does not follow on the one before had a CR LF between.
                match offset.checked_sub(done) {
                    Some(0) => {}
                    Some(2) => {
                        show(Shown::LineEnd, at.saturating_sub(1));
                        done = offset;
                    }
                    _ => return Err(bad(false)),
                }
                let left = size.saturating_sub(done);
                let row = row.get(..row.len().min(left)).unwrap_or_default();
                show(Shown::Verbatim(row), start);
                done = done.saturating_add(row.len());
                let ends = size.saturating_sub(done) == 2 && next_offset(bytes, line.next).is_none();
                if ends && line.ended {
                    show(Shown::LineEnd, line.text.end);
                    done = size;
                } else if row.is_empty() && done < size && next_offset(bytes, line.next).is_none() {
                    return Err(Bad { at: line.next, cut: line.next >= bytes.len() });
                }
            }
        }
        at = line.next;
    }
    Ok(at)
}

/// The offset of the row that begins at `at`, if one does.
fn next_offset(bytes: &[u8], at: usize) -> Option<usize> {
    let line = line_at(bytes, at)?;
    offset(bytes.get(line.text)?).map(|(offset, _)| offset)
}

/// `00a0: `: the offset, and how long it is.
fn offset(text: &[u8]) -> Option<(usize, usize)> {
    let digits = text.iter().take(16).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let rest = text.get(digits..)?;
    if digits < 4 || !(rest.starts_with(b": ") || rest == b":") {
        return None;
    }
    let value = usize::from_str_radix(std::str::from_utf8(text.get(..digits)?).ok()?, 16).ok()?;
    Some((value, digits.saturating_add(rest.len().min(2))))
}

fn pair(text: &[u8]) -> Option<u8> {
    let [high, low, ..] = text else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_bytes_with_places() {
        let hex = "0000: 50 4f 53 54 20 2f 61 70 69 2f 63 6f 6e 76 65 72 POST /api/conver\n0010: 0d 0a";
        let text = "0000: POST /api\n000b: a\n000e: \nx";
        let wrapped = format!("0000: {}\n0040: b\n", "a".repeat(64));
        let long = format!("{}b", "a".repeat(64));
        let rows = [
            (hex, 18, Style::Hex, "POST /api/conver\r\n", 6),
            (text, 16, Style::Text, "POST /api\r\na\r\n\r\n", 6),
            (&wrapped, 65, Style::Text, &long, 6),
        ];
        for (text, size, expected_style, expected, first) in rows {
            assert_eq!(style(text.as_bytes(), 0, size), expected_style, "{text}");
            let mut message = Patchwork::default();
            let end = copy(text.as_bytes(), 0, size, expected_style, &mut message);
            assert_eq!(message.bytes(), expected.as_bytes(), "{text}");
            assert_eq!(skip(text.as_bytes(), 0, size, expected_style), end, "{text}");
            assert_eq!(message.place(0), first);
        }
        let mut message = Patchwork::default();
        copy(hex.as_bytes(), 0, 18, Style::Hex, &mut message).unwrap();
        assert_eq!((message.place(3), message.place(17)), (15, 80));
    }

    #[test]
    fn rows_that_do_not_fit_are_bad() {
        let rows = [
            ("", 1, Style::Hex, true),
            ("0000: 5", 1, Style::Hex, true),
            ("0000: 5\n", 1, Style::Hex, false),
            ("0000: 50 \n", 2, Style::Hex, false),
            ("0010: 50 \n", 1, Style::Hex, false),
            ("0000: ab\n", 3, Style::Text, true),
            ("0000: ab\n0005: c\n", 6, Style::Text, false),
            ("0000: ab\n* note\n", 5, Style::Text, false),
        ];
        for (text, size, style, cut) in rows {
            let found = skip(text.as_bytes(), 0, size, style);
            assert_eq!(found.map_err(|bad| bad.cut), Err(cut), "{text}");
        }
    }
}
