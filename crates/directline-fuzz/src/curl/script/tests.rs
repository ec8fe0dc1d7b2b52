//! Whole scripts run under `sh` with a `curl` that writes down what it is told, and answers with odd values.

use std::fs;
use std::process::Command;

use directline_exchange::{Body, Content};
use serde_json::json;

use super::*;
use crate::script::{Piece, Step, Template, Values};

/// Writes the arguments of the call, each with a NUL behind it, and answers.
const CURL: &str = r#"#!/bin/sh
printf '%s\000' "$@" > "$OUT/$(ls "$OUT" | wc -l | tr -d ' ')"
printf 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX-Any: "token": "no"\r\n\r\n%s' "$ANSWER"
"#;

const ODD: [&str; 12] = [
    "plain-1",
    r#"a b/c?d%e"f\g|h"#,
    "@/etc/passwd",
    "-x",
    "$(touch x)",
    "`touch x`",
    "one\ntwo",
    "tab\tand\rreturn",
    "é あ %41",
    "'; touch x; '",
    r"\n\u0041",
    "~._-!",
];

fn step(request: Template) -> Step {
    Step { request, is_valid: true, after_expiry_of: None, pause: std::time::Duration::ZERO, breakage: None }
}

fn steps() -> Script {
    let id = |escape| Piece::Value(Name::Conversation(0), escape);
    let path = |escape| vec!["/api/conversations/".into(), id(escape), "/messages".into()];
    let bearer = |name| vec!["Bearer ".into(), Piece::Value(name, Escape::None)];
    let mut again = path(Escape::First);
    again.push(Piece::Watermark { client: 0, back: 0, before: '?' });
    let mut send = Template::new("POST", path(Escape::Needed));
    send.body = vec![id(Escape::None)];
    let start = Template::new("POST", vec!["/api/conversations".into()]);
    Script {
        steps: vec![
            step(start.with("Authorization", bearer(Name::Secret)).teaching(Lesson::Conversation(0))),
            step(Template::new("GET", path(Escape::Needed)).teaching(Lesson::Watermark(0))),
            step(Template::new("GET", again).with("Authorization", bearer(Name::Token(0, 0)))),
            step(send),
        ],
    }
}

/// The arguments of each call when every answer has this body.
fn run(script: &str, answer: &str) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let (out, bin, file) =
        (folder.path().join("out"), folder.path().join("bin"), folder.path().join("script.sh"));
    fs::create_dir(&out).unwrap();
    fs::create_dir(&bin).unwrap();
    fs::write(bin.join("curl"), CURL).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(bin.join("curl")).status().unwrap().success());
    fs::write(&file, script).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.arg(&file).current_dir(&folder).env("PATH", path).env("OUT", &out);
    let output =
        shell.env("ANSWER", answer).env("SECRET", "secret").env("BASE", "http://base").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}\n{script}");
    assert!(!folder.path().join("x").exists(), "{answer} was obeyed");
    let calls = 0..fs::read_dir(&out).unwrap().count();
    let told = calls.map(|call| String::from_utf8(fs::read(out.join(call.to_string())).unwrap()).unwrap());
    told.map(|told| told.split_terminator('\0').map(str::to_owned).collect()).collect()
}

/// Each character as an escape of JSON.
fn in_escapes(text: &str) -> String {
    let mut escaped = String::new();
    for unit in text.encode_utf16() {
        let _ = write!(escaped, "\\u{unit:04X}");
    }
    escaped
}

/// The script sends what a session sends.
#[test]
fn odd_values_stand_where_they_belong() {
    let all = steps();
    let script = script(&all, "http://base", "about").unwrap();
    for odd in ODD {
        let token = odd.replace(['\r', '\n'], "");
        let answer = json!({"a": [{"token": "no"}], "conversationId": odd, "token": token, "watermark": odd});
        let written = json!({"token": in_escapes(&token), "watermark": in_escapes(odd), "conversationId": in_escapes(odd)});
        let written = written.to_string().replace(r"\\u", r"\u");
        for answer in [answer.to_string(), format!("{answer:#}"), written] {
            let mut values = Values::new("secret");
            let calls = run(&script, &answer);
            assert_eq!(calls.len(), all.steps.len());
            for (step, told) in all.steps.iter().zip(calls) {
                let expected = values.fill(&step.request).unwrap();
                assert_eq!(told.last().unwrap(), &format!("http://base{}", expected.target), "{answer}");
                for (_, value) in &expected.headers {
                    let field = format!("Authorization: {}", String::from_utf8_lossy(value));
                    assert!(told.contains(&field), "{field} is not in {told:?}");
                }
                let body = told.iter().position(|argument| argument == "--data-raw").map(|at| &told[at + 1]);
                assert_eq!(body.map_or(&[][..], |body| body.as_bytes()), expected.body, "{answer}");
                let mut response = Response::with_status(200);
                response.body = Body::Present(Content::exact(answer.as_str()));
                step.request.teaches.into_iter().for_each(|lesson| values.learn(lesson, &response));
            }
        }
    }
}

/// A target for people to see, by RFC 3986, section 2.
#[test]
fn values_are_percent_encoded_in_a_url() {
    let script = script(&steps(), "http://base", "about").unwrap();
    let calls = run(&script, r#"{"conversationId":"a b\/c?d%e\"f\\g|h","watermark":7,"token":"t\n1"}"#);
    let urls: Vec<&str> = calls.iter().map(|told| told.last().unwrap().as_str()).collect();
    let expected = [
        "http://base/api/conversations",
        "http://base/api/conversations/a%20b%2Fc%3Fd%25e%22f%5Cg%7Ch/messages",
        "http://base/api/conversations/%61%20b%2Fc%3Fd%25e%22f%5Cg%7Ch/messages?watermark=7",
        "http://base/api/conversations/a%20b%2Fc%3Fd%25e%22f%5Cg%7Ch/messages",
    ];
    assert_eq!(urls, expected);
    assert!(calls[2].contains(&"Authorization: Bearer t1".to_owned()), "a header is one line");
}

/// Whatever is broken in a request, where a value stands the script has a variable.
#[test]
fn no_hole_is_left() {
    let mut written = 0;
    for number in 0..100 {
        let mut dice = crate::Dice::new(number);
        let plan = <crate::Plan as crate::Generate>::generate(&mut dice);
        for made in [plan.script(), plan.script().broken(&mut dice)] {
            let Ok(text) = script(&made, "http://base", "about") else { continue };
            written += 1;
            let steps = text.split_once(HEAD).unwrap().1;
            for hole in ["x!SECRET", "x!token", "x!conversation", "x!watermark", "x%21", "%78!", "%78%21"] {
                assert!(!steps.contains(hole), "{hole}: {steps}");
            }
        }
    }
    assert!(written > 150, "{written} of 200");
}
