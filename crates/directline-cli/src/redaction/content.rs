//! One file, or one member of an archive: the texts in it, what they show, and the same bytes without it.

use std::ops::Range;

use directline_exchange::Segment;
use directline_validator::redact::{Found, Spellings, What, find, is_hidden};

use super::base64::Base64;
use super::gzip::{self, Gzip};
use super::{Redactor, headers, structure};

/// What stands for a byte that belongs to no character, so that all places stay.
const NO_TEXT: char = '\u{1a}';

/// How much of a file is unpacked.
const MOST_UNPACKED: usize = 512 << 20;

/// The bytes of a file, and the texts in it.
#[derive(Debug)]
pub(crate) struct Content {
    kind: Kind,
    bytes: Vec<u8>,
    texts: Vec<Text>,
    /// Bodies that stand in pieces, and whether they are compressed.
    bodies: Vec<(Vec<Segment>, bool)>,
}

/// A text of a file: the file itself, what Base64 in it says, a body without its chunks.
#[derive(Debug)]
struct Text {
    said: String,
    at: At,
    /// Credentials that the structure of the file tells.
    found: Vec<Found>,
    /// What is no text but Base64 of another one.
    coded: Vec<Range<usize>>,
}

/// Where the bytes of a text stand in the file.
#[derive(Debug)]
enum At {
    Same,
    Base64(Base64),
    Segments(Vec<Segment>),
    Gzip(Gzip, Box<Self>),
}

/// A credential in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credential {
    /// Where it begins.
    pub(crate) offset: usize,
    /// What it is.
    pub(crate) what: What,
    /// Whether it stands in a compressed body, which begins there.
    pub(crate) is_compressed: bool,
}

/// How the structure of a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One JSON value: a HAR.
    Json,
    /// A JSON value on each line.
    JsonLines,
    /// HTTP messages and anything else.
    Text,
}

impl Content {
    /// Reads the structure of a file.
    pub(crate) fn new(bytes: Vec<u8>, kind: Kind) -> Self {
        let text = text_of(&bytes);
        let mut texts: Vec<Text> = Vec::new();
        let mut unpacked = 0_usize;
        let mut whole = Text { at: At::Same, found: Vec::new(), coded: Vec::new(), said: text };
        let mut structure = structure::Structure::default();
        match kind {
            Kind::Json => structure.json(&bytes, 0),
            Kind::JsonLines => structure.lines(&bytes),
            Kind::Text => whole.found = headers::in_messages(&whole.said),
        }
        whole.found.extend(structure.found);
        for (coded, name) in structure.base64 {
            if let Some(base64) = Base64::read(&bytes, coded.clone()) {
                whole.coded.push(coded);
                let decoded = base64.bytes.clone();
                let at = At::Base64(base64);
                // What is not read here is told by the exchange, and not copied.
                let mut text =
                    if unpacked > MOST_UNPACKED { Text::plain(&decoded, at) } else { Text::of(&decoded, at) };
                unpacked = unpacked.saturating_add(text.said.len());
                if let Some(name) = name {
                    text.found = headers::in_value(&name, &text.said, 0..text.said.len());
                }
                texts.push(text);
            }
        }
        if kind == Kind::Text && bytes.starts_with(&[0x1f, 0x8b]) {
            let packed = Text::of(&bytes, At::Same);
            if matches!(packed.at, At::Gzip(..)) {
                whole.coded.push(0..bytes.len());
                texts.push(packed);
            }
        }
        whole.coded.sort_by_key(|range| range.start);
        texts.insert(0, whole);
        Self { kind, bytes, texts, bodies: Vec::new() }
    }

    /// Adds a body that stands in pieces.
    pub(super) fn add_body(&mut self, body: &[u8], segments: &[Segment]) {
        let at = At::Segments(segments.to_vec());
        self.texts.push(Text { said: text_of(body), at, found: Vec::new(), coded: Vec::new() });
        self.bodies.push((segments.to_vec(), false));
    }

