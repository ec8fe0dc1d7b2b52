//! The status codes, by operation.

use directline_exchange::{Body, Content};

use super::{MESSAGES, NOT_FOUND, SET, START, TOKEN, exchange, finding, violated};

const NONE: [&str; 0] = [];

#[test]
fn failures_are_judged_by_the_list() {
    for status in [400, 404, 500, 502] {
        assert_eq!(violated(&exchange("GET", MESSAGES, status, NOT_FOUND)), NONE, "{status}");
    }
    for status in [409, 429, 503] {
        let found = violated(&exchange("GET", MESSAGES, status, NOT_FOUND));
        assert_eq!(found, ["status-known-elsewhere"], "{status}");
    }
    for status in [100, 302, 304, 402, 405, 413, 415, 501, 504, 599, 600, 999] {
        let body = if status >= 400 { NOT_FOUND } else { "" };
        assert_eq!(violated(&exchange("GET", MESSAGES, status, body)), ["status-undocumented"], "{status}");
    }
    let redirect = finding(&exchange("GET", MESSAGES, 307, ""), "status-undocumented");
    assert!(redirect.message.contains("redirect"), "{}", redirect.message);
}

#[test]
fn successes_are_judged_by_the_operation() {
    let conversation = r#"{"conversationId":"abc123","token":"t"}"#;
    let rows: &[(&str, &str, u16, &str, &[&str])] = &[
        ("POST", TOKEN, 200, "\"t\"", &[]),
        ("POST", TOKEN, 201, "\"t\"", &["success-not-200"]),
        ("POST", TOKEN, 204, "", &["success-without-content"]),
        ("POST", TOKEN, 204, "\"t\"", &["no-content-with-body"]),
        ("POST", START, 200, conversation, &[]),
        ("POST", START, 201, conversation, &["success-not-200"]),
        ("POST", START, 299, conversation, &["success-not-200"]),
        ("POST", START, 200, "", &["response-body-missing"]),
        ("POST", START, 202, "", &["success-not-200", "response-body-missing"]),
        ("GET", MESSAGES, 200, SET, &[]),
        ("GET", MESSAGES, 204, "", &["success-without-content"]),
    ];
    for (method, url, status, body, expected) in rows {
        assert_eq!(violated(&exchange(method, url, *status, body)), *expected, "{url} {status} {body}");
    }
}

#[test]
fn a_send_is_confirmed_with_204_and_nothing_else() {
    let rows: &[(u16, &str, &[&str])] = &[
        (204, "", &[]),
        (204, "{}", &["no-content-with-body"]),
        (200, "", &["send-success-not-204"]),
        (200, r#"{"id":"abc123|0"}"#, &["send-success-not-204"]),
        (201, "ok", &["send-success-not-204"]),
        (202, "", &["send-success-not-204"]),
        (500, NOT_FOUND, &[]),
        (502, NOT_FOUND, &[]),
        (429, NOT_FOUND, &["status-known-elsewhere"]),
        (405, NOT_FOUND, &["status-undocumented"]),
    ];
    for (status, body, expected) in rows {
        let mut send = exchange("POST", MESSAGES, *status, body);
        send.request.headers.push("Content-Type", "application/json");
        send.request.body = Body::Present(Content::exact(r#"{"from":"user1","text":"hello"}"#));
        assert_eq!(violated(&send), *expected, "{status} {body}");
        if *body == r#"{"id":"abc123|0"}"# {
            assert!(finding(&send, "send-success-not-204").found.contains("Direct Line 3.0"));
        }
    }
}

#[test]
fn a_body_where_none_is_documented_is_reported() {
    for (body, expected) in [("", vec![]), ("{}", vec!["request-body-undocumented"])] {
        let mut start = exchange("GET", MESSAGES, 200, SET);
        start.request.headers.push("Content-Type", "application/json");
        start.request.body = Body::Present(Content::exact(body));
        assert_eq!(violated(&start), expected, "{body}");
    }
}
