//! What differs and what does not, as the declared rules say.

use directline_exchange::{Content, Exchange, Observed, Reason, Response, Target};

use super::difference::MOST;
use super::*;

const RECORDED: &str = "https://directline.botframework.com/api/conversations/recorded-1/messages";
const FRESH: &str = "http://127.0.0.1:8080/api/conversations/fresh-22/messages";

/// A poll that is answered so.
fn poll(url: &str, status: u16, content_type: &str, body: &[u8]) -> Exchange {
    let mut exchange = Exchange::new("GET", Target::parse(url));
    exchange.request.headers.push("Authorization", format!("Bearer secret-of-{}", url.len()));
    exchange.response = Response::with_status(status);
    exchange.response.headers.push("Content-Type", content_type);
    exchange.response.body = Observed::Present(Content::exact(body));
    exchange
}

fn compare(comparison: &mut Comparison, index: usize, recorded: &Exchange, fresh: &Exchange) -> Compared {
    let (shown, shown_now) = (Shown::of(recorded), Shown::of(fresh));
    let side = |exchange, shown| Side { exchange, shown, path: "" };
    let one = Side { path: &recorded.request.target.path, ..side(recorded, &shown) };
    let other = Side { path: &fresh.request.target.path, ..side(fresh, &shown_now) };
    comparison.exchange(index, one, other)
}

/// The differences of two bodies: pointer, recorded, fresh.
fn bodies(recorded: &str, fresh: &str) -> Vec<(String, Option<String>, Option<String>)> {
    let json = "application/json";
    let (one, other) =
        (poll(RECORDED, 200, json, recorded.as_bytes()), poll(FRESH, 200, json, fresh.as_bytes()));
    let compared = compare(&mut Comparison::default(), 0, &one, &other);
    assert_eq!((compared.further, compared.unknown.len()), (0, 0));
    compared
        .differences
        .into_iter()
        .map(|one| (one.pointer.unwrap_or_default(), one.recorded, one.fresh))
        .collect()
}

