//! URLs of a message, and the targets of requests.

use directline_exchange::Target;
use directline_validator::url::{Base, examine, safe_resolve};

/// Takes bytes for a URL.
pub(crate) fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for base in [Base::default(), base("https://gateway.example/"), base("http://127.0.0.1:8080")] {
        let found = examine(&base, &text);
        assert_eq!(found, examine(&base, &text));
        // What is safe leads to the base, or takes no credential along.
        if let Ok(safe) = safe_resolve(&base, &text) {
            assert!(matches!(safe.url().scheme(), "http" | "https"), "{}", safe.url());
            assert!(safe.url().username().is_empty() && safe.url().password().is_none(), "{}", safe.url());
            assert_eq!(safe.may_carry_credentials(), base.is_origin_of(safe.url()));
            assert_eq!(found.joined.as_ref().ok(), Some(safe.url()), "browsers read it otherwise");
        }
        // A reading that is wrong or leads elsewhere has a fault that says so.
        assert!(!found.readings_differ() || !found.faults.is_empty(), "{found:?}");
    }
    let _ = Base::parse(&text);
    let target = Target::parse(&text);
    assert_eq!(target.written, text);
    for (_, _, at) in target.query_pairs() {
        assert!(at <= text.len());
    }
}

fn base(text: &str) -> Base {
    Base::parse(text).expect("a base URI")
}
