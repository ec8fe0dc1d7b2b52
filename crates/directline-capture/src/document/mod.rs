//! JSON documents that list exchanges (a report of Newman, a journal of `WireMock`), and those that state what should happen
//! (a contract of Pact, stubs of `WireMock`, simulations of Hoverfly, saved examples of Postman).
//!
//! One [`Dialect`] per kind says where the entries stand and how one is read. The document is parsed once to find them;
//! then each is parsed by itself, so that what was made of one does not stay in memory while the next is read.

mod hoverfly;
mod journal;
mod newman;
mod pact;
mod parts;
mod postman;
mod reader;
mod stub;
mod target;

use std::ops::Range;
use std::sync::Arc;

use directline_exchange::Exchange;
use directline_json::{Kind, Span, Value};

use crate::base::Base;
use crate::har::Fault;
use crate::reader::Health;
use crate::{Format, Limits};

pub(crate) use reader::DocumentReader;

/// How documents of one kind are read.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    /// Where the entries stand, in the order of the document.
    entries: fn(Value<'_>) -> Vec<Entry>,
    /// Whether the last entry is the first in time.
    newest_first: bool,
    /// Reads one entry; nothing, if it is of another protocol.
    read: fn(Value<'_>, &Scene<'_>) -> Result<Option<Exchange>, Fault>,
    /// What is known of every such document.
    health: fn() -> Health,
    /// What a document without entries is, and what to do then, if it is of no use.
    without_entries: Option<(&'static str, &'static str)>,
}

/// One entry of a document.
///
/// Small, since a document may have very many.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    start: u32,
    end: u32,
    context: Option<Arc<Context>>,
}

/// What stands elsewhere in the document and is a part of an entry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// A setting that adds a credential.
    auth: Option<Auth>,
    /// The request of an entry that has none of its own.
    request: Option<Span>,
}

/// How a tool makes the header `Authorization` of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// It makes none.
    None,
    /// With this scheme.
    Scheme(&'static str),
    /// In a way that is not known.
    Unknown,
}

/// What the reading of an entry depends on beside the entry.
pub(crate) struct Scene<'s> {
    /// Where the text of the entry stands.
    base: Base,
    context: Option<&'s Context>,
    /// The whole text, in which the spans of `context` are.
    text: &'s [u8],
    /// Where the whole text stands.
    text_base: Base,
    limits: &'s Limits,
}

impl Entry {
    fn of(value: Value<'_>) -> Self {
        let Span { start, end } = value.span();
        // No JSON text is longer.
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: short(start), end: short(end), context: None }
    }

    fn with(self, context: &Arc<Context>) -> Self {
        Self { context: Some(Arc::clone(context)), ..self }
    }

    fn range(&self) -> Range<usize> {
        let wide = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        wide(self.start)..wide(self.end)
    }

    /// The elements of the array `name`.
    fn elements(of: Value<'_>, name: &str) -> Vec<Self> {
        of.get(name).into_iter().flat_map(Value::elements).map(Self::of).collect()
    }
}

/// The dialect of a format, if it is one of these.
pub(crate) fn dialect(format: Format) -> Option<Dialect> {
    Some(match format {
        Format::Newman => newman::DIALECT,
        Format::WireMockJournal => journal::DIALECT,
        Format::Pact => pact::DIALECT,
        Format::WireMockStubs => stub::DIALECT,
        Format::Postman => postman::DIALECT,
        Format::Hoverfly => hoverfly::DIALECT,
        _ => return None,
    })
}

/// Which of these a document is, of which perhaps only the beginning is known.
pub(crate) fn format_of(root: Value<'_>) -> Option<Format> {
    let is = |name: &str, kind: Kind| root.get(name).is_some_and(|value| value.kind() == kind);
    let first = |name: &str| root.get(name).filter(|list| list.kind() == Kind::Array)?.elements().next();
    let in_first = |list: &str, name: &str| first(list).is_some_and(|first| first.get(name).is_some());
    let in_object = |object: &str, names: &[&str]| {
        root.get(object).is_some_and(|value| names.iter().any(|name| value.get(name).is_some()))
    };
    // Some writers put the members in the order of their names: the provider comes last then.
    let states =
        is("provider", Kind::Object) || is("interactions", Kind::Array) || is("messages", Kind::Array);
    if is("consumer", Kind::Object) && states {
        return Some(Format::Pact);
    }
    if in_object("run", &["executions"]) || in_object("collection", &["item", "info"]) {
        return Some(Format::Newman);
    }
    if is("info", Kind::Object) && is("item", Kind::Array) {
        return Some(Format::Postman);
    }
    if is("requestJournalDisabled", Kind::Bool)
        || in_first("requests", "loggedDate")
        || in_first("requests", "request")
    {
        return Some(Format::WireMockJournal);
    }
    if in_first("mappings", "request") || stub::is_stub(root) {
        return Some(Format::WireMockStubs);
    }
    in_object("data", &["pairs"]).then_some(Format::Hoverfly)
}
