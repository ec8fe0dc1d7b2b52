//! The pages themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use super::page::steps;
use super::play::play;
use super::samples::root;

/// README.md and every page of the guide: the path in the repository and the text.
pub(crate) fn pages() -> Vec<(String, String)> {
    let mut paths = vec![root().join("README.md")];
    collect(&root().join("docs"), &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root()).unwrap().display().to_string();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn every_command_prints_what_the_page_shows() {
    let only = std::env::var("DIRECTLINE_PAGE").ok();
    let is_blessed = std::env::var_os("DIRECTLINE_BLESS").is_some_and(|value| value == "1");
    let wanted = pages().into_iter().filter(|(name, _)| only.as_ref().is_none_or(|only| only == name));
    let open = Mutex::new(wanted);
    let offences = Mutex::new(Vec::new());
    let work = || {
        while let Some((name, text)) = { open.lock().unwrap().next() } {
            let played = play(&name, &text);
            if is_blessed && played.renewed != text {
                fs::write(root().join(&name), played.renewed).unwrap();
            } else {
                offences.lock().unwrap().extend(played.offences);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let offences = offences.into_inner().unwrap();
    assert!(offences.is_empty(), "\n{}\n`cargo bless` writes new output", offences.join("\n"));
}

#[test]
fn no_command_is_left_out() {
    for (name, text) in pages() {
        let written = text.lines().filter(|line| line.trim_start().starts_with("$ ")).count();
        assert_eq!(steps(&text).len(), written, "{name}: a line with $ outside of a fenced block");
        for fence in ["```sh", "```bash", "```shell"] {
            assert!(
                !text.contains(fence),
                "{name}: commands stand in ```console blocks, after `$ `, so that they run"
            );
        }
    }
}
