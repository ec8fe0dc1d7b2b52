//! `schemas/vectors/exchanges/{conversations,decisions,clients}.json`: longer recordings, with the expectations that
//! stand beside them in the corpus.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use directline_validator::{Level, Profile, Rule, Verdict, rules};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::file;
use super::vector::{Expected, Finding, Silent, Vector};
use super::witness::lines;
use crate::run::root;

/// What `corpus/conversations` says: every finding, as exchange and rule.
#[derive(Deserialize)]
struct Conversation {
    what: String,
    findings: Vec<(usize, String)>,
}

/// What `corpus/decisions` and `corpus/clients` say: every error and warning, and the notes that matter.
#[derive(Deserialize)]
struct Recordings {
    recordings: Vec<Recording>,
}

#[derive(Deserialize)]
struct Recording {
    file: String,
    profile: Option<String>,
    base_uri: Option<String>,
    why: String,
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    verdict: String,
    #[serde(default)]
    findings: BTreeMap<String, String>,
    #[serde(default)]
    silent: Vec<String>,
}

/// Every file.
pub(super) fn files() -> Result<Vec<(String, String)>> {
    Ok(vec![conversations()?, recordings("decisions")?, recordings("clients")?])
}

fn conversations() -> Result<(String, String)> {
    let expected: BTreeMap<String, Conversation> = read("conversations")?;
    let vectors = expected.iter().map(|(name, conversation)| {
        let lines = lines(&format!("corpus/conversations/{name}.ndjson"))?;
        let mut verdicts = vec![None; lines.len()];
        let mut findings = Vec::new();
        for (exchange, rule) in &conversation.findings {
            let rule = find(rule)?;
            let level = rule.level(Profile::Documented);
            findings.push(finding(*exchange, rule, level.name()));
            let verdict = verdicts.get_mut(*exchange).filter(|_| level == Level::Error);
            if let Some(verdict) = verdict {
                *verdict = Some("violates");
            }
        }
        Vector::new(format!("{name}: {}", conversation.what), &lines, Expected::exactly(verdicts, findings))
    });
    file("exchanges/conversations", &vectors.collect::<Result<Vec<_>>>()?)
}

fn recordings(folder: &str) -> Result<(String, String)> {
    let Recordings { recordings } = read(folder)?;
    let vectors: Result<Vec<Vector>> =
        recordings.into_iter().map(|recording| one(folder, recording)).collect();
    file(&format!("exchanges/{folder}"), &vectors?)
}

fn one(folder: &str, recording: Recording) -> Result<Vector> {
    let Recording { file, profile, base_uri, why, exchanges } = recording;
    let mut expected = Expected { further_notes: true, ..Expected::exactly(Vec::new(), Vec::new()) };
    for (exchange, one) in exchanges.iter().enumerate() {
        let verdict = Verdict::NAMES.into_iter().find(|name| *name == one.verdict);
        expected.verdicts.push(Some(verdict.with_context(|| format!("{file}: no verdict {}", one.verdict))?));
        for (rule, level) in &one.findings {
            let level = Level::from_name(level).with_context(|| format!("{file}: no level {level}"))?;
            expected.findings.push(finding(exchange, find(rule)?, level.name()));
        }
        for rule in &one.silent {
            expected.silent.push(Silent { exchange, rule: find(rule)?.name });
        }
    }
    let lines = lines(&format!("corpus/{folder}/{file}"))?;
    let name = file.trim_end_matches(".ndjson");
    let profile = profile.as_deref().unwrap_or(Profile::Documented.name());
    let profile = Profile::ALL.into_iter().find(|known| known.name() == profile);
    let profile = profile.with_context(|| format!("{file}: no such profile"))?.name();
    let mut vector = Vector::new(format!("{name}: {why}"), &lines, expected)?;
    (vector.profile, vector.base_uri) = (profile, base_uri);
    Ok(vector)
}

/// A finding whose place is not said; its side where the rule is always about one.
fn finding(exchange: usize, rule: &Rule, level: &'static str) -> Finding {
    let side = match rule.blame.sides() {
        [side] => Some(side.name()),
        _ => None,
    };
    Finding { exchange, rule: rule.name, level, side, part: None, pointer: None }
}

fn find(name: &str) -> Result<&'static Rule> {
    rules().iter().copied().find(|rule| rule.name == name).with_context(|| format!("no rule {name}"))
}

fn read<T: DeserializeOwned>(folder: &str) -> Result<T> {
    let name = format!("corpus/{folder}/expected.json");
    let text = fs::read_to_string(root().join(&name)).with_context(|| name.clone())?;
    serde_json::from_str(&text).context(name)
}
