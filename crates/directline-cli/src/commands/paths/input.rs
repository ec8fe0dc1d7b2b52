//! Whether a file that a report would replace is part of what is read.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use directline_capture::{Input, Limits, ReadError};
use memchr::memmem;

/// How reports for programs begin, which recordings do not.
const OWN: [&[u8]; 2] = [b"{\"type\":\"run\",\"schema\":", b"{\"run\":{\"type\":\"run\",\"schema\":"];

/// How the halves of a pair end.
const HALVES: [&str; 2] = [".req.bin", ".res.bin"];

/// How many bytes of a recording are looked at together.
const PIECE: usize = 1 << 20;

/// Whether the file at `place`, which is canonical, is read as part of one of `paths`: it is a recording of a folder that
/// is named, half of one, or a body that a recording keeps beside itself.
pub(super) fn is_read(place: &Path, paths: &[PathBuf]) -> bool {
    if !place.is_file() {
        return false;
    }
    let real = paths.iter().filter_map(|path| path.canonicalize().ok());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = real.partition(|path| path.is_dir());
    let is_below = |path: &PathBuf| place.starts_with(path);
    if folders.iter().any(is_below) && is_recording(place) {
        return true;
    }
    let beside =
        files.into_iter().chain(folders.iter().filter(|path| place.starts_with(path)).flat_map(found));
    beside.into_iter().any(|recording| keeps_beside(&recording, place))
}

/// Whether a file is a recording or half of one, also of a format that is not read. A report of this tool is none.
fn is_recording(place: &Path) -> bool {
    let is_half = place
        .file_name()
        .is_some_and(|name| HALVES.iter().any(|end| name.as_encoded_bytes().ends_with(end.as_bytes())));
    is_half
        || !is_own(place)
            && matches!(
                directline_capture::open(&Input::file(place), &Limits::default()),
                Ok(_) | Err(ReadError::UnsupportedFormat { .. })
            )
}

/// Whether a file is a report of this tool.
fn is_own(place: &Path) -> bool {
    let longest = OWN.iter().map(|own| own.len()).max().unwrap_or_default();
    let mut first = Vec::new();
    let read = File::open(place).and_then(|file| file.take(longest as u64).read_to_end(&mut first));
    read.is_ok() && OWN.iter().any(|own| first.starts_with(own))
}

/// The files of the recordings of a folder.
fn found(folder: &PathBuf) -> Vec<PathBuf> {
    let inputs = directline_capture::inputs(std::slice::from_ref(folder));
    inputs.into_iter().flatten().flat_map(|input| input.files()).collect()
}

/// Whether a recording names the file as a body that it keeps beside itself.
fn keeps_beside(recording: &Path, place: &Path) -> bool {
    let name = recording.parent().and_then(|folder| place.strip_prefix(folder).ok()).and_then(Path::to_str);
    let Some(name) = name.filter(|_| recording != place) else { return false };
    let name = name.replace('\\', "/");
    let Ok(name) = serde_json::to_string(&name) else { return false };
    mentions(recording, &[&name, &name.replace('/', "\\/")]).unwrap_or(false)
}

/// Whether one of these texts stands in a file, of which only a part is in memory.
fn mentions(file: &Path, texts: &[&str]) -> io::Result<bool> {
    let longest = texts.iter().map(|text| text.len()).max().unwrap_or_default();
    let mut file = File::open(file)?;
    let mut bytes = Vec::new();
    loop {
        let read = file.by_ref().take(PIECE as u64).read_to_end(&mut bytes)?;
        if texts.iter().any(|text| memmem::find(&bytes, text.as_bytes()).is_some()) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        let seen = bytes.len().saturating_sub(longest);
        bytes.drain(..seen);
    }
}
