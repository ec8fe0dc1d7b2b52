//! What the readings of a URL yield: the documented rule to the letter, and the safe resolution.

use std::io::{self, Write};

use anstyle::Style;
use directline_validator::url::{Examination, examine};
use directline_validator::{Specimen, SpecimenKind};
use schemars::JsonSchema;
use serde::Serialize;

use super::Judged;
use super::text::shorten;
use crate::escape;

/// What the readings yield, as members of an object's record.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Readings")]
pub(super) struct ReadingsRecord {
    /// The URL as given.
    url: String,
    /// What the documented rule yields; null if that is no URL.
    documented: Option<String>,
    /// What the safe resolution yields; null if it refuses the text.
    safe: Option<String>,
    /// Why the safe resolution refuses it.
    refused: Option<&'static str>,
}

impl ReadingsRecord {
    /// The readings, if the object is a URL.
    pub(super) fn new(judged: &Judged<'_>, specimen: &Specimen) -> Option<Self> {
        let (text, found) = read(judged, specimen)?;
        let shown = |text: &str| judged.shown.text(text);
        Some(Self {
            url: shown(&text),
            documented: found.documented.url.as_ref().ok().map(|url| shown(url.as_str())),
            safe: found.safe.as_ref().ok().map(|safe| shown(safe.url().as_str())),
            refused: found.safe.err().map(directline_validator::url::Refusal::name),
        })
    }
}

/// One line for each reading.
pub(super) fn write(out: &mut dyn Write, judged: &Judged<'_>, dim: Style) -> io::Result<()> {
    let Some((_, found)) = judged.specimen.and_then(|specimen| read(judged, specimen)) else { return Ok(()) };
    let line = |text: &str| shorten(escape::terminal(&judged.shown.text(text)));
    let documented = match &found.documented.url {
        Ok(url) => line(url.as_str()),
        Err(why) => format!("no URL: {why}"),
    };
    let safe = match &found.safe {
        Ok(safe) if safe.may_carry_credentials() => line(safe.url().as_str()),
        Ok(safe) => format!("{} (another origin: without secret or token)", line(safe.url().as_str())),
        Err(refusal) => format!("refused: {refusal}"),
    };
    for (name, text) in [("documented", documented), ("safe", safe)] {
        writeln!(out, "       {dim}{name:<10}{dim:#}  {text}")?;
    }
    Ok(())
}

fn read(judged: &Judged<'_>, specimen: &Specimen) -> Option<(String, Examination)> {
    if specimen.kind() != SpecimenKind::Url {
        return None;
    }
    let exchange = &judged.recorded.exchange;
    let body = exchange.request.body.present().or(exchange.response.body.present());
    let bytes = body.map(|content| content.bytes.as_slice()).unwrap_or_default();
    let text = String::from_utf8_lossy(bytes).into_owned();
    let found = examine(&specimen.base(), &text);
    Some((text, found))
}
