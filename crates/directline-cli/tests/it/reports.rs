//! Several reports of one run: each whole or not there.

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::support::{command, folder, good, ran, run_in, sending};

/// A recording with an error.
fn violating() -> String {
    sending(r#"{"from":"user1","text":1}"#) + "\n"
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_default()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn one_run_writes_several_reports() {
    let folder = folder(&[("a.ndjson", violating().as_bytes()), ("old.json", b"before")]);
    let arguments = [
        "verify",
        "a.ndjson",
        "--report",
        "json=old.json",
        "--report",
        "ndjson=b=c.txt",
        "--report",
        "text=d",
    ];
    let ran = run_in(folder.path(), &arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    for (format, file) in [("json", "old.json"), ("ndjson", "b=c.txt"), ("text", "d")] {
        let alone = run_in(folder.path(), &["verify", "a.ndjson", "--format", format]);
        assert_eq!(read(folder.path(), file), alone.stdout, "{format}");
    }
    assert_eq!(read(folder.path(), "d"), ran.stdout);
    assert_eq!(names(folder.path()), ["a.ndjson", "b=c.txt", "d", "old.json"]);
}

#[test]
fn a_folder_may_hold_the_reports_of_the_run() {
    let folder = folder(&[("a.ndjson", violating().as_bytes()), (".directline-x.tmp", b"{\"method\":")]);
    let arguments = ["verify", ".", "--report", "ndjson=report.ndjson", "--output", "report.txt"];
    for _ in 0..2 {
        let ran = run_in(folder.path(), &arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{ran:?}");
    }
    assert_eq!(read(folder.path(), "report.ndjson").lines().count(), 4);
}

#[test]
fn reports_that_would_overwrite_something_are_refused() {
    let folder = folder(&[("a.ndjson", violating().as_bytes()), ("in/x.txt", b"")]);
    let rows: &[(&[&str], i32, &str)] = &[
        (&["--report", "json=a.ndjson"], 2, "--report names an input"),
        (&["--report", "json=in/../a.ndjson"], 2, "--report names an input"),
        (&["--output", "./a.ndjson"], 2, "--output names an input"),
        (&["--report", "json=r", "--report", "text=./r"], 2, "--report names the file of another report"),
        (&["--output", "r", "--report", "text=in/../r"], 2, "--report names the file of another report"),
        (&["--report", "json=-"], 2, "--report names standard output"),
        (&["--report", "jso=r"], 2, "there is no format 'jso'\n  help: did you mean json?"),
        (&["--report", "r.txt"], 2, "write FORMAT=PATH"),
        (&["--report", "r.json"], 2, "did you mean json=r.json?"),
        (&["--report", "in/x.HTML"], 2, "did you mean html=in/x.HTML?"),
        (&["--report", "json="], 2, "the path is missing"),
        (&["--report", "json=no/r"], 3, "no/r: no such file or directory\n  help: make the folder first"),
        (&["--report", "json=in"], 3, "in: is a directory\n  help: it is a folder"),
        (&["--report", "json=a.ndjson/r"], 3, "a.ndjson/r: not a directory"),
    ];
    for (arguments, code, says) in rows {
        let ran = run_in(folder.path(), &[&["verify", "a.ndjson"], *arguments].concat());
        assert_eq!(ran.code, *code, "{arguments:?} {ran:?}");
        assert!(ran.stderr.contains(says) && ran.stdout.is_empty(), "{arguments:?} {ran:?}");
        assert_eq!(names(folder.path()), ["a.ndjson", "in"], "{arguments:?}");
    }
    assert_eq!(read(folder.path(), "a.ndjson"), violating());
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "-o", "r", "--report", "ndjson=-"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (1, 4), "{ran:?}");
}

#[test]
fn a_report_whose_name_promises_another_format_is_told_of() {
    let folder = folder(&[("a.ndjson", violating().as_bytes())]);
    for (arguments, note) in [
        (
            &["-o", "x.html"][..],
            "note: the report in x.html is of the format text; --format html makes it html\n",
        ),
        (
            &["-o", "x.xml", "-f", "json"],
            "note: the report in x.xml is of the format json; --format junit makes it junit\n",
        ),
        (&["-o", "x.html", "-f", "html"], ""),
        (&["-o", "x.json", "-f", "sarif"], ""),
        (&["-o", "x.txt", "-f", "html"], ""),
        (&["--report", "text=x.html"], ""),
    ] {
        let ran = run_in(folder.path(), &[&["verify", "a.ndjson"], arguments].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (1, note), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_report_that_cannot_be_written_leaves_the_others_whole() {
    let folder = folder(&[("a.ndjson", violating().as_bytes())]);
    let arguments = ["verify", "a.ndjson", "--report", "json=/dev/full", "--report", "json=r.json"];
    let ran = run_in(folder.path(), &arguments);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("/dev/full: no space left on device\n  help: make room"), "{ran:?}");
    assert!(ran.stdout.contains("\nviolates: 1 error"), "{ran:?}");
    assert!(serde_json::from_str::<serde_json::Value>(&read(folder.path(), "r.json")).is_ok());
}

#[cfg(unix)]
#[test]
fn links_and_permissions_of_a_report_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = folder(&[("a.ndjson", violating().as_bytes()), ("in/old", b"before")]);
    let mode = |name: &str| folder.path().join(name).metadata().unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(folder.path().join("in/old"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("in/old", folder.path().join("link")).unwrap();
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "--report", "json=link", "--report", "json=new"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(folder.path().join("link").symlink_metadata().unwrap().is_symlink());
    assert!(read(folder.path(), "in/old").starts_with('{'));
    assert_eq!(mode("in/old"), 0o640);
    std::fs::write(folder.path().join("usual"), "").unwrap();
    assert_eq!(mode("new"), mode("usual"));
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-s", "INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_all_reports() {
    let folder = folder(&[]);
    let mut child = command(folder.path(), &["verify", "-", "-f", "ndjson", "--report", "json=r.json"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // Lines are judged as they come: who writes and does not read would wait for ever.
    let writer = std::thread::spawn(move || {
        let lines = format!("{}\n", good()).repeat(2_000) + "{\"method\":";
        // It may end before all is written; the pipe stays open until then.
        let _ = pipe.write_all(lines.as_bytes());
        pipe
    });
    let mut first = [0; 1 << 12];
    let mut stdout = child.stdout.take().unwrap();
    let read_first = std::io::Read::read(&mut stdout, &mut first).unwrap();
    assert!(read_first > 0);
    interrupt(&child);
    let mut rest = Vec::new();
    std::io::Read::read_to_end(&mut stdout, &mut rest).unwrap();
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.stderr.as_str()), (130, ""));
    let shown = [&first[..read_first], &rest].concat();
    let last = String::from_utf8(shown).unwrap();
    let last: serde_json::Value = serde_json::from_str(last.lines().last().unwrap()).unwrap();
    let whole: serde_json::Value = serde_json::from_str(&read(folder.path(), "r.json")).unwrap();
    assert_eq!(whole["summary"], last);
    assert_eq!(last["interrupted"], true);
    assert_eq!(last["conforms"], last["exchanges"]);
    assert_eq!(names(folder.path()), ["r.json"]);
    drop(writer.join().unwrap());
}

/// A pipe that has a name is like standard input: who waits for it is heard.
#[cfg(unix)]
#[test]
fn ctrl_c_is_heard_at_a_pipe_that_gives_nothing() {
    // More than a pipe holds: who has written it knows that somebody reads.
    for lines in ["", &format!("{}\n", good()).repeat(1_000)] {
        let folder = folder(&[]);
        let made = Command::new("mkfifo").arg(folder.path().join("pipe")).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let child = command(folder.path(), &["verify", "pipe", "-f", "ndjson", "-o", "out"]).spawn().unwrap();
        // This waits until the other end is open.
        let mut pipe = std::fs::OpenOptions::new().write(true).open(folder.path().join("pipe")).unwrap();
        pipe.write_all(lines.as_bytes()).unwrap();
        interrupt(&child);
        let ran = ran(child.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.stderr.as_str()), (130, ""), "{ran:?}");
        let out = read(folder.path(), "out");
        let last: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
        assert_eq!(last["interrupted"], true);
        assert_eq!(last["exchanges"] == 0, lines.is_empty(), "{last}");
    }
}
