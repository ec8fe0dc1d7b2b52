//! Exports of Burp Suite.

use data_encoding::BASE64;
use directline_capture::{Format, Limits, ReadError, Recorded, open_bytes};
use directline_exchange::Fidelity::{self, Exact, ValueOnly};
use directline_exchange::Scheme;

use crate::common::{at, corpus, exchanges, run_of_the_samples, spoken, told};
use crate::robust::{drain, every_bit};

fn sample() -> Vec<u8> {
    std::fs::read(corpus("captures/burp/items.xml")).unwrap()
}

fn export(items: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<items burpVersion=\"2025.1\">\n{items}\n</items>\n")
}

fn item(request: &str, response: &str) -> String {
    format!(
        "<item><time>Fri Jan 02 03:04:05 UTC 2026</time><url><![CDATA[https://h:8443/x]]></url>\n{request}{response}</item>"
    )
}

fn read(text: &[u8]) -> Vec<Result<Recorded, ReadError>> {
    open_bytes("b.xml", text.to_vec(), &Limits::default()).unwrap().collect()
}

fn only(text: &str) -> Recorded {
    let mut all = read(text.as_bytes());
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0).unwrap_or_else(|error| panic!("{text}: {error}"))
}

const POST: &str = "POST /x HTTP/1.1\r\nHost: h:8443\r\nContent-Length: 2\r\n\r\n{}";

#[test]
fn the_sample_says_what_the_wire_said() {
    let capture = open_bytes("b.xml", sample(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), Format::Burp);
    assert_eq!(capture.health().producer.as_deref(), Some("Burp Suite"));
    let all = exchanges(capture);
    let said: Vec<String> = all.iter().map(|recorded| spoken(&recorded.exchange)).collect();
    assert_eq!(said, run_of_the_samples());
    for recorded in &all {
        let target = &recorded.exchange.request.target;
        assert_eq!(target.scheme.present(), Some(&Scheme::Https));
        assert_eq!(target.host.present().unwrap(), "directline.botframework.com");
        assert!(
            recorded.exchange.request.framing.is_empty() && recorded.exchange.response.framing.is_empty()
        );
        // 2026-01-02T03:04:05Z, by GNU date.
        let started = recorded.exchange.started.present().unwrap();
        assert_eq!(started.unix_nanos, 1_767_323_045_000_000_000);
        assert!(at(&recorded.places.position_of_entry(), &sample()).starts_with(b"<item>"));
    }
}

/// Of three bytes, each begins in the base64 digit of the same number, counted within four.
#[test]
fn places_are_those_of_the_base64_digits() {
    let file = sample();
    for recorded in exchanges(open_bytes("b.xml", file.clone(), &Limits::default()).unwrap()) {
        let request = &recorded.exchange.request;
        let written = at(&recorded.places.locate(&request.method_origin, 0), &file);
        let end = written.windows(3).position(|window| window == b"]]>").unwrap();
        let message = BASE64.decode(&written[..end]).unwrap();
        assert!(message.starts_with(request.method.as_bytes()));
        let digits = |byte: usize| &written[byte / 3 * 4 + byte % 3..];
        for field in &request.headers {
            let found = at(&recorded.places.locate(&field.value_origin, 0), &file);
            let byte = message.windows(field.bytes().unwrap().len());
            let byte = byte.enumerate().filter(|(_, window)| *window == field.bytes().unwrap());
            assert!(byte.map(|(byte, _)| digits(byte)).any(|expected| expected == found), "{}", field.name);
        }
        if let Some(body) = request.body.present() {
            let start = message.len() - body.bytes.len();
            for byte in [0, 1, 2, body.bytes.len() - 1] {
                let found = at(&recorded.places.locate(&body.origin, byte), &file);
                assert_eq!(found, digits(start + byte));
            }
        }
    }
}

/// Base64 over several lines, in pieces of CDATA, with a character reference between.
#[test]
fn places_in_base64_that_is_in_pieces() {
    let coded = BASE64.encode(POST.as_bytes());
    let (first, rest) = coded.split_at(10);
    let (second, third) = rest.split_at(35);
    let text = export(&item(
        &format!(
            "<request base64=\"true\">\n  {first}&#10;\r\n<![CDATA[{second}\n]]><!-- é -->{third}</request>"
        ),
        "",
    ));
    let recorded = only(&text);
    let body = recorded.exchange.request.body.present().unwrap();
    assert_eq!(body.bytes, b"{}");
    let digit = |index: usize| coded.split_at(index / 3 * 4 + index % 3).1;
    for byte in 0..2 {
        let found = at(&recorded.places.locate(&body.origin, byte), text.as_bytes());
        assert!(found.starts_with(digit(POST.len() - 2 + byte).trim_end_matches('=').as_bytes()));
    }
    let host = recorded.exchange.request.headers.all("host").next().unwrap();
    let found = at(&recorded.places.locate(&host.value_origin, 0), text.as_bytes());
    let place = digit(POST.find("h:8443").unwrap());
    // The digits from there to the end of the second piece.
    let run = place.split_at(10 + 35 - (coded.len() - place.len())).0;
    assert!(found.starts_with(run.as_bytes()), "{}", found.escape_ascii());
}

