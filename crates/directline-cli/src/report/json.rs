//! `--format json`: one document, written piece by piece so that memory does not grow.

use std::io::{self, Write};

use directline_validator::Profile;

use super::record::{self, RunRecord, SummaryRecord};
use super::{HuntRecord, Judged, RecordingRecord, ReplayRecord, Report, Unreadable, What};
use crate::escape;
use crate::summary::Summary;

/// One JSON document.
pub(super) struct Json {
    profile: Profile,
    what: What,
    is_first: bool,
    is_list_ended: bool,
    /// The recordings that were read: the exchanges of all come first.
    recordings: Vec<Vec<u8>>,
    /// What could not be read of them: the exchanges of all come first.
    unreadable: Vec<Vec<u8>>,
    /// What replays came to: the exchanges of all come first.
    replays: Vec<Vec<u8>>,
}

impl Json {
    pub(super) fn new(profile: Profile, what: What) -> Self {
        Self {
            profile,
            what,
            is_first: true,
            is_list_ended: false,
            recordings: Vec::new(),
            unreadable: Vec::new(),
            replays: Vec::new(),
        }
    }
}

impl Report for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"run\":")?;
        escape::write_json(out, &RunRecord::new(self.profile))?;
        let name: &[u8] = match self.what {
            What::Exchange => b",\n\"exchanges\":[",
            What::Object(_) => b",\n\"objects\":[",
        };
        out.write_all(name)
    }

    fn recording(&mut self, _out: &mut dyn Write, recording: &RecordingRecord) -> io::Result<()> {
        let mut record = Vec::new();
        escape::write_json(&mut record, recording)?;
        self.recordings.push(record);
        Ok(())
    }

    fn unreadable(&mut self, _out: &mut dyn Write, unreadable: &Unreadable) -> io::Result<()> {
        let mut record = Vec::new();
        escape::write_json(&mut record, unreadable)?;
        self.unreadable.push(record);
        Ok(())
    }

    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        let before: &[u8] = if self.is_first { b"\n" } else { b",\n" };
        self.is_first = false;
        out.write_all(before)?;
        record::write(out, judged)
    }

    fn hunt(&mut self, out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()> {
        out.write_all(b"\n],\n\"hunt\":")?;
        self.is_list_ended = true;
        escape::write_json(out, hunt)
    }

    fn replay(&mut self, _out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()> {
        let mut record = Vec::new();
        escape::write_json(&mut record, replay)?;
        self.replays.push(record);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if !self.replays.is_empty() {
            out.write_all(b"\n],\n\"replays\":[\n")?;
            out.write_all(&self.replays.join(&b",\n"[..]))?;
        }
        let end_of_list: &[u8] = if self.is_list_ended { b",\n" } else { b"\n],\n" };
        out.write_all(end_of_list)?;
        if self.what == What::Exchange {
            out.write_all(b"\"recordings\":[\n")?;
            out.write_all(&self.recordings.join(&b",\n"[..]))?;
            out.write_all(b"\n],\n")?;
        }
        out.write_all(b"\"unreadable\":[")?;
        out.write_all(&self.unreadable.join(&b",\n"[..]))?;
        out.write_all(b"],\n")?;
        if let Some(coverage) = summary.coverage() {
            out.write_all(b"\"coverage\":")?;
            escape::write_json(out, &coverage.record())?;
            out.write_all(b",\n")?;
        }
        out.write_all(b"\"summary\":")?;
        escape::write_json(out, &SummaryRecord::new(summary, self.what))?;
        out.write_all(b"}\n")
    }
}
