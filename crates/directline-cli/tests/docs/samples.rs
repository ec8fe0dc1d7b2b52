//! What a page finds where its commands run: the files that the guide speaks of, and the programs.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

/// Recordings of the corpus under the names that the guide gives them; the rest is in `corpus/docs/`.
const RECORDINGS: [(&str, &str); 4] = [
    ("session.har", "recorded/har/chrome-devtools-sanitized.har"),
    ("recordings/proxy.har", "recorded/har/mitmproxy-requests.har"),
    ("recordings/gateway.ndjson", "conversations/sound.ndjson"),
    ("recordings/wire", "recorded/wire/py-requests"),
];

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A new folder with everything that a page may name.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let to = |name: &str| folder.path().join(name);
    // README.md speaks of files of the repository.
    for name in ["corpus", "crates", "examples", "schemas"] {
        symlink(root().join(name), to(name)).unwrap();
    }
    for (name, source) in RECORDINGS {
        copy(&root().join("corpus").join(source), &to(name));
    }
    copy(&root().join("corpus/docs"), folder.path());
    // Schemas as they were before a member came, and those of today.
    for name in ["old", "new", "vendor/schemas"] {
        copy(&root().join("schemas"), &to(name));
        fs::remove_dir_all(to(name).join("vectors")).unwrap();
    }
    for (file, pointer) in [("message", "/properties"), ("message-set", "/$defs/Message/properties")] {
        let path = to(&format!("old/{file}.schema.json"));
        let mut schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        schema.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove("eTag").unwrap();
        fs::write(path, schema.to_string()).unwrap();
    }
    folder
}

/// Copies a file or a folder with everything in it.
fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

/// A folder with `directline` as it was built, and with a `cargo` that does not build it again.
pub(crate) fn programs() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    symlink(env!("CARGO_BIN_EXE_directline"), folder.path().join("directline")).unwrap();
    let cargo = folder.path().join("cargo");
    fs::write(&cargo, include_str!("cargo.sh")).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// The names of the tasks of `cargo xtask`.
pub(crate) fn tasks() -> String {
    let text = fs::read_to_string(root().join("xtask/src/main.rs")).unwrap();
    let (_, tasks) = text.split_once("enum Task {").unwrap();
    let (tasks, _) = tasks.split_once("\n}").unwrap();
    let lines = tasks.lines().filter_map(|line| line.strip_prefix("    "));
    let variants = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
    let names = variants.map(|line| line.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap());
    let kebab = |name: &str| {
        let small =
            name.chars().flat_map(|c| [c.is_ascii_uppercase().then_some('-'), Some(c.to_ascii_lowercase())]);
        small.flatten().skip(1).collect::<String>()
    };
    names.map(kebab).collect::<Vec<_>>().join(" ")
}

/// The names of the packages of the workspace.
pub(crate) fn packages() -> String {
    let folders = ["crates", "examples"].map(|folder| fs::read_dir(root().join(folder)).unwrap());
    let names = folders.into_iter().flatten().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect::<Vec<_>>().join(" ")
}
