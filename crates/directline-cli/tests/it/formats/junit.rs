//! JUnit: the schema of Ant's task, by `xmllint` where it is there, and what it asks for without.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use roxmltree::{Document, Node};

use super::super::support::{corpus, folder, sending, verify};
use super::{Checked, Shown};

static HAS_XMLLINT: LazyLock<bool> = LazyLock::new(|| {
    let found = Command::new("xmllint").arg("--version").stderr(Stdio::null()).status();
    let found = found.is_ok_and(|status| status.success());
    if !found {
        eprintln!("xmllint is not there: JUnit reports are checked without the schema");
    }
    found
});

/// The report is valid, and its numbers are those of the summary.
pub(super) fn check(text: &str, run: &Checked) {
    validate(text, &run.what);
    let document = Document::parse(text).unwrap();
    structure(&document, &run.what);
    let total = |name| suites(&document).map(|suite| number(suite, name)).sum::<u64>();
    let besides = suites(&document).filter(|suite| is_besides(*suite)).count() as u64;
    let skipped = run.records.iter().filter(|record| is_skipped(record)).count() as u64;
    // A recorded error has findings, and nothing else fails by default.
    let failing = run.records.iter().filter(|record| has_error(record)).count() as u64;
    let errors = total("errors");
    assert_eq!(total("tests"), run.judged() + besides + errors, "{}", run.what);
    assert_eq!((total("failures"), total("skipped")), (failing, skipped), "{}", run.what);
    assert_eq!(errors, run.summary("unreadable"), "{}", run.what);
}

fn has_error(record: &serde_json::Value) -> bool {
    record["findings"].as_array().is_some_and(|all| all.iter().any(|finding| finding["level"] == "error"))
}

fn is_skipped(record: &serde_json::Value) -> bool {
    let verdict = record["verdict"].as_str().unwrap_or_default();
    ["inconclusive", "out-of-scope"].contains(&verdict) && !has_error(record)
}

/// Whether a suite is about the run itself.
fn is_besides(suite: Node<'_, '_>) -> bool {
    suite.attribute("name").unwrap().starts_with("directline ")
}

fn validate(text: &str, what: &str) {
    if !*HAS_XMLLINT {
        return;
    }
    let schema = corpus("report-schemas").join("JUnit.xsd");
    let mut child = Command::new("xmllint")
        .args(["--nonet", "--noout", "--huge", "--schema", schema.to_str().unwrap(), "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = text.as_bytes().to_vec();
    let writer = std::thread::spawn(move || drop(pipe.write_all(&bytes)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What the schema asks for, as far as a report could get it wrong.
fn structure(document: &Document<'_>, what: &str) {
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.attributes().len()), ("testsuites", 0), "{what}");
    for (id, suite) in suites(document).enumerate() {
        let names: Vec<&str> = suite.attributes().map(|attribute| attribute.name()).collect();
        for name in ["id", "package", "name", "timestamp", "hostname", "tests", "failures", "errors", "time"]
        {
            assert!(names.contains(&name), "{what}: {name}");
        }
        assert_eq!(number(suite, "id"), id as u64, "{what}");
        assert!(!suite.attribute("name").unwrap().trim().is_empty(), "{what}");
        let time = suite.attribute("timestamp").unwrap();
        assert_eq!((time.len(), time.as_bytes()[4], time.as_bytes()[10]), (19, b'-', b'T'), "{what}");
        let children: Vec<&str> = elements(suite).map(|child| child.tag_name().name()).collect();
        let count = usize::try_from(number(suite, "tests")).unwrap();
        let mut expected = vec!["properties"];
        expected.extend(vec!["testcase"; count]);
        expected.extend(["system-out", "system-err"]);
        assert_eq!(children, expected, "{what}");
        let cases = || elements(suite).filter(|child| child.has_tag_name("testcase"));
        assert!(cases().all(|case| elements(case).count() <= 1), "{what}: one outcome each");
        for (name, attribute) in [("failure", "failures"), ("error", "errors"), ("skipped", "skipped")] {
            let found = cases().filter(|case| elements(*case).any(|outcome| outcome.has_tag_name(name)));
            assert_eq!(found.count() as u64, number(suite, attribute), "{what}");
        }
        for case in cases() {
            for name in ["name", "classname", "time"] {
                assert!(case.attribute(name).is_some(), "{what}: {name}");
            }
        }
    }
}

fn suites<'a>(document: &'a Document<'_>) -> impl Iterator<Item = Node<'a, 'a>> {
    document.root_element().children().filter(|child| child.has_tag_name("testsuite"))
}

fn elements<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(Node::is_element)
}

fn number(suite: Node<'_, '_>, name: &str) -> u64 {
    suite.attribute(name).unwrap().parse().unwrap()
}

/// The first failing finding of each test by its attributes, and all findings by their accounts.
pub(super) fn read_back(text: &str) -> Vec<Shown> {
    let document = Document::parse(text).unwrap();
    let mut all = Vec::new();
    for node in document.descendants() {
        if node.has_tag_name("failure") {
            let message = node.attribute("message").unwrap().to_owned();
            let message =
                message.rsplit_once(" (and ").map_or(message.clone(), |(message, _)| message.to_owned());
            all.push(Shown { rule: node.attribute("type").unwrap().to_owned(), message });
        }
        if node.has_tag_name("failure") || node.has_tag_name("system-out") {
            all.extend(node.text().unwrap_or_default().lines().filter_map(account));
        }
    }
    all
}

/// `level[rule]: message`.
fn account(line: &str) -> Option<Shown> {
    let (level, rest) = line.split_once('[')?;
    let (rule, message) = rest.split_once("]: ")?;
    ["error", "warning", "note"]
        .contains(&level)
        .then(|| Shown { rule: rule.to_owned(), message: message.to_owned() })
}

/// In accounts active characters are written out, and what XML cannot hold besides.
pub(super) fn shown(text: &str) -> String {
    super::visible(text).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}")
}