/// A request without base64: its body, whether its bytes are the wire's, and the number of defects.
#[test]
fn messages_as_text_are_read_as_far_as_text_goes() {
    let cdata = |text: &str| format!("<![CDATA[{text}]]>");
    let headed =
        |length: usize, body: &str| format!("POST /x HTTP/1.1\r\nContent-Length: {length}\r\n\r\n{body}");
    let coded = |coding: &str, body: &str| format!("POST /x HTTP/1.1\r\n{coding}\r\n\r\n{body}");
    let rows: Vec<(String, &str, Fidelity)> = vec![
        (cdata(POST), "{}", Exact),
        (
            headed(15, "{&quot;a&quot;:&quot;&lt;&amp;&gt;&#x2713;&apos;&quot;}"),
            r#"{\"a\":\"<&>\xe2\x9c\x93\'\"}"#,
            Exact,
        ),
        (
            cdata(&headed(9, "{\"é\":\"✓\"}").replace("9\r", "12\r")),
            r#"{\"\xc3\xa9\":\"\xe2\x9c\x93\"}"#,
            Exact,
        ),
        // An entity that a document type would define is none.
        (headed(6, "&lol9;"), "&lol9;", Exact),
        // Line ends that were made LF.
        (cdata(&headed(6, "{\r\n\r\n}").replace('\r', "")), r"{\n\n}", ValueOnly),
        (cdata(&headed(2, "{}\n")), "{}", Exact),
        // Bytes that are no text are lost.
        (cdata(&headed(5, "a\u{fffd}b")), r"a\xef\xbf\xbdb [1..4 body-lossy]", Exact),
        (cdata(&headed(9, "a\u{fffd}b")), "body-lossy", Exact),
        (cdata(&headed(3, "{}{}")), "body-lossy", Exact),
        (cdata(&headed(9, "{}")), "{} [2..2 body-truncated]", Exact),
        (
            cdata(&coded("Content-Encoding: gzip\r\nContent-Length: 12", "\u{1f}\u{fffd}\u{8}xxxxx")),
            "body-lossy",
            Exact,
        ),
        (cdata(&coded("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n")), "{}", Exact),
        (cdata(&coded("Transfer-Encoding: chunked", "2\n{\u{fffd}")), "body-lossy", Exact),
    ];
    for (written, body, fidelity) in rows {
        let text = export(&item(&format!("<request base64=\"false\">{written}</request>"), ""));
        let request = only(&text).exchange.request;
        assert_eq!(told(&request.body), body, "{written}");
        assert_eq!(request.framing, [], "{written}");
        if let Some(content) = request.body.present() {
            assert_eq!(content.fidelity, fidelity, "{written}");
        }
    }
}

#[test]
fn places_in_text_go_through_references() {
    let message = "POST /x HTTP/1.1\r\nA: b&amp;c&#xe9;d\r\nContent-Length: 8\r\n\r\n{&quot;MARK&quot;}";
    let text = export(&item(&format!("<request>{message}</request>"), ""));
    let recorded = only(&text);
    let body = recorded.exchange.request.body.present().unwrap();
    assert_eq!(body.bytes, b"{\"MARK\"}");
    for (byte, expected) in [(0, "{&quot;M"), (1, "&quot;MARK"), (2, "MARK&"), (6, "&quot;}<"), (7, "}</r")] {
        let found = at(&recorded.places.locate(&body.origin, byte), text.as_bytes());
        assert!(found.starts_with(expected.as_bytes()), "{byte}");
    }
    let field = recorded.exchange.request.headers.iter().next().unwrap();
    assert_eq!(field.text().unwrap(), "b&céd");
    let found = at(&recorded.places.locate(&field.value_origin, 5), text.as_bytes());
    assert!(found.starts_with(b"d\r\n"));
}

/// Bytes that are no UTF-8 are no XML, and real exports without base64 have them.
#[test]
fn bytes_that_are_no_text_do_not_stop_the_reader() {
    let text =
        export(&item("<request><![CDATA[POST /x HTTP/1.1\r\nContent-Length: 4\r\n\r\na??b]]></request>", ""));
    let mut bytes = text.into_bytes();
    let marks = bytes.windows(2).position(|window| window == b"??").unwrap();
    bytes[marks..marks + 2].copy_from_slice(&[0xff, 0xd8]);
    let all = read(&bytes);
    assert_eq!(told(&all[0].as_ref().unwrap().exchange.request.body), r"a\xff\xd8b");
}

