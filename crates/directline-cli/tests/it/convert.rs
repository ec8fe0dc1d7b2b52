//! `directline convert`: recordings in other formats, which say nothing that the original does not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use directline_capture::convert::{Converter, Loss, To};
use directline_capture::har::About;
use directline_capture::{Limits, inputs, open, open_bytes};
use directline_exchange::Exchange;
use directline_validator::{Judgement, Level, Profile, Validator};
use serde_json::{Value, json};

use super::support::{Ran, corpus, folder, good, run_in, run_on, with};

const ABOUT: About<'_> = About { creator: "test", version: "1", comment: None };

/// Every recording of the corpus, by its name; documents are read only where they are named.
fn recordings() -> BTreeMap<String, Vec<Exchange>> {
    let mut all: BTreeMap<String, Vec<Exchange>> = BTreeMap::new();
    for input in inputs(&[corpus(""), corpus("captures/markdown/send.md")]) {
        let Ok(capture) = input.and_then(|input| open(&input, &Limits::default())) else { continue };
        let name = capture.name().to_owned();
        all.insert(name, capture.flatten().map(|recorded| recorded.exchange).collect());
    }
    all.retain(|_, exchanges| !exchanges.is_empty());
    assert!(all.len() > 300, "{}", all.len());
    all
}

/// A recording in another format, and what each exchange lost.
fn convert(to: To, exchanges: &[Exchange]) -> (Vec<Exchange>, Vec<BTreeSet<Loss>>) {
    let mut converter = Converter::new(to, &ABOUT);
    let (mut text, mut lost) = (Vec::new(), Vec::new());
    for exchange in exchanges {
        let written = converter.exchange(exchange);
        text.extend(written.text);
        lost.push(written.lost);
    }
    text.extend(converter.end());
    if text.is_empty() {
        return (Vec::new(), lost);
    }
    let copy = open_bytes("copy", text, &Limits::default()).unwrap();
    (copy.map(|read| read.unwrap().exchange).collect(), lost)
}

/// What was found: number, rule and level of each finding, and what could not be decided.
type Found = (BTreeSet<(usize, &'static str, Level)>, BTreeSet<(usize, &'static str)>);

fn found(judgements: &[Judgement], numbers: &[usize]) -> Found {
    let mut all = Found::default();
    for (judgement, number) in judgements.iter().zip(numbers) {
        all.0.extend(judgement.findings.iter().map(|found| (*number, found.rule.name, found.level)));
        all.1.extend(judgement.inconclusive.iter().map(|undecided| (*number, undecided.rule.name)));
    }
    all
}

#[test]
fn every_recording_is_judged_as_before_or_a_loss_is_named() {
    let (mut judged, mut silent) = (0, 0);
    for (name, exchanges) in recordings() {
        for profile in [Profile::Documented, Profile::Strict] {
            let validator = Validator::new().with_profile(profile);
            let numbers: Vec<usize> = (0..exchanges.len()).collect();
            let before = found(&validator.check_all(&exchanges), &numbers);
            for to in [To::Har, To::Ndjson, To::Http] {
                let (copy, lost) = convert(to, &exchanges);
                let is_written = |number: &usize| !lost[*number].contains(&Loss::Exchange);
                let numbers: Vec<usize> = numbers.iter().copied().filter(is_written).collect();
                assert_eq!(copy.len(), numbers.len(), "{name} {to:?}");
                let after = found(&validator.check_all(&copy), &numbers);
                if to != To::Http || lost.iter().all(BTreeSet::is_empty) {
                    assert_eq!(after, before, "{name} {to:?}");
                    continue;
                }
                // A false alarm is what no loss excuses.
                let alarms: Vec<_> = after.0.difference(&before.0).collect();
                assert!(alarms.iter().all(|(.., level)| *level < Level::Error), "{name} {to:?}: {alarms:?}");
                judged += 1;
                silent += usize::from(after.0 == before.0);
            }
        }
    }
    // Most keep all of their findings as text, too.
    assert!(judged > 500 && silent * 10 > judged * 8, "{silent} of {judged}");
}

fn converted(folder: &Path, arguments: &[&str]) -> Ran {
    run_in(folder, &[&["convert"], arguments].concat())
}

/// A message that was sent, and the answer to it.
fn line() -> String {
    let mut line = good();
    line["started"] = json!("2026-01-02T03:04:05Z");
    line["took_ms"] = json!(7);
    format!("{line}\n")
}

