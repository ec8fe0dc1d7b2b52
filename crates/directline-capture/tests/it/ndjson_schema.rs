//! The reader of NDJSON and `exchange.schema.json` give the same verdict: on every line of the corpus, and on lines
//! with one value replaced, renamed or removed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use directline_capture::{Format, Limits, exchange_schema, open_bytes};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::common::corpus;

/// What the reader refuses and the schema cannot say: how the reader's message begins, and why.
const BEYOND_SCHEMA: [(&str, &str); 11] = [
    (
        "started is not a time",
        "`format` is no assertion in most validators, and patterns are read differently",
    ),
    ("took_ms is not a number of milliseconds", "ranges of numbers are not in the portable subset"),
    ("status is not a number from 0 to 65535", "ranges of numbers; and `200.0` is an integer to JSON Schema"),
    ("a gap is not [START, END, REASON]", "compares numbers with each other and with the length of the body"),
    ("body_b64 is not base64", "`contentEncoding` is no assertion"),
    ("not base64", "`contentEncoding` is no assertion"),
    ("unknown datum", "`header:NAME` would need a pattern"),
    ("not a reason; one is for example", "the same: of `header:NAME` alone, as another test shows"),
    ("a framing defect with lengths is not", "ranges of numbers"),
    ("the body is both given and not observable", "compares two members at different depths"),
    ("status is both given and not observable", "compares two members at different depths"),
];

/// What the reader says of a line, `None` if it takes it.
fn refusal(line: &Value) -> Option<String> {
    // A line before it says that this is NDJSON.
    let text = format!("{{\"method\":\"GET\",\"url\":\"/\"}}\n{line}\n");
    let mut capture = open_bytes("t", text.into_bytes(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), Format::Ndjson);
    capture.next().unwrap().unwrap();
    capture.next().unwrap().err().map(|error| error.to_string())
}

fn schema_accepts(line: &Value) -> bool {
    static SCHEMA: LazyLock<Validator> =
        LazyLock::new(|| jsonschema::draft202012::new(&exchange_schema()).unwrap());
    SCHEMA.is_valid(line)
}

/// Compares both verdicts; returns the reader's, and the number of the declared difference if they differ.
fn compare(line: &Value) -> Result<(bool, Option<usize>), String> {
    let refusal = refusal(line);
    match (&refusal, schema_accepts(line)) {
        (None, true) => Ok((true, None)),
        (Some(_), false) => Ok((false, None)),
        (None, false) => Err(format!("only the schema refuses {line}")),
        (Some(why), true) => {
            let is_declared = |(told, _): &(&str, &str)| why.contains(told);
            let declared = BEYOND_SCHEMA.iter().position(is_declared);
            declared
                .map(|at| (false, Some(at)))
                .ok_or_else(|| format!("only the reader refuses {line}: {why}"))
        }
    }
}

/// Every line of every NDJSON file of the corpus.
fn lines() -> Vec<(PathBuf, Value)> {
    let mut folders = vec![corpus("")];
    let mut all = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "ndjson") {
                let text = std::fs::read_to_string(&path).unwrap();
                let line = |line: &str| (path.clone(), serde_json::from_str(line).unwrap());
                all.extend(text.lines().map(line));
            }
        }
    }
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

/// A line with everything that a line can have.
fn full() -> Value {
    json!({
        "method": "POST", "url": "/api/conversations", "http_version": "HTTP/1.1",
        "started": "2026-01-02T03:04:05Z", "took_ms": 12.5, "intent": "valid", "source": "a.har#3",
        "observed": { "started": "not-recorded" },
        "request": {
            "headers": [
                ["Host", "h"], ["Authorization", { "scheme": "Bearer" }], ["Cookie", null, "not-recorded"],
                ["X", { "b64": "/w==" }], ["Authorization", { "scheme": "Bearer" }, "redacted-by-exporter"]
            ],
            "body_text": "{}",
            "observed": { "header:Date": "redacted-by-exporter", "headers": "headers-partial" },
            "framing": ["bare-line-feed", ["length-mismatch", 3, 2]]
        },
        "response": {
            "status": 200, "headers": [], "body_b64": "e30=", "body_gaps": [[1, 2, "body-lossy"]],
            "body_fidelity": "value-only", "observed": { "headers": "headers-partial" }
        }
    })
}

#[test]
fn the_schema_is_valid_and_takes_every_line_that_the_reader_takes() {
    assert_eq!(jsonschema::meta::validate(&exchange_schema()).err().map(|error| error.to_string()), None);
    let lines = lines();
    for (path, line) in &lines {
        assert_eq!(compare(line), Ok((true, None)), "{}", path.display());
    }
    assert!(lines.len() > 800, "{}", lines.len());
    assert_eq!(compare(&full()), Ok((true, None)));
}

/// Names of all members, so that lines of one shape are broken once.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        Value::Array(elements) => elements.iter().map(shape).collect(),
        Value::String(_) => "".into(),
        Value::Number(_) => 0.into(),
        other => other.clone(),
    }
}

