//! The machine formats: every member, in order, in every line; both formats say the same.

use serde_json::{Value, json};

use super::support::{FORMATS, answering, corpus, folder, good, run_in, run_on, sending, verify, with};

/// The names of the members, sorted: how `serde_json` orders them depends on its features.
fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn sorted(names: &[&'static str]) -> Vec<&'static str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}

#[test]
fn a_line_has_every_member() {
    let body = "{\n \"messages\":[],\"watermark\":1}";
    let recording = format!("{}\n{}", answering(body), good());
    let lines = verify(&recording, &["--format", "ndjson"]).lines();
    let [run, recorded, exchange, second, summary] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(
        *run,
        json!({"type": "run", "schema": 1, "tool": "directline 0.1.0", "profile": "documented"})
    );
    let recording_members = ["type", "file", "format", "producer", "cannot_show", "is_expectation"];
    assert_eq!(names(recorded), sorted(&recording_members));
    assert_eq!((&recorded["file"], &recorded["format"]), (&json!("<stdin>"), &json!("ndjson")));
    let members = [
        "type",
        "file",
        "index",
        "method",
        "path",
        "operation",
        "status",
        "verdict",
        "out_of_scope_reason",
        "findings",
        "inconclusive",
    ];
    assert_eq!(names(exchange), sorted(&members));
    assert_eq!(exchange["file"], "<stdin>");
    assert_eq!((&exchange["index"], &second["index"]), (&json!(0), &json!(1)));
    assert_eq!(exchange["path"], "/api/conversations/abc123/messages");
    assert_eq!(exchange["verdict"], "violates");
    assert_eq!(exchange["out_of_scope_reason"], Value::Null);
    let [finding] = exchange["findings"].as_array().unwrap().as_slice() else { panic!("{exchange}") };
    let members = [
        "rule",
        "level",
        "side",
        "message",
        "found",
        "expected",
        "statements",
        "where",
        "related",
        "further",
        "fingerprint",
        "known",
    ];
    assert_eq!(names(finding), sorted(&members));
    assert_eq!(finding["rule"], "watermark-not-string");
    assert_eq!(finding["statements"][0], "DL-151");
    assert_eq!(finding["related"], json!([]));
    let fingerprint = finding["fingerprint"].as_str().unwrap();
    assert!(fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let place = &finding["where"];
    let members = ["file", "part", "multipart_part", "name", "pointer", "span", "line", "column", "offset"];
    assert_eq!(names(place), sorted(&members));
    assert_eq!(place["pointer"], "/watermark");
    assert_eq!(place["part"], "response.body");
    assert_eq!(place["span"], json!([body.len() - 2, body.len() - 1]));
    // The place in the file is that of the number, found by a plain search.
    let offset = recording.find("watermark\\\":1").unwrap() + "watermark\\\":".len();
    assert_eq!(place["offset"], json!(offset));
    assert_eq!((&place["line"], &place["column"]), (&json!(1), &json!(offset + 1)));
    assert_eq!(summary["type"], "summary");
    assert_eq!(
        (&summary["exchanges"], &summary["violates"], &summary["errors"]),
        (&json!(2), &json!(1), &json!(1))
    );
}

#[test]
fn members_stand_in_the_documented_order() {
    let ran = verify(&sending(r#"{"text":1}"#), &["--format", "ndjson"]);
    let line = ran.stdout.lines().nth(2).unwrap();
    let order = [
        "type",
        "file",
        "index",
        "method",
        "path",
        "operation",
        "status",
        "verdict",
        "out_of_scope_reason",
        "findings",
        "rule",
        "level",
        "side",
        "message",
        "found",
        "expected",
        "statements",
        "where",
        "part",
        "multipart_part",
        "name",
        "pointer",
        "span",
        "line",
        "column",
        "offset",
        "related",
        "further",
        "fingerprint",
        "known",
    ];
    let mut at = 0;
    for name in order {
        let member = format!("\"{name}\":");
        at += line.get(at..).and_then(|rest| rest.find(&member)).unwrap_or_else(|| panic!("{name}: {line}"));
    }
}

#[test]
fn what_is_missing_is_null() {
    let recording = with(&[("/url", "https://a.example/x?y=z".into()), ("/response", Value::Null)]);
    let lines = verify(&recording, &["--format", "ndjson"]).judged();
    let exchange = &lines[0];
    assert_eq!(exchange["operation"], Value::Null);
    assert_eq!(exchange["status"], Value::Null);
    assert_eq!(exchange["path"], "/x?y=z");
    assert_eq!(exchange["verdict"], "out-of-scope");
    assert_eq!(exchange["out_of_scope_reason"], "other-host");
    let missing = with(&[("/request/headers", json!([["Content-Type", "application/json"]]))]);
    let lines = verify(&missing, &["--format", "ndjson"]).judged();
    assert_eq!(lines[0]["findings"][0]["where"]["span"], Value::Null);
    assert_eq!(lines[0]["findings"][0]["where"]["name"], "Authorization");
}

#[test]
fn json_says_what_ndjson_says() {
    let folder = corpus("recorded/har");
    for name in ["chrome-devtools-sanitized.har", "mitmproxy-requests.har", "pollyjs.har"] {
        let lines = run_in(&folder, &["verify", name, "--format", "ndjson"]);
        let document = run_in(&folder, &["verify", name, "--format", "json"]);
        assert_eq!(lines.code, document.code);
        let document: Value = serde_json::from_str(&document.stdout).unwrap();
        assert_eq!(document["exchanges"].as_array().unwrap(), &lines.judged());
        let lines = lines.lines();
        let (first, last) = (lines.first().unwrap(), lines.last().unwrap());
        assert_eq!((&document["run"], &document["summary"]), (first, last));
        assert_eq!(document["recordings"], json!([lines[1]]));
    }
}

#[test]
fn two_runs_are_byte_identical() {
    let folder = corpus("recorded");
    for &format in FORMATS {
        let run = || run_in(&folder, &["verify", "har", "wire", "wire-handmade", "-v", "--format", format]);
        let first = run();
        assert_eq!(first, run(), "{format}");
        assert!(!first.stdout.contains(env!("CARGO_MANIFEST_DIR")), "no absolute path");
    }
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let folder = corpus("");
    for &format in FORMATS {
        let paths = ["recorded/har", "recorded/wire/curl", "conversations", "hostile-inputs"];
        let run = |jobs| run_in(&folder, &[&["verify", "-f", format, "-j", jobs][..], &paths[..]].concat());
        let one = run("1");
        assert!(one.stdout.len() > 1_000);
        for jobs in ["2", "7"] {
            assert_eq!(run(jobs), one, "{format}");
        }
    }
}

#[test]
fn equal_offences_have_equal_fingerprints() {
    let fingerprint = |recording: &str| {
        let lines = verify(recording, &["--format", "ndjson"]).judged();
        lines[0]["findings"][0]["fingerprint"].as_str().unwrap().to_owned()
    };
    let bad_image = |images: &str| sending(&format!(r#"{{"from":"user1","images":{images}}}"#));
    let first = fingerprint(&bad_image("[1]"));
    assert_eq!(first, fingerprint(&bad_image(r#"["https://e.example/a.jpg",2]"#)), "indexes do not count");
    assert_ne!(first, fingerprint(&sending(r#"{"from":"user1","text":1}"#)));
}

#[test]
fn several_files_are_one_run_with_indexes_of_their_own() {
    let folder = folder(&[
        ("b.ndjson", good().to_string().as_bytes()),
        ("a.ndjson", format!("{0}\n{0}\n", good()).as_bytes()),
        ("README.md", b"no recording"),
    ]);
    let ran = run_in(folder.path(), &["verify", ".", "--format", "ndjson"]);
    let places: Vec<(String, u64)> = ran
        .judged()
        .iter()
        .map(|line| (line["file"].as_str().unwrap().to_owned(), line["index"].as_u64().unwrap()))
        .collect();
    let expected = [("./a.ndjson", 0), ("./a.ndjson", 1), ("./b.ndjson", 0)];
    assert_eq!(places, expected.map(|(name, index)| (name.to_owned(), index)));
}

#[test]
fn what_is_not_listed_is_counted() {
    let messages = vec!["1"; 1_000].join(",");
    let recording = answering(&format!(r#"{{"messages":[{messages}],"watermark":"1"}}"#));
    let ran = run_on(recording.as_bytes(), &["verify", "-", "--format", "ndjson"]);
    let lines = ran.judged();
    let findings: Vec<&Value> = lines[0]["findings"].as_array().unwrap().iter().collect();
    let of_rule: Vec<_> = findings.iter().filter(|finding| finding["rule"] == "message-not-object").collect();
    assert_eq!(of_rule.len(), 100);
    assert!(of_rule[..99].iter().all(|finding| finding["further"] == 0));
    assert_eq!(of_rule[99]["further"], 900);
    assert_eq!(ran.lines().last().unwrap()["errors"], 1_000);
    let said = run_on(recording.as_bytes(), &["verify", "-"]).stdout;
    assert!(said.contains("900 further findings of this rule where it was found, not listed"), "{said}");
    assert!(said.contains("violates: 1000 errors"), "{said}");
}

/// What a recording cannot show is said once, of every recording, before its exchanges.
#[test]
fn recordings_say_who_made_them_and_what_they_cannot_show() {
    let folder = folder(&[
        ("a.ndjson", good().to_string().as_bytes()),
        ("b.har", &std::fs::read(corpus("recorded/har/chrome-devtools-sanitized.har")).unwrap()),
        ("c.json", &std::fs::read(corpus("captures/pact/v4.json")).unwrap()),
    ]);
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "b.har", "c.json", "--format", "ndjson"]);
    let lines = ran.lines();
    let recordings: Vec<&Value> = lines.iter().filter(|line| line["type"] == "recording").collect();
    let facts: Vec<_> = recordings
        .iter()
        .map(|one| (one["file"].as_str().unwrap(), one["format"].as_str().unwrap()))
        .collect();
    assert_eq!(facts, [("a.ndjson", "ndjson"), ("b.har", "har"), ("c.json", "pact")]);
    assert_eq!(recordings.iter().map(|one| &one["is_expectation"]).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!((&recordings[0]["producer"], &recordings[0]["cannot_show"]), (&Value::Null, &json!([])));
    let unseen = recordings[1]["cannot_show"].as_array().unwrap();
    assert!(unseen[0].as_str().unwrap().starts_with("Authorization, Cookie and Set-Cookie: "), "{unseen:?}");
    // Each stands before the exchanges of its file.
    let files: Vec<&Value> = lines[1..lines.len() - 1].iter().map(|line| &line["file"]).collect();
    for one in recordings {
        let first = files.iter().position(|file| *file == &one["file"]).unwrap();
        assert_eq!(lines[first + 1]["type"], "recording");
    }
    let document = run_in(folder.path(), &["verify", "a.ndjson", "b.har", "c.json", "--format", "json"]);
    let document: Value = serde_json::from_str(&document.stdout).unwrap();
    assert_eq!(document["recordings"].as_array().unwrap().len(), 3);
    for format in ["markdown", "html"] {
        let page = run_in(folder.path(), &["verify", "b.har", "c.json", "--format", format]).stdout;
        assert!(
            page.contains("a sanitized export leaves them out") && page.contains("states what should happen")
        );
    }
}
