//! Shape: where a JSON value deviates from the strict types, and which rule names the deviation.
//!
//! A value that fits the schema generated from the strict types has no deviation. For any other that schema lists
//! all of them; each rule of shape declares the cases that it names.

use directline_json::{Kind, Value};
use directline_types::{ObjectKind, Presence};

use crate::facts::{Facts, Subject};
use crate::rule::{Check, Outcome, Rule};
use crate::schema::{self, Keyword, SchemaDeviation};
use crate::sink::Sink;
use crate::{MOST_FINDINGS, Part, Place, Seen, Side, hint, rules};

mod report;
mod sight;
mod strict;

use report::report;
use sight::Sight;
pub(crate) use sight::{Holder, decided};
use strict::is_agreed;

/// One kind of deviation: the object, the member (`None`: the object itself, or any member where
/// the fault is [`Fault::Unknown`] or [`Fault::Null`]), and what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShapeCase {
    pub(crate) object: ObjectKind,
    pub(crate) member: Option<&'static str>,
    pub(crate) fault: Fault,
    /// Which of the deviating values the case is about, where several rules share the rest.
    pub(crate) only: Option<fn(Value<'_>) -> bool>,
}

/// What is wrong with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The wrong JSON type.
    Type,
    /// An array element of the wrong JSON type.
    Element,
    /// `null`, where absent was meant.
    Null,
    /// A required member is missing.
    Missing,
    /// The object has no such member.
    Unknown,
    /// Not one of the documented values.
    Value,
    /// A documented member in another letter case: told apart from [`Fault::Unknown`], because the
    /// cure is known.
    LetterCase,
    /// Several messages where the client may send one: an array, or an object with `messages`.
    Several,
}

/// A deviation at its place.
pub(crate) struct Deviation<'f> {
    pub(crate) object: ObjectKind,
    pub(crate) member: Option<String>,
    pub(crate) fault: Fault,
    pub(crate) place: Place,
    /// The deviating value; for a missing member the object that lacks it.
    pub(crate) value: Value<'f>,
}

/// Shorthand for declarations.
pub(crate) const fn case(object: ObjectKind, member: &'static str, fault: Fault) -> ShapeCase {
    ShapeCase { object, member: Some(member), fault, only: None }
}

/// Shorthand for declarations: a member, where its value is one of those that `only` accepts.
pub(crate) const fn case_if(
    object: ObjectKind,
    member: &'static str,
    fault: Fault,
    only: fn(Value<'_>) -> bool,
) -> ShapeCase {
    ShapeCase { object, member: Some(member), fault, only: Some(only) }
}

/// Shorthand for declarations: the object itself, or any member.
pub(crate) const fn any(object: ObjectKind, fault: Fault) -> ShapeCase {
    ShapeCase { object, member: None, fault, only: None }
}

impl ShapeCase {
    fn names(&self, object: ObjectKind, member: Option<&str>, fault: Fault, value: Value<'_>) -> bool {
        let wide = matches!(self.fault, Fault::Unknown | Fault::Null | Fault::LetterCase | Fault::Several);
        self.object == object
            && self.fault == fault
            && (self.member == member || (wide && self.member.is_none()))
            && self.is_about(value)
    }

    /// What an exchange must hold for the case to be about it: the object, where that itself is judged or a
    /// member may be missing from it or be too many; else the member.
    fn datum(&self) -> Seen {
        let member = match self.fault {
            Fault::Missing | Fault::Unknown | Fault::LetterCase | Fault::Several => None,
            Fault::Type | Fault::Element | Fault::Null | Fault::Value => self.member,
        };
        Seen::datum(self.object, member)
    }

    /// Where such deviations stand.
    fn holder(&self) -> Holder {
        // Only a client can send several messages at once.
        let is_sent = self.object == ObjectKind::Message && self.fault == Fault::Several;
        if is_sent { Holder::SentMessage } else { Holder::Of(self.object) }
    }

    fn has_element(&self, facts: &Facts<'_>) -> bool {
        let name = self.member.unwrap_or_default();
        let mut subjects = facts.holders(self.holder()).flat_map(|all| &all.list);
        subjects.any(|subject| subject.elements(name).next().is_some())
    }

    /// Whether the case is about this deviating value.
    pub(crate) fn is_about(&self, value: Value<'_>) -> bool {
        self.only.is_none_or(|only| only(value))
    }
}

/// The deviations of some subjects, in the order of the bytes: of each rule that names them, and each part
/// of the exchange, [`MOST_FINDINGS`], and the number of further ones.
#[derive(Default)]
pub(crate) struct Deviations<'f> {
    pub(crate) list: Vec<Deviation<'f>>,
    counts: Vec<Count>,
    /// What the subjects show, where all of them fit: whoever finds that out sees it on the way.
    seen: Option<Seen>,
}

