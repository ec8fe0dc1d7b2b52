//! `directline redact`: copies without credentials that verify as their originals do, and where credentials are.

#[cfg(test)]
mod unseen;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use serde_json::json;
use tempfile::TempDir;

use super::support::{Ran, corpus, folder, good, run_in, run_on, sending};

/// Secrets that only their places tell, and one that looks like one.
const SECRETS: [&str; 4] = [
    "qzxwvplainwordsecret",
    "CANARYdl0x1.cwA.BKA.7hIsIsNotARealSecret01234",
    "p/w+rd?~Hunter22",
    "grün-geheim-1",
];

/// Every way in which a text may say a secret.
fn spellings(secret: &str) -> Vec<String> {
    let each = |code: fn(u8) -> String| secret.bytes().map(code).collect::<String>();
    let mut all = vec![
        secret.to_owned(),
        each(|byte| format!("%{byte:02X}")),
        each(|byte| format!("%{byte:02x}")),
        HEXLOWER.encode(secret.as_bytes()),
        HEXUPPER.encode(secret.as_bytes()),
    ];
    if secret.is_ascii() {
        all.push(each(|byte| format!("\\u{byte:04x}")));
        all.push(each(|byte| format!("\\\\u{byte:04X}")));
    }
    for before in ["", "a", "ab"] {
        let bytes = format!("{before}{secret}/end");
        all.push(BASE64.encode(bytes.as_bytes()));
        all.push(BASE64URL_NOPAD.encode(bytes.as_bytes()));
    }
    all
}

/// What of the spellings must not be left: of Base64 what holds only the secret.
fn left(bytes: &[u8], secret: &str) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let lower = text.to_lowercase();
    spellings(secret).into_iter().enumerate().find_map(|(number, spelled)| {
        let is_base64 = number >= spellings(secret).len() - 6;
        let part = if is_base64 { spelled.get(4..spelled.len() - 8).unwrap() } else { &spelled };
        (text.contains(part) || (!is_base64 && lower.contains(&part.to_lowercase()))).then(|| spelled.clone())
    })
}

fn redact(folder: &Path, arguments: &[&str]) -> Ran {
    run_in(folder, &[&["redact"], arguments].concat())
}

fn files(root: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    all.filter(|entry| entry.file_type().is_file()).map(|entry| entry.path().to_owned()).collect()
}

fn verified(folder: &Path, profile: &str) -> Ran {
    run_in(folder, &["verify", ".", "--format", "ndjson", "--profile", profile])
}

/// The recordings of a folder of the corpus, copied.
fn recordings(name: &str) -> TempDir {
    let (from, to) = (corpus(name), tempfile::tempdir().unwrap());
    for file in files(&from) {
        let name = file.strip_prefix(&from).unwrap();
        // Gzip in pieces of Base64 has no place for other bytes.
        if name
            .extension()
            .is_some_and(|end| ["ndjson", "har", "http", "zip", "bin"].iter().any(|one| end == *one))
            && !name.ends_with("pollyjs.har")
        {
            let path = to.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::copy(&file, path).unwrap();
        }
    }
    to
}

