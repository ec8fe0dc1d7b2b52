//! `directline schema`: the JSON Schemas of the objects of the API, its `OpenAPI` documents, and the schemas of this
//! tool's own formats.

use directline_types::{Draft, OpenApi, SchemaName, openapi, pretty, schema_document};

use super::{schema_check, schema_diff};
use crate::args::{DraftName, Schema, SchemaTask};
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::formats::FormatSchema;
use crate::near;
use crate::output::{Messages, Output};

/// Runs the command.
pub(super) fn run(arguments: &Schema, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    if let Some(SchemaTask::Diff(arguments)) = &arguments.task {
        return schema_diff::run(arguments, color, messages);
    }
    if let Some(folder) = &arguments.check {
        return schema_check::run(folder, arguments.format, color, messages);
    }
    let mut out = Output::stdout(color);
    match &arguments.name {
        None => {
            for document in all() {
                out.write(|out| writeln!(out, "{:<14}  {}", document.name(), document.about()))?;
            }
        }
        Some(name) => {
            let document = all().find(|document| document.name() == name).ok_or_else(|| unknown(name))?;
            let text = document.text(arguments.draft)?;
            out.write(|out| out.write_all(text.as_bytes()))?;
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// Something that the command prints.
#[derive(Clone, Copy)]
enum Document {
    Schema(SchemaName),
    OpenApi(OpenApi),
    Format(FormatSchema),
}

/// Everything that the command prints.
fn all() -> impl Iterator<Item = Document> {
    let schemas = SchemaName::ALL.into_iter().map(Document::Schema);
    let formats = FormatSchema::ALL.into_iter().map(Document::Format);
    schemas.chain(OpenApi::ALL.into_iter().map(Document::OpenApi)).chain(formats)
}

impl Document {
    fn name(self) -> &'static str {
        match self {
            Self::Schema(name) => name.name(),
            Self::OpenApi(version) => version.name(),
            Self::Format(format) => format.name(),
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Schema(SchemaName::Object(kind)) => kind.title(),
            Self::Schema(SchemaName::SentMessage) => "Message as a client should send it",
            Self::Schema(SchemaName::Bundle) => "all of them in one file",
            Self::OpenApi(OpenApi::V3_1) => "the six operations as OpenAPI 3.1",
            Self::OpenApi(OpenApi::V3_0) => "the six operations as OpenAPI 3.0",
            Self::Format(FormatSchema::Exchange) => "a line of a recording in NDJSON",
            Self::Format(FormatSchema::Config) => "a directline.toml, the settings of a project",
            Self::Format(FormatSchema::Report) => "the reports json and ndjson of this tool",
            Self::Format(FormatSchema::Baseline) => "the file of known findings, which is TOML",
        }
    }

    fn text(self, draft: Option<DraftName>) -> Result<String, Failure> {
        match self {
            Self::Schema(name) => Ok(pretty(&schema_document(name, version(draft)))),
            Self::Format(format) => Ok(pretty(&format.document(version(draft)))),
            Self::OpenApi(version) if draft.is_none() => Ok(pretty(&openapi(version))),
            Self::OpenApi(_) => Err(Failure::usage(
                "an OpenAPI document has no draft of JSON Schema".to_owned(),
                "leave out --draft; openapi is OpenAPI 3.1, openapi-3.0 is OpenAPI 3.0".to_owned(),
            )),
        }
    }
}

/// The names of everything that the command prints.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    all().map(Document::name)
}

fn version(draft: Option<DraftName>) -> Draft {
    match draft {
        None | Some(DraftName::Draft202012) => Draft::Draft202012,
        Some(DraftName::Draft07) => Draft::Draft07,
    }
}

fn unknown(name: &str) -> Failure {
    // A mistyped command looks like the name of a schema.
    let near = near::nearest(name, names().chain(["diff"]));
    let help = if near.is_empty() {
        "directline schema lists the names".to_owned()
    } else {
        format!("did you mean {}?", near::either(&near))
    };
    Failure::usage(format!("there is no schema '{name}'"), help)
}
