//! Bodies that well-known parsers read differently (`corpus/multipart-differential/SOURCE.md`): our
//! reading of each is pinned.

use std::fs;

use super::{base64, contents, corpus, defects, read_default};
use crate::media_type::MediaType;

/// The body as the reader gives it: contents of the parts, defects.
type Reading = (&'static [&'static str], &'static [&'static str]);

/// Bodies with one part `v` and no defect are not listed. Where they differ between parsers it is by
/// their headers (repeated parameters, file names), which are read in `media_type`.
const PINNED: [(&str, Reading); 21] = [
    (
        "doc-example-verbatim",
        (
            &["[JPEG content]\r\n", "{ \"text\": \"Hey\", \"from\": \"user1\" }\r\n"],
            &[
                "ArticleDelimiters \"----DD4E5147-E865-4652-B662-F223701A8A89\"",
                "CloseMissing \"----DD4E5147-E865-4652-B662-F223701A8A89\"",
            ],
        ),
    ),
    (
        "doc-example-fixed-delims",
        (&["[JPEG content]\r\n", "{ \"text\": \"Hey\", \"from\": \"user1\" }\r\n"], &[]),
    ),
    (
        "doc-example-fixed+cd",
        (&["[JPEG content]\r\n", "{ \"text\": \"Hey\", \"from\": \"user1\" }\r\n"], &[]),
    ),
    // The first of two boundary parameters counts.
    ("two-boundary-params-last", (&[], &["NoDelimiter \"--X\\r\\nContent-Disposition: form-data; nam\""])),
    // A continued boundary is no boundary.
    ("rfc2231-boundary", (&[], &["BoundaryInvalid \"\""])),
    ("missing-final-hyphens", (&["v"], &["CloseMissing \"--X\""])),
    ("no-close-eof", (&["v\r\n"], &["Truncated \"\""])),
    ("lf-only", (&["v"], &["LineFeedOnly \"\\n\""])),
    ("boundary-prefix-in-body", (&["abc\r\n--XY\r\ndef"], &["DelimiterLineContinues \"--X\""])),
    ("boundary-in-body-no-crlf", (&["abc--X--def"], &["DelimiterNotAtLineStart \"--X\""])),
    ("header-fold", (&["v"], &["FoldedHeader \" name=\\\"a\\\"\""])),
    ("nul-in-header-name", (&["v"], &["HeaderMalformed \"X\\0Y: 1\""])),
    ("space-before-colon", (&["v"], &["SpaceBeforeColon \" \""])),
    ("bare-cr-in-header", (&["v"], &["BareCarriageReturn \"\\r\""])),
    // A transfer encoding is left to the caller.
    ("cte-base64", (&["dg=="], &[])),
    ("empty-body", (&[], &["NoDelimiter \"\""])),
    ("only-close", (&[], &["NoParts \"--X--\""])),
    ("zero-len-part", (&[""], &[])),
    ("boundary-71-chars", (&["v"], &["BoundaryInvalid \"\""])),
    // A boundary may not end with a space; without it, it is the one of the body.
    ("boundary-trailing-space-quoted", (&["v"], &["BoundaryInvalid \"\""])),
    ("lwsp-after-boundary", (&["v"], &["DelimiterPadded \"--X\""])),
];

#[test]
fn every_body_is_read_as_pinned() {
    let text = fs::read_to_string(corpus("multipart-differential/cases.json")).unwrap();
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 44);
    let mut pinned = 0;
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let media = MediaType::parse(case["content_type"].as_str().unwrap().as_bytes());
        let boundary = media.parameter("boundary").map(|found| found.value.clone()).unwrap_or_default();
        let body = base64(case["body_base64"].as_str().unwrap());
        let form = read_default(&body, &boundary);
        let known = PINNED.iter().find(|(known, _)| *known == id);
        pinned += usize::from(known.is_some());
        let (parts, expected) = known.map_or((&["v"][..], &[][..]), |(_, reading)| *reading);
        assert_eq!(contents(&form), parts, "{id}");
        assert_eq!(defects(&body, &form), expected, "{id}");
    }
    assert_eq!(pinned, PINNED.len());
}
