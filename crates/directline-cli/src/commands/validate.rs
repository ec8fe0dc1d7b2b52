//! `directline validate`: one object by itself against the contract.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use directline_capture::{Places, Position, ReadError, Recorded};
use directline_exchange::{Observed, Origin};
use directline_validator::url::Base;
use directline_validator::{Profile, Side, Specimen, SpecimenKind, Validator};

use super::{paths, unreadable};
use crate::args::Validate;
use crate::baseline::{Baseline, Watch};
use crate::closing::{self, Asked};
use crate::color::Color;
use crate::coverage::Coverage;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{self, Messages};
use crate::report::{Judged, Reports, Unreadable, What};
use crate::selection::Selection;
use crate::shown::Shown;
use crate::summary::Summary;

/// The name of the option in places: what it says stands in no file.
const CONTENT_TYPE: &str = "--content-type";

/// Runs the command.
pub(super) fn run(arguments: &Validate, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    let kind = SpecimenKind::from(arguments.kind);
    check(arguments, kind)?;
    let judging = &arguments.judging;
    paths::check(&arguments.paths, judging)?;
    let selection = Selection::parse(&judging.only, &judging.skip, &judging.level)?;
    let validator = selection.apply(Validator::new().with_profile(Profile::from(judging.profile)));
    let validator = validator.with_limits(judging.limits());
    let what = What::Object(kind);
    let base = match &arguments.base_uri {
        Some(uri) => Some(Base::parse(uri).map_err(|_| {
            let help = "write scheme and host, for example https://directline.botframework.com";
            Failure::usage(format!("'{uri}' is no base URI"), help)
        })?),
        None => None,
    };
    let mut summary = Summary::within(judging.limits());
    let side = arguments.side.map(Side::from).or(kind.sender());
    summary.cover(Coverage::asked(&judging.cover, validator.rules_on(kind), side)?);
    let baseline = judging.baseline.as_deref().map(Baseline::read).transpose()?;
    // Who sent an object is no choice of rules: what depends on it is undecided.
    let watch = baseline.map(|baseline| Watch::new(baseline, None));
    let reports = Reports::begin(judging, what, &Asked::new(judging, what, None, &selection), color)?;
    let run = Run { arguments, kind, base, validator, reports, messages, summary, watch, number: 0 };
    run.all()
}

/// Refuses options that say nothing of the kind, and an upload whose type is not known.
fn check(arguments: &Validate, kind: SpecimenKind) -> Result<(), Failure> {
    if arguments.paths.is_empty() && kind == SpecimenKind::Url {
        let help = "give the URL, or - for one per line on standard input: directline validate url /a.png";
        return Err(Failure::usage("no URL is given", help));
    }
    if arguments.paths.is_empty() {
        let help = format!("name a file, or - for standard input: directline validate {kind} FILE");
        return Err(Failure::usage("no file is given", help));
    }
    match (&arguments.content_type, kind) {
        (None, SpecimenKind::Upload) => {
            let help = "give the header of the request, as in --content-type image/png or \
                        --content-type 'multipart/form-data; boundary=----b1'";
            return Err(Failure::usage("--content-type is missing: what an upload is depends on it", help));
        }
        (Some(_), kind) if kind != SpecimenKind::Upload => {
            return Err(Failure::usage("--content-type is for uploads", format!("leave it out for {kind}")));
        }
        _ => {}
    }
    if arguments.status.is_some() && kind != SpecimenKind::Error {
        return Err(Failure::usage("--status is for errors", format!("leave it out for {kind}")));
    }
    let asked = arguments.side.map(Side::from);
    match kind.sender() {
        Some(sender) if asked.is_some_and(|asked| asked != sender) => {
            Err(Failure::usage(format!("only the {sender} sends this: {kind}"), "leave out --side"))
        }
        _ => Ok(()),
    }
}

struct Run<'m> {
    arguments: &'m Validate,
    kind: SpecimenKind,
    base: Option<Base>,
    validator: Validator,
    reports: Reports,
    messages: &'m Messages,
    summary: Summary,
    watch: Option<Watch>,
    number: usize,
}

