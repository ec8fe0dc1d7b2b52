//! The bodies of successful and of error responses.

use super::{MESSAGES, START, TOKEN, exchange, finding, violated};

/// Rows of body and violated rules, for one request and status.
fn check(method: &str, url: &str, status: u16, rows: &[(&str, &[&str])]) {
    for (body, expected) in rows {
        assert_eq!(violated(&exchange(method, url, status, body)), *expected, "{body}");
    }
}

#[test]
fn tokens() {
    check(
        "POST",
        TOKEN,
        200,
        &[
            (r#""abc.def""#, &[]),
            (r#""""#, &["token-empty"]),
            (r#"" ""#, &["token-empty"]),
            ("abc.def", &["token-unquoted"]),
            ("abc.def\r\n", &["token-unquoted"]),
            ("12345", &["token-not-string"]),
            ("null", &["token-not-string"]),
            (r#"{"token":"abc"}"#, &["token-not-string"]),
            (r#"["abc"]"#, &["token-not-string"]),
            (r#""abc"#, &["response-json-malformed"]),
            ("'abc'", &["response-json-malformed"]),
            ("<html></html>", &["response-json-malformed"]),
            ("two words", &["response-json-malformed"]),
        ],
    );
}

#[test]
fn conversations() {
    check(
        "POST",
        START,
        200,
        &[
            (r#"{"conversationId":"c","token":"t"}"#, &[]),
            (r#"{"conversationId":"c","token":"t","expires_in":1.8e3}"#, &[]),
            ("{}", &["conversation-id-missing", "conversation-token-missing"]),
            ("null", &["conversation-not-object"]),
            (
                r#"{"conversationId":null,"token":7}"#,
                &["conversation-id-not-string", "conversation-token-not-string"],
            ),
            (r#"{"conversationId":"","token":""}"#, &["token-empty", "conversation-id-empty"]),
            (r#"{"conversationId":"c","token":"t","expires_in":-1}"#, &["expires-in-not-positive"]),
            (r#"{"conversationId":"c","token":"t","expires_in":-0.0}"#, &["expires-in-not-positive"]),
            (r#"{"conversationId":"c","token":"t","expires_in":-1.5}"#, &["expires-in-not-positive"]),
            (r#"{"conversationId":"c","token":"t","expires_in":0.5}"#, &["expires-in-fraction"]),
            (r#"{"conversationId":"c","token":"t","expires_in":1e99999}"#, &[]),
            (r#"{"conversationId":"c","token":"t","expires_in":null}"#, &["conversation-member-null"]),
            (r#"{"conversationId":"c","token":"t","eTag":"x"}"#, &["e-tag-undocumented"]),
            (r#"{"conversationId":"c","token":"t","eTag":null}"#, &["e-tag-null"]),
            (r#"{"conversationId":"c","token":"t","expiresIn":1800}"#, &["conversation-member-unknown"]),
        ],
    );
}

#[test]
fn message_sets() {
    check(
        "GET",
        MESSAGES,
        200,
        &[
            (r#"{"messages":[],"watermark":""}"#, &[]),
            (r#"{"messages":[{"text":"a"}],"watermark":"2"}"#, &[]),
            ("{}", &["messages-missing", "watermark-missing"]),
            ("[]", &["message-set-not-object"]),
            (r#"{"messages":null,"watermark":null}"#, &["messages-not-array", "watermark-null"]),
            (r#"{"messages":{},"watermark":{}}"#, &["messages-not-array", "watermark-not-string"]),
            (r#"{"messages":[],"watermark":"1","activities":[]}"#, &["message-set-member-unknown"]),
            (r#"{"messages":[{"eTag":"a"},{"eTag":"b"}],"watermark":"1"}"#, &["e-tag-undocumented"; 2]),
            (r#"{"messages":[],"watermark":"1",}"#, &["response-json-malformed"]),
            ("<html>", &["response-json-malformed"]),
        ],
    );
}

#[test]
fn errors() {
    check(
        "GET",
        MESSAGES,
        404,
        &[
            (r#"{"error":{"code":"NotFound","message":"no","statusCode":404}}"#, &[]),
            (r#"{"error":{"code":"NotFound","message":"no","statusCode":4.04e2}}"#, &[]),
            ("", &["error-body-empty"]),
            ("Not Found", &["error-body-malformed"]),
            (r#"{"error":"#, &["error-body-malformed"]),
            ("[]", &["error-message-not-object"]),
            ("{}", &["error-missing"]),
            (r#"{"message":"no"}"#, &["error-missing"]),
            (r#"{"code":"NotFound","message":"no"}"#, &["error-missing"]),
            (r#"{"error":null}"#, &["error-not-object"]),
            (r#"{"error":"NotFound"}"#, &["error-not-object"]),
            (r#"{"error":{}}"#, &["error-code-missing", "error-text-missing"]),
            (r#"{"error":{"code":"TokenExpired","message":"no"}}"#, &["error-code-undocumented"]),
            (r#"{"error":{"code":"NOTFOUND","message":"no"}}"#, &["error-code-unknown"]),
            (
                r#"{"error":{"code":5,"message":5,"statusCode":"5"}}"#,
                &["error-code-not-string", "error-message-not-string", "status-code-not-number"],
            ),
            (r#"{"error":{"code":null,"message":null,"statusCode":null}}"#, &["error-member-null"; 3]),
            (
                r#"{"error":{"code":"NotFound","message":"no","inner":1},"outer":1}"#,
                &["error-member-unknown"; 2],
            ),
            (
                r#"{"error":{"code":"NotFound","message":"no","statusCode":500}}"#,
                &["error-status-code-mismatch"],
            ),
            (
                r#"{"error":{"code":"NotFound","message":"no","statusCode":404.5}}"#,
                &["error-status-code-out-of-range"],
            ),
            (
                r#"{"error":{"code":"NotFound","message":"no","statusCode":-1}}"#,
                &["error-status-code-out-of-range"],
            ),
            (
                r#"{"error":{"code":"NotFound","message":"no","statusCode":600}}"#,
                &["error-status-code-out-of-range"],
            ),
        ],
    );
}

/// One finding that names what it is, whatever the object lacks and holds besides.
#[test]
fn errors_under_a_success_are_named_as_such() {
    const ERROR: &str = r#"{"error":{"code":"nonsense","message":"no such conversation"}}"#;
    let named = ["error-under-success"];
    for body in [ERROR, r#"{"message":"An error has occurred."}"#, r#"{"error":{},"more":1}"#] {
        for (method, url) in [("POST", TOKEN), ("POST", START), ("GET", MESSAGES)] {
            assert_eq!(violated(&exchange(method, url, 200, body)), named, "{url} {body}");
        }
    }
    assert_eq!(violated(&exchange("POST", START, 201, ERROR)), ["success-not-200", "error-under-success"]);
    // What holds a member that was asked for, or no error, is judged by what it lacks.
    let rows: &[(&str, &[&str])] = &[
        (
            r#"{"error":{"code":"NotFound"},"watermark":"1"}"#,
            &["messages-missing", "message-set-member-unknown"],
        ),
        (r#"{"error":null}"#, &["messages-missing", "watermark-missing", "message-set-member-unknown"]),
        (
            r#"{"message":"a","other":1}"#,
            &[
                "messages-missing",
                "watermark-missing",
                "message-set-member-unknown",
                "message-set-member-unknown",
            ],
        ),
    ];
    check("GET", MESSAGES, 200, rows);
    let finding = finding(&exchange("GET", MESSAGES, 200, ERROR), "error-under-success");
    assert_eq!(finding.place.span, Some(0..ERROR.len()));
}

#[test]
fn errors_of_a_gateway_are_no_json() {
    let mut page = exchange("GET", MESSAGES, 502, "<html></html>");
    page.response.headers = directline_exchange::Headers::new();
    page.response.headers.push("Content-Type", "text/html");
    assert_eq!(violated(&page), ["error-body-not-json"]);
    assert_eq!(finding(&page, "error-body-not-json").found, "a body of type text/html");
}

#[test]
fn findings_about_errors_say_what_was_meant() {
    for (body, rule, expected) in [
        (r#"{"error":{"code":"notfound"}}"#, "error-code-unknown", "NotFound in this letter case"),
        (r#"{"error":{"code":"NotFond"}}"#, "error-code-unknown", "did you mean NotFound"),
        (
            r#"{"error":{"code":"badargument"}}"#,
            "error-code-unknown",
            "BadArgument in this letter case is known from elsewhere, and not documented either",
        ),
        (r#"{"code":"NotFound"}"#, "error-missing", "the Error object as the value of a member error"),
        (r#"{"eror":{}}"#, "error-missing", "error, an Error object, with its name spelt so"),
        ("{}", "error-missing", "error, an Error object"),
    ] {
        assert_eq!(finding(&exchange("GET", MESSAGES, 404, body), rule).expected, expected, "{body}");
    }
    let bare = finding(&exchange("GET", MESSAGES, 404, r#"{"message":"no"}"#), "error-missing");
    assert!(bare.expected.contains("2016"), "{}", bare.expected);
}

#[test]
fn the_declared_type_of_json_is_json() {
    for (declared, is_json) in [
        ("application/json", true),
        ("Application/JSON;charset=utf-8", true),
        ("application/problem+json", true),
        ("text/plain", false),
        ("json", false),
    ] {
        let mut set = exchange("GET", MESSAGES, 200, super::SET);
        set.response.headers = directline_exchange::Headers::new();
        set.response.headers.push("Content-Type", declared);
        assert_eq!(violated(&set).is_empty(), is_json, "{declared}");
    }
}
