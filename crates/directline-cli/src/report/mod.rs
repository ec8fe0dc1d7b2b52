//! Reports: views of the same judgements, one file per format.

mod account;
mod artifact;
mod baseline;
mod by_rule;
mod diagnostic;
mod further;
mod github;
mod groups;
mod html;
mod hunt;
mod json;
mod junit;
mod markdown;
mod ndjson;
mod parts;
mod record;
mod recording;
mod recordings;
mod region;
mod replay;
mod reports;
mod sarif;
mod schema;
mod sentence;
mod step_summary;
#[cfg(test)]
mod tests;
mod text;
mod unreadable;
mod urls;

use std::io::{self, Write};
use std::rc::Rc;

use directline_capture::Recorded;
use directline_exchange::{Observed, Reason};
use directline_types::Operation;
use directline_validator::{Finding, Judgement, Part, Place, Profile, Specimen, SpecimenKind, Verdict};

use crate::args::{Judging, ReportFormat};
use crate::baseline::Entry;
use crate::closing::Asked;
use crate::near;
use crate::shown::Shown;
use crate::summary::{Summary, Undecided};
pub(crate) use hunt::{CaughtRecord, HuntRecord, ToolkitRecord};
pub(crate) use record::SCHEMA;
pub(crate) use recording::{EXPECTATION, RecordingRecord};
pub(crate) use replay::{DifferenceRecord, LeftOutRecord, NotComparedRecord, ReplayRecord};
pub(crate) use reports::Reports;
pub(crate) use schema::{one_of, portable, report_schema};
use text::Detail;
pub(crate) use unreadable::Unreadable;

/// What a run judges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum What {
    /// The exchanges of recordings.
    #[default]
    Exchange,
    /// Objects by themselves.
    Object(SpecimenKind),
}

impl What {
    /// What one of them is called.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Object(SpecimenKind::MessageSet) => "message set",
            // Beside the number of errors found, "1 error" would say nothing.
            Self::Object(SpecimenKind::Error) => "error object",
            Self::Object(SpecimenKind::Url) => "URL",
            Self::Object(kind) => kind.name(),
        }
    }

    /// What a person reads of a reason why something could not be decided.
    pub(crate) fn why(self, reason: Reason) -> &'static str {
        match (self, reason) {
            // The only thing that the rules ask of an object by itself and that nothing says.
            (Self::Object(_), Reason::NotRecorded) => "it depends on who sent it",
            _ => reason.text(),
        }
    }

    /// The same, with the options that may change it.
    pub(crate) fn why_undecided(self, reason: Reason, undecided: &Undecided) -> String {
        let why = self.why(reason);
        let options: Vec<&str> = undecided.options.iter().copied().collect();
        if options.is_empty() {
            why.to_owned()
        } else {
            format!("{why}, which {} raises", near::either(&options))
        }
    }
}

/// One exchange, or one object, with what the contract says of it.
pub(crate) struct Judged<'e> {
    /// The exchange and its places. Of an object by itself, one that shows nothing but the object.
    pub(crate) recorded: &'e Recorded,
    /// What the contract says.
    pub(crate) judgement: &'e Judgement,
    /// Masks what is shown of it.
    pub(crate) shown: &'e Shown,
    /// The object, if it is one by itself.
    pub(crate) specimen: Option<&'e Specimen>,
    /// For each finding the entry of the baseline that knows it; without a baseline there are none. See
    /// [`Judged::findings`].
    pub(crate) known: Vec<Option<Rc<Entry>>>,
}