    /// Adds a compressed body that begins in the file and says this; whether it can be written anew.
    pub(super) fn add_compressed(&mut self, start: usize, decoded: &[u8]) -> bool {
        let is_it = |text: &Text| matches!(&text.at, At::Gzip(gzip, _) if gzip.decoded == decoded);
        if self.texts.iter().any(is_it) {
            return true;
        }
        let segments = Gzip::segments(&self.bytes, start).filter(|_| self.kind == Kind::Text);
        let added = segments.and_then(|segments| self.compressed_text(segments));
        match added.filter(|(text, _)| is_it(text)) {
            Some((text, segments)) => {
                self.without_segments(&segments);
                self.texts.push(text);
                self.bodies.push((segments, true));
                true
            }
            None => false,
        }
    }

    /// What is compressed is no text.
    fn without_segments(&mut self, segments: &[Segment]) {
        let Some(whole) = self.texts.first_mut() else { return };
        for pair in segments.windows(2) {
            let [this, next] = pair else { continue };
            let start = usize::try_from(this.file).unwrap_or(usize::MAX);
            let length = usize::try_from(next.datum.saturating_sub(this.datum)).unwrap_or(0);
            whole.coded.push(start..start.saturating_add(length));
        }
        whole.coded.sort_by_key(|range| range.start);
    }

    fn compressed_text(&self, segments: Vec<Segment>) -> Option<(Text, Vec<Segment>)> {
        let coded = gzip::joined(&self.bytes, &segments)?;
        Some((Text::of(&coded, At::Segments(segments.clone())), segments))
    }

    /// Adds a credential that only the exchange tells.
    pub(super) fn add_token(&mut self, range: Range<usize>) {
        if let Some(whole) = self.texts.first_mut().filter(|whole| whole.said.get(range.clone()).is_some()) {
            whole.found.push(Found { range, what: What::Named("token".into()) });
        }
    }

    /// What stands where credentials stand, as it is written.
    pub(super) fn announced(&self) -> Vec<String> {
        let of = |text: &Text| {
            let found = text.announced();
            let written = found.into_iter().filter_map(|one| text.said.get(one.range).map(str::to_owned));
            written.collect::<Vec<_>>()
        };
        self.texts.iter().flat_map(of).collect()
    }

    /// The same content with other bytes of equal length, read anew.
    pub(crate) fn again(&self, bytes: Vec<u8>) -> Self {
        let mut again = Self::new(bytes, self.kind);
        let lengths: Vec<usize> = self
            .texts
            .iter()
            .filter(|text| matches!(text.at, At::Segments(_)))
            .map(|text| text.said.len())
            .collect();
        let mut lengths = lengths.into_iter();
        for (segments, is_compressed) in &self.bodies {
            if *is_compressed {
                again.without_segments(segments);
                again.texts.extend(again.compressed_text(segments.clone()).map(|(text, _)| text));
            } else {
                let places = (0..lengths.next().unwrap_or(0)).map(|at| in_segments(segments, at));
                let body: Vec<u8> = places.filter_map(|at| again.bytes.get(at).copied()).collect();
                again.add_body(&body, segments);
            }
        }
        again
    }

    /// The bytes as they are.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The credentials in it, in the order of the file.
    pub(crate) fn credentials(&self, spellings: &Spellings) -> Vec<Credential> {
        let mut credentials = Vec::new();
        for text in &self.texts {
            let mut end = 0;
            for one in text.credentials(spellings) {
                if one.range.start >= end {
                    end = one.range.end;
                    let offset = text.at.offset(one.range.start);
                    let is_compressed = matches!(text.at, At::Gzip(..));
                    credentials.push(Credential { offset, what: one.what, is_compressed });
                }
            }
        }
        credentials.sort_by_key(|one| one.offset);
        credentials.dedup();
        credentials
    }

    /// The bytes without credentials, as many as before.
    pub(crate) fn redacted(&self, redactor: &mut Redactor) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        for text in &self.texts {
            let found = text.credentials(&redactor.spellings);
            if found.is_empty() {
                continue;
            }
            let new = redactor.stand_ins.rewrite(&text.said, &found, &redactor.spellings);
            text.at.write(&text.said, &new, &mut bytes);
        }
        bytes
    }
}

impl Text {
    /// What bytes of the file say, compressed or not.
    fn of(bytes: &[u8], at: At) -> Self {
        let (text, at) = match Gzip::read(bytes.to_vec()) {
            Some(gzip) => (text_of(&gzip.decoded), At::Gzip(gzip, Box::new(at))),
            None => return Self::plain(bytes, at),
        };
        let found = headers::in_messages(&text);
        Self { said: text, at, found, coded: Vec::new() }
    }

