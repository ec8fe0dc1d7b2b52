//! Every rule has a witness pair: two recordings that differ in one thing. The first has no finding under
//! any profile; the second fires the rule and no other. For a rule about one exchange they are the two lines
//! of `corpus/rules/<family>/<rule>.ndjson`; for a rule across exchanges the files `<rule>.silent.ndjson` and
//! `<rule>.fires.ndjson`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use directline_capture::{Limits, open_bytes};
use directline_exchange::Exchange;
use directline_validator::{Family, Judgement, Profile, Rule, Side, Validator, Verdict, rules};
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

/// The two recordings of a rule's pair.
fn pair(rule: &Rule) -> Result<[Vec<Exchange>; 2], String> {
    let [silent, fires] = files(rule);
    if silent != fires {
        return Ok([read(&silent)?, read(&fires)?]);
    }
    let mut exchanges = read(&silent)?;
    if exchanges.len() != 2 {
        return Err(format!("{} exchanges instead of two", exchanges.len()));
    }
    let second = exchanges.split_off(1);
    Ok([exchanges, second])
}

/// Where the two recordings are: in one file, or in one each.
fn files(rule: &Rule) -> [PathBuf; 2] {
    let folder = corpus().join(rule.family.name());
    let file = |kind: &str| folder.join(format!("{}{kind}.ndjson", rule.name));
    if rule.family == Family::Conversation { [file(".silent"), file(".fires")] } else { [file(""), file("")] }
}

/// The two recordings as JSON.
fn lines(rule: &Rule) -> Result<[Value; 2], String> {
    let read = |path: &Path| -> Result<Vec<Value>, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        text.lines().map(|line| serde_json::from_str(line).map_err(|error| error.to_string())).collect()
    };
    let [silent, fires] = files(rule);
    let both = read(&silent)?;
    if silent != fires {
        return Ok([both.into(), read(&fires)?.into()]);
    }
    both.try_into().map_err(|lines: Vec<Value>| format!("{} lines instead of two", lines.len()))
}

fn fired(judgements: &[Judgement]) -> BTreeSet<&'static str> {
    judgements.iter().flat_map(|judgement| &judgement.findings).map(|finding| finding.rule.name).collect()
}

/// Rules whose offence presupposes one of the other side, which would speak too; they are judged
/// with one side only: rule, side, why.
const ONE_SIDED: [(&str, Side, &str); 3] = [
    (
        "missing-authorization-not-401",
        Side::Service,
        "the service's answer can only be wrong where the client left out the header",
    ),
    (
        "token-scope-not-enforced",
        Side::Service,
        "the service can only accept a token of another conversation that a client uses",
    ),
    ("expired-token-accepted", Side::Service, "the service can only accept an old token that a client uses"),
];

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
        let [silent, fires] = lines(rule).unwrap();
        let allowed =
            MANIFOLD.iter().find(|(name, ..)| *name == rule.name).map_or(1, |(_, number, _)| *number);
        assert_eq!(differences(&silent, &fires), allowed, "{}", rule.name);
    }
}

#[test]
fn every_rule_has_a_witness_pair_that_fires_it_alone() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let [silent, firing] = match pair(rule) {
            Ok(pair) => pair,
            Err(error) => {
                wrong.push(format!("{}: no witness pair: {error}", rule.name));
                continue;
            }
        };
        for profile in Profile::ALL {
            let validator = validator(rule.name, profile);
            let quiet = validator.check_all(&silent);
            if !fired(&quiet).is_empty() {
                wrong.push(format!(
                    "{}: the silent one fires {:?} under {}",
                    rule.name,
                    fired(&quiet),
                    profile.name()
                ));
            }
            if quiet
                .iter()
                .flat_map(|judgement| &judgement.inconclusive)
                .any(|skipped| skipped.rule.name == rule.name)
            {
                wrong.push(format!("{}: inconclusive on the silent one", rule.name));
            }
            let loud = validator.check_all(&firing);
            if fired(&loud) != BTreeSet::from([rule.name]) {
                wrong.push(format!(
                    "{}: the other fires {:?} under {}",
                    rule.name,
                    fired(&loud),
                    profile.name()
                ));
            }
            let findings = loud.iter().flat_map(|judgement| &judgement.findings);
            let mut own = findings.filter(|finding| finding.rule.name == rule.name);
            if own.any(|finding| finding.level != rule.level(profile)) {
                wrong.push(format!("{}: level differs from the declaration", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} problems:\n{}", wrong.len(), wrong.join("\n"));
}

/// Pairs whose silent one the rule does not decide, because there it has nothing to look at: rule, why.
const NOTHING_TO_HOLD: [(&str, &str); 5] = [
    ("valid-request-failed", "whether the request was valid is the one thing in which the two differ"),
    ("e-tag-not-string", "an eTag that is a string is what e-tag-undocumented names"),
    ("e-tag-null", "an eTag that is a string is what e-tag-undocumented names"),
    ("token-scope-not-enforced", "the silent token is one for this conversation"),
    ("expired-token-accepted", "the silent token has not expired"),
];

/// What coverage rests on: a rule that is decided has looked at something, and it can hold.
#[test]
fn the_silent_one_of_a_pair_exercises_its_rule() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let [silent, _] = pair(rule).unwrap();
        let judgements = validator(rule.name, Profile::Documented).check_all(&silent);
        let holds = judgements.iter().any(|judgement| judgement.decided.contains(rule));
        if holds == NOTHING_TO_HOLD.iter().any(|(name, _)| *name == rule.name) {
            wrong.push(rule.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_witness_pair_is_without_its_rule() {
    let known: BTreeSet<String> =
        rules().iter().flat_map(|rule| files(rule)).map(|path| tail(&path)).collect();
    for family in std::fs::read_dir(corpus()).unwrap() {
        let family = family.unwrap().path();
        for file in std::fs::read_dir(&family).into_iter().flatten() {
            let file = file.unwrap().path();
            let name = tail(&file);
            assert!(known.contains(&name), "{name} has no rule");
        }
    }
}

/// Family and name of a file.
fn tail(path: &Path) -> String {
    path.strip_prefix(corpus()).unwrap_or(path).display().to_string()
}

/// A sound sequence of all six operations has no finding under any profile, and every rule that applies is
/// decided.
#[test]
fn a_sound_conversation_has_no_finding() {
    let exchanges = read(&corpus().join("../conversations/sound.ndjson")).unwrap();
    for profile in Profile::ALL {
        let judgements = Validator::new().with_profile(profile).check_all(&exchanges);
        assert_eq!(fired(&judgements), BTreeSet::new(), "{}", profile.name());
        assert!(judgements.iter().all(|judgement| judgement.verdict == Verdict::Conforms));
        let undecided =
            judgements.iter().flat_map(|judgement| &judgement.inconclusive).map(|skipped| skipped.rule.name);
        assert_eq!(undecided.collect::<BTreeSet<_>>(), BTreeSet::new());
    }
}
