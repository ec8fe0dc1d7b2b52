//! The vectors of whole exchanges, replayed: as NDJSON and as HAR.

use std::collections::BTreeSet;

use directline_capture::{Format, Limits, open_bytes};
use directline_exchange::Exchange;
use directline_types::Draft;
use directline_validator::{Family, Judgement, Level, Profile, Scope, Side, Validator, rules};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::judges::{committed, schemas};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    description: String,
    rule: Option<String>,
    profile: String,
    base_uri: Option<String>,
    side: Option<String>,
    ndjson: Vec<Box<RawValue>>,
    har: Option<Box<RawValue>>,
    har_missing: Option<String>,
    expected: Expected,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    verdicts: Vec<Option<String>>,
    findings: Vec<Finding>,
    further_notes: bool,
    silent: Vec<Silent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    exchange: usize,
    rule: String,
    level: String,
    side: Option<String>,
    part: Option<String>,
    pointer: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Silent {
    exchange: usize,
    rule: String,
}

/// The vectors of a file.
fn vectors(name: &str) -> Vec<Vector> {
    let path = schemas().join("vectors/exchanges").join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The files: one for each family of rules, and the longer recordings.
fn files() -> impl Iterator<Item = &'static str> {
    Family::ALL.into_iter().map(Family::name).chain(["conversations", "decisions", "clients"])
}

fn read(text: String, format: Format) -> Vec<Exchange> {
    let capture = open_bytes("vector", text.into_bytes(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), format);
    capture.map(|recorded| recorded.unwrap().exchange).collect()
}

fn judge(vector: &Vector, exchanges: &[Exchange]) -> Vec<Judgement> {
    let profile = Profile::ALL.into_iter().find(|profile| profile.name() == vector.profile).unwrap();
    let mut scope = Scope::new();
    vector.base_uri.iter().for_each(|base| scope.add_base_uri(base).unwrap());
    let mut validator = Validator::new().with_profile(profile).with_scope(scope);
    if let Some(name) = &vector.side {
        validator = validator.only_side(Side::ALL.into_iter().find(|side| side.name() == name).unwrap());
    }
    validator.check_all(exchanges)
}

impl Finding {
    /// Whether it is this one, as far as it is said.
    fn is(&self, exchange: usize, found: &directline_validator::Finding) -> bool {
        let place = &found.place;
        let has_side = self.side.as_deref().is_none_or(|side| side == found.side.name());
        let is_there = self
            .part
            .as_deref()
            .is_none_or(|part| part == place.part.name() && self.pointer == place.pointer);
        self.exchange == exchange
            && self.rule == found.rule.name
            && self.level == found.level.name()
            && has_side
            && is_there
    }
}

impl Expected {
    /// In what the judgements differ.
    fn compare(&self, judgements: &[Judgement]) -> Vec<String> {
        let mut wrong = Vec::new();
        if judgements.len() != self.verdicts.len() {
            return vec![format!("{} exchanges", judgements.len())];
        }
        for (at, (expected, judgement)) in self.verdicts.iter().zip(judgements).enumerate() {
            let verdict = judgement.verdict.name();
            if expected.as_ref().is_some_and(|expected| expected != verdict) {
                wrong.push(format!("#{at}: the verdict is {verdict} instead of {expected:?}"));
            }
        }
        let findings = || {
            let all = judgements.iter().enumerate();
            all.flat_map(|(at, judgement)| judgement.findings.iter().map(move |found| (at, found)))
        };
        for expected in &self.findings {
            if !findings().any(|(at, found)| expected.is(at, found)) {
                wrong.push(format!("{expected:?} was not found"));
            }
        }
        for (at, found) in findings() {
            let name = found.rule.name;
            let is_listed = self.findings.iter().any(|expected| expected.is(at, found));
            let may_be = self.further_notes && found.level == Level::Note;
            let is_forbidden = self.silent.iter().any(|silent| silent.exchange == at && silent.rule == name);
            if !(is_listed || may_be) || is_forbidden {
                wrong.push(format!("#{at}: {name} ({}) was found at {:?}", found.level, found.place));
            }
        }
        wrong
    }
}

#[test]
fn every_vector_is_judged_as_it_says_in_both_formats() {
    let schemas = Draft::ALL.map(|draft| committed("exchange", draft));
    let mut wrong = Vec::new();
    let (mut all, mut with_har) = (0, 0);
    for vector in files().flat_map(vectors) {
        let lines: Vec<&str> = vector.ndjson.iter().map(|line| line.get()).collect();
        for line in &lines {
            let line: Value = serde_json::from_str(line).unwrap();
            assert!(schemas.iter().all(|schema| schema.is_valid(&line)), "{line}");
        }
        let mut replay = |exchanges: &[Exchange], format: &str| {
            let differences = vector.expected.compare(&judge(&vector, exchanges));
            wrong.extend(differences.iter().map(|what| format!("{} ({format}): {what}", vector.description)));
        };
        // A line feed at the end of a single line says what kind of file it is.
        replay(&read(lines.join("\n") + "\n", Format::Ndjson), "NDJSON");
        if let Some(har) = &vector.har {
            replay(&read(har.get().to_owned(), Format::Har), "HAR");
            with_har += 1;
        }
        assert_eq!(vector.har.is_none(), vector.har_missing.is_some(), "{}", vector.description);
        all += 1;
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(all > 300 && with_har * 10 > all * 8, "{all} {with_har}");
}

#[test]
fn every_rule_has_a_vector_with_it_and_one_without() {
    for rule in rules() {
        let of_family = vectors(rule.family.name()).into_iter();
        let of_rule = of_family.filter(|vector| vector.rule.as_deref() == Some(rule.name));
        let counts: BTreeSet<usize> = of_rule.map(|vector| vector.expected.findings.len()).collect();
        assert_eq!(counts, BTreeSet::from([0, 1]), "{}", rule.name);
    }
}
