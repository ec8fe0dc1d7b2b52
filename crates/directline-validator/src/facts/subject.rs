//! A JSON value of an exchange, with the way back to its bytes.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use directline_exchange::is_placeholder;
use directline_json::{Kind, Member, Span, Value};
use directline_types::ObjectKind;

use crate::date_time::{self, DateTime};
use crate::{Part, Place};

/// A JSON value that should be an object of the API, and where it stands.
#[derive(Clone)]
pub(crate) struct Subject<'f> {
    /// What it should be.
    pub(crate) object: ObjectKind,
    /// What it is.
    pub(crate) value: Value<'f>,
    at: Rc<At>,
    pointer: Pointer,
    created: OnceCell<Created<'f>>,
}

/// Which body a value stands in. A body may hold millions of values: they share it.
#[derive(Clone)]
struct At {
    part: Part,
    multipart_part: Option<usize>,
    base: usize,
    /// Whether a check asked for a member whose value the recording hides, here or below.
    hidden: Cell<bool>,
}

/// The JSON Pointer of a value: of the body, or of an element of one or both of these members.
#[derive(Clone, Copy, Default)]
struct Pointer {
    message: Option<usize>,
    attachment: Option<usize>,
}

impl fmt::Display for Pointer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.map_or(Ok(()), |index| write!(out, "/messages/{index}"))?;
        self.attachment.map_or(Ok(()), |index| write!(out, "/attachments/{index}"))
    }
}

/// Members whose values recorders and people replace: what they say is then not observable.
const REPLACED: [&str; 6] = ["id", "conversationId", "created", "from", "url", "contentType"];

/// The member `created`, read when the first rule asks.
#[derive(Clone)]
struct Created<'f> {
    is_hidden: bool,
    read: Option<(Text<'f>, DateTime)>,
}

/// A string member of the right type.
#[derive(Clone)]
pub(crate) struct Text<'f> {
    pub(crate) text: Cow<'f, str>,
    pub(crate) value: Value<'f>,
}

/// What a message says to its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageContent {
    /// Something.
    Some,
    /// An empty `text` and nothing else.
    EmptyText,
    /// Nothing.
    None,
}

impl<'f> Subject<'f> {
    /// The root value of a body.
    pub(crate) fn root(object: ObjectKind, value: Value<'f>, part: Part) -> Self {
        let at = At { part, multipart_part: None, base: 0, hidden: Cell::default() };
        Self { object, value, at: Rc::new(at), pointer: Pointer::default(), created: OnceCell::new() }
    }

    /// The same, in a multipart part whose content starts at `base` in the body.
    pub(crate) fn in_part(self, number: usize, base: usize) -> Self {
        let at = At { multipart_part: Some(number), base, ..(*self.at).clone() };
        Self { at: Rc::new(at), ..self }
    }

    /// The element of this `MessageSet`'s `messages` with that number.
    pub(crate) fn message(&self, index: usize, value: Value<'f>) -> Self {
        let pointer = Pointer { message: Some(index), ..Pointer::default() };
        let (at, created) = (Rc::clone(&self.at), OnceCell::new());
        Self { object: ObjectKind::Message, value, at, pointer, created }
    }

    /// The part of the exchange that it stands in.
    pub(crate) fn part(&self) -> Part {
        self.at.part
    }

    /// Whether the client sent it.
    pub(crate) fn is_sent(&self) -> bool {
        self.part() == Part::RequestBody
    }

