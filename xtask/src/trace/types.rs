//! Whether a type that the data names exists: looked up in the source of `directline-types`.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::run::root;

/// The source files of the crate, with their paths in the workspace.
pub(super) struct Types {
    files: Vec<(String, String)>,
}

impl Types {
    pub(super) fn read() -> Result<Self> {
        let mut files = Vec::new();
        for folder in
            ["", "/operation", "/schema"].map(|folder| format!("crates/directline-types/src{folder}"))
        {
            collect(&folder, &mut files)?;
        }
        files.sort();
        Ok(Self { files })
    }

    /// The file that declares `directline_types::…::Type` or `directline_types::…::Type::member`.
    pub(super) fn file_of(&self, path: &str) -> Option<&str> {
        let mut segments = path.strip_prefix("directline_types::")?.split("::");
        let name = segments.find(|segment| segment.starts_with(char::is_uppercase))?;
        let member = segments.next();
        let declares = |text: &str| {
            declares_type(text, name) && member.is_none_or(|member| declares_member(text, member))
        };
        let found = self.files.iter().find(|(_, text)| declares(text));
        found.map(|(path, _)| path.as_str())
    }
}

fn collect(folder: &str, files: &mut Vec<(String, String)>) -> Result<()> {
    for entry in fs::read_dir(root().join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.file_name().unwrap_or_default();
            let shown = Path::new(folder).join(name).display().to_string();
            files.push((shown, fs::read_to_string(path)?));
        }
    }
    Ok(())
}

/// `struct Name`, `enum Name`, or a line `Name, "sample";` of the macro that declares strings.
fn declares_type(text: &str, name: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| {
        let rest = line
            .strip_prefix("pub struct ")
            .or_else(|| line.strip_prefix("pub enum "))
            .and_then(|rest| rest.strip_prefix(name));
        let is_declaration = rest.is_some_and(|rest| !rest.starts_with(is_word));
        is_declaration || line.strip_prefix(name).is_some_and(|rest| rest.starts_with(", \""))
    })
}

/// A member `=> name:`, a function, or a variant at the start of a line.
fn declares_member(text: &str, name: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| {
        let after = |mark: &str| line.split_once(mark).map(|(_, rest)| rest);
        let named = [after("=> "), after("fn "), Some(line)];
        named
            .into_iter()
            .flatten()
            .any(|rest| rest.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', '(', ',', ' '])))
    })
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::Types;

    #[test]
    fn types_are_found_by_their_declaration() {
        let types = Types::read().unwrap();
        for (path, exists) in [
            ("directline_types::Message", true),
            ("directline_types::Message::conversation_id", true),
            ("directline_types::Watermark", true),
            ("directline_types::operation::Status::NotFound", true),
            ("directline_types::Operation::query_parameters", true),
            ("directline_types::Mess", false),
            ("directline_types::Message::convers", false),
            ("directline_types::Message::activity", false),
            ("directline_types::Activity", false),
            ("other_crate::Message", false),
        ] {
            assert_eq!(types.file_of(path).is_some(), exists, "{path}");
        }
    }
}
