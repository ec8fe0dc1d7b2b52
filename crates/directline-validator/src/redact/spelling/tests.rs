//! Tests of spellings.

use super::*;

fn hidden(credential: &str, text: &str) -> String {
    let mut text = text.to_owned();
    let mut ranges: Vec<Range<usize>> =
        Spellings::of([credential]).find(&text).into_iter().map(|one| one.range).collect();
    ranges.sort_by_key(|range| range.start);
    ranges.dedup();
    ranges.into_iter().rev().for_each(|range| text.replace_range(range, "*"));
    text
}

#[test]
fn credentials_are_found_however_they_are_written() {
    let rows = [
        ("test-secret", "a test-secret b", "a * b"),
        ("test-secret", "xtest-secretx", "x*x"),
        ("test-secret", "test%2dsecret", "*"),
        ("test-secret", "TEST-SECRET", "*"),
        ("test-secret", "746573742D736563726574", "*"),
        ("test-secret", r"\u0074est-secret\n", r"*\n"),
        ("test-secret", "dGVzdC1zZWNyZXQ=", "*Q="),
        // "a:test-secret"
        ("test-secret", "YTp0ZXN0LXNlY3JldA%3D%3D", "YTp*A%3D%3D"),
        ("?>?>?>?>?", r"Pz4/Pj8+Pz4/ Pz4%2FPj8%2BPz4%2F Pz4_Pj8-Pz4_ Pz4\/Pj8+Pz4\/", "* * * *"),
        ("pass", "pass, bypass, passing, pass!", "*, bypass, passing, *!"),
        ("pass", "%20pass", "%20*"),
        ("pass", r#"{"pass": "pass"}"#, r#"{"pass": "*"}"#),
        ("pass", "cGFzcw== cGFzc3", "*== cGFzc3"),
        ("ab", "ab", "ab"),
    ];
    for (credential, text, expected) in rows {
        assert_eq!(hidden(credential, text), expected, "{credential} in {text}");
    }
}