    /// The first member of that name, whatever its type.
    pub(crate) fn member(&self, name: &str) -> Option<Member<'f>> {
        self.value.member(name)
    }

    /// The member of that name, if it is a string whose value the recording shows. A placeholder in its
    /// place makes the check that asks inconclusive.
    pub(crate) fn text(&self, name: &str) -> Option<Text<'f>> {
        self.text_of(name, self.value.get(name)?)
    }

    /// The same of a member that was found already.
    pub(crate) fn text_of(&self, name: &str, value: Value<'f>) -> Option<Text<'f>> {
        let text = value.as_str()?;
        if REPLACED.contains(&name) && is_placeholder(&text) {
            self.at.hidden.set(true);
            return None;
        }
        Some(Text { text, value })
    }

    /// Whether a check asked for a hidden value since the last call.
    pub(crate) fn take_hidden(&self) -> bool {
        self.at.hidden.replace(false)
    }

    /// Whether there is a member of that name, in any letter case: where the case is the offence, a rule
    /// about the missing member has nothing to add.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.in_any_case(name).is_some()
    }

    fn in_any_case(&self, name: &str) -> Option<Value<'f>> {
        let member = self.value.members().find(|member| member.key.eq_ignore_ascii_case(name));
        member.map(|member| member.value)
    }

    /// Whether it is no Message itself but a wrapper around one or several, or no object at all: other
    /// rules name that, and nothing can be said of the members of the Message.
    pub(crate) fn is_wrapper(&self) -> bool {
        let holds = |name| {
            self.value.get(name).is_some_and(|value| matches!(value.kind(), Kind::Array | Kind::Object))
        };
        self.value.kind() != Kind::Object || holds("message") || holds("messages")
    }

    /// What a Message says: `text`, `images`, `attachments` and `channelData` are its content. A member of
    /// the wrong type counts as content, for its type is the offence.
    pub(crate) fn content(&self) -> MessageContent {
        let says = |(name, kind): (&str, Kind)| match self.in_any_case(name) {
            None => false,
            Some(value) if value.kind() == Kind::Null => false,
            Some(value) if value.kind() != kind => true,
            Some(value) if kind == Kind::String => value.as_str().is_some_and(|text| !text.is_empty()),
            Some(value) => !value.is_empty(),
        };
        let members = [
            ("text", Kind::String),
            ("images", Kind::Array),
            ("attachments", Kind::Array),
            ("channelData", Kind::Object),
        ];
        if members.into_iter().any(says) {
            MessageContent::Some
        } else if self.in_any_case("text").is_some_and(|text| text.kind() == Kind::String) {
            MessageContent::EmptyText
        } else {
            MessageContent::None
        }
    }

    /// The member `created` of a Message, if it is a string, and what it is as a date and time.
    pub(crate) fn created(&self) -> Option<(&Text<'f>, &DateTime)> {
        let created = self.created.get_or_init(|| {
            let before = self.take_hidden();
            let read = self.text("created").map(|text| {
                let read = date_time::read(&text.text);
                (text, read)
            });
            let is_hidden = self.at.hidden.replace(before);
            Created { is_hidden, read }
        });
        if created.is_hidden {
            self.at.hidden.set(true);
        }
        created.read.as_ref().map(|(text, read)| (text, read))
    }

    /// The elements of an array member.
    pub(crate) fn elements(&self, name: &str) -> impl Iterator<Item = Value<'f>> + use<'f> {
        let array = self.value.get(name).filter(|value| value.kind() == Kind::Array);
        array.into_iter().flat_map(Value::elements)
    }

    /// The objects of the `attachments` member.
    pub(crate) fn attachments(&self) -> impl Iterator<Item = Self> {
        let elements = self.elements("attachments").enumerate();
        elements.filter(|(_, value)| value.kind() == Kind::Object).map(|(index, value)| Self {
            object: ObjectKind::Attachment,
            value,
            at: Rc::clone(&self.at),
            pointer: Pointer { attachment: Some(index), ..self.pointer },
            created: OnceCell::new(),
        })
    }

    /// The place of the value itself.
    pub(crate) fn place(&self) -> Place {
        self.place_of(self.value, "")
    }

    /// The place of a member's value (of the whole member's name, where the name is the offence, see
    /// [`Subject::place_of_name`]).
    pub(crate) fn place_of_member(&self, name: &str, value: Value<'f>) -> Place {
        self.place_of(value, &format!("/{}", escape(name)))
    }

    /// The place of a range of a string member's text; of the whole value if escapes stand in it, for then
    /// text and bytes do not run side by side.
    pub(crate) fn place_in_text(&self, name: &str, text: &Text<'f>, range: &Range<usize>) -> Place {
        let place = self.place_of_member(name, text.value);
        let span = text.value.span();
        if span.len() != text.text.len().saturating_add(2) || range.is_empty() {
            return place;
        }
        let start = span.start.saturating_add(1);
        let inner = Span::new(start.saturating_add(range.start), start.saturating_add(range.end));
        self.shifted(place, inner)
    }

    /// The place of a member's name.
    pub(crate) fn place_of_name(&self, member: &Member<'f>) -> Place {
        let place = self.place_of(member.value, &format!("/{}", escape(&member.key)));
        self.shifted(place, member.key_span)
    }

    /// A place of this body with another byte range of its JSON text.
    pub(crate) fn shifted(&self, place: Place, span: Span) -> Place {
        place.at(span.start.saturating_add(self.at.base)..span.end.saturating_add(self.at.base))
    }

    /// The place of a value below this one, at `pointer` relative to it.
    pub(crate) fn place_of(&self, value: Value<'f>, pointer: &str) -> Place {
        let span = value.span();
        let mut place = Place::of(self.part())
            .at(span.start.saturating_add(self.at.base)..span.end.saturating_add(self.at.base));
        place.multipart_part = self.at.multipart_part;
        place.pointer = Some(crate::redact::mask_shapes(&format!("{}{pointer}", self.pointer)));
        place
    }
}

/// Escapes a member name for a JSON Pointer (RFC 6901).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
