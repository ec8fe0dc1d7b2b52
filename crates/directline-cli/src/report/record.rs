//! The records of the machine formats. Every member is always present; the order is the format's.

use std::io::{self, Write};

use directline_capture::Position;
use directline_exchange::Observed;
use directline_types::Operation;
use directline_validator::{Finding, Inconclusive, Profile, Related, Specimen, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

use super::baseline::{BaselineRecord, KnownCountsRecord, KnownRecord};
use super::schema;
use super::urls::ReadingsRecord;
use super::{Judged, What};
use crate::baseline::Entry;
use crate::datum;
use crate::escape;
use crate::fingerprint::Fingerprints;
use crate::summary::{Counts, Summary};

/// The version of these records. New members do not change it.
pub(crate) const SCHEMA: u32 = 1;

/// The first line: which run this is.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Run")]
pub(super) struct RunRecord {
    #[schemars(extend("enum" = ["run"]))]
    r#type: &'static str,
    /// The version of these records. New members do not change it.
    schema: u32,
    /// The tool and its version.
    tool: &'static str,
    /// How the documents were read.
    #[schemars(schema_with = "schema::profile")]
    profile: &'static str,
}

impl RunRecord {
    pub(super) fn new(profile: Profile) -> Self {
        let tool = concat!("directline ", env!("CARGO_PKG_VERSION"));
        Self { r#type: "run", schema: SCHEMA, tool, profile: profile.name() }
    }
}

/// One exchange.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Exchange")]
pub(super) struct ExchangeRecord {
    #[schemars(extend("enum" = ["exchange"]))]
    r#type: &'static str,
    /// The recording.
    file: String,
    /// The number of the exchange in its recording, from 0.
    index: usize,
    method: String,
    /// Path and query of the request.
    path: String,
    /// The operation, if the exchange is one.
    #[schemars(schema_with = "schema::maybe_operation")]
    operation: Option<&'static str>,
    /// The status of the response, if it was observed.
    status: Option<u16>,
    #[schemars(schema_with = "schema::verdict")]
    verdict: &'static str,
    #[schemars(schema_with = "schema::maybe_out_of_scope")]
    out_of_scope_reason: Option<&'static str>,
    findings: Vec<FindingRecord>,
    /// The rules that could not be decided.
    inconclusive: Vec<InconclusiveRecord>,
}

/// One violation of one rule at one place.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct FindingRecord {
    pub(super) rule: &'static str,
    #[schemars(schema_with = "schema::level")]
    pub(super) level: &'static str,
    /// Who has to act; null if it is not known who sent the object.
    #[schemars(schema_with = "schema::maybe_side")]
    pub(super) side: Option<&'static str>,
    /// What is wrong.
    pub(super) message: String,
    /// What the recording shows.
    pub(super) found: String,
    /// What the contract asks for.
    pub(super) expected: String,
    /// The ids of the sentences of the documents that it rests on.
    pub(super) statements: &'static [&'static str],
    pub(super) r#where: PlaceRecord,
    /// The other exchanges that rules across exchanges point at.
    pub(super) related: Vec<RelatedRecord>,
    /// How many more findings of the same rule in the same part were counted and are not listed.
    pub(super) further: u64,
    /// Equal for equal findings of several runs.
    pub(super) fingerprint: String,
    /// What the baseline says of it; null if it does not know it.
    pub(super) known: Option<KnownRecord>,
}

/// Another exchange that a finding rests on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Related")]
pub(super) struct RelatedRecord {
    pub(super) file: String,
    pub(super) index: usize,
    pub(super) message: String,
}

/// Where a finding stands.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Place")]
pub(super) struct PlaceRecord {
    /// The file in which it stands, which is not always the recording.
    pub(super) file: String,
    #[schemars(schema_with = "schema::part")]
    pub(super) part: &'static str,
    /// The number of the multipart part, from 0.
    pub(super) multipart_part: Option<usize>,
    /// The name of the header or query parameter.
    pub(super) name: Option<String>,
    /// The JSON Pointer in the body or part.
    pub(super) pointer: Option<String>,
    /// The range of bytes in the decoded body, header value or URL.
    pub(super) span: Option<[usize; 2]>,
    /// The line of the file, from 1.
    pub(super) line: u64,
    /// The column of the file, from 1.
    pub(super) column: u64,
    /// The byte of the file, from 0.
    pub(super) offset: u64,
}

/// A rule that could not be decided.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Inconclusive")]
struct InconclusiveRecord {
    rule: &'static str,
    #[schemars(schema_with = "schema::reason")]
    reason: &'static str,
}

impl ExchangeRecord {
    fn new(judged: &Judged<'_>) -> Self {
        let exchange = &judged.recorded.exchange;
        let judgement = judged.judgement;
        Self {
            r#type: "exchange",
            file: judged.shown.file(&exchange.source.capture),
            index: exchange.source.index,
            method: judged.shown.text(&exchange.request.method),
            path: judged.path(),
            operation: judgement.operation.map(Operation::name),
            status: match exchange.response.status {
                Observed::Present(status) => Some(status),
                Observed::Absent | Observed::NotObservable(_) => None,
            },
            verdict: judgement.verdict.name(),
            out_of_scope_reason: match judgement.verdict {
                Verdict::OutOfScope(why) => Some(why.name()),
                Verdict::Violates | Verdict::Inconclusive | Verdict::Conforms => None,
            },
            findings: findings(judged),
            inconclusive: judgement.inconclusive.iter().map(InconclusiveRecord::new).collect(),
        }
    }
}

