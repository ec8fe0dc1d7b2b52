//! Recordings with a secret in every place.

use serde_json::{Value, json};

use super::super::support::{answering, sending, with};
use super::{MESSAGES, coded};

/// Recordings with a secret at a place that tells it is one.
pub(crate) fn announced(secret: &str) -> Vec<(&'static str, String)> {
    let json = serde_json::to_string(secret).unwrap();
    let escaped = coded(secret, |byte| format!("\\u{byte:04x}"));
    let percent = coded(secret, |byte| format!("%{byte:02X}"));
    // An offence beside the secret, so that an excerpt shows the neighbourhood.
    let request = |name: &str, value: String| {
        with(&[
            (
                "/request/headers",
                json!([["Authorization", "Bearer a-secret"], ["Content-Type", "text/plain"], [name, value]]),
            ),
            ("/request/body_text", format!("{{\"from\":1,\"text\":{json}}}").into()),
        ])
    };
    let authorization = |value: String| {
        let body = format!("{{\"from\":1,\"text\":{json},{json}:1,\"id\":\"{secret}x\"}}");
        with(&[("/request/headers/0/1", value.into()), ("/request/body_text", body.into())])
    };
    let url = |query: String| {
        with(&[("/url", format!("{MESSAGES}{query}").into()), ("/request/body_text", "{\"text\":1}".into())])
    };
    let token = |body: String| {
        with(&[
            ("/url", "https://directline.botframework.com/api/tokens/conversation".into()),
            ("/request/body_text", Value::Null),
            ("/response/status", 200.into()),
            ("/response/headers", json!([["Content-Type", "text/html"]])),
            ("/response/body_text", body.into()),
        ])
    };
    let conversation = |body: String| {
        with(&[
            ("/url", "https://directline.botframework.com/api/conversations".into()),
            ("/request/body_text", Value::Null),
            ("/response/status", 200.into()),
            ("/response/headers", json!([["Content-Type", "application/json"]])),
            ("/response/body_text", body.into()),
        ])
    };
    vec![
        ("Authorization Bearer", authorization(format!("Bearer {secret}"))),
        ("Authorization BotConnector", authorization(format!("BotConnector {secret}"))),
        ("Authorization lower", authorization(format!("bearer {secret}"))),
        ("Authorization without scheme", authorization(secret.to_owned())),
        ("Authorization with an unknown scheme", authorization(format!("Token {secret}"))),
        ("Authorization quoted", authorization(format!("Bearer \"{secret}\""))),
        ("Authorization folded", authorization(format!("Bearer  {secret}"))),
        ("Authorization joined", authorization(format!("Bearer {secret}, Bearer {secret}"))),
        ("Authorization twice", request("authorization", format!("Bearer {secret}"))),
        ("Proxy-Authorization", request("Proxy-Authorization", format!("Bearer {secret}"))),
        ("Authorisation misspelt", request("Authorisation", format!("Bearer {secret}"))),
        ("Cookie", request("Cookie", format!("a=1; tok={secret}"))),
        ("X-Token", request("X-Token", secret.to_owned())),
        ("Ocp-Apim-Subscription-Key", request("Ocp-Apim-Subscription-Key", secret.to_owned())),
        ("Referer", request("Referer", format!("https://h.example/x?secret={secret}"))),
        ("X-Auth", request("X-Auth", secret.to_owned())),
        ("X-Session-Id", request("X-Session-Id", secret.to_owned())),
        ("query secret", url(format!("?secret={secret}"))),
        ("query t", url(format!("?t={secret}&watermark=1"))),
        ("query encoded", url(format!("?secret={percent}"))),
        ("query twice encoded", url(format!("?secret={}", percent.replace('%', "%25")))),
        (
            "user information",
            with(&[(
                "/url",
                format!(
                    "https://{secret}:{secret}@directline.botframework.com/api/conversations/a/messages/x"
                )
                .into(),
            )]),
        ),
        ("token string", token(json.clone())),
        ("token string escaped", token(format!("\"{escaped}\""))),
        ("token not quoted", token(secret.to_owned())),
        ("token in an object", token(format!("{{\"token\":{json},\"conversationId\":1}}"))),
        (
            "Conversation.token",
            conversation(format!("{{\"conversationId\":1,\"token\":{json},\"x\":{json}}}")),
        ),
        (
            "Conversation.token escaped",
            conversation(format!("{{\"conversationId\":1,\"token\":\"{escaped}\"}}")),
        ),
        (
            "channelData.auth.token",
            sending(&format!("{{\"from\":1,\"channelData\":{{\"auth\":{{\"token\":{json}}}}},\"text\":1}}")),
        ),
        ("beside a syntax error", sending(&format!("{{\"token\":{json},}}"))),
        ("in an unclosed string", sending(&format!("{{\"text\":1,\"token\":\"{secret}"))),
        ("secret with spaces", sending(&format!("{{\"text\":1,\"password\":\"{secret} {secret}\"}}"))),
        ("nested JSON", sending(&format!("{{\"from\":1,\"text\":\"{{\\\"token\\\":\\\"{secret}\\\"}}\"}}"))),
    ]
}

