//! The harness itself: it notices what is wrong, and writes what is right.

use super::compare::{renewed, shows};
use super::play::play;

/// The page of one fenced block.
fn block(lines: &str) -> String {
    format!("# page\n\n```console\n{lines}\n```\n")
}

#[test]
fn what_a_page_shows_wrongly_is_noticed() {
    let rows = [
        ("$ echo one\none", None),
        ("$ echo one\ntwo", Some("+one")),
        ("$ echo one; echo two\none", Some("+two")),
        ("$ echo one |\\\n  tr o O\nOne", None),
        ("$ false", Some("ended with 1")),
        ("$ directline verify nothing.har", Some("ended with 3")),
        ("$ directline verify nothing.har\n…\n$ echo $?\n3", None),
        ("$ directline verify nothing.har\n…\n$ echo $?\n4", Some("+3")),
        ("$ directline explain nothing 2> said\n$ echo $?\n2\n$ test -s said", None),
        ("$ cargo run -p directline-cli -- rules --profile strict | tail -1\nnext: …", None),
        ("$ cargo run --bin directlin -- rules", Some("ended with 2")),
        ("$ cargo install --path crates/directline-cli", None),
        ("$ cargo install --path crates/directline-json", Some("ended with 1")),
        ("$ cargo xtask new-rule", None),
        ("$ cargo xtask polish", Some("ended with 2")),
        ("$ directline serve --port 3979 &\nbase URI: http://127.0.0.1:3979\nsecret: test-secret", None),
        ("$ directline serve --port 3979\nbase URI: http://127.0.0.1:3980", Some("+base URI")),
        (
            "$ curl -s http://127.0.0.1:8080/ -o answer -w '%{http_code} %{url_effective}'\n404 http://127.0.0.1:8080/",
            None,
        ),
    ];
    for (lines, noticed) in rows {
        let offences = play("page", &block(lines)).offences.join("\n");
        match noticed {
            None => assert_eq!(offences, "", "{lines}"),
            Some(noticed) => assert!(offences.contains(noticed), "{lines}\n{offences}"),
        }
    }
}

#[test]
fn cut_output_is_compared_with_what_is_left() {
    let rows: [(&[&str], &[&str], bool); 9] = [
        (&["…"], &[], true),
        (&["…"], &["one", "two"], true),
        (&["one", "…", "three"], &["one", "two", "three"], true),
        (&["one", "…", "three"], &["one", "three"], true),
        (&["one", "…", "three"], &["one", "two"], false),
        (&["…", "two", "…", "two"], &["two", "one", "two"], true),
        (&["id …, … times"], &["id abc, 12 times"], true),
        (&["id …, … times"], &["id abc, 12 time"], false),
        (&["one", ""], &["one  "], true),
    ];
    for (shown, printed, expected) in rows {
        assert_eq!(shows(shown, printed), expected, "{shown:?} {printed:?}");
    }
}

#[test]
fn new_output_is_cut_where_the_old_one_was() {
    type Lines = &'static [&'static str];
    let rows: [(Lines, Lines, Option<Lines>); 6] = [
        (&["old"], &["new", "line"], Some(&["new", "line"])),
        (&["id …", "old"], &["id abc", "new"], Some(&["id …", "new"])),
        (&["a", "…", "old"], &["a", "b", "c", "new"], Some(&["a", "…", "new"])),
        (&["a", "…"], &["b", "c"], Some(&["b", "…"])),
        (&["a", "…", "b"], &["c"], None),
        (&["…", "a", "…"], &["b"], None),
    ];
    for (shown, printed, expected) in rows {
        let expected = expected.map(|lines| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>());
        assert_eq!(renewed(shown, printed), expected, "{shown:?} {printed:?}");
    }
    let page = play("page", &block("$ echo one; echo two\nold\n$ echo three\nold")).renewed;
    assert_eq!(page, block("$ echo one; echo two\none\ntwo\n$ echo three\nthree"));
}
