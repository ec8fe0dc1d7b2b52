//! No secret reaches an output, wherever it stands: `corpus/hostile-inputs`, class secret leakage.

#[cfg(test)]
mod places;

use serde_json::{Value, json};

use std::path::Path;

use super::support::{folder, good, run_in, run_on, run_with_reports, sending, with};

pub(crate) use places::{announced, anywhere, nested};

/// The canary of `corpus/hostile-inputs`: it has the shape of a credential.
pub(crate) const SHAPED: &str = "CANARYdl0x1.cwA.BKA.7hIsIsNotARealSecretItIsATestCanaryValue01234";

/// A secret that only its place tells.
pub(crate) const PLAIN: &str = "qzxwvplainwordsecret";

/// How long a run of a secret's bytes may not be.
const RUN: usize = 8;

/// Whether a run of the secret's bytes stands in the text, plainly or encoded.
pub(crate) fn leak(text: &str, secret: &str) -> Option<String> {
    let hex = coded(secret, |byte| format!("{byte:02x}"));
    let percent = coded(secret, |byte| format!("%{byte:02X}"));
    let escaped = coded(secret, |byte| format!("\\u{byte:04x}"));
    let forms = [
        (secret.to_owned(), RUN),
        (hex, RUN * 2),
        (percent, RUN * 3),
        (escaped, RUN * 6),
        (base64(secret), 12),
        // The letters that depend on the secret alone, with one and two bytes before it.
        (base64(&format!("x{secret}")).split_off(2), 12),
        (base64(&format!("xy{secret}")).split_off(3), 12),
    ];
    // The manual of a rule shows the documents' example of a token, which begins as the canary goes on.
    let text = text.to_ascii_lowercase().replace("rcurr_xv9za.cwa.bka.", "");
    forms.into_iter().find_map(|(form, run)| {
        let form = form.to_ascii_lowercase();
        form.as_bytes()
            .windows(run)
            .map(|run| std::str::from_utf8(run).unwrap().to_owned())
            .find(|run| text.contains(run))
    })
}

/// The secret with each byte written in another way.
fn coded(secret: &str, code: fn(u8) -> String) -> String {
    secret.bytes().map(code).collect()
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            out.push(char::from(DIGITS[(bits >> (18 - 6 * digit) & 63) as usize]));
        }
    }
    out
}

/// Writes every report of a recording and looks for the secret. The recording shows an offence, so that
/// there is something to show.
pub(crate) fn check(place: &str, file: &str, recording: &[u8], secret: &str) {
    let folder = folder(&[(file, recording)]);
    for profile in ["documented", "strict"] {
        for detail in [&[][..], &["-v"]] {
            let arguments = [&["verify", "--profile", profile], detail, &["--", file]].concat();
            let (code, all) = run_with_reports(folder.path(), b"", &arguments);
            assert_ne!(code, 70, "{place}: {all}");
            if let Some(run) = leak(&all, secret) {
                panic!("{place} {profile} {detail:?} shows {run:?}:\n{all}");
            }
        }
    }
}

pub(crate) const MESSAGES: &str = "https://directline.botframework.com/api/conversations/abc123/messages";

#[test]
fn a_secret_that_its_place_tells_is_never_shown() {
    for secret in [SHAPED, PLAIN] {
        for (place, recording) in announced(secret).into_iter().chain(nested(secret)) {
            check(place, "a.ndjson", recording.as_bytes(), secret);
        }
    }
}

#[test]
fn a_secret_that_its_shape_tells_is_never_shown() {
    for (place, recording) in anywhere(SHAPED) {
        check(place, "a.ndjson", recording.as_bytes(), SHAPED);
    }
}

#[test]
fn a_known_secret_is_shown_in_no_spelling() {
    let padded = |text: String| base64(&text) + "=";
    for secret in [SHAPED, PLAIN] {
        let spellings = [
            secret.to_owned(),
            secret.to_ascii_uppercase(),
            coded(secret, |byte| format!("{byte:02x}")),
            coded(secret, |byte| format!("{byte:02X}")),
            coded(secret, |byte| format!("%{byte:02X}")),
            padded(secret.to_owned()),
            padded(format!("x{secret}")),
            padded(format!("xy{secret}/z")),
        ];
        for spelled in spellings {
            // Where a report quotes it: whole, cut, and in the bytes around another fault.
            let filler = "a".repeat(40);
            let bodies = [
                format!("{{\"messages\":[{{\"created\":\"{spelled}\",\"text\":1}}],\"watermark\":1}}"),
                format!("{{\"messages\":[{{\"created\":\"{filler} {spelled}\"}}],\"{spelled}\":1}}"),
            ];
            let answers = bodies.map(|body| {
                with(&[
                    ("/method", "GET".into()),
                    ("/request/headers/0/1", format!("Bearer {secret}").into()),
                    ("/request/body_text", Value::Null),
                    ("/response/status", 200.into()),
                    ("/response/headers", json!([["Content-Type", "application/json"], ["X-Test", spelled]])),
                    ("/response/body_text", body.into()),
                ])
            });
            check("spelling", "a.ndjson", answers.join("\n").as_bytes(), secret);
        }
    }
}

