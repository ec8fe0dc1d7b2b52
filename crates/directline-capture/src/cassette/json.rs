//! The elements of a list in a JSON file, one after the other.

use std::sync::Arc;

use directline_json::SyntaxError::{UnclosedString, UnexpectedEnd};
use directline_json::{Defect, DefectKind, Document, Kind, Value};

use crate::Limits;
use crate::detect::BOM;
use crate::har::is_unreadable;
use crate::yaml::Fault;

/// Where the elements of a list stand.
#[derive(Debug)]
pub(crate) struct Elements {
    source: Arc<Vec<u8>>,
    spans: Vec<(usize, usize)>,
    fault: Option<Fault>,
}

/// One element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'e> {
    pub(crate) bytes: &'e [u8],
    /// Where it begins in the file.
    pub(crate) start: u64,
}

impl Elements {
    /// Finds the elements of the list that `list` picks out of a file; `look` sees each of them that is whole, and the
    /// root.
    pub(crate) fn find(
        source: Arc<Vec<u8>>,
        limits: &Limits,
        list: impl FnOnce(Value<'_>) -> Option<Value<'_>>,
        mut look: impl FnMut(Value<'_>, &[Value<'_>]),
    ) -> Self {
        let skipped = if source.starts_with(BOM) { BOM.len() } else { 0 };
        let text = source.get(skipped..).unwrap_or_default();
        let document = Document::parse_with(text, &limits.json());
        let defect = first_defect(&document);
        let mut fault = defect.map(|defect| Fault {
            at: defect.span.start.saturating_add(skipped),
            what: defect.to_string(),
            is_cut: matches!(defect.kind, DefectKind::Syntax(UnexpectedEnd | UnclosedString)),
        });
        let mut spans = Vec::new();
        if let Some(root) = document.root() {
            let end = defect.map_or(usize::MAX, |defect| defect.span.start);
            let list = list(root).filter(|list| list.kind() == Kind::Array);
            let all = list.into_iter().flat_map(Value::elements);
            let whole: Vec<Value<'_>> = all.take_while(|element| is_whole(*element, end, limits)).collect();
            look(root, &whole);
            let span = |element: &Value<'_>| {
                let span = element.span();
                (span.start.saturating_add(skipped), span.end.saturating_add(skipped))
            };
            spans = whole.iter().map(span).collect();
            if list.is_none() && fault.is_none() {
                let what = "no list of interactions".to_owned();
                fault = Some(Fault { at: skipped.saturating_add(root.span().start), what, is_cut: false });
            }
        }
        Self { source, spans, fault }
    }

    pub(crate) fn count(&self) -> usize {
        self.spans.len()
    }

    pub(crate) fn piece(&self, index: usize) -> Option<Piece<'_>> {
        let (start, end) = *self.spans.get(index)?;
        Some(Piece { bytes: self.source.get(start..end)?, start: start as u64 })
    }

    pub(crate) fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }
}

/// Whether an element ended before the first fault of the file, at `end`.
fn is_whole(element: Value<'_>, end: usize, limits: &Limits) -> bool {
    let span = element.span();
    let is_closed = || first_defect(&Document::parse_with(element.raw(), &limits.json())).is_none();
    span.end < end || (span.end == end && is_closed())
}

/// The first defect behind which nothing can be relied on.
fn first_defect<'d>(document: &'d Document<'_>) -> Option<&'d Defect> {
    let bad = document.defects().iter().filter(|defect| is_unreadable(&defect.kind));
    bad.min_by_key(|defect| defect.span.start)
}
