//! The media type tests of the Web Platform Tests project (`corpus/wpt-mime/SOURCE.md`).

use super::super::{HeaderDefectKind as Kind, MediaType};

/// Values that we read otherwise than the WHATWG MIME Sniffing Standard, on purpose: it drops a
/// parameter with white space before `=` and takes white space behind it as part of the value; we skip
/// the white space, as RFC 2045 allows in mail, and report it.
const SPACE_AROUND_EQUALS: [(&str, &str); 4] = [
    ("text/html;charset =gbk", "text/html;charset=gbk"),
    ("text/html;charset= gbk", "text/html;charset=gbk"),
    ("text/html;charset= \"gbk\"", "text/html;charset=gbk"),
    // The white space hides a quotation mark, which then never closes. The value holds a control
    // character, so it is left out of the comparison.
    ("text/html;charset= \"\u{7F};charset=GBK", "text/html"),
];

/// Bytes as the suite means them: one character, one byte. Characters beyond U+00FF do not occur on
/// the wire; UTF-8 stands for them.
fn to_bytes(text: &str) -> Vec<u8> {
    let bytes: Result<Vec<u8>, _> =
        text.chars().map(|character| u8::try_from(u32::from(character))).collect();
    bytes.unwrap_or_else(|_| text.as_bytes().to_vec())
}

/// The media type in the suite's notation; `None` if there is no type.
///
/// Three things that the standard leaves out are kept by our reader, each with a defect, so that a rule
/// can name them; they are left out here: repeated parameters, empty unquoted values, and values with a
/// control character (or, as in one case of the suite, a character that no byte stands for).
fn serialise(value: &[u8], media: &MediaType) -> Option<String> {
    let mut text = media.has_type().then(|| media.essence())?;
    let mut seen = Vec::new();
    for parameter in &media.parameters {
        let dropped = media.defects.iter().any(|defect| {
            let at = &defect.range;
            let within = parameter.value_range.start <= at.start && at.end <= parameter.value_range.end;
            within && (defect.kind == Kind::ControlCharacter || value[at.clone()] == *"\u{FFFD}".as_bytes())
        });
        let empty = parameter.value_range.is_empty();
        if dropped || empty || seen.contains(&&parameter.name) {
            continue;
        }
        seen.push(&parameter.name);
        let plain: String = parameter.value.iter().copied().map(char::from).collect();
        let token = super::super::is_token(&parameter.value);
        let shown =
            if token { plain } else { format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\"")) };
        text = format!("{text};{}={shown}", parameter.name);
    }
    Some(text)
}

fn run(file: &str) -> usize {
    let path = format!("{}/../../corpus/wpt-mime/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut count = 0;
    for case in cases.iter().filter(|case| case.is_object()) {
        let input = case["input"].as_str().unwrap();
        let value = to_bytes(input);
        let media = MediaType::parse(&value);
        let known = SPACE_AROUND_EQUALS.iter().find(|(known, _)| *known == input);
        let expected = known.map_or(case["output"].as_str(), |(_, ours)| Some(*ours));
        assert_eq!(serialise(&value, &media).as_deref(), expected, "{input:?}");
        if let Some((_, ours)) = known {
            assert_ne!(case["output"].as_str(), Some(*ours), "{input:?}: no difference any more");
            assert!(media.defects.iter().any(|defect| defect.kind == Kind::SpaceAroundEquals), "{input:?}");
        }
        // What the standard refuses or changes is never without a defect.
        if case["output"].is_null() {
            assert!(!media.defects.is_empty(), "{input:?}");
        }
        count += 1;
    }
    count
}

#[test]
fn hand_written_cases() {
    assert_eq!(run("mime-types.json"), 74);
}

#[test]
fn generated_cases() {
    assert_eq!(run("generated-mime-types.json"), 881);
}
