//! An archive as Playwright writes it: its members, and the same archive with other bytes in them.

use std::io::{Cursor, Read as _, Write as _};

use directline_capture::{Limits, Position, ReadError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The name and the bytes of a member.
type Member = (String, Vec<u8>);

/// How the members lie in an archive.
#[derive(Debug)]
pub(crate) struct Layout(Vec<(CompressionMethod, Option<DateTime>)>);

/// The members of an archive, in its order: their names and bytes.
pub(super) fn read(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<(Layout, Vec<Member>), ReadError> {
    let at = |file: String| Position { file, offset: 0, line: 1, column: 1 };
    let damaged = |what: &str| ReadError::Malformed { at: at(name.to_owned()), what: what.to_owned() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("a damaged zip archive"))?;
    let (mut layout, mut members) = (Vec::new(), Vec::new());
    let mut left = limits.max_entry_bytes;
    for index in 0..archive.len() {
        let mut member =
            archive.by_index(index).map_err(|_| damaged("a damaged member of the zip archive"))?;
        let member_name = member
            .name()
            .map_err(|_| damaged("the name of a member of the zip archive is no text"))?
            .into_owned();
        let mut bytes = Vec::new();
        // What is longer than JSON may be would not be looked into.
        let most = (left.min(Limits::MOST_JSON_BYTES) as u64).saturating_add(1);
        (&mut member)
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|_| damaged("a damaged member of the zip archive"))?;
        if bytes.len() > Limits::MOST_JSON_BYTES {
            let (what, limit) = (super::KEPT_WHOLE, Limits::MOST_JSON_BYTES);
            return Err(ReadError::TooLarge { at: at(name.to_owned()), what, limit });
        }
        let Some(rest) = left.checked_sub(bytes.len()) else {
            let limit = limits.max_entry_bytes;
            return Err(ReadError::TooLarge { at: at(name.to_owned()), what: "the unpacked archive", limit });
        };
        left = rest;
        layout.push((member.compression(), member.last_modified()));
        members.push((member_name, bytes));
    }
    Ok((Layout(layout), members))
}

/// An archive with these members, laid out as before.
pub(crate) fn write(layout: &Layout, members: &[Member]) -> std::io::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for ((name, bytes), (method, time)) in members.iter().zip(&layout.0) {
        let mut options = SimpleFileOptions::default().compression_method(*method);
        options = options.last_modified_time(time.unwrap_or_default());
        if name.ends_with('/') {
            writer.add_directory(name.as_str(), options)?;
        } else {
            writer.start_file(name.as_str(), options)?;
            writer.write_all(bytes)?;
        }
    }
    Ok(writer.finish()?.into_inner())
}
