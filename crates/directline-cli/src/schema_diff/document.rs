//! A document with schemas: its dialect, and where its references lead.

use std::borrow::Cow;

use serde_json::Value;

use super::place::At;
use super::read;

/// How a schema is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// JSON Schema draft 2020-12, also in OpenAPI 3.1.
    Draft202012,
    /// JSON Schema draft-07: what stands beside `$ref` counts for nothing.
    Draft07,
    /// The schemas of OpenAPI 3.0: like draft-07, with `nullable`.
    OpenApi30,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A JSON Schema, perhaps with definitions.
    Schema,
    /// An OpenAPI document.
    OpenApi,
}

/// A document with schemas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Document<'d> {
    root: &'d Value,
    pub(super) dialect: Dialect,
    pub(super) kind: Kind,
    /// Whether the dialect is one that is read here.
    pub(super) is_known: bool,
}

/// What a reference can lead to.
pub(super) enum Target<'d> {
    /// A place in the document.
    Found(At<'d>),
    /// Nothing, with the reason.
    Lost(&'static str),
}

impl<'d> Document<'d> {
    /// Finds out what a document is.
    pub(super) fn new(root: &'d Value) -> Self {
        let text = |name| root.get(name).and_then(Value::as_str);
        let made = |dialect, kind, is_known| Self { root, dialect, kind, is_known };
        match (text("openapi"), text("$schema").map(|uri| uri.trim_end_matches('#'))) {
            (Some(version), _) if version.starts_with("3.0.") => {
                made(Dialect::OpenApi30, Kind::OpenApi, true)
            }
            (Some(version), _) => {
                let is_known = version.starts_with("3.1.") && root.get("jsonSchemaDialect").is_none();
                made(Dialect::Draft202012, Kind::OpenApi, is_known)
            }
            (None, Some("http://json-schema.org/draft-07/schema")) => {
                made(Dialect::Draft07, Kind::Schema, true)
            }
            (None, None | Some("https://json-schema.org/draft/2020-12/schema")) => {
                let is_known =
                    root.get("$schema").is_none_or(Value::is_string) && root.get("swagger").is_none();
                made(Dialect::Draft202012, Kind::Schema, is_known)
            }
            (None, Some(_)) => made(Dialect::Draft202012, Kind::Schema, false),
        }
    }

    /// The whole document.
    pub(super) fn root(&self) -> At<'d> {
        At::root(self.root)
    }

    /// Whether a schema is the whole document.
    pub(super) fn is_root(&self, at: &At<'d>) -> bool {
        std::ptr::eq(at.value, self.root)
    }

    /// Whether a keyword of a schema only speaks to readers.
    ///
    /// In OpenAPI, `readOnly` and `writeOnly` say in which direction a member is sent at all, `xml` how, and
    /// `$schema` in which dialect one schema speaks.
    pub(super) fn is_note(&self, keyword: &str) -> bool {
        let is_of_openapi = matches!(keyword, "readOnly" | "writeOnly" | "xml" | "$schema");
        read::is_note(keyword) && !(is_of_openapi && self.kind == Kind::OpenApi)
    }

    /// Whether members beside `$ref` count for nothing.
    pub(super) fn reference_stands_alone(&self) -> bool {
        self.dialect != Dialect::Draft202012
    }

    /// What a `$ref` leads to. Nothing is fetched: only fragments are followed.
    pub(super) fn resolve(&self, reference: &str) -> Target<'d> {
        let Some(fragment) = reference.strip_prefix('#') else {
            return Target::Lost("it leads to another document, which is not read");
        };
        let Some(fragment) = percent_decoded(fragment) else {
            return Target::Lost("it is no JSON Pointer");
        };
        if fragment.is_empty() {
            return Target::Found(self.root());
        }
        let Some(tokens) = fragment.strip_prefix('/') else {
            return Target::Lost("it is no JSON Pointer");
        };
        let found = tokens.split('/').try_fold(self.root(), |at, token| {
            let name = token.replace("~1", "/").replace("~0", "~");
            let index = || name.parse().ok().filter(|index: &usize| index.to_string() == name);
            at.member(&name).or_else(|| at.element(index()?))
        });
        found.map_or(Target::Lost("nothing stands there"), Target::Found)
    }
}

/// The text behind percent-encoding, if it is UTF-8.
fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let (before, encoded) = text.split_once('%').unwrap_or((text, ""));
    let mut bytes = before.as_bytes().to_vec();
    for piece in encoded.split('%') {
        let (digits, rest) = piece.split_at_checked(2)?;
        // `from_str_radix` would also take a sign.
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}
