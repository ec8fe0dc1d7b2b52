//! Recordings that are none, or are broken: said where and why, and the rest is still judged.

use super::support::{FORMATS, corpus, folder, good, run_in, run_on, sending};

#[test]
fn what_cannot_be_read_is_explained() {
    let deep = format!("{{\"log\":{{\"entries\":[{}1{}]}}}}", "[".repeat(10_000), "]".repeat(10_000));
    let cut = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://directl"#;
    let rows: &[(&str, &[u8], &str)] = &[
        ("empty", b"", "the recording is empty"),
        ("blank", b" \n\n", "the recording is empty"),
        ("rubbish", b"\x7fELF\x02\x01\x01\x00\xff\xfe\xfd", "not a recording"),
        ("prose", b"Remember the milk", "not a recording"),
        ("utf16", b"\xff\xfe{\x00\"\x00", "UTF-16"),
        ("cut", cut.as_bytes(), "the recording ends too early"),
        ("deep", deep.as_bytes(), "error: "),
        ("nul", b"\x00\x00\x00\x00", "not a recording"),
        ("bad-utf8", b"{\"log\":{\"entries\":[\xff\xfe]}}", "error: "),
    ];
    for (name, bytes, said) in rows {
        let folder = folder(&[(name, *bytes)]);
        for &format in FORMATS {
            let ran = run_in(folder.path(), &["verify", name, "--format", format]);
            assert_eq!(ran.code, 3, "{name} {ran:?}");
            assert!(ran.stderr.starts_with(&format!("error: {name}: ")), "{name}: {}", ran.stderr);
            assert!(ran.stderr.contains(said), "{name}: {}", ran.stderr);
            assert!(ran.stderr.lines().nth(1).unwrap().starts_with("  help: "), "{name}: {}", ran.stderr);
        }
        assert_eq!(run_on(bytes, &["verify", "-"]).code, 3, "{name} on standard input");
    }
}

#[test]
fn places_of_errors_are_given() {
    let recording = format!("{}\n{{\"method\":}}\n", good());
    let folder = folder(&[("a.ndjson", recording.as_bytes())]);
    let ran = run_in(folder.path(), &["verify", "a.ndjson"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("at byte ") && ran.stderr.contains("(line 2)"), "{}", ran.stderr);
}

#[test]
fn what_was_judged_before_an_error_is_said_only_if_there_was_something() {
    for (recording, help) in [
        (
            format!("{}\n{{\"method\":}}\n", good()),
            "  help: what could be read was judged; correct this place",
        ),
        ("{\"log\":{\"entries\":[{\"request\":{".to_owned(), "  help: record or copy it again"),
    ] {
        let ran = run_on(recording.as_bytes(), &["verify", "-"]);
        assert!(ran.stderr.lines().any(|line| line.starts_with(help)), "{}", ran.stderr);
    }
}

#[test]
fn missing_files_and_folders_without_recordings() {
    let folder = folder(&[("docs/README.md", b"# nothing")]);
    for (path, said) in
        [("no.har", "error: no.har: cannot be read"), ("docs", "error: docs: the folder holds no recording")]
    {
        let ran = run_in(folder.path(), &["verify", path]);
        assert_eq!(ran.code, 3);
        assert!(ran.stderr.starts_with(said), "{}", ran.stderr);
    }
}

#[test]
fn a_pipe_in_a_folder_is_not_waited_for() {
    let folder = folder(&[("in/a.ndjson", good().to_string().as_bytes())]);
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("in/pipe.har")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let ran = run_in(folder.path(), &["verify", "in", "-v"]);
    let said = (ran.code, ran.stderr.as_str());
    assert_eq!(said, (0, "note: in/pipe.har: passed over, not a recording\n"));
}

/// Runs the binary with no more than a gigabyte of addresses, which is far less than what it is given.
#[cfg(target_os = "linux")]
fn confined(arguments: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new("sh");
    let script = "ulimit -v 1000000 && exec \"$0\" \"$@\"";
    command.args(["-c", script, env!("CARGO_BIN_EXE_directline")]).args(arguments);
    command.env("DIRECTLINE_NO_CONFIG", "1");
    command
}

#[cfg(target_os = "linux")]
#[test]
fn input_without_end_ends_with_an_error() {
    let zeros = || std::fs::File::open("/dev/zero").unwrap();
    for arguments in [&["verify", "/dev/zero"][..], &["verify", "-"], &["replay", "/dev/zero"]] {
        let ran = super::support::ran(confined(arguments).stdin(zeros()).output().unwrap());
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.stderr.contains("not a recording: "), "{arguments:?} {ran:?}");
    }
    for line in ["", "{}", "GET / HTTP/1.1"] {
        let mut yes =
            std::process::Command::new("yes").arg(line).stdout(std::process::Stdio::piped()).spawn().unwrap();
        let stdin = yes.stdout.take().unwrap();
        let ran = super::support::ran(
            confined(&["verify", "-", "--max-stdin", "8MiB"]).stdin(stdin).output().unwrap(),
        );
        yes.wait().unwrap();
        assert_eq!(ran.code, 3, "{line}: {ran:?}");
        let said = "the stream has more than 8388608 bytes, at byte 0 (line 1)\n  \
                    help: give a file, or raise the limit with --max-stdin\n";
        assert!(ran.stderr.ends_with(said), "{line}: {ran:?}");
    }
}

