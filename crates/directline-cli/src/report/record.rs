//! The records of the machine formats. Every member is always present; the order is the format's.

use directline_capture::Position;
use directline_exchange::Observed;
use directline_types::Operation;
use directline_validator::{Finding, Inconclusive, Profile, Related, Verdict};
use serde::Serialize;

use super::Judged;
use crate::datum;
use crate::fingerprint::Fingerprints;
use crate::summary::Counts;

/// The version of these records. New members do not change it.
const SCHEMA: u32 = 1;

/// The first line.
#[derive(Serialize)]
pub(super) struct RunRecord {
    r#type: &'static str,
    schema: u32,
    tool: &'static str,
    profile: &'static str,
}

impl RunRecord {
    pub(super) fn new(profile: Profile) -> Self {
        let tool = concat!("directline ", env!("CARGO_PKG_VERSION"));
        Self { r#type: "run", schema: SCHEMA, tool, profile: profile.name() }
    }
}

/// One exchange.
#[derive(Serialize)]
pub(super) struct ExchangeRecord {
    r#type: &'static str,
    file: String,
    index: usize,
    method: String,
    path: String,
    operation: Option<&'static str>,
    status: Option<u16>,
    verdict: &'static str,
    out_of_scope_reason: Option<&'static str>,
    findings: Vec<FindingRecord>,
    inconclusive: Vec<InconclusiveRecord>,
}

#[derive(Serialize)]
struct FindingRecord {
    rule: &'static str,
    level: &'static str,
    side: &'static str,
    message: String,
    found: String,
    expected: String,
    statements: &'static [&'static str],
    r#where: PlaceRecord,
    /// The other exchanges that rules across exchanges point at.
    related: Vec<RelatedRecord>,
    fingerprint: String,
}

#[derive(Serialize)]
struct RelatedRecord {
    file: String,
    index: usize,
    message: String,
}

#[derive(Serialize)]
struct PlaceRecord {
    file: String,
    part: &'static str,
    multipart_part: Option<usize>,
    name: Option<String>,
    pointer: Option<String>,
    span: Option<[usize; 2]>,
    line: u64,
    column: u64,
    offset: u64,
}

#[derive(Serialize)]
struct InconclusiveRecord {
    rule: &'static str,
    reason: &'static str,
}

impl ExchangeRecord {
    pub(super) fn new(judged: &Judged<'_>) -> Self {
        let exchange = &judged.recorded.exchange;
        let judgement = judged.judgement;
        let fingerprints = Fingerprints::new(exchange, judgement.operation, judged.shown);
        let record = |finding| FindingRecord::new(judged, finding, fingerprints.of(finding));
        let findings = judgement.findings.iter().map(record).collect();
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
            findings,
            inconclusive: judgement.inconclusive.iter().map(InconclusiveRecord::new).collect(),
        }
    }
}

impl FindingRecord {
    fn new(judged: &Judged<'_>, finding: &Finding, fingerprint: String) -> Self {
        let shown = judged.shown;
        Self {
            rule: finding.rule.name,
            level: finding.level.name(),
            side: finding.side.name(),
            message: shown.text(&finding.message),
            found: shown.text(&finding.found),
            expected: shown.text(&finding.expected),
            statements: finding.statements,
            r#where: PlaceRecord::new(judged, finding),
            related: finding.related.iter().map(|one| RelatedRecord::new(judged, one)).collect(),
            fingerprint,
        }
    }
}

impl RelatedRecord {
    /// Findings relate exchanges of one capture only.
    fn new(judged: &Judged<'_>, related: &Related) -> Self {
        Self {
            file: judged.shown.file(&judged.recorded.exchange.source.capture),
            index: related.index,
            message: judged.shown.text(&related.text),
        }
    }
}

impl PlaceRecord {
    fn new(judged: &Judged<'_>, finding: &Finding) -> Self {
        let place = &finding.place;
        let Position { file, offset, line, column } = datum::position(judged.recorded, place);
        Self {
            file: judged.shown.file(&file),
            part: place.part.name(),
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

/// The last line.
#[derive(Serialize)]
pub(super) struct SummaryRecord {
    r#type: &'static str,
    schema: u32,
    exchanges: u64,
    conforms: u64,
    violates: u64,
    inconclusive: u64,
    out_of_scope: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
    checks_decided: u64,
    checks_inconclusive: u64,
}

impl SummaryRecord {
    pub(super) fn new(counts: &Counts) -> Self {
        let Counts { exchanges, conforms, violates, inconclusive, out_of_scope, .. } = *counts;
        let Counts { errors, warnings, notes, checks_decided, checks_inconclusive, .. } = *counts;
        Self {
            r#type: "summary",
            schema: SCHEMA,
            exchanges,
            conforms,
            violates,
            inconclusive,
            out_of_scope,
            errors,
            warnings,
            notes,
            checks_decided,
            checks_inconclusive,
        }
    }
}