/// What is no secret is what a finding is about.
#[test]
fn what_scripts_write_for_no_token_is_shown() {
    for value in ["Bearer undefined", "Bearer [object Object]"] {
        let recording = with(&[("/request/headers/0/1", value.into())]);
        let folder = folder(&[("a.ndjson", recording.as_bytes())]);
        let ran = run_in(folder.path(), &["verify", "a.ndjson"]);
        assert!(ran.stdout.contains(&format!("Authorization: {value}")), "{ran:?}");
    }
}

/// Writes every report of an object and looks for the secret.
fn check_object(arguments: &[&str], bytes: &[u8], secret: &str) {
    for detail in [&["-v"][..], &["--profile", "strict", "-v"]] {
        let arguments = [&["validate"], arguments, detail, &["-"]].concat();
        let (code, all) = run_with_reports(Path::new("."), bytes, &arguments);
        assert_ne!(code, 70, "{arguments:?}: {all}");
        if let Some(run) = leak(&all, secret) {
            panic!("{arguments:?} shows {run:?}:\n{all}");
        }
    }
}

#[test]
fn a_secret_in_an_object_by_itself_is_never_shown() {
    let kinds = ["message", "message-set", "attachment", "conversation", "error", "token"];
    for secret in [SHAPED, PLAIN] {
        let escaped = coded(secret, |byte| format!("\\u{byte:04x}"));
        let announced = [
            format!("{{\"text\":1,\"token\":\"{secret}\"}}"),
            format!("{{\"token\":\"{escaped}\",\"error\":{{\"secret\":\"{secret}\"}}}}"),
            format!(
                "{{\"messages\":[{{\"text\":1,\"token\":\"{secret}\"}}],\"authorization\":\"Bearer {secret}\""
            ),
        ];
        for body in &announced {
            for kind in kinds {
                check_object(&[kind], body.as_bytes(), secret);
            }
        }
        // What a token's answer holds is a token, whatever it looks like.
        for body in [secret.to_owned(), format!("[\"{secret}\"]"), format!("{{\"value\":\"{secret}\"}}")] {
            check_object(&["token"], body.as_bytes(), secret);
        }
        check_object(&["conversation"], format!("{{\"x\":\"{secret}\"}}").as_bytes(), secret);
        let form = format!(
            "--b\r\nContent-Disposition: form-data; token=\"{secret}\"\r\nX-Token: {secret}\r\n\r\n{{\"a\":1}}\r\n--b"
        );
        let content_type = format!("multipart/form-data; boundary=b; token={secret}");
        check_object(&["upload", "--content-type", &content_type], form.as_bytes(), secret);
        check_object(&["upload", "--content-type", &format!("Bearer {secret}")], b"x", secret);
    }
    for body in [
        format!("{{\"{SHAPED}\":1,\"text\":[\"{SHAPED}\"],\"url\":{{\"a\":\"{SHAPED}\"}}}}"),
        format!("{{\"error\":{{\"code\":\"{SHAPED}\",\"message\":1,\"{SHAPED}\":1}}}}"),
        format!("my key is {SHAPED}"),
    ] {
        for kind in kinds {
            check_object(&[kind], body.as_bytes(), SHAPED);
        }
    }
    let form = format!("--b\r\nContent-Type: {SHAPED}/jpeg\r\n{SHAPED}\r\n\r\n{SHAPED}\r\n--b\r\n\r\n");
    let content_type = "multipart/form-data; boundary=b";
    check_object(&["upload", "--content-type", content_type], form.as_bytes(), SHAPED);
    for arguments in [
        vec!["validate", SHAPED, "-"],
        vec!["validate", "message", SHAPED],
        vec!["validate", "error", "-", "--status", SHAPED],
        vec!["validate", "message", "-", "--content-type", SHAPED],
    ] {
        let ran = run_on(b"", &arguments);
        assert_eq!(leak(&ran.all(), SHAPED), None, "{}", ran.all());
    }
}

