//! Which objects and members an exchange shows, whatever is said of them.

use std::sync::OnceLock;

use directline_json::{Kind, Value};
use directline_types::{Member, ObjectKind};

use crate::Side;
use crate::facts::Facts;

/// Which objects of the API, and which of their members, were seen, and who sent them: one bit for each
/// [`Datum`].
///
/// An object was seen where something stood in its place, and a member where its name stood in the object,
/// whatever the value: shape is for rules to judge.
///
/// ```
/// use directline_types::ObjectKind;
/// use directline_validator::{Side, Specimen, SpecimenKind, Validator};
///
/// let message = Specimen::new(SpecimenKind::Message, r#"{"text":"a"}"#).sent_by(Side::Client);
/// let seen = Validator::new().check_object(&message).seen;
/// let names: Vec<String> = seen.iter().map(|datum| datum.to_string()).collect();
/// assert_eq!(names, ["Message", "Message.text"]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen(u64);

/// An object of the API, or one of its members, as one side sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Datum {
    /// The object.
    pub object: ObjectKind,
    /// The member; `None`: the object itself.
    pub member: Option<&'static Member>,
    /// Who sends it.
    pub sender: Side,
}

impl Datum {
    /// Every datum that the documents know: what a client cannot send is not among them.
    ///
    /// ```
    /// use directline_validator::Datum;
    /// let names: Vec<String> = Datum::all().map(|datum| format!("{} {datum}", datum.sender)).collect();
    /// assert!(names.contains(&"client Message.text".to_owned()));
    /// assert!(!names.contains(&"client MessageSet.watermark".to_owned()));
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        numbered()
            .map(|(_, datum)| datum)
            .filter(|datum| datum.sender == Side::Service || is_sent(datum.object))
    }
}

impl std::fmt::Display for Datum {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.member {
            Some(member) => write!(out, "{}.{}", self.object.title(), member.name),
            None => out.write_str(self.object.title()),
        }
    }
}

/// Whether a client sends such objects.
fn is_sent(object: ObjectKind) -> bool {
    matches!(object, ObjectKind::Message | ObjectKind::Attachment)
}

/// Every datum with its bit.
fn numbered() -> impl Iterator<Item = (u32, Datum)> {
    let of = |object: ObjectKind| std::iter::once(None).chain(object.members().iter().map(Some));
    let all =
        ObjectKind::ALL.into_iter().flat_map(move |object| of(object).map(move |member| (object, member)));
    let all = all.flat_map(|(object, member)| {
        Side::ALL.into_iter().map(move |sender| Datum { object, member, sender })
    });
    (0..).zip(all)
}

/// The bit of the object itself, as a client sends it. Behind it come the service's, and those of the members.
fn first_bit(object: ObjectKind) -> u32 {
    let before = ObjectKind::ALL.into_iter().take_while(|other| *other != object);
    let data = before.map(|object| object.members().len().saturating_add(1));
    u32::try_from(data.fold(0, usize::saturating_add).saturating_mul(2)).unwrap_or(u32::MAX)
}

impl Seen {
    /// Adds what was seen elsewhere.
    pub fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Everything that was seen.
    pub fn iter(self) -> impl Iterator<Item = Datum> {
        numbered().filter(move |(bit, _)| self.has_bit(*bit)).map(|(_, datum)| datum)
    }

    /// Whether the datum was seen.
    pub fn contains(self, datum: &Datum) -> bool {
        let at = datum.member.map_or(Some(0), |member| position(datum.object, member.name));
        at.is_some_and(|at| self.has_bit(bit(first_bit(datum.object), at, datum.sender)))
    }

    /// An object or one of its members, whoever sends it; nothing for a member that is not documented.
    pub(crate) fn datum(object: ObjectKind, member: Option<&str>) -> Self {
        let mut seen = Self::default();
        if let Some(at) = member.map_or(Some(0), |member| position(object, member)) {
            let first = first_bit(object);
            for side in Side::ALL {
                seen.set_bit(bit(first, at, side));
            }
        }
        seen
    }

    /// The members of a Message that may hold URLs.
    pub(crate) fn of_urls() -> Self {
        static DATA: OnceLock<Seen> = OnceLock::new();
        *DATA.get_or_init(|| {
            let mut data = Self::datum(ObjectKind::Message, Some("images"));
            data.add(Self::datum(ObjectKind::Message, Some("attachments")));
            data
        })
    }

