//! The parts of an upload's multipart form, as far as the recording shows them.

use std::cell::OnceCell;
use std::ops::Range;

use directline_exchange::Reason;
use directline_json::Document;

use super::reading::MESSAGE_TYPE;
use super::{Facts, HeaderAt, Looked, MultipartReading, Upload};
use crate::multipart::{self, DefectKind};
use crate::rule::Outcome;
use crate::sink::Sink;
use crate::{Part, Place};

/// What a part is, by its `Content-Type` alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// The Message.
    Message,
    /// An activity of Direct Line 3.0, meant as the Message.
    Activity,
    /// Anything else: a file.
    Attachment,
}

/// A part whose headers the recording shows.
pub(crate) struct PartAt<'f> {
    /// The number of the part, from 0.
    pub(crate) number: usize,
    /// The part.
    pub(crate) part: &'f multipart::Part<'f>,
    /// What it is.
    pub(crate) kind: PartKind,
    /// Whether its headers could be read to the end, so that one that is not there is missing.
    pub(crate) has_whole_head: bool,
    disposition: OnceCell<Option<HeaderAt<'f>>>,
}

impl<'f> PartAt<'f> {
    /// The first header with that name.
    pub(crate) fn header(&self, name: &str) -> Option<HeaderAt<'f>> {
        self.part.header(name).map(|header| HeaderAt::of_part(header, self.number, self.kind))
    }

    /// The first `Content-Disposition`.
    pub(crate) fn disposition(&self) -> Option<&HeaderAt<'f>> {
        self.disposition.get_or_init(|| self.header("content-disposition")).as_ref()
    }

    /// The second header with that name.
    pub(crate) fn repeated_header(&self, name: &str) -> Option<HeaderAt<'f>> {
        let mut all = self.part.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        all.nth(1).map(|header| HeaderAt::of_part(header, self.number, self.kind))
    }

    /// Whether the part is itself multipart.
    pub(crate) fn is_nested(&self) -> bool {
        self.part.is_nested()
    }

    /// Whether the part may be meant as the Message: a part with a file name of its own is a file.
    /// Browsers name every part that is not text `blob`.
    pub(crate) fn could_be_message(&self) -> bool {
        let name = self.disposition().and_then(|header| header.disposition().filename());
        name.is_none_or(|name| name.text == "blob")
    }

    /// Whether the part looks like the Message, whatever its type: a JSON object with members of one.
    pub(crate) fn is_like_message(&self) -> bool {
        let content = self.part.content.trim_ascii_start();
        if !self.could_be_message() || !content.starts_with(b"{") {
            return false;
        }
        let document = Document::parse(content);
        let Some(root) = document.root().filter(|_| document.is_well_formed()) else { return false };
        root.members().any(|member| {
            ["text", "from", "channelData", "images", "attachments"].contains(&member.key.as_ref())
        })
    }

    /// The place of the delimiter that opens the part: where a header would follow.
    pub(crate) fn place(&self) -> Place {
        Place::of(Part::RequestBody).in_part(self.number).at(self.part.delimiter.clone())
    }
}

impl MultipartReading<'_> {
    /// Why bytes in this range are lost, if some are.
    pub(crate) fn gap_in(&self, range: &Range<usize>) -> Option<Reason> {
        // A body may have as many gaps as bytes, so they are not searched one by one. An empty range or
        // gap counts as the byte at its place.
        let gaps = &self.content.gaps;
        let end = |range: &Range<usize>| range.end.max(range.start.saturating_add(1));
        let first = gaps.partition_point(|gap| end(&gap.range) <= range.start);
        gaps.get(first).filter(|gap| gap.range.start < end(range)).map(|gap| gap.reason)
    }

    /// Why there may be parts, headers or delimiters that were not seen, if there may. Bytes lost inside
    /// the content of a part or behind the closing delimiter hide none.
    pub(crate) fn blind(&self) -> Option<Reason> {
        let limits = [DefectKind::TooManyParts, DefectKind::TooManyHeaders, DefectKind::HeadersTooLarge];
        if limits.into_iter().any(|limit| self.multipart.has(limit)) {
            return Some(Reason::LimitReached);
        }
        let mut parts = self.multipart.parts.iter().filter(|part| part.complete).peekable();
        let epilogue = self.multipart.epilogue.as_ref().map_or(usize::MAX, |epilogue| epilogue.start);
        let hiding = self.content.gaps.iter().find(|gap| {
            while parts.next_if(|part| part.body.end < gap.range.end).is_some() {}
            let is_content = parts.peek().is_some_and(|part| part.body.start <= gap.range.start);
            !is_content && gap.range.start < epilogue
        });
        hiding.map(|gap| gap.reason)
    }

    /// The parts with their headers; `Err` for one whose headers are not observable. A part that was cut
    /// within its headers is left out: that it was cut is a finding of its own.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Result<PartAt<'_>, Reason>> {
        let all = self.multipart.parts.iter().enumerate();
        let begun = all.filter(|(_, part)| part.complete || !part.content.is_empty());
        begun.map(|(number, part)| {
            if let Some(reason) = self.gap_in(&(part.delimiter.start..part.head.end)) {
                return Err(reason);
            }
            let has = |wanted: &[DefectKind]| self.head_defects(part).any(|kind| wanted.contains(&kind));
            if has(&[DefectKind::TooManyHeaders, DefectKind::HeadersTooLarge]) {
                return Err(Reason::LimitReached);
            }
            let is_broken = has(&[DefectKind::HeaderMalformed, DefectKind::MissingBlankLine]);
            let kind = kind(part);
            Ok(PartAt { number, part, kind, has_whole_head: !is_broken, disposition: OnceCell::new() })
        })
    }

    /// The defects in the delimiter and the headers of a part.
    fn head_defects(&self, part: &multipart::Part<'_>) -> impl Iterator<Item = DefectKind> {
        let defects = &self.multipart.defects;
        let first = defects.partition_point(|defect| defect.range.start < part.delimiter.start);
        let end = part.head.end;
        let in_head = defects.iter().skip(first).take_while(move |defect| defect.range.start <= end);
        in_head.map(|defect| defect.kind)
    }
}