/// How many deviations in one part one rule names.
struct Count {
    rule: Option<&'static Rule>,
    part: Part,
    kept: usize,
    further: u64,
}

impl<'f> Deviations<'f> {
    /// Those of these subjects.
    pub(crate) fn of<'s>(subjects: impl IntoIterator<Item = &'s Subject<'f>>) -> Self
    where
        'f: 's,
    {
        let (mut all, mut seen) = (Self::default(), Some(Seen::default()));
        for subject in subjects {
            let fitting = schema::fitting(subject.object, subject.value);
            debug_assert!(is_agreed(subject, fitting.is_some()), "{}", subject.object);
            if fitting.is_none() {
                schema::each_deviation(subject.object, subject.value, &mut |found| all.add(subject, found));
            }
            seen = seen.zip(fitting).map(|(mut seen, fitting)| {
                seen.add(fitting.sent_by(subject.part().sender()));
                seen
            });
        }
        Self { seen, ..all }
    }

    /// What the subjects show, if that is known.
    pub(crate) fn seen(&self) -> Option<Seen> {
        self.seen
    }

    fn add(&mut self, subject: &Subject<'f>, mut found: SchemaDeviation<'f>) {
        if is_said_already(subject, &found) {
            return;
        }
        let last = found.pointer.rsplit('/').next().unwrap_or_default();
        let is_element = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
        if let (Keyword::Type, true, Some(inner)) = (found.keyword, is_element, element_of(&found)) {
            found.object = inner;
            found.member = None;
        }
        let is_null = found.value.kind() == Kind::Null;
        let fault = match found.keyword {
            Keyword::Type if is_element && found.member.is_some() => Fault::Element,
            Keyword::Type if is_null && found.member.is_some() => Fault::Null,
            Keyword::Type if is_array_of_messages(subject, &found) => Fault::Several,
            Keyword::Type => Fault::Type,
            Keyword::Required => Fault::Missing,
            Keyword::AdditionalProperties => unknown(subject, &found),
            Keyword::Enum | Keyword::Other => Fault::Value,
        };
        let SchemaDeviation { object, member, value, .. } = found;
        if !self.has_room(object, member.as_deref(), fault, value, subject.part()) {
            return;
        }
        let mut place = subject.place_of(value, &found.pointer);
        if let (Fault::Unknown | Fault::LetterCase | Fault::Several, Some(span)) = (fault, found.name_span) {
            place = subject.shifted(place, span);
        }
        self.list.push(Deviation { object, member, fault, place, value });
    }

    /// Whether one more is kept; if not, it is counted.
    fn has_room(
        &mut self,
        object: ObjectKind,
        member: Option<&str>,
        fault: Fault,
        value: Value<'_>,
        part: Part,
    ) -> bool {
        let names = |rule: &Rule| match rule.check {
            Check::Shape(cases) => cases.iter().any(|case| case.names(object, member, fault, value)),
            Check::Exchange(_) | Check::Conversation(_) => false,
        };
        // Each deviation has one rule, and the next one mostly that of one before.
        let is_counted = |count: &Count| count.part == part && count.rule.is_some_and(names);
        let at = self.counts.iter().position(is_counted).or_else(|| {
            let rule = rules::ALL.iter().copied().find(|rule| names(rule));
            let is_known = |count: &Count| count.part == part && count.rule.is_none() && rule.is_none();
            self.counts.iter().position(is_known).or_else(|| {
                self.counts.push(Count { rule, part, kept: 0, further: 0 });
                self.counts.len().checked_sub(1)
            })
        });
        let Some(count) = at.and_then(|at| self.counts.get_mut(at)) else { return true };
        if count.kept < MOST_FINDINGS {
            count.kept = count.kept.saturating_add(1);
            return true;
        }
        count.further = count.further.saturating_add(1);
        false
    }
}

