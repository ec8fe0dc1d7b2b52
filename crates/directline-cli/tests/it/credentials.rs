//! Whether missing credentials were taken out: what the recording shows, and what the user says instead.

use super::support::{corpus, folder, run_in};

/// The findings of this rule, its undecided checks, and what was said of the recording.
fn run(file: &str, text: &str, options: &[&str]) -> (usize, usize, String) {
    let folder = folder(&[(file, text.as_bytes())]);
    let arguments =
        [&["verify", file, "--format", "ndjson", "--only", "authorization-missing"], options].concat();
    let ran = run_in(folder.path(), &arguments);
    let findings = |line: &str| line.matches(r#""rule":"authorization-missing","level""#).count();
    let undecided =
        |line: &str| line.contains(r#""rule":"authorization-missing","reason":"redacted-by-exporter""#);
    let recording =
        ran.stdout.lines().find(|line| line.contains(r#""type":"recording""#)).unwrap_or_default();
    (
        ran.stdout.lines().map(findings).sum(),
        ran.stdout.lines().filter(|line| undecided(line)).count(),
        recording.to_owned(),
    )
}

#[test]
fn what_a_recording_cannot_show_can_be_said() {
    let whole = std::fs::read_to_string(corpus("recorded/har/chrome-devtools-sanitized.har")).unwrap();
    let har: serde_json::Value = serde_json::from_str(&whole).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap();
    let bare = serde_json::to_string(entries).unwrap();
    let lines: Vec<String> = entries.iter().map(ToString::to_string).collect();
    let lines = lines.join("\n");
    let (findings, undecided, said) = run("whole.har", &whole, &[]);
    assert!(
        said.contains("a sanitized export") && (findings, undecided) == (0, 2),
        "{findings} {undecided} {said}"
    );
    // Preflights show of all but two requests in a HAR that they had the header; a line shows nothing of others.
    for (file, text, unsure) in
        [("whole.har", &whole, 2), ("bare.har", &bare, 2), ("lines.ndjson", &lines, 16)]
    {
        let (findings, undecided, said) = run(file, text, &["--assume-redacted"]);
        assert_eq!((findings, undecided), (0, unsure), "{file}");
        assert!(said.contains("said to have been taken out") && !said.contains("sanitized"), "{said}");
        let (findings, undecided, said) = run(file, text, &["--assume-unredacted"]);
        assert_eq!((findings, undecided), (16, 0), "{file}");
        assert!(!said.contains("taken out") && !said.contains("sanitized"), "{said}");
    }
}

#[test]
fn only_one_of_both_can_be_said() {
    let folder = folder(&[("a.har", b"[]")]);
    let ran = run_in(folder.path(), &["verify", "a.har", "--assume-redacted", "--assume-unredacted"]);
    assert_eq!((ran.code, ran.stderr.contains("--assume-unredacted")), (2, true), "{ran:?}");
}
