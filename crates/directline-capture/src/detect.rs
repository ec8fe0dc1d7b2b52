//! Finds the format of a recording from its content.

use directline_json::Document;

use crate::har::{Splitter, after_callback};
use crate::source::{Source, io_error};
use crate::{Format, Limits, ReadError, evidence};

/// How much of a file is looked at, unless it is JSON whose first members say nothing.
pub(crate) const PREFIX: usize = 64 * 1024;

/// UTF-8's byte order mark.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// What is refused and says nothing of a file in a folder: fixtures, archives, scripts and tests are that, too.
pub(crate) const WHAT_ANYTHING_MAY_BE: [&str; 5] = [UTF_16, GZIP, CURL_COMMAND, NOCK, TRANSCRIPT];

/// Whether a file of a folder is a recording: one that can be read, or one of which opening it says why it cannot.
pub(crate) fn recognised(name: &str, source: &Source) -> bool {
    match detect(name, source) {
        Ok(Format::HarZip) => crate::archive::holds_har(name, source) || evidence::is_named(name),
        // What a document shows is meant as an example; who means it as a recording names it.
        Ok(Format::Markdown) => false,
        Ok(Format::HttpFile) if evidence::is_document(name) => false,
        Ok(format) => evidence::is_certain(format, name, source),
        Err(error) => evidence::is_recording(name, source, &error),
    }
}

/// The format, or why the content is none that can be read.
pub(crate) fn detect(name: &str, source: &Source) -> Result<Format, ReadError> {
    let (bytes, complete) = source.prefix(PREFIX).map_err(|error| io_error(name, error))?;
    if crate::warc::begins_warc(&bytes) || crate::warc::holds_warc(&bytes) {
        return Ok(Format::Warc);
    }
    if let Some((what, advice)) = foreign_bytes(&bytes) {
        return Err(ReadError::UnsupportedFormat { file: name.into(), what, advice });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        if let Some((what, advice)) = foreign_name(name) {
            return Err(ReadError::UnsupportedFormat { file: name.into(), what, advice });
        }
        return Ok(match () {
            () if crate::archive::holds_sessions(source) => Format::Saz,
            () if crate::archive::holds_trace(source) => Format::PlaywrightTrace,
            () => Format::HarZip,
        });
    }
    let is_zlib = matches!(bytes.as_slice(), [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..]);
    let text = bytes.strip_prefix(BOM).unwrap_or(&bytes).trim_ascii_start();
    if text.is_empty() && complete {
        return Err(ReadError::Empty { file: name.into() });
    }
    let verdict = match text.first() {
        _ if is_zlib => zlib(name, source),
        Some(b'{') => object(name, source, text),
        _ if !crate::http::starts_message(text) && crate::text::is_document(text) => {
            Verdict::Is(Format::Markdown)
        }
        Some(b'[') if crate::curl::is_numbered(text) => Verdict::Is(Format::Curl),
        Some(b'[') => array(text),
        _ if after_callback(text).is_some() => Verdict::Is(Format::Har),
        _ if crate::mitmproxy::starts_flow(text) => Verdict::Is(Format::Mitmproxy),
        _ if crate::text::is_editor_file(name, text) => Verdict::Is(Format::HttpFile),
        _ if crate::http::starts_message(text) => Verdict::Is(Format::RawHttp),
        _ if crate::curl::is_transcript(text) => Verdict::Is(Format::Curl),
        _ => foreign_text(text),
    };
    match verdict {
        Verdict::Is(format) => Ok(format),
        Verdict::Foreign(what, advice) => {
            Err(ReadError::UnsupportedFormat { file: name.into(), what, advice })
        }
        // The name helps only where the content says nothing.
        Verdict::Isnt(what) => Err(match foreign_name(name) {
            Some((what, advice)) => ReadError::UnsupportedFormat { file: name.into(), what, advice },
            None => ReadError::NotARecording { file: name.into(), what: what.into() },
        }),
    }
}

