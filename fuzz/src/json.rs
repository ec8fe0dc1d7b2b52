//! The reader of JSON, beside `serde_json` where both must agree.

use directline_json::{Document, Kind, Limits, Value};

/// Reads bytes as JSON.
pub(crate) fn check(bytes: &[u8]) {
    let document = Document::parse(bytes);
    for defect in document.defects() {
        assert!(defect.span.start <= defect.span.end, "{defect:?}");
        assert!(defect.span.end <= bytes.len(), "{defect:?} of {} bytes", bytes.len());
    }
    let values = document.root().map_or(0, |root| walk(root, bytes));
    let again = Document::parse(bytes);
    assert_eq!(document.defects(), again.defects());
    assert_eq!(values, again.root().map_or(0, |root| walk(root, bytes)));
    narrow(bytes);
    let strict = directline_json::from_slice::<serde_json::Value>(bytes);
    if let Ok(theirs) = serde_json::from_slice::<serde_json::Value>(bytes) {
        assert!(document.is_well_formed(), "serde_json reads it: {:?}", document.defects());
        // Ours refuses what a reader may misunderstand: repeated members, above all.
        if let Ok(ours) = strict {
            assert_eq!(ours, theirs);
        }
    } else if let Ok(ours) = strict {
        // Theirs has bounds of its own: depth, and the size of numbers.
        assert!(is_beyond_theirs(bytes), "serde_json refuses what is read as {ours}");
    }
}

/// Whether `serde_json` may refuse for its own reasons.
fn is_beyond_theirs(bytes: &[u8]) -> bool {
    let digits = bytes.iter().any(u8::is_ascii_digit);
    digits || bytes.iter().filter(|byte| matches!(byte, b'[' | b'{')).count() > 120
}

/// Narrow bounds are kept.
fn narrow(bytes: &[u8]) {
    let limits = Limits { max_depth: 2, max_defects: 1, ..Limits::default() };
    let document = Document::parse_with(bytes, &limits);
    assert!(document.defects().len() <= 2, "{:?}", document.defects());
    let mut open: Vec<(Value<'_>, usize)> = document.root().into_iter().map(|root| (root, 1)).collect();
    while let Some((value, depth)) = open.pop() {
        let has_any = matches!(value.kind(), Kind::Array | Kind::Object) && !value.is_empty();
        assert!(!has_any || depth <= limits.max_depth, "depth {depth}");
        open.extend(value.elements().map(|element| (element, depth + 1)));
        open.extend(value.members().map(|member| (member.value, depth + 1)));
    }
}

/// Looks at every value; how many there are.
fn walk(root: Value<'_>, bytes: &[u8]) -> usize {
    let mut open = vec![root];
    let mut count = 0;
    while let Some(value) = open.pop() {
        count += 1;
        let span = value.span();
        assert!(span.start <= span.end && span.end <= bytes.len(), "{span:?} of {} bytes", bytes.len());
        assert_eq!(value.raw(), &bytes[span.start..span.end]);
        assert!(value.same_value(value));
        let children = value.elements().chain(value.members().map(|member| member.value));
        for child in children {
            let inner = child.span();
            assert!(span.start <= inner.start && inner.end <= span.end, "{inner:?} is not in {span:?}");
            open.push(child);
        }
        let _ =
            (value.as_str(), value.as_bool(), value.as_u64(), value.as_i64(), value.as_f64(), value.len());
    }
    count
}
