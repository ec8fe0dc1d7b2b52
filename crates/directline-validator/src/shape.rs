//! Shape: where a JSON value deviates from the strict types, and which rule names the deviation.
//!
//! A value that the strict types accept has no deviation. For any other the generated schema lists
//! all of them; each rule of shape declares the cases that it names.

use directline_json::{Kind, Value};
use directline_types::{Conversation, ErrorMessage, Message, MessageSet, ObjectKind, TokenString};
use serde::de::DeserializeOwned;

use crate::facts::{Facts, Subject};
use crate::rule::Outcome;
use crate::schema::{self, Keyword, SchemaDeviation};
use crate::sink::Sink;
use crate::{Place, hint, quote};

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
    fn names(&self, deviation: &Deviation<'_>) -> bool {
        let wide = matches!(self.fault, Fault::Unknown | Fault::Null | Fault::LetterCase | Fault::Several);
        self.object == deviation.object
            && self.fault == deviation.fault
            && (self.member == deviation.member.as_deref() || (wide && self.member.is_none()))
            && self.is_about(deviation.value)
    }

    /// Whether the case is about this deviating value.
    pub(crate) fn is_about(&self, value: Value<'_>) -> bool {
        self.only.is_none_or(|only| only(value))
    }
}

/// Every deviation of a subject.
pub(crate) fn deviations<'f>(subject: &Subject<'f>) -> Vec<Deviation<'f>> {
    if accepts(subject.object, subject.value) {
        return Vec::new();
    }
    let mut all = schema::deviations(subject.object, subject.value);
    // A required member in another letter case is one fault, not two. The service is known to read
    // any letter case, so what a client sends is misspelt; a client that looks for what the service
    // answers finds it missing.
    if subject.is_sent() {
        all.retain(|found| found.keyword != Keyword::Required || !is_misspelt(found));
    } else {
        let missing: Vec<(String, String)> = all.iter().filter_map(missing_member).collect();
        all.retain(|found| !missing.iter().any(|(at, name)| is_spelling_of(found, at, name)));
    }
    // An object without `error` is no ErrorMessage at all: one fault, whatever else it holds.
    let is_error = |found: &SchemaDeviation<'_>| found.object == ObjectKind::ErrorMessage;
    if all.iter().any(|found| is_error(found) && found.keyword == Keyword::Required) {
        all.retain(|found| !(is_error(found) && found.keyword == Keyword::AdditionalProperties));
    }
    let all = all.into_iter();
    all.map(|mut found| {
        let is_null = found.value.kind() == Kind::Null;
        let last = found.pointer.rsplit('/').next().unwrap_or_default();
        let is_element = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
        if let (Keyword::Type, true, Some(inner)) = (found.keyword, is_element, element_of(&found)) {
            found.object = inner;
            found.member = None;
        }
        let fault = match found.keyword {
            Keyword::Type if is_element && found.member.is_some() => Fault::Element,
            Keyword::Type if is_null && found.member.is_some() => Fault::Null,
            Keyword::Type if is_array_of_messages(subject, &found) => Fault::Several,
            Keyword::Type => Fault::Type,
            Keyword::Required => Fault::Missing,
            Keyword::AdditionalProperties => unknown(subject, &found),
            Keyword::Enum | Keyword::Other => Fault::Value,
        };
        let mut place = subject.place_of(found.value, &found.pointer);
        if let (Fault::Unknown | Fault::LetterCase | Fault::Several, Some(span)) = (fault, found.name_span) {
            place = subject.shifted(place, span);
        }
        Deviation { object: found.object, member: found.member, fault, place, value: found.value }
    })
    .collect()
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
    is_sent_message(subject, found) && found.member.is_none() && found.value.kind() == Kind::Array
}

/// Whether the object has the missing member in another letter case.
fn is_misspelt(found: &SchemaDeviation<'_>) -> bool {
    let name = found.member.as_deref().unwrap_or_default();
    found.value.members().any(|member| member.key.eq_ignore_ascii_case(name))
}

/// The pointer that a required member lacks, and its name.
fn missing_member(found: &SchemaDeviation<'_>) -> Option<(String, String)> {
    let name = found.member.as_deref().filter(|_| found.keyword == Keyword::Required)?;
    Some((format!("{}/{name}", found.pointer), name.to_owned()))
}

/// Whether a deviation is an unknown member that spells the missing member `name` at `pointer` in
/// another letter case.
fn is_spelling_of(found: &SchemaDeviation<'_>, pointer: &str, name: &str) -> bool {
    found.keyword == Keyword::AdditionalProperties
        && found.member.as_deref().is_some_and(|member| member.eq_ignore_ascii_case(name))
        && found.pointer.eq_ignore_ascii_case(pointer)
}

/// What is wrong with a member that the object does not have.
fn unknown(subject: &Subject<'_>, found: &SchemaDeviation<'_>) -> Fault {
    let name = found.member.as_deref().unwrap_or_default();
    if is_sent_message(subject, found) && name == "messages" {
        Fault::Several
    } else if hint::documented_name(found.object, name).is_some() {
        Fault::LetterCase
    } else {
        Fault::Unknown
    }
}

