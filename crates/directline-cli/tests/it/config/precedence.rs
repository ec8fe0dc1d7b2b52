//! Option before variable before file before default.

use super::super::support::{folder, sending};
use super::{held, info, settled};

/// File, variables, options, setting, and what holds.
type Row = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
    &'static str,
    &'static str,
);

const ROWS: &[Row] = &[
    // One value.
    ("", &[], &[], "profile", "documented default"),
    ("profile = 'strict'", &[], &[], "profile", "strict directline.toml:1"),
    ("\n\nprofile = 'strict'", &[("DIRECTLINE_PROFILE", "")], &[], "profile", "strict directline.toml:3"),
    (
        "profile = 'strict'",
        &[("DIRECTLINE_PROFILE", "observed")],
        &[],
        "profile",
        "observed DIRECTLINE_PROFILE",
    ),
    (
        "profile = 'strict'",
        &[("DIRECTLINE_PROFILE", "observed")],
        &["--profile", "documented"],
        "profile",
        "documented --profile",
    ),
    ("side = 'client'", &[], &[], "side", "client directline.toml:1"),
    ("", &[("DIRECTLINE_SIDE", "client")], &["--side", "service"], "side", "service --side"),
    ("fail-on = 'warning'", &[], &[], "fail-on", "warning directline.toml:1"),
    ("fail-on = 'warning'", &[("DIRECTLINE_FAIL_ON", "never")], &[], "fail-on", "never DIRECTLINE_FAIL_ON"),
    ("jobs = 2", &[], &[], "jobs", "2 directline.toml:1"),
    ("jobs = 2", &[("DIRECTLINE_JOBS", "3")], &["-j", "4"], "jobs", "4 --jobs"),
    ("color = 'never'", &[], &[], "color", "never directline.toml:1"),
    ("color = 'never'", &[], &["--color", "auto"], "color", "auto --color"),
    // The option of info is its own.
    ("format = 'ndjson'", &[], &[], "format", "ndjson directline.toml:1"),
    ("", &[("DIRECTLINE_FORMAT", "text")], &[], "format", "text DIRECTLINE_FORMAT"),
    // Lists are replaced as a whole.
    ("", &[], &[], "skip", "default"),
    ("skip = ['upload', 'url']", &[], &[], "skip", "upload url directline.toml:1"),
    ("skip = ['upload', 'url']", &[], &["--skip", "message"], "skip", "message --skip"),
    ("skip = ['upload']", &[("DIRECTLINE_SKIP", "url  text-*")], &[], "skip", "url text-* DIRECTLINE_SKIP"),
    ("only = []", &[], &[], "only", "directline.toml:1"),
    (
        "base-uri = ['https://a.example']",
        &[("DIRECTLINE_BASE_URI", "https://b.example https://c.example/x")],
        &[],
        "base-uri",
        "https://b.example https://c.example/x DIRECTLINE_BASE_URI",
    ),
    // Each rule has a level of its own, and the later one counts.
    (
        "[level]\nurl = 'note'\nmessage = 'note'",
        &[("DIRECTLINE_LEVEL", "upload=note")],
        &["--level", "url=error"],
        "level",
        "url=note directline.toml:2; message=note directline.toml:3; \
         upload=note DIRECTLINE_LEVEL; url=error --level",
    ),
    // A path begins where it is written.
    ("baseline = 'known.toml'", &[], &[], "baseline", "known.toml directline.toml:1"),
    ("", &[("DIRECTLINE_BASELINE", "../known.toml")], &[], "baseline", "../known.toml DIRECTLINE_BASELINE"),
    ("baseline = 'a'", &[], &["--baseline", "b/c"], "baseline", "b/c --baseline"),
    // Coverage.
    ("require = ['url']", &[], &["--require", "upload"], "require", "upload --require"),
    (
        "min-coverage = 60",
        &[("DIRECTLINE_MIN_COVERAGE", "70")],
        &[],
        "min-coverage",
        "70 DIRECTLINE_MIN_COVERAGE",
    ),
    ("coverage = true", &[], &[], "coverage", "true directline.toml:1"),
    ("coverage = true", &[("DIRECTLINE_COVERAGE", "false")], &[], "coverage", "false DIRECTLINE_COVERAGE"),
    // Tables of commands.
    ("fuzz.cases = 5", &[], &[], "fuzz.cases", "5 directline.toml:1"),
    ("[fuzz]\ncases = 5", &[("DIRECTLINE_FUZZ_CASES", "6")], &["--cases", "7"], "fuzz.cases", "7 --cases"),
    ("[fuzz]\nseed = 0x10", &[], &[], "fuzz.seed", "16 directline.toml:2"),
    (
        "[replay]\nfail-on-difference = true",
        &[("DIRECTLINE_REPLAY_FAIL_ON_DIFFERENCE", "false")],
        &[],
        "replay.fail-on-difference",
        "false DIRECTLINE_REPLAY_FAIL_ON_DIFFERENCE",
    ),
    (
        "[replay]\nfail-on-difference = false",
        &[],
        &["--fail-on-difference"],
        "replay.fail-on-difference",
        "true --fail-on-difference",
    ),
];

