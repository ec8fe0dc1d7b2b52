//! Properties: agreement with `serde_json`, and what holds for any bytes.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; clippy only knows the tests themselves"
)]

use directline_json::{DefectKind, Document, Kind, Limits, Span, Value, from_slice};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// JSON texts with odd white space, escapes and numbers. Names are different within an object; depth stays below 8.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(&["null", "true", "false", "0", "-0", "1e5", "-1.5E-3", "1e400", "0.1e1"][..])
            .prop_map(str::to_owned),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?",
        string(),
    ];
    leaf.prop_recursive(6, 60, 8, |inner| {
        prop_oneof![
            (prop::collection::vec(inner.clone(), 0..8), white())
                .prop_map(|(items, white)| format!("[{white}{}{white}]", items.join(&format!("{white},")))),
            (prop::collection::vec((string(), inner), 0..8), white()).prop_map(|(members, white)| {
                let members = members.iter().enumerate().map(|(i, (name, value))| {
                    // A prefix makes the name differ from the others.
                    format!("\"{i}{}{white}:{white}{value}", name.get(1..).unwrap())
                });
                format!("{{{white}{}{white}}}", members.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

fn white() -> impl Strategy<Value = &'static str> {
    select(&["", " ", "\n", "\r\n\t ", "         \n        "][..])
}

/// A string in quotes, plain or with escapes.
fn string() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-z ]{0,20}",
        "\\PC{0,6}".prop_map(|text| text.replace(['"', '\\'], "/")),
        select(&["\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\uD83D\\uDE00", "\\u0000", "\u{7f}"][..])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..5).prop_map(|parts| format!("\"{}\"", parts.concat()))
}

/// JSON with a few bytes removed, doubled, replaced or put in.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    const BYTES: &[u8] = b"[]{},:\"'\\/*-+.eE019tfnu \n\t\0\x1f\x7f\x80\xc3\xa9\xed\xa0\xff\xef\xbb\xbf#";
    let change = (any::<Index>(), 0..4_u8, select(BYTES));
    (json(), prop::collection::vec(change, 1..4)).prop_map(|(json, changes)| {
        let mut bytes = json.into_bytes();
        for (index, how, byte) in changes {
            let at = index.index(bytes.len() + 1);
            match how {
                0 if at < bytes.len() => drop(bytes.remove(at)),
                1 if at < bytes.len() => bytes[at] = byte,
                2 => bytes.truncate(at),
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}

/// Bytes of all sorts.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => mutated(),
        1 => prop::collection::vec(any::<u8>(), 0..60),
        1 => "[\\[\\]{},:\"'\\\\/*0-9a-f \\n]{0,60}".prop_map(String::into_bytes),
        1 => "\\PC{0,40}".prop_map(String::into_bytes),
    ]
}

/// Whether `serde_json` accepts the grammar: `IgnoredAny` skips numbers out of range, lone surrogates and depth.
///
/// The one thing that it does not see is what is not UTF-8 inside a string, so that is asked first.
fn grammar_accepted(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
}

/// Whether two values are equal. Difference 3: a double there can be a few units off in its last place; here
/// it is the nearest one.
fn same(ours: &serde_json::Value, theirs: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (ours, theirs) {
        (Number(a), Number(b)) if a.is_f64() && b.is_f64() => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            let close = a.to_bits().abs_diff(b.to_bits()) <= 8;
            close && a.is_sign_negative() == b.is_sign_negative()
        }
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Object(a), Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => ours == theirs,
    }
}

/// Asserts that the verdicts agree, apart from named differences.
fn assert_agreement(bytes: &[u8]) -> Result<(), TestCaseError> {
    let document = Document::parse(bytes);
    let has = |wanted: fn(&DefectKind) -> bool| document.defects().iter().any(|d| wanted(&d.kind));
    // Difference 1: a byte order mark is passed over here and refused there.
    if has(|kind| matches!(kind, DefectKind::ByteOrderMark)) {
        prop_assert!(!grammar_accepted(bytes));
        return Ok(());
    }
    prop_assert_eq!(document.is_well_formed(), grammar_accepted(bytes), "{:?}", document.defects());
    let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
    let ours = from_slice::<serde_json::Value>(bytes);
    // Difference 2: repeated members are refused here; there the last one wins.
    if has(|kind| matches!(kind, DefectKind::DuplicateMember { .. })) {
        prop_assert!(ours.is_err());
        return Ok(());
    }
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "ours {ours}, theirs {theirs}"),
        (Err(_), Err(_)) => {}
        (ours, theirs) => prop_assert!(false, "ours {ours:?}, theirs {theirs:?}"),
    }
    Ok(())
}

