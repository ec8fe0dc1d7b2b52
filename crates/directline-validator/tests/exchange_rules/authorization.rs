//! The `Authorization` header, and what the service makes of it.

use directline_exchange::Exchange;

use super::{MESSAGES, NOT_FOUND, START, exchange, finding, judge, violated};

fn with_authorization(values: &[&str]) -> Exchange {
    let mut exchange = exchange("GET", MESSAGES, 404, NOT_FOUND);
    exchange.request.headers = directline_exchange::Headers::new();
    for value in values {
        exchange.request.headers.push("authorization", *value);
    }
    exchange
}

#[test]
fn each_fault_of_the_header_has_one_rule() {
    let rows: &[(&[&str], &[&str])] = &[
        (&["Bearer secret"], &[]),
        (&["BotConnector secret"], &[]),
        (&["Bearer   secret"], &[]),
        (&[], &["authorization-missing"]),
        (&[""], &["credential-missing"]),
        (&["Bearer"], &["credential-missing"]),
        (&["BOTCONNECTOR"], &["authorization-scheme-case", "credential-missing"]),
        (&["bearer secret"], &["authorization-scheme-case"]),
        (&["Botconnector secret"], &["authorization-scheme-case"]),
        (&["Basic c2VjcmV0"], &["authorization-scheme-unknown"]),
        (&["Berer secret"], &["authorization-scheme-unknown"]),
        (&["Bearer: secret"], &["authorization-scheme-unknown"]),
        (&["secret"], &["authorization-scheme-unknown"]),
        (&["secret with words"], &["authorization-scheme-unknown"]),
        (&["Bearer \"secret\""], &["credential-malformed"]),
        (&["Bearer Bearer secret"], &["credential-malformed"]),
        (&["Bearer {token}"], &["credential-malformed"]),
        (&["Bearer undefined"], &["credential-malformed"]),
        (&["Bearer se cret"], &["credential-malformed"]),
        (&["Bearer secret", "Bearer other"], &["authorization-repeated"]),
        (&["Bearer secret, Bearer other"], &["authorization-repeated"]),
    ];
    for (values, expected) in rows {
        assert_eq!(violated(&with_authorization(values)), *expected, "{values:?}");
    }
}

#[test]
fn a_credential_alone_is_named_as_such() {
    let alone = finding(&with_authorization(&["hunter2"]), "authorization-scheme-unknown");
    assert_eq!(alone.message, "the Authorization header holds a credential without a scheme");
    let basic = finding(&with_authorization(&["Basic hunter2"]), "authorization-scheme-unknown");
    assert_eq!(
        (basic.message.as_str(), basic.found.as_str()),
        ("the authorization scheme is not a documented one", "scheme Basic")
    );
}

#[test]
fn no_finding_holds_the_credential() {
    for value in [
        "hunter2",
        "hunter2 hunter2",
        "Basic hunter2",
        "Bearer \"hunter2\"",
        "Bearer Bearer hunter2",
        "Bearer {hunter2}",
        "Bearer hunter2 hunter2",
        "Bearer hunter2, Bearer hunter2",
        "bearer hunter2",
    ] {
        let judgement = judge(&with_authorization(&[value]));
        assert!(!judgement.findings.is_empty(), "{value}");
        for finding in judgement.findings {
            let shown =
                format!("{} {} {} {:?}", finding.message, finding.found, finding.expected, finding.place);
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}

#[test]
fn an_answer_of_401_or_403_is_judged_by_what_was_sent() {
    let refused = r#"{"error":{"code":"NotAllowed","message":"no"}}"#;
    let rows: &[(&str, &str, &str, u16, &[&str])] = &[
        ("GET", MESSAGES, "Bearer secret", 401, &["credential-not-accepted"]),
        ("GET", MESSAGES, "Bearer secret", 403, &["credential-not-accepted"]),
        ("POST", START, "Bearer secret", 403, &["credential-not-accepted"]),
        ("GET", MESSAGES, "Bearer secret", 404, &[]),
        // A malformed credential is one fault.
        ("GET", MESSAGES, "Bearer", 401, &["credential-missing"]),
        ("GET", MESSAGES, "secret", 403, &["authorization-scheme-unknown"]),
        ("GET", MESSAGES, "Bearer \"secret\"", 403, &["credential-malformed"]),
    ];
    for (method, url, value, status, expected) in rows {
        let mut case = exchange(method, url, *status, refused);
        case.request.headers = directline_exchange::Headers::new();
        case.request.headers.push("Authorization", *value);
        assert_eq!(violated(&case), *expected, "{value} {status}");
    }
    // On a send the status may be the bot's.
    let mut send = exchange("POST", MESSAGES, 403, refused);
    send.request.headers.push("Content-Type", "application/json");
    let message = r#"{"from":"user1","text":"hello"}"#;
    send.request.body = directline_exchange::Body::Present(directline_exchange::Content::exact(message));
    assert_eq!(violated(&send), Vec::<&str>::new());
}

#[test]
fn a_missing_header_is_answered_with_401() {
    let refused = r#"{"error":{"code":"NotAllowed","message":"no"}}"#;
    for (status, expected) in [
        (401, vec!["authorization-missing"]),
        (403, vec!["authorization-missing", "missing-authorization-not-401"]),
    ] {
        let mut case = exchange("POST", START, status, refused);
        case.request.headers = directline_exchange::Headers::new();
        assert_eq!(violated(&case), expected, "{status}");
    }
}