#[test]
fn a_pipe_that_is_named_is_read_to_its_end() {
    let folder = folder(&[]);
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let recording = std::fs::read(corpus("recorded/har/mitmproxy-requests.har")).unwrap();
    let long = recording.len().to_string();
    for (most, code) in [(long.as_str(), 1), ("10", 3)] {
        let (path, bytes) = (pipe.clone(), recording.clone());
        // A reader that refuses more leaves early.
        let writer = std::thread::spawn(move || drop(std::fs::write(path, bytes)));
        let ran = run_in(folder.path(), &["verify", "pipe", "--max-stdin", most]);
        writer.join().unwrap();
        assert_eq!(ran.code, code, "{ran:?}");
    }
}

#[test]
fn one_broken_input_does_not_hide_the_others() {
    let violates = sending(r#"{"text":1}"#);
    let folder = folder(&[("a.har", b"{\"log\":{"), ("b.ndjson", violates.as_bytes()), ("c.bin", b"\x00")]);
    let ran = run_in(folder.path(), &["verify", "a.har", "b.ndjson", "c.bin", "--format", "ndjson"]);
    assert_eq!(ran.code, 3);
    assert_eq!(ran.judged()[0]["verdict"], "violates");
    assert!(ran.stderr.contains("error: a.har: ") && ran.stderr.contains("error: c.bin: "), "{}", ran.stderr);
}

#[test]
fn files_that_are_no_recordings_are_named_when_asked() {
    let folder =
        folder(&[("in/a.ndjson", good().to_string().as_bytes()), ("in/README.md", b"# no recording")]);
    let said = "note: 1 file was passed over: no recording; -v names it\n";
    assert_eq!(run_in(folder.path(), &["verify", "in"]).stderr, said);
    let ran = run_in(folder.path(), &["verify", "in", "-v"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "note: in/README.md: passed over, not a recording\n"));
}

#[test]
fn what_was_passed_over_is_counted_once() {
    let recording = good().to_string();
    let folder = folder(&[
        ("a/a.ndjson", recording.as_bytes()),
        ("a/package.json", b"{}"),
        ("b/b.ndjson", recording.as_bytes()),
        ("b/x.png", b"\x89PNG"),
        ("b/notes.txt", b"notes"),
    ]);
    let ran = run_in(folder.path(), &["verify", "a", "b"]);
    let said = "note: 3 files were passed over: no recordings; -v names them\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (0, said));
    let ran = run_in(folder.path(), &["baseline", "create", "a", "b"]);
    assert!(ran.stderr.contains("; directline verify -v names them\n"), "{ran:?}");
}

/// Every command that walks says the same of a recording that cannot be read, and ends alike.
#[test]
fn a_recording_that_cannot_be_read_is_not_lost_in_a_folder() {
    let recording = good().to_string();
    let folder = folder(&[
        ("in/a.ndjson", recording.as_bytes()),
        ("in/b.har", br#"{"log":{"creator":{},"entrie5":[]}}"#),
        ("in/c.pcap", b"\xd4\xc3\xb2\xa1"),
        ("in/d.har", b""),
        ("in/package.json", b"{}"),
    ]);
    let commands: [&[&str]; 4] = [
        &["verify", "in", "--format", "ndjson"],
        &["convert", "in", "--to", "har", "-o", "out.har"],
        &["redact", "in", "--out", "out"],
        &["redact", "in", "--check"],
    ];
    for arguments in commands {
        let ran = run_in(folder.path(), arguments);
        assert_eq!(ran.code, 3, "{ran:?}");
        for said in [
            "error: in/b.har: not a ",
            "error: in/c.pcap: a packet capture",
            "error: in/d.har: the recording is",
        ] {
            assert_eq!(ran.stderr.matches(said).count(), 1, "{said}: {ran:?}");
        }
        assert_eq!(ran.stderr.matches("passed over").count(), 1, "{ran:?}");
    }
    let ran = run_in(folder.path(), &["verify", "in", "--format", "ndjson"]);
    assert!(ran.stdout.contains("\"unreadable\":3,"), "{ran:?}");
}

#[test]
fn a_flood_of_findings_is_counted_exactly() {
    let members: Vec<String> = (0..10_050).map(|number| format!("\"m{number}\":1")).collect();
    // As many in one body as are listed of one rule.
    let message = |members: &[String]| {
        sending(&format!("{{\"from\":\"user1\",\"text\":\"hello\",{}}}", members.join(",")))
    };
    let recording: Vec<String> = members.chunks(100).map(message).collect();
    let ran = run_on(recording.join("\n").as_bytes(), &["verify", "-"]);
    let end = ran.stdout.get(ran.stdout.len() - 500..).unwrap();
    let said = "\nand 50 further findings\n--report ndjson=FILE lists all, --max-findings shows more\n";
    assert!(ran.stdout.contains(said), "{end}");
    assert!(ran.stdout.contains("10050 warnings in 101 of 101 exchanges"), "{end}");
}

#[test]
fn a_flood_of_errors_is_counted_not_printed() {
    let ran = run_on("{\"method\":1}\n".repeat(1000).as_bytes(), &["verify", "-", "-q"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.lines().count() < 50, "{}", ran.stderr);
    assert!(ran.stderr.contains("further"), "{}", ran.stderr);
    assert!(ran.stdout.contains("1 input unreadable in 1000 places"), "{}", ran.stdout);
}