/// Whether the strict types accept the value.
fn accepts(object: ObjectKind, value: Value<'_>) -> bool {
    fn reads<T: DeserializeOwned>(value: Value<'_>) -> bool {
        T::deserialize(value).is_ok()
    }
    match object {
        ObjectKind::Message => reads::<Message>(value),
        ObjectKind::MessageSet => reads::<MessageSet>(value),
        ObjectKind::Conversation => reads::<Conversation>(value),
        ObjectKind::ErrorMessage => reads::<ErrorMessage>(value),
        ObjectKind::Token => reads::<TokenString>(value),
        ObjectKind::Attachment | ObjectKind::Error => false,
    }
}

/// Runs a rule of shape: reports the deviations that its cases name.
pub(crate) fn check(cases: &[ShapeCase], facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    for deviation in &facts.deviations {
        if cases.iter().any(|case| case.names(deviation)) {
            report(deviation, sink);
        }
    }
    let mut outcome = Outcome::NotApplicable;
    for holder in cases.iter().flat_map(|case| facts.holders(case.object, case.fault)) {
        match holder.outcome() {
            Outcome::Decided if outcome == Outcome::NotApplicable => outcome = Outcome::Decided,
            unseen @ Outcome::Inconclusive(_) => outcome = unseen,
            Outcome::NotApplicable | Outcome::Decided => {}
        }
    }
    outcome
}

fn report(deviation: &Deviation<'_>, sink: &mut Sink<'_>) {
    let title = deviation.object.title();
    let name = deviation.member.as_deref();
    let shown = name.map(quote::plain);
    let what = match &shown {
        Some(member) => format!("{title}.{member}"),
        None => format!("the {title}"),
    };
    let found = match name {
        Some(member) => quote::member(member, deviation.value),
        None => quote::value(deviation.value),
    };
    let expected = name.and_then(|member| documented_type(deviation.object, member));
    let place = deviation.place.clone();
    match deviation.fault {
        Fault::Type => {
            let expected = expected.unwrap_or_else(|| documented_self(deviation.object));
            let hint = hint::wrong_type(deviation.object, name.unwrap_or_default(), deviation.value);
            let asked = hint.map_or_else(|| expected.to_owned(), |hint| format!("{expected}: {hint}"));
            sink.violation(place, format!("{what} is not {expected}"), found, asked);
        }
        Fault::Element => {
            let expected = if name == Some("images") { "a string" } else { "an object" };
            sink.violation(place, format!("an element of {what} is not {expected}"), found, expected);
        }
        Fault::Null => {
            let expected = format!("{}, or no such member", expected.unwrap_or("a value"));
            sink.violation(place, format!("{what} is null"), found, expected);
        }
        Fault::Missing => {
            let shown = shown.unwrap_or_default();
            sink.violation(
                place,
                format!("{title} has no member {shown}"),
                format!("{title} without {shown}"),
                hint::missing(deviation.object, deviation.value)
                    .unwrap_or_else(|| format!("{shown}, {}", expected.unwrap_or("a value"))),
            );
        }
        Fault::Unknown => {
            let shown = shown.unwrap_or_default();
            let hint = hint::member(deviation.object, name.unwrap_or_default(), deviation.value);
            let expected = hint.unwrap_or_else(|| format!("only the documented members of {title}"));
            sink.violation(place, format!("{title} has no documented member {shown}"), found, expected);
        }
        Fault::LetterCase => {
            let shown = shown.unwrap_or_default();
            let meant = hint::documented_name(deviation.object, name.unwrap_or_default()).unwrap_or_default();
            sink.violation(
                place,
                format!("{title} has no documented member {shown}, but {meant}"),
                found,
                format!("{meant} in this letter case"),
            );
        }
        Fault::Several => sink.violation(
            place,
            "the client sends several messages in one request",
            found,
            "one Message object, and a request for each further message",
        ),
        Fault::Value => {
            let written = deviation.value.as_str().unwrap_or_default();
            let expected = hint::error_code(&written);
            sink.violation(place, format!("{what} is not one of the documented codes"), found, expected);
        }
    }
}

/// The documented type of a member, as a phrase.
fn documented_type(object: ObjectKind, member: &str) -> Option<&'static str> {
    Some(match (object, member) {
        (ObjectKind::Message, "channelData") => "an object",
        (ObjectKind::Message, "images") => "an array of strings",
        (ObjectKind::Message, "attachments") => "an array of Attachment objects",
        (ObjectKind::MessageSet, "messages") => "an array of Message objects",
        (ObjectKind::Conversation, "expires_in") | (ObjectKind::Error, "statusCode") => "a number",
        (ObjectKind::ErrorMessage, "error") => "an Error object",
        (ObjectKind::Error, "code") => "one of the documented codes, a string",
        (ObjectKind::Token, _) => return None,
        _ => "a string",
    })
}

fn documented_self(object: ObjectKind) -> &'static str {
    if object == ObjectKind::Token { "a string" } else { "an object" }
}
