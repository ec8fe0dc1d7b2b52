//! The `Content-Type` of Send a Message, and the parameter `watermark` of Get Messages.

use directline_exchange::{Body, Header, HeaderValue, Headers, Origin, Reason, Target};

use super::{MESSAGES, is_inconclusive, names, receive, send};

const JSON: &str = r#"{"from":"u","text":"hi"}"#;

#[test]
fn declared_types() {
    let rows: &[(Option<&str>, &str, &[&str])] = &[
        (Some("application/json; charset=utf-8"), JSON, &[]),
        (Some("Application/JSON"), JSON, &[]),
        (Some("application/vnd.microsoft.bot.message+json"), JSON, &[]),
        (None, JSON, &["content-type-missing"]),
        (None, "", &["message-body-missing"]),
        (Some("text/plain;charset=UTF-8"), JSON, &["json-sent-as-text"]),
        (Some("application/x-www-form-urlencoded"), JSON, &["json-sent-as-text"]),
        (Some("application/xml"), JSON, &["json-sent-as-text"]),
        (Some("json"), JSON, &["json-sent-as-text"]),
        (Some(""), JSON, &["json-sent-as-text"]),
        (Some("text/json"), JSON, &["content-type-known-elsewhere"]),
        (Some("text/plain"), "hi", &["message-json-malformed"]),
        (
            Some("application/x-www-form-urlencoded"),
            "from=u&text=hi",
            &["message-json-malformed", "content-type-known-elsewhere"],
        ),
    ];
    for (declared, body, expected) in rows {
        let mut exchange = send(*body);
        exchange.request.headers = Headers::new();
        exchange.request.headers.push("Authorization", "Bearer secret");
        if let Some(declared) = declared {
            exchange.request.headers.push("content-type", *declared);
        }
        assert_eq!(names(&exchange), *expected, "{declared:?} {body}");
    }
}

#[test]
fn a_type_that_is_not_recorded_decides_nothing() {
    let rules = ["content-type-missing", "json-sent-as-text", "content-type-known-elsewhere"];
    let mut withheld = send(JSON);
    withheld.request.headers = Headers::new();
    withheld.request.headers.push("Authorization", "Bearer secret");
    withheld.request.headers.mark_partial(Reason::HeadersPartial);
    assert!(names(&withheld).is_empty());
    assert!(rules.iter().all(|rule| is_inconclusive(&withheld, rule)));

    let mut hidden = withheld.clone();
    hidden.request.headers.add(Header {
        name: "Content-Type".into(),
        value: HeaderValue::Hidden(Reason::RedactedByExporter),
        name_origin: Origin::default(),
        value_origin: Origin::default(),
    });
    assert!(names(&hidden).is_empty());
    assert!(!is_inconclusive(&hidden, "content-type-missing"));
    assert!(is_inconclusive(&hidden, "json-sent-as-text"));
}

#[test]
fn a_form_that_is_not_recorded_is_not_known_to_be_one() {
    let mut exchange = send(JSON);
    exchange.request.headers.push("X", "y");
    exchange.request.headers = Headers::new();
    exchange.request.headers.push("Authorization", "Bearer secret");
    exchange.request.headers.push("Content-Type", "text/xml");
    exchange.request.body = Body::NotObservable(Reason::BodyNotRecorded);
    assert!(names(&exchange).is_empty());
    assert!(is_inconclusive(&exchange, "content-type-known-elsewhere"));
}

#[test]
fn watermarks_in_the_url() {
    let rows: &[(&str, &[&str])] = &[
        ("", &[]),
        ("?watermark=0001a-94", &[]),
        ("?watermark=", &["watermark-parameter-empty"]),
        ("?watermark", &["watermark-parameter-empty"]),
        ("?watermark=1&watermark=2", &["query-parameter-repeated"]),
        ("?watermark=&watermark=2", &["query-parameter-repeated", "watermark-parameter-empty"]),
        ("?other=&other=", &["query-parameter-undocumented", "query-parameter-undocumented"]),
    ];
    for (query, expected) in rows {
        let mut exchange = receive(r#"{"messages":[],"watermark":"1"}"#);
        exchange.request.target = Target::parse(&format!("{MESSAGES}{query}"));
        assert_eq!(names(&exchange), *expected, "{query}");
    }
}

/// What recorders put in the place of a value decides nothing about the value.
#[test]
fn placeholders_in_a_message_are_not_judged() {
    let set = r#"{"messages":[{"conversationId":"REDACTED","created":"<CREATED>","from":"bot","text":"x"}],"watermark":"1"}"#;
    let exchange = receive(set);
    assert!(names(&exchange).is_empty(), "{:?}", names(&exchange));
    assert!(is_inconclusive(&exchange, "received-conversation-id-mismatch"));
    assert!(is_inconclusive(&exchange, "created-not-date-time"));
}
