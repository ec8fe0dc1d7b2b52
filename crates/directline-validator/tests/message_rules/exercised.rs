//! What a rule counts as decided for: only what holds the datum that the rule asks something of. A rule that
//! forbids a datum looks at the object that must not hold it.

use directline_exchange::{Exchange, Response};
use directline_validator::{RuleSet, Side, Validator, rules};

use super::{receive, send};

/// The same with another status, and with this body.
fn answered(status: u16, body: &str) -> Exchange {
    let mut exchange = receive(body);
    let sound = std::mem::replace(&mut exchange.response, Response::with_status(status));
    exchange.response.headers = sound.headers;
    exchange.response.body = sound.body;
    exchange
}

/// Checks which rules are among those that were decided, and which are not.
fn check(what: &str, decided: RuleSet, exercised: &[&str], not: &[&str]) {
    let rule = |name: &&str| *rules().iter().find(|rule| rule.name == *name).expect("a rule");
    for (names, expected) in [(exercised, true), (not, false)] {
        for name in names {
            assert_eq!(decided.contains(rule(name)), expected, "{what}: {name}");
        }
    }
}

#[test]
fn a_rule_without_its_datum_is_not_exercised() {
    let rows: [(&str, Exchange, &[&str], &[&str]); 9] = [
        (
            "a message with sender and text",
            send(r#"{"from":"u","text":"a"}"#),
            &["text-not-string", "from-empty", "id-set-by-client", "message-member-unknown", "from-missing"],
            &["created-not-utc", "image-not-string", "attachment-url-missing", "channel-data-not-object"],
        ),
        (
            "a message with an empty array",
            send(r#"{"from":"u","text":"a","images":[],"attachments":[]}"#),
            &["images-not-array", "attachments-not-array"],
            &["image-not-string", "attachment-not-object", "attachment-content-type-malformed", "url-empty"],
        ),
        (
            "a message with an attachment",
            send(r#"{"from":"u","attachments":[{"url":"https://a.example/b"}]}"#),
            &["attachment-url-missing", "attachment-content-type-missing", "url-empty"],
            &["attachment-content-type-malformed", "image-in-attachments", "text-not-string"],
        ),
        (
            "no message",
            receive(r#"{"messages":[],"watermark":"1"}"#),
            &["watermark-not-string", "messages-not-array", "watermark-missing"],
            &[
                "message-not-object",
                "text-not-string",
                "e-tag-not-string",
                "message-id-of-other-conversation",
            ],
        ),
        (
            "messages without a time",
            receive(r#"{"messages":[{"text":"a"}]}"#),
            &["text-not-string", "watermark-missing"],
            &["created-not-date-time", "watermark-null"],
        ),
        (
            "a time that is none",
            receive(r#"{"messages":[{"created":"x"}]}"#),
            &["created-not-date-time"],
            &["created-not-utc", "created-without-offset"],
        ),
        (
            "a failure",
            answered(404, r#"{"error":{"code":"NotFound","message":"a"}}"#),
            &["error-code-not-string", "error-code-missing", "status-undocumented"],
            &["status-code-not-number", "error-status-code-mismatch", "success-not-200"],
        ),
        (
            "a request without parameters",
            receive(r#"{"messages":[],"watermark":"1"}"#),
            &["query-parameter-undocumented"],
            &["query-parameter-repeated", "watermark-parameter-empty"],
        ),
        (
            "a body that is no JSON",
            send("{"),
            &["message-json-malformed"],
            &["json-duplicate-member", "text-not-string"],
        ),
    ];
    for (what, exchange, exercised, not) in rows {
        check(what, Validator::new().check(&exchange).decided, exercised, not);
    }
}

#[test]
fn what_the_other_side_sent_exercises_nothing() {
    let message = send(r#"{"from":"u","text":"a","images":["/a.png"]}"#);
    let of = |side| Validator::new().only_side(side).check(&message).decided;
    let of_client = ["text-not-string", "url-empty", "from-empty"];
    check("the client's", of(Side::Client), &of_client, &[]);
    check("the service's", of(Side::Service), &["send-success-not-204"], &of_client);
}
