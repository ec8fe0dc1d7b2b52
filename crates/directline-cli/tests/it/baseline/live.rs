//! Baselines of what a live service answers.

use crate::serve::Running;
use crate::support::{corpus, folder, run_in};

#[test]
fn a_known_fault_of_a_service_fails_no_replay_and_its_repair_does() {
    let recording = corpus("conversations").join("bot-echoes.ndjson");
    let recording = recording.to_str().unwrap();
    let (sound, faulty) = (Running::start(&[]), Running::start(&["--fault", "watermark-is-number"]));
    let url = |service: &Running| format!("http://{}", service.authority);
    let folder = folder(&[]);
    let replay = |service: &Running, arguments: &[&str]| {
        let url = url(service);
        run_in(folder.path(), &[&["replay", recording, "--target", &url], arguments].concat())
    };
    let ran = replay(&faulty, &["--out", "fresh.har"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let base = url(&faulty);
    let ran =
        run_in(folder.path(), &["baseline", "create", "fresh.har", "--side", "service", "--base-uri", &base]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let known = ["--baseline", "directline-baseline.toml"];
    let ran = replay(&faulty, &known);
    assert!(ran.code == 0 && ran.stdout.contains(" known (baseline)"), "{ran:?}");
    let ran = replay(&sound, &known);
    assert!(ran.code == 1 && ran.stdout.contains("stale: watermark-not-string in GetMessages"), "{ran:?}");
}

#[test]
fn a_hunt_passes_what_is_known_and_calls_nothing_stale() {
    let (sound, faulty) = (Running::start(&[]), Running::start(&["--fault", "watermark-is-number"]));
    let folder = folder(&[]);
    let hunt = |service: &Running, arguments: &[&str]| {
        let url = format!("http://{}", service.authority);
        let all = ["fuzz", "--target", &url, "--seed", "7", "--cases", "20", "--keep", "cases"];
        run_in(folder.path(), &[&all, arguments].concat())
    };
    let ran = hunt(&faulty, &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let base = format!("http://{}", faulty.authority);
    let ran =
        run_in(folder.path(), &["baseline", "create", "cases", "--side", "service", "--base-uri", &base]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let known = ["--baseline", "directline-baseline.toml"];
    let ran = hunt(&faulty, &known);
    assert!(ran.code == 0 && ran.stdout.contains("known: nothing new was found · "), "{ran:?}");
    assert!(ran.stdout.contains(" known (baseline) · seed 7\n"), "{ran:?}");
    // That it found nothing proves nothing.
    let ran = hunt(&sound, &known);
    assert!(ran.code == 0 && !ran.stdout.contains("stale"), "{ran:?}");
    let ran = run_in(folder.path(), &["fuzz", "--cases", "0", "--baseline", "missing.toml"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}
