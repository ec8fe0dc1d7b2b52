//! The URL tests of the Web Platform Tests project (`corpus/wpt-url/SOURCE.md`).

use ::url::Url;
use directline_json::{Document, Kind, Value};

use super::super::{Base, examine};

/// Cases of `http` and `https` in which the crate `url` differs from the standard: input and base.
const KNOWN_DIFFERENCES: [(&str, &str); 14] = [
    // An ASCII label that begins with `xn--` and is no Punycode: the standard lets it pass, as it once
    // did not; the crate refuses it. A host that no name server knows either way.
    ("http://a.b.c.xn--pokxncvks", ""),
    ("http://10.0.0.xn--pokxncvks", ""),
    ("http://a.b.c.XN--pokxncvks", ""),
    ("http://a.b.c.Xn--pokxncvks", ""),
    ("http://10.0.0.XN--pokxncvks", ""),
    ("http://10.0.0.xN--pokxncvks", ""),
    ("https://xn--/", ""),
    // Three slashes and more: the standard skips them all, the crate sees an empty host. `Base::join`
    // makes up for it, see below.
    ("///test", "http://example.org/"),
    ("///\\//\\//test", "http://example.org/"),
    ("///example.org/path", "http://example.org/"),
    ("///example.org/../path", "http://example.org/"),
    ("///example.org/../../", "http://example.org/"),
    ("///example.org/../path/../../", "http://example.org/"),
    ("///example.org/../path/../../path", "http://example.org/"),
];

/// How many cases of other schemes differ: `file:` with hosts, drive letters or empty segments, and
/// schemes that the standard does not know. No message leads there: other schemes are refused unread.
const OTHER_SCHEMES: usize = 51;

fn text(case: Value<'_>, name: &str) -> Option<String> {
    case.get(name)?.as_str().map(String::from)
}

fn each_case(mut check: impl FnMut(Value<'_>, &str)) -> usize {
    let bytes = super::corpus("wpt-url/urltestdata.json");
    let document = Document::parse(&bytes);
    let cases = document.root().unwrap().elements().filter(|case| case.kind() == Kind::Object);
    cases.map(|case| check(case, &text(case, "input").unwrap())).count()
}

#[test]
fn the_parser_behaves_as_the_standard_says() {
    let (mut differences, mut elsewhere) = (Vec::new(), 0);
    let count = each_case(|case, input| {
        let base = text(case, "base");
        let parsed = match &base {
            Some(base) => Url::parse(base).and_then(|base| base.join(input)),
            None => Url::parse(input),
        };
        let expected = text(case, "href");
        if parsed.ok().map(String::from) == expected {
            return;
        }
        if expected.is_some_and(|href| !href.starts_with("http")) {
            elsewhere += 1;
        } else {
            differences.push((input.to_owned(), base.unwrap_or_default()));
        }
    });
    assert_eq!(count, 891);
    let known = KNOWN_DIFFERENCES.map(|(input, base)| (input.to_owned(), base.to_owned()));
    assert_eq!(differences, known);
    assert_eq!(elsewhere, OTHER_SCHEMES);
}

/// Relative cases of the suite, with our way of resolving: no difference is left.
#[test]
fn relative_urls_resolve_as_the_standard_says() {
    let mut count = 0;
    each_case(|case, input| {
        let Some(base) = text(case, "base").and_then(|base| Base::parse(&base).ok()) else { return };
        let joined = base.join(input).ok().map(String::from);
        assert_eq!(joined, text(case, "href"), "{input:?} at {base}");
        count += 1;
    });
    assert!(count > 10, "{count}");
}

#[test]
fn queries_are_encoded_as_the_standard_says() {
    let bytes = super::corpus("wpt-url/percent-encoding.json");
    let document = Document::parse(&bytes);
    let mut count = 0;
    for case in document.root().unwrap().elements().filter(|case| case.kind() == Kind::Object) {
        let Some(expected) = case.get("output").and_then(|output| text(output, "utf-8")) else { continue };
        let input = text(case, "input").unwrap();
        let found = examine(&Base::default(), &format!("/x?{input}"));
        assert_eq!(found.documented.url.unwrap().query(), Some(expected.as_str()), "{input:?}");
        count += 1;
    }
    assert_eq!(count, 7);
}

/// Everything of the suite as a value of a message: what is said of it agrees with what the parser says of
/// the two texts that a client could build.
#[test]
fn no_change_of_origin_goes_unseen() {
    const BASE: &str = "https://directline.botframework.com";
    let base = Url::parse(BASE).unwrap();
    let mut leaving = 0;
    each_case(|_, input| {
        let complete = if input.starts_with("http") { input.to_owned() } else { format!("{BASE}{input}") };
        let documented = Url::parse(&complete).ok();
        let joined = base.join(input).ok();
        let found = examine(&Base::default(), input);
        assert_eq!(found.documented.url.as_ref().ok(), documented.as_ref(), "{input:?}");
        let leaves = |url: &Option<Url>| url.as_ref().is_some_and(|url| url.origin() != base.origin());
        assert_eq!(found.documented_leaves_origin(), leaves(&documented), "{input:?}");
        // The crate takes three slashes for an empty host, which is one of the known differences.
        assert!(found.joined_leaves_origin() || !leaves(&joined), "{input:?}");
        let is_known = base.join(input) == Err(::url::ParseError::EmptyHost);
        assert!(!found.joined_leaves_origin() || leaves(&joined) || is_known, "{input:?}");
        // Only a whole URL may lead elsewhere without a word, and only if both readings agree.
        let is_whole = input.starts_with("http://") || input.starts_with("https://");
        if leaves(&documented) || leaves(&joined) {
            leaving += 1;
            assert!(!found.faults.is_empty() || (is_whole && documented == joined), "{input:?}");
        }
        // What nobody can misread is silent.
        if found.faults.is_empty() {
            assert!(found.safe.is_ok() && !found.readings_differ(), "{input:?}");
        }
    });
    assert!(leaving > 500, "{leaving}");
}
