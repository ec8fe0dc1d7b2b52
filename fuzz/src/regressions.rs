//! What once broke a promise, as ordinary tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use directline_capture::Format;

use crate::Target;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry of a folder").path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// `corpus/regressions/TARGET/NAME`: each file was found by its target.
#[test]
fn what_was_found_stays_repaired() {
    let folder = root().join("corpus/regressions");
    let mut count = 0;
    for path in files(&folder).into_iter().filter(|path| !path.ends_with("README.md")) {
        let name = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        let target = name.and_then(Target::named).unwrap_or_else(|| panic!("{}: no target", path.display()));
        target.run(&fs::read(&path).expect("a file of the corpus"));
        count += 1;
    }
    assert!(count > 0);
}

/// The promises hold for the recordings of other tools.
#[test]
fn samples_of_every_format_keep_the_promises() {
    let mut seen = BTreeSet::new();
    for path in files(&root().join("corpus/captures")) {
        let bytes = fs::read(&path).expect("a file of the corpus");
        let Ok(capture) = directline_capture::open_bytes("sample", bytes.clone(), &crate::reading::bounded())
        else {
            continue;
        };
        let format = capture.format();
        seen.insert(format);
        for target in [Target::Read(format), Target::Whole, Target::Redact, Target::Written] {
            target.run(&bytes);
        }
    }
    assert!(seen.len() >= 15, "{seen:?}");
}

/// Each target has a binary, and no other has one.
#[test]
fn binaries_are_the_targets() {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("a manifest");
    let binaries = manifest.split("[[bin]]").skip(1);
    let name = |binary: &str| binary.split('"').nth(1).map(str::to_owned);
    let listed: Vec<String> = binaries.filter_map(name).collect();
    let expected: Vec<String> = Target::all().map(Target::name).collect();
    assert_eq!(listed, expected);
    assert_eq!(Format::ALL.len() + 8, expected.len());
    for name in expected {
        let source = root().join(format!("fuzz/fuzz_targets/{name}.rs"));
        let text = fs::read_to_string(&source).unwrap_or_default();
        assert!(text.contains(&format!("fuzz!(\"{name}\")")), "{}", source.display());
    }
}
