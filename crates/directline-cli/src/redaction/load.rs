//! A recording with everything that belongs to it: its files, and what only its exchanges tell.

use std::path::{Path, PathBuf};

use directline_capture::{Capture, Format, Input, Limits, ReadError, Recorded};
use directline_exchange::{Body, Coding, Headers, Reason};
use directline_json::{Document, Kind as JsonKind, Value};
use directline_validator::redact::{Spellings, answered_tokens, find, is_hidden};

use super::content::{Content, Kind};
use super::gzip::Gzip;
use super::zip;

/// A recording that was read to its end.
#[derive(Debug)]
pub(crate) struct Recording {
    pub(crate) parts: Vec<Part>,
    /// The archive that the parts are members of.
    pub(crate) archive: Option<zip::Layout>,
    /// How many exchanges it has.
    pub(crate) exchanges: usize,
    /// Tokens that only their place in an exchange tells.
    pub(super) tokens: Vec<String>,
    /// Bodies that no byte can be changed of: they are compressed.
    compressed: Vec<(String, String)>,
    /// What cannot be read, and what to do: whatever it holds would stay.
    pub(crate) opaque: Vec<(String, &'static str)>,
    /// How many bytes of bodies may still be kept beside the files.
    left: usize,
}

/// How many bytes of bodies are kept beside the files.
const MOST_BODIES: usize = 1 << 30;

/// What is held in memory as a whole, as errors call it: JSON in it is read at once.
pub(crate) const KEPT_WHOLE: &str = "a recording to redact";

/// What to do about a body in a coding that is not undone, or not written.
pub(crate) const COMPRESSED: &str = "record without compression (Accept-Encoding: identity), or export HAR of a browser, whose bodies are not compressed";

/// A file of a recording.
#[derive(Debug)]
pub(crate) struct Part {
    /// As reports show it.
    pub(crate) name: String,
    /// Where it is; the name of the member in an archive.
    pub(crate) path: PathBuf,
    pub(crate) content: Content,
}

/// What a stream gave.
#[derive(Clone, Debug)]
pub(crate) struct Bytes {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Reads a recording of the file system.
pub(crate) fn load(input: &Input, limits: &Limits) -> Result<Recording, ReadError> {
    let capture = directline_capture::open(input, limits)?;
    let format = capture.format();
    let files = input.files().into_iter().map(|path| {
        let name = match path.file_name().filter(|_| format == Format::RawPairs) {
            Some(file) => shown(&input.name, &file.to_string_lossy()),
            None => input.name.clone(),
        };
        let bytes = read(&path, &name, limits)?;
        Ok((name, path, bytes))
    });
    let files: Vec<_> = files.collect::<Result<_, ReadError>>()?;
    let beside = input.files().first().and_then(|path| path.parent().map(Path::to_owned));
    recording(capture, files, beside.as_deref(), limits)
}

/// Reads a recording of a stream.
pub(crate) fn load_bytes(bytes: &Bytes, limits: &Limits) -> Result<Recording, ReadError> {
    let capture = directline_capture::open_bytes(bytes.name, bytes.bytes.clone(), limits)?;
    let file = (bytes.name.to_owned(), PathBuf::from(bytes.name), bytes.bytes.clone());
    recording(capture, vec![file], None, limits)
}

/// Whether a copy without credentials can be made: where they stand as they are, or in a coding that is undone here.
fn is_copied(format: Format, bytes: &[u8]) -> bool {
    match format {
        Format::Har | Format::HarZip | Format::RawPairs | Format::RawHttp | Format::Ndjson => true,
        Format::Warc => !bytes.starts_with(&[0x1f, 0x8b]),
        _ => false,
    }
}

fn recording(
    capture: Capture,
    files: Vec<(String, PathBuf, Vec<u8>)>,
    beside: Option<&Path>,
    limits: &Limits,
) -> Result<Recording, ReadError> {
    let format = capture.format();
    if files.iter().any(|(_, _, bytes)| !is_copied(format, bytes)) {
        return Ok(unwritten(files, format));
    }
    let mut archive = None;
    let mut parts = Vec::new();
    for (name, path, bytes) in files {
        if format == Format::HarZip {
            let (layout, members) = zip::read(&name, bytes, limits)?;
            archive = Some(layout);
            for (member, bytes) in members {
                let kind =
                    if member.to_ascii_lowercase().ends_with(".har") { Kind::Json } else { Kind::Text };
                let name = format!("{name}!/{member}");
                parts.push(Part { name, path: member.into(), content: Content::new(bytes, kind) });
            }
            continue;
        }
        let kind = match format {
            Format::Har => Kind::Json,
            Format::Ndjson => Kind::JsonLines,
            _ => Kind::Text,
        };
        let main = parts.len();
        parts.push(Part { name, path, content: Content::new(bytes, kind) });
        if let Some(folder) = beside.filter(|_| kind != Kind::Text) {
            let (files, name) = match parts.get(main) {
                Some(part) => (attached(part.content.bytes(), kind, folder), part.name.clone()),
                None => (Vec::new(), String::new()),
            };
            for file in files {
                let path = folder.join(&file);
                let name = shown(&beside_of(&name), &file);
                let bytes = read(&path, &name, limits)?;
                parts.push(Part { name, path, content: Content::new(bytes, Kind::Text) });
            }
        }
    }
    let mut recording = Recording {
        parts,
        archive,
        exchanges: 0,
        tokens: Vec::new(),
        compressed: Vec::new(),
        opaque: Vec::new(),
        left: MOST_BODIES,
    };
    for recorded in capture {
        let recorded = recorded?;
        recording.exchange(&recorded);
        if recording.left == 0 {
            let at = recorded.places.position_of_entry();
            return Err(ReadError::TooLarge { at, what: "all bodies in pieces", limit: MOST_BODIES });
        }
    }
    Ok(recording)
}

/// A recording in a format in which nobody here replaces credentials.
fn unwritten(files: Vec<(String, PathBuf, Vec<u8>)>, format: Format) -> Recording {
    let name = files.first().map(|(name, ..)| name.clone()).unwrap_or_default();
    let what = format!("{name}: credentials in a recording in {format} are not looked for");
    let help = "convert it first (directline convert CAPTURE --to har -o NEW.har), and redact that";
    let parts = files.into_iter().map(|(name, path, _)| Part {
        name,
        path,
        content: Content::new(Vec::new(), Kind::Text),
    });
    Recording {
        parts: parts.collect(),
        archive: None,
        exchanges: 0,
        tokens: Vec::new(),
        compressed: Vec::new(),
        opaque: vec![(what, help)],
        left: MOST_BODIES,
    }
}

impl Recording {
    fn exchange(&mut self, recorded: &Recorded) {
        self.exchanges = self.exchanges.saturating_add(1);
        let exchange = &recorded.exchange;
        let (request, response) = (&exchange.request, &exchange.response);
        let messages =
            [("request", &request.headers, &request.body), ("response", &response.headers, &response.body)];
        for (what, headers, body) in messages {
            if is_opaque(headers, body) {
                let at = match body.present() {
                    Some(content) => recorded.places.locate(&content.origin, 0),
                    None => recorded.places.position_of_entry(),
                };
                let what = format!("{at}: the {what} body is compressed and cannot be looked into");
                self.opaque.push((what, COMPRESSED));
            }
            self.body(recorded, what, body);
        }
        let Some(content) = exchange.response.body.present() else { return };
        for token in answered_tokens(exchange) {
            let body = String::from_utf8_lossy(&content.bytes).into_owned();
            if let Some(at) =
                body.find(&token).filter(|_| !is_hidden(&token) && content.origin.coding != Coding::Opaque)
            {
                let first = recorded.places.locate(&content.origin, at);
                let last =
                    recorded.places.locate(&content.origin, at.saturating_add(token.len()).saturating_sub(1));
                let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
                let range = place(first.offset)..place(last.offset).saturating_add(1);
                let is_inside = !matches!(
                    content.origin.coding,
                    Coding::JsonBase64 | Coding::JsonHex | Coding::Segments(_)
                );
                if let Some(part) = self.parts.iter_mut().find(|part| is_inside && part.name == first.file) {
                    part.content.add_token(range);
                }
            }
            self.tokens.push(token);
        }
    }

