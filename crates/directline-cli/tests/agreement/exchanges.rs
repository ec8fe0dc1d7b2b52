//! The vectors of whole exchanges, replayed: as NDJSON and as HAR.

use std::collections::BTreeSet;

use directline_capture::{Format, Limits, open_bytes};
use directline_exchange::Exchange;
use directline_types::Draft;
use directline_validator::{Family, Profile, Side, Validator, rules};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::judges::{committed, schemas};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    description: String,
    rule: String,
    profile: String,
    side: Option<String>,
    ndjson: Vec<Box<RawValue>>,
    har: Option<Box<RawValue>>,
    har_missing: Option<String>,
    expected: Expected,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Expected {
    verdicts: Vec<String>,
    findings: Vec<Finding>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Finding {
    exchange: usize,
    rule: String,
    level: String,
    side: String,
    part: String,
    pointer: Option<String>,
}

fn vectors(family: Family) -> Vec<Vector> {
    let path = schemas().join("vectors/exchanges").join(format!("{family}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn read(text: String, format: Format) -> Vec<Exchange> {
    let capture = open_bytes("vector", text.into_bytes(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), format);
    capture.map(|recorded| recorded.unwrap().exchange).collect()
}

fn replay(vector: &Vector, exchanges: &[Exchange]) -> Expected {
    let profile = Profile::ALL.into_iter().find(|profile| profile.name() == vector.profile).unwrap();
    let mut validator = Validator::new().with_profile(profile);
    if let Some(name) = &vector.side {
        validator = validator.only_side(Side::ALL.into_iter().find(|side| side.name() == name).unwrap());
    }
    let judgements = validator.check_all(exchanges);
    let findings = judgements.iter().enumerate().flat_map(|(exchange, judgement)| {
        judgement.findings.iter().map(move |finding| Finding {
            exchange,
            rule: finding.rule.name.to_owned(),
            level: finding.level.name().to_owned(),
            side: finding.side.name().to_owned(),
            part: finding.place.part.name().to_owned(),
            pointer: finding.place.pointer.clone(),
        })
    });
    Expected {
        findings: findings.collect(),
        verdicts: judgements.iter().map(|judgement| judgement.verdict.name().to_owned()).collect(),
    }
}

#[test]
fn every_vector_is_judged_as_it_says_in_both_formats() {
    let schemas = Draft::ALL.map(|draft| committed("exchange", draft));
    let mut wrong = Vec::new();
    let (mut all, mut with_har) = (0, 0);
    for vector in Family::ALL.into_iter().flat_map(vectors) {
        let lines: Vec<&str> = vector.ndjson.iter().map(|line| line.get()).collect();
        for line in &lines {
            let line: Value = serde_json::from_str(line).unwrap();
            assert!(schemas.iter().all(|schema| schema.is_valid(&line)), "{line}");
        }
        let mut judge = |exchanges: &[Exchange], format: &str| {
            let found = replay(&vector, exchanges);
            if found != vector.expected {
                let Vector { description, expected, .. } = &vector;
                wrong.push(format!(
                    "{description} ({format}):\n  expected {expected:?}\n  found    {found:?}"
                ));
            }
        };
        // A line feed at the end of a single line says what kind of file it is.
        judge(&read(lines.join("\n") + "\n", Format::Ndjson), "NDJSON");
        if let Some(har) = &vector.har {
            judge(&read(har.get().to_owned(), Format::Har), "HAR");
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
        let of_rule = vectors(rule.family).into_iter().filter(|vector| vector.rule == rule.name);
        let counts: BTreeSet<usize> = of_rule.map(|vector| vector.expected.findings.len()).collect();
        assert_eq!(counts, BTreeSet::from([0, 1]), "{}", rule.name);
    }
}
