//! `--coverage`, `--require` and `--min-coverage`: what is said, and how the run ends.

use serde_json::Value;

use super::support::{corpus, folder, run_in, run_on};

/// A message that is sent and confirmed, and one that is not a string.
const SOUND: &str = r#"{"method":"POST","url":"https://directline.botframework.com/api/conversations/abc/messages","request":{"headers":[["Authorization","Bearer secret"],["Content-Type","application/json"]],"body_text":"{\"from\":\"u\",\"text\":\"a\"}"},"response":{"status":204,"headers":[],"body_text":null}}"#;
const FOREIGN: &str = r#"{"method":"GET","url":"https://a.example/"}"#;

fn broken() -> String {
    SOUND.replace(r#"\"text\":\"a\""#, r#"\"text\":5"#)
}

/// The record of coverage in an NDJSON report.
fn record(lines: &[Value]) -> &Value {
    lines.iter().find(|line| line["type"] == "coverage").unwrap()
}

/// The gate and the findings, in every cell: what is recorded, what is asked, the exit code, what the last line
/// and the next step say.
#[test]
fn a_missed_gate_ends_the_run_with_1() {
    let broken = broken();
    let rows: [(&str, &[&str], i32, &str, &str); 12] = [
        (SOUND, &["--coverage"], 0, " · coverage 2", ""),
        (SOUND, &["--require", "text-not-string"], 0, "1 of 1 exchange without error or warning", ""),
        (SOUND, &["--min-coverage", "10"], 0, " · coverage 2", ""),
        (SOUND, &["--min-coverage", "0"], 0, " · coverage 2", ""),
        (
            SOUND,
            &["--min-coverage", "99"],
            1,
            " % is below 99 %",
            "next: add --coverage to see what is missing",
        ),
        (SOUND, &["--min-coverage", "99", "--coverage"], 1, " % is below 99 %", "next: record GenerateToken"),
        (
            SOUND,
            &["--require", "url"],
            1,
            "12 required rules were not exercised: url-empty",
            "explain url-empty",
        ),
        // A violated rule was exercised; findings fail the run on their own.
        (
            &broken,
            &["--require", "text-not-string"],
            1,
            "violates: 1 error",
            "next: directline explain text-not",
        ),
        (&broken, &["--require", "text-not-string", "--fail-on", "never"], 0, "violates: 1 error", ""),
        (
            &broken,
            &["--require", "url", "--fail-on", "never"],
            1,
            "were not exercised",
            "explain text-not-string",
        ),
        // 1 comes before 4, and 4 stays where nothing is missed.
        (FOREIGN, &["--require", "text-not-string"], 1, "text-not-string was not exercised", "next: "),
        (FOREIGN, &["--coverage"], 4, "coverage 0 %", ""),
    ];
    for (recording, arguments, code, last, next) in rows {
        let ran = run_on(recording.as_bytes(), &[&["verify", "-"], arguments].concat());
        let lines: Vec<&str> = ran.stdout.lines().rev().take(2).collect();
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.all());
        assert!(lines.iter().any(|line| line.contains(last)), "{arguments:?}: {lines:?}");
        assert!(lines.iter().any(|line| line.contains(next)), "{arguments:?}: {lines:?}");
        let quiet = run_on(recording.as_bytes(), &[&["verify", "-", "-q"], arguments].concat());
        assert_eq!((quiet.code, quiet.stdout.lines().count()), (code, 1), "{arguments:?}: {}", quiet.all());
        assert!(quiet.stdout.contains(last), "{arguments:?}: {}", quiet.stdout);
    }
}

#[test]
fn what_cannot_be_asked_is_said_before_anything_is_read() {
    for (arguments, expected) in [
        (&["--require", "text-not-strin"][..], "did you mean text-not-string"),
        (&["--require", "text-not-string", "--skip", "message"], "asks for a rule that does not run"),
        (&["--require", "watermark-unknown", "--side", "service"], "asks for a rule that does not run"),
        (&["--min-coverage", "101"], "101"),
        (&["--min-coverage", "-1"], "-1"),
        (&["--min-coverage", "half"], "half"),
    ] {
        let ran = run_on(b"", &[&["verify", "nowhere.har"], arguments].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(expected), "{arguments:?}: {}", ran.stderr);
    }
    let of_exchanges = run_on(b"{}", &["validate", "message", "-", "--require", "authorization-missing"]);
    assert_eq!(of_exchanges.code, 2, "{}", of_exchanges.all());
}

#[test]
fn machines_get_the_record_before_the_summary_and_only_if_it_is_asked_for() {
    let ndjson = |more: &[&str]| {
        run_on(SOUND.as_bytes(), &[&["verify", "-", "--format", "ndjson"], more].concat()).lines()
    };
    let types = |lines: Vec<Value>| -> Vec<String> {
        lines.iter().map(|line| line["type"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(types(ndjson(&[])), ["run", "recording", "exchange", "summary"]);
    for more in [&["--coverage"][..], &["--min-coverage", "1"], &["--require", "text-not-string"]] {
        assert_eq!(types(ndjson(more)), ["run", "recording", "exchange", "coverage", "summary"]);
    }
    let json = run_on(SOUND.as_bytes(), &["verify", "-", "--format", "json", "--coverage"]);
    let document: Value = serde_json::from_str(&json.stdout).unwrap();
    let lines = ndjson(&["--coverage"]);
    assert_eq!(&document["coverage"], record(&lines));
    let checks =
        record(&lines)["rules"].as_array().unwrap().iter().map(|rule| rule["decided"].as_u64().unwrap());
    assert_eq!(checks.sum::<u64>(), lines.last().unwrap()["checks_decided"].as_u64().unwrap());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let of = |jobs| run_in(&corpus("recorded"), &["verify", ".", "--coverage", "-v", "--jobs", jobs]);
    assert_eq!(of("1"), of("4"));
}

/// A hunt counts what it sends, not the few shortest sequences that it keeps.
#[test]
fn a_hunt_counts_everything_that_it_sends() {
    let empty = folder(&[]);
    let hunt = |jobs| {
        let arguments = ["fuzz", "--cases", "25", "--seed", "3", "--keep", "kept", "--jobs", jobs];
        run_in(empty.path(), &[&arguments[..], &["--coverage", "--format", "ndjson"]].concat())
    };
    let lines = hunt("1").lines();
    let coverage = record(&lines);
    assert!(coverage["exchanges"].as_u64() > Some(100), "{}", coverage["exchanges"]);
    // The model service is sound, and what it was sent on purpose is not held against it.
    let rules = &coverage["numbers"]["rules"];
    assert_eq!(rules["exercised"], rules["held"], "{rules}");
    assert_eq!(hunt("2").lines(), lines);
}

#[test]
fn a_replay_counts_the_fresh_answers() {
    let ran =
        run_in(&corpus("conversations"), &["replay", "sound.ndjson", "--coverage", "--format", "ndjson"]);
    let lines = ran.lines();
    let rules = record(&lines)["rules"].as_array().unwrap();
    let state = |name: &str| rules.iter().find(|rule| rule["rule"] == name).unwrap()["state"].clone();
    assert_eq!(state("watermark-not-string"), "held");
    assert_eq!(state("created-set-by-client"), "not-run");
}
