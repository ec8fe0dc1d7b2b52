//! `directline schema --check DIR`: folders as they are found in the world.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::support::{Ran, folder, replaced, run_in, schema, schemas};

const TOKEN: &str = "schemas/token.schema.json";

/// A folder `schemas` as it should be.
fn built_in() -> TempDir {
    let files: Vec<(String, String)> =
        schemas().into_iter().map(|(name, text)| (format!("schemas/{name}"), text)).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    folder(&files)
}

fn check(folder: &Path) -> Ran {
    run_in(folder, &["schema", "--check", "schemas"])
}

#[test]
fn the_folder_of_this_project_is_as_built_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ran = check(&root);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    assert!(ran.stdout.contains("matches: "), "{}", ran.stdout);
}

#[test]
fn what_differs_is_named() {
    type Change = fn(&Path);
    let rows: [(Change, i32, &str); 7] = [
        (|_| (), 0, "matches: "),
        (|at| fs::remove_file(at.join(TOKEN)).unwrap(), 1, "missing   token.schema.json\n"),
        (
            |at| {
                let older = replaced(&schema("token.schema.json"), "\"string\"", "[\"string\", \"null\"]");
                fs::write(at.join(TOKEN), older).unwrap();
            },
            1,
            "stale     token.schema.json\n          breaks senders: type is string now, was string or null",
        ),
        (
            |at| {
                let reworded = replaced(&schema("token.schema.json"), "\"Token\"", "\"Other\"");
                fs::write(at.join(TOKEN), reworded).unwrap();
            },
            1,
            "breaks nobody: title changed",
        ),
        (
            |at| {
                let value: Value = serde_json::from_str(&schema("token.schema.json")).unwrap();
                fs::write(at.join(TOKEN), value.to_string()).unwrap();
            },
            0,
            "same      token.schema.json\n",
        ),
        (|at| fs::write(at.join("schemas/old.schema.json"), "{").unwrap(), 1, "unknown   old.schema.json\n"),
        (
            |at| {
                fs::create_dir(at.join("schemas/src")).unwrap();
                for name in ["README.md", "src/a.ts", "src/b.ts"] {
                    fs::write(at.join("schemas").join(name), "").unwrap();
                }
            },
            0,
            "passed over, no schemas: README.md, src/ (2 files)\n",
        ),
    ];
    for (change, code, said) in rows {
        let folder = built_in();
        change(folder.path());
        let ran = check(folder.path());
        assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{said} {ran:?}");
        assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
        let ran = run_in(folder.path(), &["schema", "--check", "schemas", "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((ran.code, report["summary"]["differing"] != 0), (code, code == 1), "{report}");
    }
}

#[test]
fn what_is_no_readable_file_is_named_and_waited_for_by_nobody() {
    type Change = fn(&Path);
    let rows: &[(Change, &str)] = &[
        (|path| fs::write(path, "{\n\"a\" 1}").unwrap(), "at byte 6 (line 2)"),
        (|path| fs::create_dir(path).unwrap(), "it is a folder"),
        (|path| fs::write(path, vec![b' '; (16 << 20) + 1]).unwrap(), "more than 16 MiB"),
        #[cfg(unix)]
        (|path| std::os::unix::fs::symlink(path, path).unwrap(), "cannot be read"),
        #[cfg(unix)]
        (|path| std::os::unix::fs::symlink("nowhere", path).unwrap(), "cannot be read"),
        #[cfg(unix)]
        (|path| std::os::unix::fs::symlink("/dev/zero", path).unwrap(), "a device"),
        #[cfg(unix)]
        (
            |path| {
                // Without the program there is no pipe, and the file is missing.
                let made = std::process::Command::new("mkfifo").arg(path).status();
                if !made.is_ok_and(|status| status.success()) {
                    fs::create_dir(path).unwrap();
                }
            },
            "it is a",
        ),
    ];
    for (change, said) in rows {
        let folder = built_in();
        fs::remove_file(folder.path().join(TOKEN)).unwrap();
        change(&folder.path().join(TOKEN));
        let ran = check(folder.path());
        assert_eq!(ran.code, 3, "{said} {ran:?}");
        assert!(ran.stderr.starts_with(&format!("error: {TOKEN}: ")), "{}", ran.stderr);
        assert!(ran.stderr.contains(said) && ran.stderr.contains("\n  help: "), "{said}: {}", ran.stderr);
        assert!(ran.stdout.contains("1 unreadable"), "{}", ran.stdout);
    }
}

#[test]
#[cfg(unix)]
fn links_to_folders_are_not_walked_into() {
    let folder = built_in();
    let schemas = folder.path().join("schemas");
    std::os::unix::fs::symlink(".", schemas.join("loop")).unwrap();
    std::os::unix::fs::symlink("/", schemas.join("root")).unwrap();
    let ran = check(folder.path());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("passed over, no schemas: loop, root\n"), "{}", ran.stdout);
}

#[test]
fn what_is_no_folder_is_refused() {
    let folder = built_in();
    for (path, said) in
        [("nowhere", "cannot be read"), (TOKEN, "it is no folder"), ("/dev/zero", "it is no folder")]
    {
        let ran = run_in(folder.path(), &["schema", "--check", path]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{path}");
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}
