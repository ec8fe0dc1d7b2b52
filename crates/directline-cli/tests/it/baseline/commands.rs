//! `directline baseline create`, `update` and `prune`.

use super::{baseline, create, images, last_line, record, sound, text, verify};
use crate::support::{folder, replaced, run_in, run_on, sending, with};

#[test]
fn what_is_known_passes_what_is_new_fails_and_what_is_repaired_goes() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[text(), images(), sound()]);
    let ran = run_in(path, &["baseline", "create", "a.ndjson", "--reason", "agreed upon"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(
        ran.stdout.starts_with("wrote directline-baseline.toml: 2 entries for 2 errors and warnings in 3")
    );
    let ran = verify(path, &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let line = last_line(&ran);
    assert!(line.starts_with("known: no new error or warning in 3 exchanges · "), "{line}");
    assert!(line.ends_with(" · 2 known (baseline)"), "{line}");
    assert!(!ran.stdout.contains("text-not-string"), "{ran:?}");

    record(path, &[text(), images(), sound(), sending(r#"{"from":"user1","text":"a","channelData":"x"}"#)]);
    let ran = verify(path, &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(last_line(&ran).starts_with("violates: 1 new error in 1 of 4 exchanges · "), "{ran:?}");
    assert!(ran.stdout.contains("error[channel-data-not-object]"), "{ran:?}");
    assert!(ran.stdout.ends_with("next: directline explain channel-data-not-object\n"), "{ran:?}");

    record(path, &[images(), sound()]);
    let ran = verify(path, &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let stale = "stale: text-not-string in SendMessage, request.body /text (directline-baseline.toml:17) does not occur in these recordings (agreed upon)\n";
    assert!(ran.stdout.contains(stale), "{ran:?}");
    assert!(last_line(&ran).ends_with(" · 1 known (baseline) · 1 stale entry"), "{ran:?}");
    let next = "next: directline baseline prune … --baseline directline-baseline.toml: takes the stale entry out; give it every recording of the baseline\n";
    assert!(ran.stdout.ends_with(next), "{ran:?}");

    let ran = run_in(path, &["baseline", "prune", "a.ndjson"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let said = "- text-not-string in SendMessage, request.body /text: agreed upon\n\
                took 1 entry out of directline-baseline.toml, kept 1\n";
    assert_eq!(ran.stdout, said);
    assert_eq!(verify(path, &[]).code, 0);
    assert!(!baseline(path).contains("text-not-string"));
}

#[test]
fn an_update_adds_and_leaves_what_is_there() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[text(), sound()]);
    create(path);
    let own = replaced(&baseline(path), "[[known]]", "# asked for on Monday\n[[known]] # this one");
    let own = replaced(&own, "\"agreed upon\"", "'''agreed\nupon''' # by all\nexpires = 9999-12-31");
    std::fs::write(path.join("directline-baseline.toml"), &own).unwrap();
    record(path, &[images(), sound()]);
    let ran = run_in(path, &["baseline", "update", "a.ndjson", "--reason", "not yet"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let said = "+ images-not-array in SendMessage, request.body /images\n\
                added 1 entry to directline-baseline.toml, kept 1\n\
                1 of those kept is stale: directline baseline prune takes stale entries out\n";
    assert_eq!(ran.stdout, said);
    let after = baseline(path);
    // Sorted: the new entry stands first, and everything else is as it was.
    let (header, entry) = own.split_once("# asked").unwrap();
    assert!(after.starts_with(header.trim_end()), "{after}");
    assert!(after.ends_with(&format!("# asked{entry}")), "{after}");
    assert!(
        after.contains("rule = \"images-not-array\"\n") && after.contains("reason = \"not yet\"\n"),
        "{after}"
    );
    // A second time there is nothing to do.
    let again = run_in(path, &["baseline", "update", "a.ndjson"]);
    assert!(again.stdout.starts_with("added 0 entries to "), "{again:?}");
    assert_eq!(baseline(path), after);
    let pruned = run_in(path, &["baseline", "prune", "a.ndjson"]);
    assert_eq!(pruned.code, 0);
    assert!(!baseline(path).contains("Monday"), "the comment above goes with its entry");
}

#[test]
fn nothing_is_written_over_and_nothing_is_written_of_half_a_recording() {
    let folder = folder(&[("there.toml", b"version = 1\n")]);
    let path = folder.path();
    let elsewhere = with(&[("/url", "https://example.com/".into())]);
    let rows: &[(&[String], &[&str], i32, &str)] = &[
        (&[text()], &["create", "a.ndjson", "-o", "there.toml"], 2, "there.toml is there already"),
        (&[text()], &["create"], 2, "no recording is given"),
        (&[text()], &["create", "-", "-"], 2, "- is given twice"),
        (&[text()], &["create", "a.ndjson", "--reason", " "], 2, "give a text that says why"),
        (
            &[text()],
            &["create", "a.ndjson", "-o", "no/a.toml"],
            3,
            "the baseline no/a.toml cannot be written",
        ),
        (&[text()], &["create", "missing.har"], 3, "directline-baseline.toml was not written"),
        (&[text(), "{".into()], &["create", "a.ndjson"], 3, "directline-baseline.toml was not written"),
        (&[elsewhere], &["create", "a.ndjson"], 4, "directline-baseline.toml was not written"),
        (&[text()], &["update", "a.ndjson"], 2, "directline baseline create makes one"),
        (&[text()], &["prune", "a.ndjson"], 2, "cannot be read"),
        (&[text(), "{".into()], &["update", "a.ndjson", "--baseline", "there.toml"], 3, "was not written"),
        (&[text()], &[], 2, "Usage: directline baseline [OPTIONS] <COMMAND>"),
    ];
    for (lines, arguments, code, said) in rows {
        record(path, lines);
        let ran = run_in(path, &[&["baseline"], *arguments].concat());
        assert_eq!(ran.code, *code, "{arguments:?} {ran:?}");
        assert!(ran.stderr.contains(said), "{arguments:?} {ran:?}");
        assert!(!path.join("directline-baseline.toml").exists(), "{arguments:?}");
        assert_eq!(std::fs::read_to_string(path.join("there.toml")).unwrap(), "version = 1\n");
    }
    assert_eq!(std::fs::read_dir(path).unwrap().count(), 2, "nothing unfinished is left");
}

#[test]
fn a_sound_recording_gives_an_empty_baseline_and_standard_output_takes_one() {
    let folder = folder(&[]);
    record(folder.path(), &[sound()]);
    create(folder.path());
    assert!(baseline(folder.path()).ends_with("version = 1\n"));
    assert_eq!(verify(folder.path(), &[]).code, 0);
    let ran = run_on(text().as_bytes(), &["baseline", "create", "-", "-o", "-", "--side", "client"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("reason = \"no reason given yet\"\n"), "{ran:?}");
    assert!(!ran.stdout.contains("wrote"), "{ran:?}");
}

#[test]
fn only_what_is_asked_for_becomes_known() {
    let lines = [text(), images(), sending(r#"{"text":"no sender"}"#)];
    for (arguments, rules) in [
        (&[][..], &["from-missing", "images-not-array", "text-not-string"][..]),
        (&["--only", "text-*"], &["text-not-string"]),
        (&["--skip", "text-*"], &["from-missing", "images-not-array"]),
        (&["--side", "service"], &[]),
        // Notes fail no run.
        (&["--level", "text-not-string=note"], &["from-missing", "images-not-array"]),
    ] {
        let folder = folder(&[]);
        record(folder.path(), &lines);
        let ran = run_in(folder.path(), &[&["baseline", "create", "a.ndjson"], arguments].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let text = baseline(folder.path());
        let found: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("rule = ")).collect();
        let expected: Vec<String> = rules.iter().map(|rule| format!("\"{rule}\"")).collect();
        assert_eq!(found, expected, "{arguments:?}");
    }
}