#[test]
fn who_says_it_first_in_this_order_counts() {
    for (text, variables, options, name, holds) in ROWS {
        let folder = folder(&[("directline.toml", text.as_bytes())]);
        let info = info(folder.path(), variables, options);
        assert_eq!(held(&info, name), *holds, "{text} {variables:?} {options:?}");
    }
}

#[test]
fn what_holds_is_done() {
    // A warning, and an error.
    let recording = sending(r#"{"text":1}"#);
    let run = |settings: &str, variables: &[(&str, &str)], options: &[&str]| {
        let folder = folder(&[("directline.toml", settings.as_bytes()), ("a.ndjson", recording.as_bytes())]);
        settled(folder.path(), variables, &[&["verify", "a.ndjson"], options].concat())
    };
    let last = |stdout: &str| stdout.lines().rev().find(|line| line.contains(" · ")).unwrap().to_owned();
    let plain = run("", &[], &[]);
    assert_eq!(plain.code, 1, "{plain:?}");
    assert!(plain.stdout.contains("error[text-not-string]"), "{}", plain.stdout);
    assert_eq!(run("fail-on = 'never'", &[], &[]).code, 0);
    assert_eq!(run("fail-on = 'never'", &[("DIRECTLINE_FAIL_ON", "error")], &[]).code, 1);
    assert_eq!(run("fail-on = 'never'", &[("DIRECTLINE_FAIL_ON", "error")], &["--fail-on", "never"]).code, 0);
    assert_eq!(run("[level]\ntext-not-string = 'note'", &[], &[]).code, 0);
    assert_eq!(run("[level]\ntext-not-string = 'note'", &[], &["--level", "text-not-string=error"]).code, 1);
    let skipped = run("skip = ['text-not-string']", &[], &[]);
    assert_eq!(skipped.code, 0, "{skipped:?}");
    assert!(last(&skipped.stdout).contains(" rules ran"), "{}", skipped.stdout);
    let served = run("side = 'service'\njobs = 2", &[], &[]);
    assert!(last(&served.stdout).contains("only the service's side"), "{}", served.stdout);
    assert_eq!(run("fail-on = 'never'\nmin-coverage = 99", &[], &[]).code, 1);
    assert!(run("coverage = true", &[], &["-f", "json"]).stdout.contains("\"coverage\""));
    let strict = run("format = 'ndjson'\nprofile = 'strict'", &[], &[]);
    assert_eq!(strict.lines()[0]["profile"], "strict");
    let other = recording.replace("directline.botframework.com", "gw.example");
    let folder = folder(&[
        ("directline.toml", b"base-uri = ['https://gw.example']".as_slice()),
        ("a.ndjson", other.as_bytes()),
    ]);
    assert_eq!(settled(folder.path(), &[], &["verify", "a.ndjson"]).code, 1);
    assert_eq!(settled(folder.path(), &[], &["verify", "a.ndjson", "--no-config"]).code, 4);
}

#[test]
fn a_baseline_is_found_from_every_folder() {
    let settings = "baseline = 'known/b.toml'\nskip = ['content-missing']\nprofile = 'strict'";
    let recording = sending(r#"{"text":1}"#);
    let folder = folder(&[
        ("directline.toml", settings.as_bytes()),
        ("known/x", b""),
        ("in/a.ndjson", recording.as_bytes()),
    ]);
    let at = |inner: &str, arguments: &[&str]| settled(&folder.path().join(inner), &[], arguments);
    // It is not there yet.
    assert_eq!(at("in", &["verify", "a.ndjson"]).code, 2);
    let made = at("in", &["baseline", "create", "a.ndjson", "-o", "../known/b.toml"]);
    assert_eq!(made.code, 0, "{made:?}");
    // What creates it judges as what reads it.
    assert!(std::fs::read_to_string(folder.path().join("known/b.toml")).unwrap().contains("text-not-string"));
    for (inner, file) in [("in", "a.ndjson"), ("", "in/a.ndjson"), ("known", "../in/a.ndjson")] {
        let ran = at(inner, &["verify", file]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.stdout.contains("known (baseline)"), "{ran:?}");
    }
    assert_eq!(at("in", &["verify", "a.ndjson", "--no-config"]).code, 1);
}

#[test]
fn a_setting_counts_where_its_option_means_the_same() {
    let settings = "side = 'client'\nbase-uri = ['https://gw.example']\nprofile = 'strict'\nformat = 'json'";
    let folder = folder(&[("directline.toml", settings.as_bytes()), ("set.json", b"{\"messages\":[]}")]);
    let run = |arguments: &[&str]| settled(folder.path(), &[], arguments);
    // There, the side is who sent the object, and this one is sent by the service only.
    let validated = run(&["validate", "message-set", "set.json", "--fail-on", "never"]);
    assert_eq!(validated.code, 0, "{validated:?}");
    assert!(validated.stdout.starts_with('{'), "{}", validated.stdout);
    let rules = run(&["rules"]);
    assert!(rules.stdout.contains("under the profile strict"), "{rules:?}");
}
