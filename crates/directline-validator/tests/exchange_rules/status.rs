//! The status codes, by operation.

use directline_exchange::{Body, Content};

use super::{MESSAGES, NOT_FOUND, SET, START, TOKEN, exchange, finding, violated};

const NONE: [&str; 0] = [];

#[test]
fn failures_are_judged_by_the_list() {
    for status in [404, 500, 502] {
        assert_eq!(violated(&exchange("GET", MESSAGES, status, NOT_FOUND)), NONE, "{status}");
    }
    assert_eq!(violated(&exchange("GET", MESSAGES, 400, NOT_FOUND)), ["request-refused"]);
    for status in [409, 429, 503] {
        let found = violated(&exchange("GET", MESSAGES, status, NOT_FOUND));
        assert_eq!(found, ["status-known-elsewhere"], "{status}");
    }
    for status in [100, 300, 304, 402, 405, 413, 415, 501, 504, 599, 600, 999] {
        let body = if status >= 400 { NOT_FOUND } else { "" };
        assert_eq!(violated(&exchange("GET", MESSAGES, status, body)), ["status-undocumented"], "{status}");
    }
}

#[test]
fn redirects_say_where_they_lead() {
    for (status, location, expected) in [
        (301, None, "status 301 without Location"),
        (302, Some("/login"), "status 302 to \"/login\""),
        (303, Some("https://DIRECTLINE.botframework.com/x"), "to \"https://DIRECTLINE.botframework.com/x\""),
        (307, Some("https://login.example/"), "to another host, \"https://login.example/\""),
        (308, Some("//login.example/"), "to another host, \"//login.example/\""),
    ] {
        let mut redirect = exchange("GET", MESSAGES, status, "");
        if let Some(location) = location {
            redirect.response.headers.push("Location", location);
        }
        assert_eq!(violated(&redirect), ["redirect-answered"], "{status}");
        let found = finding(&redirect, "redirect-answered").found;
        assert!(found.ends_with(expected), "{status}: {found}");
    }
}

/// 201 is known for Start Conversation alone.
#[test]
fn what_is_known_of_201_is_said_where_it_is_known() {
    let found = |url, body| finding(&exchange("POST", url, 201, body), "success-not-200").found;
    assert!(found(START, r#"{"conversationId":"c","token":"t"}"#).contains("2016"));
    assert_eq!(found(TOKEN, "\"t\""), "status 201");
}

/// Two pages name two statuses: neither is wrong, and the page that speaks against each is named.
#[test]
fn a_failure_of_the_bot_names_the_page_that_is_contradicted() {
    for (status, statement, expected) in [(500, "DL-105", "502"), (502, "DL-018", "500")] {
        let found = finding(&send(status, NOT_FOUND), "bot-failure-status");
        assert_eq!(found.statements[0], statement);
        assert!(found.expected.starts_with(expected), "{}", found.expected);
        assert_eq!(found.level, directline_validator::Level::Note);
        assert_eq!(violated(&exchange("GET", MESSAGES, status, NOT_FOUND)), NONE, "{status}");
    }
}

/// The status of a send may be that of the bot, and is then no fault of the service.
#[test]
fn another_status_of_a_send_may_be_the_bots() {
    for (status, rule) in [(429, "status-known-elsewhere"), (418, "status-undocumented")] {
        assert!(finding(&send(status, NOT_FOUND), rule).found.contains("the bot's own"), "{status}");
        let poll = exchange("GET", MESSAGES, status, NOT_FOUND);
        assert!(!finding(&poll, rule).found.contains("the bot's own"), "{status}");
    }
}

fn send(status: u16, body: &str) -> directline_exchange::Exchange {
    let mut send = exchange("POST", MESSAGES, status, body);
    send.request.headers.push("Content-Type", "application/json");
    send.request.body = Body::Present(Content::exact(r#"{"from":"user1","text":"hello"}"#));
    send
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
        (200, NOT_FOUND, &["send-success-not-204"]),
        (500, NOT_FOUND, &["bot-failure-status"]),
        (502, NOT_FOUND, &["bot-failure-status"]),
        // The status may be the bot's, so nothing is said of the credential.
        (401, NOT_FOUND, &[]),
        (403, NOT_FOUND, &[]),
        (429, NOT_FOUND, &["status-known-elsewhere"]),
        (405, NOT_FOUND, &["status-undocumented"]),
    ];
    for (status, body, expected) in rows {
        let send = send(*status, body);
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
