//! Bytes as words of a POSIX shell: no `$'…'`, which older shells do not know, and nothing but ASCII.

use std::fmt::Write;

use super::Mark;

/// How many bytes one `printf` writes.
const PIECE: usize = 4_096;

/// A part of a text.
enum Piece<'t> {
    /// Printable ASCII and line feeds.
    Plain(&'t [u8]),
    /// Other bytes, and what stands between them.
    Odd(&'t [u8]),
    /// A variable.
    Variable(&'t str),
}

/// The bytes as one argument. There must be no NUL among them, and none of the unusual ones may be a line feed at the
/// end.
pub(super) fn argument(bytes: &[u8], marks: &[Mark]) -> String {
    let mut word = String::new();
    for piece in pieces(bytes, marks) {
        match piece {
            Piece::Plain(text) => quoted(&mut word, text),
            Piece::Odd(bytes) => {
                let _ = write!(word, "\"$(printf '{}')\"", format(bytes));
            }
            Piece::Variable(name) => {
                let _ = write!(word, "\"${name}\"");
            }
        }
    }
    if word.is_empty() { "''".to_owned() } else { word }
}

/// Commands that write the bytes, up to and with the sign for a pipe.
pub(super) fn pipe(bytes: &[u8], marks: &[Mark]) -> String {
    let mut commands = Vec::new();
    for piece in pieces(bytes, marks) {
        match piece {
            Piece::Plain(bytes) | Piece::Odd(bytes) => {
                commands.extend(lines(bytes).map(|line| format!("printf '{}'", format(line))));
            }
            Piece::Variable(name) => commands.push(format!("printf '%s' \"${name}\"")),
        }
    }
    match commands.as_slice() {
        [one] => format!("{one} |\n"),
        all => format!("{{\n  {}\n}} |\n", all.join("\n  ")),
    }
}

/// Whether the bytes without what is marked are printable ASCII and line feeds.
pub(super) fn is_plain(bytes: &[u8], marks: &[Mark]) -> bool {
    pieces(bytes, marks).iter().all(|piece| !matches!(piece, Piece::Odd(_)))
}

/// Whether the first of the bytes are those of a variable.
pub(super) fn begins_with_variable(bytes: &[u8], marks: &[Mark]) -> bool {
    matches!(pieces(bytes, marks).first(), Some(Piece::Variable(_)))
}

fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n')
}

/// The bytes cut where a marked text stands; the longest of those that fit.
fn pieces<'t>(bytes: &'t [u8], marks: &'t [Mark]) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let between = |pieces: &mut Vec<Piece<'t>>, text: &'t [u8]| {
        if text.iter().all(|byte| is_plain_byte(*byte)) {
            if !text.is_empty() {
                pieces.push(Piece::Plain(text));
            }
        } else {
            pieces.push(Piece::Odd(text));
        }
    };
    let (mut from, mut at) = (0_usize, 0_usize);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let fitting = marks.iter().filter(|mark| rest.starts_with(&mark.text));
        if let Some(mark) = fitting.max_by_key(|mark| mark.text.len()) {
            between(&mut pieces, bytes.get(from..at).unwrap_or_default());
            pieces.push(Piece::Variable(&mark.variable));
            at = at.saturating_add(mark.text.len());
            from = at;
        } else {
            at = at.saturating_add(1);
        }
    }
    between(&mut pieces, bytes.get(from..).unwrap_or_default());
    pieces
}

/// Adds text in single quotation marks.
fn quoted(word: &mut String, text: &[u8]) {
    word.push('\'');
    for byte in text {
        match byte {
            b'\'' => word.push_str("'\\''"),
            byte => word.push(char::from(*byte)),
        }
    }
    word.push('\'');
}

/// The format of a `printf` that writes the bytes, for single quotation marks.
fn format(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'%' => text.push_str("%%"),
            b'\\' => text.push_str("\\\\"),
            b'\'' => text.push_str("'\\''"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            // It would begin an option.
            b'-' if at == 0 => text.push_str("\\055"),
            b' '..=b'~' => text.push(char::from(*byte)),
            // Always three digits: another may follow.
            byte => {
                let _ = write!(text, "\\{byte:03o}");
            }
        }
    }
    text
}

/// The bytes by lines, long ones in pieces.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').flat_map(|line| line.chunks(PIECE))
}
