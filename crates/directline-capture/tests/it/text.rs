//! Messages as people write them: editor files, printed exchanges, documents.

use std::fs;

use crate::common::{corpus, exchanges, one, read_all, told};
use directline_capture::{Format, Input, Limits, Recorded, inputs, open, open_bytes};
use directline_exchange::{HeaderValue, Observed, Reason, Scheme};

fn line(recorded: &Recorded) -> String {
    let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
    let status = response.status.present().map_or("-".to_owned(), ToString::to_string);
    let target = &request.target.written;
    format!("{} {target} {status} | {} | {}", request.method, told(&request.body), told(&response.body))
}

fn lines(text: &str) -> Vec<String> {
    read_all(text.as_bytes())
        .iter()
        .map(|found| found.as_ref().map_or_else(ToString::to_string, line))
        .collect()
}

fn format(text: &str) -> Result<Format, String> {
    format_of("t", text)
}

fn format_of(name: &str, text: &str) -> Result<Format, String> {
    let opened = open_bytes(name, text.into(), &Limits::default());
    opened.map(|capture| capture.format()).map_err(|error| error.to_string())
}

#[test]
fn editor_files_are_told_from_the_wire() {
    let editor = [
        "### one\nGET /",
        "GET /\nA: 1\n",
        "POST https://h/api",
        "GET {{base}}/a HTTP/1.1\n",
        "@a = b\n\nGET /a HTTP/1.1\n",
        "# @name x\nGET /a HTTP/1.1\n",
        "// a comment\n// @no-redirect\nhttps://h/a\n",
        "GET /a HTTP/1.1\r\n\r\n\r\n###\r\nGET /b HTTP/1.1\r\n",
        "< {%\n  request.variables.set('a', 1)\n%}\nGET /a HTTP/1.1\n",
        "POST /a HTTP/1.1\nContent-Type: image/jpeg\n\n< ./a.jpg\n",
        "GET /a HTTP/1.1\n\n<> 2021-08-24T234838.200.json\n",
        "POST /a HTTP/1.1\n[other headers]\n\n{}\n",
        "---------------------\n\n=== x ===\n\nGET /a HTTP/1.1\n\nHTTP/1.1 200  - OK\n",
        "# Poll\nGET https://h/a HTTP/1.1\nA: b\n",
        "// Poll\n\nGET https://h/a HTTP/1.1\n",
    ];
    for text in editor {
        assert_eq!(format(text), Ok(Format::HttpFile), "{text}");
    }
    for text in [
        "GET /a HTTP/1.1\r\nHost: h\r\n\r\nHTTP/1.1 204 -\r\n\r\n",
        "POST /a HTTP/1.1\nHost: h\n\n{\"a\": 1}\n",
        "POST /a HTTP/1.1\r\n\r\n# a\n## b\n### c\ntext\n",
    ] {
        assert_eq!(format(text), Ok(Format::RawHttp), "{text}");
    }
    for text in ["### A title\n\nProse about GET /a.\n", "@a = b\n", "# @name x\n", "https://h/a is a page\n"]
    {
        assert!(format(text).is_err(), "{text}");
    }
}

