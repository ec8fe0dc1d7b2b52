//! Nothing recorded acts on a terminal: `corpus/hostile-inputs`, class terminal escape injection.

use std::path::Path;

use serde_json::Value;

use super::support::{answering, corpus, folder, run_in, run_on, run_with_reports, sending, with};

/// Whether a terminal may act on a character instead of showing it.
fn acts(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

fn payloads() -> Vec<(String, Vec<u8>)> {
    let text = std::fs::read_to_string(corpus("hostile-inputs/threat-inputs.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let inputs = all["inputs"].as_array().unwrap().iter();
    let payloads: Vec<_> = inputs
        .filter(|input| input["threat"] == "terminal escape injection")
        .map(|input| {
            let id = input["id"].as_str().unwrap().to_owned();
            // The one payload that is no text: letters, bytes that are not UTF-8, and an escape sequence.
            let bytes = input["payload"].as_str().map_or(b"a\xff\xfe\x1b[31mb".to_vec(), Into::into);
            (id, bytes)
        })
        .collect();
    assert_eq!(payloads.len(), 19);
    payloads
}

#[test]
fn recorded_text_is_shown_inert_in_every_format() {
    for (id, payload) in payloads() {
        let text = String::from_utf8_lossy(&payload);
        let quoted = serde_json::to_string(&text).unwrap();
        let raw = |template: &str| [template.as_bytes(), &payload, b"\"}\r\n"].concat();
        let wire = raw(
            "POST /api/conversations/a/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\r\n{\"text\":1, \"",
        );
        let recordings: Vec<Vec<u8>> = vec![
            sending(&format!("{{\"text\":[{quoted}],{quoted}:{quoted}}}")).into(),
            sending(&text).into(),
            answering(&format!("{{\"messages\":[{{\"created\":{quoted}}}],\"watermark\":[{quoted}]}}"))
                .into(),
            with(&[("/request/headers/1/1", text.as_ref().into())]).into(),
            with(&[("/method", text.as_ref().into())]).into(),
            with(&[(
                "/url",
                format!("https://localhost/api/conversations/{text}/messages?{text}={text}").into(),
            )])
            .into(),
            with(&[("/url", format!("https://{text}/api/conversations/a/messages").into())]).into(),
            [b"{", payload.as_slice()].concat(),
            payload.clone(),
            wire,
        ];
        for recording in recordings {
            for detail in [&[][..], &["-v"]] {
                let arguments = [&["verify", "-", "--profile", "strict"], detail].concat();
                let (_, all) = run_with_reports(Path::new("."), &recording, &arguments);
                let active: Vec<char> = all.chars().filter(|c| acts(*c)).collect();
                assert!(active.is_empty(), "{id} {detail:?}: {active:?}\n{all}");
            }
        }
    }
}

#[test]
fn file_names_are_shown_inert() {
    for (id, payload) in payloads() {
        let Ok(name) = String::from_utf8(payload) else { continue };
        if name.contains(['\0', '/']) {
            continue;
        }
        let folder =
            folder(&[(&name, sending("{\"text\":1}").as_bytes()), (&format!("{name}.broken"), b"{\"log\":")]);
        let broken = format!("{name}.broken");
        let (code, all) = run_with_reports(folder.path(), b"", &["verify", "-v", "--", &name, &broken]);
        assert_eq!(code, 3, "{id} {all}");
        assert!(!all.contains(acts), "{id}: {all:?}");
    }
}

#[test]
fn colours_are_ours_alone() {
    let recording = sending("{\"text\":[\"\\u001b[31mred\"]}");
    let plain = run_on(recording.as_bytes(), &["verify", "-", "--color", "never"]);
    let colored = run_on(recording.as_bytes(), &["verify", "-", "--color", "always"]);
    assert!(!plain.stdout.contains('\u{1b}') && colored.stdout.contains("\u{1b}["));
    let stripped = anstream::adapter::strip_str(&colored.stdout).to_string();
    assert_eq!(stripped, plain.stdout);
}

#[test]
fn commands_for_ci_logs_stay_inside_lines() {
    for text in ["::error::owned", "##vso[task.setvariable]x", "\n::set-env name=A::b", "a ###[section]b"] {
        let quoted = serde_json::to_string(text).unwrap();
        let recording = sending(&format!("{{\"text\":[{quoted}],{quoted}:1,\"id\":{quoted}}}"));
        let file = format!("{}.ndjson", text.trim());
        let folder = folder(&[(&file, recording.as_bytes())]);
        let ran = run_in(folder.path(), &["verify", ".", "-v"]);
        assert!(!ran.all().lines().any(|line| line.trim_start().starts_with("::")), "{}", ran.all());
        // Azure Pipelines reads them anywhere in a line.
        assert!(!ran.all().contains("##vso[") && !ran.all().contains("##["), "{}", ran.all());
    }
}