/// Whether another deviation says what this one would.
fn is_said_already(subject: &Subject<'_>, found: &SchemaDeviation<'_>) -> bool {
    match (found.keyword, found.holder) {
        // A required member in another letter case is one fault, not two. The service is known to read
        // any letter case, so what a client sends is misspelt; a client that looks for what the service
        // answers finds it missing.
        (Keyword::Required, _) => subject.is_sent() && is_misspelt(found),
        (Keyword::AdditionalProperties, Some(holder)) => {
            // An object without `error` is no ErrorMessage at all: one fault, whatever else it holds.
            (found.object == ObjectKind::ErrorMessage && holder.get("error").is_none())
                || (!subject.is_sent() && is_spelling_of_missing(found, holder))
        }
        _ => false,
    }
}

/// The object that an element of the member's array should be, if it should be one.
fn element_of(found: &SchemaDeviation<'_>) -> Option<ObjectKind> {
    match (found.object, found.member.as_deref()?) {
        (ObjectKind::Message, "attachments") => Some(ObjectKind::Attachment),
        (ObjectKind::MessageSet, "messages") => Some(ObjectKind::Message),
        _ => None,
    }
}

/// Whether a deviation is of the Message itself that a client sends.
fn is_sent_message(subject: &Subject<'_>, found: &SchemaDeviation<'_>) -> bool {
    subject.is_sent() && found.object == ObjectKind::Message
}

/// Whether the client sends an array in place of the one Message.
fn is_array_of_messages(subject: &Subject<'_>, found: &SchemaDeviation<'_>) -> bool {
    let is_list = found.value.kind() == Kind::Array && !found.value.is_empty();
    is_sent_message(subject, found) && found.member.is_none() && is_list
}

/// Whether the object has the missing member in another letter case.
fn is_misspelt(found: &SchemaDeviation<'_>) -> bool {
    let name = found.member.as_deref().unwrap_or_default();
    found.value.members().any(|member| member.key.eq_ignore_ascii_case(name))
}

/// Whether an unknown member of `holder` spells a required one that it lacks in another letter case.
fn is_spelling_of_missing(found: &SchemaDeviation<'_>, holder: Value<'_>) -> bool {
    let name = found.member.as_deref().unwrap_or_default();
    hint::members(found.object).iter().any(|member| {
        member.presence != Presence::Optional
            && member.name.eq_ignore_ascii_case(name)
            && holder.get(member.name).is_none()
    })
}

/// What is wrong with a member that the object does not have.
fn unknown(subject: &Subject<'_>, found: &SchemaDeviation<'_>) -> Fault {
    let name = found.member.as_deref().unwrap_or_default();
    let may_hold_several = matches!(found.value.kind(), Kind::Array | Kind::Object);
    if is_sent_message(subject, found) && name == "messages" && may_hold_several {
        Fault::Several
    } else if hint::documented_name(found.object, name).is_some() {
        Fault::LetterCase
    } else {
        Fault::Unknown
    }
}

/// Runs the rule of shape with this number: reports the deviations that its cases name.
pub(crate) fn check(
    number: usize,
    cases: &[ShapeCase],
    facts: &Facts<'_>,
    only_side: Option<Side>,
    sink: &mut Sink<'_>,
) -> Outcome {
    for deviation in &facts.deviations.list {
        let Deviation { object, member, fault, value, .. } = deviation;
        if cases.iter().any(|case| case.names(*object, member.as_deref(), *fault, *value)) {
            report(deviation, sink);
        }
    }
    let is_ours = |rule: &Rule| matches!(rule.check, Check::Shape(ours) if std::ptr::eq(ours, cases));
    for count in facts.deviations.counts.iter().filter(|count| count.rule.is_some_and(is_ours)) {
        sink.further(count.part, count.further);
    }
    let sight = Sight::all().iter().find(|sight| sight.number == number);
    sight.map_or(Outcome::NotApplicable, |sight| sight.outcome(facts, only_side))
}
