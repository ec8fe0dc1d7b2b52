//! Scripts run under `sh` with a `curl` that writes down what it is told.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use directline_exchange::{
    Body, Content, Exchange, Header, HeaderValue, Observed, Origin, Reason, Request, Target,
};
use proptest::prelude::*;

use super::{Mark, Unscriptable, command};

/// Writes its arguments, each with a NUL behind it, and its standard input where it is told to read it.
const CURL: &str = r#"#!/bin/sh
for argument in "$@"; do
  printf '%s\000' "$argument" >> "$OUT/arguments"
  if [ "$argument" = @- ]; then cat > "$OUT/input"; fi
done
"#;

/// What curl was told to send.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sent {
    method: Option<String>,
    url: Vec<u8>,
    target: Option<Vec<u8>>,
    headers: Vec<Vec<u8>>,
    body: Option<Vec<u8>>,
}

/// Runs a script with variables and takes apart what curl was told.
fn run(script: &str, variables: &[(&str, &str)]) -> Sent {
    let folder = tempfile::tempdir().unwrap();
    let curl = folder.path().join("curl");
    fs::write(&curl, CURL).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&curl).status().unwrap().success());
    let file = folder.path().join("script.sh");
    fs::write(&file, script).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.arg(&file).env("PATH", path).env("OUT", folder.path()).env("BASE", "http://base");
    for (name, value) in variables {
        shell.env(name, value);
    }
    let Output { status, stderr, .. } = shell.output().unwrap();
    assert!(status.success() && stderr.is_empty(), "{}\n{script}", String::from_utf8_lossy(&stderr));
    told(folder.path())
}

fn told(folder: &Path) -> Sent {
    let bytes = fs::read(folder.join("arguments")).unwrap();
    let mut arguments = bytes.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect::<Vec<_>>();
    assert_eq!(arguments.pop(), Some(Vec::new()));
    let mut sent = Sent::default();
    let mut arguments = arguments.into_iter();
    let mut flags = Vec::new();
    assert_eq!(arguments.next().as_deref(), Some(&b"-q"[..]), "curl heeds it as the first one only");
    while let Some(argument) = arguments.next() {
        let text = String::from_utf8_lossy(&argument).into_owned();
        let mut value = || arguments.next().unwrap();
        match text.as_str() {
            "-X" => sent.method = String::from_utf8(value()).ok(),
            "--head" => sent.method = Some("HEAD".to_owned()),
            "-H" => sent.headers.push(value()),
            "--request-target" => sent.target = Some(value()),
            "--noproxy" => assert_eq!(value(), b"*"),
            "--data-raw" => sent.body = Some(value()),
            "--data-binary" => {
                let body = value();
                let is_input = body == b"@-";
                assert!(is_input || !body.starts_with(b"@"), "curl would send a file");
                sent.body = Some(if is_input { fs::read(folder.join("input")).unwrap() } else { body });
            }
            flag if flag.starts_with('-') => flags.push(flag.to_owned()),
            _ => sent.url = argument,
        }
    }
    assert_eq!(flags, ["-sS", "-i", "--http1.1", "--path-as-is", "--globoff"]);
    sent
}

fn request(method: &str, target: &str) -> Request {
    Exchange::new(method, Target::parse(&format!("http://h:1{target}"))).request
}

fn marks(marks: &[(&str, &str)]) -> Vec<Mark> {
    marks.iter().filter_map(|(text, name)| Mark::new(*text, *name)).collect()
}

