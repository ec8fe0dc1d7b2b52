//! Tokens that a recording answers: known for secrets wherever they stand, and nothing else hidden with them.

use serde_json::json;

use super::secrets::{MESSAGES, PLAIN, check};
use super::support::{answering, folder, run_in, run_on, sending, with};

#[test]
fn a_token_is_a_secret_in_every_exchange_of_the_recording() {
    let long = format!("{PLAIN}{}", "qz".repeat(40));
    for token in [PLAIN, &format!("a/{PLAIN}"), &long] {
        let generated = with(&[
            ("/url", "https://directline.botframework.com/api/tokens/conversation".into()),
            ("/request", json!({"headers": [["Authorization", "Bearer a-secret"]], "body_text": null})),
            ("/response/status", 200.into()),
            ("/response/headers", json!([["Content-Type", "application/json"]])),
            ("/response/body_text", format!("\"{token}\"").into()),
        ]);
        for (place, misplaced) in [
            ("id", sending(&json!({"from": "user1", "text": "a", "id": token}).to_string())),
            (
                "conversationId",
                sending(&json!({"from": "user1", "text": 1, "conversationId": token}).to_string()),
            ),
            ("path", with(&[("/url", format!("{MESSAGES}/{token}").into())])),
            (
                "watermark",
                with(&[("/url", format!("{MESSAGES}?watermark={token}&Watermark={token}").into())]),
            ),
        ] {
            check(place, "a.ndjson", format!("{generated}\n{misplaced}\n").as_bytes(), PLAIN);
        }
    }
}

#[test]
fn a_short_token_is_a_secret_where_it_is_answered() {
    let folder = folder(&[("token.json", b"\"to k12\""), ("word", b"tok12")]);
    for file in ["token.json", "word"] {
        let ran = run_in(folder.path(), &["validate", "token", file]);
        assert!(ran.stdout.contains("[redacted]") && !ran.stdout.contains("k12"), "{file}: {}", ran.stdout);
    }
}

#[test]
fn the_words_of_the_tool_stay_readable() {
    let said = |authorization: &str| {
        let headers = json!([["Authorization", authorization], ["Content-Type", "application/json"]]);
        let recording = with(&[("/request/headers", headers)]);
        run_on(recording.as_bytes(), &["verify", "-"]).stdout
    };
    for (authorization, words) in [
        ("Bearer", "Bearer alone"),
        ("Bearer undefined", "undefined, null or the like"),
        ("SharedKey account:c2lnbmF0dXJl", "scheme SharedKey"),
        ("Negotiate abcdefghijkl", "scheme Negotiate"),
    ] {
        let said = said(authorization);
        assert!(said.contains(words), "{authorization}: {said}");
    }
    let created = r#"{"messages":[{"id":"abc123|0","created":"20161028T211951Z"}],"watermark":"1"}"#;
    let said = run_on(answering(created).as_bytes(), &["verify", "-"]).stdout;
    assert!(said.contains("the basic format, without separators"), "{said}");
    let leaves = r#"{"messages":[{"id":"abc123|0","images":["@evil.example/x"]}],"watermark":"1"}"#;
    let said = run_on(answering(leaves).as_bytes(), &["verify", "-"]).stdout;
    assert!(said.contains("https://directline.botframework.com@evil.example/x"), "{said}");
}
