//! What an upload is: one file, or a multipart form; and the headers that name its files.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use directline_exchange::{Observed, Reason};
use directline_types::Operation;

use super::{BodyReading, Facts, Looked, MultipartReading, PartKind};
use crate::media_type::{Disposition, MediaType};
use crate::rule::Outcome;
use crate::sink::Sink;
use crate::{Part, Place};

/// The body of an upload, by the `Content-Type` of the request.
pub(crate) enum Upload<'f> {
    /// No byte was sent.
    Nothing,
    /// What was sent, or what it is, is not observable.
    Unseen(Reason),
    /// One file: the type is not `multipart/…`. Its bytes need not be observable.
    Single,
    /// The type is `multipart/…` and gives no boundary.
    Unbounded,
    /// A multipart form.
    Multipart(&'f MultipartReading<'f>),
}

/// The value of a header of the request or of a part, and where it stands.
pub(crate) struct HeaderAt<'f> {
    /// The value, without white space around it.
    pub(crate) value: Cow<'f, [u8]>,
    /// What the part is, if the header is one of a part.
    pub(crate) part: Option<PartKind>,
    /// The number of that part.
    number: Option<usize>,
    /// The name as written.
    name: &'f str,
    /// The bytes of the value in its datum: in the header, or in the body.
    range: Range<usize>,
    media_type: OnceCell<Box<MediaType>>,
    disposition: OnceCell<Box<Disposition>>,
}

impl<'f> HeaderAt<'f> {
    /// A header of a part of the request body.
    pub(super) fn of_part(
        header: &'f crate::multipart::PartHeader<'f>,
        number: usize,
        kind: PartKind,
    ) -> Self {
        Self {
            value: Cow::Borrowed(&header.value),
            part: Some(kind),
            number: Some(number),
            name: header.name,
            range: header.value_range.clone(),
            media_type: OnceCell::new(),
            disposition: OnceCell::new(),
        }
    }

    /// A header of the request.
    fn of_request(name: &'f str, value: &'f [u8]) -> Self {
        Self {
            value: Cow::Borrowed(value),
            part: None,
            number: None,
            name,
            range: 0..value.len(),
            media_type: OnceCell::new(),
            disposition: OnceCell::new(),
        }
    }

    /// The place of the value.
    pub(crate) fn place(&self) -> Place {
        let place = match self.number {
            Some(number) => Place::of(Part::RequestBody).in_part(number),
            None => Place::of(Part::RequestHeader),
        };
        place.named(self.name).at(self.range.clone())
    }

    /// The place of a range of the value.
    pub(crate) fn place_at(&self, range: &Range<usize>) -> Place {
        let place = self.place();
        // A value that was folded over several lines is not the bytes that stand there.
        if self.range.len() != self.value.len() {
            return place;
        }
        let base = self.range.start;
        place.at(range.start.saturating_add(base)..range.end.saturating_add(base))
    }

    /// The value as text.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.value)
    }

    /// The value, read as a `Content-Type`.
    pub(crate) fn media_type(&self) -> &MediaType {
        self.media_type.get_or_init(|| Box::new(MediaType::parse(&self.value)))
    }

    /// The value, read as a `Content-Disposition`.
    pub(crate) fn disposition(&self) -> &Disposition {
        self.disposition.get_or_init(|| Box::new(Disposition::parse(&self.value)))
    }

    /// Whether readers disagree on where the value ends, because a carriage return stands in it: then
    /// `multipart-header-ambiguous` speaks, and nothing can be said of the value.
    pub(crate) fn has_no_sure_end(&self) -> bool {
        self.part.is_some() && self.value.contains(&b'\r')
    }

    /// Whether the header is about a file: that of a single upload, or that of an attachment's part.
    pub(crate) fn is_of_file(&self) -> bool {
        self.part.is_none_or(|kind| kind == PartKind::Attachment)
    }
}

impl<'f> Facts<'f> {
    /// The body of an upload; `None` for any other operation.
    pub(crate) fn upload(&self) -> Option<&Upload<'f>> {
        self.later.upload.get_or_init(|| self.read_upload()).as_ref()
    }

    fn read_upload(&self) -> Option<Upload<'f>> {
        if self.operation() != Some(Operation::Upload) {
            return None;
        }
        let reading = &self.reading.request;
        let is_empty = self
            .request()
            .body
            .present()
            .is_some_and(|content| content.bytes.is_empty() && content.incomplete().is_none());
        if is_empty || matches!(reading, BodyReading::Empty) {
            return Some(Upload::Nothing);
        }
        let header = match self.request_type() {
            Observed::Present(header) => header,
            Observed::Absent => return Some(Upload::Single),
            Observed::NotObservable(reason) => return Some(Upload::Unseen(reason)),
        };
        let media_type = header.media_type();
        let boundary = media_type.parameter("boundary").map(|boundary| boundary.value.as_slice());
        let is_blank = boundary.unwrap_or_default().iter().all(|&byte| byte == b' ');
        Some(match reading {
            _ if media_type.type_ != "multipart" => Upload::Single,
            BodyReading::Unseen(reason) => Upload::Unseen(*reason),
            BodyReading::Multipart(multipart) if !is_blank => Upload::Multipart(multipart),
            _ => Upload::Unbounded,
        })
    }

    /// The first header of the request with that name (in lower case).
    pub(crate) fn request_header(&self, name: &'static str) -> Observed<HeaderAt<'f>> {
        let headers = &self.request().headers;
        let written = headers.get(name).present().map_or(name, |header| header.name.as_str());
        headers.value(name).map(|value| HeaderAt::of_request(written, value))
    }

    /// The `Content-Type` of the request.
    pub(crate) fn request_type(&self) -> Observed<&HeaderAt<'f>> {
        self.later.request_type.get_or_init(|| self.request_header("content-type")).as_ref()
    }

    fn request_disposition(&self) -> Observed<&HeaderAt<'f>> {
        self.later.request_disposition.get_or_init(|| self.request_header("content-disposition")).as_ref()
    }

    /// Runs a check on every `Content-Disposition` of an upload: the request's if it is a single one,
    /// else those of the parts.
    pub(crate) fn each_disposition<L: Looked>(
        &self,
        sink: &mut Sink<'_>,
        check: impl Fn(&HeaderAt<'f>, &Disposition, &mut Sink<'_>) -> L,
    ) -> Outcome {
        match self.upload() {
            None | Some(Upload::Nothing | Upload::Unbounded) => Outcome::NotApplicable,
            Some(Upload::Unseen(reason)) => Outcome::Inconclusive(*reason),
            Some(Upload::Single) => match self.request_disposition() {
                Observed::Present(header) => {
                    let looked = check(header, header.disposition(), sink).looked();
                    if looked { Outcome::Decided } else { Outcome::NotApplicable }
                }
                Observed::Absent => Outcome::NotApplicable,
                Observed::NotObservable(reason) => Outcome::Inconclusive(reason),
            },
            Some(Upload::Multipart(_)) => self.each_part(sink, |part, sink| {
                let header = part.disposition()?;
                check(header, header.disposition(), sink).looked().then_some(())
            }),
        }
    }
}