/// What an editor fills in is a mark where the line ends or the name of the file say that nobody recorded it.
#[test]
fn what_an_editor_fills_in_is_told_from_the_wire() {
    let head = "POST https://h/a HTTP/1.1\nContent-Type: application/json\nA: b\n\n";
    let typed: Vec<String> = [
        "< in.json",
        "<@ in.json\n",
        "< /abs/x\n",
        "< C:\\Users\\x\n",
        "--B\nA: b\n\n< a.jpg\n--B--\n",
        "{\"text\": \"{{text}}\"}",
        "{\"id\": \"{{$guid}}\"}\n",
    ]
    .into_iter()
    .map(|body| format!("{head}{body}"))
    .chain(["GET /a HTTP/1.1\nAuthorization: Bearer {{token}}\n".into()])
    .chain(["POST /a HTTP/1.1\nA: {{a}}\nContent-Length: 500\n\n{}\n".into()])
    .collect();
    for text in &typed {
        assert_eq!(format(text), Ok(Format::HttpFile), "{text}");
        let wire = text.replace('\n', "\r\n");
        assert_eq!(format(&wire), Ok(Format::RawHttp), "{wire}");
    }
    // The name of the file is evidence: of line ends that an editor of Windows writes, and of those that no wire has.
    for text in typed.iter().filter(|text| !text.contains("Content-Length") && text.starts_with("POST")) {
        assert_eq!(format_of("A.HTTP", &text.replace('\n', "\r\n")), Ok(Format::HttpFile), "{text}");
    }
    assert_eq!(format_of("a.rest", &format!("{head}{{}}\n")), Ok(Format::HttpFile));
    for (name, text) in [
        // Bodies that only look like it.
        ("t", format!("{head}<a b=\"c\">\n</a>\n")),
        ("t", format!("{head}one\n< two\n")),
        ("t", format!("{head}{{}}\n\nHTTP/1.1 200 OK\nA: {{{{b}}}}\n\n< c\n")),
        // Bytes of the wire, by their framing.
        ("a.http", "POST /a HTTP/1.1\r\nContent-Length: 7\r\n\r\n< a.txt".into()),
        ("a.http", "POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\n{{a}}".into()),
        ("a.http", "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{{a}}\r\n0\r\n\r\n".into()),
        ("a.http", "POST /a HTTP/1.1\nTRANSFER-ENCODING: chunked\n\n5\n{{a}}\n0\n\n".into()),
        ("a.http", "POST /a HTTP/1.1\r\nA: b\r\n\r\n<a>\r\n</a>\r\n".into()),
    ] {
        assert_eq!(format_of(name, &text), Ok(Format::RawHttp), "{text}");
    }
}

