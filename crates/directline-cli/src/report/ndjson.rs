//! `--format ndjson`: one JSON object per line, written as soon as nothing that comes later can change it.

use std::io::{self, Write};

use directline_validator::Profile;
use serde::Serialize;

use super::record::{self, RunRecord, SummaryRecord};
use super::{HuntRecord, Judged, RecordingRecord, ReplayRecord, Report, Unreadable, What};
use crate::escape;
use crate::summary::Summary;

/// One JSON object per line.
pub(super) struct Ndjson {
    profile: Profile,
    what: What,
}

impl Ndjson {
    pub(super) fn new(profile: Profile, what: What) -> Self {
        Self { profile, what }
    }
}

impl Report for Ndjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        line(out, &RunRecord::new(self.profile))
    }

    fn recording(&mut self, out: &mut dyn Write, recording: &RecordingRecord) -> io::Result<()> {
        line(out, recording)
    }

    fn unreadable(&mut self, out: &mut dyn Write, unreadable: &Unreadable) -> io::Result<()> {
        line(out, unreadable)
    }

    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        record::write(out, judged)?;
        out.write_all(b"\n")
    }

    fn pause(&mut self, out: &mut dyn Write) -> io::Result<()> {
        // A reader at the other end of a pipe sees the lines now.
        out.flush()
    }

    fn hunt(&mut self, out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()> {
        line(out, hunt)
    }

    fn replay(&mut self, out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()> {
        line(out, replay)
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if let Some(coverage) = summary.coverage() {
            line(out, &coverage.record())?;
        }
        line(out, &SummaryRecord::new(summary, self.what))
    }
}

fn line(out: &mut dyn Write, record: &impl Serialize) -> io::Result<()> {
    escape::write_json(out, record)?;
    out.write_all(b"\n")?;
    out.flush()
}
