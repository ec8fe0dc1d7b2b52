//! Equal bytes in, equal bytes out: twice, with any number of threads, in any language and time zone.

use std::path::Path;

use super::support::{FORMATS, command, corpus, folder, ran};

/// The report of a run in a format, with these variables set.
fn report(folder: &Path, format: &str, jobs: &str, variables: &[(&str, &str)]) -> (i32, String, String) {
    let arguments =
        ["verify", ".", "-v", "--coverage", "--profile", "strict", "--format", format, "--jobs", jobs];
    let mut command = command(folder, &arguments);
    command.envs(variables.iter().copied());
    let ran = ran(command.output().unwrap());
    (ran.code, ran.stdout, ran.stderr)
}

#[test]
fn a_report_depends_on_nothing_but_the_recordings() {
    let files = ["chrome-devtools-sanitized.har", "mitmproxy-requests.har", "playwright-attach.zip"];
    let recordings = files.map(|name| (name, std::fs::read(corpus("recorded/har").join(name)).unwrap()));
    let sample = ("sample.ndjson", std::fs::read(corpus("reports/sample.ndjson")).unwrap());
    let recordings: Vec<(&str, &[u8])> =
        recordings.iter().chain([&sample]).map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let folder_of_them = folder(&recordings);
    // As another file system would list it.
    let reversed: Vec<(&str, &[u8])> = recordings.iter().rev().copied().collect();
    let other_folder = folder(&reversed);
    let elsewhere: [&[(&str, &str)]; 4] = [
        &[("LC_ALL", "C"), ("TZ", "UTC0")],
        &[("LC_ALL", "tr_TR.UTF-8"), ("LANGUAGE", "tr"), ("TZ", "Asia/Kathmandu")],
        &[("LANG", "de_DE.ISO-8859-1"), ("TZ", "<early>+24:59:59"), ("COLUMNS", "20"), ("TERM", "dumb")],
        &[
            ("LC_ALL", "ar_EG.UTF-8"),
            ("TZ", "America/St_Johns"),
            ("COLUMNS", "300"),
            ("USER", "x"),
            ("HOME", "/"),
        ],
    ];
    for &format in FORMATS {
        let first = report(folder_of_them.path(), format, "1", &[]);
        assert!(
            first.0 == 1 && !first.1.is_empty() && first.2.lines().all(|line| line.starts_with("note: ")),
            "{format} {}",
            first.2
        );
        for jobs in ["1", "2", "7"] {
            assert!(report(folder_of_them.path(), format, jobs, &[]) == first, "{format} --jobs {jobs}");
        }
        for variables in elsewhere {
            assert!(report(other_folder.path(), format, "2", variables) == first, "{format} {variables:?}");
        }
    }
}

/// Entries are read by several threads: what follows one that cannot be read counts in lines, and not in a HAR.
#[test]
fn what_cannot_be_read_is_said_in_its_place_at_any_number_of_jobs() {
    let har = |number: usize| match number {
        70 | 140 => "{}".to_owned(),
        // Read in order, because how much is read of such files is bounded.
        _ if number.is_multiple_of(7) => {
            let stored = r#"{"method":"GET","url":"/","postData":{"_file":"body.txt"}}"#;
            format!(r#"{{"request":{stored}}}"#)
        }
        _ => format!(r#"{{"request":{{"method":"GET","url":"/{number}","headers":[]}}}}"#),
    };
    let entries: Vec<String> = (0..200).map(har).collect();
    let har = format!(r#"{{"log":{{"entries":[{}]}}}}"#, entries.join(",\n"));
    let line = |number: usize| match number {
        70 | 71 | 140 => "{\"method\":".to_owned(),
        _ => format!(r#"{{"method":"GET","url":"https://directline.botframework.com/api/{number}"}}"#),
    };
    let lines: Vec<String> = (0..200).map(line).collect();
    let mut lines = lines.join("\n");
    lines.truncate(lines.len() - 3);
    let files = [("a.har", har.as_bytes()), ("b.ndjson", lines.as_bytes()), ("body.txt", b"text")];
    let folder = folder(&files);
    let first = report(folder.path(), "json", "1", &[]);
    // 70 entries of the HAR, and 200 lines without three and the last.
    assert!(first.1.contains(r#""exchanges":266,"#) && first.1.contains(r#""unreadable":5,"#), "{}", first.2);
    let lines = first.2.lines().filter(|line| line.starts_with("error: "));
    let found: Vec<_> = lines.filter_map(|line| line.rsplit_once("(line ")).map(|(_, line)| line).collect();
    assert_eq!(found, ["71)", "71)", "72)", "141)", "200)"], "{}", first.2);
    let document: serde_json::Value = serde_json::from_str(&first.1).unwrap();
    let lines = document["unreadable"].as_array().unwrap().iter().map(|one| one["line"].as_u64());
    assert_eq!(lines.collect::<Vec<_>>(), [71, 71, 72, 141, 200].map(Some));
    for jobs in ["2", "3", "7"] {
        assert!(report(folder.path(), "json", jobs, &[]) == first, "--jobs {jobs}");
    }
}

/// A name that is no text reads the same in every format, and breaks none.
#[cfg(unix)]
#[test]
fn a_file_name_that_is_not_unicode_is_shown_and_breaks_no_format() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let name = OsStr::from_bytes(b"a\xff <b>&\"'|`*\xc3.ndjson");
    let recorded = folder(&[]);
    let recording = super::support::sending(r#"{"from":"user1","text":1}"#);
    if std::fs::write(recorded.path().join(name), &recording).is_err() {
        // A file system that takes no such names needs no test.
        return;
    }
    let reports = folder(&[]);
    for &format in FORMATS {
        let report = reports.path().join(OsStr::from_bytes(&[format.as_bytes(), b"\xff.out"].concat()));
        for inner in [OsStr::new("."), name] {
            let mut command = command(recorded.path(), &["verify", "-v", "--format", format]);
            let output = command.arg(inner).arg("--output").arg(&report).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{format} {output:?}");
            let text = String::from_utf8(std::fs::read(&report).unwrap()).unwrap();
            assert!(text.contains("text-not-string"), "{format} {text}");
            let marked = if format == "sarif" { "a%EF%BF%BD" } else { "a\u{FFFD}" };
            assert!(text.contains(marked), "{format}: the bytes that are no text are marked\n{text}");
            match format {
                "json" | "sarif" => drop(serde_json::from_str::<serde_json::Value>(&text).unwrap()),
                "ndjson" => text
                    .lines()
                    .for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).unwrap())),
                "junit" => drop(roxmltree::Document::parse(&text).unwrap()),
                "html" => assert!(!text.contains("<b>&"), "{text}"),
                _ => {}
            }
        }
    }
    let mut command = command(recorded.path(), &["verify"]);
    let output = command.arg(OsStr::from_bytes(b"none\xff.har")).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("none\u{FFFD}.har: cannot be read"));
}
