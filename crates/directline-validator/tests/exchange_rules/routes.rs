//! Scheme, host, path and method.

use super::{NOT_FOUND, exchange, finding, violated};

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
