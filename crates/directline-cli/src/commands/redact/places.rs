//! Where copies belong: below their folder, each at a place of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Source;
use crate::redaction::Recording;

/// The places that the files of recordings have below the folders that were named.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The files by their place.
    files: BTreeMap<PathBuf, PathBuf>,
    /// Whether two files have one place.
    pub(super) collide: bool,
}

impl Places {
    /// Adds those of a recording.
    pub(super) fn add(&mut self, source: &Source, recording: &Recording) {
        let root = source.root();
        let paths: Vec<PathBuf> = match (&recording.archive, &source.from) {
            (None, _) => recording.parts.iter().map(|part| part.path.clone()).collect(),
            (Some(_), super::From::Input(input)) => input.files(),
            (Some(_), super::From::Stream(_)) => Vec::new(),
        };
        for path in paths {
            let place = path.strip_prefix(&root).unwrap_or(&path).to_owned();
            let real = path.canonicalize().unwrap_or(path);
            if self.files.insert(place, real.clone()).is_some_and(|other| other != real) {
                self.collide = true;
            }
        }
    }
}

/// Gives each copy the folders of its recording, from the one on that holds all of them.
pub(super) fn keep_folders(sources: &mut [Source]) {
    let real = |source: &Source| {
        let root = source.root();
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
        root.canonicalize().unwrap_or(root)
    };
    let roots: Vec<PathBuf> = sources.iter().map(real).collect();
    let mut common = roots.first().cloned().unwrap_or_default();
    while !roots.iter().all(|root| root.starts_with(&common)) {
        if !common.pop() {
            return;
        }
    }
    for (source, root) in sources.iter_mut().zip(roots) {
        root.strip_prefix(&common).unwrap_or(Path::new("")).clone_into(&mut source.below);
    }
}
