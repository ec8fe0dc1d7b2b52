//! HAR entries: the decision tables for bodies, headers, answers and credentials.

use crate::common::{one, read_all, told};
use directline_capture::ReadError;
use directline_exchange::{Coding, HeaderValue, Intent, Observed, Origin, Reason, Response};
use serde_json::{Value, json};

const URL: &str = "https://directline.botframework.com/api/conversations/c/upload?userId=u";

/// A HAR with one entry.
fn har(entry: &Value) -> String {
    json!({"log": {"creator": {"name": "test"}, "entries": [entry]}}).to_string()
}

fn headers(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

#[test]
fn request_bodies_follow_the_decision_table() {
    const MULTIPART: &str = "multipart/form-data; boundary=B";
    let cl = |length: &str| ("Content-Length", length.to_owned());
    let ct = |name: &str| ("Content-Type", name.to_owned());
    let x = || ("X", "y".to_owned());
    let upload = |file: &str, text: &str| {
        format!(
            "--B\r\nContent-Type: image/jpeg\r\n\r\n{file}\r\n--B\r\nContent-Type: application/vnd.microsoft.bot.message\r\n\r\n{text}\r\n--B--\r\n"
        )
    };
    let bytes_of = |text: &str| text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>();
    let shown = |bytes: &[u8]| bytes.escape_ascii().to_string();
    let ascii_message = upload("\u{ff}\u{d8}\u{0}", "{}");
    let utf8_as_bytes = upload("x", "{\"text\": \"caf\u{c3}\u{a9}\"}");
    let decoded = upload("x", "{\"text\": \"café\"}");
    let rows: Vec<(&str, Vec<(&str, String)>, Value, String)> = vec![
        ("1 no postData, no length", vec![x()], json!(null), "absent".into()),
        ("1 no postData, length 0", vec![cl("0")], json!(null), "absent".into()),
        ("1 no postData, length", vec![cl("5")], json!(null), "body-not-recorded".into()),
        ("1 no postData, multipart", vec![ct(MULTIPART)], json!(null), "body-not-recorded".into()),
        (
            "1 no postData, chunked",
            vec![("transfer-encoding", "chunked".into())],
            json!(null),
            "body-not-recorded".into(),
        ),
        ("1 no headers at all", vec![], json!(null), "body-not-recorded".into()),
        ("2 a file that is not there", vec![cl("5")], json!({"_file": "a.bin"}), "body-not-recorded".into()),
        ("2 a file elsewhere", vec![cl("5")], json!({"_file": "../a.bin"}), "body-not-recorded".into()),
        ("3 base64", vec![cl("5")], json!({"encoding": "base64", "text": "aGVsbG8="}), "hello".into()),
        ("3 not base64", vec![cl("5")], json!({"encoding": "base64", "text": "a*b"}), "body-lossy".into()),
        ("4 no text, length", vec![cl("5")], json!({"mimeType": "a/b"}), "body-not-recorded".into()),
        ("4 empty text, length", vec![cl("5")], json!({"text": ""}), "body-not-recorded".into()),
        (
            "4 empty text, params",
            vec![x()],
            json!({"text": "", "params": [{"name": "a"}]}),
            "body-not-recorded".into(),
        ),
        ("4 empty text, nothing", vec![x()], json!({"text": "", "params": []}), "absent".into()),
        (
            "4 empty text, length 0",
            vec![cl("0")],
            json!({"mimeType": "", "text": "", "params": []}),
            "absent".into(),
        ),
        ("5 UTF-8 of that length", vec![cl("5")], json!({"text": "café"}), r"caf\xc3\xa9".into()),
        ("5 one byte per character", vec![cl("4")], json!({"text": "café"}), r"caf\xe9".into()),
        ("5 a byte order mark", vec![cl("5")], json!({"text": "\u{feff}{}"}), r"\xef\xbb\xbf{}".into()),
        ("5 lossy", vec![cl("3")], json!({"text": "a\u{fffd}b"}), r"a\xef\xbf\xbdb [1..4 body-lossy]".into()),
        ("5 lossy of that length", vec![cl("5")], json!({"text": "a\u{fffd}b"}), r"a\xef\xbf\xbdb".into()),
        (
            "5 lossy and cut",
            vec![cl("9")],
            json!({"text": "a\u{fffd}b"}),
            r"a\xef\xbf\xbdb [1..4 body-lossy] [5..5 body-truncated]".into(),
        ),
        (
            "5 lossy, too long",
            vec![cl("2")],
            json!({"text": "a\u{fffd}\u{fffd}b"}),
            r"a\xef\xbf\xbd\xef\xbf\xbdb [1..7 body-lossy] [8..8 body-lossy]".into(),
        ),
        ("5 cut", vec![cl("9")], json!({"text": "hello"}), "hello [5..5 body-truncated]".into()),
        ("5 longer than sent", vec![cl("3")], json!({"text": "hello"}), "hello [0..5 body-lossy]".into()),
        (
            "5 text beside params",
            vec![cl("3")],
            json!({"text": "a=b", "params": [{"name": "a", "value": "c"}]}),
            "a=b".into(),
        ),
        ("6 no length, text", vec![x()], json!({"text": "café"}), r"caf\xc3\xa9".into()),
        (
            "6 no length, lossy",
            vec![x()],
            json!({"text": "\u{fffd}\u{fffd}a"}),
            r"\xef\xbf\xbd\xef\xbf\xbda [0..6 body-lossy]".into(),
        ),
        (
            "6 multipart, control characters",
            vec![ct(MULTIPART)],
            json!({"text": ascii_message}),
            shown(&bytes_of(&ascii_message)),
        ),
        (
            "6 multipart, message in bytes",
            vec![ct(MULTIPART)],
            json!({"text": utf8_as_bytes}),
            shown(&bytes_of(&utf8_as_bytes)),
        ),
        (
            "6 multipart, message decoded",
            vec![ct(MULTIPART)],
            json!({"text": decoded}),
            shown(decoded.as_bytes()),
        ),
        (
            "6 coded, so that the length is another",
            vec![cl("90"), ("content-encoding", "gzip".into())],
            json!({"text": "{}"}),
            "{}".into(),
        ),
    ];
    for (row, fields, post, expected) in rows {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let request = json!({"method": "POST", "url": URL, "headers": headers(&fields), "postData": post});
        let found = one(&har(&json!({ "request": request })));
        assert_eq!(told(&found.request.body), expected, "{row}");
    }
    let sized = json!({"method": "POST", "url": URL, "headers": headers(&[("a", "b")]), "bodySize": 7});
    assert_eq!(told(&one(&har(&json!({ "request": sized }))).request.body), "body-not-recorded");
}

#[test]
fn response_bodies_follow_the_decision_table() {
    // gzip of "{}" (RFC 1952, a stored block).
    const GZIP: &str = "H4sIAAAAAAAA/wECAP3/e31Dv6ajAgAAAA==";
    let rows: Vec<(&str, &str, u16, &[(&str, &str)], Value, &str)> = vec![
        ("text", "GET", 200, &[], json!({"text": "{}"}), "{}"),
        ("base64", "GET", 200, &[], json!({"text": "e30=", "encoding": "base64"}), "{}"),
        ("base64 that is none", "GET", 200, &[], json!({"text": "{}", "encoding": "base64"}), "body-lossy"),
        (
            "decoded although coded",
            "GET",
            200,
            &[("content-encoding", "gzip"), ("content-length", "22")],
            json!({"text": "{}"}),
            "{}",
        ),
        ("base64 of gzip", "GET", 200, &[], json!({"text": GZIP, "encoding": "base64"}), "{}"),
        (
            "chunks of gzip",
            "GET",
            200,
            &[("content-encoding", "gzip")],
            json!({"text": format!("[\"{}\",\"{}\"]", &GZIP[..12], &GZIP[12..]), "encoding": "base64"}),
            "{}",
        ),
        (
            "chunks, decoded",
            "GET",
            200,
            &[("content-encoding", "br")],
            json!({"text": "[\"eyJhYSI=\",\"OjF9\"]", "encoding": "base64"}),
            r#"{\"aa\":1}"#,
        ),
        (
            "chunks of unknown coding",
            "GET",
            200,
            &[("content-encoding", "pack")],
            json!({"text": "[\"e30=\"]", "encoding": "base64"}),
            "unsupported-coding",
        ),
        ("204, no text", "POST", 204, &[], json!({"size": 0, "mimeType": "x-unknown"}), "absent"),
        ("204, empty base64", "POST", 204, &[], json!({"text": "", "encoding": "base64"}), "absent"),
        ("204, no content", "POST", 204, &[], json!(null), "absent"),
        ("204, text", "POST", 204, &[], json!({"text": "{}"}), "{}"),
        ("200, text missing", "GET", 200, &[], json!({"size": 10}), "body-not-recorded"),
        ("200, content empty", "GET", 200, &[], json!({}), "body-not-recorded"),
        ("200, text missing, length 0", "GET", 200, &[("Content-Length", "0")], json!({}), "absent"),
        ("200, empty text", "GET", 200, &[], json!({"text": "", "size": 0}), "absent"),
        (
            "200, empty text, length",
            "GET",
            200,
            &[("Content-Length", "5")],
            json!({"text": ""}),
            "body-not-recorded",
        ),
        ("200, empty text, size", "GET", 200, &[], json!({"text": "", "size": 5}), "body-not-recorded"),
        ("answer to HEAD", "HEAD", 200, &[("Content-Length", "5")], json!({"size": 0}), "absent"),
        (
            "cut",
            "GET",
            200,
            &[("Content-Length", "5")],
            json!({"text": "{\"a"}),
            "{\\\"a [3..3 body-truncated]",
        ),
        ("length of another coding", "GET", 200, &[("Content-Length", "1")], json!({"text": "{}"}), "{}"),
        ("lossy", "GET", 200, &[], json!({"text": "\u{fffd}"}), r"\xef\xbf\xbd [0..3 body-lossy]"),
        (
            "replacement character sent",
            "GET",
            200,
            &[("Content-Length", "3")],
            json!({"text": "\u{fffd}"}),
            r"\xef\xbf\xbd",
        ),
        ("a file that is not there", "GET", 200, &[], json!({"_file": "x"}), "body-not-recorded"),
    ];
    for (row, method, status, fields, content, expected) in rows {
        let fields: Vec<_> = [&[("X", "y")], fields].concat();
        let entry = json!({
            "request": {"method": method, "url": URL, "headers": headers(&[("a", "b")])},
            "response": {"status": status, "headers": headers(&fields), "content": content},
        });
        assert_eq!(told(&one(&har(&entry)).response.body), expected, "{row}");
    }
}

#[test]
fn answers_that_never_came() {
    let rows = [
        (json!({"status": 200}), Some(200)),
        (json!({"status": "204"}), Some(204)),
        (json!({"status": 200.0}), Some(200)),
        (json!({"status": 200, "_error": null}), Some(200)),
        (json!({"status": 0}), None),
        (json!({"status": -1}), None),
        (json!({"status": null}), None),
        (json!({}), None),
        (json!(null), None),
        (json!({"status": 70000}), None),
        (json!({"status": 0, "_error": "net::ERR_ABORTED"}), None),
        (json!({"status": 200, "_failureText": "net::ERR_FAILED"}), None),
    ];
    for (response, status) in rows {
        let entry = json!({"request": {"method": "GET", "url": URL}, "response": response});
        let found = one(&har(&entry)).response;
        assert_eq!(found.status.present().copied(), status, "{response}");
        if status.is_none() {
            assert_eq!(found.body.reason(), Some(Reason::NoResponse), "{response}");
            assert_eq!(found.headers.partial(), Some(Reason::NoResponse), "{response}");
        }
    }
}

#[test]
fn headers_are_kept_as_they_were() {
    let entry = json!({"request": {"method": "post", "url": URL, "headers": [
        {"name": ":authority", "value": "h"}, {"name": "X-A", "value": " 1 "}, {"name": "x-a", "value": "2"},
        {"name": "Authorization", "value": "Bearer REDACTED"}, {"name": "Cookie", "value": "{{cookie}}"},
        {"name": "N", "value": 7}, {"name": "Missing"}, {"value": "nameless"}, 12,
    ]}});
    let request = one(&har(&entry)).request;
    let told: Vec<_> = request
        .headers
        .iter()
        .map(|field| match &field.value {
            HeaderValue::Seen(bytes) => format!("{}={}", field.name, bytes.escape_ascii()),
            HeaderValue::SchemeOnly { scheme, reason } => format!("{}~{scheme} {reason}", field.name),
            HeaderValue::Hidden(reason) => format!("{}?{reason}", field.name),
        })
        .collect();
    assert_eq!(
        told,
        [
            "X-A=1",
            "x-a=2",
            "Authorization~Bearer redacted-by-exporter",
            "Cookie?redacted-by-exporter",
            "N=7",
            "Missing?not-recorded",
        ]
    );
    assert!(request.headers.get("authorisation").is_absent() && request.is_method("POST"));
    for list in [json!(null), json!([]), json!([{"name": ":path", "value": "/"}])] {
        let entry = json!({"request": {"method": "GET", "url": URL, "headers": list}});
        let found = one(&har(&entry)).request.headers.get("x").reason();
        assert_eq!(found, Some(Reason::HeadersPartial), "{list}");
    }
    let object = json!({"request": {"method": "GET", "url": URL, "headers": {"X": "y"}}});
    assert_eq!(one(&har(&object)).request.headers.value("x"), Observed::Present(&b"y"[..]));
}

/// What a missing `Authorization` means, by who exported what else.
#[test]
fn a_missing_credential_is_absent_or_taken_out() {
    let get = |authorization: Option<&str>| {
        let mut fields = vec![("Host", "h")];
        fields.extend(authorization.map(|value| ("Authorization", value)));
        json!({"request": {"method": "POST", "url": URL, "headers": headers(&fields)}})
    };
    let preflight = |names: &str| {
        json!({"request": {"method": "OPTIONS", "url": URL, "headers": headers(&[
            ("Host", "h"), ("Access-Control-Request-Method", "POST"), ("access-control-request-headers", names),
        ])}})
    };
    let cookie = json!({"request": {"method": "GET", "url": "http://other/", "headers": headers(&[("host", "o"), ("cookie", "a=b")])}});
    let with = "content-type, Authorization";
    let without = "content-type";
    let none = || get(None);
    let rows = [
        ("WebInspector", vec![none()], "taken out"),
        ("WebInspector", vec![none(), cookie.clone()], "absent"),
        ("WebInspector", vec![none(), get(Some("Bearer x"))], "absent"),
        ("WebInspector", vec![none(), get(Some("Bearer <TOKEN>"))], "taken out"),
        ("Firefox", vec![none()], "absent"),
        ("Firefox", vec![none(), get(Some("REDACTED"))], "taken out"),
        ("WebInspector", vec![none(), preflight(with)], "sent"),
        ("WebInspector", vec![preflight(with), none()], "sent"),
        ("WebInspector", vec![none(), preflight(without)], "absent"),
        ("WebInspector", vec![none(), none(), preflight(without)], "taken out"),
        ("WebInspector", vec![none(), none(), preflight(with)], "taken out"),
        ("WebInspector", vec![none(), none(), preflight(with), preflight(with)], "sent"),
        ("WebInspector", vec![none(), none(), preflight(with), preflight(without)], "taken out"),
        ("Firefox", vec![none(), preflight(with)], "absent"),
    ];
    for (row, (creator, entries, expected)) in rows.into_iter().enumerate() {
        // The creator may come after the entries.
        let log =
            json!({"log": {"entries": entries, "version": "1.2", "zz": 0, "creator": {"name": creator}}});
        let all = read_all(log.to_string().as_bytes());
        let is_post = |found: &&directline_exchange::Exchange| found.request.method == "POST";
        let all: Vec<_> = all.into_iter().map(|found| found.unwrap().exchange).collect();
        let first = all.iter().find(is_post).unwrap();
        let found = match first.request.headers.get("authorization") {
            Observed::Absent => "absent",
            Observed::NotObservable(Reason::RedactedByExporter) => "taken out",
            Observed::Present(field) if field.value == HeaderValue::Hidden(Reason::RedactedByExporter) => {
                "sent"
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(found, expected, "row {row}");
    }
}

#[test]
fn entries_that_cannot_be_read_end_the_recording() {
    let good = json!({"request": {"method": "GET", "url": URL}}).to_string();
    let rows = [
        ("{}", "an entry without request"),
        ("null", "an entry is not a JSON object"),
        (r#"{"request": {"url": "http://h/"}}"#, "a request without method"),
        (r#"{"request": {"method": "GET", "url": ""}}"#, "a request without url"),
        (r#"{"request": {"method": "GET" "url": "http://h/"}}"#, "a comma is missing between two entries"),
    ];
    for (bad, what) in rows {
        let text = format!("{{\"log\":{{\"entries\":[{good},\n{bad},{good}]}}}}");
        let all = read_all(text.as_bytes());
        assert_eq!((all.len(), all[0].is_ok()), (2, true), "{bad}");
        let Err(ReadError::Malformed { at, what: found }) = &all[1] else { panic!("{bad}: {:?}", all[1]) };
        assert_eq!((found.as_str(), at.line), (what, 2), "{bad}");
    }
    // Faults that leave no doubt about what was meant do not matter.
    for fine in [
        "{\"request\": {\"method\": \"GET\", \"url\": \"http://h/\n\",}}",
        "{\"x\": {}, /**/ \"request\": {\"method\": \"GET\", \"url\": \"http://h/\"}}",
    ] {
        let all = read_all(format!("[{good},{fine}]").as_bytes());
        assert!(all.iter().all(Result::is_ok), "{all:?}");
    }
}

#[test]
fn codings_of_bodies_say_how_to_find_a_byte() {
    let post = |post: Value, length: &str| {
        let fields = headers(&[("Content-Length", length)]);
        let entry = json!({"request": {"method": "POST", "url": URL, "headers": fields, "postData": post}});
        one(&har(&entry)).request.body.present().unwrap().origin.coding.clone()
    };
    assert_eq!(post(json!({"text": "é"}), "2"), Coding::JsonString);
    assert_eq!(post(json!({"text": "é"}), "1"), Coding::JsonLatin1);
    assert_eq!(post(json!({"text": "aGk=", "encoding": "base64"}), "2"), Coding::JsonBase64);
    // The bytes of a stored gzip member.
    assert_eq!(
        post(json!({"text": "H4sIAAAAAAAA/wECAP3/e31Dv6ajAgAAAA==", "encoding": "base64"}), "25"),
        Coding::JsonBase64
    );
}

/// Our own members: they say what no browser can.
#[test]
fn what_only_a_generator_knows_is_read() {
    let entry = |intent: &str, response: &str| {
        let entry =
            format!(r#"{{"request":{{"method":"GET","url":"http://h/"}},{intent}"response":{response}}}"#);
        one(&format!(r#"{{"log":{{"entries":[{entry}]}}}}"#))
    };
    for (member, intent) in [
        ("", Intent::Unknown),
        (r#""_intent":"valid","#, Intent::Valid),
        (r#""_intent":"Valid","#, Intent::Unknown),
        (r#""_intent":["valid"],"#, Intent::Unknown),
    ] {
        assert_eq!(entry(member, r#"{"status":200}"#).intent, intent, "{member}");
    }
    let silent = entry("", r#"{"status":0,"_status":"none"}"#).response;
    assert_eq!(Response { status_origin: Origin::default(), ..silent }, Response::unanswered());
    for other in [r#"{"status":0}"#, r#"{"status":0,"_status":"nothing"}"#, r#"{"status":0,"_status":null}"#]
    {
        assert_eq!(entry("", other).response.status.reason(), Some(Reason::NoResponse), "{other}");
    }
    // A status that is there was seen.
    assert_eq!(entry("", r#"{"status":204,"_status":"none"}"#).response.status.present(), Some(&204));
}
