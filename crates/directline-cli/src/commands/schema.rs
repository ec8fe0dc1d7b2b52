//! `directline schema`: the JSON Schemas of the objects of the API.

use directline_types::{ObjectKind, schema_files};

use crate::args::Schema;
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::near;
use crate::output::Output;

/// Runs the command.
pub(super) fn run(arguments: &Schema, color: Color) -> Result<Exit, Failure> {
    let mut out = Output::stdout(color);
    match &arguments.name {
        None => {
            for kind in ObjectKind::ALL {
                out.write(|out| writeln!(out, "{:<14}  {}", kind.name(), kind.title()))?;
            }
        }
        Some(name) => {
            let text = schema_text(name)?;
            out.write(|out| out.write_all(text.as_bytes()))?;
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

fn schema_text(name: &str) -> Result<String, Failure> {
    let kind = ObjectKind::from_name(name).ok_or_else(|| unknown(name))?;
    let file = format!("{}.schema.json", kind.name());
    let found = schema_files().into_iter().find(|(found, _)| *found == file);
    found.map(|(_, text)| text).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> Failure {
    let near = near::nearest(name, ObjectKind::ALL.into_iter().map(ObjectKind::name));
    let help = if near.is_empty() {
        "directline schema lists the names".to_owned()
    } else {
        format!("did you mean {}?", near::either(&near))
    };
    Failure::usage(format!("there is no schema '{name}'"), help)
}
