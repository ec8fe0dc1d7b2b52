//! From the paths of the command line to recordings.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::source::{Source, io_error};
use crate::{ReadError, detect};

/// How the files of a pair end.
pub(crate) const REQUEST_END: &str = ".req.bin";
/// How the response of a pair ends.
pub(crate) const RESPONSE_END: &str = ".res.bin";

/// One recording to open with [`open`](crate::open).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// As reports show it: the path as given, or a path below it.
    pub name: String,
    pub(crate) at: At,
}

/// What an input is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// One file.
    File(PathBuf),
    /// A folder of pairs, in order.
    Pairs(PathBuf, Vec<Pair>),
}

/// A request file of a folder, perhaps with a response file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The file name without its end.
    pub(crate) stem: OsString,
    /// Whether there is a response.
    pub(crate) answered: bool,
}

impl Input {
    /// The file at `path`, whatever is in it.
    pub fn file(path: &Path) -> Self {
        Self { name: shown(path), at: At::File(path.to_owned()) }
    }

    /// The files that it is made of: one, or the requests and responses of a folder of pairs.
    ///
    /// ```
    /// use std::path::{Path, PathBuf};
    ///
    /// let input = directline_capture::Input::file(Path::new("a.har"));
    /// assert_eq!(input.files(), [PathBuf::from("a.har")]);
    /// ```
    pub fn files(&self) -> Vec<PathBuf> {
        match &self.at {
            At::File(path) => vec![path.clone()],
            At::Pairs(folder, pairs) => {
                let file = |stem: &OsString, end| folder.join(with_end(stem, end));
                let both = |pair: &Pair| {
                    let response = pair.answered.then(|| file(&pair.stem, RESPONSE_END));
                    [Some(file(&pair.stem, REQUEST_END)), response].into_iter().flatten()
                };
                pairs.iter().flat_map(both).collect()
            }
        }
    }

    /// How many bytes there are to read, if that is known beforehand: of a file, and not of a pipe or a folder.
    ///
    /// ```
    /// use directline_capture::Input;
    ///
    /// assert_eq!(Input::file("Cargo.toml".as_ref()).size(), Some(std::fs::metadata("Cargo.toml")?.len()));
    /// assert_eq!(Input::file("no-such-file".as_ref()).size(), None);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn size(&self) -> Option<u64> {
        match &self.at {
            At::File(path) => fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|found| found.len()),
            At::Pairs(..) => None,
        }
    }
}

/// What was found below some paths.
#[derive(Debug, Default)]
pub struct Walk {
    /// The recordings, in order, and what could not be read.
    pub inputs: Vec<Result<Input, ReadError>>,
    /// Files in folders that look like no recordings, in order, as reports show them.
    pub passed_over: Vec<String>,
}

/// The recordings at and below `paths`: [`walk`] without the list of what was passed over.
///
/// ```
/// let inputs = directline_capture::inputs(&["no-such-file.har".into()]);
/// assert!(inputs[0].is_err());
/// ```
pub fn inputs(paths: &[PathBuf]) -> Vec<Result<Input, ReadError>> {
    walk(paths).inputs
}

/// The recordings at and below `paths`, and what was passed over.
///
/// A file is taken as it is. A folder with `NAME.req.bin` files is one recording, its pairs ordered by the bytes of
/// NAME; the other files of a folder are one recording each if their content is one. So is one that is damaged or of a
/// kind that is not read, where its name (`.har`, `.pcap`) or its beginning says that it is a recording: opening it
/// says what is wrong. All others are passed over, and so are documents in Markdown. Folders in folders are walked
/// likewise; everything is sorted by the bytes of the name. Symbolic links that leave the given folder, and links to
/// folders, are not followed.
///
/// ```
/// let walk = directline_capture::walk(&[]);
/// assert!(walk.inputs.is_empty() && walk.passed_over.is_empty());
/// ```
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => walk.folder(path),
            Ok(_) => walk.inputs.push(Ok(Input::file(path))),
            Err(error) => walk.inputs.push(Err(io_error(&shown(path), error))),
        }
    }
    walk
}

impl Walk {
    fn folder(&mut self, root: &Path) {
        let before = self.inputs.len();
        let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        for entry in WalkDir::new(root).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => self.pairs(entry.path(), &real_root),
                Ok(entry) => self.file(&entry, &real_root),
                Err(error) => {
                    let name = shown(error.path().unwrap_or(root));
                    let error = error.into_io_error();
                    let error = error.unwrap_or_else(|| io::Error::other("a loop of links"));
                    self.inputs.push(Err(io_error(&name, error)));
                }
            }
        }
        if self.inputs.len() == before {
            self.inputs.push(Err(ReadError::NothingToRead { path: shown(root) }));
        }
    }

    /// Adds the pairs of one folder, if it has any.
    fn pairs(&mut self, folder: &Path, real_root: &Path) {
        // A folder that cannot be listed is an error of the walk itself.
        let Ok(entries) = fs::read_dir(folder) else { return };
        let readable = entries.flatten().filter(|entry| is_inside(&entry.path(), real_root));
        let pairs: BTreeMap<Vec<u8>, Pair> = readable
            .filter_map(|entry| stem(&entry.file_name(), REQUEST_END))
            .map(|stem| {
                let response = folder.join(with_end(&stem, RESPONSE_END));
                let answered = is_inside(&response, real_root);
                (stem.as_encoded_bytes().to_vec(), Pair { stem, answered })
            })
            .collect();
        if !pairs.is_empty() {
            let at = At::Pairs(folder.to_owned(), pairs.into_values().collect());
            self.inputs.push(Ok(Input { name: shown(folder), at }));
        }
    }

    fn file(&mut self, entry: &DirEntry, real_root: &Path) {
        let path = entry.path();
        let inside = is_inside(path, real_root);
        let is_request = stem(entry.file_name(), REQUEST_END).is_some();
        let is_response = stem(entry.file_name(), RESPONSE_END)
            .is_some_and(|stem| is_inside(&path.with_file_name(with_end(&stem, REQUEST_END)), real_root));
        if inside && (is_request || is_response) {
            return;
        }
        let name = shown(path);
        let recognised = inside && detect::recognised(&name, &Source::File(path.to_owned()));
        if recognised {
            self.inputs.push(Ok(Input::file(path)));
        } else {
            self.passed_over.push(name);
        }
    }
}

/// Whether a path is a file that does not lead out of the folder by a link.
fn is_inside(path: &Path, real_root: &Path) -> bool {
    let is_link = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
    let leaves = || !fs::canonicalize(path).is_ok_and(|real_path| real_path.starts_with(real_root));
    path.is_file() && !(is_link && leaves())
}

/// The name without `end`, if it ends so.
fn stem(name: &std::ffi::OsStr, end: &str) -> Option<OsString> {
    let bytes = name.as_encoded_bytes();
    let stem = bytes.strip_suffix(end.as_bytes())?;
    // Only text can be cut in safe Rust; other names are no pairs.
    std::str::from_utf8(stem).ok().map(OsString::from)
}

/// The file name of one half of a pair.
pub(crate) fn with_end(stem: &OsString, end: &str) -> OsString {
    let mut name = stem.clone();
    name.push(end);
    name
}

/// A path as reports show it: with `/` between its parts.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}
