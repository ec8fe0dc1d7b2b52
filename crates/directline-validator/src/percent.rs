//! Percent-encoding (RFC 3986, section 2.1), as far as paths and queries need it.

use std::borrow::Cow;

/// Decodes `%HH`; anything else stays as it is.
pub(crate) fn decode(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%'
            && let [high, low, tail @ ..] = after
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            out.push(high << 4 | low);
            rest = tail;
        } else {
            out.push(first);
            rest = after;
        }
    }
    out
}

/// Decodes `%HH` into text, invalid UTF-8 replaced.
pub(crate) fn decode_text(text: &str) -> Cow<'_, str> {
    if text.contains('%') { String::from_utf8_lossy(&decode(text)).into_owned().into() } else { text.into() }
}

fn hex(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_whole_escapes_are_decoded() {
        assert_eq!(super::decode("a%7Cb%2"), b"a|b%2");
        assert_eq!(super::decode("%zz%41"), b"%zzA");
        assert_eq!(super::decode_text("%ff"), "\u{FFFD}");
    }
}
