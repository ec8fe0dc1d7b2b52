//! Scheme, host, path and method.

use directline_exchange::{Body, Content};

use super::{MESSAGES, NOT_FOUND, SET, exchange, finding, is_inconclusive, violated};

#[test]
fn requests_are_recognised_and_named() {
    let host = "https://directline.botframework.com";
    let messages = "/api/conversations/abc123/messages";
    let rows: &[(&str, String, &[&str])] = &[
        ("GET", format!("{host}{messages}"), &[]),
        ("get", format!("{host}{messages}"), &[]),
        ("GET", format!("HTTPS://DirectLine.BotFramework.com:443{messages}"), &[]),
        // Scheme and host.
        ("GET", format!("http://directline.botframework.com{messages}"), &["scheme-not-https"]),
        ("GET", format!("http://directline.botframework.com:80{messages}"), &["scheme-not-https"]),
        ("GET", format!("http://localhost:3000{messages}"), &[]),
        ("GET", format!("http://192.168.1.7{messages}"), &[]),
        ("GET", format!("http://[::1]:3000{messages}"), &[]),
        ("GET", format!("{host}:8443{messages}"), &["base-uri-undocumented"]),
        ("GET", format!("https://europe.directline.botframework.com{messages}"), &["base-uri-undocumented"]),
        (
            "GET",
            format!("http://webchat.botframework.com{messages}"),
            &["scheme-not-https", "base-uri-undocumented"],
        ),
        // Paths that are read leniently.
        ("GET", format!("{host}{messages}/"), &["path-spelling"]),
        ("GET", format!("{host}//api/conversations/abc123//messages"), &["path-spelling"]),
        ("GET", format!("{host}/API/conversations/abc123/messages"), &["path-spelling"]),
        ("GET", format!("{host}/api/Conversations/abc123/messages"), &["path-spelling"]),
        ("GET", format!("{host}/api/%63onversations/abc123/messages"), &["path-spelling"]),
        ("GET", format!("{host}/api/conversations/a%7Cb/messages?watermark=1"), &[]),
        // Paths that are none.
        ("POST", format!("{host}/api/conversation"), &["operation-unknown"]),
        ("GET", format!("{host}/api/conversations//messages"), &["operation-unknown"]),
        ("POST", format!("{host}/api/tokens"), &["operation-unknown"]),
        ("GET", format!("{host}/api/conversations/{{conversationId}}/message"), &["operation-unknown"]),
        // Methods.
        ("GET", format!("{host}/api/conversations"), &["method-undocumented"]),
        ("DELETE", format!("{host}{messages}"), &["method-undocumented"]),
        ("GET", format!("{host}/api/tokens/conversation"), &["method-undocumented"]),
        ("GET", format!("{host}/api/tokens/abc123/renew"), &[]),
        ("POST", format!("{host}/api/tokens/abc123/renew"), &["renew-by-post"]),
        ("GET", format!("{host}/api/tokens"), &["tokens-by-get"]),
        ("GET", format!("{host}/api/tokens/"), &["tokens-by-get", "path-spelling"]),
        // Placeholders.
        ("GET", format!("{host}/api/conversations/%7BconversationId%7D/messages"), &["path-placeholder"]),
        ("GET", format!("{host}/api/conversations/{{conversationId/messages"), &["path-placeholder"]),
        ("GET", format!("{host}/api/tokens/undefined/renew"), &["path-placeholder"]),
        ("GET", format!("{host}/api/conversations/%3Credacted%3E/messages"), &[]),
        // Watermarks.
        ("GET", format!("{host}{messages}?watermark=0001a-94"), &[]),
        ("GET", format!("{host}{messages}?watermark=0"), &[]),
        ("GET", format!("{host}{messages}?watermark=%7Bwatermark_value%7D"), &["watermark-placeholder"]),
        ("GET", format!("{host}{messages}?watermark=undefined"), &["watermark-placeholder"]),
        ("GET", format!("{host}{messages}?watermark=null"), &["watermark-placeholder"]),
        ("GET", format!("{host}{messages}?watermark=%5Bobject%20Object%5D"), &["watermark-placeholder"]),
        ("GET", format!("{host}{messages}?watermark={{{{watermark}}}}"), &[]),
        // The conversation twice.
        ("GET", format!("{host}{messages}?conversationId=abc123"), &[]),
        ("GET", format!("{host}{messages}?conversationId=%61bc123"), &[]),
        ("GET", format!("{host}{messages}?conversationId=xyz"), &["conversation-id-query-mismatch"]),
        (
            "GET",
            format!("{host}{messages}?conversationId={{conversationId}}"),
            &["conversation-id-query-mismatch"],
        ),
        (
            "GET",
            format!("{host}/api/conversations/undefined/messages?conversationId=xyz"),
            &["path-placeholder"],
        ),
        // Direct Line 3.0 in part.
        ("GET", format!("{host}/api/v3/conversations/abc123/messages"), &["operation-unknown"]),
        ("POST", format!("{host}/api/conversations/abc123/activities"), &["operation-unknown"]),
    ];
    for (method, url, expected) in rows {
        assert_eq!(violated(&exchange(method, url, 404, NOT_FOUND)), *expected, "{method} {url}");
    }
}

