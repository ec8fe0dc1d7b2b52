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

/// The files that are kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    by_path: BTreeMap<String, (File, Time)>,
    stored: u64,
}

impl Files {
    /// Keeps a file and returns its URL, relative to the base URI.
    pub(crate) fn store(&mut self, conversation: &str, file: File, now: Time) -> String {
        self.stored = self.stored.saturating_add(1);
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

    /// Deletes what is due.
    pub(crate) fn forget(&mut self, now: Time) {
        self.by_path.retain(|_, (_, deleted)| now < *deleted);
    }
}
