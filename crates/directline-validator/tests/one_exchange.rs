//! An exchange that no file holds: what a test double or a gateway does with its own traffic.

use directline_exchange::{Body, Content, Exchange, Response, Target};
use directline_validator::Validator;

#[test]
fn a_send_without_a_sender_is_noticed() {
    let url = "https://directline.botframework.com/api/conversations/abc123/messages";
    let mut exchange = Exchange::new("POST", Target::parse(url));
    exchange.request.headers.push("Authorization", "Bearer a-secret");
    exchange.request.headers.push("Content-Type", "application/json");
    exchange.request.body = Body::Present(Content::exact(r#"{"text":"hello"}"#));
    exchange.response = Response::with_status(204);

    let judgement = Validator::new().check(&exchange);
    let broken: Vec<&str> = judgement.findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(broken, ["from-missing"]);
}
