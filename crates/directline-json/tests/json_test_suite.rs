//! JSONTestSuite (`corpus/json-test-suite`, see SOURCE.md there): every file has one verdict, and it is held here.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests; clippy only knows the tests themselves"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use directline_json::{DefectKind, Document, SyntaxError, from_slice};

/// The files of one folder of the suite whose names start with `prefix`.
fn files(folder: &str, prefix: &str) -> BTreeMap<String, Vec<u8>> {
    let folder: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "../../corpus/json-test-suite", folder].iter().collect();
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(name, path)| (name, std::fs::read(path).unwrap()))
        .collect()
}

/// What is said about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// No defect.
    Clean,
    /// Repeated members.
    Repeats,
    /// Lone surrogates.
    Surrogates,
    /// A byte order mark.
    Mark,
    /// Not UTF-8 in a string.
    NotUtf8,
    /// 16-bit units.
    Wide,
    /// Beyond the default depth.
    Deep,
}

/// The verdict and the offset of the first defect; all defects must be of one kind.
fn verdict(source: &[u8]) -> (Verdict, usize) {
    let document = Document::parse(source);
    let mut verdicts = document.defects().iter().map(|defect| match defect.kind {
        DefectKind::DuplicateMember { .. } => Verdict::Repeats,
        DefectKind::LoneSurrogate => Verdict::Surrogates,
        DefectKind::ByteOrderMark => Verdict::Mark,
        DefectKind::InvalidUtf8 => Verdict::NotUtf8,
        DefectKind::TooDeep { .. } => Verdict::Deep,
        DefectKind::Syntax(SyntaxError::WideEncoding) => Verdict::Wide,
        _ => panic!("unexpected: {defect:?}"),
    });
    let Some(first) = verdicts.next() else {
        return (Verdict::Clean, 0);
    };
    assert!(verdicts.all(|other| other == first), "{:?}", document.defects());
    let trusted = matches!(first, Verdict::Repeats | Verdict::Surrogates | Verdict::Mark);
    assert_eq!(document.is_well_formed(), trusted, "{first:?}");
    (first, document.defects()[0].span.start)
}

#[test]
fn what_must_be_accepted_is() {
    let files = files("test_parsing", "y_");
    assert_eq!(files.len(), 95);
    for (name, source) in files {
        let expected = match name.as_str() {
            "y_object_duplicated_key.json" | "y_object_duplicated_key_and_value.json" => {
                (Verdict::Repeats, 9)
            }
            _ => (Verdict::Clean, 0),
        };
        assert_eq!(verdict(&source), expected, "{name}");
        assert!(Document::parse(&source).is_well_formed(), "{name}");
    }
}

#[test]
fn what_must_be_refused_is_with_a_place() {
    let files = files("test_parsing", "n_");
    assert_eq!(files.len(), 188);
    for (name, source) in files {
        let document = Document::parse(&source);
        assert!(!document.is_well_formed(), "{name}");
        assert!(document.defects().iter().any(|d| d.kind.breaks_syntax()), "{name}");
        for defect in document.defects() {
            let span = defect.span;
            assert!(span.start <= span.end && span.end <= source.len(), "{name}: {defect:?}");
        }
        assert_few_defects(&name, &document);
        let error = from_slice::<serde_json::Value>(&source).unwrap_err();
        assert!(error.span.end <= source.len(), "{name}: {error}");
    }
}

/// Each file has one fault; getting past it must not bring many others.
fn assert_few_defects(name: &str, document: &Document<'_>) {
    let most = match name {
        // These repeat the fault.
        "n_object_several_trailing_commas.json" | "n_structure_open_open.json" => 8,
        _ => 3,
    };
    assert!(document.defects().len() <= most, "{name}: {:?}", document.defects());
}

