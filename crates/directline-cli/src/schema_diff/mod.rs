//! What changed between two JSON Schemas or OpenAPI documents, and whom it breaks.
//!
//! Pure functions on values. Judged are the keywords of the portable subset (`type`, `enum`, `const`, `properties`,
//! `required`, `additionalProperties`, `items`, `prefixItems`, `anyOf`, local `$ref`) and numeric bounds, in drafts
//! 2020-12 and 07 and as OpenAPI 3.0 and 3.1 use them. Any other keyword that changed is reported as not judged.
//!
//! The judgement is sound, not exact: where it says that nobody breaks, both schemas accept the same values; where it
//! says that somebody breaks, another keyword may happen to prevent it.

mod alternatives;
mod change;
mod circles;
mod compare;
mod definitions;
mod document;
mod keywords;
mod numbers;
mod openapi;
mod place;
mod read;
mod resources;
#[cfg(test)]
mod tests;
mod types;
mod unjudged;

use serde_json::Value;

pub(crate) use change::{Breaks, Change, In};

use compare::Comparer;
use document::{Document, Kind};

/// Every change that leads from `old` to `new`, those that break somebody first.
///
/// Equal documents give none. Documents may be as broken as they like.
pub(crate) fn diff(old: &Value, new: &Value) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let mut comparer = Comparer::new(Document::new(old), Document::new(new));
    let (from, to) = (comparer.old, comparer.new);
    if !from.is_known || !to.is_known {
        let message = "the dialect is not judged: neither draft 2020-12, draft-07, OpenAPI 3.0 nor 3.1";
        comparer.report(Breaks::UNKNOWN, &from.root(), &to.root(), || message.to_owned());
        return comparer.finish();
    }
    comparer.resources();
    match (from.kind, to.kind) {
        (Kind::Schema, Kind::Schema) => {
            comparer.schemas(&from.root(), &to.root());
            comparer.definitions();
        }
        (Kind::OpenApi, Kind::OpenApi) => comparer.openapi(),
        _ => {
            let message = "one is a JSON Schema, the other an OpenAPI document";
            comparer.report(Breaks::UNKNOWN, &from.root(), &to.root(), || message.to_owned());
        }
    }
    let mut changes = comparer.finish();
    sort(&mut changes);
    changes
}

/// The same for two documents with their texts, which also tell apart numbers that are rounded when they are read.
pub(crate) fn diff_texts((old, old_text): (&Value, &str), (new, new_text): (&Value, &str)) -> Vec<Change> {
    let mut changes = diff(old, new);
    if old_text != new_text {
        changes.extend(numbers::rounded(old_text, new_text));
        sort(&mut changes);
    }
    changes
}

fn sort(changes: &mut [Change]) {
    // Stable: the order of the document stays.
    changes.sort_by_key(|change| match change.breaks {
        breaks if breaks.senders || breaks.receivers => 0,
        breaks if breaks.unknown => 1,
        _ => 2,
    });
}
