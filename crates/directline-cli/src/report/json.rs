//! `--format json`: one document, written piece by piece so that memory does not grow.

use std::io::{self, Write};

use directline_validator::Profile;

use super::record::{ExchangeRecord, RunRecord, SummaryRecord};
use super::{Judged, Report};
use crate::escape;
use crate::summary::Summary;

/// One JSON document.
pub(super) struct Json {
    profile: Profile,
    is_first: bool,
}

impl Json {
    pub(super) fn new(profile: Profile) -> Self {
        Self { profile, is_first: true }
    }
}

impl Report for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"run\":")?;
        escape::write_json(out, &RunRecord::new(self.profile))?;
        out.write_all(b",\n\"exchanges\":[")
    }

    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        let before: &[u8] = if self.is_first { b"\n" } else { b",\n" };
        self.is_first = false;
        out.write_all(before)?;
        escape::write_json(out, &ExchangeRecord::new(judged))
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        out.write_all(b"\n],\n\"summary\":")?;
        escape::write_json(out, &SummaryRecord::new(summary.counts()))?;
        out.write_all(b"}\n")
    }
}
