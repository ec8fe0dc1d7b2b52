//! Every rule has a witness pair in `corpus/rules/<family>/<rule>.ndjson`: two exchanges that differ
//! in one thing. The first has no finding under any profile; the second fires the rule of the file
//! and no other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use directline_capture::{Limits, open_bytes};
use directline_exchange::Exchange;
use directline_validator::{Judgement, Profile, Side, Validator, rules};
use serde_json::Value;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/rules")
}

/// The exchanges of a pair, or what kept them from being read.
fn read(path: &Path) -> Result<Vec<Exchange>, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let name = path.display().to_string();
    let capture = open_bytes(&name, bytes, &Limits::default()).map_err(|error| error.to_string())?;
    capture.map(|entry| Ok(entry.map_err(|error| error.to_string())?.exchange)).collect()
}

fn fired(judgement: &Judgement) -> BTreeSet<&'static str> {
    judgement.findings.iter().map(|finding| finding.rule.name).collect()
}

/// Rules whose offence presupposes one of the other side, which would speak too; they are judged
/// with one side only: rule, side, why.
const ONE_SIDED: [(&str, Side, &str); 1] = [(
    "missing-authorization-not-401",
    Side::Service,
    "the service's answer can only be wrong where the client left out the header",
)];

fn validator(rule: &str, profile: Profile) -> Validator {
    let validator = Validator::new().with_profile(profile);
    match ONE_SIDED.iter().find(|(name, ..)| *name == rule) {
        Some((_, side, _)) => validator.only_side(*side),
        None => validator,
    }
}

/// Pairs whose one difference shows in several places of the text: rule, how many, why.
const MANIFOLD: [(&str, usize, &str); 2] = [
    ("success-without-content", 3, "a response without content has another status, no type and no body"),
    ("error-body-not-json", 2, "a page of a gateway has another type and another text"),
];

/// Where two values differ, by the smallest members that do.
fn differences(one: &Value, other: &Value) -> usize {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            let get = |of: &serde_json::Map<String, Value>, name: &String| {
                of.get(name).cloned().unwrap_or_default()
            };
            names.into_iter().map(|name| differences(&get(one, name), &get(other, name))).sum()
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).map(|(one, other)| differences(one, other)).sum()
        }
        _ => usize::from(one != other),
    }
}

#[test]
fn the_two_exchanges_of_a_pair_differ_in_one_thing() {
    for rule in rules() {
        let path = corpus().join(rule.family.name()).join(format!("{}.ndjson", rule.name));
        let text = std::fs::read_to_string(path).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let allowed =
            MANIFOLD.iter().find(|(name, ..)| *name == rule.name).map_or(1, |(_, number, _)| *number);
        assert_eq!(differences(&lines[0], &lines[1]), allowed, "{}", rule.name);
    }
}

#[test]
fn every_rule_has_a_witness_pair_that_fires_it_alone() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let path = corpus().join(rule.family.name()).join(format!("{}.ndjson", rule.name));
        let exchanges = match read(&path) {
            Ok(exchanges) => exchanges,
            Err(error) => {
                wrong.push(format!("{}: no witness pair at {}: {error}", rule.name, path.display()));
                continue;
            }
        };
        let [silent, firing] = exchanges.as_slice() else {
            wrong.push(format!("{}: {} exchanges instead of two", rule.name, exchanges.len()));
            continue;
        };
        for profile in Profile::ALL {
            let validator = validator(rule.name, profile);
            let quiet = validator.check(silent);
            if !quiet.findings.is_empty() {
                wrong.push(format!(
                    "{}: the silent one fires {:?} under {}",
                    rule.name,
                    fired(&quiet),
                    profile.name()
                ));
            }
            if quiet.inconclusive.iter().any(|skipped| skipped.rule.name == rule.name) {
                wrong.push(format!("{}: inconclusive on the silent one", rule.name));
            }
            let loud = validator.check(firing);
            if fired(&loud) != BTreeSet::from([rule.name]) {
                wrong.push(format!(
                    "{}: the other fires {:?} under {}",
                    rule.name,
                    fired(&loud),
                    profile.name()
                ));
            }
            let own = loud.findings.iter().filter(|finding| finding.rule.name == rule.name);
            if own.clone().any(|finding| finding.level != rule.level(profile)) {
                wrong.push(format!("{}: level differs from the declaration", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} problems:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_witness_pair_is_without_its_rule() {
    let known: BTreeSet<String> =
        rules().iter().map(|rule| format!("{}/{}.ndjson", rule.family.name(), rule.name)).collect();
    for family in std::fs::read_dir(corpus()).unwrap() {
        let family = family.unwrap().path();
        for file in std::fs::read_dir(&family).into_iter().flatten() {
            let file = file.unwrap().path();
            let name = format!(
                "{}/{}",
                family.file_name().unwrap().to_string_lossy(),
                file.file_name().unwrap().to_string_lossy()
            );
            assert!(known.contains(&name), "{name} has no rule");
        }
    }
}