#[test]
fn requests_of_an_editor_file() {
    let rows: [(&str, &[&str]); 18] = [
        (
            "### a\nhttps://h/a\n### b\nPOST /b\n\n{}\n\n\n###\n",
            &["GET https://h/a - | absent | no-response", "POST /b - | {} | no-response"],
        ),
        ("GET /a\n    ?x=1\n    &y=2\nA: b\n", &["GET /a?x=1&y=2 - | absent | no-response"]),
        ("GET /a\n  ?x=1 HTTP/1.1\nA: b\n", &["GET /a?x=1 HTTP/1.1 - | absent | no-response"]),
        (
            "@b = http://h\n@c={{b}}/api\nGET {{c}}/a HTTP/1.1\n",
            &["GET http://h/api/a - | absent | no-response"],
        ),
        ("GET {{ base }}/a\n", &["GET {{base}}/a - | absent | no-response"]),
        ("@t = hi\nPOST /a\n\n{\"text\": \"{{t}}\"}\n", &[r#"POST /a - | {\"text\": \"hi\"} | no-response"#]),
        (
            "POST /a\n\n{\"text\": \"{{t}}\"}\n",
            &[r#"POST /a - | {\"text\": \"{{t}}\"} [10..15 not-recorded] | no-response"#],
        ),
        // Scripts, where a response goes, and assertions are no part of a message.
        (
            "< {%\n  x\n%}\nPOST /a\n# a comment\nA: b\n\n{}\n\n> {%\n  client.test()\n%}\n\n### b\nGET /b\n\n> ./b.js\n>>! ./b.json\n",
            &["POST /a - | {} | no-response", "GET /b - | absent | no-response"],
        ),
        ("POST /a\n\n{}\n\n?? status == 200\n{{\n  console.log()\n}}\n", &["POST /a - | {} | no-response"]),
        // The status stands in the name, the body in the file, which is not here.
        (
            "GET /a\n\n<> 2021-08-24T234838.200.json\n###\nPOST /b\n\n{}\n\n<> 2021-08-24T234612.204.txt\n<> x.400.json\n",
            &["GET /a 200 | absent | body-not-recorded", "POST /b 204 | {} | absent"],
        ),
        ("POST /a\n\n< ./none.json\n", &["POST /a - | body-not-recorded | no-response"]),
        ("POST /a\n\n[JPEG content]\n", &["POST /a - | body-not-recorded | no-response"]),
        ("POST /a\n[other headers]\n", &["POST /a - | body-not-recorded | no-response"]),
        (
            "POST /a\n\n{\n// which\n\"a\": 1}\n",
            &["POST /a - | {\\n\\\"a\\\": 1} [2..2 not-recorded] | no-response"],
        ),
        // What httpYac prints.
        (
            "=== a ===\n\nPOST /a\nauthorization: Bearer x\n\n{\"a\":1}\n\nHTTP/1.1 200  - OK\ncontent-length: 7\n\n{\n  \"b\": 1\n}\n\nTimings:\n  total: 5 ms\n\n---------------------\n\n=== b ===\n\nGET /b\n\nHTTP/1.1 204  - No Content\n",
            &[r#"POST /a 200 | {\"a\":1} | {\n  \"b\": 1\n}"#, "GET /b 204 | absent | absent"],
        ),
        (
            "\n---------------------\n\n=== a ===\nwhat it does\n\nPOST https://h/a\ncontent-type: multipart/form-data; boundary=B\n\nHTTP/1.1 200  - OK\ncontent-type: text/plain\n\nTimings:\n  total: 5 ms\n\nabc... (12 characters  more)\n\n---------------------\n\nPOST https://h/b\n=> 204 (5 ms, 12 B)\n",
            &[
                "POST https://h/a 200 | body-not-recorded | abc [3..3 body-truncated]",
                "POST https://h/b 204 | body-not-recorded | absent",
            ],
        ),
        // The article's style, several in a row.
        (
            "POST /a\n[other headers]\n\n{}\n\nHTTP/1.1 204 No Content\n[other headers]\n\nGET /b\n",
            &["POST /a 204 | {} | absent", "GET /b - | absent | no-response"],
        ),
        (
            "\u{feff}### a\r\nGET /a\r\n\r\n### b\r\nPOST /b\r\n\r\n{}\r\n",
            &["GET /a - | absent | no-response", "POST /b - | {} | no-response"],
        ),
    ];
    for (text, expected) in rows {
        let expected: Vec<String> = expected.iter().map(|line| line.replace(" HTTP/1.1 -", " -")).collect();
        assert_eq!(lines(text), expected, "{text}");
    }
}

#[test]
fn variables_without_a_value_hide_what_they_stand_for() {
    let request = one("GET {{base}}/api/conversations?x={{y}}\nAuthorization: Bearer {{token}}\nX: a{{b}}\nContent-Type: text/plain\n").request;
    let target = &request.target;
    assert_eq!((target.path.as_str(), target.query.as_deref()), ("/api/conversations", Some("x={{y}}")));
    assert!(target.host.reason().is_some() && target.scheme.reason().is_some());
    assert_eq!(target.parameters("x").next(), Some(("{{y}}", target.written.len() - 5)));
    let value = |name| request.headers.all(name).next().unwrap().value.clone();
    let open = HeaderValue::SchemeOnly { scheme: "Bearer".into(), reason: Reason::NotRecorded };
    assert_eq!(value("authorization"), open, "no exporter removed it");
    let masked = one("@t = REDACTED\nGET /a\nX: {{t}}\nY: {{none}}\nZ: <TOKEN>\n").request.headers;
    for (name, reason) in
        [("x", Reason::RedactedByExporter), ("y", Reason::NotRecorded), ("z", Reason::RedactedByExporter)]
    {
        assert_eq!(masked.all(name).next().unwrap().value, HeaderValue::Hidden(reason), "{name}");
    }
    assert_eq!(value("x"), HeaderValue::Hidden(Reason::NotRecorded));
    assert_eq!(value("content-type"), HeaderValue::Seen(b"text/plain".into()));
    let partly = one("GET /a{{b}}c/d{{e}}?f=g{{h}}&i=j\n").request.target;
    assert_eq!((partly.path.as_str(), partly.query.as_deref()), ("/{{b}}/{{e}}", Some("f={{h}}&i=j")));
    let target = one("GET https://{{host}}/a\n").request.target;
    assert_eq!(
        (target.scheme, target.host.reason()),
        (Observed::Present(Scheme::Https), Some(Reason::NotRecorded))
    );
}

/// Editors send lines of a form with CR LF; what a document leaves out of it is not known.
#[test]
fn forms_are_as_they_are_sent() {
    let text = "POST /a\nContent-Type: multipart/form-data; boundary=B\n\n--B\nContent-Type: image/jpeg\n[other headers]\n\n[JPEG content]\n--B--\n";
    let body = one(text).request.body;
    let expected = r"--B\r\nContent-Type: image/jpeg\r\n\r\n[JPEG content]\r\n--B-- [31..31 headers-partial] [33..47 body-not-recorded]";
    assert_eq!(told(&body), expected);
}

#[test]
fn files_beside_are_read_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("in");
    fs::create_dir_all(inside.join("sub")).unwrap();
    fs::write(folder.path().join("secret"), "no").unwrap();
    fs::write(inside.join("sub/a.bin"), b"\x1f\x8byes").unwrap();
    fs::write(inside.join("b.json"), "{\"a\": \"{{b}}\"}").unwrap();
    fs::write(inside.join("x.200.json"), "{}").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret", inside.join("link")).unwrap();
    let secret = folder.path().join("secret");
    let names = [
        "./sub/a.bin",
        "sub/a.bin",
        "./link",
        "../secret",
        secret.to_str().unwrap(),
        "./sub",
        "./none",
        "b.json",
    ];
    let requests: Vec<String> = names.iter().map(|name| format!("### x\nPOST /a\n\n< {name}\n")).collect();
    let form = "### f\nPOST /f\nContent-Type: multipart/form-data; boundary=B\n\n--B\n\n< ./sub/a.bin\n--B\n\n< ../secret\n--B--\n### v\nPOST /v\n\n<@ ./b.json\n### r\nGET /r\n\n<> x.200.json\n";
    fs::write(inside.join("r.http"), requests.concat() + form).unwrap();
    let found = exchanges(open(&Input::file(&inside.join("r.http")), &Limits::default()).unwrap());
    let bodies: Vec<String> = found.iter().map(|found| told(&found.exchange.request.body)).collect();
    let none = "body-not-recorded";
    let exact = r"\x1f\x8byes";
    assert_eq!(bodies[..8], [exact, exact, none, none, none, none, none, r#"{\"a\": \"{{b}}\"}"#]);
    assert_eq!(bodies[8], r"--B\r\n\r\n\x1f\x8byes\r\n--B\r\n\r\n\r\n--B-- [21..21 body-not-recorded]");
    assert_eq!(bodies[9], "not-recorded");
    assert_eq!(told(&found[10].exchange.response.body), "{}");
    assert_eq!(found[10].exchange.response.status, Observed::Present(200));
    // A finding in an included file points into it.
    let body = found[0].exchange.request.body.present().unwrap();
    let place = found[0].places.locate(&body.origin, 3);
    assert!(place.file.ends_with("in/sub/a.bin") && place.offset == 3, "{place}");
    // From a stream there is no folder.
    let text = fs::read(inside.join("r.http")).unwrap();
    let found = exchanges(open_bytes("-", text, &Limits::default()).unwrap());
    assert_eq!(told(&found[0].exchange.request.body), none);
}

#[test]
fn the_sample_file() {
    let path = corpus("captures/http-file/directline.http");
    let capture = open(&inputs(&[path]).remove(0).unwrap(), &Limits::default()).unwrap();
    assert_eq!((capture.format(), capture.health().unseen.len()), (Format::HttpFile, 1));
    let found = exchanges(capture);
    let told: Vec<_> = found
        .iter()
        .map(|found| {
            let request = &found.exchange.request;
            let host = request.target.host.present().cloned().unwrap_or_default();
            format!("{} {} {host}", request.method, request.target.path)
        })
        .collect();
    let at = "/api/conversations/{{conv.conversationId}}";
    assert_eq!(
        told,
        [
            "POST /api/tokens/conversation 127.0.0.1".to_owned(),
            "POST /api/conversations 127.0.0.1".to_owned(),
            format!("POST {at}/messages 127.0.0.1"),
            format!("POST {at}/upload 127.0.0.1"),
            format!("POST {at}/upload 127.0.0.1"),
            format!("GET {at}/messages 127.0.0.1"),
            "GET /api/tokens/{{conv.conversationId}}/renew 127.0.0.1".to_owned(),
        ]
    );
    assert_eq!(found[4].exchange.request.target.query.as_deref(), Some("userId=user1"));
    let secret = found[0].exchange.request.headers.value("authorization");
    assert_eq!(secret, Observed::Present(&b"Bearer FAKE-SECRET.cwA.not-a-real-secret"[..]));
    let token = found[2].exchange.request.headers.all("authorization").next().unwrap();
    assert!(matches!(&token.value, HeaderValue::SchemeOnly { scheme, .. } if scheme == "Bearer"));
    // The query stands on a line of its own, the value of a variable where it is used.
    let target = &found[4].exchange.request.target;
    let place = found[4].places.locate(&target.origin, target.query_at);
    assert_eq!((place.line, place.column), (37, 6));
    let place = found[0].places.locate(&found[0].exchange.request.target.origin, 7);
    assert_eq!((place.line, place.column), (6, 13));
    let body = found[2].exchange.request.body.present().unwrap();
    let from = body.bytes.windows(6).position(|window| window == b"\"from\"").unwrap();
    let place = found[2].places.locate(&body.origin, from);
    assert_eq!((place.line, place.column), (22, 3));
    assert!(found.iter().all(|found| found.exchange.request.framing.is_empty()));
}

#[test]
fn documents_hold_messages_in_blocks() {
    let path = corpus("captures/markdown/send.md");
    let capture = open(&inputs(&[path]).remove(0).unwrap(), &Limits::default()).unwrap();
    assert_eq!((capture.format(), capture.health().is_expectation), (Format::Markdown, true));
    let found = exchanges(capture);
    let told: Vec<String> = found.iter().map(line).collect();
    let base = "https://directline.botframework.com/api/conversations/abc123";
    assert_eq!(
        told,
        [
            format!(
                r#"POST {base}/messages 204 | {{\n  \"text\": \"hello\",\n  \"from\": \"user1\"\n}} | absent"#
            ),
            format!(
                r#"GET {base}/messages?watermark=1 200 | absent | {{\n     \"messages\": [],\n     \"watermark\": \"1\"\n   }}"#
            ),
            format!(
                r#"POST {base}/upload?userId=user1 - | --DD4E5147\r\nContent-Type: image/jpeg\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n[JPEG content]\r\n--DD4E5147-- [101..101 headers-partial] [103..117 body-not-recorded] | no-response"#
            ),
        ]
    );
    for recorded in &found {
        let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
        // What the article omits is not observable, whether it says that it omits something or not.
        assert_eq!(request.headers.get("user-agent").reason(), Some(Reason::HeadersPartial));
        assert!(response.headers.get("date").reason().is_some());
        assert!((&request.framing[..], &response.framing[..]) == (&[], &[]));
    }
    let body = found[0].exchange.request.body.present().unwrap();
    assert_eq!(found[0].places.locate(&body.origin, 4).line, 17);
    let status = found[0].places.locate(&found[0].exchange.response.status_origin, 0);
    assert_eq!((status.line, status.column), (25, 10));
}

#[test]
fn documents_of_all_kinds() {
    let rows: [(&str, &[&str]); 7] = [
        ("```http\nPOST /a\n```\n", &["POST /a - | body-not-recorded | no-response"]),
        (
            "```http\nPOST /a\n```\n\nThen:\n\n```json\n{}\n```\n",
            &["POST /a - | body-not-recorded | no-response"],
        ),
        ("```http\nGET /a\n\nHTTP/1.1 200 OK\n\n{}\n```\n", &["GET /a 200 | absent | {}"]),
        ("```http\nHTTP/1.1 200 OK\n```\n```http\nGET /a\n```\n", &["GET /a - | absent | no-response"]),
        (
            "```http\nGET /a\n```\n```http\nHTTP/1.1 204 -\n```\n```http\nHTTP/1.1 500 -\n```\n",
            &["GET /a 204 | absent | absent"],
        ),
        ("```http\nGET /a\n", &["GET /a - | absent | no-response"]),
        ("[![badge](x)](y)\n\n```http\nGET {{base}}/a\n```\n", &["GET {{base}}/a - | absent | no-response"]),
    ];
    for (text, expected) in rows {
        assert_eq!(lines(text), expected, "{text}");
    }
    for text in ["# Title\n\n```json\n{}\n```\n", "# Title\n\n`http`\n", "# Title\n\n``` \nGET /a\n```\n"] {
        assert!(format(text).is_err(), "{text}");
    }
}

/// Every request before a cut is there as in the whole.
#[test]
fn every_cut_and_every_flipped_bit() {
    for path in ["http-file/directline.http", "markdown/send.md"] {
        let mut bytes = fs::read(corpus("captures").join(path)).unwrap();
        let whole: Vec<String> = read_all(&bytes).iter().flatten().map(line).collect();
        for end in 0..bytes.len() {
            let found: Vec<String> = read_all(&bytes[..end]).iter().flatten().map(line).collect();
            let sure = found.len().saturating_sub(1);
            assert!(found.len() <= whole.len() && found[..sure] == whole[..sure], "{path} {end}");
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                let _ = read_all(&bytes);
                bytes[at] ^= 1 << bit;
            }
        }
    }
}

/// Inputs of sizes at which anything but linear time would be felt.
#[test]
fn large_and_repetitive_texts() {
    const N: usize = 50_000;
    let definitions: Vec<String> = (0..2000).map(|n| format!("@v{n} = {{{{v{}}}}}x\n", n + 1)).collect();
    for text in [
        format!("###\nGET /a\n{}", "### \n".repeat(N)),
        format!("###\nGET /a\n{}", "GET /b\n\n".repeat(N / 10)),
        format!("@a = {}\nPOST /a\n\n{}", "x".repeat(2000), "{{a}}".repeat(N)),
        format!("{}GET /a\n\n{}", definitions.concat(), "{{v1999}}".repeat(N)),
        format!("POST /a\n\n{}", "{{".repeat(N)),
        format!("POST /a\n\n{}", "// \n".repeat(N)),
        format!("POST /a\n\n{}", "< ./a\n".repeat(N)),
        format!("GET /a\n{}", " b\n".repeat(N)),
        "```http\n".repeat(N),
        "```http\nGET /a\n```\n".repeat(N / 10),
        format!("```http\nGET /a\n{}", "\nHTTP/1.1 200\n".repeat(N)),
        "* Trying\n".repeat(N),
        format!("> GET / HTTP/1.1\n> \n< HTTP/1.1 200\n< \n{}", "{\n".repeat(N)),
        format!("> GET / HTTP/1.1\n{}", "> a: b\n".repeat(N)),
        format!("> GET / HTTP/1.1\n> \n< HTTP/1.1 100\n{}", "< HTTP/1.1 100\n".repeat(N)),
        "> GET / HTTP/1.1\n> \n".repeat(N / 10),
        format!("=> Send header, {N} bytes (0x0)\n{}", "0000: 00\n".repeat(N)),
    ] {
        for found in read_all(text.as_bytes()).into_iter().flatten() {
            let request = &found.exchange.request;
            let _ = found.places.locate(&request.target.origin, 3);
            if let Some(content) = request.body.present() {
                let _ = found.places.locate(&content.origin, content.bytes.len());
            }
        }
    }
}
