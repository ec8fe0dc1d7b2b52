//! What is said of a wrong file or variable, and where.

use super::super::support::{Ran, folder};
use super::settled;

/// A file, the place, what is wrong, and what to do.
const ROWS: &[(&str, &str, &str, &str)] = &[
    // Keys.
    ("profil = 'strict'", "1:1", "there is no setting 'profil'", "did you mean profile?"),
    ("\nbase_uri = []", "2:1", "there is no setting 'base_uri'", "did you mean base-uri?"),
    ("'failon' = 1", "1:1", "there is no setting 'failon'", "did you mean fail-on?"),
    ("zzzz = 1", "1:1", "there is no setting 'zzzz'", "the settings here are profile, base-uri,"),
    ("[fuzz]\ncase = 1", "2:1", "there is no setting 'case'", "did you mean cases?"),
    ("[replay]\nx = 1", "2:1", "there is no setting 'x'", "the settings here are fail-on-difference"),
    ("cases = 1", "1:1", "there is no setting 'cases'", "write it below [fuzz]"),
    ("fail-on-difference = true", "1:1", "there is no setting", "write it below [replay]"),
    ("output = '/etc/passwd'", "1:1", "there is no setting 'output'", "never says what is written"),
    ("report = ['json=a']", "1:1", "there is no setting 'report'", "never says what is written"),
    ("fuzz.keep = 'x'", "1:6", "there is no setting 'keep'", "never says what is written"),
    ("target = 'http://a'", "1:1", "there is no setting 'target'", "never says what is contacted"),
    ("header-file = 'a'", "1:1", "there is no setting 'header-file'", "never says what is contacted"),
    ("quiet = true", "1:1", "there is no setting 'quiet'", "it is about one run"),
    ("jobs = 1\njobs = 2", "2:1", "duplicate key", "the file is TOML"),
    // Types.
    (
        "profile = 1",
        "1:11",
        "found the number 1, expected a text in quotation marks",
        "directline schema config",
    ),
    (
        "only = 'url'",
        "1:8",
        "found the text \"url\", expected a list of texts, in brackets",
        "directline schema",
    ),
    ("only = ['url', true]", "1:16", "found true, expected a text in quotation marks", "directline schema"),
    ("profile = \"strict", "1:18", "invalid string, expected `\"`", "the file is TOML"),
    (
        "jobs = 99999999999999999999",
        "1:8",
        "found the number 99999999999999999999, expected",
        "directline schema config",
    ),
    ("jobs = '1'", "1:8", "found the text \"1\", expected a whole number", "directline schema config"),
    ("jobs = 1.5", "1:8", "found the number 1.5, expected a whole number", "directline schema config"),
    (
        "level = ['a=note']",
        "1:9",
        "found a list, expected a table of rules and their levels",
        "directline schema",
    ),
    ("[replay]\nfail-on-difference = 1", "2:22", "found the number 1, expected true or false", "directline"),
    ("fuzz = 1", "1:8", "fuzz is no table", "write [fuzz]"),
    ("fuzz = [1, 2]", "1:8", "fuzz is no table", "write [fuzz]"),
    ("[[replay]]", "1:1", "replay is no table", "write [replay]"),
    // Values.
    ("profile = 'strikt'", "1:11", "'strikt' is no value of profile", "did you mean strict?"),
    ("# é\nside   =   'both'", "2:12", "'both' is no value of side", "give client or service"),
    ("format = 'zzzz'", "1:10", "'zzzz' is no value of format", "give text, json"),
    ("fail-on = 'eror'", "1:11", "'eror' is no value of fail-on", "did you mean error?"),
    ("color = 'no'", "1:9", "'no' is no value of color", "give auto, always or never"),
    ("jobs = 0", "1:8", "'0' is no value of jobs", "give a whole number from 1 to 256"),
    ("jobs = 9223372036854775807", "1:8", "is no value of jobs", "give a whole number from 1 to 256"),
    ("min-coverage = 101", "1:16", "'101' is no value of min-coverage", "give a whole number from 0 to 100"),
    ("[fuzz]\ncases = -1", "2:9", "'-1' is no value of fuzz.cases", "give a whole number"),
    (
        "only = ['url',\n  'text-not-sting']",
        "2:3",
        "no rule or family matches 'text-not-sting'",
        "did you mean text-not-string",
    ),
    ("skip = ['zzz*']", "1:9", "no rule or family matches 'zzz*'", "directline rules lists the names"),
    ("base-uri = ['gateway']", "1:13", "'gateway' is no base URI", "write scheme and host"),
    ("[level]\ntext-not-sting = 'note'", "2:1", "no rule or family matches", "did you mean text-not-string"),
    ("[level]\nurl = 'high'", "2:7", "there is no level 'high'", "the levels are note, warning and error"),
    (
        "baseline = '/etc/passwd'",
        "1:12",
        "is no file in or below the folder of directline.toml",
        "on the command line",
    ),
    ("baseline = 'a/../../b'", "1:12", "is no file in or below the folder", "on the command line"),
    ("baseline = ''", "1:12", "baseline is empty", "give the path of a file"),
    // No TOML.
    ("profile", "1:8", "key with no value", "the file is TOML"),
    ("profile = strict", "1:11", "string values must be quoted", "the file is TOML"),
    ("only = ['url'", "1:14", "unclosed array", "the file is TOML"),
];