#[test]
fn a_script_says_what_a_person_would_type() {
    let mut poll = request("GET", "/api/conversations/abc/messages?watermark=7");
    poll.headers.push("Host", "h:1");
    poll.headers.push("Authorization", "Bearer t0");
    let script = command(&poll, &marks(&[("abc", "id"), ("7", "seen"), ("t0", "token")])).unwrap();
    let expected = r#"curl -q -sS -i --noproxy '*' --http1.1 --path-as-is --globoff \
  -H 'Authorization: Bearer '"$token" \
  -H 'User-Agent:' \
  -H 'Accept:' \
  "$BASE"'/api/conversations/'"$id"'/messages?watermark='"$seen"
"#;
    assert_eq!(script, expected);

    let mut upload = request("POST", "/u");
    upload.headers.push("Content-Type", "multipart/form-data; boundary=b");
    upload.headers.push("User-Agent", "x");
    upload.headers.push("Accept", "*/*");
    upload.headers.push("Content-Length", "16");
    upload.body = Body::Present(Content::exact(&b"--b\r\n\xff1%'\\abc\r\n-"[..]));
    let script = command(&upload, &marks(&[("abc", "id")])).unwrap();
    let expected = r#"{
  printf '\055-b\r\n'
  printf '\3771%%'\''\\'
  printf '%s' "$id"
  printf '\r\n'
  printf '\055'
} |
curl -q -sS -i --noproxy '*' --http1.1 --path-as-is --globoff \
  -X POST \
  -H 'Content-Type: multipart/form-data; boundary=b' \
  -H 'User-Agent: x' \
  -H 'Accept: */*' \
  -H 'Expect:' \
  --data-binary @- \
  "$BASE"'/u'
"#;
    assert_eq!(script, expected);
    assert_eq!(run(&script, &[("id", "xyz")]).body.unwrap(), b"--b\r\n\xff1%'\\xyz\r\n-");
}

/// What curl adds by itself is switched off; what it would misunderstand is told otherwise.
#[test]
fn curl_is_told_what_it_must_know() {
    let mut odd = request("DELETE", "/a?x=[1]&y={2}&");
    odd.headers.push("X-Empty", "");
    odd.headers.push("Host", "other.example");
    odd.headers.push("Content-Length", "7");
    odd.headers.push("Accept", "a/b");
    odd.headers.push("Expect", "100-continue");
    odd.body = Body::Present(Content::exact("@file"));
    let sent = run(&command(&odd, &[]).unwrap(), &[]);
    assert_eq!(sent.method.as_deref(), Some("DELETE"));
    assert_eq!((sent.url, sent.target), (b"http://base".to_vec(), Some(b"/a?x=[1]&y={2}&".to_vec())));
    assert_eq!(sent.body.as_deref(), Some(&b"@file"[..]));
    let headers: Vec<String> =
        sent.headers.into_iter().map(|header| String::from_utf8(header).unwrap()).collect();
    let expected = [
        "X-Empty;",
        "Host: other.example",
        "Content-Length: 7",
        "Accept: a/b",
        "Expect: 100-continue",
        "User-Agent:",
        "Content-Type:",
    ];
    assert_eq!(headers, expected);

    let head = run(&command(&request("HEAD", "/"), &[]).unwrap(), &[]);
    assert_eq!((head.method.as_deref(), head.body), (Some("HEAD"), None));
    let empty_query = run(&command(&request("GET", "/a?"), &[]).unwrap(), &[]);
    assert_eq!((empty_query.method, empty_query.target), (None, Some(b"/a?".to_vec())));
}

#[test]
fn long_bodies_are_no_argument() {
    let mut long = request("POST", "/");
    long.body = Body::Present(Content::exact("long ".repeat(40_000)));
    let script = command(&long, &[]).unwrap();
    assert!(script.contains("--data-binary @-") && script.lines().all(|line| line.len() < 20_000));
    assert_eq!(run(&script, &[]).body.unwrap(), "long ".repeat(40_000).as_bytes());
}

/// With `--data-binary`, a value that begins with `@` would name a file.
#[test]
fn no_value_names_a_file() {
    let mut one = request("POST", "/");
    for (body, expected) in
        [("abc", "@/etc/passwd"), ("abc and", "@/etc/passwd and"), ("=abc", "=@/etc/passwd")]
    {
        one.body = Body::Present(Content::exact(body));
        let script = command(&one, &marks(&[("abc", "id")])).unwrap();
        assert_eq!(
            run(&script, &[("id", "@/etc/passwd")]).body.as_deref(),
            Some(expected.as_bytes()),
            "{script}"
        );
    }
}

