//! `--report FORMAT=PATH`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::ReportFormat;
use crate::near;

/// One more report, and the file it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportTo {
    pub(crate) format: ReportFormat,
    pub(crate) path: PathBuf,
}

impl ReportFormat {
    /// The format that the name of a file promises.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        Some(match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "html" | "htm" => Self::Html,
            "json" => Self::Json,
            "ndjson" | "jsonl" => Self::Ndjson,
            "xml" => Self::Junit,
            "sarif" => Self::Sarif,
            "md" | "markdown" => Self::Markdown,
            _ => return None,
        })
    }

    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Junit => "junit",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

/// Reads `FORMAT=PATH`. The path may be any that the system has.
pub(super) fn parse(text: &OsStr) -> Result<ReportTo, String> {
    let bytes = text.as_encoded_bytes();
    let at = bytes.iter().position(|&byte| byte == b'=');
    let Some((format, path)) = at.and_then(|at| bytes.split_at_checked(at)) else {
        let path = text.to_str().filter(|path| !path.is_empty());
        let named = path.and_then(|path| Some((ReportFormat::of_file(Path::new(path))?, path)));
        return Err(match named {
            Some((format, path)) => format!("did you mean {}={path}?", format.name()),
            None => "write FORMAT=PATH, for example json=report.json".to_owned(),
        });
    };
    let format = String::from_utf8_lossy(format);
    let Ok(format) = ReportFormat::from_str(&format, false) else {
        let names: Vec<String> = ReportFormat::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        let near = near::nearest(&format, names.iter().map(String::as_str));
        let help = match near.as_slice() {
            [] => format!("the formats are {}", names.join(", ")),
            near => format!("did you mean {}?", near::either(near)),
        };
        return Err(format!("there is no format '{format}'; {help}"));
    };
    let path = path.get(1..).and_then(os_text).ok_or("the path is not Unicode; give another")?;
    if path.is_empty() {
        return Err("the path is missing; write FORMAT=PATH, for example json=report.json".to_owned());
    }
    Ok(ReportTo { format, path: path.into() })
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not every text is a path")]
fn os_text(bytes: &[u8]) -> Option<&OsStr> {
    Some(std::os::unix::ffi::OsStrExt::from_bytes(bytes))
}

#[cfg(not(unix))]
fn os_text(bytes: &[u8]) -> Option<&OsStr> {
    std::str::from_utf8(bytes).ok().map(OsStr::new)
}
