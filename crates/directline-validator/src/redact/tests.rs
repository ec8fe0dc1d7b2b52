//! What is masked, and what stays readable.

use directline_exchange::{Body, Content, Target};
use proptest::prelude::*;

use super::*;

const SECRET: &str = "CANARYdl0x1.cwA.BKA.7hIsIsNotARealSecret01234";

/// The secret with each byte written in another way.
fn coded(code: fn(u8) -> String) -> String {
    SECRET.bytes().map(code).collect()
}

#[test]
fn secrets_are_masked_wherever_they_stand() {
    let rows = [
        (format!("my key is {SECRET}, ok"), "my key is [redacted], ok"),
        (format!("{SECRET}.jpg"), "[redacted]"),
        (format!("?secret={SECRET}&a=b"), "?secret=[redacted]&a=b"),
        ("?t=short&a=b".into(), "?t=[redacted]&a=b"),
        ("{\"token\": \"abc\"}".into(), "{\"token\": \"[redacted]\"}"),
        ("{\\\"token\\\": \\\"abc\\\"}".into(), "{\\\"token\\\": \\\"[redacted]\\\"}"),
        ("bearer abc".into(), "bearer [redacted]"),
        ("Authorization: Bearer abc/def==, then".into(), "Authorization: Bearer [redacted], then"),
        (
            "{\"password\": \"correct horse/battery\", \"a\": 1}".into(),
            "{\"password\": \"[redacted]\", \"a\": 1}",
        ),
        (coded(|byte| format!("%{byte:02X}")), "[redacted]"),
        (coded(|byte| format!("\\u{byte:04x}")), "[redacted]"),
        (coded(|byte| format!("\\\\u{byte:04X}")), "[redacted]"),
        (
            "{\"secret\": \"correct horse, battery\", \"a\": 1}".into(),
            "{\"secret\": \"[redacted]\", \"a\": 1}",
        ),
        ("{\"secret\": \"a \\\" b\", \"a\": 1}".into(), "{\"secret\": \"[redacted]\", \"a\": 1}"),
        ("token=a/b+c==&x=y".into(), "token=[redacted]&x=y"),
        ("https://user:pass@host/path?a=b@c".into(), "https://[redacted]@host/path?a=b@c"),
        ("//user:pass@host/path".into(), "//[redacted]@host/path"),
        (r"http:\\user:pass@host\x".into(), r"http:\\[redacted]@host\x"),
        (r#"{"url":"https:\/\/user:pass@host"}"#.into(), r#"{"url":"https:\/\/[redacted]@host"}"#),
        (":pass@host/x".into(), "[redacted]@host/x"),
        ("user:pass@host and me@host".into(), "[redacted]@host and me@host"),
        ("?a=1&code=abc&session=x".into(), "?a=1&code=[redacted]&session=[redacted]"),
        ("AccountName=a;AccountKey=b/c+d==;E=f".into(), "AccountName=a;AccountKey=[redacted];E=f"),
        (
            "<a><token>abc</token><s:password>d</s:password>".into(),
            "<a><token>[redacted]</token><s:password>[redacted]</s:password>",
        ),
        (
            r#"{"pass": "a", "privateKey": "b"}"#.into(),
            r#"{"pass": "[redacted]", "privateKey": "[redacted]"}"#,
        ),
        (
            r#"{"accessToken": ["a", "b"], "c": "d"}"#.into(),
            r#"{"accessToken": ["[redacted]", "[redacted]"], "c": "d"}"#,
        ),
        (
            r#"{"token": {"type": "x", "value": "a\"b", "more": [{"y": "c"}]}, "d": "e"}"#.into(),
            r#"{"token": {"type": "x", "value": "[redacted]", "more": [{"y": "[redacted]"}]}, "d": "e"}"#,
        ),
        (r#""{\"token\": [\"a\"]}""#.into(), r#""{\"token\": [\"[redacted]\"]}""#),
        (r#"{"token": ["abc"#.into(), r#"{"token": ["[redacted]"#),
        (
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nabc\r\n--b\r\n".into(),
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[redacted]\r\n--b\r\n",
        ),
        (
            r#"--b\nContent-Disposition: form-data; name=\"password\"\n\nabc\n--b\n"#.into(),
            r#"--b\nContent-Disposition: form-data; name=\"password\"\n\n[redacted]\n--b\n"#,
        ),
        (format!("multipart/form-data; boundary={SECRET}"), "multipart/form-data; boundary=[redacted]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x".into(), "[redacted]"),
    ];
    for (text, masked) in rows {
        assert_eq!(Secrets::new().mask(&text), masked, "{text}");
    }
}

#[test]
fn what_is_no_secret_stays_readable() {
    for text in [
        "CuvLPID4kDb|000000000000000004",
        "2016-10-28T21:19:51.0357965Z",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "/api/conversations/CuvFAKE0126/messages?watermark=12",
        "6f1ed002-ab55-4b6c-9a5c-5f3e5b2a8a10",
        "the token is a number",
        "the scheme Bearer or the scheme BotConnector",
        "string \"a token\"",
        "C:\\Users\\me\\unicode",
        "https://host/path?to=me@example.com",
        "Authorization: Bearer, or BotConnector, with a secret or a token",
        "?t=undefined&a=1",
        "Authorization: Bearer undefined",
        "multipart/form-data; boundary=y1Nm-4q9dXk2Lw8Rz5Tb7Vc3Hs6Jf0",
        r#"multipart/form-data; boundary=\"y1Nm-4q9dXk2Lw8Rz5Tb7Vc3Hs6Jf0\""#,
        r"\r\n--y1Nm-4q9dXk2Lw8Rz5Tb7Vc3Hs6Jf0",
        "https://directline.botframework.com@evil.example/a.png",
        r#"{"error": {"code": "BadArgument"}}"#,
        "status code=400",
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"password\"\r\n\r\nabc\r\n--b\r\n",
    ] {
        assert_eq!(Secrets::new().mask(text), text);
    }
}

#[test]
fn learned_secrets_are_masked_in_the_middle_of_words() {
    let mut secrets = Secrets::new();
    secrets.learn("hunter2hunter2");
    assert_eq!(secrets.mask("xhunter2hunter2y"), "x[redacted]y");
}

#[test]
fn a_secret_that_was_cut_is_masked_too() {
    let mut secrets = Secrets::new();
    secrets.learn("hunter2hunter2");
    assert_eq!(secrets.mask("\"it is hunter2hun…\""), "\"it is [redacted]…\"");
    assert_eq!(secrets.mask("\"it is hunt…\""), "\"it is hunt…\"");
}

#[test]
fn an_exchange_tells_its_secrets() {
    let target =
        Target::parse("https://directline.botframework.com/api/tokens/conversation?secret=query-secret");
    let mut exchange = Exchange::new("POST", target);
    exchange.request.headers.push("Authorization", "Bearer header-secret");
    exchange.request.headers.push("Cookie", "first=1; second=cookie-secret");
    exchange.response.headers.push(
        "Set-Cookie",
        "sid=set-cookie-secret; HttpOnly; SameSite=Strict; Domain=example.com, b=joined-secret",
    );
    exchange.request.headers.push("X-Session-Id", "session-secret");
    exchange.request.body = Body::Present(Content::exact(r#"{"channelData":{"password":"member secret"}}"#));
    exchange.response.body = Body::Present(Content::exact("\"token-secret\""));
    let secrets = Secrets::of(&exchange);
    for word in [
        "query-secret",
        "header-secret",
        "cookie-secret",
        "set-cookie-secret",
        "member secret",
        "token-secret",
        "joined-secret",
        "session-secret",
    ] {
        assert_eq!(secrets.mask(word), MARK, "{word}");
    }
    for text in ["HttpOnly", "SameSite", "example.com", "channelData"] {
        assert_eq!(secrets.mask(text), text);
    }
}

#[test]
fn known_secrets_are_masked_however_they_are_written() {
    let mut first = Secrets::new();
    first.learn("kittenwalk7blue9");
    let mut capture = CaptureSecrets::default();
    capture.add(&first);
    // `printf '%s' … | base64`, and `xxd -p`: of the word, of `x` and of `xy` before it.
    for (text, masked) in [
        ("KITTENWALK7BLUE9", "[redacted]"),
        ("a KittenWalk7Blue9 b", "a [redacted] b"),
        ("6b697474656e77616c6b37626c756539", "[redacted]"),
        ("00:6B697474656E77616C6B37626C756539!", "00:[redacted]!"),
        ("a2l0dGVud2FsazdibHVlOQ==", "[redacted]Q=="),
        ("eGtpdHRlbndhbGs3Ymx1ZTk=", "eG[redacted]k="),
        // Long and mixed: it looks like a secret as a whole.
        ("eHlraXR0ZW53YWxrN2JsdWU5", "[redacted]"),
        ("%6B%69ttenwalk7blue9", "[redacted]"),
        ("\"6b697474656e77616c6b…\"", "\"[redacted]…\""),
        ("\"a2l0dGVud2FsazdibH…\"", "\"[redacted]…\""),
        ("\"KITTENWALK…\"", "\"[redacted]…\""),
        ("kittens walk, 6b6974, a2l0dA==", "kittens walk, 6b6974, a2l0dA=="),
    ] {
        assert_eq!(first.mask(text), masked, "{text}");
        assert_eq!(Secrets::new().within(&capture).mask(text), masked, "{text}, of the capture");
    }
}

/// Words that every recording has are masked where they are announced, and as they are written there.
#[test]
fn common_words_are_looked_for_as_they_are() {
    let mut secrets = Secrets::new();
    secrets.learn("conversation");
    assert_eq!(secrets.mask("Conversation Y29udmVyc2F0aW9u"), "Conversation Y29udmVyc2F0aW9u");
}

#[test]
fn any_number_of_secrets_is_masked() {
    let mut secrets = Secrets::new();
    (0..100_000).for_each(|number| secrets.learn(&format!("secret-number-{number}")));
    assert_eq!(secrets.mask("a secret-number-99999 b"), "a [redacted] b");
}

#[test]
fn words_of_the_tool_and_names_of_schemes_are_no_secrets() {
    let mut exchange = Exchange::new("POST", Target::parse("https://directline.botframework.com/"));
    for value in ["Bearer undefined", "SharedKey account:signature", "Negotiate abc"] {
        exchange.request.headers.push("Authorization", value);
    }
    let secrets = Secrets::of(&exchange);
    for text in ["undefined, null or the like", "scheme SharedKey", "scheme Negotiate", "Bearer alone"] {
        assert_eq!(secrets.mask_sentence(text), text);
    }
    assert_eq!(secrets.mask_sentence("account:signature"), MARK);
}

#[test]
fn secrets_of_a_capture_are_bounded() {
    let mut capture = CaptureSecrets::default();
    for exchange in 0..1_000 {
        let mut secrets = Secrets::new();
        (0..100).for_each(|number| secrets.learn(&format!("secret-{exchange}-{number}")));
        secrets.learn(&format!("a/b/{exchange}/secret"));
        capture.add(&secrets);
    }
    let secrets = Secrets::new().within(&capture);
    assert_eq!(secrets.mask("x secret-7-7, a/b/7/secret"), "x [redacted], [redacted]");
    assert!(capture.known.size() <= Lookup::MOST_REMEMBERED, "{}", capture.known.size());
}

/// What looks like a secret is masked without memory; a password is not.
#[test]
fn many_tokens_leave_room_for_a_password() {
    let mut capture = CaptureSecrets::default();
    let mut add = |word: &str| {
        let mut secrets = Secrets::new();
        secrets.learn(word);
        capture.add(&secrets);
    };
    for exchange in 0..20_000 {
        add(&format!("Token0{exchange:06}{}", "aB3".repeat(16)));
    }
    add("correct-horse-battery");
    let secrets = Secrets::new().within(&capture);
    assert_eq!(secrets.mask("zz_correct-horse-battery"), "zz_[redacted]");
}

proptest! {
    #[test]
    fn any_text_is_masked_within_its_bounds(text in any::<String>(), coded in "[\\\\u0-9%a-f\":=@/ é]{0,80}") {
        for text in [text, coded] {
            let mut end = 0;
            for range in Secrets::new().ranges(&text) {
                prop_assert!(range.start >= end && text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