#[test]
fn what_the_message_lacks_the_item_says() {
    let response = "<response base64=\"true\"><![CDATA[]]></response>";
    let http2 = "<request>POST /x HTTP/2\r\nContent-Type: application/json\r\n\r\n{}</request>";
    let recorded = only(&export(&item(http2, response)));
    let request = &recorded.exchange.request;
    assert_eq!(request.target.scheme.present(), Some(&Scheme::Https));
    assert_eq!((request.target.host.present().unwrap().as_str(), request.target.port), ("h", Some(8443)));
    // HTTP/2 needs no length.
    assert_eq!((told(&request.body).as_str(), request.framing.len()), ("{}", 0));
    assert_eq!(told(&recorded.exchange.response.body), "no-response");
    let reply = "<response><![CDATA[HTTP/2 204 No Content\r\nA: b\r\n\r\n]]></response>";
    let recorded = only(&export(&item("<request>GET /x HTTP/2\r\nHost: other\r\n\r\n</request>", reply)));
    assert_eq!(recorded.exchange.request.target.host.present().unwrap(), "other");
    assert_eq!(recorded.exchange.response.status.present(), Some(&204));
}

#[test]
fn an_item_that_cannot_be_read_does_not_stop_the_others() {
    let good = item(&format!("<request>{POST}</request>"), "");
    let items = [
        item("", "<response>HTTP/1.1 204 -\r\n\r\n</response>"),
        item("<request base64=\"true\">no base64!</request>", ""),
        item("<request>nonsense</request>", ""),
        good,
    ];
    let text = export(&items.join("\n"));
    let all = read(text.as_bytes());
    let told: Vec<String> =
        all.iter().map(|found| found.as_ref().map_or_else(ToString::to_string, |_| "ok".into())).collect();
    for (found, expected) in told.iter().zip([
        "an item without a request",
        "the message is not valid base64",
        "expected a request line",
        "ok",
    ]) {
        assert!(found.contains(expected), "{found}");
    }
    assert_eq!(told.len(), 4);
    let place = all[2].as_ref().unwrap_err().position().unwrap();
    assert!(at(place, text.as_bytes()).starts_with(b"nonsense"));
}

/// Entities that stand for entities are not looked at, and depth and size are bounded.
#[test]
fn hostile_xml() {
    let laugh = |n: usize| format!("<!ENTITY lol{n} \"{}\">", format!("&lol{};", n - 1).repeat(10));
    let laughs = (1..10).map(laugh).collect::<Vec<_>>().concat();
    let text = export(&item("<request>GET /&lol9; HTTP/1.1\r\n\r\n</request>", ""))
        .replace("<items", &format!("<!DOCTYPE items [<!ENTITY lol0 \"lol\">{laughs}]>\n<items"));
    assert_eq!(only(&text).exchange.request.target.path, "/&lol9;");

    let deep = export(&"<item>".repeat(200));
    let error = read(deep.as_bytes()).remove(0).unwrap_err();
    assert!(error.to_string().contains("too deep"), "{error}");

    let limits = Limits { max_entry_bytes: 300_000, ..Limits::default() };
    for (size, fits) in [(100_000, true), (400_000, false)] {
        let text =
            export(&item(&format!("<request>GET /{} HTTP/1.1\r\n\r\n</request>", "x".repeat(size)), ""));
        let found = open_bytes("b.xml", text.into(), &limits).unwrap().next().unwrap();
        assert_eq!(found.is_ok(), fits, "{size}");
        assert!(fits || matches!(found, Err(ReadError::TooLarge { limit: 300_000, .. })));
    }
    let references =
        export(&item(&format!("<request>GET /{} HTTP/1.1\r\n\r\n</request>", "&lt;".repeat(50_000)), ""));
    assert_eq!(only(&references).exchange.request.target.path.len(), 50_001);
}

#[test]
fn every_cut_and_every_bit_of_a_small_export() {
    let coded = BASE64.encode(POST.as_bytes());
    let text = export(&format!(
        "{}\n{}",
        item(
            &format!("<request base64=\"true\"><![CDATA[{coded}]]></request>"),
            "<response>HTTP/1.1 204 -\r\n\r\n</response>"
        ),
        item(&format!("<request>{POST}</request>"), "")
    ));
    let limits = Limits::default();
    assert_eq!(drain(text.as_bytes(), &limits), (2, 0));
    let ends: Vec<usize> = text.match_indices("</item>").map(|(at, end)| at + end.len()).collect();
    let whole = text.trim_end().len();
    for end in 0..text.len() {
        let complete = ends.iter().filter(|item| **item <= end).count();
        let expected = (complete, usize::from(end < whole));
        assert_eq!(drain(&text.as_bytes()[..end], &limits), expected, "{end}");
    }
    every_bit(text.as_bytes());
}
