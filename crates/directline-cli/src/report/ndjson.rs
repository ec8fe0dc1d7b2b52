//! `--format ndjson`: one JSON object per line, written as soon as it is known.

use std::io::{self, Write};

use directline_validator::Profile;
use serde::Serialize;

use super::record::{ExchangeRecord, RunRecord, SummaryRecord};
use super::{Judged, Report};
use crate::escape;
use crate::summary::Summary;

/// One JSON object per line.
pub(super) struct Ndjson {
    profile: Profile,
}

impl Ndjson {
    pub(super) fn new(profile: Profile) -> Self {
        Self { profile }
    }
}

impl Report for Ndjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        line(out, &RunRecord::new(self.profile))
    }

    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        line(out, &ExchangeRecord::new(judged))
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        line(out, &SummaryRecord::new(summary.counts()))
    }
}

fn line(out: &mut dyn Write, record: &impl Serialize) -> io::Result<()> {
    escape::write_json(out, record)?;
    out.write_all(b"\n")?;
    // A reader at the other end of a pipe sees the line now.
    out.flush()
}