/// The same, where fields are joined and secrets stand deeper than beside their name.
pub(crate) fn nested(secret: &str) -> Vec<(&'static str, String)> {
    let json = serde_json::to_string(secret).unwrap();
    let set_cookie = |value: String| {
        let body = format!("{{\"messages\":[{{\"text\":{json},\"created\":{json}}}],\"watermark\":1}}");
        with(&[
            ("/response/headers", json!([["Content-Type", "application/json"], ["Set-Cookie", value]])),
            ("/response/body_text", body.into()),
            ("/response/status", 200.into()),
        ])
    };
    let form = |part: String| {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; {part}\r\n--b\r\nContent-Disposition: form-data; name=\"{secret}\"\r\n\r\n{secret}\r\n--b--\r\n"
        );
        with(&[
            ("/url", MESSAGES.replace("messages", "upload").into()),
            ("/request/headers/1/1", "multipart/form-data; boundary=b".into()),
            ("/request/body_text", body.into()),
        ])
    };
    vec![
        ("Set-Cookie joined", set_cookie(format!("a=1; Path=/; HttpOnly, sid={secret}; Path=/"))),
        ("Set-Cookie in lines", set_cookie(format!("a=1; Path=/\nsid={secret}; Path=/"))),
        ("form part", form(format!("name=\"password\"\r\n\r\n{secret}"))),
        ("array", sending(&format!("{{\"from\":1,\"accessToken\":[{json},{json}],\"text\":{json}}}"))),
        (
            "object",
            sending(&format!("{{\"token\":{{\"value\":{json}}},\"text\":{json},\"created\":{json}}}")),
        ),
    ]
}

/// Recordings with a secret where only its shape tells it.
pub(crate) fn anywhere(secret: &str) -> Vec<(&'static str, String)> {
    let escaped = coded(secret, |byte| format!("\\u{byte:04x}"));
    let percent = coded(secret, |byte| format!("%{byte:02X}"));
    let twice = escaped.replace('\\', "\\\\");
    let mut all = vec![
        ("text", sending(&format!("{{\"from\":1,\"text\":\"my key is {secret}\"}}"))),
        ("text of the wrong type", sending(&format!("{{\"text\":[\"{secret}\"]}}"))),
        ("from", sending(&format!("{{\"from\":\"{secret}\",\"text\":1}}"))),
        ("escaped", sending(&format!("{{\"from\":1,\"text\":\"{escaped}\"}}"))),
        ("escaped twice", sending(&format!("{{\"from\":1,\"text\":\"{{\\\"a\\\":\\\"{twice}\\\"}}\"}}"))),
        ("images", sending(&format!("{{\"from\":1,\"images\":[\"/attachments/c/0.jpg?t={secret}\"]}}"))),
        (
            "images encoded",
            sending(&format!("{{\"from\":1,\"images\":[\"/attachments/c/0.jpg?x={percent}\"]}}")),
        ),
        ("member name", sending(&format!("{{\"{secret}\":1}}"))),
        ("member name, deep", sending(&format!("{{\"attachments\":[{{\"{secret}\":{{\"{secret}\":1}}}}]}}"))),
        ("created", sending(&format!("{{\"created\":\"{secret}\"}}"))),
        ("channelData", sending(&format!("{{\"channelData\":\"{secret}\"}}"))),
        ("whole body", sending(secret)),
        ("body after garbage", sending(&format!("xx {secret} {{"))),
        ("watermark", answering(&format!("{{\"messages\":[],\"watermark\":[\"{secret}\"]}}"))),
        (
            "received text",
            answering(&format!("{{\"messages\":[{{\"text\":\"{secret}\",\"from\":2}}],\"watermark\":1}}")),
        ),
        (
            "error message",
            with(&[
                ("/response/status", 401.into()),
                (
                    "/response/headers",
                    json!([
                        ["Content-Type", "application/json"],
                        ["Location", format!("https://h/x?token={secret}")]
                    ]),
                ),
                (
                    "/response/body_text",
                    format!("{{\"error\":{{\"code\":\"{secret}\",\"message\":\"bad token {secret}\"}}}}")
                        .into(),
                ),
            ]),
        ),
        (
            "path",
            with(&[(
                "/url",
                format!("https://directline.botframework.com/api/conversations/{secret}/messages/").into(),
            )]),
        ),
        (
            "path encoded",
            with(&[(
                "/url",
                format!("https://directline.botframework.com/api/conversations/{percent}/message").into(),
            )]),
        ),
        ("host", with(&[("/url", format!("https://{secret}.example/api/conversations/a/messages").into())])),
        ("method", with(&[("/method", secret.into())])),
        ("header name", with(&[("/request/headers/1/0", secret.into())])),
        ("content type", with(&[("/request/headers/1/1", format!("text/plain; x={secret}").into())])),
        (
            "user id",
            with(&[("/url", format!("{}?userId={secret}", MESSAGES.replace("messages", "upload")).into())]),
        ),
    ];
    let boundary = "----b";
    for (place, head) in [
        ("part header", format!("Content-Disposition: form-data; name=\"file\"\r\nX-Token: {secret}")),
        (
            "part filename",
            format!("Content-Disposition: form-data; filename=\"{secret}.jpg\"\r\nContent-Type: x"),
        ),
        ("part name", format!("Content-Disposition: attachment; name={secret}")),
        ("part type", format!("Content-Type: {secret}/jpeg")),
        ("part header without colon", format!("Content-Disposition {secret}")),
        ("Message part", "Content-Type: application/vnd.microsoft.bot.message".to_owned()),
    ] {
        let body = format!(
            "--{boundary}\r\n{head}\r\n\r\n{{\"text\":1,\"a\":\"{secret}\"}}\r\n--{boundary}\r\n\r\n{secret}"
        );
        all.push((
            place,
            with(&[
                ("/url", MESSAGES.replace("messages", "upload").into()),
                ("/request/headers/1/1", format!("multipart/form-data; boundary={boundary}").into()),
                ("/request/body_text", body.into()),
            ]),
        ));
    }
    all
}
