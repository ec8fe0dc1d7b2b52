//! Requests that are known to be valid: whatever keeps them from success is one finding.

use directline_exchange::{Body, Content, Exchange, Intent, Reason, Response};
use directline_validator::{Profile, Side, Validator, Verdict};

use super::{MESSAGES, NOT_FOUND, SET, START, TOKEN, exchange, finding, is_inconclusive, judge, violated};

const RULE: &str = "valid-request-failed";

fn valid(mut exchange: Exchange) -> Exchange {
    exchange.intent = Intent::Valid;
    exchange
}

fn send(status: u16) -> Exchange {
    let mut send = valid(exchange("POST", MESSAGES, status, if status == 204 { "" } else { NOT_FOUND }));
    send.request.headers.push("Content-Type", "application/json");
    send.request.body = Body::Present(Content::exact(r#"{"from":"user1","text":"hello"}"#));
    send
}

#[test]
fn every_failure_is_one_finding() {
    for status in (400..600).filter(|status| ![429, 503].contains(status)) {
        // The bot's failure, as documented.
        let sent = if status == 502 { "bot-failure-status" } else { RULE };
        assert_eq!(violated(&send(status)), [sent], "{status}");
        assert_eq!(violated(&valid(exchange("GET", MESSAGES, status, NOT_FOUND))), [RULE], "{status}");
        let start = violated(&valid(exchange("POST", START, status, NOT_FOUND)));
        let expected = if status == 409 { "status-known-elsewhere" } else { RULE };
        assert_eq!(start, [expected], "{status}");
    }
}

#[test]
fn a_service_may_be_busy_and_other_statuses_have_their_own_rules() {
    for status in [429, 503] {
        assert_eq!(violated(&send(status)), ["status-known-elsewhere"], "{status}");
    }
    assert_eq!(violated(&send(204)), [""; 0]);
    assert_eq!(violated(&valid(exchange("GET", MESSAGES, 200, SET))), [""; 0]);
    assert_eq!(violated(&valid(exchange("GET", MESSAGES, 302, ""))), ["redirect-answered"]);
    assert_eq!(violated(&valid(exchange("GET", MESSAGES, 600, NOT_FOUND))), ["status-undocumented"]);
}

#[test]
fn silence_is_a_failure_where_it_was_observed() {
    let mut silent = valid(exchange("GET", MESSAGES, 200, SET));
    silent.response = Response::unanswered();
    assert_eq!((violated(&silent), judge(&silent).verdict), (vec![RULE], Verdict::Violates));
    assert_eq!(finding(&silent, RULE).found, "no answer");

    silent.response = Response::unrecorded(Reason::NoResponse);
    assert!(violated(&silent).is_empty() && is_inconclusive(&silent, RULE));
}

/// Of other requests nobody knows whether they deserve an answer; that none came leaves the answer unknown.
#[test]
fn silence_without_intent_decides_nothing() {
    let mut silent = exchange("GET", MESSAGES, 200, SET);
    silent.response = Response::unanswered();
    let judgement = judge(&silent);
    assert_eq!((judgement.verdict, judgement.findings.len()), (Verdict::Inconclusive, 0));
    let client = Validator::new().only_side(Side::Client).check(&silent);
    assert_eq!(client.verdict, Verdict::Conforms);
}

#[test]
fn a_finding_rests_on_what_its_status_means_and_says_what_was_expected() {
    let rows = [
        (valid(exchange("GET", MESSAGES, 400, NOT_FOUND)), "DL-013", "status 400", "status 200"),
        (valid(exchange("POST", TOKEN, 401, NOT_FOUND)), "DL-014", "status 401", "status 200"),
        (valid(exchange("POST", START, 403, NOT_FOUND)), "DL-015", "status 403", "status 200"),
        (valid(exchange("GET", MESSAGES, 404, NOT_FOUND)), "DL-016", "status 404", "status 200"),
        (send(500), "DL-017", "status 500, perhaps the bot's own", "status 204"),
        (send(418), "DL-010", "status 418, perhaps the bot's own", "status 204"),
    ];
    for (exchange, statement, found, expected) in rows {
        let finding = finding(&exchange, RULE);
        assert_eq!(finding.statements, [statement]);
        assert_eq!((finding.found.as_str(), finding.expected.as_str()), (found, expected));
    }
    for (method, url, statement) in [
        ("POST", TOKEN, "DL-023"),
        ("GET", "https://directline.botframework.com/api/tokens/abc123/renew", "DL-027"),
        ("POST", START, "DL-032"),
        ("GET", MESSAGES, "DL-043"),
        ("POST", MESSAGES, "DL-052"),
        ("POST", "https://directline.botframework.com/api/conversations/abc123/upload?userId=u", "DL-065"),
    ] {
        let mut silent = valid(exchange(method, url, 200, ""));
        silent.response = Response::unanswered();
        assert_eq!(finding(&silent, RULE).statements, [statement], "{url}");
    }
}

/// What is no operation cannot have been a valid request: the rule about the route says so.
#[test]
fn an_operation_that_does_not_exist_has_no_valid_requests() {
    let found = violated(&valid(exchange("PUT", MESSAGES, 405, NOT_FOUND)));
    assert!(!found.contains(&RULE) && found.contains(&"method-undocumented"), "{found:?}");
}

#[test]
fn nothing_is_said_without_intent_under_any_profile() {
    for profile in Profile::ALL {
        let failed = exchange("GET", MESSAGES, 500, NOT_FOUND);
        let judgement = Validator::new().with_profile(profile).check(&failed);
        assert!(judgement.findings.iter().all(|finding| finding.rule.name != RULE), "{}", profile.name());
    }
}
