//! The recordings of a run, each with what its exchanges amount to.

use std::sync::Arc;

use directline_validator::Verdict;

use super::{Judged, RecordingRecord, Unreadable};
use crate::escape;

/// How many are listed; further ones are counted only.
const MOST: usize = 200;

/// The recordings of a run, in the order in which they were read.
#[derive(Default)]
pub(super) struct Recordings {
    pub(super) list: Vec<Recording>,
    /// How many more there are.
    pub(super) further: u64,
    /// What is wrong with inputs that cannot be read, ready for a terminal.
    pub(super) unreadable: Vec<String>,
    /// How many more of those there are.
    pub(super) further_unreadable: u64,
    last: Option<Arc<str>>,
    /// What is known of the one that comes next.
    next: (Vec<String>, Vec<String>),
}

/// A recording.
#[derive(Default)]
pub(super) struct Recording {
    /// Its name, ready for a terminal.
    pub(super) name: String,
    /// Who made it and what it cannot show, ready for a terminal.
    pub(super) remarks: Vec<String>,
    /// What it cannot show, ready for a terminal.
    pub(super) gaps: Vec<String>,
    pub(super) exchanges: u64,
    pub(super) violates: u64,
    pub(super) inconclusive: u64,
    pub(super) conforms: u64,
    pub(super) out_of_scope: u64,
}

impl Recordings {
    /// Adds an input that cannot be read, or a place of one.
    pub(super) fn add_unreadable(&mut self, unreadable: &Unreadable) {
        if self.unreadable.len() < MOST {
            self.unreadable.push(unreadable.what.clone());
        } else {
            self.further_unreadable = self.further_unreadable.saturating_add(1);
        }
    }

    /// A recording, whose exchanges come next.
    pub(super) fn begin(&mut self, recording: &RecordingRecord) {
        let ready = |texts: Vec<String>| texts.iter().map(|text| escape::terminal(text)).collect();
        self.next = (ready(recording.remarks()), ready(recording.gaps()));
    }

    /// Counts one exchange. Recordings are read one after the other.
    pub(super) fn add(&mut self, judged: &Judged<'_>) {
        let capture = &judged.recorded.exchange.source.capture;
        if self.last.as_ref() != Some(capture) {
            self.last = Some(Arc::clone(capture));
            let (remarks, gaps) = std::mem::take(&mut self.next);
            if self.list.len() < MOST {
                let name = escape::terminal(&judged.shown.file(capture));
                self.list.push(Recording { name, remarks, gaps, ..Recording::default() });
            } else {
                self.further = self.further.saturating_add(1);
            }
        }
        if self.further > 0 {
            return;
        }
        let Some(recording) = self.list.last_mut() else { return };
        recording.exchanges = recording.exchanges.saturating_add(1);
        let of_verdict = match judged.judgement.verdict {
            Verdict::Violates => &mut recording.violates,
            Verdict::Inconclusive => &mut recording.inconclusive,
            Verdict::Conforms => &mut recording.conforms,
            Verdict::OutOfScope(_) => &mut recording.out_of_scope,
        };
        *of_verdict = of_verdict.saturating_add(1);
    }
}
