//! A known finding in the reports: there, and marked.

use serde_json::{Value, json};

use super::{create, images, record, sound, text, verify};
use crate::report_schema;
use crate::support::{folder, run_in, run_on, sending};

#[test]
fn machine_reports_have_the_reason_and_the_entries() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[text(), sound()]);
    create(path);
    record(path, &[text(), images()]);
    let ran = verify(path, &["--format", "ndjson"]);
    assert!(report_schema::check(&ran, "known findings") == 5);
    let (lines, all) = (ran.judged(), ran.lines());
    assert_eq!(lines[0]["findings"][0]["known"], json!({"reason": "agreed upon", "expires": null}));
    // The verdict is the truth, whoever knows it.
    assert_eq!(lines[0]["verdict"], "violates");
    assert_eq!(lines[1]["findings"][0]["known"], Value::Null);
    let summary = all.last().unwrap();
    assert_eq!((&summary["errors"], &summary["violates"]), (&json!(2), &json!(2)));
    assert_eq!(summary["known"], json!({"errors": 1, "warnings": 0, "notes": 0}));
    let file = "directline-baseline.toml";
    let empty = json!({"file": file, "entries": 1, "stale": [], "expired": [], "unchecked": []});
    assert_eq!(summary["baseline"], empty);
    let document: Value = serde_json::from_str(&verify(path, &["--format", "json"]).stdout).unwrap();
    assert_eq!((&document["exchanges"][0], &document["summary"]), (&lines[0], summary));

    record(path, &[sound()]);
    let ran = verify(path, &["--format", "ndjson"]);
    report_schema::check(&ran, "a stale entry");
    assert_eq!(ran.code, 1);
    let stale = ran.lines().last().unwrap()["baseline"]["stale"][0].clone();
    let entry = json!({
        "fingerprint": lines[0]["findings"][0]["fingerprint"],
        "rule": "text-not-string",
        "operation": "SendMessage",
        "side": "client",
        "where": "request.body /text",
        "reason": "agreed upon",
        "expires": null,
        "line": 9,
    });
    assert_eq!(stale, entry);

    let without = run_in(path, &["verify", "a.ndjson", "--format", "ndjson"]).lines();
    let without = without.last().unwrap();
    assert_eq!(without["baseline"], Value::Null);
    assert_eq!(without["known"], json!({"errors": 0, "warnings": 0, "notes": 0}));
}

#[test]
fn people_see_how_many_are_known_and_all_of_them_on_request() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[text(), text(), sound()]);
    create(path);
    let ran = verify(path, &[]);
    assert!(
        ran.stdout.starts_with("known: 2 findings are in directline-baseline.toml (-v shows them)\n"),
        "{ran:?}"
    );
    assert!(ran.stdout.contains("\nknown: no new error or warning in 3 exchanges · "), "{ran:?}");
    let page = verify(path, &["-f", "html"]).stdout;
    assert!(page.contains("</span> known</h1>") && page.contains("<header class=\"known\">"), "{page}");
    assert!(
        !page.contains("✖</span> known") && page.contains("<title>Direct Line 1.1: known</title>"),
        "{page}"
    );
    let page = verify(path, &["-f", "markdown"]).stdout;
    assert!(page.starts_with("# Direct Line 1.1: ⚠️ known\n\n**no new error"), "{page}");
    assert!(page.contains("\n| error, known | [text-not-string]"), "{page}");
    let ran = verify(path, &["-v"]);
    assert!(
        ran.stdout.contains("error[text-not-string]") && ran.stdout.contains("known: agreed upon"),
        "{ran:?}"
    );
    let ran = verify(path, &["-q"]);
    assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
    assert!(ran.code == 0 && ran.stdout.ends_with(" · 2 known (baseline)\n"), "{ran:?}");
}

#[test]
fn words_numbers_and_files_make_no_new_finding_another_place_does() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[sending(r#"{"from":"user1","images":["https://example.com/a.png",5]}"#)]);
    create(path);
    for (body, code) in [
        // Another element, another value, twice.
        (r#"{"from":"user1","images":[true]}"#, 0),
        (r#"{"from":"user1","text":"a","images":[null,[],"https://example.com/a.png"]}"#, 0),
        (r#"{"from":"user1","images":5}"#, 1),
        (r#"{"from":"user1","text":5,"images":[5]}"#, 1),
    ] {
        std::fs::write(path.join("b.ndjson"), sending(body)).unwrap();
        let ran = run_in(path, &["verify", "b.ndjson", "--baseline", "directline-baseline.toml", "-q"]);
        assert_eq!(ran.code, code, "{body} {ran:?}");
    }
}

const ATTACHMENT: &[u8] = br#"{"url":"https://example.com/a.png","contentType":"image/png"}"#;

#[test]
fn objects_by_themselves_have_known_findings_too() {
    let folder =
        folder(&[("a.json", b"{\"text\":5}"), ("b.json", b"{\"text\":\"a\"}"), ("c.json", ATTACHMENT)]);
    let path = folder.path();
    let ran = run_in(path, &["validate", "message", "a.json", "--format", "ndjson"]);
    let finding = ran.judged()[0]["findings"][0].clone();
    assert_eq!((ran.code, &finding["rule"]), (1, &json!("text-not-string")));
    let text = format!(
        "version = 1\n[[known]]\nfingerprint = {}\nrule = \"text-not-string\"\noperation = \"message\"\nreason = \"old\"\n",
        finding["fingerprint"]
    );
    std::fs::write(path.join("known.toml"), text).unwrap();
    let validate = |kind, file, arguments: &[&str]| {
        let all = [&["validate", kind, file, "--baseline", "known.toml"], arguments].concat();
        run_in(path, &all)
    };
    for (kind, file, code, said) in [
        ("message", "a.json", 0, "no new error or warning in 1 message · "),
        ("message", "b.json", 1, "1 stale entry"),
        (
            "attachment",
            "c.json",
            0,
            "not checked: 1 entry of known.toml: nothing shows whether it would occur",
        ),
    ] {
        let ran = validate(kind, file, &["--fail-on", if file == "b.json" { "never" } else { "error" }]);
        assert_eq!(ran.code, code, "{kind} {file} {ran:?}");
        assert!(ran.stdout.contains(said), "{kind} {file} {ran:?}");
    }
    let ran = validate("message", "b.json", &["--format", "ndjson"]);
    report_schema::check(&ran, "an object and a baseline");
}

#[test]
fn the_file_has_a_schema() {
    let schema: Value = serde_json::from_str(&run_on(b"", &["schema", "baseline"]).stdout).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let folder = folder(&[]);
    record(folder.path(), &[text(), images()]);
    create(folder.path());
    let good = super::baseline(folder.path()) + "expires = 2026-12-31\n";
    for (text, is_valid) in [
        (good.clone(), true),
        ("version = 1\n".to_owned(), true),
        (good.replace("reason =", "reasons ="), false),
        (good.replace("version = 1\n", ""), false),
        (good.replace("\"SendMessage\"", "\"Send\""), false),
    ] {
        let value: toml::Table = toml::from_str(&text).unwrap();
        let value = as_json(toml::Value::Table(value));
        assert_eq!(validator.is_valid(&value), is_valid, "{text}");
    }
}

/// A TOML value as editors judge it: dates are texts.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::Table(members) => {
            members.into_iter().map(|(name, value)| (name, as_json(value))).collect()
        }
        toml::Value::Array(elements) => elements.into_iter().map(as_json).collect(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::String(text) => text.into(),
        other => panic!("{other:?}"),
    }
}
