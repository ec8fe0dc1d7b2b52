//! The schema of the report: what the tool writes is valid, and nothing that it writes is missing there.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::support::{Ran, answering, corpus, folder, run_in, run_on};

static SCHEMA: LazyLock<Value> = LazyLock::new(|| schema("report"));
static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| jsonschema::draft202012::new(&SCHEMA).unwrap());

fn schema(name: &str) -> Value {
    serde_json::from_str(&run_on(b"", &["schema", name]).stdout).unwrap()
}

/// Members that the records have and the schema does not name: an open schema would not notice.
fn unnamed(value: &Value, definition: &str, out: &mut BTreeSet<String>) {
    let Some(members) = value.as_object() else { return };
    for (name, value) in members {
        let property = &SCHEMA["$defs"][definition]["properties"][name];
        if property.is_null() {
            out.insert(format!("{definition}.{name}"));
        }
        let reference = property["$ref"].as_str().or(property["items"]["$ref"].as_str());
        let inner = reference.map(|reference| reference.trim_start_matches("#/$defs/"));
        let elements = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for (element, inner) in elements.iter().filter_map(|element| Some((element, inner?))) {
            unnamed(element, inner, out);
        }
    }
}

/// Each record of the run is valid and named as a whole; returns how many there were.
pub(crate) fn check(ran: &Ran, what: &str) -> usize {
    let records: Vec<Value> = match serde_json::from_str::<Value>(&ran.stdout) {
        Ok(document) => vec![document],
        Err(_) => ran.lines(),
    };
    let mut missing = BTreeSet::new();
    for record in &records {
        let errors: Vec<String> = VALIDATOR.iter_errors(record).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{what}: {errors:?}");
        let definition = match record["type"].as_str() {
            Some("run") => "Run",
            Some("recording") => "Recording",
            Some("unreadable") => "Unreadable",
            Some("exchange") => "Exchange",
            Some("object") => "Object",
            Some("replay") => "Replay",
            Some("coverage") => "Coverage",
            Some("summary") => "Summary",
            Some(other) => panic!("{other}"),
            None => "Report",
        };
        unnamed(record, definition, &mut missing);
    }
    assert_eq!(missing, BTreeSet::new(), "{what}");
    records.len()
}

#[test]
fn it_is_a_schema_and_uses_portable_keywords() {
    assert_eq!(jsonschema::meta::validate(&SCHEMA).err().map(|error| error.to_string()), None);
    let text = SCHEMA.to_string();
    // A member of a record has that name too; its value is a schema.
    for keyword in
        ["\"format\":\"", "\"pattern\"", "\"minimum\"", "\"maximum\"", "additionalProperties", "oneOf"]
    {
        assert!(!text.contains(keyword), "{keyword}");
    }
    let names: Vec<&String> = SCHEMA["$defs"].as_object().unwrap().keys().collect();
    for name in ["Run", "Recording", "Exchange", "Object", "Summary", "Report"] {
        assert!(names.iter().any(|found| *found == name), "{names:?}");
    }
}

#[test]
fn every_report_of_the_corpus_is_valid() {
    let mut records = 0;
    for name in ["recorded", "rules", "conversations", "decisions", "clients", "documented", "hostile-inputs"]
    {
        for profile in ["documented", "strict"] {
            let arguments = |format| ["verify", ".", "--coverage", "--profile", profile, "--format", format];
            records += check(&run_in(&corpus(name), &arguments("ndjson")), name);
            assert_eq!(check(&run_in(&corpus(name), &arguments("json")), name), 1);
        }
    }
    assert!(records > 2_000, "{records}");
}

#[test]
fn reports_about_replays_are_valid() {
    for (name, inputs) in [("recorded", "har"), ("conversations", "bot-echoes.ndjson")] {
        let arguments = |format| ["replay", inputs, "--format", format];
        assert!(check(&run_in(&corpus(name), &arguments("ndjson")), name) > 5);
        assert_eq!(check(&run_in(&corpus(name), &arguments("json")), name), 1);
    }
}

#[test]
fn reports_about_objects_are_valid() {
    let objects: [(&str, &str, &[&str]); 8] = [
        ("message", r#"{"text":5,"attachments":[{"url":1}]}"#, &[]),
        ("message-set", r#"{"messages":[{"text":null}]}"#, &[]),
        ("attachment", "[]", &["--side", "client"]),
        ("conversation", "{}", &[]),
        ("error", r#"{"error":{"code":"BadArgument"}}"#, &["--status", "400"]),
        ("token", "{}", &[]),
        ("upload", "--b\r\n\r\nx", &["--content-type", "multipart/form-data; boundary=b"]),
        ("url", "//evil.example/x\n/attachments/a/0.jpg\n", &[]),
    ];
    let folder = folder(&[]);
    for (kind, text, more) in objects {
        let input = folder.path().join("input");
        std::fs::write(&input, text).unwrap();
        let path = if kind == "url" { "-" } else { "input" };
        for format in ["json", "ndjson"] {
            let arguments = [&["validate", kind, path, "--format", format], more].concat();
            let ran = if kind == "url" {
                run_on(text.as_bytes(), &arguments)
            } else {
                run_in(folder.path(), &arguments)
            };
            assert!(ran.stdout.contains("\"type\":\"object\""), "{kind}: {ran:?}");
            check(&ran, kind);
        }
    }
}

#[test]
fn a_broken_record_is_invalid() {
    let recording = answering(r#"{"messages":[{"text":1}],"watermark":1}"#);
    let lines = run_on(recording.as_bytes(), &["verify", "-", "--format", "ndjson"]).judged();
    let exchange = &lines[0];
    let breaks = |pointer: &str, value: Value| {
        let mut record = exchange.clone();
        *record.pointer_mut(pointer).unwrap() = value;
        assert!(!VALIDATOR.is_valid(&record), "{pointer}: {record}");
    };
    assert!(VALIDATOR.is_valid(exchange));
    breaks("/type", json!("exchanges"));
    breaks("/verdict", json!("fine"));
    breaks("/findings/0/level", json!("fatal"));
    breaks("/findings/0/side", json!("proxy"));
    breaks("/findings/0/where/part", json!("response"));
    breaks("/findings/0/where/span", json!([1]));
    breaks("/operation", json!("ListMessages"));
    breaks("/out_of_scope_reason", json!("unknown"));
    breaks("/inconclusive", json!([{ "rule": "x", "reason": "unknown" }]));
    breaks("/index", json!("0"));
    for name in exchange.as_object().unwrap().keys() {
        let mut record = exchange.clone();
        record.as_object_mut().unwrap().remove(name);
        assert!(!VALIDATOR.is_valid(&record), "without {name}");
    }
    // New members may come.
    let mut later = exchange.clone();
    later["findings"][0]["help"] = json!("x");
    assert!(VALIDATOR.is_valid(&later));
}

#[test]
fn the_files_of_the_formats_are_fresh() {
    for name in ["exchange", "report"] {
        let file = format!("../../schemas/{name}.schema.json");
        let committed = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
        let printed = run_on(b"", &["schema", name]).stdout;
        assert_eq!(committed.unwrap_or_default(), printed, "run `cargo xtask codegen`");
    }
}