#[test]
fn what_each_service_chooses_is_no_difference() {
    let rows = [
        (r#"{"watermark":"3"}"#, r#"{"watermark":"77"}"#),
        (
            r#"{"messages":[{"id":"a|1","conversationId":"recorded-1"}]}"#,
            r#"{"messages":[{"conversationId":"fresh-22","id":"9"}]}"#,
        ),
        (
            r#"{"messages":[{"created":"2016-10-28T21:19:51.0Z","eTag":"a"}]}"#,
            r#"{"messages":[{"created":"2026-01-01T00:00:00Z","eTag":"b"}]}"#,
        ),
        (
            r#"{"messages":[{"images":["/attachments/recorded-1/0.jpg"]}]}"#,
            r#"{"messages":[{"images":["/files/x.jpg?t=1"]}]}"#,
        ),
        (
            r#"{"messages":[{"attachments":[{"url":"https://directline.botframework.com/a/1"}]}]}"#,
            r#"{"messages":[{"attachments":[{"url":"http://127.0.0.1:8080/b"}]}]}"#,
        ),
        (
            r#"{"messages":[{"text":"you are in recorded-1."}]}"#,
            r#"{"messages":[{"text":"you are in fresh-22."}]}"#,
        ),
        (r#"{"messages":[{"text":"token=abc"}]}"#, r#"{"messages":[{"text":"token=xyz"}]}"#),
        (r#"{"a":1e2,"b":"\u0041"}"#, r#"{ "b":"A", "a":100.0 }"#),
    ];
    for (recorded, fresh) in rows {
        assert_eq!(bodies(recorded, fresh), [], "{recorded} {fresh}");
    }
}

/// Recorded, fresh, and of each difference the pointer, what was recorded and what is now.
type Row<'r> = (&'r str, &'r str, &'r [(&'r str, &'r str, &'r str)]);

#[test]
fn everything_else_is() {
    let rows: &[Row<'_>] = &[
        (r#"{"watermark":"3"}"#, r#"{"watermark":3}"#, &[("/watermark", "\"3\"", "3")]),
        (r#"{"watermark":"3"}"#, r#"{"watermark":null}"#, &[("/watermark", "\"3\"", "null")]),
        (r#"{"watermark":"3"}"#, r#"{"watermark":""}"#, &[("/watermark", "\"3\"", "\"\"")]),
        (r#"{"watermark":"3"}"#, "{}", &[("/watermark", "\"3\"", "-")]),
        ("{}", r#"{"watermark":"3"}"#, &[("/watermark", "-", "\"3\"")]),
        (
            r#"{"messages":[{"from":"u","text":"a"},{"from":"b","text":"A"}]}"#,
            r#"{"messages":[{"from":"u","text":"a"},{"from":"b","text":"B"}]}"#,
            &[("/messages/1/text", "\"A\"", "\"B\"")],
        ),
        // One that is missing is one difference, not one for each that follows it.
        (
            r#"{"messages":[{"text":"a"},{"text":"b"},{"text":"c"}]}"#,
            r#"{"messages":[{"text":"b"},{"text":"c"}]}"#,
            &[("/messages/0", r#"{"text":"a"}"#, "-")],
        ),
        // A message of the client stays beside that message, whatever the bots say.
        (
            r#"{"messages":[{"from":"u","text":"a"},{"from":"x","text":"1"},{"from":"u","text":"b"}]}"#,
            r#"{"messages":[{"from":"u","text":"A"},{"from":"u","text":"B"}]}"#,
            &[
                ("/messages/0/text", "\"a\"", "\"A\""),
                ("/messages/1", r#"{"from":"x","text":"1"}"#, "-"),
                ("/messages/2/text", "\"b\"", "\"B\""),
            ],
        ),
        // Another host is another image, and a URL of the own host is not written like a relative one.
        (
            r#"{"messages":[{"images":["https://a.example/1.png","/attachments/1"]}]}"#,
            r#"{"messages":[{"images":["https://b.example/1.png","http://127.0.0.1:8080/attachments/1"]}]}"#,
            &[
                ("/messages/0/images/0", "\"https://a.example/1.png\"", "\"https://b.example/1.png\""),
                ("/messages/0/images/1", "\"/attachments/1\"", "\"http://127.0.0.1:8080/attachments/1\""),
            ],
        ),
        (
            r#"{"messages":[{"images":["data:image/png;base64,AAAA"]}]}"#,
            r#"{"messages":[{"images":["data:image/png;base64,BBBB"]}]}"#,
            &[("/messages/0/images/0", "\"data:image/png;base64,AAAA\"", "\"data:image/png;base64,BBBB\"")],
        ),
        (r#"{"a":1,"a":2}"#, r#"{"a":1}"#, &[("/a", "2", "-")]),
        (r#"{"a/b":{"~":1}}"#, r#"{"a/b":{"~":2}}"#, &[("/a~1b/~0", "1", "2")]),
        ("[1,2]", r#"{"0":1}"#, &[("", "[1,2]", r#"{"0":1}"#)]),
        // A secret of the recording is not shown.
        (r#"{"text":"secret-of-73"}"#, r#"{"text":"none"}"#, &[("/text", "\"[redacted]\"", "\"none\"")]),
        (r#"{"password":"x"}"#, r#"{"password":1}"#, &[("/password", "\"[redacted]\"", "1")]),
    ];
    for (recorded, fresh, expected) in rows {
        let found = bodies(recorded, fresh);
        let found: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|(pointer, was, is)| {
                (pointer.as_str(), was.as_deref().unwrap_or("-"), is.as_deref().unwrap_or("-"))
            })
            .collect();
        assert_eq!(found, *expected, "{recorded} {fresh}");
    }
}

#[test]
fn the_same_value_stands_for_the_same_through_the_capture() {
    let mut comparison = Comparison::default();
    let json = "application/json";
    let mut watermarks = |index, recorded: &str, fresh: &str| {
        let body = |watermark: &str| format!(r#"{{"messages":[],"watermark":"{watermark}"}}"#);
        let one = poll(RECORDED, 200, json, body(recorded).as_bytes());
        let other = poll(FRESH, 200, json, body(fresh).as_bytes());
        compare(&mut comparison, index, &one, &other).differences.pop().and_then(|one| one.note)
    };
    assert_eq!(watermarks(0, "1", "a"), None);
    assert_eq!(watermarks(1, "1", "a"), None);
    let note = watermarks(2, "1", "b");
    assert_eq!(note.as_deref(), Some("the recording repeats that of exchange 0, the replay does not"));
    let note = watermarks(3, "2", "a");
    assert_eq!(note.as_deref(), Some("the replay repeats that of exchange 0, the recording does not"));
}

/// The parts that differ.
fn parts(recorded: &Exchange, fresh: &Exchange) -> Vec<&'static str> {
    let compared = compare(&mut Comparison::default(), 0, recorded, fresh);
    compared.differences.iter().map(|difference| difference.part.name()).collect()
}

#[test]
fn status_media_type_and_bytes_are_compared() {
    let one = poll(RECORDED, 200, "application/json; charset=utf-8", b"{}");
    let rows: &[(Exchange, &[&str])] = &[
        (poll(FRESH, 200, "Application/JSON;charset=UTF-8", b"{ }"), &[]),
        (poll(FRESH, 200, "application/json", b"{}"), &[]),
        (poll(FRESH, 200, "application/json; charset=latin1", b"{}"), &["content-type"]),
        (poll(FRESH, 200, "application/problem+json; charset=utf-8", b"{}"), &["content-type"]),
        (poll(FRESH, 500, "application/json; charset=utf-8", b"{}"), &["status"]),
        (poll(FRESH, 500, "text/html", b"<p>"), &["status", "content-type", "body"]),
        (poll(FRESH, 200, "application/json; charset=utf-8", b""), &["body"]),
        (poll(FRESH, 200, "application/json; charset=utf-8", b"{\xff"), &["body"]),
    ];
    for (fresh, expected) in rows {
        assert_eq!(parts(&one, fresh), *expected, "{fresh:?}");
    }
    let note = |recorded: &[u8], fresh: &[u8]| {
        let (one, other) =
            (poll(RECORDED, 200, "text/plain", recorded), poll(FRESH, 200, "text/plain", fresh));
        compare(&mut Comparison::default(), 0, &one, &other).differences.pop().and_then(|one| one.note)
    };
    assert_eq!(
        note(b"\xff\xfeab", b"\xff\xfeacd").as_deref(),
        Some("4 and 5 bytes, which differ from byte 3 on")
    );
}

#[test]
fn what_is_not_observable_is_neither_equal_nor_different() {
    let (mut one, other) =
        (poll(RECORDED, 200, "application/json", b"{}"), poll(FRESH, 200, "application/json", b"[]"));
    one.response.body = Observed::NotObservable(Reason::BodyNotRecorded);
    let compared = compare(&mut Comparison::default(), 0, &one, &other);
    assert_eq!(compared.differences, []);
    assert_eq!(compared.unknown, [(Part::Body, Reason::BodyNotRecorded)]);
}

#[test]
fn hostile_bodies_take_bounded_time_and_space() {
    let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    let wide = |name: &str| format!("{{{}\"z\":0}}", format!("\"{name}\":1,").repeat(50_000));
    let list = |from: usize| format!("{{\"messages\":{:?}}}", (from..from + 20_000).collect::<Vec<_>>());
    let rows = [
        (deep.clone(), deep.replace('1', "2")),
        (wide("a"), wide("b")),
        (list(0), list(1)),
        (format!("\"{}\"", "\u{1b}[31m".repeat(100_000)), "\"x\\ny\"".to_owned()),
    ];
    for (recorded, fresh) in &rows {
        let (one, other) =
            (poll(RECORDED, 200, "a/b", recorded.as_bytes()), poll(FRESH, 200, "a/b", fresh.as_bytes()));
        let compared = compare(&mut Comparison::default(), 0, &one, &other);
        assert!(
            !compared.differences.is_empty() && compared.differences.len() <= MOST,
            "{}",
            compared.further
        );
        for difference in &compared.differences {
            assert!(difference.recorded.iter().chain(&difference.fresh).all(|text| text.len() < 8_000));
            assert!(difference.lines.iter().all(|line| line.text.len() < 1_000));
        }
    }
}