#[test]
fn a_recording_goes_to_standard_output_or_to_a_file() {
    let folder = folder(&[("a.ndjson", line().as_bytes())]);
    for (to, begins) in [("har", "{\"log\""), ("ndjson", "{\"method\""), ("http", "POST https://")] {
        let shown = converted(folder.path(), &["a.ndjson", "--to", to]);
        assert_eq!(shown.code, 0, "{shown:?}");
        assert!(shown.stdout.starts_with(begins), "{shown:?}");
        assert!(shown.stderr.contains("note: converted: 1 exchange to "), "{shown:?}");
        let written = converted(folder.path(), &["a.ndjson", "--to", to, "-o", to]);
        assert_eq!((written.code, written.stdout.as_str()), (0, ""), "{written:?}");
        assert_eq!(std::fs::read_to_string(folder.path().join(to)).unwrap(), shown.stdout);
        let piped = run_on(line().as_bytes(), &["convert", "-", "--to", to]);
        // NDJSON says where an exchange is from.
        assert_eq!((piped.code, piped.stdout.replace("<stdin>", "a.ndjson")), (0, shown.stdout), "{to}");
        let verified = run_in(folder.path(), &["verify", to, "--quiet"]);
        let original = run_in(folder.path(), &["verify", "a.ndjson", "--quiet"]);
        assert_eq!((verified.code, verified.stderr.as_str()), (original.code, ""), "{verified:?}");
    }
}

#[test]
fn each_kind_of_loss_is_named_once_with_its_number_and_first_place() {
    let folder = folder(&[("a.ndjson", format!("\n{}{}", line(), line()).as_bytes())]);
    let ran = converted(folder.path(), &["a.ndjson", "--to", "http"]);
    let times =
        "note: 2 exchanges: the time of the request cannot be written as HTTP text (first a.ndjson:2:1)\n";
    assert_eq!(ran.stderr.matches(times).count(), 1, "{ran:?}");
    let ran = converted(folder.path(), &["a.ndjson", "--to", "har"]);
    assert_eq!(ran.stderr, "note: converted: 2 exchanges to HAR\n");
}

/// Without times, what stands first happened first.
#[test]
fn an_order_of_time_that_is_not_that_of_the_file_is_named() {
    let later = line().replace("03:04:05", "03:04:06");
    let order = "the order of time is another than that of the file";
    for (lines, to, is_lost) in [
        ([&later, &line()], "http", true),
        ([&line(), &later], "http", false),
        ([&later, &line()], "ndjson", false),
    ] {
        let folder = folder(&[("a.ndjson", lines.map(String::as_str).concat().as_bytes())]);
        let ran = converted(folder.path(), &["a.ndjson", "--to", to]);
        assert_eq!(ran.stderr.contains(order), is_lost, "{ran:?}");
    }
}

#[test]
fn what_a_bound_keeps_out_is_named_with_the_option() {
    let count = good()["request"]["headers"].as_array().unwrap().len();
    for (most, is_cut) in [(count - 1, true), (count, false), (count + 1, false)] {
        let folder = folder(&[("a.ndjson", line().as_bytes())]);
        let ran =
            converted(folder.path(), &["a.ndjson", "--to", "ndjson", "--max-headers", &most.to_string()]);
        let note = "1 exchange: more was recorded than is read, and is not in the copy (first a.ndjson:1:1); raise \
                    --max-headers\n";
        assert_eq!(ran.stderr.contains(note), is_cut, "{most}: {ran:?}");
    }
}

/// A raised bound is one of the copy, too.
#[test]
fn what_a_raised_bound_reads_is_written() {
    let mut long = good();
    let headers = long["request"]["headers"].as_array_mut().unwrap();
    headers.extend((0..300).map(|number| json!([format!("X-{number}"), "a"])));
    let folder = folder(&[("a.ndjson", format!("{long}\n").as_bytes())]);
    for to in ["har", "ndjson", "http"] {
        let ran = converted(folder.path(), &["a.ndjson", "--to", to, "--max-headers", "1000"]);
        assert!(ran.code == 0 && ran.stdout.contains("X-299"), "{to}: {}", ran.stderr);
        assert!(!ran.stderr.contains("left out") && !ran.stderr.contains("header that"), "{}", ran.stderr);
    }
}

/// `script` of util-linux is the terminal.
#[test]
fn a_terminal_is_sent_no_recording() {
    if !Command::new("script").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return;
    }
    let folder = folder(&[("a.ndjson", line().as_bytes())]);
    let words = format!("'{}' convert a.ndjson --to http", env!("CARGO_BIN_EXE_directline"));
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &words, "/dev/null"]).current_dir(folder.path());
    let output = script.output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{shown}");
    assert!(shown.contains("not written to a terminal") && !shown.contains("POST https://"), "{shown}");
}