impl Judged<'_> {
    /// The findings, each with the entry of the baseline that knows it.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Finding, Option<&Entry>)> {
        let known = self.known.iter().map(Option::as_deref).chain(std::iter::repeat(None));
        self.judgement.findings.iter().zip(known)
    }

    /// The name of the operation, or the kind of an object by itself.
    pub(crate) fn operation(&self) -> Option<&'static str> {
        let kind = self.specimen.map(|specimen| specimen.kind().name());
        kind.or(self.judgement.operation.map(Operation::name))
    }

    /// Whether the body of the answer should be a token.
    fn answers_token(&self) -> bool {
        let is_token = |operation| matches!(operation, Operation::GenerateToken | Operation::RefreshToken);
        self.judgement.operation.is_some_and(is_token)
            || self.specimen.is_some_and(|specimen| specimen.kind() == SpecimenKind::Token)
    }

    /// Path and query of the request as written, without secrets.
    pub(crate) fn path(&self) -> String {
        let target = &self.recorded.exchange.request.target;
        match &target.query {
            Some(query) => self.shown.text(&[target.path.as_str(), "?", query.as_str()].concat()),
            None => self.shown.text(&target.path),
        }
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

    /// What it is called in the report, with the side of a finding: `exchange 28, GetMessages 200, service`.
    pub(crate) fn context(&self, finding: &Finding) -> String {
        match self.specimen {
            None => {
                let index = self.recorded.exchange.source.index;
                format!("exchange {index}, {}, {}", self.what(), finding.side)
            }
            Some(specimen) => {
                let noun = What::Object(specimen.kind()).noun();
                self.side(finding).map_or_else(|| noun.to_owned(), |side| format!("{noun}, {side}"))
            }
        }
    }

    /// The side of a finding, if it is known who sent the object.
    pub(crate) fn side(&self, finding: &Finding) -> Option<&'static str> {
        let is_unknown = self.specimen.is_some_and(|specimen| specimen.sender().is_none());
        (!is_unknown).then(|| finding.side.name())
    }

    /// The part in which a place stands: of the exchange, or the object itself.
    pub(crate) fn part(&self, place: &Place) -> &'static str {
        match place.part {
            Part::RequestBody | Part::ResponseBody if self.specimen.is_some() => "object",
            part => part.name(),
        }
    }
}

/// A view of the judgements of a run. What it writes is kept in `out` by the caller.
pub(crate) trait Report {
    /// Before the first exchange.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// A recording, before its first exchange. People are told on standard error.
    fn recording(&mut self, _out: &mut dyn Write, _recording: &RecordingRecord) -> io::Result<()> {
        Ok(())
    }
    /// One exchange, in the order of the recording, or one object.
    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()>;
    /// After exchanges, before others are waited for.
    fn pause(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
    /// An input that cannot be read, or a place of one. People are told on standard error.
    fn unreadable(&mut self, _out: &mut dyn Write, _unreadable: &Unreadable) -> io::Result<()> {
        Ok(())
    }
    /// What a hunt came to, after the last exchange of its shortest sequences.
    fn hunt(&mut self, out: &mut dyn Write, hunt: &HuntRecord) -> io::Result<()>;
    /// What a replay came to, after the last of its exchanges.
    fn replay(&mut self, out: &mut dyn Write, replay: &ReplayRecord) -> io::Result<()>;
    /// After the last.
    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()>;
}

/// The report of that format.
fn new(judging: &Judging, format: ReportFormat, what: What, asked: Asked, colored: bool) -> Box<dyn Report> {
    let profile = Profile::from(judging.profile);
    let detail = match (judging.quiet, judging.verbose) {
        (true, _) => Detail::Quiet,
        (false, true) => Detail::Verbose,
        (false, false) => Detail::Normal,
    };
    let most = further::Most {
        per_exchange: judging.shown.max_findings_per_exchange,
        per_run: judging.shown.max_findings,
    };
    match format {
        ReportFormat::Text => Box::new(text::Text::new(detail, what, asked, (most, colored))),
        ReportFormat::Json => Box::new(json::Json::new(profile, what)),
        ReportFormat::Ndjson => Box::new(ndjson::Ndjson::new(profile, what)),
        ReportFormat::Junit => Box::new(junit::Junit::new(judging.fail_on, profile)),
        ReportFormat::Sarif => Box::new(sarif::Sarif::new(judging.fail_on, profile)),
        ReportFormat::Github => {
            let summary = step_summary::StepSummary::of_environment(|| {
                Box::new(markdown::Markdown::new(profile, what, asked.clone(), most))
            });
            Box::new(github::Github::new(asked, summary))
        }
        ReportFormat::Markdown => Box::new(markdown::Markdown::new(profile, what, asked, most)),
        ReportFormat::Html => Box::new(html::Page::new(profile, what, asked, most)),
    }
}