enum Verdict {
    Is(Format),
    Foreign(&'static str, &'static str),
    Isnt(&'static str),
}

/// Formats that a few bytes betray.
fn foreign_bytes(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const PCAP: [&[u8]; 5] = [
        &[0xa1, 0xb2, 0xc3, 0xd4],
        &[0xd4, 0xc3, 0xb2, 0xa1],
        &[0xa1, 0xb2, 0x3c, 0x4d],
        &[0x4d, 0x3c, 0xb2, 0xa1],
        &[0x0a, 0x0d, 0x0d, 0x0a],
    ];
    if is_wide(bytes) {
        return Some((UTF_16, "save the file as UTF-8 (PowerShell: Out-File -Encoding utf8)"));
    }
    if PCAP.iter().any(|magic| bytes.starts_with(magic)) {
        let advice = "packets are mostly encrypted: record with a proxy (mitmdump --set hardump=OUT.har) or a browser, or, \
                      with the TLS keys, print the messages (tshark -r FILE -o tls.keylog_file:KEYS -q -z \
                      follow,http,ascii,0) and save each request with its response";
        return Some(("a packet capture", advice));
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Some((GZIP, "decompress it first (gunzip)"));
    }
    None
}

/// Whether text is written in UTF-16, by a mark or by its letters.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || matches!(bytes, [b' '..=b'~', 0, b'\n'..=b'~', 0, ..] | [0, b' '..=b'~', 0, b'\n'..=b'~', ..])
}

/// A HAR that is compressed as a whole, as mitmproxy writes `.zhar`.
fn zlib(name: &str, source: &Source) -> Verdict {
    let limits = Limits::default();
    let opened = source.inflated(&limits).and_then(|source| source.open());
    let Ok(reader) = opened else { return Verdict::Isnt("a file that cannot be read twice") };
    if Splitter::new(reader, name.into(), limits.json_bytes()).seek_entries() {
        return Verdict::Is(Format::HarZlib);
    }
    Verdict::Isnt("zlib data without log.entries (HAR)")
}

/// Formats whose content betrays nothing, by the end of the file's name.
fn foreign_name(name: &str) -> Option<(&'static str, &'static str)> {
    const NAMES: [(&str, &str, &str); 5] = [
        (".chls", CHARLES, EXPORT_FROM_CHARLES),
        (".chlz", CHARLES, EXPORT_FROM_CHARLES),
        (".proxymanlog", PROXYMAN, EXPORT_FROM_PROXYMAN),
        (".proxymanlogv2", PROXYMAN, EXPORT_FROM_PROXYMAN),
        (".nock.js", NOCK, NEVER_RUN),
    ];
    let name = name.to_ascii_lowercase();
    let found = NAMES.iter().find(|(end, ..)| name.ends_with(end));
    found.map(|(_, what, advice)| (*what, *advice))
}

const UTF_16: &str = "text in UTF-16";
const GZIP: &str = "a gzip file";
const CURL_COMMAND: &str = "a curl command";
const TRANSCRIPT: &str = "a Bot Framework transcript";
const CHARLES: &str = "a Charles session";
const EXPORT_FROM_CHARLES: &str = "in Charles, choose File, Export Session, HTTP Archive (.har)";
const PROXYMAN: &str = "a Proxyman log";
const EXPORT_FROM_PROXYMAN: &str = "in Proxyman, choose File, Export, HAR";
const NOCK: &str = "a nock program (.nock.js)";
const NEVER_RUN: &str = "a program is never run: record HAR or NDJSON instead";

