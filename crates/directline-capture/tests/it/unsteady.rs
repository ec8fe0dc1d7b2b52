//! Sources that are not what they seem: files that change while they are read, archives that expand without end,
//! streams without end.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;

use directline_capture::{Capture, Input, Limits, ReadError, open, open_bytes, open_reader};

use super::common::corpus;
use super::formats::zipped;

const ENTRIES: usize = 2000;

/// An entry that does not compress well, so that archives are larger than any buffer.
fn entry(number: usize) -> String {
    let noise = |salt: u64| (number as u64 * 16 + salt).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let noise: Vec<String> = (0..8).map(|salt| format!("{:x}", noise(salt))).collect();
    let noise = noise.concat();
    format!(
        r#"{{"request":{{"method":"GET","url":"https://h/{noise}","headers":[]}},"response":{{"status":204}}}}"#
    )
}

fn har() -> Vec<u8> {
    let entries: Vec<String> = (0..ENTRIES).map(entry).collect();
    format!(r#"{{"log":{{"entries":[{}]}}}}"#, entries.join(",")).into_bytes()
}

fn lines() -> Vec<u8> {
    let line = |number: usize| format!("{{\"method\":\"GET\",\"url\":\"https://h/{number}\"}}\n");
    (0..ENTRIES).map(line).collect::<String>().into_bytes()
}

/// Larger than any buffer, and in the format's own words.
fn recordings() -> Vec<(&'static str, Vec<u8>)> {
    let sample = |name: &str| fs::read(corpus("captures").join(name)).unwrap();
    vec![
        ("a.har", har()),
        ("a.ndjson", lines()),
        ("a.zip", zipped(&[("a.har", &har())])),
        ("a.warc", sample("warc/session.warc").repeat(20)),
        ("a.mitm", sample("mitmproxy/requests.mitm").repeat(20)),
    ]
}

/// How many exchanges and errors come.
fn rest(capture: Capture) -> (usize, Vec<ReadError>) {
    let (good, bad): (Vec<_>, Vec<_>) = capture.take(10 * ENTRIES).partition(Result::is_ok);
    (good.len(), bad.into_iter().map(Result::unwrap_err).collect())
}

#[test]
fn a_file_that_shrinks_while_it_is_read_ends_in_an_error_after_whole_exchanges() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in recordings() {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let whole = rest(open(&Input::file(&path), &Limits::default()).unwrap()).0;
        let mut capture = open(&Input::file(&path), &Limits::default()).unwrap();
        assert!(capture.next().unwrap().is_ok(), "{name}");
        // Where a line ends, a shorter file is a whole one.
        let length = bytes.len() as u64 * 3 / 4 + 5;
        File::options().write(true).open(&path).unwrap().set_len(length).unwrap();
        let (good, errors) = rest(capture);
        assert!(good + 1 < whole, "{name}: {good} of {whole}");
        assert!(!errors.is_empty(), "{name}: {good} of {whole}, and no error");
    }
}

#[test]
fn a_file_that_grows_while_it_is_read_gives_what_it_had_or_more_or_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in recordings() {
        for more in [&bytes[..], b"more", b"\0\0\0"] {
            let path = folder.path().join(name);
            fs::write(&path, &bytes).unwrap();
            let whole = rest(open(&Input::file(&path), &Limits::default()).unwrap()).0;
            let mut capture = open(&Input::file(&path), &Limits::default()).unwrap();
            assert!(capture.next().unwrap().is_ok(), "{name}");
            OpenOptions::new().append(true).open(&path).unwrap().write_all(more).unwrap();
            let (good, errors) = rest(capture);
            assert!(good + 1 >= whole, "{name}: {good} of {whole}, {errors:?}");
        }
    }
}

#[test]
fn a_file_that_is_gone_when_it_is_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("1.req.bin"), "GET / HTTP/1.1\r\n\r\n").unwrap();
    let input = directline_capture::inputs(&[folder.path().to_owned()]).remove(0).unwrap();
    let capture = open(&input, &Limits::default()).unwrap();
    fs::remove_file(folder.path().join("1.req.bin")).unwrap();
    assert!(matches!(&rest(capture).1[..], [ReadError::Io { .. }]));
}

/// At the ratio that the archive has it is read, below that it is refused with the exchanges before.
#[test]
fn a_recording_in_an_archive_expands_within_the_ratio() {
    let archive = zipped(&[("a.har", &har())]);
    let coded = zip_size(&archive);
    let ratio = har().len().div_ceil(coded);
    for (most, fits) in [(ratio - 1, false), (ratio, true), (ratio + 1, true)] {
        let limits = Limits { max_decompressed_ratio: most, ..Limits::default() };
        let (good, errors) = match open_bytes("a.zip", archive.clone(), &limits) {
            Ok(capture) => rest(capture),
            Err(error) => (0, vec![error]),
        };
        assert_eq!((good == ENTRIES, errors.is_empty()), (fits, fits), "{most}: {good} {errors:?}");
        assert!(fits || errors[0].to_string().contains("ratio of decompression"), "{errors:?}");
    }
}

/// The compressed size of the only member.
fn zip_size(archive: &[u8]) -> usize {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    archive.by_index(0).unwrap().compressed_size().try_into().unwrap()
}

#[test]
fn a_stream_of_zeros_is_no_recording_whatever_the_bound() {
    let limits = Limits { max_stdin_bytes: usize::MAX, ..Limits::default() };
    let error = open_reader("zeros", std::io::repeat(0), &limits).unwrap_err();
    assert!(matches!(error, ReadError::NotARecording { .. }), "{error}");
    let limits = Limits { max_stdin_bytes: 1 << 20, ..Limits::default() };
    for byte in [b' ', b'\n', b'{', b'['] {
        let error = open_reader("endless", std::io::repeat(byte), &limits).unwrap_err();
        assert!(matches!(error, ReadError::TooLarge { limit: 1_048_576, .. }), "{error}");
    }
}
