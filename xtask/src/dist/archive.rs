//! An archive whose bytes depend on nothing but what is in it.

use anyhow::Result;
use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

/// A file of the archive.
pub(super) struct File {
    /// Its path below the folder of the archive.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) is_program: bool,
}

/// A `tar.gz` with these files in one folder: sorted, of one time, and nobody's.
pub(super) fn pack(folder: &str, files: &[File], time: u64) -> Result<Vec<u8>> {
    let mut sorted: Vec<&File> = files.iter().collect();
    sorted.sort_by(|one, other| one.name.cmp(&other.name));
    // The header of the compression has neither a time nor a name.
    let compressed = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    let mut archive = Builder::new(compressed);
    for file in sorted {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(file.bytes.len() as u64);
        header.set_mode(if file.is_program { 0o755 } else { 0o644 });
        header.set_mtime(time);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, format!("{folder}/{}", file.name), file.bytes.as_slice())?;
    }
    Ok(archive.into_inner()?.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn file(name: &str, bytes: &[u8], is_program: bool) -> File {
        File { name: name.to_owned(), bytes: bytes.to_vec(), is_program }
    }

    #[test]
    fn the_order_of_files_and_the_clock_change_nothing() {
        let one = pack("a", &[file("x/y", b"1", true), file("b", b"2", false)], 7).unwrap();
        let other = pack("a", &[file("b", b"2", false), file("x/y", b"1", true)], 7).unwrap();
        assert_eq!(one, other);
        assert_ne!(one, pack("a", &[file("b", b"3", false), file("x/y", b"1", true)], 7).unwrap());
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let packed = pack("a", &[file("x/y", b"run", true), file("b", b"read", false)], 7).unwrap();
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(packed.as_slice()));
        let found: Vec<_> = archive
            .entries()
            .unwrap()
            .map(|entry| {
                let mut entry = entry.unwrap();
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).unwrap();
                let header = entry.header();
                let path = entry.path().unwrap().display().to_string();
                (path, header.mode().unwrap(), header.mtime().unwrap(), header.uid().unwrap(), bytes)
            })
            .collect();
        let expected = [
            ("a/b".to_owned(), 0o644, 7, 0, b"read".to_vec()),
            ("a/x/y".to_owned(), 0o755, 7, 0, b"run".to_vec()),
        ];
        assert_eq!(found, expected);
    }
}
