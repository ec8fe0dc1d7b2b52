//! Uploaded files, served back under relative URLs until they are deleted.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::failure::Failure;
use crate::{Response, Time};

/// How long files are kept, in seconds (Send a message to the bot in Direct Line API 1.1: deleted after 24 hours).
const KEPT: i64 = 86_400;

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A file as uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) content: Vec<u8>,
}

/// What a file takes beside its name and content, in bytes.
const BESIDE_FILE: usize = 400;

/// The files that are kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    by_path: BTreeMap<String, (File, Time)>,
    stored: u64,
    bytes: usize,
    /// When those that are due were last deleted.
    swept: Option<Time>,
}

impl File {
    /// About how much memory it takes, in bytes. Its name stands in its path too, percent-encoded.
    fn bytes(&self) -> usize {
        let names = self.name.len().saturating_mul(4).saturating_add(self.media_type.len());
        self.content.len().saturating_add(names).saturating_add(BESIDE_FILE)
    }
}

impl Files {
    /// Keeps a file and returns its URL, relative to the base URI.
    pub(crate) fn store(&mut self, conversation: &str, file: File, now: Time) -> String {
        self.sweep(now);
        self.stored = self.stored.saturating_add(1);
        self.bytes = self.bytes.saturating_add(file.bytes());
        let conversation = utf8_percent_encode(conversation, ENCODED);
        let name = utf8_percent_encode(&file.name, ENCODED);
        let path = format!("/attachments/{conversation}/{}/{name}", self.stored);
        self.by_path.insert(path.clone(), (file, now.plus_seconds(KEPT)));
        path
    }

    /// The file at a path.
    pub(crate) fn get(&self, path: &str, now: Time) -> Result<Response, Failure> {
        match self.by_path.get(path) {
            Some((file, deleted)) if now < *deleted => {
                Ok(Response::content(200, &file.media_type, file.content.clone()))
            }
            _ => Err(Failure::FileGone),
        }
    }

    /// About how much memory the files take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Deletes the files of a conversation.
    pub(crate) fn forget(&mut self, conversation: &str) {
        let prefix = format!("/attachments/{}/", utf8_percent_encode(conversation, ENCODED));
        let those = self.by_path.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
        let those: Vec<String> = those.map(|(path, _)| path.clone()).collect();
        for path in those {
            if let Some((file, _)) = self.by_path.remove(&path) {
                self.bytes = self.bytes.saturating_sub(file.bytes());
            }
        }
    }

    /// Deletes what is due, once an hour.
    fn sweep(&mut self, now: Time) {
        if self.swept.is_some_and(|swept| now < swept.plus_seconds(3_600)) {
            return;
        }
        self.swept = Some(now);
        self.by_path.retain(|_, (_, deleted)| now < *deleted);
        self.bytes = self.by_path.values().map(|(file, _)| file.bytes()).sum();
    }
}
