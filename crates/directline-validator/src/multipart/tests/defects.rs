//! Each defect, each legal oddity, and where it stands.

use super::super::{DefectKind, Repair};
use super::{contents, defects, read_default};

/// Body (boundary `X`), contents, closed, defects.
type Case = (&'static [u8], &'static [&'static str], bool, &'static [&'static str]);

fn check(cases: &[Case]) {
    for (body, parts, closed, expected) in cases {
        let form = read_default(body, b"X");
        let shown = String::from_utf8_lossy(body);
        assert_eq!(defects(body, &form), *expected, "{shown:?}");
        assert_eq!(contents(&form), *parts, "{shown:?}");
        assert_eq!(form.closed, *closed, "{shown:?}");
        assert_eq!(form.epilogue.is_some(), *closed, "{shown:?}");
    }
}

#[test]
fn legal_bodies_have_no_defect() {
    check(&[
        (b"--X\r\nA: b\r\n\r\nv\r\n--X--\r\n", &["v"], true, &[]),
        // With and without a line end behind the close; preamble; epilogue.
        (b"--X\r\nA: b\r\n\r\nv\r\n--X--", &["v"], true, &[]),
        (b"\r\n--X\r\n\r\nv\r\n--X--\r\n", &["v"], true, &[]),
        (b"for old readers\r\n--X\r\n\r\nv\r\n--X--\r\nbye\n", &["v"], true, &[]),
        // No header; no content; neither; a blank line as content.
        (b"--X\r\n\r\nv\r\n--X--", &["v"], true, &[]),
        (b"--X\r\nA: b\r\n\r\n\r\n--X--", &[""], true, &[]),
        (b"--X\r\n\r\n\r\n--X--", &[""], true, &[]),
        (b"--X\r\n\r\n\r\n\r\n--X--", &["\r\n"], true, &[]),
        // RFC 2046: `body-part := MIME-part-headers [CRLF *OCTET]`, so the blank line may be missing
        // where there is no content.
        (b"--X\r\nA: b\r\n\r\n--X--", &[""], true, &[]),
        (b"--X\r\n\r\n--X--", &[""], true, &[]),
        // Bare line feeds and carriage returns in the content.
        (b"--X\r\n\r\n\n\r\r\n\r\r\n--X--", &["\n\r\r\n\r"], true, &[]),
        (b"--X\r\n\r\na\r\n--X\r\n\r\nb\r\n--X--", &["a", "b"], true, &[]),
    ]);
}

#[test]
fn missing_ends_are_told_apart() {
    check(&[
        (b"", &[], false, &["NoDelimiter \"\""]),
        (b"abc", &[], false, &["NoDelimiter \"abc\""]),
        (b"--X--\r\n", &[], true, &["NoParts \"--X--\""]),
        // The body ends at a part boundary.
        (b"--X\r\n\r\nv\r\n--X\r\n", &["v"], false, &["CloseMissing \"--X\""]),
        (b"--X\r\n\r\nv\r\n--X", &["v"], false, &["CloseMissing \"--X\""]),
        (b"--X\r\n\r\nv\r\n--X-", &["v"], false, &["CloseMissing \"--X-\""]),
        (b"--X\r\n\r\nv\r\n--X\r", &["v"], false, &["CloseMissing \"--X\""]),
        (b"--X\r\n\r\nv\r\n--X\r\n\r\n", &["v"], false, &["CloseMissing \"--X\""]),
        (b"--X", &[], false, &["CloseMissing \"--X\""]),
        // The body ends inside a part.
        (b"--X\r\n\r\nv\r\n", &["v\r\n"], false, &["Truncated \"\""]),
        (b"--X\r\n\r\nv\r\n--", &["v\r\n--"], false, &["Truncated \"\""]),
        (b"--X\r\nA: b\r\n", &[""], false, &["Truncated \"\""]),
        (b"--X\r\nA: b", &[""], false, &["Truncated \"\""]),
        (b"--X\r\n\r\na\r\n--X\r\n\r\nb", &["a", "b"], false, &["Truncated \"\""]),
    ]);
    let cut = read_default(b"--X\r\n\r\na\r\n--X\r\n\r\nb", b"X");
    assert_eq!(cut.parts.iter().map(|part| part.complete).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn near_delimiters_are_content_and_reported() {
    check(&[
        (
            b"--X\r\n\r\na\r\n--XY\r\nb\r\n--X--",
            &["a\r\n--XY\r\nb"],
            true,
            &["DelimiterLineContinues \"--X\""],
        ),
        (b"--X\r\n\r\na\r\n--X--b\r\n--X--", &["a\r\n--X--b"], true, &["DelimiterLineContinues \"--X\""]),
        (b"--X\r\n\r\na--X\r\nb\r\n--X--", &["a--X\r\nb"], true, &["DelimiterNotAtLineStart \"--X\""]),
        // In the middle of a line.
        (b"--X\r\n\r\na--Xb\r\n--X--", &["a--Xb"], true, &["DelimiterNotAtLineStart \"--X\""]),
        (b"--X\r\n\r\na--X--b\r\n--X--", &["a--X--b"], true, &["DelimiterNotAtLineStart \"--X\""]),
        // Legal, and not read alike: once, at the first.
        (b"--X \t\r\n\r\nv\r\n--X \r\n\r\nw\r\n--X--", &["v", "w"], true, &["DelimiterPadded \"--X\""]),
        (b"--X\r\n\r\nv\r\n--X-- \t\r\n", &["v"], true, &["DelimiterPadded \"--X--\""]),
        // Once in each part.
        (
            b"--X\r\n\r\na--X\r\na--X\r\n--X\r\n\r\nb--X\r\n\r\n--X--",
            &["a--X\r\na--X", "b--X\r\n"],
            true,
            &["DelimiterNotAtLineStart \"--X\"", "DelimiterNotAtLineStart \"--X\""],
        ),
        // Complete without it, so the line between bare line feeds is content.
        (b"--X\r\n\r\na\n--X\r\nb\r\n--X--", &["a\n--X\r\nb"], true, &["DelimiterBesideLineFeed \"--X\""]),
        (b"--X\r\n\r\na\r\n--X\nb\r\n--X--", &["a\r\n--X\nb"], true, &["DelimiterBesideLineFeed \"--X\""]),
        (b"--X\r\n\r\na\r\n--X--\r\n--X\r\n", &["a"], true, &["DelimiterAfterClose \"--X\""]),
        (b"--X\r\n\r\na\r\n--X--\r\ntext\n--X--", &["a"], true, &["DelimiterAfterClose \"--X--\""]),
    ]);
}

#[test]
fn line_feeds_alone_are_repaired() {
    check(&[
        (b"--X\nA: b\n\nv\n--X--\n", &["v"], true, &["LineFeedOnly \"\\n\""]),
        (b"--X\nA: b\n\nv\r\n--X--\n", &["v"], true, &["LineFeedOnly \"\\n\""]),
        // Only in a header line.
        (b"--X\r\nA: b\n\r\nv\r\n--X--", &["v"], true, &["LineFeedOnly \"\\n\""]),
        // The close alone is well formed: more is found with line feeds.
        (b"--X\n\nv\r\n--X--\r\n", &["v"], true, &["LineFeedOnly \"\\n\""]),
        (b"--X\n\nv", &["v"], false, &["LineFeedOnly \"\\n\"", "Truncated \"\""]),
    ]);
    let form = read_default(b"--X\n\nv\n--X--\n", b"X");
    assert_eq!(form.repair, Some(Repair::LineFeeds));
    assert_eq!(form.defects[0].range, 3..4);
}

#[test]
fn header_faults_are_reported_and_the_rest_is_read() {
    check(&[
        (b"--X\r\nA: b\r\nfoo\r\n\r\nv\r\n--X--", &["v"], true, &["HeaderMalformed \"foo\""]),
        (b"--X\r\n: b\r\n\r\nv\r\n--X--", &["v"], true, &["HeaderMalformed \": b\""]),
        (b"--X\r\nA<: b\r\n\r\nv\r\n--X--", &["v"], true, &["HeaderMalformed \"A<: b\""]),
        (b"--X\r\n A: b\r\n\r\nv\r\n--X--", &["v"], true, &["HeaderMalformed \" A: b\""]),
        (b"--X\r\nA\x00: b\r\n\r\nv\r\n--X--", &["v"], true, &["HeaderMalformed \"A\\0: b\""]),
        (b"--X\r\nA : b\r\n\r\nv\r\n--X--", &["v"], true, &["SpaceBeforeColon \" \""]),
        (b"--X\r\nA: b\rc\r\n\r\nv\r\n--X--", &["v"], true, &["BareCarriageReturn \"\\r\""]),
        (b"--X\r\nA: b\r\n c\r\n\td\r\n\r\nv\r\n--X--", &["v"], true, &["FoldedHeader \" c\""]),
        // The content begins without a blank line.
        (b"--X\r\nA: b\r\n{\"c\":1}\r\n--X--", &["{\"c\":1}"], true, &["MissingBlankLine \"\""]),
        (b"--X\r\nA: b\r\n{\n\"c\":1}\r\n\r\n--X--", &["{\n\"c\":1}\r\n"], true, &["MissingBlankLine \"\""]),
        (b"--X\r\nhello\r\n--X--", &["hello"], true, &["MissingBlankLine \"\""]),
        (b"--X\r\n--X--", &[""], true, &["MissingBlankLine \"\""]),
        (b"--X\r\nA: b\r\n--X--", &[""], true, &["MissingBlankLine \"\""]),
    ]);
}

#[test]
fn headers_keep_name_value_and_place() {
    let body = b"--X\r\nContent-Type:\t image/png \r\nX-Fold: a\r\n  b\r\nEmpty:\r\ncontent-type: second\r\n\r\nv\r\n--X--";
    let form = read_default(body, b"X");
    let part = &form.parts[0];
    let headers: Vec<_> = part.headers.iter().map(|header| (header.name, header.text())).collect();
    let expected = [
        ("Content-Type", "image/png".into()),
        ("X-Fold", "a b".into()),
        ("Empty", "".into()),
        ("content-type", "second".into()),
    ];
    assert_eq!(headers, expected);
    let place = |range: &std::ops::Range<usize>| String::from_utf8_lossy(&body[range.clone()]);
    assert_eq!(place(&part.headers[0].name_range), "Content-Type");
    assert_eq!(place(&part.headers[0].value_range), "image/png");
    assert_eq!(place(&part.headers[1].value_range), "a\r\n  b");
    assert_eq!(part.header("CONTENT-TYPE").map(|header| header.text()).as_deref(), Some("image/png"));
    assert!(part.content_type().is_some_and(|media| media.is("image", "png")));
    assert!(part.disposition().is_none());
    assert_eq!(place(&part.delimiter), "--X");
    assert!(place(&part.head).ends_with("second\r\n\r\n"));
    assert_eq!(place(&part.body), "v");
}

#[test]
fn delimiters_without_the_two_dashes_are_repaired() {
    // The shape of the sample in "Send multiple attachments by upload": the boundary parameter is the
    // whole delimiter line, and nothing closes.
    let body = b"----DD4E\nContent-Type: image/jpeg\n[other headers]\n\n[JPEG content]\n\n----DD4E\nContent-Type: application/vnd.microsoft.bot.message\n[other headers]\n\n{}\n\n----DD4E\n";
    let form = read_default(body, b"----DD4E");
    assert_eq!(form.repair, Some(Repair::ArticleDelimitersAndLineFeeds));
    assert_eq!(contents(&form), ["[JPEG content]\n", "{}\n"]);
    let kinds: Vec<_> = form.defects.iter().map(|defect| defect.kind).collect();
    let expected = [
        DefectKind::ArticleDelimiters,
        DefectKind::LineFeedOnly,
        DefectKind::HeaderMalformed,
        DefectKind::HeaderMalformed,
        DefectKind::CloseMissing,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(form.defects[0].range, 0..8);

    check(&[
        (b"X\r\n\r\nv\r\nX--", &["v"], true, &["ArticleDelimiters \"X\""]),
        // The bare boundary within a line is no near miss; with its dashes it is.
        (b"X\r\n\r\naX\r\nXa\r\nX--", &["aX\r\nXa"], true, &["ArticleDelimiters \"X\""]),
        (
            b"X\r\n\r\na--X\r\nX--",
            &["a--X"],
            true,
            &["ArticleDelimiters \"X\"", "DelimiterNotAtLineStart \"X\""],
        ),
        (b"X\r\n\r\nv\r\nX\r\n", &["v"], false, &["ArticleDelimiters \"X\"", "CloseMissing \"X\""]),
        (b"X\r\n\r\nv", &["v"], false, &["ArticleDelimiters \"X\"", "Truncated \"\""]),
        // One line in the middle of some text is no sign of it.
        (b"a\r\nX\r\nb", &[], false, &["NoDelimiter \"a\\r\\nX\\r\\nb\""]),
        // With a proper delimiter, a line that equals the boundary is content.
        (b"--X\r\n\r\nX\r\nX\r\n--X--", &["X\r\nX"], true, &[]),
    ]);
    assert_eq!(read_default(b"X\r\n\r\nv\r\nX--", b"X").repair, Some(Repair::ArticleDelimiters));
}

#[test]
fn boundaries_are_judged_by_the_grammar() {
    let legal = "'()+_,-./:=? aZ9";
    for (boundary, valid) in [
        ("X", true),
        ("a b", true),
        (legal, true),
        (&"b".repeat(70), true),
        (&"b".repeat(71), false),
        ("", false),
        (" ", false),
        ("X ", false),
        ("a\"b", false),
        ("a;b", false),
        ("a\tb", false),
        ("\u{E9}", false),
        ("a\r\nb", false),
    ] {
        let body = format!("--{}\r\n\r\nv\r\n--{}--", boundary.trim_end(), boundary.trim_end());
        let form = read_default(body.as_bytes(), boundary.as_bytes());
        assert_eq!(form.has(DefectKind::BoundaryInvalid), !valid, "{boundary:?}");
        // It is used all the same, if a line can hold it.
        let usable = !boundary.trim_end().is_empty() && !boundary.contains('\n');
        assert_eq!(contents(&form), if usable { &["v"][..] } else { &[] }, "{boundary:?}");
    }
}

#[test]
fn every_kind_has_a_message_in_the_style_of_the_tool() {
    use DefectKind as Kind;
    for kind in [
        Kind::BoundaryInvalid,
        Kind::NoDelimiter,
        Kind::ArticleDelimiters,
        Kind::CloseMissing,
        Kind::NoParts,
        Kind::Truncated,
        Kind::LineFeedOnly,
        Kind::HeaderMalformed,
        Kind::FoldedHeader,
        Kind::SpaceBeforeColon,
        Kind::BareCarriageReturn,
        Kind::MissingBlankLine,
        Kind::DelimiterNotAtLineStart,
        Kind::DelimiterLineContinues,
        Kind::DelimiterBesideLineFeed,
        Kind::DelimiterAfterClose,
        Kind::TooManyParts,
        Kind::TooManyHeaders,
        Kind::HeadersTooLarge,
    ] {
        let message = kind.to_string();
        assert!(message.starts_with(char::is_lowercase) && !message.ends_with('.'), "{message}");
    }
}

#[test]
fn each_defect_is_told_in_its_own_words() {
    use DefectKind::*;
    let all = [
        BoundaryInvalid,
        NoDelimiter,
        ArticleDelimiters,
        CloseMissing,
        NoParts,
        Truncated,
        LineFeedOnly,
        HeaderMalformed,
        FoldedHeader,
        SpaceBeforeColon,
        BareCarriageReturn,
        MissingBlankLine,
        DelimiterNotAtLineStart,
        DelimiterLineContinues,
        DelimiterPadded,
        DelimiterBesideLineFeed,
        DelimiterAfterClose,
        TooManyParts,
        TooManyHeaders,
        HeadersTooLarge,
    ];
    let texts: std::collections::BTreeSet<String> = all.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), all.len());
    assert!(texts.iter().all(|text| text.contains(' ') && !text.ends_with('.')));
}

#[test]
fn headers_of_a_part_are_found_in_any_case() {
    let body = b"--X\r\ncontent-TYPE: text/plain\r\nContent-Disposition: form-data; name=\"a\"\r\nN: \xFF\r\n\r\nv\r\n--X--";
    let form = read_default(body, b"X");
    let part = &form.parts[0];
    assert!(part.content_type().unwrap().is("text", "plain"));
    assert_eq!(part.disposition().unwrap().name().unwrap(), "a");
    assert_eq!(part.header("n").unwrap().text(), "\u{FFFD}");
    assert!(part.header("other").is_none());
    let blank = read_default(b"--X\r\nA:  \r\n\r\nv\r\n--X--", b"X");
    assert_eq!(blank.parts[0].headers[0].value_range, 9..9);
    let bare = read_default(b"--X\r\n\r\nv\r\n--X--", b"X");
    assert!(bare.parts[0].content_type().is_none() && bare.parts[0].disposition().is_none());
}

/// RFC 2046 section 5.1.1: what follows the close is no part of the message.
#[test]
fn the_epilogue_begins_behind_the_line_of_the_close() {
    let behind = |end: &str| {
        let body = format!("--X\r\n\r\nv\r\n--X--{end}");
        let form = read_default(body.as_bytes(), b"X");
        let epilogue = body.get(form.epilogue.clone().unwrap()).unwrap().to_owned();
        (epilogue, defects(body.as_bytes(), &form))
    };
    for (end, epilogue, expected) in [
        ("", "", &[][..]),
        ("\r", "", &[]),
        ("\r\n", "", &[]),
        (" \t\r\nbye", "bye", &["DelimiterPadded \"--X--\""]),
        ("\r\nbye\r\n", "bye\r\n", &[]),
        ("\r\na--X b\r\n", "a--X b\r\n", &[]),
        ("\r\na--X\r\n--X\r\n--X\r\n", "a--X\r\n--X\r\n--X\r\n", &["DelimiterAfterClose \"--X\""]),
    ] {
        let (found, defects) = behind(end);
        assert_eq!(
            (found.as_str(), defects.as_slice()),
            (epilogue, expected.iter().map(ToString::to_string).collect::<Vec<_>>().as_slice()),
            "{end:?}"
        );
    }
}

#[test]
fn the_first_line_feed_is_shown() {
    for (body, at) in [
        (&b"pre\n--X\r\n\r\nv\r\n--X--"[..], 3),
        (b"--X\n\r\nv\r\n--X--", 3),
        (b"--X\r\n\r\nv\n--X--", 8),
        (b"--X\r\nA: b\n\r\nv\r\n--X--", 9),
    ] {
        let form = read_default(body, b"X");
        let found: Vec<_> = form.defects.iter().map(|defect| (defect.kind, defect.range.clone())).collect();
        assert_eq!(found, [(DefectKind::LineFeedOnly, at..at + 1)], "{}", String::from_utf8_lossy(body));
        assert_eq!(form.repair, Some(Repair::LineFeeds));
    }
}

/// Content that begins without a blank line may hold line feeds.
#[test]
fn line_feeds_of_headers_are_told_from_those_of_content() {
    check(&[
        (
            b"--X\r\nA: b\nstray\r\n--X--",
            &["stray"],
            true,
            &["LineFeedOnly \"\\n\"", "MissingBlankLine \"\""],
        ),
        (b"--X\r\nA: b\r\nstray\nmore\r\n--X--", &["stray\nmore"], true, &["MissingBlankLine \"\""]),
    ]);
}
