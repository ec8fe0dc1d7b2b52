//! Rules about the JSON text itself, sent and received.

use directline_exchange::{Body, Fidelity};

use super::{is_inconclusive, judge, names, receive, send, violated};

type Row<'r> = (&'r [u8], &'r [(&'r str, &'r str)]);

#[test]
fn texts() {
    let rows: &[Row<'_>] = &[
        (b"", &[("message-body-missing", "")]),
        (b" \r\n", &[("message-json-malformed", "")]),
        (b"hello", &[("message-json-malformed", "hello")]),
        (br#"{"from":"u","text":"hi",}"#, &[("message-json-malformed", ",")]),
        (br#"{"from":"u","text":"hi""#, &[("message-json-malformed", "")]),
        (b"{\"from\":\"u\",\"text\":\"\xff\"}", &[("message-json-malformed", "\u{fffd}")]),
        // Of a text that cannot be read nothing else is said.
        (br#"{"from":"u","from":"v","text":hi}"#, &[("message-json-malformed", "hi")]),
        (br#"{"from":"u","text":"hi","text":"ho"}"#, &[("json-duplicate-member", "\"text\"")]),
        (br#"{"from":"u","text":"hi","\u0074ext":"ho"}"#, &[("json-duplicate-member", r#""\u0074ext""#)]),
        (br#"{"from":"u","channelData":{"a":[{"b":1,"b":2}]}}"#, &[("json-duplicate-member", "\"b\"")]),
        (br#"{"from":"u","text":"\ud83d\ude00 \uD83D"}"#, &[("json-lone-surrogate", r"\uD83D")]),
        (b"\xef\xbb\xbf{\"from\":\"u\",\"text\":\"hi\"}", &[("json-byte-order-mark", "\u{feff}")]),
    ];
    for (body, expected) in rows {
        let expected: Vec<_> = expected.iter().map(|(rule, text)| (*rule, (*text).to_owned())).collect();
        assert_eq!(violated(&send(*body)), expected, "{}", String::from_utf8_lossy(body));
    }
}

#[test]
fn answers_are_the_fault_of_the_service() {
    let exchange = receive(r#"{"messages":[],"watermark":"1","watermark":"2"}"#);
    let judgement = judge(&exchange);
    let finding = &judgement.findings[0];
    assert_eq!((finding.rule.name, finding.side.name()), ("json-duplicate-member", "service"));
    assert_eq!(finding.place.pointer.as_deref(), Some("/watermark"));
    assert_eq!(judgement.findings.len(), 1);
}

#[test]
fn a_text_that_was_written_anew_does_not_show_its_bytes() {
    let mut exchange = send(r#"{"from":"u","text":"hi"}"#);
    if let Body::Present(content) = &mut exchange.request.body {
        content.fidelity = Fidelity::ValueOnly;
    }
    assert!(names(&exchange).is_empty());
    for rule in ["json-duplicate-member", "json-lone-surrogate", "json-byte-order-mark"] {
        assert!(is_inconclusive(&exchange, rule), "{rule}");
    }
    assert!(!is_inconclusive(&exchange, "message-json-malformed"));
}

#[test]
fn a_text_too_deep_to_be_read_decides_nothing() {
    let nested =
        format!(r#"{{"from":"u","channelData":{}}}"#, "{\"a\":".repeat(200) + "1" + &"}".repeat(200));
    let exchange = send(nested);
    assert!(names(&exchange).is_empty());
    assert!(is_inconclusive(&exchange, "message-json-malformed"));
}
