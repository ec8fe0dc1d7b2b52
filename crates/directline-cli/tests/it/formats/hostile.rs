//! Hostile text wherever a recording can have text: each report stays valid, and the text reads back.

use serde_json::{Value, json};

use super::super::support::{corpus, folder, with};
use super::{FORMATS, Shown};

/// The texts of `corpus/blns` and `corpus/hostile-inputs`.
fn texts() -> Vec<String> {
    let read = |path: &str| -> Value {
        serde_json::from_str(&std::fs::read_to_string(corpus(path)).unwrap()).unwrap()
    };
    let naughty = read("blns/blns.json");
    let hostile = read("hostile-inputs/threat-inputs.json");
    let text = |text: &Value| text.as_str().map(str::to_owned);
    let mut all: Vec<String> = naughty.as_array().unwrap().iter().filter_map(text).collect();
    assert_eq!(all.len(), 515);
    all.extend(hostile["inputs"].as_array().unwrap().iter().filter_map(|input| text(&input["payload"])));
    assert!(all.len() > 600, "{}", all.len());
    all
}

/// Recordings with the text in each place: text and sender, a member's name, a file's name, a header's value.
fn recordings(text: &str) -> Vec<String> {
    let body = json!({ "from": [text], "text": [text], text: 1, "channelData": text }).to_string();
    let part = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../{text}\"\r\n\r\n(content)\r\n--b--\r\n"
    );
    vec![
        with(&[("/request/body_text", body.into())]),
        with(&[
            ("/url", "https://directline.botframework.com/api/conversations/abc123/upload?userId=u".into()),
            ("/request/headers/1/1", "multipart/form-data; boundary=b".into()),
            ("/request/body_text", part.into()),
        ]),
        with(&[("/request/headers/1/1", text.into())]),
        with(&[("/method", text.into())]),
    ]
}

#[test]
fn hostile_text_reads_back_from_every_format() {
    for texts in texts().chunks(100) {
        let lines: Vec<String> = texts.iter().flat_map(|text| recordings(text)).collect();
        let folder = folder(&[("a.ndjson", lines.join("\n").as_bytes())]);
        let (checked, reports) = super::run(folder.path(), &["verify", "a.ndjson", "--profile", "strict"]);
        assert!(checked.findings().count() > 300, "{}", checked.findings().count());
        for format in &FORMATS {
            let read = (format.read_back)(&reports[format.name]);
            for (_, finding) in checked.findings() {
                let shown = Shown {
                    rule: finding["rule"].as_str().unwrap().to_owned(),
                    message: (format.shown)(finding["message"].as_str().unwrap()),
                };
                assert!(read.contains(&shown), "{}: {shown:?} of {finding}", format.name);
            }
        }
    }
}

#[test]
fn hostile_names_of_files_leave_every_report_valid() {
    let bad = with(&[("/request/body_text", r#"{"text":1}"#.into())]);
    let is_name = |text: &&String| {
        let is_short = (1..200).contains(&text.len());
        is_short && !text.contains(['/', '\0']) && ![".", ".."].contains(&text.as_str())
    };
    let names: Vec<String> = texts().iter().filter(is_name).map(|text| format!("{text}.ndjson")).collect();
    assert!(names.len() > 300, "{}", names.len());
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), bad.as_bytes())).collect();
    let folder = folder(&files);
    let (checked, reports) = super::run(folder.path(), &["verify", "."]);
    let document = roxmltree::Document::parse(&reports["junit"]).unwrap();
    let suites: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("testsuite"))
        .filter_map(|node| node.attribute("name"))
        .collect();
    for record in checked.records.iter().filter(|record| record["findings"].is_array()) {
        let file = record["file"].as_str().unwrap();
        if !file.contains(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')) {
            assert!(suites.contains(&file), "{file:?}");
        }
    }
}
