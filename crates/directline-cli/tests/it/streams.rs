//! Where reports cannot go: no room, nobody who reads, nothing to write on.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use super::support::{Ran, folder, ran, sending};

/// A recording whose report is longer than any buffer.
fn many() -> String {
    format!("{}\n", sending(r#"{"text":1}"#)).repeat(3_000)
}

/// What a shell gives that runs `script` in the folder, with `directline` as `$0`.
fn shell(folder: &Path, script: &str) -> Ran {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_directline")]).current_dir(folder);
    ran(command.env_clear().env("PATH", "/usr/bin:/bin").output().unwrap())
}

#[test]
fn an_output_that_takes_nothing_is_told_of() {
    let folder = folder(&[("many.ndjson", many().as_bytes())]);
    let rows = [
        // Opened for reading only.
        ("\"$0\" verify many.ndjson -f ndjson 1</dev/null", "standard output: bad file descriptor"),
        ("\"$0\" verify many.ndjson -v >/dev/full", "standard output: no space left on device"),
        ("\"$0\" rules >/dev/full", "standard output: no space left on device"),
        ("\"$0\" explain text-not-string 1</dev/null", "standard output: bad file descriptor"),
        ("\"$0\" --help >/dev/full", "standard output: no space left on device"),
    ];
    for (script, says) in rows {
        let ran = shell(folder.path(), script);
        assert_eq!(ran.code, 3, "{script} {ran:?}");
        assert!(ran.stderr.contains(says) && ran.stderr.contains("\n  help: "), "{script} {ran:?}");
    }
}

#[test]
fn a_disk_that_fills_up_leaves_no_half_report() {
    let folder = folder(&[("many.ndjson", many().as_bytes()), ("small/old.json", b"before")]);
    // Blocks of 512 bytes: as on a disk of 64 KiB. The signal is what the system sends beside the error.
    let script = "trap '' XFSZ; ulimit -f 128; \
        \"$0\" verify many.ndjson -q -f text --report json=small/old.json --report ndjson=small/new.ndjson";
    let ran = shell(folder.path(), script);
    assert_eq!(ran.code, 3, "{ran:?}");
    for name in ["old.json", "new.ndjson"] {
        let says = format!("small/{name}: file too large\n  help: make room");
        assert!(ran.stderr.contains(&says), "{ran:?}");
    }
    // The report that has room is whole.
    assert!(ran.stdout.starts_with("violates: "), "{ran:?}");
    let entries: Vec<_> = std::fs::read_dir(folder.path().join("small")).unwrap().collect();
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(std::fs::read(folder.path().join("small/old.json")).unwrap(), b"before");
}

#[test]
fn a_real_small_disk_leaves_no_half_report() {
    let folder = folder(&[("many.ndjson", many().as_bytes()), ("disk/x", b"")]);
    // A file system of its own, seen by this process alone: where the account may make one.
    let script = "unshare -rm sh -c 'mount -t tmpfs -o size=64k none disk && \
        \"$0\" verify many.ndjson -q --report json=disk/new.json; echo code $?; ls -A disk' \"$0\"";
    let ran = shell(folder.path(), script);
    if !ran.stdout.contains("code ") || ran.stderr.contains("unshare") || ran.stderr.contains("mount") {
        return;
    }
    assert!(ran.stdout.ends_with("code 3\n"), "{ran:?}");
    assert!(ran.stderr.contains("disk/new.json: no space left on device"), "{ran:?}");
}

#[test]
fn a_read_only_folder_is_told_of() {
    let folder = folder(&[("a.ndjson", sending("{}").as_bytes()), ("in/old.json", b"before")]);
    // Who may write everywhere is stopped by a read-only file system, elsewhere by the permissions.
    let ran = shell(
        folder.path(),
        "chmod 555 in; \"$0\" verify a.ndjson -q --report json=in/new.json; code=$?; chmod 755 in; exit $code",
    );
    if ran.code != 3 {
        return;
    }
    assert!(ran.stderr.contains("in/new.json: permission denied\n  help: give a path"), "{ran:?}");
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let folder = folder(&[("many.ndjson", many().as_bytes())]);
    let script = "{ \"$0\" verify many.ndjson -f ndjson; echo $? >code; } | head -n 1 >/dev/null; cat code";
    let ran = shell(folder.path(), script);
    assert!(matches!(ran.stdout.trim(), "0" | "1"), "{ran:?}");
    assert_eq!(ran.stderr, "");
}
