//! Gathers the JSON objects of an exchange that rules are about.

use std::ops::Range;

use directline_exchange::{Exchange, Observed, Reason};
use directline_json::Kind;
use directline_types::ObjectKind;

use super::{BodyReading, Looked, Reading, Subject, returns};
use crate::route::Route;
use crate::rule::Outcome;
use crate::sink::Sink;
use crate::{Part, Side};

/// The objects of one kind that an exchange holds, and what of them could not be seen.
#[derive(Default)]
pub(crate) struct Gathered<'f> {
    /// The objects seen.
    pub(crate) list: Vec<Subject<'f>>,
    /// Why some could not be seen, if so.
    pub(crate) unseen: Option<Reason>,
}

impl<'f> Gathered<'f> {
    /// Runs a check on each object. Where none holds what the rule is about, it does not apply; with some
    /// unseen, it is inconclusive.
    pub(crate) fn each<L: Looked>(
        &self,
        sink: &mut Sink<'_>,
        check: impl Fn(&Subject<'f>, &mut Sink<'_>) -> L,
    ) -> Outcome {
        let mut outcome = self.outcome();
        let mut any = false;
        for subject in &self.list {
            subject.take_hidden();
            any |= check(subject, sink).looked() && sink.judges(subject.part());
            if subject.take_hidden() && outcome == Outcome::Decided {
                outcome = Outcome::Inconclusive(Reason::RedactedByExporter);
            }
        }
        if outcome == Outcome::Decided && !any { Outcome::NotApplicable } else { outcome }
    }

    /// What a rule about these objects says if it finds nothing.
    pub(crate) fn outcome(&self) -> Outcome {
        match self.unseen {
            Some(reason) => Outcome::Inconclusive(reason),
            None if self.list.is_empty() => Outcome::NotApplicable,
            None => Outcome::Decided,
        }
    }

    fn unseen(reason: Reason) -> Self {
        Self { list: Vec::new(), unseen: Some(reason) }
    }
}

/// The messages that the client sends.
pub(super) fn sent<'f>(reading: &'f Reading<'f>) -> Gathered<'f> {
    match &reading.request {
        BodyReading::Json(document) if document.is_well_formed() => {
            let root =
                document.root().map(|root| Subject::root(ObjectKind::Message, root, Part::RequestBody));
            Gathered { list: root.into_iter().collect(), unseen: None }
        }
        BodyReading::Multipart(multipart) => {
            // Lost bytes may hide a Message part.
            let mut all = Gathered { list: Vec::new(), unseen: multipart.blind() };
            for (number, message) in &multipart.messages {
                match message {
                    Ok(document) if document.is_well_formed() => {
                        let at = multipart.multipart.parts.get(*number).map_or(0, |part| part.body.start);
                        let root = document.root();
                        let subject = |root| Subject::root(ObjectKind::Message, root, Part::RequestBody);
                        all.list.extend(root.map(|root| subject(root).in_part(*number, at)));
                    }
                    Ok(_) => {}
                    Err(reason) => all.unseen = Some(*reason),
                }
            }
            all
        }
        BodyReading::Unseen(reason) if reading.may_hold_message => Gathered::unseen(*reason),
        _ => Gathered::default(),
    }
}

/// The object that a successful response returns.
pub(super) fn answer<'f>(exchange: &Exchange, route: &Route, reading: &'f Reading<'f>) -> Gathered<'f> {
    let Some(object) = returns(route) else { return Gathered::default() };
    match exchange.response.status {
        Observed::NotObservable(reason) => return Gathered::unseen(reason),
        Observed::Present(200..=299) => {}
        Observed::Present(_) | Observed::Absent => return Gathered::default(),
    }
    body_of(object, reading)
}

/// Takes an error out of the answer of a successful response, and says where it stands: it is no object of
/// the operation, so nothing is said of what that lacks.
pub(super) fn take_error(answer: &mut Gathered<'_>) -> Option<Range<usize>> {
    let subject = answer.list.first().filter(|subject| is_error(subject))?;
    let span = subject.value.span();
    answer.list.clear();
    Some(span.start..span.end)
}

/// Whether the answer is an `ErrorMessage`, or the bare form of one, and nothing that the operation returns.
fn is_error(subject: &Subject<'_>) -> bool {
    let holds = |name: &str, kind| subject.value.get(name).is_some_and(|value| value.kind() == kind);
    let wanted: &[&str] = match subject.object {
        ObjectKind::Conversation => &["conversationId", "token"],
        ObjectKind::MessageSet => &["messages", "watermark"],
        _ => &["token"],
    };
    let is_bare = subject.value.len() == 1 && holds("message", Kind::String);
    !wanted.iter().any(|name| subject.has(name)) && (is_bare || holds("error", Kind::Object))
}

/// The JSON body of an error response.
pub(super) fn error<'f>(exchange: &Exchange, reading: &'f Reading<'f>) -> Gathered<'f> {
    match exchange.response.status {
        Observed::Present(400..) => body_of(ObjectKind::ErrorMessage, reading),
        Observed::Present(_) | Observed::Absent | Observed::NotObservable(_) => Gathered::default(),
    }
}

/// The object that is judged by itself.
pub(super) fn alone<'f>(object: ObjectKind, reading: &'f Reading<'f>, sender: Side) -> Gathered<'f> {
    match sender {
        Side::Client => of_body(object, &reading.request, Part::RequestBody),
        Side::Service => body_of(object, reading),
    }
}

fn body_of<'f>(object: ObjectKind, reading: &'f Reading<'f>) -> Gathered<'f> {
    of_body(object, &reading.response, Part::ResponseBody)
}

fn of_body<'f>(object: ObjectKind, body: &'f BodyReading<'f>, part: Part) -> Gathered<'f> {
    match body {
        BodyReading::Json(document) if document.is_well_formed() => {
            let root = document.root().map(|root| Subject::root(object, root, part));
            Gathered { list: root.into_iter().collect(), unseen: None }
        }
        BodyReading::Unseen(reason) => Gathered::unseen(*reason),
        _ => Gathered::default(),
    }
}

/// The messages of an answered `MessageSet`.
pub(super) fn received<'f>(route: &Route, answer: &Gathered<'f>) -> Gathered<'f> {
    if returns(route) != Some(ObjectKind::MessageSet) {
        return Gathered::default();
    }
    let mut all = Gathered::default();
    for set in answer.list.iter().filter(|subject| subject.object == ObjectKind::MessageSet) {
        if let Some(messages) = set.member("messages").filter(|member| member.value.kind() == Kind::Array) {
            all.list.reserve_exact(messages.value.len());
            let elements = messages.value.elements().enumerate();
            all.list.extend(elements.map(|(index, message)| set.message(index, message)));
        }
    }
    all.unseen = answer.unseen;
    all
}