#[test]
fn findings_about_routes_say_what_was_meant() {
    let host = "https://directline.botframework.com";
    let url = format!("{host}/api/conversations/abc123/message");
    let found = finding(&exchange("POST", &url, 404, NOT_FOUND), "operation-unknown");
    assert_eq!(
        found.expected,
        "nearest operation: SendMessage, POST /api/conversations/{conversationId}/messages"
    );
    assert_eq!(url.get(found.place.span.unwrap()), Some("/api/conversations/abc123/message"));

    for path in ["/api/v3/conversations", "/api/directline/tokens", "/api/conversations/a/activities"] {
        let found = finding(&exchange("POST", &format!("{host}{path}"), 404, NOT_FOUND), "operation-unknown");
        assert!(found.message.contains("Direct Line 3.0"), "{path}: {}", found.message);
    }

    let empty = exchange("GET", &format!("{host}/api/conversations//messages"), 404, NOT_FOUND);
    assert_eq!(finding(&empty, "operation-unknown").message, "the conversation id in the path is empty");

    let put = exchange("PUT", &format!("{host}/api/conversations/abc123/messages"), 404, NOT_FOUND);
    assert_eq!(finding(&put, "method-undocumented").expected, "GET (GetMessages) or POST (SendMessage)");

    let spelt = exchange("GET", &format!("{host}/api/Conversations/abc123/messages/"), 404, NOT_FOUND);
    assert_eq!(finding(&spelt, "path-spelling").found, "a slash at the end, other letter case");

    let url = format!("{host}/api/conversations/{{conversationId}}/messages");
    let span = finding(&exchange("GET", &url, 404, NOT_FOUND), "path-placeholder").place.span.unwrap();
    assert_eq!(url.get(span), Some("{conversationId}"));
}

#[test]
fn a_watermark_elsewhere_than_in_the_url_is_found() {
    let poll = |body: &str| {
        let mut poll = exchange("GET", MESSAGES, 200, SET);
        poll.request.body = Body::Present(Content::exact(body));
        poll
    };
    for (body, rule, place) in [
        (r#"{"watermark":"2"}"#, "watermark-misplaced", r#""watermark":"2""#),
        (r#"{"a":1,"watermark":null}"#, "watermark-misplaced", r#""watermark":null"#),
        ("watermark=2", "watermark-misplaced", "watermark=2"),
        (r#"{"Watermark":"2"}"#, "request-body-undocumented", r#"{"Watermark":"2"}"#),
        ("{}", "request-body-undocumented", "{}"),
        (r#"["watermark"]"#, "request-body-undocumented", r#"["watermark"]"#),
    ] {
        assert_eq!(violated(&poll(body)), [rule], "{body}");
        assert_eq!(body.get(finding(&poll(body), rule).place.span.unwrap()), Some(place), "{body}");
    }
    let mut header = exchange("GET", MESSAGES, 200, SET);
    header.request.headers.push("Watermark", "2");
    assert_eq!(violated(&header), ["watermark-misplaced"]);

    let mut unseen = exchange("GET", MESSAGES, 200, SET);
    unseen.request.headers.mark_partial(directline_exchange::Reason::NotRecorded);
    assert!(is_inconclusive(&unseen, "watermark-misplaced"));

    let mut sent = exchange("POST", MESSAGES, 204, "");
    sent.request.headers.push("Content-Type", "application/json");
    sent.request.body = Body::Present(Content::exact(r#"{"from":"user1","text":"a","watermark":"2"}"#));
    let found = finding(&sent, "message-member-unknown");
    assert!(found.expected.contains("parameter of the URL"), "{}", found.expected);
}
