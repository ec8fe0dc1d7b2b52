//! The JSON texts of an exchange, for rules about the text rather than the value.

use directline_exchange::{Body, Fidelity, Reason};
use directline_json::{Document, Span};

use super::{BodyReading, Facts, Looked};
use crate::rule::Outcome;
use crate::sink::Sink;
use crate::{Part, Place};

/// One JSON text: a body, or the content of a Message part.
pub(crate) struct JsonText<'f> {
    pub(crate) document: &'f Document<'f>,
    part: Part,
    multipart_part: Option<usize>,
    base: usize,
}

/// The JSON texts of one direction, and what of them could not be seen.
pub(crate) struct JsonTexts<'f> {
    pub(crate) list: Vec<JsonText<'f>>,
    pub(crate) unseen: Option<Reason>,
}

impl JsonText<'_> {
    /// The place of a range of the text.
    pub(crate) fn place_at(&self, span: Span) -> Place {
        let (start, end) = (span.start.saturating_add(self.base), span.end.saturating_add(self.base));
        Place { multipart_part: self.multipart_part, ..Place::of(self.part) }.at(start..end)
    }

    /// The place of a range of the text, with the pointer of the value there.
    pub(crate) fn place_with_pointer(&self, span: Span) -> Place {
        let pointer = crate::redact::Secrets::new().mask(&self.document.pointer_at(span.start));
        Place { pointer: Some(pointer), ..self.place_at(span) }
    }

    /// Whether it is a part of an upload.
    pub(crate) fn is_part(&self) -> bool {
        self.multipart_part.is_some()
    }
}

impl<'f> Facts<'f> {
    /// The JSON texts that the client sends: the body, or the Message parts.
    pub(crate) fn json_sent(&self) -> &JsonTexts<'f> {
        let [sent, _] = self.json();
        sent
    }

    /// The JSON texts of both directions.
    fn json(&self) -> &[JsonTexts<'f>; 2] {
        self.later.json.get_or_init(|| Box::new([self.gather_sent(), self.gather_received()]))
    }

    fn gather_sent(&self) -> JsonTexts<'f> {
        let of = |document, multipart_part, base| JsonText {
            document,
            part: Part::RequestBody,
            multipart_part,
            base,
        };
        let mut texts = JsonTexts { list: Vec::new(), unseen: None };
        match &self.reading.request {
            BodyReading::Json(document) => texts.list.push(of(document, None, 0)),
            BodyReading::Multipart(multipart) => {
                texts.unseen = multipart.blind();
                for (number, message) in &multipart.messages {
                    match message {
                        Ok(document) => {
                            let base =
                                multipart.multipart.parts.get(*number).map_or(0, |part| part.body.start);
                            texts.list.push(of(document, Some(*number), base));
                        }
                        Err(reason) => texts.unseen = Some(*reason),
                    }
                }
            }
            BodyReading::Unseen(reason) if self.reading.may_hold_message => texts.unseen = Some(*reason),
            BodyReading::Empty | BodyReading::Unseen(_) | BodyReading::Other(_) => {}
        }
        texts
    }

    fn gather_received(&self) -> JsonTexts<'f> {
        let mut texts = JsonTexts { list: Vec::new(), unseen: None };
        match &self.reading.response {
            BodyReading::Json(document) => {
                let text = JsonText { document, part: Part::ResponseBody, multipart_part: None, base: 0 };
                texts.list.push(text);
            }
            BodyReading::Unseen(reason) => texts.unseen = Some(*reason),
            BodyReading::Empty | BodyReading::Multipart(_) | BodyReading::Other(_) => {}
        }
        texts
    }

    /// Runs a check on every JSON text, sent and received. The check is about the bytes: a text that the
    /// recorder wrote anew does not show them.
    pub(crate) fn each_json<L: Looked>(
        &self,
        sink: &mut Sink<'_>,
        check: impl Fn(&JsonText<'f>, &mut Sink<'_>) -> L,
    ) -> Outcome {
        let [sent, received] = self.json();
        let mut any = false;
        for text in sent.list.iter().chain(&received.list) {
            any |= check(text, sink).looked() && sink.judges(text.part);
        }
        let rewritten = (!sent.list.is_empty() && is_rewritten(&self.request().body))
            || (!received.list.is_empty() && is_rewritten(&self.response().body));
        if let Some(reason) = sent.unseen.or(received.unseen) {
            Outcome::Inconclusive(reason)
        } else if rewritten {
            Outcome::Inconclusive(Reason::NotRecorded)
        } else if any {
            Outcome::Decided
        } else {
            Outcome::NotApplicable
        }
    }
}

fn is_rewritten(body: &Body) -> bool {
    body.present().is_some_and(|content| content.fidelity == Fidelity::ValueOnly)
}