/// The longest text that fits is meant.
#[test]
fn of_several_marks_the_longest_is_taken() {
    let mut one = request("POST", "/abcd/abc/ab");
    one.body = Body::Present(Content::exact("abcab"));
    let script = command(&one, &marks(&[("ab", "two"), ("abc", "three")])).unwrap();
    assert!(script.contains(r#"--data-raw "$three""$two""#), "{script}");
    assert!(script.ends_with("\"$BASE\"'/'\"$three\"'d/'\"$three\"'/'\"$two\"\n"), "{script}");
}

#[test]
fn what_no_command_can_say_is_an_error() {
    let with = |value: HeaderValue| {
        let mut request = request("GET", "/");
        let (name_origin, value_origin) = (Origin::default(), Origin::default());
        request.headers.add(Header { name: "a".into(), value, name_origin, value_origin });
        request
    };
    let mut partial = request("GET", "/");
    partial.headers.withhold("authorization", Reason::RedactedByExporter);
    let unseen = Request { body: Observed::NotObservable(Reason::BodyLossy), ..request("POST", "/") };
    let rows = [
        (with(HeaderValue::Hidden(Reason::RedactedByExporter)), Unscriptable::Header),
        (with(HeaderValue::Seen(b"a\0b".into())), Unscriptable::Header),
        (with(HeaderValue::Seen(b"a\r\nb: c".into())), Unscriptable::Header),
        (partial, Unscriptable::Header),
        (unseen, Unscriptable::Body),
        (request("G T", "/"), Unscriptable::RequestLine),
        (request("", "/"), Unscriptable::RequestLine),
        (request("$(x)", "/"), Unscriptable::RequestLine),
        (request("GET", "/a b"), Unscriptable::RequestLine),
    ];
    for (request, why) in rows {
        assert_eq!(command(&request, &[]), Err(why), "{request:?}");
    }
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => any::<u8>().prop_map(|byte| vec![byte]),
        2 => prop::sample::select(vec![
            "secret", "id|1", "'", "\"", "\\", "$(x)", "`x`", "$BASE", "%s", "-", "@", "\r\n", "\n", "\t", "é", "!", "\\055", "1",
        ]).prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn without(bytes: Vec<u8>, bad: &[u8]) -> Vec<u8> {
    let kept: Vec<u8> = bytes.into_iter().filter(|byte| !bad.contains(byte)).collect();
    kept.trim_ascii().to_vec()
}

/// The bytes with the marked texts as the variables have them.
fn substituted(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(b"secret") {
            all.extend_from_slice(b"it's new");
            rest = after;
        } else if let Some(after) = rest.strip_prefix(b"id|1") {
            all.extend_from_slice(b"id%7C22");
            rest = after;
        } else {
            all.push(*first);
            rest = after;
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn the_bytes_are_equal(body in bytes(), value in bytes(), path in bytes()) {
        let path: Vec<u8> = path.into_iter().filter(u8::is_ascii_graphic).filter(|byte| *byte != b'#').collect();
        let path = format!("/{}", String::from_utf8(path).unwrap());
        let value = without(value, b"\0\r\n");
        let mut request = request("PUT", &path);
        request.headers.push("X-Any", value.clone());
        request.body = if body.is_empty() { Body::Absent } else { Body::Present(Content::exact(body.clone())) };
        let marks = marks(&[("secret", "SECRET"), ("id|1", "id")]);
        let script = command(&request, &marks).unwrap();
        prop_assert!(script.is_ascii());
        let sent = run(&script, &[("SECRET", "it's new"), ("id", "id%7C22")]);
        prop_assert_eq!(sent.body.unwrap_or_default(), substituted(&body), "{}", script);
        let header = if value.is_empty() { b"X-Any;".to_vec() } else { [b"X-Any: ", &substituted(&value)[..]].concat() };
        prop_assert_eq!(&sent.headers[0], &header, "{}", script);
        let url = String::from_utf8(sent.url).unwrap();
        let target = sent.target.unwrap_or_else(|| url.strip_prefix("http://base").unwrap().into());
        prop_assert_eq!(target, substituted(path.as_bytes()), "{}", script);
    }
}