/// The places of every value of a line.
fn places(value: &Value, here: &str, out: &mut Vec<String>) {
    out.push(here.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| places(value, &format!("{here}/{name}"), out));
        }
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(at, value)| places(value, &format!("{here}/{at}"), out));
        }
        _ => {}
    }
}

/// The line, broken in every way at one place.
fn broken(line: &Value, place: &str) -> Vec<Value> {
    let probes = [
        json!(null),
        json!(true),
        json!(7),
        json!(-1),
        json!(2.5),
        json!(70_000),
        json!(""),
        json!("a"),
        json!("not-recorded"),
        json!("exact"),
        json!([]),
        json!(["a"]),
        json!(["a", "b"]),
        json!(["a", null, "not-recorded"]),
        json!(["a", "b", "c", "d"]),
        json!([[0, 0, "not-recorded"]]),
        json!({}),
        json!({ "scheme": "a" }),
        json!({ "b64": "" }),
        json!({ "b64": "", "scheme": "" }),
        json!({ "status": "not-recorded" }),
        json!({ "body": "not-recorded" }),
        json!({ "started": null }),
    ];
    let mut all = Vec::new();
    let mut edit = |change: &dyn Fn(&mut Value)| {
        let mut line = line.clone();
        change(line.pointer_mut(place).unwrap());
        all.push(line);
    };
    for probe in &probes {
        edit(&|value| *value = probe.clone());
    }
    let with = |value: &mut Value, change: &dyn Fn(&mut Map<String, Value>)| {
        value.as_object_mut().into_iter().for_each(change);
    };
    let names: Vec<String> =
        line.pointer(place).and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect();
    for name in &names {
        edit(&|value| with(value, &|members| drop(members.remove(name))));
        edit(&|value| {
            with(value, &|members| {
                let value = members.remove(name).unwrap();
                members.insert(name.to_uppercase(), value);
            });
        });
    }
    for (name, value) in
        [("extra", json!(1)), ("status", json!(204)), ("body_b64", json!("")), ("b64", json!(null))]
    {
        edit(&|object| with(object, &|members| drop(members.insert(name.to_owned(), value.clone()))));
    }
    edit(&|value| value.as_array_mut().into_iter().for_each(|elements| elements.push(json!("not-recorded"))));
    edit(&|value| value.as_array_mut().into_iter().for_each(|elements| drop(elements.pop())));
    all
}

#[test]
fn a_broken_line_is_refused_by_both_or_by_none() {
    let mut shapes = BTreeMap::new();
    for (_, line) in lines() {
        shapes.entry(shape(&line).to_string()).or_insert(line);
    }
    let (mut taken, mut refused, mut wrong) = (0, 0, Vec::new());
    let mut declared = BTreeSet::new();
    for line in shapes.into_values().chain([full()]) {
        let mut all = Vec::new();
        places(&line, "", &mut all);
        for line in all.iter().flat_map(|place| broken(&line, place)) {
            match compare(&line) {
                Ok((true, _)) => taken += 1,
                Ok((false, difference)) => {
                    refused += 1;
                    declared.extend(difference);
                }
                Err(difference) => wrong.push(difference),
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    assert!(taken > 1_000 && refused > 5_000, "{taken} {refused}");
    let expected: BTreeSet<usize> = (0..BEYOND_SCHEMA.len()).collect();
    assert_eq!(declared, expected, "every declared difference is one");
}

/// Everywhere but below `header:NAME` the schema knows the reasons.
#[test]
fn a_reason_is_one_of_those_that_are_known() {
    for place in [
        "/observed/started",
        "/request/headers/2/2",
        "/request/headers/4/2",
        "/request/observed/headers",
        "/response/body_gaps/0/2",
        "/response/observed/headers",
    ] {
        let mut line = full();
        for unknown in [json!("unknown"), json!(null), json!(5), json!("Not-Recorded")] {
            *line.pointer_mut(place).unwrap() = unknown;
            assert_eq!(compare(&line), Ok((false, None)), "{place}");
        }
    }
    for (message, datum) in [("request", "body"), ("response", "body"), ("response", "status")] {
        let line = json!({ "method": "GET", "url": "/", message: { "observed": { datum: "unknown" } } });
        assert_eq!(compare(&line), Ok((false, None)), "{line}");
    }
}

/// Duplicate members, number text and other defects of the JSON text are refused by the reader; a schema never sees them.
#[test]
fn what_no_schema_sees_is_refused_by_the_reader() {
    for line in [
        r#"{"method":"GET","method":"GET","url":"/"}"#,
        r#"{"method":"GET","url":"/","response":{"status":200.0}}"#,
        r#"{"method":"GET","url":"/\ud800"}"#,
        r#"{"method":"GET","url":"/"}{}"#,
    ] {
        let text = format!("{{\"method\":\"GET\",\"url\":\"/\"}}\n{line}\n");
        let mut capture = open_bytes("t", text.into_bytes(), &Limits::default()).unwrap();
        assert!(capture.nth(1).unwrap().is_err(), "{line}");
    }
}
