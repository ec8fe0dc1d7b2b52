//! Finds the file of settings and reads it, within bounds.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::wrong::Trouble;
use crate::shown;

/// The name of the file.
const NAME: &str = "directline.toml";

/// How many bytes it may have: 256 KiB.
const MOST_BYTES: u64 = 256 << 10;

/// A file of settings.
pub(super) struct Found {
    /// How it is shown: as it was named, or by its way from the working directory. Ready for a terminal.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    pub(super) folder: Folder,
}

/// Where paths in the file begin.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Its way from the working directory.
    way: PathBuf,
    /// Whether nobody named the file: then no path in it leads out of its folder.
    is_found: bool,
}

impl Folder {
    /// A path in the file, for whoever works in the working directory.
    pub(super) fn resolve(&self, path: &str) -> Result<PathBuf, (String, String)> {
        let resolved = self.way.join(path);
        let leaves = !Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let folder = if self.way.as_os_str().is_empty() { Path::new(".") } else { &self.way };
        // A link may lead anywhere; what is not there is said by whoever reads it.
        let is_link_out = match (resolved.canonicalize(), folder.canonicalize()) {
            (Ok(target), Ok(folder)) => !target.starts_with(folder) || !target.is_file(),
            _ => false,
        };
        if self.is_found && (leaves || is_link_out) {
            let help = "write the path of a file there, or say it on the command line";
            return Err((
                format!("'{path}' is no file in or below the folder of directline.toml"),
                help.to_owned(),
            ));
        }
        Ok(resolved)
    }
}

/// Which file is asked for.
pub(super) enum Asked {
    /// None.
    None,
    /// This one.
    Named(OsString),
    /// That of the working directory, or of the nearest folder above it.
    Nearest,
}

/// Finds and reads the file.
pub(super) fn find(asked: Asked) -> Result<Option<Found>, Trouble> {
    match asked {
        Asked::None => Ok(None),
        Asked::Named(path) => {
            let path = PathBuf::from(path);
            let name = shown(&path);
            let way = path.parent().map(Path::to_owned).unwrap_or_default();
            let folder = Folder { way, is_found: false };
            read(&path, &name).map(|bytes| Some(Found { name, path, bytes, folder }))
        }
        Asked::Nearest => nearest(),
    }
}

fn nearest() -> Result<Option<Found>, Trouble> {
    let Ok(here) = env::current_dir() else { return Ok(None) };
    let mut way = String::new();
    for folder in here.ancestors() {
        let path = folder.join(NAME);
        // What cannot be looked at is passed over: folders above may belong to others.
        if path.symlink_metadata().is_ok() {
            let name = format!("{way}{NAME}");
            trust(folder, &path, &name)?;
            let folder = Folder { way: way.into(), is_found: true };
            return read(&path, &name).map(|bytes| Some(Found { name, path, bytes, folder }));
        }
        way.push_str("../");
    }
    Ok(None)
}

/// Refuses what nobody named and is not what it seems: a link out of its folder would have lines of any file shown, and
/// a pipe would never end.
fn trust(folder: &Path, path: &Path, name: &str) -> Result<(), Trouble> {
    let failed = |error: io::Error| unreadable(name, &error);
    let target = path.canonicalize().map_err(failed)?;
    let help = "name it with --config, or leave it aside with --no-config";
    if !target.starts_with(folder.canonicalize().map_err(failed)?) {
        return Err(Trouble::plain(format!("{name} is a link that leads out of its folder"), help));
    }
    if !fs::metadata(&target).map_err(failed)?.is_file() {
        return Err(Trouble::plain(format!("{name} is no file"), help));
    }
    Ok(())
}

fn read(path: &Path, name: &str) -> Result<Vec<u8>, Trouble> {
    let failed = |error: io::Error| unreadable(name, &error);
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Trouble::plain(format!("{name} has more than 256 KiB"), "settings are not that large"));
    }
    Ok(bytes)
}

fn unreadable(name: &str, error: &io::Error) -> Trouble {
    let text = error.to_string().to_lowercase();
    let said = text.split(" (os error").next().unwrap_or(&text);
    Trouble::plain(
        format!("{name} cannot be read: {said}"),
        "check the path and its permissions, or give --no-config",
    )
}

/// A path that somebody named, with the home folder as `~`.
fn shown(path: &Path) -> String {
    let home = env::var_os("HOME").filter(|home| !home.is_empty());
    let inside = home.and_then(|home| Some(path.strip_prefix(home).ok()?.to_owned()));
    let path = inside.map_or_else(|| path.to_owned(), |inside| Path::new("~").join(inside));
    shown::file(&path.to_string_lossy())
}
