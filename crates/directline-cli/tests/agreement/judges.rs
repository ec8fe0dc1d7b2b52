//! One JSON text, asked of each judge.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use directline_json::{DefectKind, Document};
use directline_types::{
    ApiError, Attachment, Conversation, ErrorMessage, Message, MessageSet, ObjectKind, TokenString,
};
use directline_validator::{Finding, Side, Specimen, SpecimenKind, Validator as Rules};
use jsonschema::Validator;
use serde_json::Value;

/// Why a text cannot be asked of a schema: no value of JSON shows what is special in it. Nothing else may differ.
pub(crate) const BEYOND_SCHEMA: [(&str, &str); 4] = [
    ("duplicate member", "readers of JSON keep the last, the first or both, before a schema is asked"),
    ("lone surrogate", "half a character: readers of JSON refuse it, replace it or keep it"),
    ("number text", "a number beyond the range of a double: readers of JSON refuse it or make it infinity"),
    ("no JSON", "the text is malformed, not UTF-8, has a byte order mark, or is nested beyond every limit"),
];

/// The folder of the schemas.
pub(crate) fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

/// The value of a text, or the name of the declared difference.
pub(crate) fn value(text: &[u8]) -> Result<Value, &'static str> {
    let document = Document::parse(text);
    match document.defects().first().map(|defect| &defect.kind) {
        Some(DefectKind::DuplicateMember { .. }) => Err(BEYOND_SCHEMA[0].0),
        Some(DefectKind::LoneSurrogate) => Err(BEYOND_SCHEMA[1].0),
        Some(_) => Err(BEYOND_SCHEMA[3].0),
        None => match serde_json::from_slice(text) {
            Ok(value) => Ok(value),
            Err(error) if error.to_string().starts_with("number out of range") => Err(BEYOND_SCHEMA[2].0),
            Err(error) if error.to_string().starts_with("recursion limit") => Err(BEYOND_SCHEMA[3].0),
            Err(error) => panic!("{error}: {}", String::from_utf8_lossy(text)),
        },
    }
}

/// Whether the strict types take the text.
pub(crate) fn types(object: ObjectKind, text: &[u8]) -> bool {
    use directline_json::from_slice;
    match object {
        ObjectKind::Message => from_slice::<Message>(text).is_ok(),
        ObjectKind::MessageSet => from_slice::<MessageSet>(text).is_ok(),
        ObjectKind::Attachment => from_slice::<Attachment>(text).is_ok(),
        ObjectKind::Conversation => from_slice::<Conversation>(text).is_ok(),
        ObjectKind::Error => from_slice::<ApiError>(text).is_ok(),
        ObjectKind::ErrorMessage => from_slice::<ErrorMessage>(text).is_ok(),
        ObjectKind::Token => from_slice::<TokenString>(text).is_ok(),
    }
}

/// The committed schemas of an object, each with the name of its draft.
fn validators(object: ObjectKind) -> &'static [(&'static str, Validator)] {
    static ALL: LazyLock<Vec<Vec<(&str, Validator)>>> =
        LazyLock::new(|| ObjectKind::ALL.map(compile).into_iter().collect());
    let at = ObjectKind::ALL.iter().position(|other| *other == object).unwrap();
    &ALL[at]
}

fn compile(object: ObjectKind) -> Vec<(&'static str, Validator)> {
    let read = |folder: &str| {
        let path = schemas().join(folder).join(format!("{object}.schema.json"));
        let text = std::fs::read_to_string(path).ok()?;
        Some(serde_json::from_str::<Value>(&text).unwrap())
    };
    let new = jsonschema::draft202012::new(&read("").unwrap()).unwrap();
    let old = read("draft-07").map(|schema| ("draft-07", jsonschema::draft7::new(&schema).unwrap()));
    [("2020-12", new)].into_iter().chain(old).collect()
}

/// Whether the schemas take the value; every draft must say the same.
pub(crate) fn schema(object: ObjectKind, value: &Value) -> bool {
    let verdicts: BTreeSet<bool> =
        validators(object).iter().map(|(_, schema)| schema.is_valid(value)).collect();
    assert_eq!(verdicts.len(), 1, "the drafts differ on {object}: {value}");
    verdicts.contains(&true)
}

/// The rules of shape that fire on the text, by each side that may send the object.
pub(crate) fn shape_rules(object: ObjectKind, text: &[u8]) -> Vec<BTreeSet<&'static str>> {
    let (kind, text) = specimen(object, text);
    let shape = |finding: &Finding| finding.rule.is_about_shape();
    fired(kind, &text, shape)
}

/// Every rule that fires on the text, whoever sent it.
pub(crate) fn all_rules(object: ObjectKind, text: &[u8]) -> BTreeSet<&'static str> {
    let (kind, text) = specimen(object, text);
    fired(kind, &text, |_| true).into_iter().flatten().collect()
}

fn fired(kind: SpecimenKind, text: &[u8], is_asked: fn(&Finding) -> bool) -> Vec<BTreeSet<&'static str>> {
    let sides = kind.sender().map_or_else(|| Side::ALL.to_vec(), |side| vec![side]);
    let fired = |side| {
        let judgement = Rules::new().check_object(&Specimen::new(kind, text).sent_by(side));
        judgement
            .findings
            .iter()
            .filter(|finding| is_asked(finding))
            .map(|finding| finding.rule.name)
            .collect()
    };
    sides.into_iter().map(fired).collect()
}

/// The kind that the rules judge, and its text.
fn specimen(object: ObjectKind, text: &[u8]) -> (SpecimenKind, Vec<u8>) {
    match object {
        ObjectKind::Message => (SpecimenKind::Message, text.to_vec()),
        ObjectKind::MessageSet => (SpecimenKind::MessageSet, text.to_vec()),
        ObjectKind::Attachment => (SpecimenKind::Attachment, text.to_vec()),
        ObjectKind::Conversation => (SpecimenKind::Conversation, text.to_vec()),
        // An Error has no body of its own.
        ObjectKind::Error => (SpecimenKind::Error, [b"{\"error\":", text, b"}"].concat()),
        ObjectKind::ErrorMessage => (SpecimenKind::Error, text.to_vec()),
        ObjectKind::Token => (SpecimenKind::Token, text.to_vec()),
    }
}

/// The one verdict of all judges, or which of them differ. The text must be expressible.
pub(crate) fn agreed(object: ObjectKind, text: &[u8], value: &Value) -> Result<bool, String> {
    let (types, schema, rules) = (types(object, text), schema(object, value), shape_rules(object, text));
    let agree = types == schema && rules.iter().all(|fired| fired.is_empty() == schema);
    if agree {
        return Ok(schema);
    }
    let text = String::from_utf8_lossy(text);
    Err(format!("{object}: types {types}, schema {schema}, rules {rules:?}: {text}"))
}
