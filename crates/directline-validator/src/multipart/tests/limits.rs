//! The limits at one less, exactly, and one more.

use super::super::{DefectKind, Limits, read};
use super::contents;

fn limits() -> Limits {
    Limits { max_parts: 3, max_part_headers: 4, max_header_bytes: 32 }
}

#[test]
fn default_limits_are_the_documented_ones() {
    let Limits { max_parts, max_part_headers, max_header_bytes } = Limits::default();
    assert_eq!((max_parts, max_part_headers, max_header_bytes), (1000, 64, 16_384));
}

#[test]
fn parts() {
    for (count, over) in [(2, false), (3, false), (4, true), (9, true)] {
        let body = "--X\r\n\r\nv\r\n".repeat(count) + "--X--";
        let form = read(body.as_bytes(), b"X", &limits());
        assert_eq!(form.parts.len(), count.min(3), "{count}");
        assert_eq!(form.has(DefectKind::TooManyParts), over, "{count}");
        assert_eq!(form.defects.len(), usize::from(over), "{count}");
        assert_eq!(form.closed, !over, "{count}");
        assert!(form.parts.iter().all(|part| part.complete), "{count}");
    }
    // A last delimiter with nothing behind it opens no part.
    let cut = "--X\r\n\r\nv\r\n".repeat(3);
    let form = read(cut.as_bytes(), b"X", &limits());
    assert!(form.has(DefectKind::Truncated) && !form.has(DefectKind::TooManyParts));
    let unclosed = cut + "--X\r\n";
    let form = read(unclosed.as_bytes(), b"X", &limits());
    assert!(form.has(DefectKind::CloseMissing) && !form.has(DefectKind::TooManyParts));
}

#[test]
fn headers_of_a_part() {
    for (count, over) in [(3, false), (4, false), (5, true), (8, true)] {
        let body = format!("--X\r\n{}\r\nv\r\n--X--", "A:b\r\n".repeat(count));
        let limits = Limits { max_header_bytes: 1000, ..limits() };
        let form = read(body.as_bytes(), b"X", &limits);
        assert_eq!(form.parts[0].headers.len(), count.min(4), "{count}");
        assert_eq!(form.has(DefectKind::TooManyHeaders), over, "{count}");
        assert_eq!(form.defects.len(), usize::from(over), "{count}");
        // The content is found all the same.
        assert_eq!(contents(&form), ["v"], "{count}");
    }
    // A folded line is no header of its own; without content no blank line is needed.
    let body = format!("--X\r\n{}\r\n--X--", "A:b\r\n c\r\n".repeat(4));
    let form = read(body.as_bytes(), b"X", &limits_with(1000));
    assert!(!form.has(DefectKind::TooManyHeaders) && !form.has(DefectKind::MissingBlankLine));
    let body = format!("--X\r\n{}\r\n--X--", "A:b\r\n".repeat(9));
    let form = read(body.as_bytes(), b"X", &limits_with(1000));
    assert_eq!(form.defects.iter().map(|found| found.kind).collect::<Vec<_>>(), [DefectKind::TooManyHeaders]);
}

fn limits_with(max_header_bytes: usize) -> Limits {
    Limits { max_header_bytes, ..limits() }
}

#[test]
fn header_bytes_of_a_part() {
    for (bytes, over) in [(31, false), (32, false), (33, true), (500, true)] {
        // `A:b` + line end are 5 bytes.
        let body = format!("--X\r\nA:b\r\nB:{}\r\n\r\nv\r\n--X--", "x".repeat(bytes - 9));
        let form = read(body.as_bytes(), b"X", &limits());
        assert_eq!(form.parts[0].headers.len(), if over { 1 } else { 2 }, "{bytes}");
        assert_eq!(form.has(DefectKind::HeadersTooLarge), over, "{bytes}");
        assert_eq!(form.defects.len(), usize::from(over), "{bytes}");
        assert_eq!(contents(&form), ["v"], "{bytes}");
    }
    // Content without a blank line is not taken for endless headers.
    let body = format!("--X\r\nA:b\r\n{}\r\n--X--", "x".repeat(100));
    let form = read(body.as_bytes(), b"X", &limits());
    assert_eq!(contents(&form), ["x".repeat(100)]);
    assert!(form.has(DefectKind::MissingBlankLine));
}

#[test]
fn no_part_is_allowed_at_all() {
    let none = Limits { max_parts: 0, max_part_headers: 0, max_header_bytes: 0 };
    let form = read(b"--X\r\nA: b\r\n\r\nv\r\n--X--", b"X", &none);
    assert!(form.parts.is_empty() && form.has(DefectKind::TooManyParts));
    let endless =
        Limits { max_parts: usize::MAX, max_part_headers: usize::MAX, max_header_bytes: usize::MAX };
    assert!(read(b"--X\r\nA: b\r\n\r\nv\r\n--X--", b"X", &endless).defects.is_empty());
}
