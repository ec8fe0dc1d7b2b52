//! Any bytes and any boundary: no panic, ranges in order, linear time; what is built is read back.

use std::ops::Range;

use proptest::prelude::*;

use super::super::{DefectKind, Limits, Multipart, read};
use super::read_default;

/// Every range in bounds, parts in order and apart, contents where their ranges say.
fn assert_sound(body: &[u8], form: &Multipart<'_>) {
    let mut at = 0;
    let mut next = |range: &Range<usize>| {
        assert!(at <= range.start && range.start <= range.end && range.end <= body.len(), "{range:?}");
        at = range.end;
    };
    next(&form.preamble);
    for part in &form.parts {
        for range in [&part.delimiter, &part.head, &part.body] {
            next(range);
        }
        assert_eq!(part.content, &body[part.body.clone()]);
        assert_eq!(part.head.end, part.body.start);
        let mut within = part.head.start;
        for header in &part.headers {
            assert_eq!(header.name.as_bytes(), &body[header.name_range.clone()]);
            assert!(within <= header.name_range.start && header.name_range.end < header.value_range.start);
            within = header.value_range.end;
        }
        assert!(within <= part.head.end);
        let _ = (part.content_type(), part.disposition());
    }
    if let Some(epilogue) = &form.epilogue {
        next(epilogue);
    }
    assert_eq!(form.closed, form.epilogue.is_some());
    assert!(
        form.defects
            .iter()
            .all(|defect| { defect.range.start <= defect.range.end && defect.range.end <= body.len() })
    );
    assert!(form.defects.is_sorted_by_key(|defect| defect.range.start));
    let incomplete = form.parts.iter().filter(|part| !part.complete).count();
    assert_eq!(incomplete, usize::from(form.has(DefectKind::Truncated)));
}

#[test]
fn hostile_bodies_take_linear_time() {
    // 2 MiB each: quadratic time would be hours.
    let boundary = "a".repeat(69) + "b";
    for unit in [
        "\r",
        "\n",
        "\r\n",
        "-",
        "--",
        "a",
        "a\r\n",
        " ",
        ":",
        "a:b\r\n",
        "\r\n ",
        "a:b\r\n c",
        "\r\n--X",
        "\r\n--X-",
        "\r\n--X\r\n",
        "--X\r\n",
        "--X--",
        "\r\n--X ",
        "\n--X\n",
        "\n--X\n\n",
        "X\n",
        "X\r\n\r\n",
        "\r\n--XY",
        "\r\n--X\r\nA: b",
        "--X\n:\n",
    ] {
        let body = unit.repeat((2 << 20) / unit.len());
        for prefix in ["", "--X\r\n", "--X\r\nA: b\r\n\r\n", "--X\r\nA: b"] {
            let body = [prefix, &body].concat();
            for boundary in ["X", "--", "a", &boundary] {
                assert_sound(body.as_bytes(), &read_default(body.as_bytes(), boundary.as_bytes()));
            }
        }
    }
    // A boundary as long as the body.
    let body = "a".repeat(1 << 20);
    assert_sound(body.as_bytes(), &read_default(body.as_bytes(), body.as_bytes()));
}

#[test]
fn a_million_empty_parts_are_read_without_limits() {
    let body = "--X\r\n\r\n".repeat(1_000_000) + "--X--";
    let limits = Limits { max_parts: usize::MAX, ..Limits::default() };
    let form = read(body.as_bytes(), b"X", &limits);
    assert_eq!(form.parts.len(), 1_000_000);
    assert!(form.closed && form.defects.is_empty());
    // The default limit stops early.
    assert_eq!(read_default(body.as_bytes(), b"X").parts.len(), 1000);
}

/// Bodies made of the pieces that matter.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&[u8]; 16] = [
        b"--X",
        b"--X--",
        b"X",
        b"--",
        b"-",
        b"\r\n",
        b"\n",
        b"\r",
        b" ",
        b"\t",
        b"A: b",
        b":",
        b"Content-Type: a/b",
        b"{}",
        b"\xFF",
        b"\x00",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

