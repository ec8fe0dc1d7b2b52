//! Bodies that a HAR keeps beside itself (`_file`): in the same archive or the same folder.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use directline_exchange::{Body, Origin, Reason};
use directline_json::Value;
use memchr::memmem;

use crate::Limits;
use crate::archive::Archive;
use crate::har::{exact_or_gzip, has_escaped_letter};
use crate::places::PlaceFile;
use crate::source::Source;
use crate::stored::unknown;

/// The member of a body that names its file.
const NAME: &str = "_file";

/// How often the largest body may be read in all, since many entries can name one file.
const MOST_BODIES: usize = 16;

/// Where the bodies are.
#[derive(Debug)]
enum Store {
    /// Nowhere: the recording came from a stream.
    None,
    /// In the folder of the HAR.
    Folder(PathBuf),
    /// In the archive of the HAR.
    Archive(Box<Archive>),
}

/// The bodies beside a HAR, and the files that the current entry uses.
#[derive(Debug)]
pub(crate) struct Attachments {
    store: Store,
    /// How reports show the store.
    shown: String,
    /// The archive is a trace, in which `_sha1` names a body.
    is_trace: bool,
    /// Bytes that may still be read in all.
    budget: Option<usize>,
    /// Files of the current entry; the first is that of the entry itself.
    files: Vec<Arc<PlaceFile>>,
}

impl Attachments {
    fn new(store: Store, shown: String) -> Self {
        Self { store, shown, is_trace: false, budget: None, files: Vec::new() }
    }

    pub(crate) fn none() -> Self {
        Self::new(Store::None, String::new())
    }

    /// Bodies in `folder`; `shown` is how reports show it, with the slash, or nothing.
    pub(crate) fn folder(folder: PathBuf, shown: String) -> Self {
        Self::new(Store::Folder(folder), shown)
    }

    pub(crate) fn archive(archive: Archive, name: &str) -> Self {
        Self::new(Store::Archive(Box::new(archive)), format!("{name}!/"))
    }

    /// Bodies of a trace of Playwright.
    pub(crate) fn trace(archive: Archive, name: &str) -> Self {
        Self { is_trace: true, ..Self::archive(archive, name) }
    }

    /// The file that a body of a HAR names, if it names one.
    pub(crate) fn named(&self, body: Value<'_>) -> Option<String> {
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let hash = text("_sha1").filter(|_| self.is_trace);
        hash.map(|hash| format!("resources/{hash}")).or_else(|| text(NAME).map(Cow::into_owned))
    }

    /// Whether an entry with this text may name such a file.
    pub(crate) fn may_be_named(&self, entry: &[u8]) -> bool {
        !matches!(self.store, Store::None)
            && (memmem::find(entry, NAME.as_bytes()).is_some() || has_escaped_letter(entry))
    }

    /// Begins an entry, whose own file is `file`.
    pub(crate) fn begin(&mut self, file: Arc<PlaceFile>) {
        self.files = vec![file];
    }

    /// The files that the entry used.
    pub(crate) fn end(&mut self) -> Vec<Arc<PlaceFile>> {
        std::mem::take(&mut self.files)
    }

    /// The body in the file `name`; not recorded if the name leads elsewhere or nowhere.
    pub(crate) fn body(&mut self, name: &str, limits: &Limits) -> Body {
        let bytes = match self.bytes(name, limits) {
            None => return unknown(Reason::BodyNotRecorded),
            Some(Err(())) => return unknown(Reason::LimitReached),
            Some(Ok(bytes)) => bytes,
        };
        let origin = self.keep(name, bytes.clone());
        let opaque = Origin { coding: directline_exchange::Coding::Opaque, ..origin.clone() };
        exact_or_gzip(bytes, origin, opaque, limits)
    }

    /// The bytes of the file `name`, `Err` if they are too many; none if the name leads elsewhere or nowhere.
    pub(crate) fn bytes(&mut self, name: &str, limits: &Limits) -> Option<Result<Vec<u8>, ()>> {
        if !is_plain(name) {
            return None;
        }
        let all = limits.max_body_bytes.saturating_mul(MOST_BODIES);
        let budget = self.budget.get_or_insert(all);
        let limit = limits.max_body_bytes.min(*budget);
        let found = match &mut self.store {
            Store::None => None,
            Store::Folder(folder) => from_folder(folder, name, limit),
            Store::Archive(archive) => archive.member(name, limit, limits),
        };
        if let Some(Ok(bytes)) = &found {
            *budget = budget.saturating_sub(bytes.len());
        }
        found
    }

    /// Adds a file to those of the entry; where its first byte stands.
    pub(crate) fn keep(&mut self, name: &str, bytes: Vec<u8>) -> Origin {
        let file = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let shown = format!("{}{name}", self.shown);
        self.files.push(PlaceFile::whole(shown.into(), Arc::new(bytes)));
        Origin::verbatim(file, 0)
    }
}

/// Whether a name stays in its folder: relative, no `..`, no backslash, no drive, no control character.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 1024
        && !name.contains(['\\', ':'])
        && !name.chars().any(char::is_control)
        && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// The bytes, `Err` if they are too many.
fn from_folder(folder: &std::path::Path, name: &str, limit: usize) -> Option<Result<Vec<u8>, ()>> {
    let path = fs::canonicalize(folder.join(name)).ok()?;
    // A link may lead out of the folder.
    let inside = path.starts_with(fs::canonicalize(folder).ok()?) && path.is_file();
    let (bytes, complete) = inside.then(|| Source::File(path).prefix(limit))?.ok()?;
    Some(if complete { Ok(bytes) } else { Err(()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_not_followed() {
        for name in ["a.json", "bodies/a.json", "...", "a b.json", "ä.bin"] {
            assert!(is_plain(name), "{name}");
        }
        let bad =
            ["", "/etc/passwd", "../a", "a/../../b", "a//b", "./a", "..\\a", "C:a", "C:\\a", "a\0b", "a/"];
        for name in bad {
            assert!(!is_plain(name), "{name}");
        }
    }
}
