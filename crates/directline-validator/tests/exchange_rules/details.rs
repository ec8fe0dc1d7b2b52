//! What findings say and where they stand, where one rule has several things to say.

use directline_exchange::{Body, Content, Exchange, FramingDefect, FramingKind, Headers, Origin};
use directline_validator::Part;

use super::{MESSAGES, NOT_FOUND, SET, exchange, finding, violated};

const UPLOAD: &str = "https://directline.botframework.com/api/conversations/abc123/upload";

fn fires(exchange: &Exchange, rule: &str) -> bool {
    violated(exchange).contains(&rule)
}

#[test]
fn what_is_no_json_is_not_asked_for_its_type() {
    let answered = |body: &str| {
        let mut answered = exchange("GET", MESSAGES, 200, body);
        answered.response.headers = Headers::new();
        answered.response.headers.push("Content-Type", "text/html");
        fires(&answered, "response-content-type-not-json")
    };
    assert!(answered(SET));
    assert!(!answered("{\"messages\":[") && !answered("<html>"));
}

#[test]
fn a_scheme_is_told_from_a_credential() {
    let message = |value: &str| {
        let mut asked = exchange("GET", MESSAGES, 404, NOT_FOUND);
        asked.request.headers = Headers::new();
        asked.request.headers.push("Authorization", value);
        finding(&asked, "authorization-scheme-unknown").message
    };
    let scheme = "the authorization scheme is not a documented one";
    for value in ["Foo hunter2", "Basic hunter2", "Basic"] {
        assert_eq!(message(value), scheme, "{value}");
    }
    assert_eq!(message("hunter2"), "the Authorization header holds a credential without a scheme");
}

#[test]
fn a_framing_defect_stands_in_the_head_or_in_the_body() {
    for (kind, part, name) in [
        (FramingKind::BadChunk, Part::ResponseBody, None),
        (FramingKind::BadCoding, Part::ResponseBody, None),
        (FramingKind::TrailingBytes, Part::ResponseBody, None),
        (FramingKind::BadContentLength, Part::ResponseHeader, Some("Content-Length")),
        (FramingKind::LengthAndChunked, Part::ResponseHeader, Some("Content-Length")),
        (FramingKind::BareLineFeed, Part::ResponseHeader, None),
    ] {
        let mut answered = exchange("GET", MESSAGES, 200, SET);
        answered.response.framing.push(FramingDefect { kind: kind.clone(), origin: Origin::default() });
        let place = finding(&answered, "http-message-malformed").place;
        assert_eq!((place.part, place.name.as_deref()), (part, name), "{kind:?}");
    }
}

fn send(body: &str, status: u16, answer: &str) -> Exchange {
    let mut send = exchange("POST", MESSAGES, status, answer);
    send.request.headers.push("Content-Type", "application/json");
    send.request.body = Body::Present(Content::exact(body));
    send
}

const MESSAGE: &str = r#"{"from":"user1","text":"hi"}"#;

/// RFC 9110 section 8.6: no `Content-Length` in a response with status 204; zero harms nobody.
#[test]
fn no_content_announces_none() {
    let announced = |length: &str| {
        let mut send = send(MESSAGE, 204, "");
        send.response.headers.push("Content-Length", length);
        fires(&send, "no-content-with-body")
    };
    assert!(announced("5") && !announced("0") && !announced("many"));
}

#[test]
fn only_words_of_direct_line_3_0_are_named_so() {
    let message = |path: &str| {
        let url = format!("https://directline.botframework.com{path}");
        finding(&exchange("POST", &url, 404, NOT_FOUND), "operation-unknown").message
    };
    assert_eq!(message("/api/conversation"), "the path is not one of the API");
    assert_eq!(message("/api/conversations//upload"), "the conversation id in the path is empty");
    assert!(message("/api/conversations/a/Activities").contains("Direct Line 3.0"));
}

#[test]
fn a_refused_message_is_named_unless_it_shows_why() {
    for (body, refused) in [(MESSAGE, true), ("{\"text\":", false), (r#"{"from":"user1","text":5}"#, false)] {
        assert_eq!(fires(&send(body, 400, NOT_FOUND), "request-refused"), refused, "{body}");
    }
}

#[test]
fn a_refused_upload_is_named_unless_it_shows_why() {
    let form = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
                Content-Type: text/plain\r\n\r\na\r\n--X--\r\n";
    let (user, multipart) = ("?userId=user1", "multipart/form-data; boundary=X");
    for (query, media_type, body, refused) in [
        (user, "text/plain", "a", true),
        ("", "text/plain", "a", false),
        (user, "text/plain", "", false),
        (user, multipart, form, true),
        ("", multipart, form, false),
        (user, multipart, form.trim_end_matches("--X--\r\n"), false),
        (user, "multipart/form-data", form, false),
    ] {
        let mut upload = exchange("POST", &format!("{UPLOAD}{query}"), 400, NOT_FOUND);
        upload.request.headers.push("Content-Type", media_type);
        upload.request.body = Body::Present(Content::exact(body));
        assert_eq!(fires(&upload, "request-refused"), refused, "{query} {media_type} {body:?}");
    }
}

#[test]
fn a_send_confirmed_otherwise_says_what_came_instead() {
    for (answer, found) in [
        ("", "status 200"),
        ("ok", "status 200 with a body"),
        ("{}", "status 200 with a body"),
        (NOT_FOUND, "status 200 with an error in the body"),
        (r#"{"id":"abc123|0"}"#, "status 200 with an object that has an id, as Direct Line 3.0 answers"),
    ] {
        assert_eq!(finding(&send(MESSAGE, 200, answer), "send-success-not-204").found, found);
    }
}

#[test]
fn a_response_without_content_says_what_is_returned() {
    for (method, path, returned) in [
        ("POST", "/api/tokens/conversation", "a token"),
        ("POST", "/api/conversations", "a Conversation"),
        ("GET", "/api/conversations/abc123/messages", "a MessageSet"),
    ] {
        let url = format!("https://directline.botframework.com{path}");
        let found = finding(&exchange(method, &url, 204, ""), "success-without-content");
        assert_eq!(found.expected, format!("status 200 with {returned}"));
    }
}

#[test]
fn a_parameter_that_is_nearly_documented_is_told_what_was_meant() {
    let expected = |method: &str, path: &str| {
        let url = format!("https://directline.botframework.com/api/conversations{path}");
        finding(&exchange(method, &url, 404, NOT_FOUND), "query-parameter-undocumented").expected
    };
    assert_eq!(expected("GET", "/abc123/messages?Watermark=1"), "watermark, in this letter case");
    assert_eq!(expected("GET", "/abc123/messages?watermrk=1"), "did you mean watermark");
    assert_eq!(expected("GET", "/abc123/messages?page=1"), "no parameter but watermark");
    assert_eq!(expected("POST", "?page=1"), "no parameter");
}
