//! Where references lead depends on what a document is called, and on what is called otherwise inside of it.
//!
//! JSON Schema Core, section 8.2.1: an `$id` below the root begins a resource of its own, in which its references are
//! resolved. Here all references are resolved in the root, so such a document is not judged.

use serde_json::Value;

use super::change::Breaks;
use super::compare::Comparer;
use super::document::{Dialect, Document, Kind};
use super::place::At;

impl Comparer<'_> {
    /// Says so if references may lead elsewhere than they are followed to.
    pub(super) fn resources(&mut self) {
        let (old, new) = (self.old.root(), self.new.root());
        let found = embedded(&self.new, &new).map(|at| (old.anything(), at));
        let found = found.or_else(|| embedded(&self.old, &old).map(|at| (at, new.anything())));
        if let Some((old, new)) = found {
            self.report(Breaks::UNKNOWN, &old, &new, || {
                "references are not followed in what has an $id of its own".to_owned()
            });
        }
        let (was, is) = (identity(&self.old), identity(&self.new));
        if was == is {
            return;
        }
        let turns = |reference: &str| is_relative(reference) || is_of(reference, was) || is_of(reference, is);
        if refers(new.value, &turns) {
            self.report(Breaks::UNKNOWN, &old, &new, || {
                "$id changed, so references may lead elsewhere".to_owned()
            });
        }
    }
}

/// What a document is called.
fn identity<'d>(document: &Document<'d>) -> Option<&'d str> {
    let id = document.root().member("$id").filter(|_| document.kind == Kind::Schema)?;
    id.value.as_str().map(|id| id.trim_end_matches('#'))
}

/// A resource in another one whose references are not those of the root.
fn embedded<'d>(document: &Document<'d>, at: &At<'d>) -> Option<At<'d>> {
    // OpenAPI 3.0 has no such keyword. An $id of draft-07 that is a fragment only names a place.
    if document.dialect == Dialect::OpenApi30 {
        return None;
    }
    let is_named = at.value.get("$id").and_then(Value::as_str).is_some_and(|id| !id.starts_with('#'));
    if is_named && !document.is_root(at) && (refers(at.value, &|_| true) || at.member("$schema").is_some()) {
        return Some(at.clone());
    }
    let members = at.members().into_iter().map(|(_, member)| member);
    members.chain(at.elements()).find_map(|at| embedded(document, &at))
}

/// Whether there is such a reference in a value.
fn refers(value: &Value, is_such: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, value)| {
            let is_reference = matches!(name.as_str(), "$ref" | "$dynamicRef");
            is_reference && value.as_str().is_some_and(is_such) || refers(value, is_such)
        }),
        Value::Array(elements) => elements.iter().any(|value| refers(value, is_such)),
        _ => false,
    }
}

/// Whether a reference needs a base, which is what its document is called. RFC 3986, section 4.2.
fn is_relative(reference: &str) -> bool {
    let scheme = reference.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    !reference.starts_with('#') && !is_scheme(scheme)
}

/// Whether a reference leads to the document of this name.
fn is_of(reference: &str, identity: Option<&str>) -> bool {
    identity.is_some_and(|identity| {
        !identity.is_empty() && reference.split('#').next().is_some_and(|base| base == identity)
    })
}
