//! What holds for any text and any base.

use ::url::Url;
use proptest::prelude::*;

use super::super::{Base, Fault, Refusal, examine, safe_resolve};

/// Texts that look like URLs and texts that try not to.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("http"),
        Just("https"),
        Just("HTTP"),
        Just(":"),
        Just("/"),
        Just("//"),
        Just("\\"),
        Just("@"),
        Just("."),
        Just(".."),
        Just("%2e"),
        Just("%40"),
        Just("?"),
        Just("#"),
        Just(" "),
        Just("\t"),
        Just("\n"),
        Just("evil.example"),
        Just("directline.botframework.com"),
        Just("8443"),
        Just("443"),
        Just("[::1]"),
        Just("x"),
        Just("-"),
        Just("javascript"),
        Just("\u{AD}"),
        Just("\u{FF0F}"),
        Just("\u{3002}"),
        Just("é"),
    ];
    let pieces = prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat());
    prop_oneof![4 => pieces, 1 => any::<String>(), 1 => "/[a-z0-9/.%?&=-]{0,20}"]
}

fn bases() -> impl Strategy<Value = Base> {
    const TEXTS: &[&str] =
        &["https://directline.botframework.com", "http://127.0.0.1:8080", "http://[::1]:808", "https://h"];
    prop::sample::select(TEXTS).prop_map(|text| Base::parse(text).unwrap())
}

proptest! {
    #[test]
    fn what_is_safe_is_of_the_base_or_a_whole_url(base in bases(), text in texts()) {
        let origin = Url::parse(base.as_str()).unwrap().origin();
        if let Ok(safe) = safe_resolve(&base, &text) {
            let lower = text.to_ascii_lowercase();
            let is_whole = lower.starts_with("http://") || lower.starts_with("https://");
            prop_assert!(is_whole || safe.url().origin() == origin);
            prop_assert_eq!(safe.may_carry_credentials(), safe.url().origin() == origin);
            prop_assert!(safe.url().username().is_empty() && safe.url().password().is_none());
            prop_assert!(matches!(safe.url().scheme(), "http" | "https"));
        }
    }

    #[test]
    fn an_origin_that_changes_is_a_fault(base in bases(), text in texts()) {
        let found = examine(&base, &text);
        let is_whole = text.starts_with("http://") || text.starts_with("https://");
        if found.would_leak_credentials() {
            prop_assert!(is_whole || !found.faults.is_empty());
        }
        if found.readings_differ() {
            prop_assert!(!found.faults.is_empty());
        }
    }

    #[test]
    fn a_text_without_faults_is_safe(base in bases(), text in texts()) {
        let found = examine(&base, &text);
        if found.faults.is_empty() {
            prop_assert!(found.safe.is_ok());
        }
        // Two faults of a text that is safe all the same: whoever reads the standards reads it right.
        if found.safe.is_ok() {
            prop_assert!(found.faults.iter().all(|fault| matches!(fault, Fault::SchemeCase | Fault::DotSegments)));
        }
        prop_assert!(!matches!(found.safe, Err(Refusal::LeavesOrigin)));
    }
}