/// Formats of text that is neither JSON nor HTTP.
fn foreign_text(text: &[u8]) -> Verdict {
    let contains = |needle: &str| memchr::memmem::find(text, needle.as_bytes()).is_some();
    if crate::curl::is_command(text) {
        let advice = "it says what to send: run it with --trace FILE added and give that file, or export HAR";
        return Verdict::Foreign(CURL_COMMAND, advice);
    }
    if text.starts_with(b"<?xml") && contains("<?charles ") {
        return Verdict::Foreign(CHARLES, EXPORT_FROM_CHARLES);
    }
    // Not where a program speaks of it.
    if text.split(|&byte| byte == b'\n').any(|line| line.starts_with(b"- !ruby/struct:VCR::")) {
        let advice = "record it anew with VCR 2 or later, whose cassettes begin with http_interactions";
        return Verdict::Foreign("a cassette of VCR 1", advice);
    }
    let lists: [&[u8]; 2] = [b"interactions:", b"http_interactions:"];
    let has_list =
        || text.split(|&byte| byte == b'\n').any(|line| lists.iter().any(|list| line.starts_with(list)));
    if (contains("request:") || contains("interactions: []")) && has_list() {
        return Verdict::Is(Format::Cassette);
    }
    if contains("nock(") {
        return Verdict::Foreign(NOCK, NEVER_RUN);
    }
    if (text.starts_with(b"<?xml") || text.starts_with(b"<items")) && contains("burpVersion") {
        return Verdict::Is(Format::Burp);
    }
    if text.iter().take(512).any(|&byte| byte == 0) {
        return Verdict::Isnt("binary data");
    }
    Verdict::Isnt("text that is neither JSON nor HTTP messages")
}

/// A JSON object: one line of NDJSON, or a HAR.
fn object(name: &str, source: &Source, text: &[u8]) -> Verdict {
    const EXCHANGE: [&str; 5] = ["method", "request", "response", "url", "http_version"];
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let document = Document::parse(line);
    let has = |name: &str| document.root().is_some_and(|root| root.get(name).is_some());
    if let Some(format) = document.root().and_then(crate::document::format_of) {
        return Verdict::Is(format);
    }
    // What a cut object held up to the cut is there; of a HAR entry the first member may be any.
    if !has("log") && !has("entries") && EXCHANGE.into_iter().any(has) {
        return Verdict::Is(Format::Ndjson);
    }
    let whole = Document::parse(text);
    if let Some(format) = whole.root().and_then(crate::document::format_of) {
        return Verdict::Is(format);
    }
    if let Some(root) = whole.root()
        && (root.get("interactions").is_some() || root.get("http_interactions").is_some())
    {
        return Verdict::Is(Format::Cassette);
    }
    let Ok(reader) = source.open() else { return Verdict::Isnt("a file that cannot be read twice") };
    let mut splitter = Splitter::new(reader, name.into(), Limits::default().json_bytes());
    if splitter.seek_entries() {
        return Verdict::Is(Format::Har);
    }
    Verdict::Isnt("a JSON object without log.entries (HAR) that is no exchange on one line (NDJSON)")
}

/// A JSON array: entries of a HAR, or something else.
fn array(text: &[u8]) -> Verdict {
    const ACTIVITY: [&str; 5] = ["channelId", "conversation", "from", "recipient", "membersAdded"];
    let document = Document::parse(text);
    let Some(first) = document.root().and_then(|root| root.elements().next()) else {
        return Verdict::Isnt("a JSON array without entries");
    };
    let has = |name: &str| first.get(name).is_some();
    if has("scheme") && has("host") && has("protocolVersion") {
        Verdict::Foreign("a Charles session (.chlsj)", EXPORT_FROM_CHARLES)
    } else if has("request") || has("startedDateTime") || has("response") && !has("scope") {
        Verdict::Is(Format::Har)
    } else if has("scope") && (has("path") || has("method")) {
        Verdict::Is(Format::Nock)
    } else if has("type") && ACTIVITY.into_iter().any(has) {
        let advice = "it holds activities, not HTTP exchanges: record the traffic as HAR";
        Verdict::Foreign(TRANSCRIPT, advice)
    } else {
        Verdict::Isnt("a JSON array whose elements are no entries of a HAR")
    }
}
