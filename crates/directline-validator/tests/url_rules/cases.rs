//! The table: every case, in every place where a URL can stand.

use directline_validator::{Side, Validator, url::Base};
use serde_json::{Value, json};

use super::{about_urls, corpus, judge, message, names, receive, receive_at, send};

#[test]
fn every_case_is_reported_in_every_place_and_once() {
    let cases: Vec<Value> = serde_json::from_slice(&corpus("url/urls.json")).unwrap();
    assert!(cases.len() > 50);
    for case in cases {
        let expected: Vec<&str> =
            case["faults"].as_array().unwrap().iter().map(|fault| fault.as_str().unwrap()).collect();
        for member in ["images", "attachments"] {
            let message = message(member, &case["input"]);
            for (exchange, side) in [(receive(&message), Side::Service), (send(&message), Side::Client)] {
                let findings = about_urls(&exchange);
                let found: Vec<&str> = findings.iter().map(|finding| finding.rule.name).collect();
                assert_eq!(found, expected, "{member} {case}");
                let body =
                    if side == Side::Client { &exchange.request.body } else { &exchange.response.body };
                for finding in findings {
                    assert_eq!(finding.side, side, "{case}");
                    let bytes = &body.present().unwrap().bytes[finding.place.span.unwrap()];
                    assert_eq!(serde_json::from_slice::<Value>(bytes).unwrap(), case["input"]);
                    let declared = finding.rule.statements;
                    assert!(finding.statements.iter().all(|id| declared.contains(id)), "{case}");
                    let own = if member == "images" { "DL-091" } else { "DL-161" };
                    assert!(finding.statements.contains(&own), "{case}");
                }
            }
        }
    }
}

/// The documents speak of relative URLs of attachments in received messages only.
#[test]
fn a_relative_attachment_is_named_once_where_it_is_sent() {
    let rows: &[(&str, &[&str])] = &[
        ("/a.doc", &["attachment-url-relative-sent"]),
        ("/a b.doc", &["attachment-url-relative-sent", "url-character-forbidden"]),
        ("", &["url-empty"]),
        ("a.doc", &["url-leaves-base"]),
        ("//example.com/a.doc", &["url-network-path"]),
        ("mailto:me@example.com", &["url-scheme-not-http"]),
        ("https://example.com/a.doc", &[]),
    ];
    for (text, expected) in rows {
        let exchange = send(&message("attachments", &json!(text)));
        let found: Vec<&str> = judge(&exchange).findings.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(found, *expected, "{text}");
    }
    assert!(judge(&send(&message("images", &json!("/a.png")))).findings.is_empty());
    assert!(judge(&receive(&message("attachments", &json!("/a.doc")))).findings.is_empty());
}

/// What relative URLs are relative to: the host that the request went to.
#[test]
fn the_base_is_that_of_the_exchange() {
    let rows: &[(&str, &str, &[&str])] = &[
        ("https://directline.botframework.azure.cn", "/x", &[]),
        ("https://directline.botframework.azure.us", ".evil.example/x", &["url-leaves-base"]),
        ("http://127.0.0.1:8080", "/x", &[]),
        // A digit extends the port.
        ("http://127.0.0.1:808", "0/x", &["url-leaves-base"]),
        ("http://127.0.0.1:8080", "0/x", &["url-malformed"]),
        ("https://gateway.example/bots", "/x", &[]),
        ("https://gateway.example/bots", "x", &["url-leaves-base"]),
        // No host is recorded: the documented one.
        ("", "x", &["url-leaves-base"]),
    ];
    let mut scope = directline_validator::Scope::new();
    scope.add_base_uri("https://gateway.example/bots").unwrap();
    let validator = Validator::new().with_scope(scope);
    for (base, text, expected) in rows {
        let judgement = validator.check(&receive_at(base, &message("images", &json!(text))));
        let about_urls = judgement.findings.iter().filter(|finding| finding.rule.name.starts_with("url-"));
        assert_eq!(
            about_urls.map(|finding| finding.rule.name).collect::<Vec<_>>(),
            *expected,
            "{base} {text}"
        );
    }
}

#[test]
fn a_finding_says_where_the_url_leads() {
    let rows = [
        (
            ".evil.example/x",
            "completed as documented, the relative URL leads to the host directline.botframework.com.evil.example",
            "\"https://directline.botframework.com.evil.example/x\"",
        ),
        (
            ":8443/x",
            "completed as documented, the relative URL leads to the port 8443",
            "\"https://directline.botframework.com:8443/x\"",
        ),
        (
            "//evil.example/x",
            "behind two slashes most readers see a host, here evil.example",
            "\"//evil.example/x\"",
        ),
        (
            "ftp://h/x",
            "the scheme of the URL is ftp; completed as documented, it leads to the host directline.botframework.comftp",
            "\"ftp://h/x\"",
        ),
        (" /x", "the URL has a space; completed as documented, it is no URL", "\" /x\""),
        ("http-logo.png", "the text begins with http, and is no URL all the same", "\"http-logo.png\""),
        ("https://h:99999/", "the URL is malformed: invalid port number", "\"https://h:99999/\""),
    ];
    for (text, message, found) in rows {
        let finding = about_urls(&receive(&super::message("images", &json!(text)))).remove(0);
        assert_eq!((finding.message.as_str(), finding.found.as_str()), (message, found));
    }
}

#[test]
fn a_password_is_not_shown() {
    for text in ["https://me:correct-horse@example.com/", ":correct-horse@evil.example/"] {
        let found = about_urls(&receive(&message("images", &json!(text)))).remove(0);
        assert!(!format!("{} {}", found.message, found.found).contains("horse"), "{found:?}");
    }
}

#[test]
fn each_url_of_a_message_is_looked_at() {
    let many: Vec<&str> = ["", "/x", "x"].repeat(100);
    let message = json!({"from": "bot1", "images": many, "attachments": [
        {"url": "?q", "contentType": "a/b"},
        {"url": "/y", "contentType": "a/b"},
        {"contentType": "a/b"},
        {"url": 7, "contentType": "a/b"},
        "x",
    ]});
    let found = names(&receive(&message));
    let count = |name: &str| found.iter().filter(|other| **other == name).count();
    assert_eq!((count("url-empty"), count("url-leaves-base"), count("url-path-missing")), (100, 100, 1));
    assert_eq!(found.len(), 201);
}

/// The same examination, by name: what a program calls that has no exchange.
#[test]
fn rules_say_what_the_function_says() {
    let found = directline_validator::url::examine(&Base::default(), "x");
    let named: Vec<&str> = found.faults.iter().map(|fault| fault.rule()).collect();
    assert_eq!(named, names(&receive(&message("images", &json!("x")))));
}
