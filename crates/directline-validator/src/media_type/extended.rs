//! Extended values: `charset'language'percent-encoded` (RFC 8187) and continued parameters (RFC 2231).

use super::defect::HeaderDefectKind as Kind;
use super::{Parameter, ValueForm};

/// Decodes a `name*` value.
pub(super) fn decode(parameter: &Parameter) -> Result<String, Kind> {
    let (charset, encoded) = split(&parameter.value)?;
    let mut bytes = Vec::with_capacity(encoded.len());
    percent_decode(encoded, &mut bytes)?;
    to_text(charset, bytes)
}

/// What the grammar forbids in a `name*` value, even if it can be decoded.
pub(super) fn defect(parameter: &Parameter) -> Option<Kind> {
    match decode(parameter) {
        Err(kind) => Some(kind),
        // RFC 8187 section 3.2.1: an extended value is never quoted.
        Ok(_) if parameter.form == ValueForm::Quoted => Some(Kind::ExtendedMalformed),
        Ok(_) => None,
    }
}

/// Joins the pieces `name*0`, `name*1`, … in the order of their numbers, whatever their order in the
/// value (RFC 2231 section 3); each may be extended (`name*0*`).
pub(super) fn join(pieces: &[Piece<'_>]) -> Result<String, Kind> {
    let mut sorted: Vec<&Piece<'_>> = pieces.iter().collect();
    sorted.sort_by_key(|piece| piece.number);
    if sorted.iter().enumerate().any(|(index, piece)| piece.number != index) {
        return Err(Kind::ContinuationBroken);
    }
    let mut charset: &[u8] = b"utf-8";
    let mut bytes = Vec::new();
    for piece in sorted {
        let value = piece.parameter.value.as_slice();
        if !piece.extended {
            bytes.extend_from_slice(value);
        } else if piece.number == 0 {
            let (named, encoded) = split(value)?;
            charset = named;
            percent_decode(encoded, &mut bytes)?;
        } else {
            percent_decode(value, &mut bytes)?;
        }
    }
    to_text(charset, bytes)
}

/// One piece of a continued parameter.
#[derive(Debug)]
pub(super) struct Piece<'p> {
    pub(super) parameter: &'p Parameter,
    pub(super) number: usize,
    pub(super) extended: bool,
}

impl<'p> Piece<'p> {
    /// The piece that a parameter is of the continued parameter `name`, if it is one.
    pub(super) fn of(parameter: &'p Parameter, name: &str) -> Option<Self> {
        let section = parameter.name.strip_prefix(name)?.strip_prefix('*')?;
        let (digits, extended) = match section.strip_suffix('*') {
            Some(digits) => (digits, true),
            None => (section, false),
        };
        let canonical =
            digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
        // A number too long for `usize` is a gap in any case.
        (canonical && !digits.is_empty()).then(|| Self {
            parameter,
            number: digits.parse().unwrap_or(usize::MAX),
            extended,
        })
    }
}

/// The character set and the encoded text; the language between the apostrophes is dropped.
fn split(value: &[u8]) -> Result<(&[u8], &[u8]), Kind> {
    let mut fields = value.splitn(3, |&byte| byte == b'\'');
    match (fields.next(), fields.next(), fields.next()) {
        (Some(charset), Some(_), Some(encoded)) => Ok((charset, encoded)),
        _ => Err(Kind::ExtendedMalformed),
    }
}

fn percent_decode(encoded: &[u8], bytes: &mut Vec<u8>) -> Result<(), Kind> {
    let mut rest = encoded.iter();
    while let Some(&byte) = rest.next() {
        match byte {
            b'%' => {
                let high = rest.next().and_then(|&digit| hexadecimal(digit));
                let low = rest.next().and_then(|&digit| hexadecimal(digit));
                let (Some(high), Some(low)) = (high, low) else {
                    return Err(Kind::ExtendedMalformed);
                };
                bytes.push(high << 4 | low);
            }
            _ if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) => {
                bytes.push(byte);
            }
            _ => return Err(Kind::ExtendedMalformed),
        }
    }
    Ok(())
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn to_text(charset: &[u8], bytes: Vec<u8>) -> Result<String, Kind> {
    if charset.eq_ignore_ascii_case(b"utf-8") || charset.eq_ignore_ascii_case(b"us-ascii") {
        String::from_utf8(bytes).map_err(|_| Kind::NotUtf8)
    } else if charset.eq_ignore_ascii_case(b"iso-8859-1") {
        Ok(bytes.into_iter().map(char::from).collect())
    } else {
        Err(Kind::ExtendedCharset)
    }
}