    /// What bytes of the file say as they are.
    fn plain(bytes: &[u8], at: At) -> Self {
        let text = text_of(bytes);
        let found = headers::in_messages(&text);
        Self { said: text, at, found, coded: Vec::new() }
    }

    fn announced(&self) -> Vec<Found> {
        let mut found = self.outside_of_coded(find(&self.said));
        found.extend(self.found.iter().cloned());
        found
    }

    /// Sorted; those that say most come first where several begin.
    fn credentials(&self, spellings: &Spellings) -> Vec<Found> {
        let mut found = self.announced();
        found.extend(self.outside_of_coded(spellings.find(&self.said)));
        found.retain(|one| match &one.what {
            What::Known(_) => true,
            _ => !self.said.get(one.range.clone()).is_none_or(is_hidden),
        });
        let rank = |what: &What| match what {
            What::Named(_) => 0,
            What::Scheme => 1,
            What::UserInfo => 2,
            What::Known(_) => 3,
            What::Shape => 4,
        };
        found.sort_by_key(|one| (one.range.start, rank(&one.what), one.range.end));
        found
    }

    fn outside_of_coded(&self, mut found: Vec<Found>) -> Vec<Found> {
        found.retain(|one| {
            let after = self.coded.partition_point(|coded| coded.end <= one.range.start);
            self.coded.get(after).is_none_or(|coded| coded.start >= one.range.end)
        });
        found
    }
}

impl At {
    fn offset(&self, byte: usize) -> usize {
        match self {
            Self::Same => byte,
            Self::Base64(base64) => base64.offset(byte),
            Self::Segments(segments) => in_segments(segments, byte),
            // Where it is compressed, no byte has a place of its own.
            Self::Gzip(_, coded) => coded.offset(0),
        }
    }

    /// Writes other bytes in the place of all.
    fn write_bytes(&self, old: &[u8], new: &[u8], bytes: &mut [u8]) {
        match self {
            Self::Same => new.iter().enumerate().for_each(|(at, new)| set(bytes, at, *new)),
            Self::Segments(segments) => {
                new.iter().enumerate().for_each(|(at, new)| set(bytes, in_segments(segments, at), *new));
            }
            Self::Base64(base64) => base64.write(old, new, bytes),
            Self::Gzip(..) => {}
        }
    }

    /// Writes what changed.
    fn write(&self, old: &str, new: &str, bytes: &mut [u8]) {
        if old.len() != new.len() {
            return;
        }
        let changed = old.bytes().zip(new.bytes()).enumerate();
        match self {
            Self::Same => changed.filter(|(_, (old, new))| old != new).for_each(|(at, (_, new))| {
                set(bytes, at, new);
            }),
            // All of it: the same text with chunks in between was read otherwise.
            Self::Segments(segments) => {
                changed.filter(|(_, (old, _))| *old != NO_TEXT as u8).for_each(|(at, (_, new))| {
                    set(bytes, in_segments(segments, at), new);
                });
            }
            Self::Base64(base64) => base64.write(old.as_bytes(), new.as_bytes(), bytes),
            Self::Gzip(gzip, coded) => {
                let mut decoded = gzip.decoded.clone();
                changed
                    .filter(|(_, (old, new))| old != new)
                    .for_each(|(at, (_, new))| set(&mut decoded, at, new));
                if let Some(new) = gzip.with(&decoded) {
                    coded.write_bytes(&gzip.coded, &new, bytes);
                }
            }
        }
    }
}

fn set(bytes: &mut [u8], at: usize, byte: u8) {
    if let Some(place) = bytes.get_mut(at) {
        *place = byte;
    }
}

fn in_segments(segments: &[Segment], byte: usize) -> usize {
    let byte = byte as u64;
    let after = segments.partition_point(|segment| segment.datum <= byte);
    let segment = after.checked_sub(1).and_then(|index| segments.get(index));
    let at = segment.map(|segment| segment.file.saturating_add(byte.saturating_sub(segment.datum)));
    at.and_then(|at| usize::try_from(at).ok()).unwrap_or(usize::MAX)
}

/// The text of bytes, each at its place.
fn text_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| NO_TEXT));
    }
    text
}
