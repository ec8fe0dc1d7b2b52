//! One JSON text, asked of each judge.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use directline_exchange::is_placeholder;
use directline_json::{DefectKind, Document};
use directline_types::{
    ApiError, Attachment, Conversation, Draft, ErrorMessage, Message, MessageSet, ObjectKind, SchemaName,
    SentMessage, TokenString,
};
use directline_validator::{Rule, Side, Specimen, SpecimenKind, Validator as Rules};
use jsonschema::Validator;
use serde_json::Value;

/// Why a text cannot be asked of a schema: no value of JSON shows what is special in it. Nothing else may differ.
pub(crate) const BEYOND_SCHEMA: [(&str, &str); 5] = [
    ("duplicate member", "readers of JSON keep the last, the first or both, before a schema is asked"),
    ("lone surrogate", "half a character: readers of JSON refuse it, replace it or keep it"),
    ("number text", "a number beyond the range of a double: readers of JSON refuse it or make it infinity"),
    (
        "placeholder",
        "a word that recorders write in place of what they removed: to the rules, nothing was observed",
    ),
    ("no JSON", "the text is malformed, not UTF-8, has a byte order mark, or is nested beyond every limit"),
];

/// The objects that the judges know.
pub(crate) const OBJECTS: [SchemaName; 8] = [
    SchemaName::Object(ObjectKind::Message),
    SchemaName::SentMessage,
    SchemaName::Object(ObjectKind::MessageSet),
    SchemaName::Object(ObjectKind::Attachment),
    SchemaName::Object(ObjectKind::Conversation),
    SchemaName::Object(ObjectKind::Error),
    SchemaName::Object(ObjectKind::ErrorMessage),
    SchemaName::Object(ObjectKind::Token),
];

/// What the documents advise a client to send, as rules: what breaks one of these is no `SentMessage`.
const ADVICE: [&str; 7] = [
    "from-missing",
    "from-empty",
    "content-missing",
    "text-empty",
    "id-set-by-client",
    "created-set-by-client",
    "e-tag-undocumented",
];

/// The folder of the schemas.
pub(crate) fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

/// The value of a text, or the name of the declared difference.
pub(crate) fn value(text: &[u8]) -> Result<Value, &'static str> {
    if std::str::from_utf8(text).is_ok_and(|text| is_placeholder(text.trim())) {
        return Err(BEYOND_SCHEMA[3].0);
    }
    let document = Document::parse(text);
    match document.defects().first().map(|defect| &defect.kind) {
        Some(DefectKind::DuplicateMember { .. }) => Err(BEYOND_SCHEMA[0].0),
        Some(DefectKind::LoneSurrogate) => Err(BEYOND_SCHEMA[1].0),
        Some(_) => Err(BEYOND_SCHEMA[4].0),
        None => match serde_json::from_slice(text) {
            Ok(value) => Ok(value),
            Err(error) if error.to_string().starts_with("number out of range") => Err(BEYOND_SCHEMA[2].0),
            Err(error) if error.to_string().starts_with("recursion limit") => Err(BEYOND_SCHEMA[4].0),
            Err(error) => panic!("{error}: {}", String::from_utf8_lossy(text)),
        },
    }
}

/// Whether the strict types take the text.
pub(crate) fn types(object: SchemaName, text: &[u8]) -> bool {
    use directline_json::from_slice;
    match object {
        SchemaName::Object(ObjectKind::Message) => from_slice::<Message>(text).is_ok(),
        SchemaName::Object(ObjectKind::MessageSet) => from_slice::<MessageSet>(text).is_ok(),
        SchemaName::Object(ObjectKind::Attachment) => from_slice::<Attachment>(text).is_ok(),
        SchemaName::Object(ObjectKind::Conversation) => from_slice::<Conversation>(text).is_ok(),
        SchemaName::Object(ObjectKind::Error) => from_slice::<ApiError>(text).is_ok(),
        SchemaName::Object(ObjectKind::ErrorMessage) => from_slice::<ErrorMessage>(text).is_ok(),
        SchemaName::Object(ObjectKind::Token) => from_slice::<TokenString>(text).is_ok(),
        SchemaName::SentMessage => from_slice::<SentMessage>(text).is_ok(),
        SchemaName::Bundle => panic!("the bundle is no object"),
    }
}

