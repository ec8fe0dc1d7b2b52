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