    /// Keeps what of a body the files do not show as they are.
    fn body(&mut self, recorded: &Recorded, what: &str, body: &Body) {
        let Some(content) = body.present() else { return };
        if matches!(content.origin.coding, Coding::Segments(_) | Coding::Opaque) {
            self.left = self.left.saturating_sub(content.bytes.len());
        }
        let place = || recorded.places.locate(&content.origin, 0);
        match &content.origin.coding {
            Coding::Segments(segments) => {
                let place = place();
                if let Some(part) = self.parts.iter_mut().find(|part| part.name == place.file) {
                    part.content.add_body(&content.bytes, segments);
                }
            }
            Coding::Opaque => {
                let at = place();
                let start = usize::try_from(at.offset).unwrap_or(usize::MAX);
                let part = self.parts.iter_mut().find(|part| part.name == at.file);
                if part.is_some_and(|part| part.content.add_compressed(start, &content.bytes)) {
                    return;
                }
                let text = String::from_utf8_lossy(&content.bytes).into_owned();
                self.compressed.push((format!("{at}: the {what} body"), text));
            }
            _ => {}
        }
    }

    /// Where a compressed body holds a credential.
    pub(crate) fn credentials_in_compressed(&self, spellings: &Spellings) -> Vec<&str> {
        let holds = |text: &str| {
            let announced = find(text).into_iter().filter_map(|one| text.get(one.range));
            announced.into_iter().any(|written| !is_hidden(written)) || !spellings.find(text).is_empty()
        };
        let all = self.compressed.iter().filter(|(_, text)| holds(text));
        all.map(|(place, _)| place.as_str()).collect()
    }
}

/// Whether a body is compressed in a way that nobody here undoes.
fn is_opaque(headers: &Headers, body: &Body) -> bool {
    let value = |name: &str| {
        let value = headers.value(name).present().copied().unwrap_or_default();
        String::from_utf8_lossy(value).trim().to_ascii_lowercase()
    };
    let content = match body {
        Body::NotObservable(reason) => {
            return matches!(reason, Reason::UnsupportedCoding | Reason::LimitReached);
        }
        Body::Absent => return false,
        Body::Present(content) => content,
    };
    let is_coded = !matches!(value("content-encoding").as_str(), "" | "identity");
    // Recorded as it was sent, though recordings of this form hold what is decoded. An image is no text either way.
    let media = value("content-type");
    let is_text = ["text", "json", "xml", "javascript", "form", "bot.message"];
    let is_text = media.is_empty() || is_text.iter().any(|kind| media.contains(kind));
    let is_bytes = content.origin.coding == Coding::JsonBase64;
    is_coded
        && is_text
        && is_bytes
        && std::str::from_utf8(&content.bytes).is_err()
        && !is_gzip(&content.bytes)
}

/// Whether these bytes are gzip, which is read when the file is.
fn is_gzip(bytes: &[u8]) -> bool {
    Gzip::read(bytes.to_vec()).is_some()
}

/// The bodies that a HAR keeps in files beside it, as it names them.
fn attached(bytes: &[u8], kind: Kind, folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let texts: Vec<&[u8]> = match kind {
        Kind::JsonLines => bytes.split(|byte| *byte == b'\n').collect(),
        _ => vec![bytes],
    };
    for text in texts {
        if !text.windows(7).any(|seven| seven == b"\"_file\"") {
            continue;
        }
        let start = text.iter().position(|byte| matches!(byte, b'{' | b'[')).unwrap_or(0);
        let limits = directline_json::Limits {
            max_bytes: directline_json::Limits::GREATEST_SIZE,
            ..directline_json::Limits::default()
        };
        let document = Document::parse_with(text.get(start..).unwrap_or_default(), &limits);
        let mut open: Vec<Value<'_>> = document.root().into_iter().collect();
        while let Some(value) = open.pop() {
            for member in value.members() {
                if member.key == "_file" && member.value.kind() == JsonKind::String {
                    names.extend(member.value.as_str().map(String::from));
                } else {
                    open.push(member.value);
                }
            }
            open.extend(value.elements());
        }
    }
    names.sort_unstable();
    names.dedup();
    names.retain(|name| stays_inside(name) && is_in(folder, name));
    names
}

/// Whether a name stays in its folder.
fn stays_inside(name: &str) -> bool {
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    !name.contains(['\\', ':']) && !name.chars().any(char::is_control) && name.split('/').all(is_plain)
}

/// Whether there is such a file, and no link leads out of the folder.
fn is_in(folder: &Path, name: &str) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = folder.join(name).canonicalize();
    real.is_ok_and(|real| {
        real.is_file() && folder.canonicalize().is_ok_and(|folder| real.starts_with(folder))
    })
}

/// How reports show the folder of a file.
fn beside_of(name: &str) -> String {
    name.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default()
}

/// How reports show a file of a folder.
fn shown(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        _ if folder.ends_with('/') => format!("{folder}{name}"),
        _ => format!("{folder}/{name}"),
    }
}

fn read(path: &Path, name: &str, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    use std::io::Read as _;
    let io_error = |source| ReadError::Io { file: name.to_owned(), source };
    let file = std::fs::File::open(path).map_err(io_error)?;
    let mut bytes = Vec::new();
    let limit = limits.max_entry_bytes.min(Limits::MOST_JSON_BYTES);
    file.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes).map_err(io_error)?;
    if bytes.len() > limit {
        let at = directline_capture::Position { file: name.to_owned(), offset: 0, line: 1, column: 1 };
        return Err(ReadError::TooLarge { at, what: KEPT_WHOLE, limit });
    }
    Ok(bytes)
}
