//! What says of a file in a folder that it is a recording, although it cannot be read as one.
//!
//! Such a file must not be lost in silence: it is handed out, so that opening it says what is wrong. A folder holds other
//! things, too, and an error about a fixture of somebody's tests is as bad as silence about a recording.

use std::io::Read;

use directline_json::{Document, Kind, Value};
use flate2::read::MultiGzDecoder;

use crate::source::Source;
use crate::{Format, ReadError, coding, detect};

/// How the names of files end that hold recordings and nothing else, read or refused.
const RECORDINGS: [&str; 14] = [
    ".har",
    ".zhar",
    ".saz",
    ".warc",
    ".mitm",
    ".flows",
    ".pcap",
    ".pcapng",
    ".chls",
    ".chlz",
    ".chlsj",
    ".chlsx",
    ".proxymanlog",
    ".proxymanlogv2",
];

/// What follows such an end where the file was compressed.
const COMPRESSED: [&str; 6] = [".gz", ".zip", ".zst", ".bz2", ".xz", ".br"];

/// How the names of files end that hold lines of JSON: exchanges, or anything else.
const LINES: [&str; 2] = [".ndjson", ".jsonl"];

/// How the names of files end that hold HTTP messages, or something else.
const MESSAGES: [&str; 1] = [".http"];

/// How the names of documents end.
const DOCUMENTS: [&str; 2] = [".md", ".markdown"];

/// The members of a line that is an exchange.
const LINE: [&str; 5] = ["method", "url", "request", "response", "http_version"];

/// How macOS begins the names of what it keeps beside the files of a foreign disk or archive.
const COMPANION: &str = "._";

/// Whether a file that cannot be read, for this reason, is a recording by its name or its beginning.
pub(crate) fn is_recording(name: &str, source: &Source, error: &ReadError) -> bool {
    match error {
        // A recording that the system does not let us read must not be lost, either.
        ReadError::Io { .. } => return true,
        _ if file_name(name).starts_with(COMPANION) => return false,
        ReadError::UnsupportedFormat { what, .. } if !detect::WHAT_ANYTHING_MAY_BE.contains(what) => {
            return true;
        }
        _ => {}
    }
    let name = file_name(name);
    if is_named(&name) {
        return true;
    }
    let Ok((bytes, complete)) = source.prefix(detect::PREFIX) else { return true };
    match unwrapped(&bytes) {
        // Only its beginning is at hand, of which an archive cannot be opened.
        Some(inner) => detect::detect("", &Source::Memory(inner.into()))
            .is_ok_and(|format| !matches!(format, Format::HarZip | Format::Markdown)),
        None => is_damaged(&name, &bytes, complete),
    }
}

/// Whether a file that may be read as this is a recording indeed: much other JSON has members of such names.
pub(crate) fn is_certain(format: Format, name: &str, source: &Source) -> bool {
    let name = file_name(name);
    let is_json = matches!(format, Format::Ndjson | Format::Har | Format::Cassette | Format::Nock);
    if !is_json || is_named(&name) {
        return true;
    }
    let Ok((bytes, complete)) = source.prefix(detect::PREFIX) else { return true };
    let text = bytes.strip_prefix(detect::BOM).unwrap_or(&bytes).trim_ascii_start();
    if format == Format::Ndjson {
        let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let is_of_lines = LINES.iter().any(|end| name.ends_with(end));
        return Document::parse(line).root().is_none_or(|line| is_exchange(line, is_of_lines))
            || is_damaged_json(text, complete);
    }
    // What is no JSON was told by more than the name of a member.
    Document::parse(text).root().is_none_or(|root| match format {
        Format::Har if root.get("log").is_some() => true,
        Format::Har => first(root, "entries").is_some_and(|entry| {
            let request = entry.get("request").map(Value::kind);
            request.map_or(entry.get("startedDateTime").is_some(), |request| request == Kind::Object)
        }),
        Format::Cassette => ["interactions", "http_interactions"]
            .iter()
            .filter_map(|list| first(root, list))
            .any(|interaction| interaction.get("request").is_some()),
        _ => first(root, "").is_some_and(|one| {
            let scope = one.get("scope").and_then(Value::as_str);
            scope.is_some_and(|scope| scope.contains("://"))
        }),
    })
}

