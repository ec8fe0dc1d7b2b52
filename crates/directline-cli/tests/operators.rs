//! The mutation operators on the silent recordings of the corpus: on real forms of bodies, too, each breaks its rule
//! and no other.
#![expect(clippy::unwrap_used, reason = "helpers of tests; clippy only knows the tests themselves")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use directline_capture::{Limits, open_bytes};
use directline_exchange::Exchange;
use directline_fuzz::{Dice, Operator, Pair};
use directline_validator::Validator;

fn corpus(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(folder)
}

fn read(path: &Path) -> Vec<Exchange> {
    let name = path.display().to_string();
    let capture = open_bytes(&name, std::fs::read(path).unwrap(), &Limits::default()).unwrap();
    capture.map(|entry| entry.unwrap().exchange).collect()
}

/// The exchanges of the corpus of which no rule says anything: the first of each witness pair, and the sound sequences.
fn silent() -> Vec<Exchange> {
    let mut exchanges = read(&corpus("conversations/sound.ndjson"));
    for family in std::fs::read_dir(corpus("rules")).unwrap() {
        for file in std::fs::read_dir(family.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let read = read(&path);
            let is_sequence = path.to_string_lossy().ends_with(".silent.ndjson");
            let is_pair = !path.to_string_lossy().ends_with(".fires.ndjson");
            exchanges.extend(read.into_iter().take(if is_sequence { 99 } else { usize::from(is_pair) }));
        }
    }
    exchanges.retain(|exchange| Validator::new().check(exchange).findings.is_empty());
    exchanges
}

fn findings(exchange: &Exchange) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for found in Validator::new().check(exchange).findings {
        *counts.entry(found.rule.name).or_default() += 1;
    }
    counts
}

#[test]
fn each_operator_breaks_its_rule_and_no_other_on_every_silent_recording() {
    let mut faults = Vec::new();
    let mut applied = 0;
    for exchange in silent() {
        let Some(sound) = Pair::of(&exchange) else { continue };
        for operator in Operator::ALL {
            for seed in 0..3 {
                let mut pair = sound.clone();
                if !operator.apply(&mut pair, &mut Dice::new(seed)) {
                    continue;
                }
                applied += 1;
                let mut broken = exchange.clone();
                pair.apply_to(&mut broken);
                let mut found = findings(&broken);
                let speaks = found.remove(operator.rule).is_some();
                found.retain(|rule, _| operator.companions().all(|(companion, _)| companion != *rule));
                if !speaks || !found.is_empty() {
                    faults.push(format!(
                        "{} on {} {}: speaks {speaks}, others {found:?}\n    {} {} {:?}\n    {}\n    {} {:?} {}",
                        operator.name,
                        exchange.source.capture,
                        exchange.source.index,
                        pair.request.method,
                        pair.request.target,
                        pair.request.headers.iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value))).collect::<Vec<_>>(),
                        String::from_utf8_lossy(&pair.request.body),
                        pair.response.status,
                        pair.response.headers,
                        String::from_utf8_lossy(&pair.response.body)
                    ));
                }
            }
        }
    }
    println!("{applied} applied");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