/// Content that holds no line which begins with the delimiter.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let any_bytes = prop::collection::vec(any::<u8>(), 0..60);
    prop_oneof![any_bytes, pieces()]
        .prop_filter("no delimiter", |bytes| !bytes.windows(3).any(|window| window == b"--X"))
}

/// A header whose line does not hold the delimiter: inside a line that is a defect.
fn header() -> impl Strategy<Value = (String, String)> {
    let token = "[!-9;-~&&[^\"(),/:;<=>?@\\[\\\\\\]{}]]{1,8}";
    let text = "([!-~]([ -~]{0,8}[!-~])?)?";
    (token, text).prop_filter("no delimiter", |(name, value)| !name.contains("--X") && !value.contains("--X"))
}

type Field = (Vec<(String, String)>, Vec<u8>);

fn build(preamble: &str, fields: &[Field], epilogue: &str, end: &str) -> Vec<u8> {
    let mut body = preamble.as_bytes().to_vec();
    for (headers, content) in fields {
        body.extend_from_slice(format!("--X{end}").as_bytes());
        for (name, value) in headers {
            body.extend_from_slice(format!("{name}: {value}{end}").as_bytes());
        }
        body.extend_from_slice(end.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(end.as_bytes());
    }
    body.extend_from_slice(format!("--X--{epilogue}").as_bytes());
    body
}

proptest! {
    #[test]
    fn any_bytes_are_read(body in prop::collection::vec(any::<u8>(), 0..300), boundary in prop::collection::vec(any::<u8>(), 0..4)) {
        assert_sound(&body, &read_default(&body, &boundary));
    }

    #[test]
    fn any_mixture_of_the_grammar_is_read(body in pieces(), parts in 0..4_usize, headers in 0..3_usize, bytes in 0..40_usize) {
        assert_sound(&body, &read_default(&body, b"X"));
        let limits = Limits { max_parts: parts, max_part_headers: headers, max_header_bytes: bytes };
        let form = read(&body, b"X", &limits);
        assert_sound(&body, &form);
        prop_assert!(form.parts.len() <= parts);
        prop_assert!(form.parts.iter().all(|part| part.headers.len() <= headers));
    }

    /// What is built by the grammar is read back, without a defect.
    #[test]
    fn built_bodies_are_read_back(
        preamble in prop_oneof![Just(""), Just("\r\n"), Just("text\r\n")],
        epilogue in prop_oneof![Just(""), Just("\r\n"), Just("\r\n\r\ntext")],
        fields in prop::collection::vec(
            (prop::collection::vec(header(), 0..4), content()),
            1..5,
        ),
    ) {
        let body = build(preamble, &fields, epilogue, "\r\n");
        let form = read_default(&body, b"X");
        assert_sound(&body, &form);
        prop_assert_eq!(&form.defects, &[]);
        prop_assert!(form.closed && form.repair.is_none());
        prop_assert_eq!(form.parts.len(), fields.len());
        for (part, (headers, content)) in form.parts.iter().zip(&fields) {
            prop_assert_eq!(part.content, content.as_slice());
            let read: Vec<_> = part.headers.iter().map(|found| (found.name.to_owned(), found.text().into_owned())).collect();
            prop_assert_eq!(&read, headers);
        }
    }

    /// A body cut anywhere still yields every part that ended before the cut, and says that it was cut.
    #[test]
    fn cut_bodies_keep_their_whole_parts(
        fields in prop::collection::vec((Just(vec![("A".to_owned(), "b".to_owned())]), content()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let body = build("", &fields, "", "\r\n");
        let whole = read_default(&body, b"X");
        let cut = cut.index(body.len());
        let form = read_default(&body[..cut], b"X");
        assert_sound(&body[..cut], &form);
        for (part, full) in form.parts.iter().zip(&whole.parts).filter(|(part, _)| part.complete) {
            prop_assert_eq!(part.content, full.content);
        }
        let missing = form.has(DefectKind::Truncated)
            || form.has(DefectKind::CloseMissing)
            || form.has(DefectKind::NoDelimiter);
        prop_assert!(missing && !form.closed);
    }
}