fn totals(arguments: &[&str], recording: &str) -> [u64; 3] {
    let ran = verify(recording, &[&["--format", "junit"], arguments].concat());
    let document = Document::parse(&ran.stdout).unwrap();
    let suite = suites(&document).next().unwrap();
    ["tests", "failures", "skipped"].map(|name| number(suite, name))
}

#[test]
fn what_fails_the_run_fails_the_test() {
    let warning = sending(r#"{"from":"user1","text":"a","txet":"b"}"#);
    let error = sending(r#"{"from":"user1","text":1}"#);
    let recording = format!("{warning}\n{error}\n");
    assert_eq!(totals(&[], &recording), [2, 1, 0]);
    assert_eq!(totals(&["--fail-on", "warning"], &recording), [2, 2, 0]);
    assert_eq!(totals(&["--fail-on", "never"], &recording), [2, 0, 0]);
    for arguments in [&[][..], &["--fail-on", "never"]] {
        let ran = verify(&recording, &[&["--format", "junit"], arguments].concat());
        let rules: Vec<String> = read_back(&ran.stdout).into_iter().map(|shown| shown.rule).collect();
        assert!(rules.contains(&"message-member-unknown".to_owned()), "{}", ran.stdout);
        assert!(rules.contains(&"text-not-string".to_owned()), "{}", ran.stdout);
    }
}

#[test]
fn times_are_those_of_the_recording() {
    let with_times = super::super::support::good()
        .to_string()
        .replace("\"method\"", "\"started\":\"2026-02-03T04:05:06.789+01:00\",\"took_ms\":1234.5,\"method\"");
    let ran = verify(&with_times, &["--format", "junit"]);
    assert!(ran.stdout.contains("timestamp=\"2026-02-03T03:05:06\""), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("time=\"1.234\"").count(), 2, "{}", ran.stdout);
    let ran = verify(&super::super::support::good().to_string(), &["--format", "junit"]);
    assert!(ran.stdout.contains("timestamp=\"1970-01-01T00:00:00\""), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("time=\"0.000\"").count(), 2, "{}", ran.stdout);
}

#[test]
fn a_suite_is_a_recording_and_a_test_is_told_by_class_and_name() {
    let good = super::super::support::good().to_string();
    let folder = folder(&[("a.ndjson", good.as_bytes()), ("b.ndjson", format!("{good}\n{good}").as_bytes())]);
    let (_, texts) = super::run(folder.path(), &["verify", "a.ndjson", "b.ndjson"]);
    let document = Document::parse(&texts["junit"]).unwrap();
    let names: Vec<_> = suites(&document).map(|suite| suite.attribute("name").unwrap()).collect();
    assert_eq!(names, ["a.ndjson", "b.ndjson"]);
    let mut cases: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .map(|case| (case.attribute("classname").unwrap(), case.attribute("name").unwrap()))
        .collect();
    assert_eq!(
        cases[0],
        ("a.ndjson.SendMessage", "0 POST /api/conversations/abc123/messages SendMessage 204")
    );
    cases.dedup();
    assert_eq!(cases.len(), 3);
}
