//! What is handed out of a folder, and what is passed over.

use std::fs;
use std::io::Write as _;

use directline_capture::{Limits, ReadError, inputs, open, walk};

const HAR: &str = r#"{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"request":{"method":"GET","url":"https://a/","headers":[]},"response":{"status":200}}]}}"#;
const NOCK: &str = r#"[{"scope":"https://directline.botframework.com:443","method":"GET","path":"/","body":"","status":200,"response":{}}]"#;

fn wide(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Each file lies alone in a folder and is handed out; the error is the one that it gives by its name.
#[test]
fn a_recording_that_cannot_be_read_is_not_lost() {
    let damaged = HAR.replace("\"entries\"", "\"entrie5\"");
    let charles = r#"[{"scheme":"https","host":"a","protocolVersion":"HTTP/1.1"}]"#;
    let files: [(&str, Vec<u8>); 24] = [
        ("damaged.har", damaged.clone().into()),
        ("damaged.json", damaged.into()),
        ("cut.har", HAR.get(..60).unwrap().into()),
        ("cut.json", HAR.get(..60).unwrap().into()),
        ("empty.har", Vec::new()),
        ("zeros.saz", vec![0; 40]),
        ("No-Zip.SAZ.zip", b"PK\x03\x04".to_vec()),
        ("none.har.zip", zip(&[("a.txt", b"a")])),
        ("x.zhar", b"x".to_vec()),
        ("x.warc", b"x".to_vec()),
        ("x.mitm", b"x".to_vec()),
        ("wide.har", wide(HAR)),
        ("wide.txt", wide("GET / HTTP/1.1\r\nHost: a\r\n\r\n")),
        ("whole.har.gz", gzip(HAR.as_bytes())),
        ("whole.json.gz", gzip(HAR.as_bytes())),
        ("packets.pcap", b"\xd4\xc3\xb2\xa1\x02\0\x04\0".to_vec()),
        ("packets", b"\xd4\xc3\xb2\xa1\x02\0\x04\0".to_vec()),
        ("session.chls", vec![0; 40]),
        ("session.chlsj", charles.into()),
        ("session.json", charles.into()),
        ("nock.json", format!("{{{}", NOCK.get(1..).unwrap()).into()),
        ("letter.json", format!("Z{}", NOCK.get(1..).unwrap()).into()),
        ("line.ndjson", b"{\"method\"\x01\"GET\",\"url\":\"/\"}\n{}\n".to_vec()),
        ("request.http", b"\x07ET /a HTTP/1.1\r\nHost: a\r\n\r\n".to_vec()),
    ];
    for (name, bytes) in files {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), &bytes).unwrap();
        let found = walk(&[folder.path().to_owned()]);
        assert_eq!((found.inputs.len(), found.passed_over.len()), (1, 0), "{name}");
        let said = |input: &directline_capture::Input| match open(input, &Limits::default()) {
            Ok(mut capture) => capture.find_map(Result::err).map(|error| error.to_string()),
            Err(error) => Some(error.to_string()),
        };
        let alone = inputs(&[folder.path().join(name)]);
        let (inside, alone) = (found.inputs.into_iter().next().unwrap(), alone.into_iter().next().unwrap());
        let inside = said(inside.as_ref().unwrap_or_else(|error| panic!("{name}: {error}")));
        assert!(inside.is_some(), "{name}");
        assert_eq!(inside, said(&alone.unwrap()), "{name}");
    }
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_looks_like_nothing_is_passed_over() {
    let files: [(&str, Vec<u8>); 40] = [
        ("README.md", b"# read me\n\nGET / HTTP/1.1\n".to_vec()),
        ("package.json", br#"{"name":"a","scripts":{"test":"nock("}}"#.to_vec()),
        ("empty.json", Vec::new()),
        ("broken.json", b"{\"a\":".to_vec()),
        ("wide.json", wide("[\"a\"]")),
        ("launch.json", b"// how\n{\"configurations\":[{\"request\":\"launch\"}]}".to_vec()),
        ("schema.json", br#"{"properties":{"request":{},"response":{},"method":{}}}"#.to_vec()),
        ("activity.json", br#"{"type":"message","from":{"id":"1"}}"#.to_vec()),
        ("empty.ndjson", b"\n".to_vec()),
        ("attachment.json", br#"{"url":"https://a/a.png","contentType":"image/png"}"#.to_vec()),
        ("rpc.json", br#"{"method":"initialize","params":{}}"#.to_vec()),
        ("rpc.jsonl", br#"{"jsonrpc":"2.0","method":"initialize","params":{}}"#.to_vec()),
        ("launch.jsonl", br#"{"request":{"type":"LaunchRequest"},"session":{}}"#.to_vec()),
        ("chat.jsonl", br#"{"type":"message","text":"hi","url":"x"}"#.to_vec()),
        ("glossary.json", br#"{"entries":[{"term":"a"}]}"#.to_vec()),
        ("pairs.json", br#"[{"request":"hello","response":"hi"}]"#.to_vec()),
        ("talks.json", br#"{"interactions":[{"user":"a"}]}"#.to_vec()),
        ("scopes.json", br#"[{"scope":"user","method":"x"}]"#.to_vec()),
        ("0-trace.trace", br#"{"type":"context-options","baseURL":"http://localhost:3000"}"#.to_vec()),
        ("README.rest", b"Title\n=====\n\nGET / HTTP/1.1\n".to_vec()),
        ("train.jsonl", b"version https://git-lfs.github.com/spec/v1\n".to_vec()),
        ("library.jar", b"PK\x03\x04".to_vec()),
        ("talk.transcript", br#"[{"type":"message","from":{"id":"1"},"conversation":{"id":"2"}}]"#.to_vec()),
        ("recorded.nock.js", b"nock('https://a').get('/')".to_vec()),
        // Tests of bots have such files.
        ("activities.json", br#"[{"type":"message","from":{"id":"1"},"conversation":{"id":"2"}}]"#.to_vec()),
        ("log.json", br#"{"log":{"level":"info"}}"#.to_vec()),
        ("report.ndjson", b"{\"type\":\"summary\"}\n".to_vec()),
        ("data.jsonl", b"[1]\n[2]\n".to_vec()),
        ("form.http", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--b--\r\n".to_vec()),
        ("empty.http", Vec::new()),
        ("text.rest", b"Title\n=====\n\nText.\n".to_vec()),
        ("test.js", b"const nock = require('nock');\nnock('https://a').get('/');\n".to_vec()),
        ("vcr.rb", b"OLD = '!ruby/struct:VCR::HTTPInteraction'\nputs OLD\n".to_vec()),
        ("send.sh", b"curl -X POST https://a/\n".to_vec()),
        ("files.tar.gz", gzip(&[b"README".as_slice(), &[0; 600]].concat())),
        ("broken.gz", b"\x1f\x8b\x08\0".to_vec()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
        ("._session.har", b"\0\x05\x16\x07\0\x02\0\0".to_vec()),
        ("._session.chls", b"\0\x05\x16\x07\0\x02\0\0".to_vec()),
        ("files.zip", zip(&[("a.txt", b"a")])),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let found = walk(&[folder.path().to_owned()]);
    assert!(matches!(&found.inputs[..], [Err(ReadError::NothingToRead { .. })]), "{:?}", found.inputs);
    assert_eq!(found.passed_over.len(), files.len());
}

/// A file that unpacks to itself is unpacked once.
#[test]
fn layers_of_compression_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.gz"), gzip(&gzip(&gzip(HAR.as_bytes())))).unwrap();
    assert_eq!(walk(&[folder.path().to_owned()]).passed_over.len(), 1);
}
