//! Any bytes: no panic, ranges in bounds and in order, linear time.

use std::ops::Range;

use proptest::prelude::*;

use super::super::{Disposition, HeaderDefect, MAX_PARAMETERS, MediaType, Parameter};

fn assert_in_bounds(value: &[u8], parameters: &[Parameter], defects: &[HeaderDefect]) {
    let inside = |range: &Range<usize>| range.start <= range.end && range.end <= value.len();
    let mut last = 0;
    for found in parameters {
        assert!(inside(&found.name_range) && inside(&found.value_range));
        assert!(last <= found.name_range.start, "parameters overlap");
        assert!(found.name_range.end < found.value_range.start, "no `=` between name and value");
        last = found.value_range.end;
    }
    assert!(parameters.len() <= MAX_PARAMETERS);
    assert!(defects.iter().all(|defect| inside(&defect.range)));
    assert!(defects.is_sorted_by_key(|defect| defect.range.start));
}

fn assert_total(value: &[u8]) {
    let media = MediaType::parse(value);
    assert_in_bounds(value, &media.parameters, &media.defects);
    let disposition = Disposition::parse(value);
    assert_in_bounds(value, &disposition.parameters, &disposition.defects);
    if let Some(file) = disposition.filename() {
        assert!(file.range.end <= value.len());
    }
}

#[test]
fn hostile_values_take_linear_time() {
    // 64 KiB each: quadratic time would be minutes.
    for unit in [
        &b";"[..],
        b"\"",
        b"\\",
        b"a=\"b\"c;",
        b"]=\"b\"c;",
        b"a=\"",
        b"a=\"\\\";",
        b"\";",
        b" ",
        b"=",
        b"a=b;",
        b"filename*0=a;",
        b"'",
        b"%",
        b"\r\n ",
        b"a=\"b\" c\"; ",
        b"\" ;a",
        b"\" ;a ",
    ] {
        let text = unit.repeat((64 << 10) / unit.len());
        for prefix in [&b""[..], b"a/b;", b"a/b; x=\"", b"form-data; filename=\"a\"", b"x; filename*=utf-8''"]
        {
            assert_total(&[prefix, &text].concat());
        }
    }
}

/// Bytes that matter to the grammar, and a few others.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&[u8]; 21] = [
        b";",
        b"=",
        b"\"",
        b"\\",
        b"'",
        b" ",
        b"\t",
        b"\r\n",
        b"a",
        b"/",
        b"filename",
        b"name",
        b"*",
        b"*0",
        b"*1*",
        b"utf-8''",
        b"%41",
        b"%",
        b"\x00",
        b"\xC3\xA9",
        b"\xFF",
    ];
    let piece = prop::sample::select(&PIECES[..]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read(value in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_total(&value);
    }

    #[test]
    fn any_mixture_of_the_grammar_is_read(value in pieces()) {
        assert_total(&value);
    }

    /// What is written by the grammar is read back.
    #[test]
    fn written_values_are_read_back(
        list in prop::collection::vec(("[a-z]{1,6}", "[ -~\u{A1}-\u{24F}]{0,12}"), 0..6),
    ) {
        let mut text = "form-data".to_owned();
        for (index, (name, value)) in list.iter().enumerate() {
            let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
            text = format!("{text}; {name}{index}=\"{quoted}\"");
        }
        let found = Disposition::parse(text.as_bytes());
        prop_assert_eq!(&found.defects, &[]);
        let read: Vec<_> = found.parameters.iter().map(|found| (found.name.clone(), found.text().into_owned())).collect();
        let written: Vec<_> =
            list.iter().enumerate().map(|(index, (name, value))| (format!("{name}{index}"), value.clone())).collect();
        prop_assert_eq!(read, written);
    }
}
