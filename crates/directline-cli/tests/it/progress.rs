//! The bar for people who wait: on a terminal, and nowhere else. `script` of util-linux is the terminal.

use std::process::Command;

use super::support::{folder, good, run_in, run_on};

/// As many exchanges as take more than 300 ms on any machine.
const LONG: usize = 30_000;

/// What a terminal is sent on standard error by `directline verify` on a recording of so many exchanges.
fn sent(exchanges: usize, more: &str) -> Option<String> {
    if !Command::new("script").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return None;
    }
    let folder = folder(&[("long.ndjson", format!("{}\n", good()).repeat(exchanges).as_bytes())]);
    let line = format!("'{}' verify long.ndjson {more}", env!("CARGO_BIN_EXE_directline"));
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(folder.path())
        .env("TERM", "xterm")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_long_run_shows_how_far_it_is_and_clears_it() {
    let Some(sent) = sent(LONG, "--output report.txt") else { return };
    for part in [" MiB, ", " exchanges, ", "iB/s, ", "s left"] {
        assert!(sent.contains(part), "{part}: {sent:?}");
    }
    // After the last of it the line is emptied, and nothing else is written.
    let (_, end) = sent.rsplit_once("s left").unwrap();
    assert!(
        end.contains("\u{1b}[2K") && anstream::adapter::strip_str(end).to_string().trim().is_empty(),
        "{end:?}"
    );
}

#[test]
fn the_bar_is_never_between_the_lines_of_a_report() {
    let Some(sent) = sent(LONG, "--format ndjson | head -c 100000000") else { return };
    let Some(all) = self::sent(LONG, "--format ndjson") else { return };
    // Through a pipe there is a bar, for the report is elsewhere; without one there is none.
    assert!(sent.contains("s left"));
    assert!(!all.contains("s left") && !all.contains('\u{1b}'));
}

#[test]
fn a_short_run_and_a_run_without_terminal_show_nothing() {
    if let Some(sent) = sent(1, "--output report.txt") {
        assert!(!sent.contains("left"), "{sent:?}");
    }
    let long = format!("{}\n", good()).repeat(LONG);
    let folder = folder(&[("long.ndjson", long.as_bytes())]);
    assert_eq!(run_in(folder.path(), &["verify", "long.ndjson"]).stderr, "");
    assert_eq!(run_on(long.as_bytes(), &["verify", "-"]).stderr, "");
}
