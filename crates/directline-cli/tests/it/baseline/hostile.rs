//! Large files, files of other people, and secrets.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{baseline, create, record, sound, text, verify};
use crate::secrets::{PLAIN, SHAPED, announced, anywhere, leak};
use crate::support::{folder, run_in, run_on};

#[test]
fn no_secret_is_written_down() {
    for secret in [PLAIN, SHAPED] {
        let recordings = announced(secret).into_iter();
        let all: Vec<_> = if secret == SHAPED {
            recordings.chain(anywhere(secret)).collect()
        } else {
            recordings.collect()
        };
        for (place, recording) in all {
            let arguments = ["baseline", "create", "-", "-o", "-", "--profile", "strict"];
            let ran = run_on(recording.as_bytes(), &arguments);
            assert!(matches!(ran.code, 0 | 3 | 4), "{place} {ran:?}");
            assert_eq!(leak(&ran.all(), secret), None, "{place} {ran:?}");
        }
    }
}

#[test]
fn a_secret_in_a_reason_is_masked() {
    let folder = folder(&[]);
    record(folder.path(), &[text()]);
    let ran = run_in(folder.path(), &["baseline", "create", "a.ndjson", "--reason", SHAPED]);
    assert_eq!(ran.code, 0);
    let file = baseline(folder.path());
    assert_eq!(leak(&file, SHAPED), None, "{file}");
    // Somebody may write one into the file.
    let file = file.replace("[redacted]", SHAPED) + &format!("# {SHAPED}\n");
    for (file, code) in [(file.clone(), 0), (file.replace("rule = \"", &format!("rule = \"{SHAPED}")), 2)] {
        std::fs::write(folder.path().join("directline-baseline.toml"), file).unwrap();
        for format in ["text", "json", "ndjson"] {
            let ran = verify(folder.path(), &["-v", "-f", format]);
            assert_eq!((ran.code, leak(&ran.all(), SHAPED)), (code, None), "{ran:?}");
        }
    }
}

#[test]
fn what_the_file_says_moves_no_cursor() {
    let folder = folder(&[]);
    record(folder.path(), &[text(), sound()]);
    create(folder.path());
    let file = baseline(folder.path())
        .replace("agreed upon", "\\u001b[2J\\u202e")
        .replace("/text\"", "\\u001b]0;x\\u0007\"");
    std::fs::write(folder.path().join("directline-baseline.toml"), file).unwrap();
    let known = verify(folder.path(), &["-v"]);
    record(folder.path(), &[sound()]);
    let stale = verify(folder.path(), &[]);
    let pruned = run_in(folder.path(), &["baseline", "prune", "a.ndjson"]);
    assert_eq!((known.code, stale.code, pruned.code), (0, 1, 0));
    for ran in [known, stale, pruned] {
        assert!(ran.stdout.contains("\\u{1b}"), "{ran:?}");
        assert!(!ran.all().contains(['\u{1b}', '\u{202e}', '\u{7}']), "{ran:?}");
    }
}

/// A baseline with that many entries.
fn large(entries: usize) -> String {
    let mut text = "version = 1\n".to_owned();
    for number in 0..entries {
        let _ = write!(
            text,
            "[[known]]\nfingerprint = \"{number:016x}\"\nrule = \"text-not-string\"\noperation = \"SendMessage\"\n\
             side = \"client\"\nwhere = \"request.body /text\"\nreason = \"old\"\nexpires = 9999-12-31\n"
        );
    }
    text
}

#[test]
fn a_hundred_thousand_entries_are_read_and_more_are_refused() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[sound()]);
    let file = path.join("directline-baseline.toml");
    std::fs::write(&file, large(100_000)).unwrap();
    let ran = verify(path, &[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.lines().count() < 30 && ran.stdout.contains("stale: 99990 more"), "{}", ran.stdout);
    assert!(ran.stdout.contains("100000 stale entries"));
    std::fs::write(&file, large(10_000)).unwrap();
    assert_eq!(run_in(path, &["baseline", "prune", "a.ndjson"]).code, 0);
    assert_eq!(baseline(path), "version = 1\n");
    std::fs::write(&file, large(100_001)).unwrap();
    let ran = verify(path, &[]);
    assert!(ran.code == 2 && ran.stderr.contains("more than 100000 entries"), "{}", ran.stderr);
    let endless = std::fs::File::create(&file).unwrap();
    endless.set_len(1 << 40).unwrap();
    let ran = verify(path, &[]);
    assert!(ran.code == 2 && ran.stderr.contains("larger than 64 MiB"), "{}", ran.stderr);
    let deep = format!("version = 1\nknown = {}", "[".repeat(1_000_000));
    std::fs::write(&file, deep).unwrap();
    assert_eq!(verify(path, &[]).code, 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_is_read_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        is_cut: bool,
    ) {
        let folder = folder(&[]);
        record(folder.path(), &[text(), sound()]);
        let mut bytes = large(3).into_bytes();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        std::fs::write(folder.path().join("directline-baseline.toml"), bytes).unwrap();
        let ran = verify(folder.path(), &[]);
        prop_assert!(matches!(ran.code, 1 | 2), "{ran:?}");
        let ran = run_in(folder.path(), &["baseline", "update", "a.ndjson"]);
        prop_assert!(matches!(ran.code, 0 | 2), "{ran:?}");
        if ran.code == 0 {
            let ran = run_in(folder.path(), &["baseline", "prune", "a.ndjson"]);
            prop_assert!(ran.code == 0, "{ran:?}");
            let ran = verify(folder.path(), &["--fail-on", "warning"]);
            prop_assert!(ran.code == 0, "{ran:?}");
        }
    }
}
