//! Conversations with what rules across exchanges say of them: `corpus/conversations/`. A finding is an index
//! and a rule; the same exchanges in any order of the file give the same.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use directline_capture::{Limits, open_bytes};
use directline_exchange::Exchange;
use directline_validator::{Family, Judgement, Validator};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Expectation {
    findings: BTreeSet<(usize, String)>,
    inconclusive: BTreeSet<(usize, String, String)>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

/// The exchanges of a recording, or what kept them from being read.
fn read(path: &Path) -> Result<Vec<Exchange>, Box<dyn Error>> {
    parse(std::fs::read(path)?)
}

fn parse(bytes: Vec<u8>) -> Result<Vec<Exchange>, Box<dyn Error>> {
    open_bytes("recording", bytes, &Limits::default())?.map(|entry| Ok(entry?.exchange)).collect()
}

fn fired(judgements: &[Judgement]) -> BTreeSet<(usize, String)> {
    let all = judgements.iter().enumerate();
    all.flat_map(|(at, judgement)| {
        judgement.findings.iter().map(move |found| (at, found.rule.name.to_owned()))
    })
    .collect()
}

#[test]
fn every_conversation_is_judged_as_expected() {
    let folder = corpus().join("conversations");
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expectations: BTreeMap<String, Expectation> = serde_json::from_str(&text).unwrap();
    for (name, expected) in &expectations {
        let judgements = Validator::new().check_all(&read(&folder.join(format!("{name}.ndjson"))).unwrap());
        assert_eq!(fired(&judgements), expected.findings, "{name}");
        let undecided: BTreeSet<(usize, String, String)> = judgements
            .iter()
            .enumerate()
            .flat_map(|(at, judgement)| judgement.inconclusive.iter().map(move |skipped| (at, skipped)))
            .filter(|(_, skipped)| skipped.rule.family == Family::Conversation)
            .map(|(at, skipped)| (at, skipped.rule.name.to_owned(), skipped.reason.name().to_owned()))
            .collect();
        assert_eq!(undecided, expected.inconclusive, "{name}");
    }
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, expectations.len() + 1, "every file has an expectation");
}

/// A recording with its name.
type Named = (String, Vec<Exchange>);

/// Every recording of the corpus whose exchanges all have a time of their own.
fn timed() -> Result<Vec<Named>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for folder in ["conversations", "rules/conversation"] {
        for file in std::fs::read_dir(corpus().join(folder))? {
            paths.push(file?.path());
        }
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "ndjson"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let exchanges = read(&path)?;
        let times: BTreeSet<i64> = exchanges
            .iter()
            .filter_map(|exchange| exchange.started.present())
            .map(|started| started.unix_nanos)
            .collect();
        if times.len() == exchanges.len() {
            all.push((path.display().to_string(), exchanges));
        }
    }
    Ok(all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_the_file_changes_no_finding(
        (name, exchanges, order) in prop::sample::select(timed().unwrap()).prop_flat_map(|(name, exchanges)| {
            let order: Vec<usize> = (0..exchanges.len()).collect();
            (Just(name), Just(exchanges), Just(order).prop_shuffle())
        })
    ) {
        let ordered = fired(&Validator::new().check_all(&exchanges));
        let shuffled: Vec<Exchange> = order.iter().map(|at| exchanges[*at].clone()).collect();
        let found = fired(&Validator::new().check_all(&shuffled));
        let found: BTreeSet<_> = found.into_iter().map(|(at, rule)| (order[at], rule)).collect();
        prop_assert_eq!(found, ordered, "{}", name);
    }
}

/// Exchanges of conversations that have nothing to do with each other do not change each other's findings.
#[test]
fn conversations_can_be_judged_apart_or_together() {
    let all = timed().unwrap();
    let renamed = |number: usize, exchange: &Exchange| {
        let mut line = Vec::new();
        directline_capture::ndjson::write_exchange(&mut line, exchange).unwrap();
        let text = String::from_utf8(line).unwrap();
        let text = text.replace("abc123", &format!("c{number}")).replace("def456", &format!("d{number}"));
        let text = text.replace("token-", &format!("t{number}-")).replace("secret-", &format!("s{number}-"));
        parse(text.into_bytes()).unwrap().remove(0)
    };
    let groups: Vec<Vec<Exchange>> = all
        .iter()
        .enumerate()
        .map(|(number, (_, exchanges))| exchanges.iter().map(|exchange| renamed(number, exchange)).collect())
        .collect();
    // So many at a time that none is out of order: the ledger looks ahead as far as it documents.
    for (groups, all) in groups.chunks(16).zip(all.chunks(16)) {
        // Dealt like cards: one exchange of each conversation after the other.
        let longest = groups.iter().map(Vec::len).max().unwrap();
        let dealt: Vec<(usize, usize, &Exchange)> = (0..longest)
            .flat_map(|at| {
                let each = groups.iter().enumerate();
                each.filter_map(move |(group, all)| Some((group, at, all.get(at)?)))
            })
            .collect();
        let exchanges = dealt.iter().map(|(.., exchange)| *exchange);
        let mut together = vec![BTreeSet::new(); groups.len()];
        for (at, rule) in fired(&Validator::new().check_all(exchanges)) {
            let (group, place, _) = dealt[at];
            together[group].insert((place, rule));
        }
        for ((group, together), (name, _)) in groups.iter().zip(together).zip(all) {
            assert_eq!(together, fired(&Validator::new().check_all(group)), "{name}");
        }
    }
}
