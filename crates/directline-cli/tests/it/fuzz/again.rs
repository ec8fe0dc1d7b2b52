//! What was found is tried again first, and equal seeds give equal runs.

use serde_json::Value;

use super::service::{Listener, fuzz, numeric_watermark};
use crate::support::{FORMATS, folder, run_in};

/// The caught rules of a run, by name, operation and case.
fn caught(report: &str) -> Vec<(String, String, u64)> {
    let report: Value = serde_json::from_str(report).unwrap();
    let caught = report["hunt"]["caught"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    caught.map(|one| (text(&one["rule"]), text(&one["operation"]), one["case"].as_u64().unwrap())).collect()
}

#[test]
fn what_was_found_is_tried_first_and_stays() {
    let service = Listener::model(numeric_watermark);
    let folder = folder(&[]);
    let files = || {
        let entries = std::fs::read_dir(folder.path().join("directline-cases")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let ran = fuzz(folder.path(), &service.url, &["--cases", "20", "--format", "json"]);
    let first = caught(&ran.stdout);
    let found = |caught: &[(String, String, u64)]| {
        caught.iter().find(|(rule, ..)| rule == "watermark-not-string").unwrap().clone()
    };
    assert_eq!(found(&first).1, "GetMessages");
    let kept = files();
    assert!(kept.contains(&"watermark-not-string.GetMessages.har".into()), "{kept:?}");
    assert!(kept.contains(&"watermark-not-string.GetMessages.sh".into()), "{kept:?}");

    // No case is generated: what is found is found by what was kept.
    let ran = fuzz(folder.path(), &service.url, &["--cases", "0", "--format", "json"]);
    assert_eq!((ran.code, found(&caught(&ran.stdout)).2), (1, 0), "{ran:?}");
    assert_eq!(files(), kept);
    let sound = Listener::model(|_, answer| answer);
    let ran = fuzz(folder.path(), &sound.url, &["--cases", "0"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("no rule was broken · 1 sequence of 2 requests tried"), "{ran:?}");
    assert_eq!(files(), kept, "a bug that is repaired may come back");
    let ran = run_in(folder.path(), &["verify", "directline-cases/watermark-not-string.GetMessages.har"]);
    assert!(ran.code == 1 && ran.stdout.contains("error[watermark-not-string]"), "{ran:?}");
}

/// A report without the times of the requests that were sent: when suites began, how long tests took, and how long after
/// the first exchange of a diagram another one came.
fn timeless(text: &str) -> String {
    let without = |text: &str, attribute: &str| {
        let mut pieces = text.split(attribute);
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |whole, piece| whole + attribute + piece.split_once('"').unwrap().1)
    };
    let text = without(&without(text, " timestamp=\""), " time=\"");
    let later = |piece: &str| {
        let unit = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let is_time =
            unit.len() < piece.len() && [" ms", " s", " min"].iter().any(|one| unit.starts_with(one));
        if is_time { unit.to_owned() } else { piece.to_owned() }
    };
    text.split('+').map(later).collect::<Vec<_>>().join("+")
}

#[test]
fn equal_seeds_give_equal_requests_and_reports() {
    for &format in FORMATS {
        let run = || {
            // The host with its port is in every request.
            let service = Listener::model(numeric_watermark);
            let folder = folder(&[]);
            let ran = fuzz(folder.path(), &service.url, &["--cases", "8", "--format", format, "-v"]);
            let plain = |text: &str| timeless(&text.replace(service.url.rsplit(':').next().unwrap(), "PORT"));
            let requests: Vec<String> =
                service.requests().iter().map(|request| plain(&String::from_utf8_lossy(request))).collect();
            (ran.code, plain(&ran.stdout), plain(&ran.stderr), requests)
        };
        let (one, other) = (run(), run());
        assert_eq!(one.3, other.3, "{format}");
        assert_eq!((one.0, &one.1, &one.2), (1, &other.1, &other.2), "{format}");
    }
}

#[test]
fn the_number_of_connections_changes_nothing() {
    let run = |jobs: &str| {
        let service = Listener::model(numeric_watermark);
        let arguments = ["--cases", "20", "--format", "json", "--jobs", jobs];
        caught(&fuzz(folder(&[]).path(), &service.url, &arguments).stdout)
    };
    let one = run("1");
    assert!(!one.is_empty());
    assert_eq!(one, run("2"));
}
