//! `--format sarif`: SARIF 2.1.0, for code scanning and editors. One result per finding, written as soon as it is known;
//! the rules that occur stand at the end.
//!
//! GitHub takes files of up to 10 MB and 25,000 results: [`ROOM`] keeps below both.

mod message;
mod model;
mod rules;

use std::collections::HashMap;
use std::io::{self, Write};

use directline_types::Operation;
use directline_validator::redact::MARK;
use directline_validator::{Finding, Level, Profile};
use serde_json::{Map, Value, json};

use self::message::Message;
use self::model::{
    ArtifactLocation, Driver, Fingerprints, Invocation, Location, Notification, PhysicalLocation, Region,
    Snippet, Text, Tool,
};
use self::rules::Rules;
use super::record::{FindingRecord, RelatedRecord};
use super::{
    HuntRecord, Judged, ReplayRecord, Report, Unreadable, account, artifact, groups, record, region,
};
use crate::args::FailOn;
use crate::closing::plural;
use crate::coverage::Coverage;
use crate::escape;
use crate::excerpt::Excerpt;
use crate::exit::Exit;
use crate::summary::Summary;

/// How many bytes the results of a level may take: errors are not crowded out by notes. The rest is for the rules.
const ROOM: [(Level, usize); 3] =
    [(Level::Error, 5_000_000), (Level::Warning, 2_000_000), (Level::Note, 1_000_000)];

/// How many earlier exchanges are named by a result.
const MOST_RELATED: usize = 10;

/// How many inputs that cannot be read are named.
const MOST_UNREADABLE: usize = 100;

/// Of how many exchanges of a recording it is known where they begin.
const MOST_LINES: usize = 1 << 20;

/// The folder in which the tool runs.
const ROOT: &str = "%SRCROOT%";

/// SARIF 2.1.0.
pub(super) struct Sarif {
    fail_on: FailOn,
    profile: Profile,
    rules: Rules,
    is_first: bool,
    /// How many bytes the results of each level took.
    used: HashMap<Level, usize>,
    /// How many findings have no result.
    unlisted: u64,
    /// How often a fingerprint occurred in a file.
    occurrences: HashMap<(String, String), u64>,
    /// The recording, and where its exchanges begin: in which line, and in which file if that is not the recording.
    recording: (String, Vec<(u64, Option<String>)>),
    unreadable: Vec<Unreadable>,
    properties: Map<String, Value>,
}

impl Sarif {
    pub(super) fn new(fail_on: FailOn, profile: Profile) -> Self {
        Self {
            fail_on,
            profile,
            rules: Rules::default(),
            is_first: true,
            used: HashMap::new(),
            unlisted: 0,
            occurrences: HashMap::new(),
            recording: Default::default(),
            unreadable: Vec::new(),
            properties: Map::new(),
        }
    }

    /// Remembers where an exchange begins.
    fn learn(&mut self, judged: &Judged<'_>) {
        let source = &judged.recorded.exchange.source;
        if *self.recording.0 != *source.capture {
            self.recording = (source.capture.to_string(), Vec::new());
        }
        let lines = &mut self.recording.1;
        if source.index < MOST_LINES {
            if lines.len() <= source.index {
                lines.resize(source.index.saturating_add(1), (0, None));
            }
            if let Some(begin) = lines.get_mut(source.index) {
                let at = judged.recorded.places.position_of_entry();
                let is_other = *at.file != *source.capture;
                *begin = (at.line, is_other.then(|| judged.shown.file(&at.file)));
            }
        }
    }

    fn result(&mut self, judged: &Judged<'_>, finding: &Finding, record: FindingRecord) -> model::Result {
        let region = region::Region::of(judged, finding);
        let excerpt = groups::excerpt(judged, finding);
        let related = record.related.iter().take(MOST_RELATED).map(|one| self.related(one)).collect();
        let key = (region.file.clone(), record.fingerprint.clone());
        let occurrence = self.occurrences.entry(key).or_default();
        *occurrence = occurrence.saturating_add(1);
        let line = format!("{}:{occurrence}", record.fingerprint);
        let text = match (record.found.as_str(), record.expected.as_str()) {
            ("", "") => record.message.clone(),
            (found, "") => format!("{}; found: {found}", record.message),
            ("", expected) => format!("{}; expected: {expected}", record.message),
            (found, expected) => format!("{}; found: {found}; expected: {expected}", record.message),
        };
        model::Result {
            rule_id: record.rule,
            rule_index: self.rules.number(finding.rule),
            level: record.level,
            message: Message::new(&text),
            locations: [located(&region, excerpt.as_ref())],
            related_locations: related,
            properties: properties(judged, &record),
            suppressions: record
                .known
                .map(|known| [model::Suppression { kind: "external", justification: known.reason }]),
            partial_fingerprints: Fingerprints { own: record.fingerprint, line },
        }
    }

