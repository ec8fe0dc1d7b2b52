//! `--format html`: one file for people, without scripts and without anything that a browser would have to fetch.
//!
//! The verdict comes first, then the findings by rule, a sequence diagram of each conversation, what was not judged, and
//! the manual pages of the rules. Everything recorded is text of an element; `maud` escapes it.

mod conversation_id;
mod conversations;
mod coverage;
mod document;
mod findings;
mod level;
mod manual;
mod overview;
mod row;
mod runs;
mod sections;
mod sequence;

use std::io::{self, Write};

use directline_validator::Profile;
use maud::Markup;

use super::further::Most;
use super::groups::Groups;
use super::recordings::Recordings;
use super::{HuntRecord, Judged, RecordingRecord, ReplayRecord, Report, Unreadable, What};
use crate::closing::Asked;
use crate::summary::Summary;
use conversations::Conversations;

/// How long the sections of hunts and replays are together at most, in bytes.
const MOST_BYTES: usize = 8 << 20;

/// The page, and what is gathered for it.
pub(super) struct Page {
    profile: Profile,
    what: What,
    asked: Asked,
    groups: Groups,
    recordings: Recordings,
    conversations: Conversations,
    /// What hunts and replays came to.
    runs: Vec<Markup>,
    run_bytes: usize,
    /// How many of those are left out.
    further_runs: u64,
}

impl Page {
    pub(super) fn new(profile: Profile, what: What, asked: Asked, most: Most) -> Self {
        Self {
            profile,
            what,
            asked,
            groups: Groups::new(most),
            recordings: Recordings::default(),
            conversations: Conversations::default(),
            runs: Vec::new(),
            run_bytes: 0,
            further_runs: 0,
        }
    }

    fn add_run(&mut self, run: Markup) {
        self.run_bytes = self.run_bytes.saturating_add(run.0.len());
        if self.run_bytes <= MOST_BYTES {
            self.runs.push(run);
        } else {
            self.further_runs = self.further_runs.saturating_add(1);
        }
    }
}

impl Report for Page {
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn recording(&mut self, _out: &mut dyn Write, recording: &RecordingRecord) -> io::Result<()> {
        self.recordings.begin(recording);
        Ok(())
    }

    fn exchange(&mut self, _out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        let groups = self.groups.add(judged, true);
        self.conversations.add(judged, groups);
        self.recordings.add(judged);
        Ok(())
    }

    fn unreadable(&mut self, _out: &mut dyn Write, unreadable: &Unreadable) -> io::Result<()> {
        self.recordings.add_unreadable(unreadable);
        Ok(())
    }

    fn hunt(&mut self, _out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()> {
        self.add_run(runs::hunt(hunt));
        Ok(())
    }

    fn replay(&mut self, _out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()> {
        self.add_run(runs::replay(replay));
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        self.conversations.end();
        out.write_all(self.document(summary).0.as_bytes())
    }
}
