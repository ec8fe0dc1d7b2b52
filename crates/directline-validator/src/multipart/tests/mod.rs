//! Tests of the multipart reader.

mod clients;
mod defects;
mod differential;
mod formidable;
mod hostile;
mod limits;
mod python_multipart;

use super::{Limits, Multipart, read};

/// Reads with default limits.
fn read_default<'b>(body: &'b [u8], boundary: &[u8]) -> Multipart<'b> {
    read(body, boundary, &Limits::default())
}

/// The defects as `Kind "text"`, the text cut to 40 bytes.
fn defects(body: &[u8], form: &Multipart<'_>) -> Vec<String> {
    let show = |defect: &super::Defect| {
        let text = &body[defect.range.clone()];
        let text = &text[..text.len().min(40)];
        format!("{:?} {:?}", defect.kind, String::from_utf8_lossy(text))
    };
    form.defects.iter().map(show).collect()
}

/// The contents of the parts as text.
fn contents(form: &Multipart<'_>) -> Vec<String> {
    form.parts.iter().map(|part| String::from_utf8_lossy(part.content).into_owned()).collect()
}

/// The path of a file in the corpus.
fn corpus(path: &str) -> String {
    format!("{}/../../corpus/{path}", env!("CARGO_MANIFEST_DIR"))
}

/// Decodes base64; white space between the characters is skipped.
fn base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let digit = alphabet.iter().position(|&letter| letter == byte).unwrap();
        bits = bits << 6 | u32::try_from(digit).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).unwrap());
        }
    }
    bytes
}
