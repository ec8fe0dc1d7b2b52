//! The JSON Schema of the machine formats, derived from their records.
//!
//! It is open: new members may come, so a reader must pass over what it does not know.

use directline_exchange::Reason;
use directline_types::Operation;
use directline_validator::{Level, OutOfScope, Part, Profile, Side, SpecimenKind, Verdict};
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::record::{ExchangeRecord, ObjectRecord, RunRecord, SummaryRecord};
use super::{HuntRecord, RecordingRecord, ReplayRecord, Unreadable};
use crate::coverage::CoverageRecord;

/// Identifies the schema; nothing is there to fetch (RFC 2606).
const ID: &str = "https://directline-contract.example/schemas/report.schema.json";

/// `--format json`: the whole report as one document.
#[derive(JsonSchema)]
#[schemars(rename = "Report")]
#[expect(dead_code, reason = "the document is written piece by piece; this is its shape")]
struct ReportDocument {
    run: RunRecord,
    /// Of a run that judges exchanges.
    #[schemars(skip_serializing_if = "Option::is_none", with = "Vec<ExchangeRecord>")]
    exchanges: Option<Vec<ExchangeRecord>>,
    /// Of a run that judges objects.
    #[schemars(skip_serializing_if = "Option::is_none", with = "Vec<ObjectRecord>")]
    objects: Option<Vec<ObjectRecord>>,
    /// Of a run of `directline fuzz`.
    #[schemars(skip_serializing_if = "Option::is_none", with = "HuntRecord")]
    hunt: Option<HuntRecord>,
    /// Of a run of `directline replay`: one for each recording.
    #[schemars(skip_serializing_if = "Option::is_none", with = "Vec<ReplayRecord>")]
    replays: Option<Vec<ReplayRecord>>,
    /// Of a run that judges exchanges.
    #[schemars(skip_serializing_if = "Option::is_none", with = "Vec<RecordingRecord>")]
    recordings: Option<Vec<RecordingRecord>>,
    /// What could not be read.
    unreadable: Vec<Unreadable>,
    /// Of a run with `--coverage`, `--require` or `--min-coverage`.
    #[schemars(skip_serializing_if = "Option::is_none", with = "CoverageRecord")]
    coverage: Option<CoverageRecord>,
    summary: SummaryRecord,
}

/// The JSON Schema (draft 2020-12) of `--format json` and of each line of `--format ndjson`.
pub(crate) fn report_schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut generator = settings.with_transform(RecursiveTransform(portable)).into_generator();
    let records = [
        generator.subschema_for::<RunRecord>(),
        generator.subschema_for::<RecordingRecord>(),
        generator.subschema_for::<Unreadable>(),
        generator.subschema_for::<ExchangeRecord>(),
        generator.subschema_for::<ObjectRecord>(),
        generator.subschema_for::<HuntRecord>(),
        generator.subschema_for::<ReplayRecord>(),
        generator.subschema_for::<CoverageRecord>(),
        generator.subschema_for::<SummaryRecord>(),
        generator.subschema_for::<ReportDocument>(),
    ];
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Report of directline",
        "description": "A report of the tool directline: one document (--format json), or one line of many (--format ndjson). New members may come.",
        "anyOf": records,
        "$defs": generator.take_definitions(true),
    })
}

/// Takes out what is not in the portable subset: names of number formats, ranges, lists of types.
pub(crate) fn portable(schema: &mut Schema) {
    for keyword in ["format", "minimum", "maximum"] {
        schema.remove(keyword);
    }
    // A doc comment has line ends where the source has.
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let Some(Value::Array(types)) = schema.get("type").cloned() else { return };
    let Some(members) = schema.as_object_mut() else { return };
    let (kept, mut asserted): (Map<_, _>, Map<_, _>) =
        std::mem::take(members).into_iter().partition(|(name, _)| name == "description" || name == "title");
    let branches = types.into_iter().map(|kind| {
        if kind == "null" {
            return json!({ "type": "null" });
        }
        asserted.insert("type".to_owned(), kind);
        Value::Object(asserted.clone())
    });
    let branches: Vec<Value> = branches.collect();
    *members = kept;
    members.insert("anyOf".to_owned(), branches.into());
}

/// One of these texts.
pub(crate) fn one_of(names: &[&str], description: &str) -> Schema {
    json_schema!({ "type": "string", "enum": names, "description": description })
}

/// One of these texts, or null.
fn maybe(names: &[&str], description: &str) -> Schema {
    json_schema!({
        "description": description,
        "anyOf": [{ "type": "string", "enum": names }, { "type": "null" }],
    })
}

pub(super) fn profile(_: &mut SchemaGenerator) -> Schema {
    one_of(&Profile::ALL.map(Profile::name), "How the documents were read.")
}

pub(super) fn verdict(_: &mut SchemaGenerator) -> Schema {
    one_of(&Verdict::NAMES, "What is said of it as a whole.")
}

pub(super) fn level(_: &mut SchemaGenerator) -> Schema {
    one_of(&Level::ALL.map(Level::name), "How serious it is.")
}

pub(super) fn maybe_side(_: &mut SchemaGenerator) -> Schema {
    maybe(&Side::ALL.map(Side::name), "Who has to act; null if it is not known who sent the object.")
}

pub(super) fn reason(_: &mut SchemaGenerator) -> Schema {
    one_of(&Reason::ALL.map(Reason::name), "Why it could not be decided.")
}

pub(super) fn kind(_: &mut SchemaGenerator) -> Schema {
    one_of(&SpecimenKind::ALL.map(SpecimenKind::name), "What it was judged to be.")
}

pub(super) fn maybe_operation(_: &mut SchemaGenerator) -> Schema {
    maybe(&Operation::ALL.map(Operation::name), "The operation, if the exchange is one.")
}

pub(super) fn maybe_out_of_scope(_: &mut SchemaGenerator) -> Schema {
    maybe(&OutOfScope::ALL.map(OutOfScope::name), "Why the exchange is out of scope, if it is.")
}

pub(super) fn part(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Part::ALL.map(Part::name).into_iter().chain(["object"]).collect();
    one_of(&names, "The part of the exchange; object: the object that was judged by itself.")
}

pub(super) fn compared_part(_: &mut SchemaGenerator) -> Schema {
    one_of(&crate::comparison::Part::ALL.map(crate::comparison::Part::name), "The part of the answer.")
}

pub(super) fn left_out(_: &mut SchemaGenerator) -> Schema {
    one_of(&super::replay::LEFT_OUT, "Why the exchange was not sent again.")
}
