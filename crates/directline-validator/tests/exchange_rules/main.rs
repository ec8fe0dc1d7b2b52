//! Rules of one exchange against tables of requests and responses: more cases than the one pair that
//! each rule has in the corpus, and what is said where a recording does not show enough.

#![expect(clippy::panic, reason = "a helper of tests fails the test")]

mod authorization;
mod bodies;
mod details;
mod intent;
mod observation;
mod routes;
mod status;

use directline_exchange::{Body, Content, Exchange, Response, Target};
use directline_validator::{Finding, Judgement, Validator};

const MESSAGES: &str = "https://directline.botframework.com/api/conversations/abc123/messages";
const START: &str = "https://directline.botframework.com/api/conversations";
const TOKEN: &str = "https://directline.botframework.com/api/tokens/conversation";
const NOT_FOUND: &str = r#"{"error":{"code":"NotFound","message":"no such conversation"}}"#;
const SET: &str = r#"{"messages":[],"watermark":"1"}"#;

/// A request with a credential and no body, answered with JSON.
fn exchange(method: &str, url: &str, status: u16, body: &str) -> Exchange {
    let mut exchange = Exchange::new(method, Target::parse(url));
    exchange.request.headers.push("Authorization", "Bearer secret");
    exchange.response = Response::with_status(status);
    if !body.is_empty() {
        exchange.response.headers.push("Content-Type", "application/json; charset=utf-8");
        exchange.response.body = Body::Present(Content::exact(body));
    }
    exchange
}

fn judge(exchange: &Exchange) -> Judgement {
    Validator::new().check(exchange)
}

/// The names of the rules that an exchange violates, in the order of the manual.
fn violated(exchange: &Exchange) -> Vec<&'static str> {
    judge(exchange).findings.iter().map(|finding| finding.rule.name).collect()
}

/// The one finding of a rule.
fn finding(exchange: &Exchange, rule: &str) -> Finding {
    let mut all = judge(exchange).findings.into_iter().filter(|finding| finding.rule.name == rule);
    let found = all.next().unwrap_or_else(|| panic!("{rule} is silent"));
    assert!(all.next().is_none(), "{rule} speaks twice");
    found
}

/// Whether a rule could not be decided.
fn is_inconclusive(exchange: &Exchange, rule: &str) -> bool {
    judge(exchange).inconclusive.iter().any(|skipped| skipped.rule.name == rule)
}
