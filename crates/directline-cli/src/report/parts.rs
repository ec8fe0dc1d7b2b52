//! The parts of an upload's multipart body, for people who asked for more.

use std::io::{self, Write};

use anstyle::Style;
use directline_validator::SpecimenKind;
use directline_validator::media_type::MediaType;
use directline_validator::multipart::{self, Limits, Part};

use super::Judged;
use super::text::shorten;
use crate::closing::plural;
use crate::escape;

/// How many parts are listed.
const MOST_PARTS: usize = 100;

/// One line for each part: number, type, name and file name, and which bytes it is.
pub(super) fn write(out: &mut dyn Write, judged: &Judged<'_>, dim: Style) -> io::Result<()> {
    let request = &judged.recorded.exchange.request;
    if judged.specimen.is_none_or(|specimen| specimen.kind() != SpecimenKind::Upload) {
        return Ok(());
    }
    let Some(content_type) = request.headers.value("content-type").present().copied() else { return Ok(()) };
    let media_type = MediaType::parse(content_type);
    let (Some(boundary), Some(content)) = (media_type.parameter("boundary"), request.body.present()) else {
        return Ok(());
    };
    if media_type.type_ != "multipart" {
        return Ok(());
    }
    let form = multipart::read(&content.bytes, boundary.text().as_bytes(), &Limits::default());
    for (number, part) in form.parts.iter().take(MOST_PARTS).enumerate() {
        let line = shorten(escape::terminal(&judged.shown.text(&line(part))));
        writeln!(out, "       {dim}part {number}: {line}{dim:#}")?;
    }
    match form.parts.len().saturating_sub(MOST_PARTS) {
        0 => Ok(()),
        more => writeln!(out, "       {dim}{}{dim:#}", plural(more as u64, "more part")),
    }
}

fn line(part: &Part<'_>) -> String {
    let media_type =
        part.content_type().map_or_else(|| "no Content-Type".to_owned(), |found| found.essence());
    let disposition = part.header("content-disposition");
    let disposition = disposition.map(|header| format!(", {}", header.text())).unwrap_or_default();
    let size = plural(part.body.len() as u64, "byte");
    let cut = if part.complete { "" } else { ", not closed" };
    format!("{media_type}{disposition}, {size} from byte {}{cut}", part.body.start)
}