#[test]
fn every_recording_verifies_as_before() {
    let all = ["clients", "conversations", "decisions", "documented", "rules", "recorded"];
    for name in all {
        let (original, out) = (recordings(name), tempfile::tempdir().unwrap());
        let ran = redact(original.path(), &[".", "--out", out.path().to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        assert_eq!(files(original.path()).len(), files(out.path()).len(), "{name}");
        for profile in ["documented", "strict", "observed"] {
            let (before, after) = (verified(original.path(), profile), verified(out.path(), profile));
            assert_eq!((before.code, before.stderr), (after.code, after.stderr), "{name}");
            assert!(before.stdout.len() > 1000, "{name}");
            for (before, after) in before.stdout.lines().zip(after.stdout.lines()) {
                assert_eq!(before, after, "{name}");
            }
        }
        for (before, after) in files(original.path()).iter().zip(files(out.path())) {
            let is_archive = before.extension().is_some_and(|end| end == "zip");
            let (before, after) = (fs::read(before).unwrap(), fs::read(after).unwrap());
            assert!(is_archive || before.len() == after.len(), "{name}");
        }
        let check = redact(out.path(), &["--check", "."]);
        assert_eq!((check.code, check.stderr.as_str()), (0, ""), "{name}: {}", check.stdout);
        // Once more changes nothing.
        let again = tempfile::tempdir().unwrap();
        assert_eq!(redact(out.path(), &[".", "--out", again.path().to_str().unwrap()]).code, 0);
        for (before, after) in files(out.path()).iter().zip(files(again.path())) {
            assert!(fs::read(before).unwrap() == fs::read(after).unwrap(), "{name}: {}", before.display());
        }
    }
}

#[test]
fn a_recording_that_cannot_be_redacted_is_not_written() {
    let out = tempfile::tempdir().unwrap();
    let ran = redact(&corpus("recorded"), &["har/pollyjs.har", "--out", out.path().to_str().unwrap()]);
    assert_eq!((ran.code, ran.stderr.contains("is compressed and holds a credential")), (3, true), "{ran:?}");
    assert!(files(out.path()).is_empty());
}

const URL: &str = "https://directline.botframework.com/api/conversations/abc123/messages";

/// An exchange of NDJSON that uses the secret and says it in other places.
fn line(secret: &str) -> String {
    let url_secret = spellings(secret).swap_remove(2);
    let said = spellings(secret).join(" ");
    let body = json!({"messages": [{"id": "1", "text": said, "from": "bot"}], "watermark": "1"}).to_string();
    let upload = format!("--b\r\nContent-Type: text/plain\r\n\r\n{said}\r\n--b--\r\n");
    json!({
        "method": "GET", "url": format!("{URL}?t={url_secret}"),
        "request": {
            "headers": [
                ["Authorization", {"b64": BASE64.encode(format!("Bearer {secret}").as_bytes())}],
                ["Cookie", format!("a=b; sid={secret}")], ["Referer", format!("https://u:{url_secret}@example.com/")],
            ],
            "body_b64": BASE64.encode(upload.as_bytes()),
        },
        "response": {
            "status": 200,
            "headers": [["Content-Type", "application/json"], ["Set-Cookie", format!("sid={secret}; Path=/")]],
            "body_text": body,
        },
    })
    .to_string()
}

fn har(secret: &str) -> String {
    let said = spellings(secret).join(" ");
    json!({"log": {"creator": {"name": "test", "version": "1"}, "comment": said, "pages": [{"id": secret, "title": said}],
        "entries": [{
        "startedDateTime": "2026-11-21T08:15:52.704Z", "time": 1, "pageref": secret, "comment": said,
        "_initiator": {"type": "script", "url": format!("https://example.com/?x={secret}")},
        "_webSocketMessages": [{"type": "send", "data": said}],
        "request": {
            "method": "POST", "url": URL, "httpVersion": "HTTP/1.1",
            "headers": [{"name": "authorization", "value": format!("Bearer {secret}")}],
            "cookies": [{"name": "tok", "value": secret}], "queryString": [{"name": "password", "value": secret}],
            "postData": {"mimeType": "application/json", "text": json!({"text": said}).to_string(),
                "params": [{"name": "secret", "value": secret}]},
        },
        "response": {"status": 200, "redirectURL": format!("/a?token={secret}"),
            "headers": [{"name": "Set-Cookie", "value": format!("tok={secret}; Path=/")}],
            "content": {"mimeType": "application/json", "encoding": "base64",
                "text": BASE64.encode(json!({"messages": [{"text": said}]}).to_string().as_bytes())}},
    }]}})
    .to_string()
}

/// A request and a response whose body comes in chunks that cut the secret.
fn wire(secret: &str) -> (Vec<u8>, Vec<u8>) {
    let request = format!(
        "GET /api/conversations/abc123/messages HTTP/1.1\r\nHost: directline.botframework.com\r\nAuthorization: Bearer\r\n {secret}\r\nAuthorization: Bearer {secret}\r\n\r\n"
    );
    let body = json!({"token": secret, "messages": [{"text": spellings(secret).join(" ")}]}).to_string();
    let mut response =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for chunk in body.as_bytes().chunks(7) {
        write!(response, "{:x}\r\n", chunk.len()).unwrap();
        response.extend_from_slice(chunk);
        response.extend_from_slice(b"\r\n");
    }
    response.extend_from_slice(b"0\r\n\r\n");
    (request.into_bytes(), response)
}

fn unchunked(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    body.split("\r\n").skip(1).step_by(2).collect::<String>().into_bytes()
}

fn archive(secret: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, method) in
        [("har.har", zip::CompressionMethod::Deflated), ("b.bin", zip::CompressionMethod::Stored)]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
        let bytes = if name == "b.bin" { spellings(secret).join(" ") } else { har(secret) };
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_secret_is_nowhere_in_a_copy() {
    for secret in SECRETS {
        let (request, response) = wire(secret);
        let raw =
            [request.as_slice(), b"HTTP/1.1 204 No Content\r\nX-Echo: ", secret.as_bytes(), b"\r\n\r\n"]
                .concat();
        let original = folder(&[
            ("a.ndjson", line(secret).as_bytes()),
            ("b.har", har(secret).as_bytes()),
            ("pairs/01.req.bin", &request),
            ("pairs/01.res.bin", &response),
            ("raw/c.http", &raw),
            ("d.zip", &archive(secret)),
        ]);
        let check = redact(original.path(), &["--check", "."]);
        assert_eq!(check.code, 1, "{check:?}");
        assert!(check.stdout.contains("header "), "{}", check.stdout);
        assert_eq!(left(check.all().as_bytes(), secret), None);
        let out = tempfile::tempdir().unwrap();
        let ran = redact(original.path(), &[".", "--out", out.path().to_str().unwrap()]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{secret}");
        assert_eq!(files(out.path()).len(), 6);
        for file in files(out.path()) {
            let bytes = fs::read(&file).unwrap();
            assert_eq!(left(&bytes, secret), None, "{}", file.display());
            if file.ends_with("01.res.bin") {
                assert_eq!(left(&unchunked(&bytes), secret), None);
            }
            if file.extension().is_some_and(|end| end == "zip") {
                let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
                for index in 0..zip.len() {
                    let mut bytes = Vec::new();
                    std::io::Read::read_to_end(&mut zip.by_index(index).unwrap(), &mut bytes).unwrap();
                    assert_eq!(left(&bytes, secret), None, "{index}");
                }
            }
        }
        let (before, after) = (verified(original.path(), "strict"), verified(out.path(), "strict"));
        assert_eq!((before.code, before.stdout), (after.code, after.stdout), "{secret}");
        assert_eq!(redact(out.path(), &["--check", "."]).code, 0);
    }
}

#[test]
fn the_command_line_is_judged() {
    let here =
        folder(&[("a.ndjson", good().to_string().as_bytes()), ("notes.txt", b"hello"), ("there/x", b"")]);
    // Arguments, exit code, what is said.
    let rows: [(&[&str], i32, &str); 12] = [
        (&[], 2, "no recording is given"),
        (&["a.ndjson"], 2, "no folder for the copies is given"),
        (&["a.ndjson", "--out", "o", "--check"], 2, "does not go with --check"),
        (&["-", "a.ndjson", "--out", "o"], 2, "standard input is copied to standard output"),
        (&["-", "-", "--check"], 2, "- is given twice"),
        (&["missing.har", "--check"], 3, "missing.har"),
        (&["notes.txt", "--check"], 3, "not a recording"),
        (&["there", "--check"], 4, "the folder holds no recording"),
        (&["a.ndjson", "--check"], 1, "a.ndjson:1:"),
        (&[".", "--check"], 1, "notes.txt: passed over, not a recording"),
        (&["a.ndjson", "--out", "notes.txt"], 3, "cannot be written"),
        (&["a.ndjson", "--out", "."], 3, "it is there already"),
    ];
    for (arguments, code, said) in rows {
        let ran = redact(here.path(), arguments);
        assert_eq!((ran.code, ran.all().contains(said)), (code, true), "{arguments:?} {ran:?}");
        assert_eq!(files(here.path()).len(), 3, "{arguments:?} wrote something");
    }
    let ran = redact(here.path(), &["a.ndjson", "--out", "new/folder"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 2), "{ran:?}");
    assert!(ran.stdout.ends_with("redacted: 1 credential in 1 recording\n"), "{ran:?}");
    assert_eq!(redact(here.path(), &["a.ndjson", "--out", "new/folder"]).code, 3);
    let clean = redact(here.path(), &["--check", "new"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, "clean: no credential in 1 recording\n"));
}

#[test]
fn standard_input_is_copied_to_standard_output() {
    let recording = good().to_string();
    let ran = run_on(recording.as_bytes(), &["redact", "-"]);
    assert_eq!(ran.stdout, recording.replace("a-secret", "x-xxxxxy"));
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "note: redacted: 1 credential in 1 recording\n"));
    assert_eq!(run_on(b"{", &["redact", "-"]).code, 3);
    assert_eq!(run_on(ran.stdout.as_bytes(), &["redact", "--check", "-"]).code, 0);
}

#[test]
fn a_check_says_where_and_what_and_never_the_secret() {
    let line = line("hunter2-hunter2");
    let here = folder(&[("a.ndjson", line.as_bytes())]);
    let ran = redact(here.path(), &["--check", "a.ndjson"]);
    for what in [
        "header Authorization",
        "cookie sid",
        "value of t",
        "user information of a URL",
        "stands elsewhere, too, Base64",
        "stands elsewhere, too, hexadecimal",
    ] {
        assert!(
            ran.stdout.lines().any(|line| line.ends_with(what) && line.starts_with("a.ndjson:1:")),
            "{what}: {ran:?}"
        );
    }
    assert_eq!(left(ran.all().as_bytes(), "hunter2-hunter2"), None);
    let place = line.find("?t=").unwrap() + 4;
    assert!(ran.stdout.contains(&format!("a.ndjson:1:{place}: value of t")), "{place} {ran:?}");
}

#[test]
fn equal_secrets_stay_equal_in_all_recordings_of_a_run() {
    let message = sending(r#"{"text":"a-secret, short t1"}"#);
    let short = message.replace("messages\"", "messages?t=t1\"");
    let here = folder(&[("a.ndjson", message.as_bytes()), ("b.ndjson", short.as_bytes())]);
    assert_eq!(redact(here.path(), &["a.ndjson", "b.ndjson", "--out", "o"]).code, 0);
    let [a, b] = ["o/a.ndjson", "o/b.ndjson"].map(|name| fs::read_to_string(here.path().join(name)).unwrap());
    assert_eq!(a, message.replace("a-secret", "x-xxxxxy"));
    assert_eq!(
        b,
        short.replace("a-secret", "x-xxxxxy").replace("?t=t1", "?t=x9"),
        "short words are none elsewhere"
    );
}

#[test]
fn names_of_files_are_redacted_and_stay_in_the_folder() {
    let line = line(SECRETS[1]);
    let name = format!("{}.ndjson", SECRETS[1]);
    let names = [
        name.as_str(),
        "-.ndjson",
        "a\nb.ndjson",
        "..ndjson",
        "a b/…/c.ndjson",
        "%2e%2e%2fx.ndjson",
        "Straße.ndjson",
    ];
    let here = folder(&names.map(|name| (name, line.as_bytes())));
    let out = tempfile::tempdir().unwrap();
    let ran = redact(here.path(), &[".", "--out", out.path().join("o").to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(left(ran.all().as_bytes(), SECRETS[1]), None);
    let written = files(out.path());
    assert_eq!(written.len(), names.len());
    assert!(written.iter().all(|path| path.starts_with(out.path().join("o"))
        && left(path.as_os_str().as_encoded_bytes(), SECRETS[1]).is_none()));
    // The same from above: nothing is written beside the folder.
    let inner = here.path().join("a b");
    let ran = redact(&inner, &["../-.ndjson", "--out", "o"]);
    assert_eq!((ran.code, inner.join("o/-.ndjson").is_file()), (0, true), "{ran:?}");
}

#[test]
fn bodies_beside_a_har_come_along() {
    let har = har("a-secret-of-the-har").replace("\"text\":\"eyJ", "\"_file\":\"bodies/b.json\",\"x\":\"eyJ");
    let body = br#"{"messages": [{"text": "a-secret-of-the-har"}]}"#;
    let here = folder(&[("r/a.har", har.as_bytes()), ("r/bodies/b.json", body), ("r/other.json", b"{}")]);
    let ran = redact(here.path(), &["r", "--out", "o"]);
    assert_eq!((ran.code, ran.stderr.lines().count()), (0, 1), "{ran:?}");
    assert!(ran.stderr.contains("other.json: passed over"), "{ran:?}");
    assert_eq!(files(&here.path().join("o")).len(), 2);
    let copy = fs::read(here.path().join("o/bodies/b.json")).unwrap();
    assert_eq!((left(&copy, "a-secret-of-the-har"), copy.len()), (None, body.len()));
    let alone = redact(&here.path().join("r"), &["a.har", "--out", "../alone"]);
    assert_eq!((alone.code, files(&here.path().join("alone")).len()), (0, 2), "{alone:?}");
}

#[test]
fn compressed_bodies_keep_their_length() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let body = r#"{"messages": [{"text": "it is a-secret", "images": ["/attachments/a/0.jpg?t=Zk3kw82kKq"]}], "watermark": "1"}"#;
    gzip.write_all(body.as_bytes()).unwrap();
    let coded = gzip.finish().unwrap();
    let request = b"GET /api/conversations/abc123/messages HTTP/1.1\r\nHost: directline.botframework.com\r\nAuthorization: Bearer a-secret\r\n\r\n";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        coded.len()
    );
    let response = [head.as_bytes(), &coded].concat();
    let here = folder(&[("p/1.req.bin", request), ("p/1.res.bin", &response)]);
    let check = redact(here.path(), &["--check", "p"]);
    assert!(check.stdout.contains("p/1.res.bin:6:1: value of t, in a compressed body"), "{check:?}");
    assert_eq!(redact(here.path(), &["p", "--out", "o"]).code, 0);
    let copy = fs::read(here.path().join("o/1.res.bin")).unwrap();
    assert_eq!(copy.len(), response.len());
    let mut decoded = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&copy[head.len()..]), &mut decoded)
        .unwrap();
    assert_eq!(decoded, body.replace("a-secret", "x-xxxxxy").replace("Zk3kw82kKq", "Xx8xx88xXy"));
}