fn kind(part: &multipart::Part<'_>) -> PartKind {
    if part.is(MESSAGE_TYPE.0, MESSAGE_TYPE.1) {
        PartKind::Message
    } else if part.is("application", "vnd.microsoft.activity") {
        PartKind::Activity
    } else {
        PartKind::Attachment
    }
}

impl<'f> Facts<'f> {
    /// Whether the request is an upload with a Message part.
    pub(crate) fn has_message_part(&self) -> bool {
        match self.upload() {
            Some(Upload::Multipart(multipart)) => !multipart.messages.is_empty(),
            _ => false,
        }
    }

    /// Runs a check on every part of a multipart upload whose headers are observable.
    pub(crate) fn each_part<L: Looked>(
        &self,
        sink: &mut Sink<'_>,
        check: impl Fn(&PartAt<'f>, &mut Sink<'_>) -> L,
    ) -> Outcome {
        let multipart = match self.upload() {
            Some(Upload::Multipart(multipart)) => multipart,
            Some(Upload::Unseen(reason)) => return Outcome::Inconclusive(*reason),
            _ => return Outcome::NotApplicable,
        };
        let mut unseen = multipart.blind();
        let mut any = false;
        for part in self.later.parts.get_or_init(|| multipart.parts().collect()) {
            match part {
                Ok(part) => any |= check(part, sink).looked(),
                Err(reason) => unseen = Some(*reason),
            }
        }
        match unseen {
            Some(reason) => Outcome::Inconclusive(reason),
            None if any => Outcome::Decided,
            None => Outcome::NotApplicable,
        }
    }

    /// Reports every multipart defect that `names` gives a message and an expectation for; what was found
    /// is the defect in its own words. A defect in
    /// lost bytes is none; where lost bytes may hide one, the rule is inconclusive.
    pub(crate) fn each_multipart_defect(
        &self,
        sink: &mut Sink<'_>,
        names: impl Fn(DefectKind) -> Option<(&'static str, &'static str)>,
    ) -> Outcome {
        let multipart = match self.upload() {
            Some(Upload::Multipart(multipart)) => multipart,
            Some(Upload::Unseen(reason)) => return Outcome::Inconclusive(*reason),
            _ => return Outcome::NotApplicable,
        };
        let mut unseen = multipart.blind();
        for defect in &multipart.multipart.defects {
            let Some((message, expected)) = names(defect.kind) else { continue };
            // These are seen by what does not follow, so a lost end hides them.
            let is_of_end = matches!(
                defect.kind,
                DefectKind::CloseMissing | DefectKind::Truncated | DefectKind::NoDelimiter
            );
            let end =
                if is_of_end { multipart.content.bytes.len().saturating_add(1) } else { defect.range.end };
            if let Some(reason) = multipart.gap_in(&(defect.range.start..end)) {
                unseen = Some(reason);
            } else {
                let place = Place::of(Part::RequestBody).at(defect.range.clone());
                sink.violation(place, message, defect.kind.to_string(), expected);
            }
        }
        unseen.map_or(Outcome::Decided, Outcome::Inconclusive)
    }
}
