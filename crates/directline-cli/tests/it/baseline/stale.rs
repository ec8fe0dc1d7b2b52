//! When an entry is stale, expired, or neither: what was not recorded is inconclusive.

use serde_json::json;

use super::{baseline, create, images, last_line, record, sound, text, verify, verify_at};
use crate::support::{answering, folder, replaced, run_in, sending, with};

#[test]
fn an_entry_is_stale_only_where_its_finding_would_have_occurred() {
    let unseen = {
        let mut exchange = crate::support::good();
        exchange["request"] = json!({
            "headers": [["Authorization", "Bearer a-secret"], ["Content-Type", "application/json"]],
            "observed": {"body": "body-not-recorded"},
        });
        exchange.to_string()
    };
    let elsewhere = with(&[("/url", "https://example.com/".into())]);
    let other = answering(r#"{"messages":[],"watermark":"1"}"#);
    let silent = sending(r#"{"from":"user1","images":["https://example.com/a.png"]}"#);
    // What is recorded now, the arguments, the exit code, and whether the entry is stale.
    let rows: &[(&[&str], &[&str], i32, bool)] = &[
        (&[&sound()], &[], 1, true),
        (&[&sound(), &other], &[], 1, true),
        (&[&sound(), &images()], &[], 1, true),
        // It is no finding: no level lets it pass.
        (&[&sound()], &["--fail-on", "never"], 1, true),
        (&[&sound()], &["--profile", "observed"], 1, true),
        (&[&sound()], &["--level", "text-not-string=note"], 1, true),
        (&[&sound()], &["--side", "client"], 1, true),
        // The rule did not run.
        (&[&sound()], &["--skip", "text-not-string"], 0, false),
        (&[&sound()], &["--only", "transport"], 0, false),
        (&[&sound()], &["--side", "service"], 0, false),
        // Nothing of the kind was seen.
        (&[&other], &[], 0, false),
        (&[&silent], &[], 0, false),
        (&[&elsewhere], &[], 4, false),
        // It may be in what was not seen.
        (&[&unseen], &[], 4, false),
        (&[&sound(), &unseen], &[], 0, false),
        (&[&sound(), "{"], &[], 3, false),
        // It is there.
        (&[&text(), &sound()], &[], 0, false),
        (&[&text(), &sound()], &["--level", "text-not-string=note"], 0, false),
        (&[&text(), &sound()], &["--level", "text-not-string=warning", "--fail-on", "warning"], 0, false),
    ];
    for (lines, arguments, code, is_stale) in rows {
        let folder = folder(&[]);
        record(folder.path(), &[text(), sound()]);
        create(folder.path());
        record(folder.path(), &lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>());
        let ran = verify(folder.path(), arguments);
        assert_eq!(ran.code, *code, "{arguments:?} {lines:?} {ran:?}");
        assert_eq!(ran.stdout.contains("stale"), *is_stale, "{arguments:?} {lines:?} {ran:?}");
        let before = baseline(folder.path());
        let ran =
            run_in(folder.path(), &[&["baseline", "prune", "a.ndjson"][..], &selecting(arguments)].concat());
        assert_eq!(baseline(folder.path()) != before, *is_stale, "{arguments:?} {lines:?} {ran:?}");
    }
}

/// The arguments that `baseline` has too.
fn selecting<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let pairs = arguments.chunks(2).filter(|pair| pair[0] != "--fail-on");
    pairs.flatten().copied().collect()
}

#[test]
fn what_is_not_checked_is_said_and_pruned_only_on_request() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[text()]);
    create(path);
    record(path, &[answering(r#"{"messages":[],"watermark":"1"}"#)]);
    let ran = verify(path, &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout.contains("not checked: 1 entry of directline-baseline.toml: nothing shows"),
        "{ran:?}"
    );
    let ran = verify(path, &["-v"]);
    assert!(
        ran.stdout.contains("not checked: text-not-string in SendMessage, request.body /text ("),
        "{ran:?}"
    );
    let before = baseline(path);
    let ran = run_in(path, &["baseline", "prune", "a.ndjson"]);
    assert!(ran.stdout.contains("1 entry not checked") && ran.stdout.contains("--unchecked"), "{ran:?}");
    assert_eq!(baseline(path), before);
    assert_eq!(run_in(path, &["baseline", "prune", "a.ndjson", "--unchecked"]).code, 0);
    assert!(baseline(path).ends_with("version = 1\n"));
}

#[test]
fn an_entry_without_operation_is_stale_when_its_request_became_one() {
    let folder = folder(&[]);
    let path = folder.path();
    let url = "https://directline.botframework.com/api/conversation/abc123/messages";
    record(path, &[with(&[("/url", url.into())])]);
    create(path);
    assert!(!baseline(path).contains("operation ="), "{}", baseline(path));
    assert_eq!(verify(path, &[]).code, 0);
    record(path, &[sound()]);
    let ran = verify(path, &[]);
    assert!(ran.code == 1 && ran.stdout.contains("stale: "), "{ran:?}");
}

#[test]
fn an_entry_holds_until_the_end_of_its_last_day() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[text(), sound()]);
    create(path);
    let dated = baseline(path) + "expires = 2026-01-31\n";
    std::fs::write(path.join("directline-baseline.toml"), &dated).unwrap();
    // `date -u -d 2026-01-31T23:59:59Z +%s`
    let ran = verify_at(path, "1769903999");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.stdout.contains("expired"), "{ran:?}");
    let ran = verify_at(path, "1769904000");
    assert_eq!(ran.code, 1, "{ran:?}");
    let named = "expired: text-not-string in SendMessage, request.body /text (directline-baseline.toml:9) was known \
                 until 2026-01-31 (agreed upon)\n";
    assert!(ran.stdout.contains(named), "{ran:?}");
    assert!(ran.stdout.contains("error[text-not-string]"), "{ran:?}");
    assert!(
        last_line(&ran).contains("violates: 1 new error in 1 of 2") && last_line(&ran).contains("0 known"),
        "{ran:?}"
    );
    let ran = verify_at(path, "soon");
    assert!(ran.code == 2 && ran.stderr.contains("SOURCE_DATE_EPOCH is no number"), "{ran:?}");
    // An update does not make it known again.
    let ran = run_in(path, &["baseline", "update", "a.ndjson"]);
    assert!(
        ran.stdout.contains("added 0 entries") && ran.stdout.contains("1 of those kept is expired: "),
        "{ran:?}"
    );
    assert_eq!(baseline(path), dated);
    // Without a day nobody asks what time it is.
    std::fs::write(path.join("directline-baseline.toml"), replaced(&dated, "expires = 2026-01-31\n", ""))
        .unwrap();
    assert_eq!(verify_at(path, "soon").code, 0);
    // What has expired and is repaired is stale all the same.
    std::fs::write(path.join("directline-baseline.toml"), dated).unwrap();
    record(path, &[sound()]);
    let ran = verify_at(path, "1769904000");
    assert!(ran.code == 1 && ran.stdout.contains("\nstale: ") && ran.stdout.contains("expired: "), "{ran:?}");
}