/// Whether a line of JSON is an exchange, or in a file of lines at least nearly one.
fn is_exchange(line: Value<'_>, is_of_lines: bool) -> bool {
    let is = |name: &str, kind| line.get(name).is_some_and(|member| member.kind() == kind);
    let request = line.get("request").filter(|request| request.kind() == Kind::Object);
    (is("method", Kind::String) && is("url", Kind::String))
        || request.is_some_and(|request| request.get("url").is_some() || request.get("method").is_some())
        || (is_of_lines && LINE.iter().filter(|name| line.get(name).is_some()).count() > 1)
}

/// The first element of an array, or of that member.
fn first<'d>(root: Value<'d>, list: &str) -> Option<Value<'d>> {
    let array = if root.kind() == Kind::Array { root } else { root.get(list)? };
    array.elements().next()
}

/// Whether only recordings have such a name.
pub(crate) fn is_named(name: &str) -> bool {
    let name = file_name(name);
    let plain = COMPRESSED.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    RECORDINGS.iter().any(|end| plain.ends_with(end))
}

/// Whether documents in Markdown have such a name: what one begins with may read as a comment of an editor file.
pub(crate) fn is_document(name: &str) -> bool {
    let name = file_name(name);
    DOCUMENTS.iter().any(|end| name.ends_with(end))
}

/// The last part of a path, in small letters.
fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase()
}

/// The beginning of what a coding hides that is refused as a whole: UTF-16 and gzip.
fn unwrapped(bytes: &[u8]) -> Option<Vec<u8>> {
    if coding::is_gzip(bytes) {
        let mut inner = Vec::new();
        // What ends in the middle has a beginning all the same.
        let _ = MultiGzDecoder::new(bytes).take(detect::PREFIX as u64).read_to_end(&mut inner);
        return Some(inner);
    }
    if !detect::is_wide(bytes) {
        return None;
    }
    let is_big = bytes.starts_with(&[0xfe, 0xff]) || bytes.first() == Some(&0);
    let (pairs, _) = bytes.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| if is_big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let text = char::decode_utf16(pairs.iter().map(unit));
    let text: String = text.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some(text.into_bytes())
}

/// Whether the beginning of a file whose name says little is that of a recording with a damaged place.
fn is_damaged(name: &str, bytes: &[u8], complete: bool) -> bool {
    let text = bytes.strip_prefix(detect::BOM).unwrap_or(bytes).trim_ascii_start();
    let ends_in = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if ends_in(&[".json"]) {
        return is_damaged_json(text, complete);
    }
    if ends_in(&LINES) {
        let end = memchr::memchr(b'\n', text);
        let line = end.and_then(|end| text.get(..end)).unwrap_or(text);
        let names_exchange = LINE.iter().any(|member| contains(line, &format!("\"{member}\"")));
        return (end.is_some() || complete) && names_exchange && !Document::parse(line).is_well_formed();
    }
    ends_in(&MESSAGES) && !matches!(text.first(), Some(b'{' | b'[')) && {
        let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
        contains(text, "HTTP/1.") || contains(text, "HTTP/2") || contains(line, "://")
    }
}

/// Whether this is a HAR, or JSON that is damaged and has the members of an exchange.
fn is_damaged_json(text: &[u8], complete: bool) -> bool {
    // The members of an exchange in cassettes, HAR and most others; those of nock.
    const EXCHANGES: [&[&str]; 3] = [
        &["\"request\"", "\"response\"", "\"method\""],
        &["\"request\"", "\"response\"", "\"status\""],
        &["\"scope\"", "\"method\"", "\"status\""],
    ];
    let document = Document::parse(text);
    let log = document.root().and_then(|root| root.get("log"));
    if log.is_some_and(|log| log.get("creator").is_some()) {
        return true;
    }
    // What goes on after the beginning is not damaged by ending there.
    let is_whole = complete || !matches!(text.first(), Some(b'{' | b'['));
    is_whole
        && !document.is_well_formed()
        && EXCHANGES.iter().any(|members| members.iter().all(|member| contains(text, member)))
}

fn contains(text: &[u8], what: &str) -> bool {
    memchr::memmem::find(text, what.as_bytes()).is_some()
}
