//! How a hunt ends before its time: Ctrl-C, a full disk, nothing to send.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use super::service::{Listener, fuzz, numeric_watermark, pause};
use crate::support::{command, folder, run_in};

fn interrupt(child: &Child) {
    let status = Command::new("kill").args(["-s", "INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_was_found() {
    let service = Listener::model(numeric_watermark);
    let folder = folder(&[]);
    let arguments = ["fuzz", "--target", &service.url, "--seed", "1", "--cases", "1000000", "--rate", "300"];
    let child = command(folder.path(), &arguments).spawn().unwrap();
    while service.requests().len() < 60 {
        pause(10);
    }
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130), "{report}");
    assert!(report.contains("error[watermark-not-string]"), "{report}");
    assert!(report.contains("\nviolates: ") && report.contains(" tried · seed 1\n"), "{report}");
    let kept = folder.path().join("directline-cases/watermark-not-string.GetMessages.har");
    assert!(kept.exists(), "{report}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_does_not_wait_for_an_answer_or_for_its_turn() {
    let hanging = Listener::new(|_, _| {
        pause(10_000);
        false
    });
    let slow = Listener::model(|_, answer| answer);
    for (service, arguments) in [(&hanging, ["--timeout", "9"]), (&slow, ["--rate", "0.1"])] {
        let arguments = [&["fuzz", "--target", &service.url, "--cases", "9"], &arguments[..]].concat();
        let child = command(Path::new("."), &arguments).spawn().unwrap();
        while service.requests().is_empty() {
            pause(10);
        }
        interrupt(&child);
        #[expect(clippy::disallowed_methods, reason = "it must not take long")]
        let begun = std::time::Instant::now();
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
        assert!(begun.elapsed() < Duration::from_secs(5), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_second_ctrl_c_ends_it_at_once() {
    // Nobody reads the report: it waits for ever for its reader.
    let folder = folder(&[]);
    let pipe = folder.path().join("report");
    if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        println!("skipped: there is no mkfifo");
        return;
    }
    let mut child = command(folder.path(), &["fuzz", "--cases", "1", "--output", "report"]).spawn().unwrap();
    pause(200);
    interrupt(&child);
    pause(200);
    assert_eq!(child.try_wait().unwrap(), None, "it waits for the reader");
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_kept_is_reported_all_the_same() {
    let service = Listener::model(numeric_watermark);
    let folder = folder(&[("file", b"")]);
    let check = |code: Option<i32>, report: &str, said: &str| {
        assert_eq!(code, Some(3), "{report}{said}");
        assert!(
            report.contains("error[watermark-not-string]") && report.contains("\nviolates: "),
            "{report}"
        );
        assert!(!report.contains(".sh\n"), "nothing is named that is not there: {report}");
        assert!(said.contains("watermark-not-string.GetMessages.har cannot be kept: "), "{said}");
        assert!(said.contains("  help: name another folder with --keep"), "{said}");
    };
    // A folder that cannot be made.
    let ran = fuzz(folder.path(), &service.url, &["--cases", "5", "--keep", "file/cases"]);
    check(Some(ran.code), &ran.stdout, &ran.stderr);
    // No place for more than a kilobyte, which is what a full disk is like.
    let mut full = Command::new("sh");
    full.args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_directline")]);
    full.args(["fuzz", "--target", &service.url, "--seed", "1", "--cases", "5"]);
    let output = full.current_dir(folder.path()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    check(output.status.code(), &text(output.stdout), &text(output.stderr));
    let left = std::fs::read_dir(folder.path().join("directline-cases")).unwrap().count();
    assert_eq!(left, 0, "no half of a file");
}

#[test]
fn a_recording_without_a_request_to_send_is_told() {
    let elsewhere = r#"{"method":"GET","url":"https://example.com/"}"#;
    let folder = folder(&[("a.ndjson", elsewhere.as_bytes())]);
    let ran = run_in(folder.path(), &["fuzz", "a.ndjson", "--seed", "1", "--cases", "1"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{ran:?}");
    assert!(
        ran.stderr.contains("error: no recording has a request that can be sent again\n  help: "),
        "{ran:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_reader_who_leaves_is_quiet() {
    let service = Listener::model(numeric_watermark);
    let folder = folder(&[]);
    let arguments = ["fuzz", "--target", &service.url, "--seed", "1", "--cases", "5", "--format", "ndjson"];
    let mut child = command(folder.path(), &arguments).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    lines.read_line(&mut said).unwrap();
    assert!(said.starts_with("note: seed 1"), "{said}");
    said.clear();
    lines.read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(1), ""));
}