fn refused(settings: &[u8], variables: &[(&str, &str)]) -> Ran {
    let folder = folder(&[("directline.toml", settings)]);
    let ran = settled(folder.path(), variables, &["info"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", String::from_utf8_lossy(settings));
    ran
}

#[test]
fn a_wrong_file_is_refused_with_the_place() {
    let mut wrong = Vec::new();
    for (settings, place, what, help) in ROWS {
        let said = refused(settings.as_bytes(), &[]).stderr;
        let lines: Vec<&str> = said.lines().collect();
        let is_right = lines[0].starts_with("error: ")
            && lines[0].contains(what)
            && lines[1] == format!(" --> directline.toml:{place}")
            && lines.iter().any(|line| line.contains('^'))
            && lines.last().unwrap().starts_with("  = help: ")
            && lines.last().unwrap().contains(help);
        if !is_right {
            wrong.push(format!("{settings}\n{place} {what} {help}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_line_is_shown_with_the_place_marked() {
    let said = refused("fail-on = 'error'\nprofile = 'strikt' # é\n".as_bytes(), &[]).stderr;
    let expected = "error: 'strikt' is no value of profile
 --> directline.toml:2:11
  |
  | profile = 'strikt' # é
  |           ^^^^^^^^
  |
  = help: did you mean strict?
";
    assert_eq!(said, expected);
}

#[test]
fn all_wrong_values_are_named_and_a_flood_is_not() {
    let two = refused(b"profile = 'a'\nside = 'b'", &[]).stderr;
    assert_eq!(two.matches("error: ").count(), 2, "{two}");
    let many = format!("skip = [{}]", "'zzz', ".repeat(25));
    let many = refused(many.as_bytes(), &[]).stderr;
    assert_eq!(many.matches("error: ").count(), 10, "{many}");
    assert!(many.ends_with("note: directline.toml: further errors are not listed\n"), "{many}");
}

#[test]
fn a_wrong_variable_is_named() {
    let rows = [
        ("DIRECTLINE_PROFILE", "strikt", "'strikt' is no value of profile", "did you mean strict?"),
        ("DIRECTLINE_JOBS", "0", "'0' is no value of jobs", "give a whole number from 1 to 256"),
        ("DIRECTLINE_SKIP", "upload uplod", "no rule or family matches 'uplod'", "did you mean upload"),
        ("DIRECTLINE_LEVEL", "url", "'url' is no rule with a level", "RULE=LEVEL"),
        ("DIRECTLINE_BASE_URI", "gateway", "'gateway' is no base URI", "write scheme and host"),
        (
            "DIRECTLINE_REPLAY_FAIL_ON_DIFFERENCE",
            "1",
            "'1' is no value of replay.fail-on-difference",
            "give true or false",
        ),
        ("DIRECTLINE_CONFIG", "missing.toml", "missing.toml cannot be read: no such file", "check the path"),
    ];
    for (name, value, what, help) in rows {
        let said = refused(b"", &[(name, value)]).stderr;
        let is_named =
            name == "DIRECTLINE_CONFIG" || said.contains(&format!("the environment variable {name}: "));
        assert!(is_named && said.contains(what) && said.contains(help), "{name} {said}");
    }
    // A program of somebody else may have variables that look like ours.
    let folder = folder(&[]);
    let others = [("DIRECTLINE_SECRET", "x"), ("DIRECTLINE_PROFIL", "x"), ("DIRECTLINE_OUTPUT", "x")];
    assert_eq!(settled(folder.path(), &others, &["info"]).code, 0);
}
