//! A folder of `NAME.req.bin` and `NAME.res.bin`: the bytes of the wire, one message per file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use directline_exchange::{Exchange, Intent, Observed, Origin, Reason, Source as Entry};

use super::Scope;
use super::message::{Fault, Wire, no_response};
use crate::capture::Recorded;
use crate::input::{Pair, REQUEST_END, RESPONSE_END, with_end};
use crate::places::PlaceFile;
use crate::reader::Reader;
use crate::source::Source;
use crate::{Assume, Limits, Places, ReadError};

/// Reads the pairs of one folder.
#[derive(Debug)]
pub(crate) struct PairsReader {
    /// As reports show the folder, with a slash.
    shown: String,
    folder: PathBuf,
    pairs: std::vec::IntoIter<Pair>,
}

impl Reader for PairsReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        let pair = self.pairs.next()?;
        Some(self.pair(&pair, limits))
    }

    fn goes_on(&self) -> bool {
        true
    }
}

impl PairsReader {
    pub(crate) fn new(name: &str, folder: &Path, pairs: Vec<Pair>) -> Self {
        let shown = if name.ends_with('/') { name.to_owned() } else { format!("{name}/") };
        Self { shown, folder: folder.to_owned(), pairs: pairs.into_iter() }
    }

    fn pair(&self, pair: &Pair, limits: &Limits) -> Result<Recorded, ReadError> {
        let stem = &pair.stem;
        let (bytes, file) = self.file(&with_end(stem, REQUEST_END), limits)?;
        if bytes.is_empty() {
            let file = format!("{}{}", self.shown, with_end(stem, REQUEST_END).to_string_lossy());
            return Err(ReadError::Empty { file });
        }
        let mut files = vec![Arc::clone(&file)];
        let wire = Wire { bytes: &bytes, file: 0, scope: Scope::File };
        let (request, _) = wire.request(0, limits).map_err(|fault| located(&file, 0, &fault))?;
        let mut response = no_response();
        if pair.answered {
            let (bytes, file) = self.file(&with_end(stem, RESPONSE_END), limits)?;
            if !bytes.trim_ascii().is_empty() {
                let wire = Wire { bytes: &bytes, file: 1, scope: Scope::File };
                let read = wire.response(0, request.is_method("HEAD"), limits);
                (response, _) = read.map_err(|fault| located(&file, 1, &fault))?;
            }
            files.push(file);
        }
        let origin = Origin::default();
        let source = Entry { capture: "".into(), index: 0, origin: origin.clone() };
        let (started, took) =
            (Observed::NotObservable(Reason::NotRecorded), Observed::NotObservable(Reason::NotRecorded));
        let exchange = Exchange { request, response, started, took, intent: Intent::Unknown, source };
        Ok(Recorded { exchange, places: Places::new(origin, files) })
    }

    fn file(&self, name: &OsString, limits: &Limits) -> Result<(Arc<Vec<u8>>, Arc<PlaceFile>), ReadError> {
        let shown = format!("{}{}", self.shown, name.to_string_lossy());
        let source = Source::File(self.folder.join(name));
        let bytes = source.all(&shown, limits.max_entry_bytes)?;
        Ok((Arc::clone(&bytes), PlaceFile::whole(shown.into(), bytes)))
    }
}

fn located(file: &PlaceFile, index: u32, fault: &Fault) -> ReadError {
    let at = file.locate(&Origin::verbatim(index, fault.at as u64), 0);
    ReadError::Malformed { at, what: fault.what.into() }
}
