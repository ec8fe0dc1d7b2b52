//! `corpus/url/urls.json`: every case through every function.

use serde::Deserialize;

use super::super::{Base, MAX_LENGTH, NotAUrl, Refusal, documented_resolve, examine, safe_resolve};

#[derive(Deserialize)]
struct Case {
    point: String,
    input: String,
    documented: Option<String>,
    joined: Option<String>,
    safe: Safe,
    faults: Vec<String>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Safe {
    Url(String),
    Refused(String),
}

fn cases() -> Vec<Case> {
    serde_json::from_slice(&super::corpus("url/urls.json")).unwrap()
}

#[test]
fn every_case_reads_as_the_table_says() {
    let base = Base::default();
    let cases = cases();
    assert_eq!(cases.len(), 55);
    for Case { point, input, documented, joined, safe, faults } in cases {
        let found = examine(&base, &input);
        assert_eq!(
            found.documented.url.as_ref().ok().map(::url::Url::as_str),
            documented.as_deref(),
            "{point}"
        );
        assert_eq!(found.joined.as_ref().ok().map(::url::Url::as_str), joined.as_deref(), "{point}");
        let outcome = match &found.safe {
            Ok(url) => Safe::Url(url.url().as_str().to_owned()),
            Err(refusal) => Safe::Refused(refusal.name().to_owned()),
        };
        assert_eq!(outcome, safe, "{point}");
        let rules: Vec<&str> = found.faults.iter().map(|fault| fault.rule()).collect();
        assert_eq!(rules, faults, "{point}");
    }
}

/// What is said of a case follows from the URLs that the table names, whoever parses them.
#[test]
fn what_is_said_of_origins_follows_from_the_table() {
    let base = Base::default();
    let leaves = |url: &str| {
        let rest = url.strip_prefix("https://directline.botframework.com");
        !rest.is_some_and(|rest| rest.starts_with(['/', '?', '#']))
    };
    for Case { point, input, documented, joined, safe, .. } in cases() {
        let found = examine(&base, &input);
        assert_eq!(found.documented_leaves_origin(), documented.as_deref().is_some_and(leaves), "{point}");
        assert_eq!(found.joined_leaves_origin(), joined.as_deref().is_some_and(leaves), "{point}");
        let leaks = [&documented, &joined].into_iter().flatten().any(|url| leaves(url));
        assert_eq!(found.would_leak_credentials(), leaks, "{point}");
        let safe = match safe {
            Safe::Url(url) => Some(url),
            Safe::Refused(_) => None,
        };
        assert_eq!(found.readings_differ(), documented != safe, "{point}");
        assert_eq!(found.safe_leaves_origin(), safe.as_deref().is_some_and(leaves), "{point}");
    }
}

#[test]
fn the_documented_text_is_put_together_to_the_letter() {
    let rows = [
        ("", "https://directline.botframework.com", true),
        (" https://example.com/", "https://directline.botframework.com https://example.com/", true),
        ("HTTPS://example.com/", "https://directline.botframework.comHTTPS://example.com/", true),
        ("https", "https", false),
        ("httpd/x", "httpd/x", false),
    ];
    for (text, complete, is_completed) in rows {
        let documented = documented_resolve(&Base::default(), text);
        assert_eq!((documented.text.as_str(), documented.is_completed), (complete, is_completed));
    }
}

/// With another base, other texts are dangerous: digits extend a port, but not a host name.
#[test]
fn the_base_decides_where_a_relative_url_may_lead() {
    let rows: &[(&str, &str, &[&str])] = &[
        ("https://directline.botframework.azure.cn", "/x", &[]),
        ("https://directline.botframework.azure.cn", ".evil.example/x", &["url-leaves-base"]),
        ("http://127.0.0.1:8080", "/x", &[]),
        ("http://127.0.0.1:8080", "0/x", &["url-malformed"]),
        ("http://127.0.0.1:808", "0/x", &["url-leaves-base"]),
        ("http://127.0.0.1:8080", ".evil.example/x", &["url-malformed"]),
        ("http://127.0.0.1:8080", "@evil.example/x", &["url-leaves-base"]),
        ("http://[::1]", "/x", &[]),
        ("http://[::1]", "//evil.example/x", &["url-network-path"]),
    ];
    for (base, text, faults) in rows {
        let found = examine(&Base::parse(base).unwrap(), text);
        let rules: Vec<&str> = found.faults.iter().map(|fault| fault.rule()).collect();
        assert_eq!(rules, *faults, "{base} {text}");
    }
}

#[test]
fn a_text_beyond_the_limit_is_not_read() {
    let base = Base::default();
    let longest = format!("/{}", "a".repeat(MAX_LENGTH - 1));
    assert!(examine(&base, &longest).safe.is_ok());
    let longer = format!("{longest}a");
    let found = examine(&base, &longer);
    assert_eq!(found.documented.url, Err(NotAUrl::TooLong));
    assert_eq!(found.joined, Err(NotAUrl::TooLong));
    assert_eq!(found.safe, Err(Refusal::TooLong));
    assert!(found.faults.is_empty() && !found.readings_differ() && !found.would_leak_credentials());
    // The scheme of a picture in the URL is seen, however long the picture is.
    let data = format!("data:image/png;base64,{}", "A".repeat(MAX_LENGTH));
    assert_eq!(safe_resolve(&base, &data), Err(Refusal::OtherScheme));
    assert_eq!(examine(&base, &data).faults[0].rule(), "url-scheme-not-http");
}
