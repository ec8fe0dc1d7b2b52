//! Reports: views of the same judgements, one file per format.

mod diagnostic;
mod groups;
mod json;
mod ndjson;
mod record;
#[cfg(test)]
mod tests;
mod text;

use std::io::{self, Write};

use directline_capture::Recorded;
use directline_exchange::Observed;
use directline_validator::{Judgement, Profile, Verdict};

use crate::args::{ReportFormat, Verify};
use crate::closing::Asked;
use crate::shown::Shown;
use crate::summary::Summary;
use text::Detail;

/// One exchange with what the contract says of it.
pub(crate) struct Judged<'e> {
    /// The exchange and its places.
    pub(crate) recorded: &'e Recorded,
    /// What the contract says.
    pub(crate) judgement: &'e Judgement,
    /// Masks what is shown of it.
    pub(crate) shown: &'e Shown,
}

impl Judged<'_> {
    /// Path and query of the request as written, without secrets.
    pub(crate) fn path(&self) -> String {
        let target = &self.recorded.exchange.request.target;
        let written = match &target.query {
            Some(query) => format!("{}?{query}", target.path),
            None => target.path.clone(),
        };
        self.shown.text(&written)
    }

    /// Operation and status, as far as there are any: `GetMessages 200`.
    pub(crate) fn what(&self) -> String {
        let operation = match (self.judgement.operation, self.judgement.verdict) {
            (Some(operation), _) => operation.name(),
            (None, Verdict::OutOfScope(why)) => why.name(),
            (None, _) => "no operation",
        };
        match self.recorded.exchange.response.status {
            Observed::Present(status) => format!("{operation} {status}"),
            Observed::Absent | Observed::NotObservable(_) => format!("{operation}, no status"),
        }
    }

    /// What it is called in the report: `exchange 28, GetMessages 200`.
    pub(crate) fn title(&self) -> String {
        format!("exchange {}, {}", self.recorded.exchange.source.index, self.what())
    }
}

/// A view of the judgements of a run. What it writes is kept in `out` by the caller.
pub(crate) trait Report {
    /// Before the first exchange.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// One exchange, in the order of the recording.
    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()>;
    /// After the last.
    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()>;
}

/// The report that is asked for.
pub(crate) fn new(arguments: &Verify, asked: Asked, colored: bool) -> Box<dyn Report> {
    let profile = Profile::from(arguments.profile);
    let detail = match (arguments.quiet, arguments.verbose) {
        (true, _) => Detail::Quiet,
        (false, true) => Detail::Verbose,
        (false, false) => Detail::Normal,
    };
    match arguments.format {
        ReportFormat::Text => Box::new(text::Text::new(detail, asked, colored)),
        ReportFormat::Json => Box::new(json::Json::new(profile)),
        ReportFormat::Ndjson => Box::new(ndjson::Ndjson::new(profile)),
    }
}
