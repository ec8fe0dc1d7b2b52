//! Credentials in places that are easily overlooked, and what cannot be looked into.

use std::fs;
use std::io::Write as _;

use data_encoding::BASE64;
use serde_json::json;

use super::*;

/// What cannot be replaced in a copy is not copied.
#[test]
fn formats_that_code_their_messages_are_refused() {
    let root = folder(&[]);
    for (name, is_copied) in [
        ("fiddler/sessions.saz", false),
        ("burp/items.xml", false),
        ("warc/session.warc.gz", false),
        ("warc/session.warc", true),
    ] {
        let path = corpus("captures").join(name);
        let ran = redact(root.path(), &["--out", "copy", path.to_str().unwrap()]);
        assert_eq!(ran.stderr.contains("are not looked for"), !is_copied, "{name}: {}", ran.stderr);
        assert_eq!(ran.stderr.contains("directline convert"), !is_copied, "{name}: {}", ran.stderr);
        assert_eq!(root.path().join("copy").exists(), is_copied, "{name}");
    }
}
/// The fields and bodies of a request in which a secret stands, and no other way tells it.
#[test]
fn secrets_in_joined_and_nested_places_are_found() {
    let (secret, one) = ("kittenwalk7blue9", |headers: serde_json::Value, body: String| {
        let request = json!({"headers": headers, "body_text": body});
        json!({"method": "POST", "url": URL, "request": request, "response": {"status": 204}}).to_string()
    });
    let part =
        format!("--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n{secret}\r\n--b--\r\n");
    let body = |body: String| one(json!([["Content-Type", "application/json"]]), body);
    let rows = [
        one(json!([["Set-Cookie", format!("a=first; Path=/; HttpOnly, sid={secret}; Path=/")]]), "{}".into()),
        one(json!([["Set-Cookie", format!("a=first; Path=/\nsid={secret}; Path=/")]]), "{}".into()),
        one(json!([["X-Auth", secret]]), "{}".into()),
        one(json!([["X-Session-Id", secret]]), "{}".into()),
        one(json!([["Authentication-Info", format!("nextnonce=\"{secret}\"")]]), "{}".into()),
        one(json!([["Referer", format!("https://example.com/?code={secret}")]]), "{}".into()),
        one(json!([["Content-Type", "multipart/form-data; boundary=b"]]), part),
        body(json!({"accessToken": ["a", secret]}).to_string()),
        body(json!({"token": {"type": "x", "value": secret}}).to_string()),
        body(json!({"pass": secret}).to_string()),
        body(json!({"privateKey": secret}).to_string()),
        body(json!({"connection": format!("AccountName=a;AccountKey={secret};E=f")}).to_string()),
        body(format!("<a><token>{secret}</token></a>")),
    ];
    for row in rows {
        // Said again, where only its text tells it.
        let again = json!({"method": "GET", "url": URL, "request": {"headers": [["X-Test", secret]]}, "response": {"status": 200}});
        let lines = format!("{row}\n{again}\n");
        let here = folder(&[("a.ndjson", lines.as_bytes())]);
        assert_eq!(redact(here.path(), &["--check", "a.ndjson"]).code, 1, "{row}");
        let ran = redact(here.path(), &["a.ndjson", "--out", "o"]);
        assert_eq!(ran.code, 0, "{row} {ran:?}");
        let copy = fs::read(here.path().join("o/a.ndjson")).unwrap();
        assert_eq!((left(&copy, secret), copy.len()), (None, lines.len()), "{row}");
        assert_eq!(redact(here.path(), &["--check", "o"]).code, 0, "{row}");
        let report = |path: &str| run_in(here.path(), &["verify", path, "--format", "text", "-v"]).stdout;
        assert_eq!(report("a.ndjson"), report("o/a.ndjson").replace("o/a.ndjson", "a.ndjson"), "{row}");
    }
}

/// Nobody can say that they are clean.
#[test]
fn bodies_that_cannot_be_looked_into_are_not_copied() {
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    deflate.write_all(br#"{"token": "kittenwalk7blue9"}"#).unwrap();
    let deflated = deflate.finish().unwrap();
    let head = "GET /api/conversations/abc123/messages HTTP/1.1\r\nHost: directline.botframework.com\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    let raw = |coding: &str| {
        [
            head.as_bytes(),
            format!("Content-Encoding: {coding}\r\nContent-Length: 8\r\n\r\n").as_bytes(),
            b"\x1f\x9d\x90\xfehello",
        ]
        .concat()[..]
            .to_vec()
    };
    let line = |coding: &str, kind: &str| {
        json!({"method": "GET", "url": URL, "request": {}, "response": {"status": 200,
            "headers": [["Content-Type", kind], ["Content-Encoding", coding]], "body_b64": BASE64.encode(&deflated)}})
        .to_string()
        .into_bytes()
    };
    for (name, bytes) in [
        ("a.http", raw("compress")),
        ("a.http", raw("br")),
        ("a.ndjson", line("deflate", "application/json")),
        ("a.ndjson", line("br", "text/plain")),
    ] {
        let here = folder(&[(name, &bytes)]);
        let ran = redact(here.path(), &[name, "--out", "o"]);
        assert_eq!((ran.code, here.path().join("o").exists()), (3, false), "{ran:?}");
        assert!(ran.stderr.contains("the response body is compressed and cannot be looked into"), "{ran:?}");
        let check = redact(here.path(), &["--check", name]);
        assert!(check.code == 3 && !check.stdout.contains("clean"), "{check:?}");
        assert!(
            check.stdout.contains("no credential found in 1 recording · 1 place not looked into"),
            "{check:?}"
        );
    }
    // Formats in which nothing is replaced.
    let har = har("kittenwalk7blue9");
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(har.as_bytes()).unwrap();
    let here = folder(&[("a.zhar", &zlib.finish().unwrap())]);
    let ran = redact(here.path(), &["a.zhar", "--out", "o"]);
    assert_eq!((ran.code, here.path().join("o").exists()), (3, false), "{ran:?}");
    assert!(
        ran.stderr.contains("a.zhar: credentials in a recording in har-zlib are not looked for"),
        "{ran:?}"
    );
    let check = redact(here.path(), &["--check", "a.zhar"]);
    assert!(check.code == 3 && !check.stdout.contains("clean"), "{check:?}");
    // An image is no text, coded or not; nothing is compressed that has no such header.
    for bytes in [line("deflate", "image/png"), line("identity", "application/json")] {
        let here = folder(&[("a.ndjson", &bytes)]);
        assert_eq!(redact(here.path(), &["--check", "a.ndjson"]).code, 0);
    }
}