impl Run<'_> {
    fn all(mut self) -> Result<Exit, Failure> {
        for path in &self.arguments.paths {
            if self.reports.is_closed() {
                break;
            }
            if self.kind == SpecimenKind::Url && !paths::is_stdin(path) {
                let name = format!("<URL {}>", self.number.saturating_add(1));
                self.object(&name, path.as_os_str().as_encoded_bytes().to_vec(), None);
                continue;
            }
            match self.read(path) {
                Ok((name, bytes)) if self.kind == SpecimenKind::Url => self.lines(&name, &bytes),
                Ok((name, bytes)) => self.object(&name, bytes, None),
                Err(error) => {
                    self.summary.add_unreadable(error.file());
                    let (what, help) = unreadable::describe(&error, false);
                    self.messages.error(&what, &help);
                    self.reports.unreadable(&Unreadable::new(&error, what));
                }
            }
        }
        if self.reports.is_closed() {
            self.summary.cut_short();
        }
        if let Some(watch) = &self.watch {
            self.summary.add_baseline(watch.end(self.summary.is_complete()));
        }
        let Self { mut reports, summary, messages, arguments, kind, .. } = self;
        reports.end(&summary, messages)?;
        if summary.nothing_checked() && summary.unreadable() == 0 && !reports.is_closed() {
            let (what, help) = closing::nothing_checked(&summary, What::Object(kind));
            messages.error(&what, &help);
        }
        let exit = summary.exit(arguments.judging.fail_on);
        // Who closes the pipe has seen enough.
        Ok(if reports.is_closed() && exit == Exit::NothingChecked { Exit::Ok } else { exit })
    }

    /// The name of the input as reports show it, and its bytes.
    fn read(&self, path: &Path) -> Result<(String, Vec<u8>), ReadError> {
        let most = self.arguments.judging.bodies.max_body.0;
        if paths::is_stdin(path) {
            if output::stdin_is_terminal() {
                self.messages.note("reading standard input; end it with Ctrl-D");
            }
            let name = paths::STDIN_NAME.to_owned();
            return bounded(&name, io::stdin().lock(), most).map(|bytes| (name, bytes));
        }
        let name = directline_capture::Input::file(path).name;
        let failed = |source| ReadError::Io { file: name.clone(), source };
        if path.metadata().map_err(failed)?.is_dir() {
            return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
        }
        let bytes = bounded(&name, File::open(path).map_err(failed)?, most)?;
        Ok((name, bytes))
    }

    /// Judges the lines of a text as one URL each; blank ones are none.
    fn lines(&mut self, name: &str, bytes: &[u8]) {
        let places = Places::of_files([(name.into(), bytes.to_vec())]);
        let mut start = 0_usize;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let url = line.strip_suffix(b"\n").unwrap_or(line);
            let url = url.strip_suffix(b"\r").unwrap_or(url);
            if !url.is_empty() && !self.reports.is_closed() {
                self.object(name, url.to_vec(), Some((places.clone(), start)));
            }
            start = start.saturating_add(line.len());
        }
    }

    /// Judges one object; `within` says where it stands in a larger file.
    fn object(&mut self, name: &str, bytes: Vec<u8>, within: Option<(Places, usize)>) {
        let content_type = self.arguments.content_type.as_deref();
        let mut files = vec![(name.into(), bytes.clone())];
        let mut specimen = match content_type {
            Some(content_type) => {
                files.push((CONTENT_TYPE.into(), content_type.as_bytes().to_vec()));
                Specimen::upload(content_type, bytes)
            }
            None => Specimen::new(self.kind, bytes),
        };
        if let Some(side) = self.arguments.side {
            specimen = specimen.sent_by(side.into());
        }
        if let Some(status) = self.arguments.status {
            specimen = specimen.with_status(status);
        }
        if let Some(base) = &self.base {
            specimen = specimen.with_base(base.clone());
        }
        let mut exchange = specimen.exchange().clone();
        exchange.source.capture = name.into();
        exchange.source.index = self.number;
        self.number = self.number.saturating_add(1);
        let places = match within {
            Some((places, start)) => {
                for body in [&mut exchange.request.body, &mut exchange.response.body] {
                    if let Observed::Present(content) = body {
                        content.origin = Origin::verbatim(0, start as u64);
                    }
                }
                places
            }
            None => Places::of_files(files),
        };
        let recorded = Recorded { exchange, places };
        let judgement = self.validator.check_object(&specimen);
        let shown = Shown::of(&recorded.exchange);
        let (recorded, judgement, shown) = (&recorded, &judgement, &shown);
        let specimen = Some(&specimen);
        let mut judged = Judged { recorded, judgement, shown, specimen, known: Vec::new() };
        if let Some(watch) = &mut self.watch {
            judged.known = watch.look(&judged);
        }
        self.summary.add(&judged);
        self.reports.exchange(&judged);
        self.reports.pause();
    }
}

/// All bytes of an input, if they are no more than a body may have.
fn bounded(name: &str, stream: impl Read, limit: usize) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let one_more = (limit as u64).saturating_add(1);
    let read = stream.take(one_more).read_to_end(&mut bytes);
    read.map_err(|source| ReadError::Io { file: name.to_owned(), source })?;
    if bytes.len() > limit {
        let at = Position { file: name.to_owned(), offset: 0, line: 1, column: 1 };
        return Err(ReadError::TooLarge { at, what: unreadable::OBJECT, limit });
    }
    Ok(bytes)
}
