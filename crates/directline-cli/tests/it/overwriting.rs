//! Reports that would take the place of something that is read.

use std::path::Path;

use super::support::{command, folder, good, ran, run_in};

/// What each file of a folder holds.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

/// A HAR whose answer's body stands in the file `body.json` beside it.
const WITH_BODY: &str = r#"{"log":{"version":"1.2","entries":[{"startedDateTime":"2024-01-01T00:00:00Z","time":1,
"request":{"method":"GET","url":"https://directline.botframework.com/api/conversations/a/messages","httpVersion":"HTTP/1.1",
"headers":[],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},
"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"redirectURL":"",
"headersSize":-1,"bodySize":-1,"content":{"size":-1,"mimeType":"application/json","_file":"body.json"}},
"cache":{},"timings":{"send":0,"wait":0,"receive":0}}]}}"#;

#[test]
fn a_report_takes_the_place_of_no_recording_in_a_folder_that_is_named() {
    let (line, request) =
        (good().to_string(), b"GET /api/conversations/a/messages HTTP/1.1\r\nHost: x\r\n\r\n");
    let folder = folder(&[
        ("in/a.ndjson", line.as_bytes()),
        ("in/b.ndjson", line.as_bytes()),
        ("in/c.http", request),
        ("in/d.pcap", &[0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]),
        ("in/p.req.bin", request),
        ("in/p.res.bin", b"HTTP/1.1 200 OK\r\n\r\n"),
        ("in/with-body.har", WITH_BODY.as_bytes()),
        ("in/body.json", br#"{"messages":[]}"#),
    ]);
    let before = files(&folder.path().join("in"));
    let targets = [
        "a.ndjson",
        "c.http",
        "d.pcap",
        "p.req.bin",
        "p.res.bin",
        "with-body.har",
        "body.json",
        "../in/b.ndjson",
    ];
    for target in targets {
        let report = format!("json=in/{target}");
        for (arguments, says) in [
            (["verify", "in", "--report", &report], "--report names an input"),
            (["verify", "in", "--output", report.trim_start_matches("json=")], "--output names an input"),
            (["fuzz", "in", "--report", &report], "--report names an input"),
        ] {
            let ran = run_in(folder.path(), &arguments);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?} {ran:?}");
            assert!(ran.stderr.contains(says), "{arguments:?} {ran:?}");
            assert_eq!(files(&folder.path().join("in")), before, "{arguments:?}");
        }
    }
}

#[test]
fn a_report_takes_the_place_of_no_body_beside_a_recording_that_is_named() {
    let folder = folder(&[("a.har", WITH_BODY.as_bytes()), ("body.json", br#"{"messages":[]}"#)]);
    let ran = run_in(folder.path(), &["verify", "a.har", "--report", "text=body.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
    assert!(ran.stderr.contains("--report names an input"), "{ran:?}");
}

#[test]
fn reports_of_earlier_runs_and_other_files_are_replaced() {
    let line = good().to_string();
    let folder = folder(&[("in/a.ndjson", line.as_bytes()), ("in/notes.txt", b"before")]);
    for format in super::support::FORMATS {
        for _ in 0..2 {
            let report = format!("{format}=in/report.{format}");
            let ran = run_in(folder.path(), &["verify", "in", "--report", &report, "-o", "in/notes.txt"]);
            // Those of other formats lie there from before.
            let others = ran.stderr.lines().all(|line| line.contains("passed over"));
            assert_eq!((ran.code, others), (0, true), "{format} {ran:?}");
        }
    }
    assert!(std::fs::read_to_string(folder.path().join("in/notes.txt")).unwrap().contains("conforms: "));
}

#[test]
fn no_report_takes_the_place_of_the_settings() {
    let (line, settings) = (good().to_string(), "profile = \"strict\"\n");
    for (name, option) in [("directline.toml", None), ("other.toml", Some("--config=other.toml"))] {
        let folder = folder(&[("a.ndjson", line.as_bytes()), (name, settings.as_bytes())]);
        let report = format!("--report=text=./{name}");
        for (what, target) in [("--report", report), ("--output", format!("--output={name}"))] {
            let arguments = ["verify", "a.ndjson", &target].into_iter().chain(option).collect::<Vec<_>>();
            let mut command = command(folder.path(), &arguments);
            let ran = ran(command.env_remove("DIRECTLINE_NO_CONFIG").output().unwrap());
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?} {ran:?}");
            assert!(ran.stderr.contains(&format!("{what} names the file of settings")), "{ran:?}");
            assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), settings);
        }
    }
}