#[test]
fn a_secret_in_the_members_of_a_har_is_never_shown() {
    let content =
        |text: String, encoding: &str| json!({"mimeType": "text/html", "text": text, "encoding": encoding});
    let entry = |content: Value| {
        json!({
            "request": {
                "method": "GET", "url": format!("{MESSAGES}?t={SHAPED}"), "httpVersion": "HTTP/1.1",
                "headers": [{"name": "authorization", "value": format!("Bearer {SHAPED}")}],
                "cookies": [{"name": "tok", "value": SHAPED}],
                "queryString": [{"name": "t", "value": SHAPED}],
                "comment": SHAPED,
            },
            "response": {"status": 200, "headers": [{"name": "Set-Cookie", "value": format!("tok={SHAPED}; Path=/")}],
                "cookies": [{"name": "tok", "value": SHAPED}], "content": content, "comment": SHAPED},
            "comment": SHAPED,
        })
    };
    let body = format!("{{\"token\":\"{SHAPED}\",\"watermark\":1,\"{SHAPED}\":1}}");
    let padded = |text: &str| {
        let digits = base64(text);
        let pad = "=".repeat((4 - digits.len() % 4) % 4);
        digits + &pad
    };
    for content in [
        content(body.clone(), ""),
        content(padded(&body), "base64"),
        content(padded(SHAPED), "base64"),
        content(SHAPED.into(), "base64"),
    ] {
        let har = json!({"log": {"creator": {"name": SHAPED, "version": SHAPED}, "comment": SHAPED, "entries": [entry(content)]}});
        check("HAR", "a.har", har.to_string().as_bytes(), SHAPED);
        // And where the file is broken.
        let text = har.to_string();
        for cut in (0..text.len()).step_by(97) {
            let folder = folder(&[("a.har", text.get(..cut).unwrap().as_bytes())]);
            let ran = run_in(folder.path(), &["verify", "a.har", "-v"]);
            assert_eq!(leak(&ran.all(), SHAPED), None, "{}", ran.all());
        }
    }
}

#[test]
fn a_secret_in_raw_messages_and_file_names_is_never_shown() {
    let wire = format!(
        "POST /api/conversations/a/messages?t={SHAPED} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer\r\n {SHAPED}\r\n\
         bad line {SHAPED}\r\nContent-Type : application/json\r\nContent-Length: 9{SHAPED}\r\n\r\n{{\"text\":1,\"token\":\"{SHAPED}\"}}"
    );
    check("wire", "a.http", wire.as_bytes(), SHAPED);
    check("file name", &format!("{SHAPED}.ndjson"), sending("{\"text\":1}").as_bytes(), SHAPED);
    check("name of a broken file", &format!("{SHAPED}.har"), b"{\"log\":", SHAPED);
    check("no recording", "a.txt", format!("my key is {SHAPED}").as_bytes(), SHAPED);
    check(
        "bad line",
        "a.ndjson",
        format!("{}\n{{\"method\":\"{SHAPED}\",\"{SHAPED}\":1}}\n", good()).as_bytes(),
        SHAPED,
    );
}

#[test]
fn a_secret_at_the_cut_of_an_excerpt_is_masked_whole() {
    for pad in (0..160).step_by(3) {
        let filler = "x ".repeat(pad);
        let recording = sending(&format!("{{\"from\":1,\"text\":\"{filler}{SHAPED}{filler}\",\"id\":2}}"));
        let folder = folder(&[("a.ndjson", recording.as_bytes())]);
        let ran = run_in(folder.path(), &["verify", "a.ndjson", "-v", "--profile", "strict"]);
        assert_eq!(leak(&ran.all(), SHAPED), None, "{}", ran.all());
    }
}

#[test]
fn a_secret_on_the_command_line_is_not_repeated() {
    let folder = folder(&[("a.ndjson", good().to_string().as_bytes())]);
    for arguments in [
        vec!["verify", "a.ndjson", "--token", SHAPED],
        vec!["verify", "a.ndjson", "--only", SHAPED],
        vec!["verify", "a.ndjson", "--level", SHAPED],
        vec!["verify", "a.ndjson", "--base-uri", SHAPED],
        vec!["verify", SHAPED],
        vec!["explain", SHAPED],
        vec!["schema", SHAPED],
        vec![SHAPED],
    ] {
        let ran = run_in(folder.path(), &arguments);
        assert!(ran.code == 2 || ran.code == 3, "{ran:?}");
        assert_eq!(leak(&ran.all(), SHAPED), None, "{}", ran.all());
    }
}

#[test]
fn the_offence_is_still_reported_with_its_place() {
    for (place, recording) in announced(SHAPED).into_iter().take(9) {
        let folder = folder(&[("a.ndjson", recording.as_bytes())]);
        let ran = run_in(folder.path(), &["verify", "a.ndjson"]);
        assert_eq!(ran.code, 1, "{place}");
        assert!(ran.stdout.contains(" --> a.ndjson:1:"), "{place}: {}", ran.stdout);
    }
}

#[test]
fn the_check_of_these_tests_finds_leaks() {
    assert_eq!(base64("hello"), "aGVsbG8");
    let coded = base64(SHAPED);
    let inside = [SHAPED.get(20..30).unwrap(), coded.get(8..30).unwrap()];
    for text in inside.into_iter().chain(["434152594e", "%43%41%4E%41%52%59%64%6C"]) {
        let shown = text != "434152594e";
        assert_eq!(leak(text, SHAPED).is_some(), shown, "{text}");
    }
    assert_eq!(leak("authorization: Bearer [redacted]", SHAPED), None);
}