/// The committed schemas of an object, one for each draft.
fn validators(object: SchemaName) -> &'static [Validator] {
    static ALL: LazyLock<Vec<Vec<Validator>>> =
        LazyLock::new(|| SchemaName::ALL.map(compile).into_iter().collect());
    let at = SchemaName::ALL.iter().position(|other| *other == object).unwrap();
    &ALL[at]
}

fn compile(object: SchemaName) -> Vec<Validator> {
    Draft::ALL.map(|draft| committed(object.name(), draft)).into_iter().collect()
}

/// A committed schema.
pub(crate) fn committed(name: &str, draft: Draft) -> Validator {
    let path = schemas().join(draft.folder()).join(format!("{name}.schema.json"));
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    match draft {
        Draft::Draft202012 => jsonschema::draft202012::new(&schema).unwrap(),
        Draft::Draft07 => jsonschema::draft7::new(&schema).unwrap(),
    }
}

/// Whether the schemas take the value; every draft must say the same.
pub(crate) fn schema(object: SchemaName, value: &Value) -> bool {
    let verdicts: BTreeSet<bool> = validators(object).iter().map(|schema| schema.is_valid(value)).collect();
    assert_eq!(verdicts.len(), 1, "the drafts differ on {object:?}: {value}");
    verdicts.contains(&true)
}

/// The rules of shape that fire on the text, by each side that may send the object. Of what a client should send also
/// the rules that advise it.
pub(crate) fn shape_rules(object: SchemaName, text: &[u8]) -> Vec<BTreeSet<&'static str>> {
    let advises = object == SchemaName::SentMessage;
    let is_asked = |rule: &Rule| rule.is_about_shape() || (advises && ADVICE.contains(&rule.name));
    fired(object, text, is_asked)
}

/// Every rule that fires on the text, whoever sent it.
pub(crate) fn all_rules(object: SchemaName, text: &[u8]) -> BTreeSet<&'static str> {
    fired(object, text, |_| true).into_iter().flatten().collect()
}

fn fired(object: SchemaName, text: &[u8], is_asked: impl Fn(&Rule) -> bool) -> Vec<BTreeSet<&'static str>> {
    let (kind, text) = specimen(object, text);
    let sides = match (object, kind.sender()) {
        (SchemaName::SentMessage, _) => vec![Side::Client],
        (_, Some(side)) => vec![side],
        (_, None) => Side::ALL.to_vec(),
    };
    let fired = |side| {
        let judgement = Rules::new().check_object(&Specimen::new(kind, text.clone()).sent_by(side));
        judgement
            .findings
            .iter()
            .map(|finding| finding.rule)
            .filter(|rule| is_asked(rule))
            .map(|rule| rule.name)
            .collect()
    };
    sides.into_iter().map(fired).collect()
}

/// The kind that the rules judge, and its text.
fn specimen(object: SchemaName, text: &[u8]) -> (SpecimenKind, Vec<u8>) {
    match object {
        SchemaName::Object(ObjectKind::Message) | SchemaName::SentMessage => {
            (SpecimenKind::Message, text.to_vec())
        }
        SchemaName::Object(ObjectKind::MessageSet) => (SpecimenKind::MessageSet, text.to_vec()),
        SchemaName::Object(ObjectKind::Attachment) => (SpecimenKind::Attachment, text.to_vec()),
        SchemaName::Object(ObjectKind::Conversation) => (SpecimenKind::Conversation, text.to_vec()),
        // An Error has no body of its own.
        SchemaName::Object(ObjectKind::Error) => (SpecimenKind::Error, [b"{\"error\":", text, b"}"].concat()),
        SchemaName::Object(ObjectKind::ErrorMessage) => (SpecimenKind::Error, text.to_vec()),
        SchemaName::Object(ObjectKind::Token) => (SpecimenKind::Token, text.to_vec()),
        SchemaName::Bundle => panic!("the bundle is no object"),
    }
}

/// The one verdict of all judges, or which of them differ. The text must be expressible.
pub(crate) fn agreed(object: SchemaName, text: &[u8], value: &Value) -> Result<bool, String> {
    let (types, schema, rules) = (types(object, text), schema(object, value), shape_rules(object, text));
    let agree = types == schema && rules.iter().all(|fired| fired.is_empty() == schema);
    if agree {
        return Ok(schema);
    }
    let text = String::from_utf8_lossy(text);
    Err(format!("{object:?}: types {types}, schema {schema}, rules {rules:?}: {text}"))
}