    /// An earlier exchange of the same recording, where it begins.
    fn related(&self, related: &RelatedRecord) -> Location {
        let begin = self.recording.1.get(related.index);
        let line = begin.map_or(1, |(line, _)| *line).max(1);
        let file = begin.and_then(|(_, file)| file.as_deref()).unwrap_or(&related.file);
        let file = artifact::relative(file);
        let region = region::Region { file, line, column: 1, end_line: line, end_column: 2 };
        let message = Message::new(&format!("exchange {}, {}", related.index, related.message));
        Location { message: Some(message), ..located(&region, None) }
    }

    fn notifications(&self, summary: &Summary) -> Vec<Notification> {
        let mut all: Vec<Notification> = self.unreadable.iter().map(unread).collect();
        let mut warn = |text: String| {
            all.push(Notification { level: "warning", message: Message::new(&text), locations: Vec::new() });
        };
        match summary.unreadable().saturating_sub(self.unreadable.len() as u64) {
            0 => {}
            more => warn(format!("{} not read", plural(more, "further place"))),
        }
        if self.unlisted > 0 {
            let more = plural(self.unlisted, "further finding");
            warn(format!("{more}: more than code scanning takes; --format ndjson lists them"));
        }
        if let Some(stale) = summary.baseline().map(|outcome| outcome.stale.len()).filter(|stale| *stale > 0)
        {
            let entries = if stale == 1 { "entry" } else { "entries" };
            warn(format!("{stale} stale {entries} in the baseline"));
        }
        for missed in summary.coverage().map(Coverage::shortfalls).unwrap_or_default() {
            warn(missed.what);
        }
        if summary.nothing_checked() {
            warn("nothing was checked".to_owned());
        }
        if summary.is_interrupted() {
            warn("somebody ended the run before everything was read".to_owned());
        }
        all
    }
}

