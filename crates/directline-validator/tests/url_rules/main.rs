//! Rules about URLs against the table of `corpus/url` and the Web Platform Tests: each text as an image and
//! as an attachment, sent and received.

#![expect(clippy::unwrap_used, reason = "a helper of tests fails the test")]

mod cases;
mod observation;
mod wpt;

use directline_exchange::{Body, Content, Exchange, Response, Target};
use directline_validator::{Family, Finding, Judgement, Validator};
use serde_json::{Value, json};

const HOST: &str = "https://directline.botframework.com";

/// A Message with `text` as an image or as the URL of an attachment.
fn message(member: &str, text: &Value) -> Value {
    match member {
        "images" => json!({"from": "user1", "images": [text]}),
        _ => json!({"from": "user1", "attachments": [{"url": text, "contentType": "text/plain"}]}),
    }
}

fn send(message: &Value) -> Exchange {
    let url = format!("{HOST}/api/conversations/abc123/messages");
    let mut exchange = Exchange::new("POST", Target::parse(&url));
    exchange.request.headers.push("Authorization", "Bearer secret");
    exchange.request.headers.push("Content-Type", "application/json");
    exchange.request.body = Body::Present(Content::exact(message.to_string()));
    exchange.response = Response::with_status(204);
    exchange
}

/// Get Messages at `base`, answered with this message.
fn receive_at(base: &str, message: &Value) -> Exchange {
    let url = format!("{base}/api/conversations/abc123/messages");
    let mut exchange = Exchange::new("GET", Target::parse(&url));
    exchange.request.headers.push("Authorization", "Bearer secret");
    exchange.response = Response::with_status(200);
    exchange.response.headers.push("Content-Type", "application/json");
    let set = json!({"messages": [message], "watermark": "1"});
    exchange.response.body = Body::Present(Content::exact(set.to_string()));
    exchange
}

fn receive(message: &Value) -> Exchange {
    receive_at(HOST, message)
}

fn judge(exchange: &Exchange) -> Judgement {
    Validator::new().check(exchange)
}

/// The findings about URLs.
fn about_urls(exchange: &Exchange) -> Vec<Finding> {
    let mut findings = judge(exchange).findings;
    findings.retain(|finding| finding.rule.family == Family::Url);
    findings
}

/// Their names, in the order of the manual.
fn names(exchange: &Exchange) -> Vec<&'static str> {
    about_urls(exchange).iter().map(|finding| finding.rule.name).collect()
}

fn corpus(file: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../corpus/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}
