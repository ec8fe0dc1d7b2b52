//! What a recording does not show decides nothing.

use directline_exchange::{Body, Reason, Target};
use directline_validator::{Family, Judgement, url::Fault};
use serde_json::json;

use super::{judge, message, receive, send};

/// The reasons of the rules about URLs that were not decided.
fn undecided(judgement: &Judgement) -> Vec<Reason> {
    let about_urls = judgement.inconclusive.iter().filter(|skipped| skipped.rule.family == Family::Url);
    about_urls.map(|skipped| skipped.reason).collect()
}

#[test]
fn a_placeholder_is_no_url() {
    for text in ["<URL>", "{{image}}", "REDACTED", "***"] {
        for member in ["images", "attachments"] {
            let judgement = judge(&receive(&message(member, &json!(text))));
            assert!(judgement.findings.is_empty(), "{text}");
            assert_eq!(undecided(&judgement), [Reason::RedactedByExporter; Fault::ALL.len()], "{text}");
        }
    }
}

#[test]
fn a_text_beyond_the_limit_is_not_judged() {
    let long = format!("/{}", "a".repeat(70_000));
    let judgement = judge(&receive(&message("images", &json!(long))));
    assert!(judgement.findings.is_empty());
    assert_eq!(undecided(&judgement), [Reason::LimitReached; Fault::ALL.len()]);
    // A picture in the URL is known by its first letters.
    let data = format!("data:image/png;base64,{}", "A".repeat(70_000));
    let judgement = judge(&receive(&message("images", &json!(data))));
    assert_eq!(
        judgement.findings.iter().map(|found| found.rule.name).collect::<Vec<_>>(),
        ["url-scheme-not-http"]
    );
    assert!(undecided(&judgement).is_empty());
}

#[test]
fn a_body_that_is_not_recorded_is_not_judged() {
    let mut exchange = receive(&message("images", &json!("x")));
    exchange.response.body = Body::NotObservable(Reason::BodyNotRecorded);
    assert_eq!(undecided(&judge(&exchange)), [Reason::BodyNotRecorded; Fault::ALL.len()]);
}

#[test]
fn messages_without_urls_are_none_of_their_business() {
    for exchange in [
        receive(&json!({"from": "bot1", "text": "hi", "images": null})),
        receive(&json!({"from": "bot1", "text": "hi", "images": [7], "attachments": []})),
        send(&json!({"from": "user1", "text": "hi"})),
    ] {
        let judgement = judge(&exchange);
        assert!(undecided(&judgement).is_empty());
        assert!(judgement.findings.iter().all(|found| found.rule.family != Family::Url));
    }
}

#[test]
fn user_information_of_the_request_is_seen_where_the_url_is() {
    let rows = [
        (
            "https://me:password1@directline.botframework.com/api/conversations/abc123/messages",
            Some("me:password1"),
        ),
        ("https://@directline.botframework.com/api/conversations/abc123/messages", Some("")),
        ("https://directline.botframework.com/api/conversations/a@b/messages", None),
        ("/api/conversations/abc123/messages", None),
    ];
    for (url, expected) in rows {
        let mut exchange = send(&json!({"from": "user1", "text": "hi"}));
        exchange.request.target = Target::parse(url);
        let judgement = judge(&exchange);
        let mut found = judgement.findings.iter().filter(|found| found.rule.name == "request-url-user-info");
        let place = found.next().and_then(|found| found.place.span.clone()).and_then(|span| url.get(span));
        assert_eq!(place, expected, "{url}");
        assert!(judgement.findings.iter().all(|found| !found.found.contains("password1")));
    }
}
