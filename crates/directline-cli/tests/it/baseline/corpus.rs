//! Every recording of the corpus: what its baseline knows is not new, and nothing of it is stale.

use crate::support::{corpus, folder, run_in};

const FOLDERS: [&str; 6] =
    ["recorded/har", "recorded/wire-handmade", "rules", "conversations", "clients", "decisions"];

#[test]
fn with_its_own_baseline_a_recording_has_nothing_new() {
    let (mut entries, mut known) = (0, 0);
    for name in FOLDERS {
        for profile in ["documented", "strict"] {
            let (recordings, folder) = (corpus(name), folder(&[]));
            let recordings = recordings.to_str().unwrap();
            let run = |arguments: &[&str]| {
                run_in(folder.path(), &[arguments, &[recordings, "--profile", profile]].concat())
            };
            let created = run(&["baseline", "create"]);
            assert!(matches!(created.code, 0 | 4), "{name} {created:?}");
            if created.code == 4 {
                continue;
            }
            let again = run(&["baseline", "create", "-o", "again.toml", "--jobs", "2"]);
            assert_eq!(again.code, 0);
            let read = |name| std::fs::read_to_string(folder.path().join(name)).unwrap();
            let text = read("directline-baseline.toml");
            assert_eq!(text, read("again.toml"), "{name}: two runs, and any number of threads");
            let rules: Vec<&str> = text.lines().filter(|line| line.starts_with("rule = ")).collect();
            assert!(rules.is_sorted(), "{name}");
            let verify =
                ["verify", "--baseline", "directline-baseline.toml", "--fail-on", "warning", "-f", "ndjson"];
            let verified = run(&verify);
            assert!(matches!(verified.code, 0 | 4), "{name} {profile} {}", verified.stderr);
            let lines = verified.lines();
            let summary = lines.last().unwrap();
            for level in ["errors", "warnings"] {
                assert_eq!(summary["known"][level], summary[level], "{name}");
            }
            for kind in ["stale", "expired", "unchecked"] {
                assert_eq!(summary["baseline"][kind].as_array().unwrap().len(), 0, "{name} {kind}");
            }
            let updated = run(&["baseline", "update"]);
            assert!(updated.stdout.contains("added 0 entries"), "{name} {updated:?}");
            let pruned = run(&["baseline", "prune"]);
            assert!(pruned.stdout.contains("took 0 entries"), "{name} {pruned:?}");
            assert_eq!(text, read("directline-baseline.toml"), "{name}");
            entries += rules.len();
            known += summary["known"]["errors"].as_u64().unwrap();
        }
    }
    assert!(entries > 200 && known > 300, "{entries} {known}");
}
