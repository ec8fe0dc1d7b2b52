//! Large bodies in pieces: the engine lists every deviation of what it is shown in one go, so it is shown
//! no more at once than fits a bounded list.

use std::sync::OnceLock;

use directline_json::{Kind, Member, Value};
use directline_types::ObjectKind;

use super::arena::ArenaNode;
use super::place::inner;
use crate::hint;

/// How many bytes of a body the engine is shown at once, more or less.
pub(super) const PIECE: usize = 1 << 14;

/// An object of which some members are shown.
#[derive(Debug)]
pub(super) struct Piece<'d> {
    /// The object.
    pub(super) holder: Value<'d>,
    /// The members that are shown.
    pub(super) members: Vec<Member<'d>>,
    /// Where the one member shown is an array of which some elements are: the number of the first of
    /// them, and they.
    pub(super) elements: Option<(usize, Vec<Value<'d>>)>,
    /// Whether nothing below the members is shown.
    is_outline: bool,
}

impl<'d> Piece<'d> {
    fn of(holder: Value<'d>, members: Vec<Member<'d>>) -> Self {
        Self { holder, members, elements: None, is_outline: false }
    }

    /// One element of a list.
    pub(super) fn of_element(
        holder: Value<'d>,
        list: &Member<'d>,
        element: Value<'d>,
        number: usize,
    ) -> Self {
        let elements = Some((number, vec![element]));
        Self { holder, members: vec![list.clone()], elements, is_outline: false }
    }

    /// What a value of this piece is shown as.
    pub(super) fn node<'a>(&'a self, value: Value<'a>) -> ArenaNode<'a> {
        match &self.elements {
            _ if self.is_outline => ArenaNode::Outline(value),
            Some((_, shown)) => ArenaNode::Elements(value, shown),
            None => ArenaNode::Value(value),
        }
    }
}

/// What a walk through a large object meets.
pub(super) enum Met<'d> {
    /// The documented members, from which can be seen which of them are missing and nothing else.
    Outline(Piece<'d>),
    /// Some members, or some elements of one.
    Piece(Piece<'d>),
    /// A list begins, of which elements follow.
    List(Member<'d>),
    /// An element of that list without anything inside, and its number.
    Scalar(Value<'d>, usize),
    /// An element or member that is large itself: what it should be, its pointer in the object, and it.
    Inner(ObjectKind, String, Value<'d>),
}

/// Shows a large object piece by piece, in byte order.
pub(super) fn each<'d>(kind: ObjectKind, holder: Value<'d>, meet: &mut dyn FnMut(Met<'d>)) {
    let mut first_ones = FirstOnes::default();
    let documented = |member: &Member<'d>| is_documented(&member.key) && first_ones.admit(&member.key);
    let mut outline = Piece::of(holder, holder.members().filter(documented).collect());
    outline.is_outline = true;
    meet(Met::Outline(outline));

    let mut first_ones = FirstOnes::default();
    let (mut shown, mut bytes) = (Vec::new(), 0_usize);
    for member in holder.members().filter(|member| first_ones.admit(&member.key)) {
        let length = member.value.span().len().saturating_add(member.key.len());
        if bytes.saturating_add(length) > PIECE && !shown.is_empty() {
            meet(Met::Piece(Piece::of(holder, std::mem::take(&mut shown))));
            bytes = 0;
        }
        let is_large = length > PIECE;
        match (&*member.key, inner(kind, &member.key), member.value.kind()) {
            ("messages" | "images" | "attachments", below, Kind::Array)
                if is_large && documented_in(kind, &member.key) =>
            {
                if !shown.is_empty() {
                    meet(Met::Piece(Piece::of(holder, std::mem::take(&mut shown))));
                }
                bytes = 0;
                elements(holder, &member, below, meet);
            }
            ("error", Some(below), Kind::Object) if is_large => {
                meet(Met::Inner(below, "/error".to_owned(), member.value));
            }
            _ => {
                shown.push(member);
                bytes = bytes.saturating_add(length);
            }
        }
    }
    if !shown.is_empty() {
        meet(Met::Piece(Piece::of(holder, shown)));
    }
}

/// Shows a large array piece by piece.
fn elements<'d>(
    holder: Value<'d>,
    member: &Member<'d>,
    below: Option<ObjectKind>,
    meet: &mut dyn FnMut(Met<'d>),
) {
    let show = |first: usize, shown: &mut Vec<Value<'d>>, meet: &mut dyn FnMut(Met<'d>)| {
        if !shown.is_empty() {
            let elements = Some((first, std::mem::take(shown)));
            meet(Met::Piece(Piece { holder, members: vec![member.clone()], elements, is_outline: false }));
        }
    };
    meet(Met::List(member.clone()));
    let (mut first, mut shown, mut bytes) = (0_usize, Vec::new(), 0_usize);
    for (index, element) in member.value.elements().enumerate() {
        let length = element.span().len();
        let is_scalar = !matches!(element.kind(), Kind::Array | Kind::Object);
        if is_scalar || bytes.saturating_add(length) > PIECE {
            show(first, &mut shown, meet);
            bytes = 0;
        }
        match below.filter(|_| length > PIECE && element.kind() == Kind::Object) {
            _ if is_scalar => meet(Met::Scalar(element, index)),
            Some(below) => meet(Met::Inner(below, format!("/{}/{index}", member.key), element)),
            None => {
                if shown.is_empty() {
                    first = index;
                }
                shown.push(element);
                bytes = bytes.saturating_add(length).saturating_add(1);
            }
        }
    }
    show(first, &mut shown, meet);
}

/// Of members with one documented name the first is judged.
#[derive(Debug, Default)]
pub(super) struct FirstOnes {
    /// One bit for each documented name.
    seen: u64,
}

impl FirstOnes {
    /// Whether a member of that name is the first one, or one that no document names.
    pub(super) fn admit(&mut self, name: &str) -> bool {
        let Some(number) = documented_names().iter().position(|known| *known == name) else { return true };
        let bit = u32::try_from(number).ok().and_then(|number| 1_u64.checked_shl(number)).unwrap_or_default();
        let is_first = self.seen & bit == 0;
        self.seen |= bit;
        is_first
    }
}

fn is_documented(name: &str) -> bool {
    documented_names().contains(&name)
}

fn documented_in(kind: ObjectKind, name: &str) -> bool {
    hint::members(kind).iter().any(|member| member.name == name)
}

/// The names of the members of all objects.
fn documented_names() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: Vec<&str> =
            ObjectKind::ALL.into_iter().flat_map(hint::members).map(|member| member.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    })
}