#[test]
fn recordings_of_one_name_keep_their_folders() {
    let (one, other) = (sending("{\"text\":1}"), sending("{\"text\":2}"));
    let here =
        folder(&[("a/x.ndjson", one.as_bytes()), ("b/c/x.ndjson", other.as_bytes()), ("b/y.ndjson", b"{}")]);
    for (arguments, expected) in [
        (["a/x.ndjson", "b/c/x.ndjson"], ["o/a/x.ndjson", "o/b/c/x.ndjson"]),
        (["a", "b/c"], ["o/a/x.ndjson", "o/b/c/x.ndjson"]),
        (["b/c", "./a/x.ndjson"], ["o/a/x.ndjson", "o/b/c/x.ndjson"]),
    ] {
        let ran = redact(here.path(), &[&arguments[..], &["--out", "o"]].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let written = files(&here.path().join("o"));
        let written: Vec<&str> =
            written.iter().map(|path| path.strip_prefix(here.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(written, expected);
        assert!(fs::read_to_string(here.path().join("o/a/x.ndjson")).unwrap().contains("1}"));
        fs::remove_dir_all(here.path().join("o")).unwrap();
    }
}

/// Half of a recording would be taken for a whole one.
#[test]
fn a_recording_is_copied_as_a_whole_or_not_at_all() {
    let (request, response) = wire("kittenwalk7blue9");
    let here = folder(&[
        ("p/1.req.bin", &request),
        ("p/1.res.bin", &response),
        ("p/2.req.bin", &request),
        ("p/2.res.bin", &response),
        ("o/2.req.bin", b"mine"),
    ]);
    let ran = redact(here.path(), &["p", "--out", "o"]);
    assert!(ran.code == 3 && ran.stderr.contains("it is there already"), "{ran:?}");
    assert_eq!(files(&here.path().join("o")), [here.path().join("o/2.req.bin")], "{ran:?}");
    assert_eq!(
        (ran.stdout.as_str(), fs::read(here.path().join("o/2.req.bin")).unwrap()),
        ("", b"mine".to_vec())
    );
}

#[cfg(unix)]
#[test]
fn copies_are_readable_like_any_new_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let here = folder(&[("a.ndjson", good().to_string().as_bytes())]);
    assert_eq!(redact(here.path(), &["a.ndjson", "--out", "o"]).code, 0);
    let mode = |name: &str| fs::metadata(here.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("o/a.ndjson"), mode("a.ndjson"));
}

#[cfg(unix)]
#[test]
fn a_link_that_is_passed_over_is_told_as_one() {
    let here = folder(&[
        ("a/x.ndjson", good().to_string().as_bytes()),
        ("b/y.ndjson", good().to_string().as_bytes()),
    ]);
    std::os::unix::fs::symlink("../a/x.ndjson", here.path().join("b/l.ndjson")).unwrap();
    let ran = redact(here.path(), &["b", "--check"]);
    assert!(ran.stderr.contains("b/l.ndjson: passed over, a link that leads out of the folder"), "{ran:?}");
}

/// A copy and a check count alike.
#[test]
fn credentials_and_their_places_are_counted() {
    let two = |secret: &str| line(secret).replace("\"GET\"", "\"POST\"");
    let here =
        folder(&[("a.ndjson", [two("kittenwalk7blue9"), two("doggywalk7green8")].join("\n").as_bytes())]);
    let (ran, check) =
        (redact(here.path(), &["a.ndjson", "--out", "o"]), redact(here.path(), &["a.ndjson", "--check"]));
    let counted = |text: &str| {
        let line = text.lines().find(|line| line.contains(" in 1 ")).unwrap();
        let (_, counted) = line.split_once(": ").unwrap();
        counted.split(" in 1 ").next().unwrap().to_owned()
    };
    let said = counted(&ran.stdout);
    assert_eq!(said, counted(&check.stdout), "{check:?}");
    // The user name and the cookie beside them are credentials, too.
    let (credentials, places) = said.split_once(" credentials in ").unwrap();
    let number = |text: &str| text.split(' ').next().unwrap().parse::<usize>().unwrap();
    assert!(number(credentials) < number(places) && places.ends_with(" places"), "{said}");
}