#[test]
fn no_credential_is_shown_beside_the_recording() {
    let secret = "qzxwvplainwordsecret";
    let mut odd: Value = serde_json::from_str(&with(&[(
        "/url",
        format!("https://directline.botframework.com/api/conversations/a b/messages?t={secret}").into(),
    )]))
    .unwrap();
    odd["request"]["headers"][0][1] = format!("Bearer {secret}").into();
    let folder =
        folder(&[("a.ndjson", format!("{odd}\n{}", odd.to_string().get(..300).unwrap()).as_bytes())]);
    for to in ["har", "ndjson", "http"] {
        let ran = converted(folder.path(), &["a.ndjson", "--to", to]);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(!ran.stderr.contains(secret), "{ran:?}");
        let left_out = "note: 1 exchange left out: its method, URL or size cannot be written as HTTP text (a.ndjson:1:1)";
        assert_eq!(ran.stderr.contains(left_out), to == "http", "{ran:?}");
        // The new recording is a copy like any other.
        assert_eq!(ran.stdout.contains(secret), to != "http", "{ran:?}");
    }
}

#[test]
fn what_can_be_read_of_a_broken_recording_is_written() {
    let text = format!("{}{}", line(), line().get(..100).unwrap());
    let folder = folder(&[("cut.ndjson", text.as_bytes()), ("bad.har", b"{\"log\":{\"entries\":[{")]);
    let ran = converted(folder.path(), &["cut.ndjson", "--to", "har", "-o", "out.har"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("error: cut.ndjson: the recording ends too early"), "{ran:?}");
    let verified = run_in(folder.path(), &["verify", "out.har", "--quiet"]);
    assert!(verified.stdout.starts_with("conforms: 1 of 1 exchange"), "{verified:?}");
    let ran = converted(folder.path(), &["bad.har", "--to", "ndjson", "-o", "none.ndjson"]);
    assert_eq!((ran.code, folder.path().join("none.ndjson").exists()), (3, false), "{ran:?}");
}

#[test]
fn nothing_is_written_where_nothing_is_to_be_converted() {
    let folder = folder(&[("empty.har", b"{\"log\":{\"entries\":[]}}"), ("no/readme.txt", b"text")]);
    let ran = converted(folder.path(), &["empty.har", "--to", "har", "-o", "out.har"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{ran:?}");
    assert!(ran.stderr.contains("there is no exchange to convert"), "{ran:?}");
    assert_eq!(converted(folder.path(), &["no", "--to", "har", "-o", "out.har"]).code, 4);
    assert_eq!(converted(folder.path(), &["missing.har", "--to", "har", "-o", "out.har"]).code, 3);
    assert_eq!(converted(folder.path(), &["--to", "har"]).code, 2);
    assert_eq!(converted(folder.path(), &["empty.har"]).code, 2);
    assert!(!folder.path().join("out.har").exists());
}

#[test]
fn a_new_recording_takes_the_place_of_none_that_is_read() {
    let files: &[(&str, &[u8])] = &[
        ("in/a.ndjson", line().as_bytes().to_vec().leak()),
        ("in/notes.txt", b"text"),
        ("with.har", br#"{"log":{"entries":[{"request":{"method":"GET","url":"http://h/a","headers":[]},"response":{"status":200,"headers":[],"content":{"_file":"body.json"}}}]}}"#),
        ("body.json", b"{}"),
    ];
    let folder = folder(files);
    for arguments in [
        ["in/a.ndjson", "--to", "ndjson", "-o", "in/a.ndjson"],
        ["in", "--to", "ndjson", "-o", "in/a.ndjson"],
        ["in/a.ndjson", "--to", "har", "-o", "in/../in/a.ndjson"],
        ["with.har", "--to", "har", "-o", "with.har"],
        ["with.har", "--to", "har", "-o", "body.json"],
    ] {
        let ran = converted(folder.path(), &arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
        assert!(ran.stderr.contains("--output names an input"), "{ran:?}");
    }
    for (name, bytes) in files {
        assert_eq!(std::fs::read(folder.path().join(name)).unwrap(), *bytes, "{name}");
    }
    // A new name in the folder is fine, and not read in the same run.
    let ran = converted(folder.path(), &["in", "--to", "ndjson", "-o", "in/b.ndjson"]);
    assert_eq!((ran.code, ran.stderr.contains("converted: 1 exchange")), (0, true), "{ran:?}");
}

#[test]
fn expectations_and_several_recordings_are_said_to_be_that() {
    let captures = corpus("captures");
    let ran = converted(&captures, &["pact/v3.json", "--to", "har"]);
    assert!(
        ran.stderr.contains("note: pact/v3.json: it states what should happen, not what did\n"),
        "{ran:?}"
    );
    let har: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(har["log"]["comment"], "it states what should happen, not what did");
    let folder =
        folder(&[("a.ndjson", good().to_string().as_bytes()), ("b.ndjson", good().to_string().as_bytes())]);
    let ran = converted(folder.path(), &["a.ndjson", "b.ndjson", "--to", "ndjson"]);
    assert!(ran.stderr.contains("note: 2 recordings became one: "), "{ran:?}");
    assert_eq!(ran.stdout.lines().count(), 2);
}