/// Asserts what holds for the tree of any document, broken or not.
fn assert_tree(document: &Document<'_>) -> Result<(), TestCaseError> {
    let length = document.source().len();
    let mut last = Span::default();
    for defect in document.defects() {
        prop_assert!(defect.span.start <= defect.span.end && defect.span.end <= length, "{defect:?}");
        prop_assert!(last.start <= defect.span.start, "defects are in order");
        last = defect.span;
        let text = defect.to_string();
        prop_assert!(!text.ends_with('.') && !text.starts_with(char::is_uppercase), "{text}");
    }
    let mut pending: Vec<Value<'_>> = document.root().into_iter().collect();
    while let Some(value) = pending.pop() {
        let span = value.span();
        prop_assert!(span.start < span.end && span.end <= length, "{value:?}");
        prop_assert_eq!(value.elements().len() + value.members().len(), value.len());
        let mut end = span.start;
        let mut children = 0;
        for member in value.members() {
            prop_assert!(span.encloses(member.key_span) && span.encloses(member.value.span()));
            prop_assert!(end <= member.key_span.start && member.key_span.end <= member.value.span().start);
            end = member.value.span().end;
            children += 1;
            pending.push(member.value);
        }
        for element in value.elements() {
            prop_assert!(span.encloses(element.span()) && end <= element.span().start);
            end = element.span().end;
            children += 1;
            pending.push(element);
        }
        prop_assert_eq!(children, value.len());
        prop_assert_eq!(value.as_str().is_some(), value.kind() == Kind::String);
        prop_assert!(value.same_value(value));
        prop_assert_eq!(document.value(value.id()).map(Value::span), Some(span));
        if document.is_clean() {
            prop_assert_eq!(document.pointer(&value.pointer()).map(Value::id), Some(value.id()));
            prop_assert_eq!(document.pointer_at(span.start), value.pointer());
        }
    }
    Ok(())
}

/// Asserts that each scalar, read on its own from its span, gives the same again.
fn assert_round_trips(document: &Document<'_>) -> Result<(), TestCaseError> {
    let mut pending: Vec<Value<'_>> = document.root().into_iter().collect();
    while let Some(value) = pending.pop() {
        pending.extend(value.elements());
        pending.extend(value.members().map(|member| member.value));
        let again = Document::parse(value.raw());
        let root = again.root().unwrap();
        prop_assert!(again.is_clean());
        prop_assert_eq!(root.raw(), value.raw());
        prop_assert!(root.same_value(value));
        prop_assert_eq!(root.number_text(), value.number_text());
        if let Some(text) = value.as_str() {
            let theirs: String = serde_json::from_slice(value.raw()).unwrap();
            prop_assert_eq!(text, theirs);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn valid_json_is_clean(json in json()) {
        let document = Document::parse(json.as_bytes());
        prop_assert!(document.is_clean(), "{:?}", document.defects());
        assert_tree(&document)?;
        assert_round_trips(&document)?;
        assert_agreement(json.as_bytes())?;
    }

    #[test]
    fn the_verdict_on_anything_is_that_of_serde_json(bytes in any_bytes()) {
        assert_agreement(&bytes)?;
    }

    #[test]
    fn any_bytes_give_a_sound_tree(bytes in any_bytes(), max_depth in 0..6_usize, max_defects in 0..6_usize) {
        let document = Document::parse(&bytes);
        assert_tree(&document)?;
        let limits = Limits { max_depth, max_defects, ..Limits::default() };
        let limited = Document::parse_with(&bytes, &limits);
        assert_tree(&limited)?;
        prop_assert!(limited.defects().len() <= max_defects);
        if !document.is_well_formed() {
            prop_assert!(!limited.is_well_formed());
        }
    }

    #[test]
    fn a_tree_equals_what_serde_json_writes_of_it(json in json()) {
        let document = Document::parse(json.as_bytes());
        let Ok(value) = document.root().unwrap().deserialize::<serde_json::Value>() else {
            return Ok(());
        };
        let written = serde_json::to_vec(&value).unwrap();
        let again = Document::parse(&written);
        prop_assert!(again.is_clean());
        let value_again: serde_json::Value = again.root().unwrap().deserialize().unwrap();
        prop_assert_eq!(value, value_again);
    }

    #[test]
    fn numbers_are_equal_if_their_shifted_forms_are(
        digits in "[1-9][0-9]{0,8}", zeros in 0..9_usize, exponent in -40..40_i64,
    ) {
        let moved = i64::try_from(zeros).unwrap();
        let length = i64::try_from(digits.len()).unwrap();
        let one = format!("{digits}e{exponent}");
        let other = format!("{digits}{}e{}", "0".repeat(zeros), exponent - moved);
        let third = format!("0.{}{digits}E{}", "0".repeat(zeros), exponent + moved + length);
        prop_assert!(directline_json::same_number(&one, &other), "{one} {other}");
        prop_assert!(directline_json::same_number(&one, &third), "{one} {third}");
        let greater = format!("{digits}1e{}", exponent - 1);
        prop_assert!(!directline_json::same_number(&one, &greater), "{one} {greater}");
    }
}