impl Report for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let schema = "https://json.schemastore.org/sarif-2.1.0.json";
        write!(out, "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{")?;
        write!(out, "\"columnKind\":\"unicodeCodePoints\",\"redactionTokens\":[\"{MARK}\"],")?;
        let root = Message::new("the folder in which directline ran");
        out.write_all(b"\"originalUriBaseIds\":")?;
        escape::write_json(out, &json!({ ROOT: { "description": root } }))?;
        out.write_all(b",\n\"results\":[")
    }

    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        self.learn(judged);
        let findings = &judged.judgement.findings;
        for (finding, record) in findings.iter().zip(record::findings(judged)) {
            let room = ROOM.iter().find(|(level, _)| *level == finding.level).map_or(0, |(_, room)| *room);
            let used = self.used.get(&finding.level).copied().unwrap_or_default();
            if used >= room {
                self.unlisted = self.unlisted.saturating_add(1).saturating_add(finding.further);
                continue;
            }
            self.unlisted = self.unlisted.saturating_add(finding.further);
            let mut result = Vec::new();
            escape::write_json(&mut result, &self.result(judged, finding, record))?;
            self.used.insert(finding.level, used.saturating_add(result.len()));
            out.write_all(if self.is_first { b"\n" } else { b",\n" })?;
            self.is_first = false;
            out.write_all(&result)?;
        }
        Ok(())
    }

    fn unreadable(&mut self, _out: &mut dyn Write, unreadable: &Unreadable) -> io::Result<()> {
        if self.unreadable.len() < MOST_UNREADABLE {
            self.unreadable.push(unreadable.clone());
        }
        Ok(())
    }

    fn hunt(&mut self, _out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()> {
        let HuntRecord { seed, cases, requests, .. } = hunt;
        let hunt = json!({ "seed": seed, "cases": cases, "requests": requests });
        self.properties.insert("hunt".to_owned(), hunt);
        Ok(())
    }

    fn replay(&mut self, _out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()> {
        let replay = json!({
            "recording": replay.recording,
            "file": replay.file,
            "exchanges": replay.exchanges,
            "prepared": replay.prepared,
            "leftOut": replay.left_out.len(),
            "notCompared": replay.not_compared.len(),
            "differences": replay.differences.len(),
        });
        let replays = self.properties.entry("replays").or_insert_with(|| json!([]));
        if let Some(replays) = replays.as_array_mut() {
            replays.push(replay);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let exit = summary.exit(self.fail_on);
        // Whether the target could be reached is known later.
        let is_live = summary.hunt().is_some() || summary.replay().is_some();
        let invocation = Invocation {
            execution_successful: matches!(exit, Exit::Ok | Exit::Violated | Exit::NothingChecked),
            exit_code: (!is_live).then(|| exit.code()),
            tool_execution_notifications: self.notifications(summary),
        };
        out.write_all(b"\n],\n\"invocations\":")?;
        escape::write_json(out, &[invocation])?;
        let counts = summary.counts();
        let mut properties = std::mem::take(&mut self.properties);
        properties.insert("profile".to_owned(), self.profile.name().into());
        let counted = json!({
            "judged": counts.exchanges,
            "conforms": counts.conforms,
            "violates": counts.violates,
            "inconclusive": counts.inconclusive,
            "outOfScope": counts.out_of_scope,
            "errors": counts.errors,
            "warnings": counts.warnings,
            "notes": counts.notes,
            "checksDecided": counts.checks_decided,
            "checksInconclusive": counts.checks_inconclusive,
            "unreadable": summary.unreadable(),
        });
        properties.insert("summary".to_owned(), counted);
        if let Some(coverage) = summary.coverage() {
            properties.insert("coverage".to_owned(), serde_json::to_value(coverage.record())?);
        }
        out.write_all(b",\n\"properties\":")?;
        escape::write_json(out, &properties)?;
        let driver = Driver {
            name: "directline",
            semantic_version: env!("CARGO_PKG_VERSION"),
            information_uri: env!("CARGO_PKG_REPOSITORY"),
            rules: self.rules.described(self.profile),
        };
        out.write_all(b",\n\"tool\":")?;
        escape::write_json(out, &Tool { driver })?;
        out.write_all(b"}]}\n")
    }
}

/// What could not be read, and where.
fn unread(unreadable: &Unreadable) -> Notification {
    let line = unreadable.line.unwrap_or(1).max(1);
    let file = artifact::relative(&unreadable.file);
    let region = region::Region { file, line, column: 1, end_line: line, end_column: 2 };
    Notification {
        level: "error",
        message: Message::new(&unreadable.what),
        locations: vec![located(&region, None)],
    }
}

fn located(region: &region::Region, excerpt: Option<&Excerpt>) -> Location {
    let snippet = excerpt.map(|excerpt| Snippet {
        text: excerpt.text.get(excerpt.mark.clone()).unwrap_or_default().to_owned(),
        rendered: Text { text: account::drawn(excerpt), markdown: None },
    });
    let region::Region { file, line, column, end_line, end_column } = region;
    let artifact_location = ArtifactLocation { uri: artifact::uri(file), uri_base_id: ROOT };
    let (start_line, start_column, end_line, end_column) = (*line, *column, *end_line, *end_column);
    let region = Region { start_line, start_column, end_line, end_column, snippet };
    let physical_location = PhysicalLocation { artifact_location, region: Some(region) };
    Location { physical_location, message: None }
}

/// What SARIF has no member for.
fn properties(judged: &Judged<'_>, record: &FindingRecord) -> Value {
    let exchange = &judged.recorded.exchange;
    let place = &record.r#where;
    json!({
        "kind": judged.specimen.map(|specimen| specimen.kind().name()),
        "exchange": judged.specimen.is_none().then_some(exchange.source.index),
        "operation": judged.judgement.operation.map(Operation::name),
        "status": exchange.response.status.present().copied(),
        "side": record.side,
        "part": place.part,
        "multipartPart": place.multipart_part,
        "name": place.name,
        "pointer": place.pointer,
        "message": record.message,
        "found": record.found,
        "expected": record.expected,
        "statements": record.statements,
        "further": record.further,
    })
}
