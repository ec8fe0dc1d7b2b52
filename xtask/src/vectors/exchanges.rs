//! `schemas/vectors/exchanges/<family>.json`: whole exchanges that another implementation can replay.
//!
//! What is expected follows from the pair: the rule is known, its level and side are declared, and it stands where the
//! two recordings differ. Where it does not, the table [`ELSEWHERE`] says so with the reason.

use anyhow::{Context, Result};
use directline_validator::{Family, Level, Profile, Rule, Side};

use super::difference::difference;
use super::elsewhere::ELSEWHERE;
use super::file;
use super::vector::{Expected, Finding, Vector};
use super::witness::Pair;

/// Rules whose offence presupposes one of the other side, which would be found too.
const ONE_SIDED: [(&str, Side); 3] = [
    ("missing-authorization-not-401", Side::Service),
    ("token-scope-not-enforced", Side::Service),
    ("expired-token-accepted", Side::Service),
];

/// Recordings with exchanges that do not conform without the fault either: rule, exchange, verdict, why.
const NOT_CONFORMING: [(&str, usize, &str, &str); 2] = [
    ("attachment-fetched-late", 2, "out-of-scope", "a file is fetched, which is no operation"),
    ("upload-too-large", 0, "inconclusive", "the file is too large to be in a recording"),
];

/// Every file.
pub(super) fn files(pairs: &[Pair]) -> Result<Vec<(String, String)>> {
    let family = |family: Family| {
        let of_family = pairs.iter().filter(|pair| pair.rule.family == family);
        let mut vectors = Vec::new();
        for pair in of_family {
            vectors.push(silent(pair)?);
            vectors.push(fires(pair)?);
        }
        file(&format!("exchanges/{family}"), &vectors)
    };
    Family::ALL.into_iter().map(family).collect()
}

fn silent(pair: &Pair) -> Result<Vector> {
    let verdicts = verdicts(pair.rule, pair.silent.len()).into_iter().map(Some).collect();
    vector(pair.rule, "without the fault", &pair.silent, Expected::exactly(verdicts, Vec::new()))
}

fn fires(pair: &Pair) -> Result<Vector> {
    let rule = pair.rule;
    let finding = finding(pair)?;
    let mut verdicts = verdicts(rule, pair.fires.len());
    let verdict = verdicts.get_mut(finding.exchange).context("a finding at no exchange")?;
    if rule.level(Profile::Documented) == Level::Error && *verdict != "out-of-scope" {
        *verdict = "violates";
    }
    let verdicts = verdicts.into_iter().map(Some).collect();
    vector(rule, rule.summary, &pair.fires, Expected::exactly(verdicts, vec![finding]))
}

/// What the exchanges are without the fault.
fn verdicts(rule: &Rule, count: usize) -> Vec<&'static str> {
    let of = |at: usize| {
        let other = NOT_CONFORMING.iter().find(|(name, exchange, ..)| *name == rule.name && *exchange == at);
        other.map_or("conforms", |(_, _, verdict, _)| *verdict)
    };
    (0..count).map(of).collect()
}

fn finding(pair: &Pair) -> Result<Finding> {
    let rule = pair.rule;
    let listed = ELSEWHERE.iter().find(|place| place.rule == rule.name);
    let (exchange, part, pointer) = if let Some(place) = listed {
        (place.exchange, place.part, place.pointer.map(str::to_owned))
    } else {
        let found = difference(pair)?;
        let found =
            found.with_context(|| format!("{}: the difference is in no part of an exchange", rule.name))?;
        (found.exchange, found.part, found.pointer)
    };
    let sender = if part.starts_with("request") { Side::Client } else { Side::Service };
    let side = match rule.blame.sides() {
        [side] => *side,
        _ => sender,
    };
    let level = rule.level(Profile::Documented).name();
    let (side, part) = (Some(side.name()), Some(part));
    Ok(Finding { exchange, rule: rule.name, level, side, part, pointer })
}

fn vector(rule: &'static Rule, description: &str, lines: &[String], expected: Expected) -> Result<Vector> {
    let side = ONE_SIDED.iter().find(|(name, _)| *name == rule.name).map(|(_, side)| side.name());
    let mut vector = Vector::new(format!("{}: {description}", rule.name), lines, expected)?;
    (vector.rule, vector.side) = (Some(rule.name), side);
    Ok(vector)
}
