//! Bounds: at one everything is judged; above it, what exceeds it is not observable or an error, and the text names the
//! option that raises it.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::support::{Ran, answering, corpus, folder, good, run_in, run_on, sending, with};

/// What exceeds a bound.
struct Row {
    option: &'static str,
    /// The number that the recording has of it.
    number: usize,
    recording: Vec<u8>,
}

fn rows() -> Vec<Row> {
    let row = |option, number, recording: String| Row { option, number, recording: recording.into() };
    let body = r#"{"from":"user1","text":"hello"}"#;
    // The object itself is one.
    let deep = format!(r#"{{"from":"user1","text":"hello","channelData":{}}}"#, nested(29));
    let fields: Vec<Value> = (0..40).map(|number| json!([format!("X-{number}"), "1"])).collect();
    let headers = [good()["request"]["headers"].as_array().unwrap().clone(), fields].concat();
    vec![
        row("--max-body", body.len(), sending(body)),
        row("--max-depth", 30, sending(&deep)),
        row("--max-headers", 42, with(&[("/request/headers", headers.into())])),
        row("--max-parts", 7, form(7)),
        compressed(),
    ]
}

/// An upload of so many parts.
fn form(parts: usize) -> String {
    let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nx\r\n";
    with(&[
        ("/url", "https://directline.botframework.com/api/conversations/abc123/upload?userId=user1".into()),
        (
            "/request/headers",
            json!([
                ["Authorization", "Bearer a-secret"],
                ["Content-Type", "multipart/form-data; boundary=b"]
            ]),
        ),
        ("/request/body_text", format!("{}--b--\r\n", part.repeat(parts)).into()),
    ])
}

/// An answer of the wire whose body expands to just less than the ratio that is the number.
fn compressed() -> Row {
    // More than what is expanded in any case.
    let text = format!(r#"{{"messages":[],"watermark":"{}"}}"#, "1".repeat(300_000));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    let coded = encoder.finish().unwrap();
    let head = format!(
        "GET /api/conversations/abc123/messages HTTP/1.1\r\nHost: directline.botframework.com\r\n\
         Authorization: Bearer a-secret\r\n\r\n\
         HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        coded.len()
    );
    let recording = [head.as_bytes(), &coded].concat();
    Row { option: "--max-ratio", number: text.len().div_ceil(coded.len()), recording }
}

/// The rules that were inconclusive because of a limit.
fn limited(ran: &Ran) -> usize {
    let exchange = &ran.judged()[0];
    let undecided = exchange["inconclusive"].as_array().unwrap();
    undecided.iter().filter(|one| one["reason"] == "limit-reached").count()
}

#[test]
fn at_a_bound_all_is_judged_and_above_it_the_datum_is_not_observable() {
    for Row { option, number, recording } in rows() {
        for (bound, is_within) in [(number - 1, false), (number, true), (number + 1, true)] {
            let bound = bound.to_string();
            let arguments = ["verify", "-", option, &bound, "--fail-on", "never"];
            let ran = run_on(&recording, &[&arguments[..], &["--format", "ndjson"]].concat());
            assert_eq!(limited(&ran) == 0, is_within, "{option} {bound}: {ran:?}");
            let ran = run_on(&recording, &arguments);
            let said = format!("it exceeds a limit of this tool, which {option}");
            let said_for_both = format!("which --max-body or {option} raises");
            let is_said = ran.stdout.contains(&said) || ran.stdout.contains(&said_for_both);
            assert_eq!(is_said, !is_within, "{option} {bound}: {}", ran.stdout);
        }
    }
}

#[test]
fn every_report_for_people_names_the_option() {
    let recording = format!("{}\n{}", good(), sending(r#"{"from":"user1","text":"much longer than that"}"#));
    for format in ["text", "markdown", "html"] {
        let ran = run_on(recording.as_bytes(), &["verify", "-", "--max-body", "32B", "--format", format]);
        assert!(ran.stdout.contains("--max-body"), "{format}: {}", ran.stdout);
    }
    let ran = run_on(good().to_string().as_bytes(), &["verify", "-", "--max-body", "5", "--quiet"]);
    assert_eq!(
        (ran.code, ran.stderr.ends_with("  help: --max-body raises the limit\n")),
        (4, true),
        "{ran:?}"
    );
}

#[test]
fn an_entry_above_the_bound_is_an_error_with_its_place() {
    let (short, long) =
        (good().to_string(), sending(&format!(r#"{{"from":"user1","text":"{}"}}"#, "x".repeat(99))));
    let recording = format!("{short}\n{long}\n{short}\n");
    for (bound, code) in [(long.len() - 1, 3), (long.len(), 0), (long.len() + 1, 0)] {
        let bound = bound.to_string();
        let ran = run_on(recording.as_bytes(), &["verify", "-", "--max-entry", &bound]);
        assert_eq!(ran.code, code, "{ran:?}");
        let judged = if code == 0 { "3 of 3 exchanges" } else { "2 of 2 exchanges" };
        assert!(ran.stdout.contains(judged), "{}", ran.stdout);
        let said = format!(
            "error: <stdin>: a line has more than {bound} bytes, at byte {} (line 2)\n  \
             help: split the recording, or raise the limit with --max-entry\n",
            short.len() + 1
        );
        assert_eq!(ran.stderr, if code == 0 { "" } else { &said });
    }
}

#[test]
fn standard_input_above_the_bound_is_an_error() {
    let recording = std::fs::read(corpus("recorded/har/mitmproxy-requests.har")).unwrap();
    for (bound, code) in [(recording.len() - 1, 3), (recording.len(), 1), (recording.len() + 1, 1)] {
        let ran = run_on(&recording, &["verify", "-", "--max-stdin", &bound.to_string()]);
        assert_eq!(ran.code, code, "{ran:?}");
        assert_eq!(ran.stderr.contains("raise the limit with --max-stdin"), code == 3, "{ran:?}");
    }
}

#[test]
fn a_recording_that_is_too_deep_names_the_option() {
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    // A member that no line has, which is said where the line can be read.
    let line = |levels: usize| good().to_string().replacen('{', &format!("{{\"_x\":{},", deep(levels)), 1);
    let yaml = |levels: usize| {
        format!(
            "http_interactions:\n- request:\n    method: GET\n    uri: https://h/api/conversations\n    x: {}\n\
             recorded_with: VCR 6.2.0\n",
            deep(levels)
        )
    };
    // What stands around the value: the line, and document, list, interaction and request.
    for (what, around, recording) in [("json", 1, line(20)), ("yaml", 4, yaml(20))] {
        for (bound, is_deep) in [(19 + around, true), (20 + around, false), (21 + around, false)] {
            let ran = run_on(recording.as_bytes(), &["verify", "-", "--max-depth", &bound.to_string()]);
            assert_eq!(
                ran.stderr.contains("--max-depth raises the limit"),
                is_deep,
                "{what} {bound}: {ran:?}"
            );
            assert_eq!(ran.code == 3, is_deep || what == "json", "{what} {bound}: {ran:?}");
        }
    }
}

/// A message with so many findings, each of its own kind.
fn with_findings(first: usize, count: usize) -> String {
    let members: Vec<String> = (first..first + count).map(|number| format!("\"m{number}\":1")).collect();
    sending(&format!(r#"{{"from":"user1","text":"hello",{}}}"#, members.join(",")))
}

#[test]
fn pages_for_people_show_so_many_findings_and_count_the_others() {
    // Seven of one exchange, and five of another.
    let recording = format!("{}\n{}\n", with_findings(0, 7), with_findings(7, 5));
    let is_shown = |page: &str, number: usize| {
        let heads =
            [format!("member m{number}\n"), format!("member m{number}**"), format!("member m{number}<")];
        heads.iter().any(|head| page.contains(head))
    };
    let shown = |page: &str| (0..12).filter(|number| is_shown(page, *number)).count();
    for (options, number, said) in [
        (["--max-findings-per-exchange", "6"], 11, Some("and 1 further finding of exchange 0 of")),
        (["--max-findings-per-exchange", "7"], 12, None),
        (["--max-findings-per-exchange", "8"], 12, None),
        (["--max-findings", "11"], 11, Some("and 1 further finding")),
        (["--max-findings", "12"], 12, None),
        (["--max-findings", "13"], 12, None),
        (["--max-findings", "0"], 0, Some("and 12 further findings")),
    ] {
        for format in ["text", "markdown", "html"] {
            let arguments = ["verify", "-", "--format", format, options[0], options[1]];
            let page = run_on(recording.as_bytes(), &arguments).stdout;
            assert_eq!(shown(&page), number, "{format} {options:?}: {page}");
            match said {
                Some(said) => assert!(page.contains(said), "{format} {options:?}: {page}"),
                None => assert!(!page.contains("further finding"), "{format} {options:?}: {page}"),
            }
            // What is counted does not depend on it.
            assert!(page.contains("12 warnings in 2 of 2 exchanges"), "{format} {options:?}: {page}");
        }
        for format in ["json", "ndjson", "junit", "sarif"] {
            let arguments = ["verify", "-", "--format", format, options[0], options[1]];
            let page = run_on(recording.as_bytes(), &arguments).stdout;
            assert_eq!(page, run_on(recording.as_bytes(), &["verify", "-", "--format", format]).stdout);
        }
    }
}

#[test]
fn equal_findings_are_one_and_counted_exactly() {
    let recording = format!("{}\n", with_findings(0, 1)).repeat(5);
    let ran = run_on(recording.as_bytes(), &["verify", "-", "--max-findings", "1"]);
    assert!(ran.stdout.contains("(5 times)") && !ran.stdout.contains("further"), "{}", ran.stdout);
}

#[test]
fn a_note_crowds_no_error_out() {
    // A note stands first in the body.
    let recording = sending(r#"{"from":"user1","txet":"a","text":1}"#);
    let arguments =
        ["verify", "-", "--level", "message-member-unknown=note", "--max-findings-per-exchange", "1"];
    let ran = run_on(recording.as_bytes(), &arguments);
    assert!(ran.stdout.contains("error[text-not-string]"), "{}", ran.stdout);
    assert!(ran.stdout.contains("and 1 further finding of exchange 0 of <stdin>"), "{}", ran.stdout);
}

#[test]
fn one_object_has_the_same_bounds() {
    let message = r#"{"from":"user1","text":"hello"}"#;
    for (bound, code) in [(message.len() - 1, 3), (message.len(), 0), (message.len() + 1, 0)] {
        let bound = bound.to_string();
        let ran = run_on(message.as_bytes(), &["validate", "message", "-", "--max-body", &bound]);
        assert_eq!((ran.code, ran.stderr.contains("--max-body raises")), (code, code == 3), "{ran:?}");
    }
    let deep = format!(r#"{{"from":"user1","text":"hello","channelData":{}}}"#, nested(19));
    for (bound, code) in [("19", 4), ("20", 0), ("21", 0)] {
        let ran = run_on(deep.as_bytes(), &["validate", "message", "-", "--max-depth", bound]);
        assert_eq!((ran.code, ran.stderr.contains("--max-depth raises")), (code, code == 4), "{ran:?}");
    }
}

#[test]
fn the_deepest_that_can_be_asked_for_is_judged_in_every_format() {
    let deep = format!(r#"{{"messages":[{{"id":"1","channelData":{}}}]}}"#, nested(996));
    let recording = answering(&deep);
    let ran = run_on(recording.as_bytes(), &["verify", "-", "--max-depth", "1000", "--format", "ndjson"]);
    assert_eq!(limited(&ran), 0, "{ran:?}");
    for &format in super::support::FORMATS {
        let ran = run_on(
            recording.as_bytes(),
            &["verify", "-", "--max-depth", "1000", "--fail-on", "never", "--format", format],
        );
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{format}");
    }
}

fn nested(levels: usize) -> String {
    format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels))
}

#[test]
fn a_file_of_settings_and_the_environment_set_bounds() {
    let settings = b"max-body = \"20B\"\nmax-headers = 1\n";
    let folder = folder(&[("a.ndjson", good().to_string().as_bytes()), ("directline.toml", settings)]);
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "--config", "directline.toml"]);
    assert!(ran.stdout.contains("which --max-body or --max-headers raises"), "{ran:?}");
    let ran = run_in(folder.path(), &["info", "--config", "directline.toml"]);
    for said in ["max-body", "20B", "max-entry", "268435455"] {
        assert!(ran.stdout.contains(said), "{}", ran.stdout);
    }
    std::fs::write(folder.path().join("directline.toml"), "max-body = \"20 apples\"").unwrap();
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "--config", "directline.toml"]);
    assert!(ran.code == 2 && ran.stderr.contains("such as 64MiB"), "{ran:?}");
}

#[test]
fn baselines_replays_and_copies_have_the_same_bounds() {
    let recording = good().to_string();
    let folder = folder(&[("a.ndjson", recording.as_bytes())]);
    let bound = (recording.len() - 1).to_string();
    for command in
        [&["baseline", "create"][..], &["replay"], &["redact", "--check"], &["fuzz", "--cases", "1"]]
    {
        let ran = run_in(folder.path(), &[command, &["a.ndjson", "--max-entry", &bound]].concat());
        assert_eq!(ran.code, 3, "{command:?}: {ran:?}");
        assert!(ran.stderr.contains("--max-entry"), "{command:?}: {ran:?}");
    }
}

/// What JSON exceeds is not raised by the option, and the help does not say so. Nothing so long is in a file.
#[test]
fn a_larger_bound_has_no_effect_on_json() {
    use std::io::Write as _;
    let most = 268_435_455;
    let begin = r#"{"method":"GET","url":"/","#;
    for bound in ["1GiB", "268435455"] {
        let mut command =
            super::support::command(std::path::Path::new("."), &["verify", "-", "--max-entry", bound]);
        let mut child = command
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || {
            let spaces = [b' '; 1 << 13];
            let mut left = most + 1 - begin.len() - 1;
            stdin.write_all(begin.as_bytes()).unwrap();
            while left > 0 {
                let part = &spaces[..left.min(spaces.len())];
                stdin.write_all(part).unwrap();
                left -= part.len();
            }
            stdin.write_all(b"}\n").unwrap();
        });
        let ran = super::support::ran(child.wait_with_output().unwrap());
        writer.join().unwrap();
        let said = "a line has more than 268435455 bytes, at byte 0 (line 1)\n  \
                    help: split the recording: no more is read at once\n";
        assert_eq!((ran.code, ran.stderr.ends_with(said)), (3, true), "{ran:?}");
    }
}

/// A bound says how much the rules look at, never how much is secret.
#[test]
fn a_credential_deeper_than_the_bound_is_shown_nowhere() {
    let secret = "a-secret-of-the-deep-0123456789";
    let deep = format!("{}{{\"access_token\":\"{secret}\"}}{}", "{\"a\":".repeat(200), "}".repeat(200));
    let body = format!(r#"{{"from":"user1","text":"hello","txet":"{secret}","channelData":{deep}}}"#);
    for depth in ["128", "1000"] {
        let ran = run_on(sending(&body).as_bytes(), &["verify", "-", "-v", "--max-depth", depth]);
        assert!(!ran.all().contains(secret), "{}", ran.all());
        assert_eq!(ran.stdout.contains("Message has no documented member txet"), depth == "1000", "{ran:?}");
    }
}
