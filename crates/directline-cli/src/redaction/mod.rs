//! Recordings without credentials: the same bytes but for stand-ins of equal length, so that lengths, boundaries,
//! Base64, lines and columns stay true, and a copy verifies as its original does.

mod base64;
mod content;
mod gzip;
mod headers;
mod load;
mod structure;
mod zip;

pub(crate) use content::Credential;
pub(crate) use load::{Bytes, COMPRESSED, KEPT_WHOLE, Part, Recording, load, load_bytes};
pub(crate) use zip::write as write_archive;

use std::collections::BTreeSet;

use directline_validator::redact::{Spellings, StandIns, is_hidden, searched};

/// How many bytes of credentials are looked for everywhere.
const MOST_SEARCHED: usize = 1 << 20;

/// The credentials of all recordings of a run.
#[derive(Default)]
pub(crate) struct Credentials {
    words: BTreeSet<String>,
    /// How many bytes they have.
    size: usize,
    /// What looks like a stand-in already.
    stand_ins: StandIns,
}

/// What is looked for, and what is put in its place.
pub(crate) struct Redactor {
    pub(crate) spellings: Spellings,
    pub(crate) stand_ins: StandIns,
    /// Whether all of them are looked for everywhere.
    pub(crate) is_complete: bool,
}

impl Credentials {
    /// Learns those of a recording.
    pub(crate) fn learn(&mut self, recording: &Recording) {
        for part in &recording.parts {
            for written in part.content.announced() {
                if is_hidden(&written) {
                    self.stand_ins.keep(&written);
                } else {
                    self.add(searched(&written));
                }
            }
        }
        recording.tokens.iter().for_each(|token| self.add(searched(token)));
    }

    fn add(&mut self, word: Option<String>) {
        let Some(word) = word.filter(|word| !self.words.contains(word)) else { return };
        self.size = self.size.saturating_add(word.len());
        if self.is_complete() {
            self.words.insert(word);
        } else {
            self.size = MOST_SEARCHED.saturating_add(1);
        }
    }

    fn is_complete(&self) -> bool {
        self.size <= MOST_SEARCHED
    }

    /// Everything is learnt.
    pub(crate) fn redactor(self) -> Redactor {
        let spellings = Spellings::of(self.words.iter().map(String::as_str));
        Redactor { spellings, is_complete: self.is_complete(), stand_ins: self.stand_ins }
    }
}

impl Redactor {
    /// The name of a file without credentials.
    pub(crate) fn file_name(&mut self, name: &str) -> String {
        let found: Vec<_> = directline_validator::redact::find_in_name(name)
            .into_iter()
            .chain(self.spellings.find(name))
            .collect();
        self.stand_ins.rewrite(name, &found, &self.spellings)
    }
}