#[test]
fn what_the_suite_leaves_open_is_decided() {
    use Verdict::{Clean, Deep, Mark, NotUtf8, Surrogates, Wide};
    // Numbers are kept as text, so no size, precision or exponent is out of reach of the reader.
    // A lone surrogate is grammatical (RFC 8259, section 8.2) but no character: a defect that leaves the tree intact.
    // What is not UTF-8 is no JSON text for exchange between systems (RFC 8259, section 8.1).
    let table = [
        ("number_double_huge_neg_exp", Clean, 0, "number text is kept"),
        ("number_huge_exp", Clean, 0, "number text is kept"),
        ("number_neg_int_huge_exp", Clean, 0, "number text is kept"),
        ("number_pos_double_huge_exp", Clean, 0, "number text is kept"),
        ("number_real_neg_overflow", Clean, 0, "number text is kept"),
        ("number_real_pos_overflow", Clean, 0, "number text is kept"),
        ("number_real_underflow", Clean, 0, "number text is kept"),
        ("number_too_big_neg_int", Clean, 0, "number text is kept"),
        ("number_too_big_pos_int", Clean, 0, "number text is kept"),
        ("number_very_big_negative_int", Clean, 0, "number text is kept"),
        ("object_key_lone_2nd_surrogate", Surrogates, 2, "a low half alone, in a name"),
        ("string_1st_surrogate_but_2nd_missing", Surrogates, 2, "a high half alone"),
        ("string_1st_valid_surrogate_2nd_invalid", Surrogates, 2, "a high half, then a character"),
        ("string_UTF-16LE_with_BOM", Wide, 0, "one defect, not one per byte"),
        ("string_UTF-8_invalid_sequence", NotUtf8, 7, "a byte that starts nothing"),
        ("string_UTF8_surrogate_U+D800", NotUtf8, 2, "UTF-8 has no surrogates (RFC 3629)"),
        ("string_incomplete_surrogate_and_escape_valid", Surrogates, 2, "a high half, then \\n"),
        ("string_incomplete_surrogate_pair", Surrogates, 2, "a low half, then letters"),
        ("string_incomplete_surrogates_escape_valid", Surrogates, 2, "two high halves"),
        ("string_invalid_lonely_surrogate", Surrogates, 2, "a high half alone"),
        ("string_invalid_surrogate", Surrogates, 2, "a high half, then letters"),
        ("string_invalid_utf-8", NotUtf8, 2, "a byte that UTF-8 never has"),
        ("string_inverted_surrogates_U+1D11E", Surrogates, 2, "the low half first"),
        ("string_iso_latin_1", NotUtf8, 2, "another encoding"),
        ("string_lone_second_surrogate", Surrogates, 2, "a low half alone"),
        ("string_lone_utf8_continuation_byte", NotUtf8, 2, "a byte that starts nothing"),
        ("string_not_in_unicode_range", NotUtf8, 2, "beyond U+10FFFF"),
        ("string_overlong_sequence_2_bytes", NotUtf8, 2, "overlong forms are not UTF-8"),
        ("string_overlong_sequence_6_bytes", NotUtf8, 2, "overlong forms are not UTF-8"),
        ("string_overlong_sequence_6_bytes_null", NotUtf8, 2, "overlong forms are not UTF-8"),
        ("string_truncated-utf-8", NotUtf8, 2, "half a character"),
        ("string_utf16BE_no_BOM", Wide, 0, "one defect, not one per byte"),
        ("string_utf16LE_no_BOM", Wide, 0, "one defect, not one per byte"),
        ("structure_500_nested_arrays", Deep, 128, "the default depth is 128"),
        ("structure_UTF-8_BOM_empty_object", Mark, 0, "must not be added, may be ignored"),
    ];
    let files = files("test_parsing", "i_");
    assert_eq!((files.len(), table.len()), (35, 35));
    for (name, expected, offset, reason) in table {
        let source = &files[&format!("i_{name}.json")];
        assert_eq!(verdict(source), (expected, offset), "{name}: {reason}");
    }
}

#[test]
fn the_transform_files_keep_what_other_readers_lose() {
    use Verdict::{Clean, NotUtf8, Repeats, Surrogates};
    // The verdict, and the text of the value, or values, as the tree holds it.
    let table: [(&str, Verdict, &str); 22] = [
        ("number_-9223372036854775808", Clean, "-9223372036854775808"),
        ("number_-9223372036854775809", Clean, "-9223372036854775809"),
        ("number_1.0", Clean, "1.0"),
        ("number_1.000000000000000005", Clean, "1.000000000000000005"),
        ("number_1000000000000000", Clean, "1000000000000000"),
        ("number_10000000000000000999", Clean, "10000000000000000999"),
        ("number_1e-999", Clean, "1E-999"),
        ("number_1e6", Clean, "1E6"),
        ("number_9223372036854775807", Clean, "9223372036854775807"),
        ("number_9223372036854775808", Clean, "9223372036854775808"),
        // Names are compared by code point, never normalised.
        ("object_key_nfc_nfd", Clean, "\u{e9}:NFC,e\u{301}:NFD"),
        ("object_key_nfd_nfc", Clean, "e\u{301}:NFD,\u{e9}:NFC"),
        ("object_same_key_different_values", Repeats, "a:1,a:2"),
        ("object_same_key_same_value", Repeats, "a:1,a:1"),
        ("object_same_key_unclear_values", Repeats, "a:0,a:-0"),
        ("string_1_escaped_invalid_codepoint", Surrogates, "\u{fffd}"),
        ("string_1_invalid_codepoint", NotUtf8, "\u{fffd}\u{fffd}\u{fffd}"),
        ("string_2_escaped_invalid_codepoints", Surrogates, "\u{fffd}\u{fffd}"),
        ("string_2_invalid_codepoints", NotUtf8, &"\u{fffd}".repeat(6)),
        ("string_3_escaped_invalid_codepoints", Surrogates, "\u{fffd}\u{fffd}\u{fffd}"),
        ("string_3_invalid_codepoints", NotUtf8, &"\u{fffd}".repeat(9)),
        ("string_with_escaped_NULL", Clean, "A\0B"),
    ];
    let files = files("test_transform", "");
    assert_eq!(files.len(), 22);
    for (name, expected, text) in table {
        let source = &files[&format!("{name}.json")];
        assert_eq!(verdict(source).0, expected, "{name}");
        let document = Document::parse(source);
        let root = document.root().unwrap();
        let shown = |value: directline_json::Value<'_>| match value.number_text() {
            Some(number) => number.to_owned(),
            None => value.as_str().unwrap().into_owned(),
        };
        let elements = root.elements().map(shown);
        let members = root.members().map(|member| format!("{}:{}", member.key, shown(member.value)));
        assert_eq!(elements.chain(members).collect::<Vec<_>>().join(","), text, "{name}");
    }
}