    /// Whether some of these data were seen that one of these sides sent.
    pub(crate) fn has_any(self, data: Self, of: impl Fn(Side) -> bool) -> bool {
        let both = Self(self.0 & data.0);
        both.0 != 0 && Side::ALL.into_iter().any(|side| both.sent_by(side).0 != 0 && of(side))
    }

    /// How many bits there are.
    pub(crate) const BITS: usize = u64::BITS as usize;

    /// The bits of what was seen.
    pub(crate) fn bits(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            // Takes the lowest bit away.
            rest &= rest.wrapping_sub(1);
            Some(bit)
        })
    }

    /// Whether some of these data were seen.
    pub(crate) fn has_some(self, data: Self) -> bool {
        self.0 & data.0 != 0
    }

    /// Whether all of these data were seen.
    pub(crate) fn has_all(self, data: Self) -> bool {
        self.0 & data.0 == data.0
    }

    /// Those that this side sent.
    pub(crate) fn sent_by(self, side: Side) -> Self {
        Self(self.0 & if side == Side::Client { CLIENT } else { !CLIENT })
    }

    fn set_bit(&mut self, bit: u32) {
        self.0 |= 1_u64.checked_shl(bit).unwrap_or(0);
    }

    fn has_bit(self, bit: u32) -> bool {
        self.0 & 1_u64.checked_shl(bit).unwrap_or(0) != 0
    }

    /// What an exchange shows.
    pub(crate) fn of(facts: &Facts<'_>) -> Self {
        let mut seen = Self::default();
        let all = [&facts.sent, &facts.received, &facts.answer, &facts.error, &facts.attachment];
        for subject in all.into_iter().flat_map(|gathered| &gathered.list) {
            let sender = subject.part().sender();
            seen.add_object(subject.object, subject.value, sender);
            let below = match subject.object {
                ObjectKind::Message => "attachments",
                ObjectKind::ErrorMessage => "error",
                _ => continue,
            };
            let Some(value) = subject.value.get(below) else { continue };
            match value.kind() {
                Kind::Array if subject.object == ObjectKind::Message => {
                    for attachment in value.elements() {
                        seen.add_object(ObjectKind::Attachment, attachment, sender);
                    }
                }
                _ if subject.object == ObjectKind::ErrorMessage => {
                    seen.add_object(ObjectKind::Error, value, sender);
                }
                _ => {}
            }
        }
        seen
    }

    fn add_object(&mut self, object: ObjectKind, value: Value<'_>, sender: Side) {
        let first = first_bit(object);
        self.set_bit(bit(first, 0, sender));
        for member in value.members() {
            if let Some(at) = position(object, &member.key) {
                self.set_bit(bit(first, at, sender));
            }
        }
    }
}

/// The place of a member behind the object itself.
fn position(object: ObjectKind, name: &str) -> Option<usize> {
    let at = object.members().iter().position(|member| member.name == name)?;
    at.checked_add(1)
}

/// The bits of what clients send.
const CLIENT: u64 = u64::MAX / 3;

fn bit(first: u32, at: usize, sender: Side) -> u32 {
    let at = u32::try_from(at).unwrap_or(u32::MAX).saturating_mul(2);
    first.saturating_add(at).saturating_add(u32::from(sender == Side::Service))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_datum_has_a_bit_of_its_own() {
        let mut seen = Seen::default();
        for (number, datum) in numbered() {
            assert!(!seen.contains(&datum), "{datum}");
            seen.add(Seen(1_u64.checked_shl(number).expect("room for every datum")));
            assert!(seen.contains(&datum), "{datum}");
        }
        assert!(seen.iter().eq(numbered().map(|(_, datum)| datum)));
    }

    #[test]
    fn clients_send_messages_and_attachments_only() {
        let sent = Datum::all().filter(|datum| datum.sender == Side::Client && datum.member.is_none());
        assert_eq!(
            sent.map(|datum| datum.object).collect::<Vec<_>>(),
            [ObjectKind::Message, ObjectKind::Attachment]
        );
        assert_eq!(Datum::all().filter(|datum| datum.member.is_none()).count(), ObjectKind::ALL.len() + 2);
    }
}
