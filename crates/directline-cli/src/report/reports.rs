//! All reports of a run: one for whoever waits, others for files.

use std::io::{self, Write};

use super::{HuntRecord, Judged, RecordingRecord, ReplayRecord, Report, Unreadable, What};
use crate::args::{Judging, ReportTo};
use crate::closing::Asked;
use crate::color::Color;
use crate::error::Failure;
use crate::output::{Messages, Output};
use crate::summary::Summary;

/// All reports of a run. One that cannot be written does not keep the others from being written.
pub(crate) struct Reports {
    list: Vec<Destination>,
    /// What went wrong.
    failures: Vec<Failure>,
}

/// A report and where it goes.
struct Destination {
    report: Box<dyn Report>,
    out: Output,
}

impl Reports {
    /// Begins the reports that are asked for.
    pub(crate) fn begin(judging: &Judging, what: What, asked: &Asked, color: Color) -> Result<Self, Failure> {
        let main = match &judging.output {
            Some(path) => Output::file(path, color)?,
            None => Output::stdout(color),
        };
        let mut outputs = vec![(judging.format, main)];
        for ReportTo { format, path } in &judging.report {
            outputs.push((*format, Output::file(path, color)?));
        }
        let list = outputs.into_iter().map(|(format, out)| Destination {
            report: super::new(judging, format, what, asked.clone(), out.colored()),
            out,
        });
        let mut reports = Self { list: list.collect(), failures: Vec::new() };
        reports.each(|report, out| report.begin(out));
        Ok(reports)
    }

    /// No report at all.
    pub(crate) fn none() -> Self {
        Self { list: Vec::new(), failures: Vec::new() }
    }

    /// A recording, before its first exchange.
    pub(crate) fn recording(&mut self, recording: &RecordingRecord) {
        self.each(|report, out| report.recording(out, recording));
    }

    /// One exchange, in the order of the recording, or one object.
    pub(crate) fn exchange(&mut self, judged: &Judged<'_>) {
        self.each(|report, out| report.exchange(out, judged));
    }

    /// After exchanges, before others are waited for.
    pub(crate) fn pause(&mut self) {
        self.each(|report, out| report.pause(out));
    }

    /// An input that cannot be read, or a place of one.
    pub(crate) fn unreadable(&mut self, unreadable: &Unreadable) {
        self.each(|report, out| report.unreadable(out, unreadable));
    }

    /// What a hunt came to, after the last exchange of its shortest sequences.
    pub(crate) fn hunt(&mut self, hunt: &HuntRecord) {
        self.each(|report, out| report.hunt(out, hunt));
    }

    /// What a replay came to, after the last of its exchanges.
    pub(crate) fn replay(&mut self, replay: &ReplayRecord) {
        self.each(|report, out| report.replay(out, replay));
    }

    /// Ends the reports. What could not be written is told of now: the last failure by whoever called this.
    pub(crate) fn end(&mut self, summary: &Summary, messages: &Messages) -> Result<(), Failure> {
        self.each(|report, out| report.end(out, summary));
        for destination in &mut self.list {
            if let Err(failure) = destination.out.end() {
                self.failures.push(failure);
            }
        }
        let last = self.failures.pop();
        self.failures.iter().for_each(|failure| messages.failure(failure));
        last.map_or(Ok(()), Err)
    }

    /// Whether nobody wants the rest.
    pub(crate) fn is_closed(&self) -> bool {
        !self.list.is_empty() && self.list.iter().all(|destination| destination.out.is_closed())
    }

    fn each(&mut self, write: impl Fn(&mut dyn Report, &mut dyn Write) -> io::Result<()>) {
        for Destination { report, out } in &mut self.list {
            if let Err(failure) = out.write(|out| write(report.as_mut(), out)) {
                self.failures.push(failure);
            }
        }
    }
}
