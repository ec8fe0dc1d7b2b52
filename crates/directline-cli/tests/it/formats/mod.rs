//! Every report format: valid by its standard for every recording, and what was recorded reads back.

mod browser;
mod github;
mod hostile;
mod html;
mod junit;
mod limits;
mod markdown;
mod sarif;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::support::{Ran, run_in};

/// A format that other programs read.
struct Format {
    name: &'static str,
    /// Fails if the report is not what its standard asks for.
    check: fn(&str, &Checked),
    /// The findings that the report tells of, as a parser of the format reads them.
    read_back: fn(&str) -> Vec<Shown>,
    /// How the format shows a text of the NDJSON report.
    shown: fn(&str) -> String,
}

/// The formats. A new one needs these three functions.
const FORMATS: [Format; 5] = [
    Format { name: "junit", check: junit::check, read_back: junit::read_back, shown: junit::shown },
    Format { name: "sarif", check: sarif::check, read_back: sarif::read_back, shown: str::to_owned },
    Format { name: "github", check: github::check, read_back: github::read_back, shown: visible },
    Format { name: "markdown", check: markdown::check, read_back: markdown::read_back, shown: visible },
    Format { name: "html", check: html::check, read_back: html::read_back, shown: visible },
];

/// What a finding reads as: the message, and the rule where the format names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    rule: String,
    message: String,
}

/// The text as people see it: what a viewer would act on is written out, as in the text report.
fn visible(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if acts(c) => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    // And what begins a command of Azure Pipelines or TeamCity.
    let begins = ["##[", "##vso[", "##teamcity["];
    begins.iter().fold(out, |text, begin| text.replace(begin, &begin.replacen("##", "#\\u{23}", 1)))
}

/// Whether a viewer acts on a character instead of showing it.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// What a run came to by its NDJSON report.
struct Checked {
    what: String,
    code: i32,
    records: Vec<Value>,
}

impl Checked {
    fn summary(&self, name: &str) -> u64 {
        self.records.last().unwrap()[name].as_u64().unwrap_or_else(|| panic!("{name}"))
    }

    /// How many exchanges or objects were judged.
    fn judged(&self) -> u64 {
        let summary = self.records.last().unwrap();
        summary["exchanges"].as_u64().or(summary["objects"].as_u64()).unwrap()
    }

    /// All findings, with the file of their recording.
    fn findings(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.records.iter().filter(|record| record["findings"].is_array()).flat_map(|record| {
            let file = record["file"].as_str().unwrap();
            record["findings"].as_array().unwrap().iter().map(move |finding| (file, finding))
        })
    }
}

/// Runs a command once with a report of every format, and checks all of them. Gives back what the run came to, and the
/// reports.
fn run(folder: &Path, arguments: &[&str]) -> (Checked, BTreeMap<&'static str, String>) {
    let reports = tempfile::tempdir().unwrap();
    let path = |name: &str| reports.path().join(name).to_str().unwrap().to_owned();
    let mut all: Vec<String> = ["-f", "ndjson"].map(str::to_owned).to_vec();
    for format in &FORMATS {
        all.extend(["--report".to_owned(), format!("{}={}", format.name, path(format.name))]);
    }
    let all: Vec<&str> =
        [&arguments[..1], &all.iter().map(String::as_str).collect::<Vec<_>>(), &arguments[1..]].concat();
    let ran: Ran = run_in(folder, &all);
    assert!([0, 1, 3, 4].contains(&ran.code), "{arguments:?}: {}", ran.stderr);
    let checked = Checked { what: format!("{arguments:?}"), code: ran.code, records: ran.lines() };
    let mut texts = BTreeMap::new();
    for format in &FORMATS {
        let text = std::fs::read_to_string(path(format.name)).unwrap();
        (format.check)(&text, &checked);
        texts.insert(format.name, text);
    }
    (checked, texts)
}

#[test]
fn every_recording_of_the_corpus_gives_valid_reports() {
    let corpus = super::support::corpus("");
    let mut judged = 0;
    for name in [
        "recorded",
        "rules",
        "conversations",
        "decisions",
        "clients",
        "documented",
        "hostile-inputs",
        "har-fixtures",
        "reports",
    ] {
        for profile in ["documented", "strict"] {
            let (checked, _) = run(&corpus.join(name), &["verify", ".", "--profile", profile]);
            judged += checked.judged();
        }
    }
    assert!(judged > 2_000, "{judged}");
}

#[test]
fn runs_that_send_and_objects_give_valid_reports() {
    let corpus = super::support::corpus("");
    run(&corpus.join("recorded"), &["replay", "har"]);
    run(&corpus.join("conversations"), &["replay", "bot-echoes.ndjson"]);
    let folder = super::support::folder(&[("message.json", br#"{"text":5,"attachments":[{"url":1}]}"#)]);
    let (checked, _) = run(folder.path(), &["validate", "message", "message.json", "no-such-file.json"]);
    assert_eq!((checked.code, checked.judged(), checked.summary("unreadable")), (3, 1, 1));
    run(folder.path(), &["validate", "url", "//evil.example/x", "/a.png", "http://[x]"]);
    let (checked, texts) = run(folder.path(), &["fuzz", "--cases", "3", "--seed", "1"]);
    assert_eq!(checked.code, 0);
    assert!(texts["junit"].contains("name=\"3 sequences of "), "{}", texts["junit"]);
    assert!(texts["sarif"].contains("\"seed\":1"), "{}", texts["sarif"]);
    assert!(texts["github"].contains("the toolkit itself: "), "{}", texts["github"]);
}

#[test]
fn what_cannot_be_read_is_in_every_report() {
    let folder = super::support::folder(&[
        ("a.har", b"{\"log\":"),
        ("b.ndjson", super::support::good().to_string().as_bytes()),
        ("c.ndjson", format!("{}\n{{\"method\":\n", super::support::good()).as_bytes()),
    ]);
    let (checked, texts) = run(folder.path(), &["verify", "a.har", "b.ndjson", "c.ndjson", "no-such.har"]);
    assert_eq!((checked.code, checked.summary("unreadable")), (3, 3));
    for (name, text) in texts {
        for file in ["a.har", "c.ndjson", "no-such.har"] {
            assert!(text.contains(file), "{name}: {text}");
        }
    }
}

#[test]
fn what_was_exercised_is_in_every_report() {
    use super::support::{good, run_on};
    let recording = good().to_string();
    let report = |format: &str, arguments: &[&str]| {
        let all = [&["verify", "-", "--format", format], arguments].concat();
        run_on(recording.as_bytes(), &all)
    };
    let gate = ["--require", "watermark-not-string"];
    let says = "the required rule watermark-not-string was not exercised";
    for format in &FORMATS {
        let missed = report(format.name, &gate);
        assert_eq!(missed.code, 1, "{}", format.name);
        assert!(missed.stdout.contains(says), "{}: {}", format.name, missed.stdout);
        let met = report(format.name, &["--coverage", "--require", "text-not-string"]);
        assert_eq!(met.code, 0, "{}", format.name);
        assert!(
            !met.stdout.contains(says) && met.stdout.contains("coverage"),
            "{}: {}",
            format.name,
            met.stdout
        );
    }
    let missed = report("junit", &gate).stdout;
    assert!(missed.contains("tests=\"1\" failures=\"1\""), "{missed}");
    assert!(report("github", &gate).stdout.contains("::error title=coverage::the required rule"));
}
