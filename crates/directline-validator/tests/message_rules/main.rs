//! Rules about messages against tables of bodies: more cases than the one pair that each rule has in the
//! corpus, their places, and what is said where a recording does not show enough.

mod bodies;
mod created;
mod declared;
#[cfg(test)]
mod exercised;
mod json;

use directline_exchange::{Body, Content, Exchange, Response, Target};
use directline_validator::{Judgement, Validator};

const MESSAGES: &str = "https://directline.botframework.com/api/conversations/abc%7C123/messages";

/// A Send a Message request with this body, confirmed.
fn send(body: impl Into<Vec<u8>>) -> Exchange {
    let mut exchange = Exchange::new("POST", Target::parse(MESSAGES));
    exchange.request.headers.push("Authorization", "Bearer secret");
    exchange.request.headers.push("Content-Type", "application/json");
    exchange.request.body = Body::Present(Content::exact(body));
    exchange.response = Response::with_status(204);
    exchange
}

/// A Get Messages request, answered with this body.
fn receive(body: impl Into<Vec<u8>>) -> Exchange {
    let mut exchange = Exchange::new("GET", Target::parse(MESSAGES));
    exchange.request.headers.push("Authorization", "Bearer secret");
    exchange.response = Response::with_status(200);
    exchange.response.headers.push("Content-Type", "application/json");
    exchange.response.body = Body::Present(Content::exact(body));
    exchange
}

fn judge(exchange: &Exchange) -> Judgement {
    Validator::new().check(exchange)
}

/// The rules that an exchange violates, each with the text at its place, in the order of the manual.
fn violated(exchange: &Exchange) -> Vec<(&'static str, String)> {
    let bodies = [&exchange.request.body, &exchange.response.body];
    let shown = bodies.into_iter().find_map(Body::present).map(|content| content.bytes.as_slice());
    let texts = judge(exchange).findings.into_iter().map(|finding| {
        let bytes = finding.place.span.and_then(|span| shown.unwrap_or_default().get(span));
        (finding.rule.name, String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned())
    });
    texts.collect()
}

/// The names alone.
fn names(exchange: &Exchange) -> Vec<&'static str> {
    judge(exchange).findings.iter().map(|finding| finding.rule.name).collect()
}

/// Whether a rule could not be decided.
fn is_inconclusive(exchange: &Exchange, rule: &str) -> bool {
    judge(exchange).inconclusive.iter().any(|skipped| skipped.rule.name == rule)
}
