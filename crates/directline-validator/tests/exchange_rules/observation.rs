//! What a recording does not show is neither violated nor silently passed.

use directline_exchange::{
    Body, Content, Exchange, FramingDefect, FramingKind, Gap, Header, HeaderValue, Headers, Origin, Reason,
    Response, Target,
};

use super::{MESSAGES, NOT_FOUND, SET, START, exchange, is_inconclusive, violated};

const AUTHORIZATION: [&str; 5] = [
    "authorization-missing",
    "authorization-scheme-unknown",
    "authorization-scheme-case",
    "credential-missing",
    "credential-malformed",
];

#[track_caller]
fn assert_inconclusive(exchange: &Exchange, rules: &[&str]) {
    for rule in rules {
        assert!(is_inconclusive(exchange, rule), "{rule} is decided");
    }
}

#[test]
fn without_headers_nothing_is_said_of_the_credential() {
    let mut case = exchange("GET", MESSAGES, 404, NOT_FOUND);
    case.request.headers = Headers::unrecorded(Reason::HeadersPartial);
    assert_eq!(violated(&case), [""; 0]);
    assert_inconclusive(&case, &AUTHORIZATION);
    assert_inconclusive(&case, &["subscription-key-sent", "missing-authorization-not-401"]);
}

#[test]
fn a_hidden_credential_leaves_the_scheme_to_be_judged() {
    let hidden = |value| Header {
        name: "Authorization".into(),
        value,
        name_origin: Origin::default(),
        value_origin: Origin::default(),
    };
    let reason = Reason::RedactedByExporter;
    let mut case = exchange("GET", MESSAGES, 404, NOT_FOUND);
    case.request.headers = Headers::new();
    case.request.headers.add(hidden(HeaderValue::SchemeOnly { scheme: "BEARER".into(), reason }));
    assert_eq!(violated(&case), ["authorization-scheme-case"]);
    assert_inconclusive(&case, &["credential-missing", "credential-malformed"]);

    case.request.headers = Headers::new();
    case.request.headers.add(hidden(HeaderValue::Hidden(reason)));
    assert_eq!(violated(&case), [""; 0]);
    assert!(!is_inconclusive(&case, "authorization-missing"));
    assert_inconclusive(&case, &AUTHORIZATION[1..]);
}

#[test]
fn a_refusal_is_reported_even_if_the_header_was_removed() {
    let mut case = exchange("POST", START, 401, NOT_FOUND);
    case.request.headers = Headers::new();
    case.request.headers.withhold("authorization", Reason::RedactedByExporter);
    assert_eq!(violated(&case), ["credential-not-accepted"]);
}

#[test]
fn without_scheme_and_host_nothing_is_said_of_the_base() {
    let path = exchange("GET", "/api/conversations/abc123/messages", 200, SET);
    assert_eq!(violated(&path), [""; 0]);
    assert_inconclusive(&path, &["scheme-not-https", "base-uri-undocumented"]);
    let mut local = path;
    local.request.target = Target::parse("/api/conversations/abc123/messages").with_host("localhost:3000");
    assert_eq!(violated(&local), [""; 0]);
    assert!(!is_inconclusive(&local, "scheme-not-https"), "test machines may use either scheme");
}

#[test]
fn without_a_response_nothing_is_said_of_it() {
    let mut case = exchange("GET", MESSAGES, 200, SET);
    case.response = Response::unrecorded(Reason::NoResponse);
    assert_eq!(violated(&case), [""; 0]);
    assert_inconclusive(
        &case,
        &[
            "status-undocumented",
            "status-known-elsewhere",
            "success-not-200",
            "success-without-content",
            "no-content-with-body",
            "credential-not-accepted",
            "response-body-missing",
            "response-json-malformed",
            "watermark-missing",
            "error-body-empty",
        ],
    );
}

#[test]
fn a_body_that_is_not_recorded_is_not_missing() {
    for (status, rules) in [
        (
            200,
            &["response-body-missing", "response-json-malformed", "messages-missing", "e-tag-undocumented"][..],
        ),
        (204, &["no-content-with-body"][..]),
        (404, &["error-body-empty", "error-body-not-json", "error-body-malformed", "error-missing"][..]),
    ] {
        let mut case = exchange("GET", MESSAGES, status, "");
        case.response.body = Body::NotObservable(Reason::BodyNotRecorded);
        let found = violated(&case);
        assert!(found.iter().all(|rule| *rule == "success-without-content"), "{status}: {found:?}");
        assert_inconclusive(&case, rules);
    }
}

#[test]
fn a_lossy_body_is_not_malformed() {
    let mut content = Content::exact("{\"messages\":[");
    content.gaps.push(Gap { range: 13..13, reason: Reason::BodyTruncated });
    let mut case = exchange("GET", MESSAGES, 200, SET);
    case.response.body = Body::Present(content);
    assert_eq!(violated(&case), [""; 0]);
    assert_inconclusive(&case, &["response-json-malformed", "watermark-missing"]);
}

#[test]
fn framing_is_judged_unless_the_recording_may_be_cut() {
    let defect = |kind| FramingDefect { kind, origin: Origin::default() };
    let rule = "http-message-malformed";
    let mut case = exchange("GET", MESSAGES, 200, SET);
    case.request.framing.push(defect(FramingKind::BareLineFeed));
    case.response.framing.push(defect(FramingKind::LengthMismatch { declared: 1, recorded: 30 }));
    assert_eq!(violated(&case), [rule, rule]);

    let mut cut = exchange("GET", MESSAGES, 200, SET);
    cut.response.framing.push(defect(FramingKind::LengthMismatch { declared: 99, recorded: 30 }));
    assert_eq!(violated(&cut), [""; 0]);
    assert_inconclusive(&cut, &[rule]);
}
