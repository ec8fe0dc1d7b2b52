//! `schemas/vectors/exchanges/<family>.json`: whole exchanges that another implementation can replay.
//!
//! What is expected follows from the pair: the rule is known, its level and side are declared, and it stands where the
//! two recordings differ. Where it does not, `ELSEWHERE` says so with the reason.

use anyhow::{Context, Result, bail};
use directline_validator::{Family, Level, Profile, Rule, Side};
use serde::Serialize;
use serde_json::value::RawValue;

use super::difference::difference;
use super::har;
use super::witness::Pair;
use super::{file, raw};

#[derive(Serialize)]
struct Vector {
    description: String,
    rule: &'static str,
    profile: &'static str,
    /// The only side that is judged, if one is.
    side: Option<&'static str>,
    ndjson: Vec<Box<RawValue>>,
    har: Option<Box<RawValue>>,
    har_missing: Option<&'static str>,
    expected: Expected,
}

#[derive(Serialize)]
struct Expected {
    verdicts: Vec<&'static str>,
    findings: Vec<Finding>,
}

#[derive(Clone, Serialize)]
struct Finding {
    exchange: usize,
    rule: &'static str,
    level: &'static str,
    side: &'static str,
    part: &'static str,
    pointer: Option<String>,
}

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

/// Where a finding stands that does not stand where the recordings differ.
struct Elsewhere {
    rule: &'static str,
    exchange: usize,
    part: &'static str,
    pointer: Option<&'static str>,
    /// Why there.
    #[expect(dead_code, reason = "for a reader")]
    why: &'static str,
}

const fn elsewhere(
    rule: &'static str,
    exchange: usize,
    part: &'static str,
    pointer: Option<&'static str>,
    why: &'static str,
) -> Elsewhere {
    Elsewhere { rule, exchange, part, pointer, why }
}

const ELSEWHERE: [Elsewhere; 16] = [
    elsewhere("attachment-fetched-late", 2, "request.url", None, "the time differs; late is the request"),
    elsewhere("paging-stopped", 3, "request.url", None, "the time differs; late is the request"),
    elsewhere("token-used-after-expiry", 1, "request.header", None, "the time differs; late is the token"),
    elsewhere("expired-token-accepted", 1, "response.status", None, "the time differs; wrong is the answer"),
    elsewhere(
        "token-scope-not-enforced",
        2,
        "response.status",
        None,
        "the token differs; wrong is the answer",
    ),
    elsewhere(
        "user-id-differs-from-from",
        0,
        "request.body",
        Some("/from"),
        "the other of two members that differ",
    ),
    elsewhere(
        "sent-message-lost",
        3,
        "response.body",
        Some("/watermark"),
        "evident when the next page is answered",
    ),
    elsewhere(
        "message-repeated",
        3,
        "response.body",
        Some("/messages/0"),
        "the list has one message more: this",
    ),
    elsewhere(
        "channel-data-changed",
        2,
        "response.body",
        Some("/messages/0/channelData"),
        "it counts as a whole",
    ),
    elsewhere(
        "uploaded-attachment-type-changed",
        2,
        "response.body",
        Some("/messages/0"),
        "the message that came back",
    ),
    elsewhere(
        "error-missing",
        0,
        "response.body",
        Some(""),
        "the object lacks error and has its members instead",
    ),
    elsewhere("error-under-success", 0, "response.body", None, "the body is another object"),
    elsewhere(
        "json-duplicate-member",
        0,
        "request.body",
        Some("/text"),
        "equal values: the member stands there twice",
    ),
    elsewhere(
        "json-lone-surrogate",
        0,
        "request.body",
        Some("/text"),
        "most readers of JSON refuse the text",
    ),
    elsewhere("http-message-malformed", 0, "request.header", None, "the defect stands in a header line"),
    elsewhere(
        "uploaded-attachment-lost",
        2,
        "response.body",
        Some("/messages/0"),
        "the message that came back",
    ),
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
    let verdicts = verdicts(pair.rule, pair.silent.len());
    vector(pair.rule, "without the fault", &pair.silent, Expected { verdicts, findings: Vec::new() })
}

fn fires(pair: &Pair) -> Result<Vector> {
    let rule = pair.rule;
    let finding = finding(pair)?;
    let mut verdicts = verdicts(rule, pair.fires.len());
    let verdict = verdicts.get_mut(finding.exchange).context("a finding at no exchange")?;
    if rule.level(Profile::Documented) == Level::Error && *verdict != "out-of-scope" {
        *verdict = "violates";
    }
    vector(rule, rule.summary, &pair.fires, Expected { verdicts, findings: vec![finding] })
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
    Ok(Finding { exchange, rule: rule.name, level, side: side.name(), part, pointer })
}

fn vector(rule: &'static Rule, description: &str, lines: &[String], expected: Expected) -> Result<Vector> {
    if lines.is_empty() {
        bail!("{}: a recording without exchanges", rule.name);
    }
    let (har, har_missing) = match har::har(lines)? {
        Ok(har) => (Some(raw(serde_json::to_string(&har)?)?), None),
        Err(why) => (None, Some(why)),
    };
    Ok(Vector {
        description: format!("{}: {description}", rule.name),
        rule: rule.name,
        profile: Profile::Documented.name(),
        side: ONE_SIDED.iter().find(|(name, _)| *name == rule.name).map(|(_, side)| side.name()),
        ndjson: lines.iter().map(raw).collect::<Result<_>>()?,
        har,
        har_missing,
        expected,
    })
}