/// One object by itself. It has the members of an exchange's record that make sense for it; `kind` is
/// what it was judged to be, and `index` its number among the inputs of the run.
///
/// In its findings `where.part` is `object` (or `request.header` for the `Content-Type` of an upload),
/// `span` a range of its bytes, and `side` is null where it is not known who sent it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Object")]
pub(super) struct ObjectRecord {
    #[schemars(extend("enum" = ["object"]))]
    r#type: &'static str,
    file: String,
    /// The number of the object among the inputs of the run, from 0.
    index: usize,
    /// What it was judged to be.
    #[schemars(schema_with = "schema::kind")]
    kind: &'static str,
    /// Of a URL what its readings yield.
    #[serde(flatten)]
    readings: Option<ReadingsRecord>,
    #[schemars(schema_with = "schema::verdict")]
    verdict: &'static str,
    findings: Vec<FindingRecord>,
    /// The rules that could not be decided.
    inconclusive: Vec<InconclusiveRecord>,
}

impl ObjectRecord {
    fn new(judged: &Judged<'_>, specimen: &Specimen) -> Self {
        let (source, judgement) = (&judged.recorded.exchange.source, judged.judgement);
        Self {
            r#type: "object",
            file: judged.shown.file(&source.capture),
            index: source.index,
            kind: specimen.kind().name(),
            readings: ReadingsRecord::new(judged, specimen),
            verdict: judgement.verdict.name(),
            findings: findings(judged),
            inconclusive: judgement.inconclusive.iter().map(InconclusiveRecord::new).collect(),
        }
    }
}

/// Every finding of an exchange or object as it may be shown: masked, not escaped.
pub(super) fn findings(judged: &Judged<'_>) -> Vec<FindingRecord> {
    let fingerprints = Fingerprints::new(judged);
    let record = |(finding, known): (&Finding, Option<&Entry>)| {
        FindingRecord::new(judged, finding, (fingerprints.of(finding), known))
    };
    judged.findings().map(record).collect()
}

/// Writes the record of an exchange or an object.
pub(super) fn write(out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
    match judged.specimen {
        None => escape::write_json(out, &ExchangeRecord::new(judged)),
        Some(specimen) => escape::write_json(out, &ObjectRecord::new(judged, specimen)),
    }
}

impl FindingRecord {
    fn new(judged: &Judged<'_>, finding: &Finding, (fingerprint, known): (String, Option<&Entry>)) -> Self {
        let shown = judged.shown;
        Self {
            rule: finding.rule.name,
            level: finding.level.name(),
            side: judged.side(finding),
            message: shown.sentence(&finding.message),
            found: shown.sentence(&finding.found),
            expected: shown.sentence(&finding.expected),
            statements: finding.statements,
            r#where: PlaceRecord::new(judged, finding),
            related: finding.related.iter().map(|one| RelatedRecord::new(judged, one)).collect(),
            further: finding.further,
            fingerprint,
            known: known.map(KnownRecord::new),
        }
    }
}

impl RelatedRecord {
    /// Findings relate exchanges of one capture only.
    fn new(judged: &Judged<'_>, related: &Related) -> Self {
        Self {
            file: judged.shown.file(&judged.recorded.exchange.source.capture),
            index: related.index,
            message: judged.shown.sentence(&related.text),
        }
    }
}

impl PlaceRecord {
    fn new(judged: &Judged<'_>, finding: &Finding) -> Self {
        let place = &finding.place;
        let Position { file, offset, line, column } = datum::position(judged.recorded, place);
        Self {
            file: judged.shown.file(&file),
            part: judged.part(place),
            multipart_part: place.multipart_part,
            name: place.name.as_deref().map(|name| judged.shown.text(name)),
            pointer: place.pointer.as_deref().map(|pointer| judged.shown.text(pointer)),
            span: place.span.as_ref().map(|span| [span.start, span.end]),
            line,
            column,
            offset,
        }
    }
}

impl InconclusiveRecord {
    fn new(inconclusive: &Inconclusive) -> Self {
        Self { rule: inconclusive.rule.name, reason: inconclusive.reason.name() }
    }
}

/// The last line: what there was, in numbers.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Summary")]
pub(super) struct SummaryRecord {
    #[schemars(extend("enum" = ["summary"]))]
    r#type: &'static str,
    /// The version of these records. New members do not change it.
    schema: u32,
    /// How many exchanges, of a run that judges exchanges.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64")]
    exchanges: Option<u64>,
    /// How many objects, of a run that judges objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64")]
    objects: Option<u64>,
    conforms: u64,
    violates: u64,
    inconclusive: u64,
    out_of_scope: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
    /// How many pairs of rule and exchange (or object) were decided.
    checks_decided: u64,
    /// How many could not be decided.
    checks_inconclusive: u64,
    /// How many inputs, or entries of them, could not be read.
    unreadable: u64,
    /// Whether somebody ended the run before everything was read.
    interrupted: bool,
    /// How many of the errors, warnings and notes the baseline knows.
    known: KnownCountsRecord,
    /// What the run says of the baseline, if there is one.
    baseline: Option<BaselineRecord>,
}

impl SummaryRecord {
    pub(super) fn new(summary: &Summary, what: What) -> Self {
        let counts = summary.counts();
        let Counts { exchanges, conforms, violates, inconclusive, out_of_scope, .. } = *counts;
        let Counts { errors, warnings, notes, checks_decided, checks_inconclusive, .. } = *counts;
        Self {
            r#type: "summary",
            schema: SCHEMA,
            exchanges: (what == What::Exchange).then_some(exchanges),
            objects: (what != What::Exchange).then_some(exchanges),
            conforms,
            violates,
            inconclusive,
            out_of_scope,
            errors,
            warnings,
            notes,
            checks_decided,
            checks_inconclusive,
            unreadable: summary.unreadable(),
            interrupted: summary.is_interrupted(),
            known: KnownCountsRecord::new(summary.known()),
            baseline: summary.baseline().map(BaselineRecord::new),
        }
    }
}
