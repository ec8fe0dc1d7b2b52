//! Any bytes, any format: no panic, a documented exit code, one document.

use proptest::prelude::*;

use super::support::{FORMATS, answering, good, run_on, sending};

const CODES: [i32; 4] = [0, 1, 3, 4];

fn checked(bytes: &[u8]) -> Result<(), TestCaseError> {
    for &format in FORMATS {
        let ran = run_on(bytes, &["verify", "-", "-v", "--profile", "strict", "--format", format]);
        prop_assert!(CODES.contains(&ran.code), "{ran:?}");
        if format == "json" {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&ran.stdout).is_ok(), "{ran:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_judged_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        checked(&bytes)?;
    }

    #[test]
    fn any_recorded_body_is_judged(body in ".{0,200}", is_answer: bool) {
        let recording = if is_answer { answering(&body) } else { sending(&body) };
        checked(recording.as_bytes())?;
    }

    #[test]
    fn a_recording_with_changed_bytes_is_judged_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = format!("{}\n{}\n", good(), sending("{\"text\":1}")).into_bytes();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        checked(&bytes)?;
    }
}
