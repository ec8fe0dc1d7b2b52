//! SARIF: the schema of the standard, and what GitHub asks for beyond it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jsonschema::Validator;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::super::support::{corpus, folder, run_in, sending, verify};
use super::{Checked, Shown};

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let text = std::fs::read_to_string(corpus("report-schemas/sarif-schema-2.1.0.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

/// The report is valid, every result is one that GitHub shows, and the numbers are those of the summary.
pub(super) fn check(text: &str, run: &Checked) {
    let what = &run.what;
    let log: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> =
        SCHEMA.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).take(3).collect();
    assert!(errors.is_empty(), "{what}: {errors:?}");
    let run_object = &log["runs"][0];
    let rules = run_object["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results(&log) {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"], "{what}");
        located(&result["locations"][0], what);
        for related in result["relatedLocations"].as_array().into_iter().flatten() {
            located(related, what);
        }
    }
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let used: BTreeSet<&str> =
        results(&log).iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), ids.into_iter().collect::<BTreeSet<_>>()), (used.len(), used), "{what}");
    assert_eq!(results(&log).len(), run.findings().count(), "{what}");
    let invocation = &run_object["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], run.code != 3, "{what}");
    if invocation["exitCode"].is_number() {
        assert_eq!(invocation["exitCode"], run.code, "{what}");
    }
    let summary = &run_object["properties"]["summary"];
    assert_eq!(
        (summary["errors"].as_u64(), summary["judged"].as_u64()),
        (Some(run.summary("errors")), Some(run.judged()))
    );
}

/// GitHub shows a result at a file below the root of the repository, and wants all four members of a region.
fn located(location: &Value, what: &str) {
    let place = &location["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    assert!(!uri.is_empty() && !uri.starts_with('/') && !uri.contains(':'), "{what}: {uri}");
    assert!(
        uri.split('/').all(|segment| !segment.is_empty() && segment != ".." && segment != "."),
        "{what}: {uri}"
    );
    let member = |name: &str| place["region"][name].as_u64().unwrap_or_else(|| panic!("{what}: {name}"));
    let start = (member("startLine"), member("startColumn"));
    let end = (member("endLine"), member("endColumn"));
    assert!(start.0 > 0 && start.1 > 0 && end > start, "{what}: {place}");
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

pub(super) fn read_back(text: &str) -> Vec<Shown> {
    let log: Value = serde_json::from_str(text).unwrap();
    let shown = |result: &Value| {
        let message = unescaped(result["message"]["text"].as_str().unwrap());
        let properties = &result["properties"];
        let part = |name: &str| properties[name].as_str().unwrap();
        let mut rest = String::new();
        for name in ["found", "expected"].into_iter().filter(|name| !part(name).is_empty()) {
            rest += &["; ", name, ": ", part(name)].concat();
        }
        let message =
            message.strip_suffix(&rest).unwrap_or_else(|| panic!("{message:?} {rest:?}")).to_owned();
        assert_eq!(message, part("message"));
        Shown { rule: result["ruleId"].as_str().unwrap().to_owned(), message }
    };
    results(&log).iter().map(shown).collect()
}

/// SARIF 2.1.0, sections 3.11.5 and 3.11.6: a backslash before brackets and backslashes, braces twice.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                let next = rest.next();
                assert!(matches!(next, Some('[' | ']' | '\\')), "{text}");
                out.extend(next);
            }
            '{' | '}' => {
                assert_eq!(rest.next(), Some(c), "{text}");
                out.push(c);
            }
            '[' | ']' => panic!("a bare bracket in {text}"),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn files_are_named_below_the_folder_and_read_back() {
    let names =
        ["a b.ndjson", "50%.ndjson", "é#?.ndjson", "in/c:d.ndjson", "back\\slash.ndjson", "[x](y){0}.ndjson"];
    let bad = sending(r#"{"text":1}"#);
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, bad.as_bytes())).collect();
    let folder = folder(&files);
    for root in [".", folder.path().to_str().unwrap()] {
        let ran = run_in(folder.path(), &["verify", root, "--format", "sarif"]);
        assert!(!ran.stdout.contains(folder.path().to_str().unwrap()), "{}", ran.stdout);
        let log: Value = serde_json::from_str(&ran.stdout).unwrap();
        let found: BTreeSet<String> = results(&log)
            .iter()
            .map(|result| {
                let uri =
                    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
                percent_decode_str(uri).decode_utf8().unwrap().into_owned()
            })
            .collect();
        assert_eq!(found, names.iter().map(|name| (*name).to_owned()).collect(), "{root}");
    }
}

#[test]
fn a_region_is_the_marked_text() {
    let recording = sending(r#"{"from":"user1","text":[1,"é"],"id":1}"#);
    let folder = folder(&[("a.ndjson", recording.as_bytes())]);
    let ran =
        run_in(folder.path(), &["verify", "a.ndjson", "--only", "text-not-string", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let region = &results(&log)[0]["locations"][0]["physicalLocation"]["region"];
    let column = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap() - 1;
    let marked: String = recording
        .chars()
        .skip(column("startColumn"))
        .take(column("endColumn") - column("startColumn"))
        .collect();
    assert_eq!(marked, r#"[1,\"é\"]"#);
    assert_eq!(region["snippet"]["text"], r#"[1,"é"]"#);
}

#[test]
fn equal_findings_keep_their_fingerprints_when_the_recording_is_made_anew() {
    let fingerprints = |recording: &str| -> Vec<String> {
        let ran = verify(recording, &["--format", "sarif"]);
        let log: Value = serde_json::from_str(&ran.stdout).unwrap();
        let of = |result: &Value| {
            result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned()
        };
        results(&log).iter().map(of).collect()
    };
    let first = fingerprints(&sending(r#"{"from":"user1","images":[1,2]}"#));
    assert_eq!(first, fingerprints(&sending(r#"{"from":"user2","text":"other","images":[3,4]}"#)));
    assert_eq!(first.len(), 2);
    assert_ne!(first[0], first[1]);
}

/// Viewers open files, and mark lines in them.
#[test]
fn an_earlier_exchange_of_a_folder_of_pairs_is_in_its_own_file() {
    let root = corpus("");
    let ran = run_in(&root, &["verify", "recorded/wire", "-f", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let mut number = 0;
    for related in
        results(&log).iter().flat_map(|result| result["relatedLocations"].as_array().into_iter().flatten())
    {
        let uri = related["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(root.join(uri).is_file() && uri.ends_with(".req.bin"), "{uri}");
        number += 1;
    }
    assert!(number > 0);
}
