//! Zip archives: of a HAR and its bodies, as Playwright writes them, and of the sessions of Fiddler.

use std::fmt;
use std::io::{Seek, SeekFrom};

use flate2::Crc;
use zip::{CompressionMethod, ZipArchive};

use crate::source::{ReadSeek, Source, io_error};
use crate::{Limits, Mark, ReadError};

/// An open archive.
pub(crate) struct Archive {
    zip: ZipArchive<Box<dyn ReadSeek>>,
    source: Source,
    /// How many bytes it has.
    length: u64,
}

impl fmt::Debug for Archive {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Archive").field("members", &self.zip.len()).finish_non_exhaustive()
    }
}

/// One member as it lies in the archive.
struct Member {
    source: Source,
    coded: u64,
    sum: u32,
}

/// Why a member cannot be read.
pub(crate) enum Unread {
    /// Its bytes are not what the directory says.
    Damaged,
    /// It is encrypted, or compressed in a way that is not read.
    Refused(&'static str),
}

impl Archive {
    pub(crate) fn open(name: &str, source: &Source) -> Result<Self, ReadError> {
        let mut reader = source.open_seek().map_err(|error| io_error(name, error))?;
        let length = reader.seek(SeekFrom::End(0)).map_err(|error| io_error(name, error))?;
        match ZipArchive::new(reader) {
            Ok(zip) => Ok(Self { zip, source: source.clone(), length }),
            Err(zip::result::ZipError::Io(error)) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
                Err(io_error(name, error))
            }
            // The directory of a zip archive is at its end.
            Err(_) => Err(ReadError::Truncated {
                at: Mark::START.in_file(name),
                what: "the zip archive has no valid directory".into(),
            }),
        }
    }

    /// The HAR in the archive: `har.har`, else the first member that ends in `.har`.
    pub(crate) fn har(&mut self, name: &str, limits: &Limits) -> Result<(Source, String), ReadError> {
        let Some((index, member)) = self.find_har() else {
            let (what, advice) =
                ("a zip archive without a .har file", "unpack it and give the recording in it");
            return Err(ReadError::UnsupportedFormat { file: name.into(), what, advice });
        };
        Ok((self.source_of(index, &member, name, limits)?, member))
    }

    /// The lines with entries in a trace of Playwright: every member that ends in `.network`.
    pub(crate) fn networks(
        &mut self,
        name: &str,
        limits: &Limits,
    ) -> Result<Vec<(Source, String)>, ReadError> {
        let mut found = self.members_that_end(".network");
        found.sort_by(|first, second| first.1.cmp(&second.1));
        found
            .into_iter()
            .map(|(index, member)| Ok((self.source_of(index, &member, name, limits)?, member)))
            .collect()
    }

    /// Whether it is a trace of Playwright, and holds no HAR.
    pub(crate) fn is_trace(&self) -> bool {
        self.find_har().is_none() && !self.members_that_end(".network").is_empty()
    }

    fn source_of(
        &mut self,
        index: usize,
        member: &str,
        name: &str,
        limits: &Limits,
    ) -> Result<Source, ReadError> {
        match self.at(index) {
            Some(Ok(found)) => Ok(found.source.within(limits)),
            Some(Err(what)) => {
                let advice = "unpack it and give the folder or the .har file";
                Err(ReadError::UnsupportedFormat { file: name.into(), what, advice })
            }
            None => Err(ReadError::Malformed {
                at: Mark::START.in_file(name),
                what: format!("the member {member:?} of the zip archive is damaged"),
            }),
        }
    }

    fn find_har(&self) -> Option<(usize, String)> {
        let hars = self.members_that_end(".har").into_iter();
        hars.min_by_key(|(index, name)| (name != "har.har", *index))
    }

    fn members_that_end(&self, end: &str) -> Vec<(usize, String)> {
        let named = |index| {
            let name = self.zip.name_for_index(index)?.ok()?.into_owned();
            name.to_ascii_lowercase().ends_with(end).then_some((index, name))
        };
        (0..self.zip.len()).filter_map(named).collect()
    }

    /// The decoded bytes of a member: `None` if there is no such member or it is damaged, `Err` if they are too many.
    pub(crate) fn member(&mut self, name: &str, most: usize, limits: &Limits) -> Option<Result<Vec<u8>, ()>> {
        let index = self.zip.index_for_name(name)?;
        let member = self.at(index)?.ok()?;
        let coded = usize::try_from(member.coded).unwrap_or(usize::MAX);
        let (bytes, complete) = member.source.prefix(limits.decompressed_bytes(coded).min(most)).ok()?;
        Some(if complete { Ok(bytes) } else { Err(()) })
    }

    /// The members, each with its index.
    pub(crate) fn names(&self) -> impl Iterator<Item = (usize, String)> + '_ {
        (0..self.zip.len())
            .filter_map(|index| Some((index, self.zip.name_for_index(index)?.ok()?.into_owned())))
    }

    /// How many bytes the archive has.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Whether a member can be read, as far as its own header says.
    pub(crate) fn check(&mut self, index: usize) -> Result<(), Unread> {
        self.at(index).ok_or(Unread::Damaged)?.map(drop).map_err(Unread::Refused)
    }

    /// At most `most` decoded bytes of a member, and whether that is all; what is all is compared with its checksum.
    pub(crate) fn bytes(
        &mut self,
        index: usize,
        most: usize,
        limits: &Limits,
    ) -> Result<(Vec<u8>, bool), Unread> {
        let member = self.at(index).ok_or(Unread::Damaged)?.map_err(Unread::Refused)?;
        let coded = usize::try_from(member.coded).unwrap_or(usize::MAX);
        let most = most.min(limits.expanded_bytes(coded));
        let (bytes, complete) = member.source.prefix(most).map_err(|_| Unread::Damaged)?;
        let mut sum = Crc::new();
        sum.update(&bytes);
        if complete && sum.sum() != member.sum {
            return Err(Unread::Damaged);
        }
        Ok((bytes, complete))
    }

    /// Where a member lies; `None` if it is damaged, `Err` if it is coded in a way that is not read.
    fn at(&mut self, index: usize) -> Option<Result<Member, &'static str>> {
        let member = self.zip.by_index_raw(index).ok()?;
        if member.encrypted() {
            return Some(Err("an encrypted zip archive"));
        }
        let deflated = match member.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            _ => return Some(Err("a zip archive with a rare compression")),
        };
        let (start, coded, sum) = (member.data_start()?, member.compressed_size(), member.crc32());
        let of = Box::new(self.source.clone());
        let source = Source::Part { of, start, length: coded, deflated, most: u64::MAX };
        Some(Ok(Member { source, coded, sum }))
    }
}

/// Whether an archive is a trace of Playwright.
pub(crate) fn holds_trace(source: &Source) -> bool {
    Archive::open("", source).is_ok_and(|archive| archive.is_trace())
}

/// Whether an archive of that name holds a HAR, or is too damaged to tell. Programs and documents are archives, too.
pub(crate) fn holds_har(name: &str, source: &Source) -> bool {
    match Archive::open("", source) {
        Ok(archive) => archive.find_har().is_some(),
        Err(_) => {
            name.get(name.len().saturating_sub(4)..).is_some_and(|end| end.eq_ignore_ascii_case(".zip"))
        }
    }
}

/// Whether an archive holds sessions of Fiddler, and no HAR.
pub(crate) fn holds_sessions(source: &Source) -> bool {
    let Ok(archive) = Archive::open("", source) else { return false };
    archive.find_har().is_none() && archive.names().any(|(_, name)| crate::saz::is_session(&name))
}
