//! JSON Schema and OpenAPI of the API, generated from the types, so that shape is stated once.
//!
//! The schemas assert shape only: no `format`, no pattern, no range. They are closed (`additionalProperties: false`), no
//! member may be `null`, and each file stands alone. They keep to the keywords that every implementation reads alike
//! ([`unportable`] lists what does not). Extensions: `x-required-by-inference` lists the required members that no
//! document calls required, `x-source` says which section of the documents an object is from.

mod bundle;
mod draft07;
mod kind;
mod object;
mod openapi;
mod portable;
mod pretty;
mod source;

pub use draft07::draft07;
pub use kind::ObjectKind;
pub use object::{SchemaName, schema, schema_document};
pub use openapi::{OpenApi, openapi};
pub use portable::{Unportable, unportable};
pub use pretty::pretty;

/// Where the identifiers of the schemas live. `.example` is reserved (RFC 2606): they identify, nothing is there to fetch.
const BASE: &str = "https://directline-contract.example/schemas/";

/// A version of JSON Schema in which the schemas are written.
///
/// # Examples
///
/// ```
/// use directline_types::Draft;
///
/// assert_eq!(Draft::from_name("07"), Some(Draft::Draft07));
/// assert_eq!(Draft::Draft07.folder(), "draft-07/");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Draft {
    /// Draft 2020-12, the current one.
    Draft202012,
    /// Draft-07, which many tools know only.
    Draft07,
}

impl Draft {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Draft202012, Self::Draft07];

    /// The name: `2020-12` or `07`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft202012 => "2020-12",
            Self::Draft07 => "07",
        }
    }

    /// The draft of this [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|draft| draft.name() == name)
    }

    /// The folder of its files below that of all schemas, with a slash at the end, or nothing.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Draft202012 => "",
            Self::Draft07 => "draft-07/",
        }
    }
}

/// Every generated file: its path, such as `draft-07/message-set.schema.json`, and its text.
///
/// # Examples
///
/// ```
/// let files = directline_types::schema_files();
/// assert_eq!(files[0].0, "message.schema.json");
/// assert!(files.iter().any(|(path, _)| path == "openapi.json"));
/// assert!(files.iter().all(|(_, text)| text.ends_with("}\n")));
/// ```
pub fn schema_files() -> Vec<(String, String)> {
    let schemas = Draft::ALL.into_iter().flat_map(|draft| {
        SchemaName::ALL.into_iter().map(move |name| {
            (format!("{}{}", draft.folder(), name.file()), pretty(&schema_document(name, draft)))
        })
    });
    let interfaces =
        OpenApi::ALL.into_iter().map(|version| (version.file().to_owned(), pretty(&openapi(version))));
    schemas.chain(interfaces).collect()
}
