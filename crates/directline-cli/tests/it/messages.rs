//! What the tool says: lower-case fragments without a full stop, and after an error what to do.

use serde_json::Value;

use super::support::{command, corpus, folder, good, run_in};

/// Words that begin with a capital letter: names of the API, of media and of formats. Words with a digit, a dot, a
/// hyphen, an underscore or a second capital letter are taken for names anyway.
const NAMES: [&str; 17] = [
    "Accept",
    "Attachment",
    "Authorization",
    "Bearer",
    "Conversation",
    "Cookie",
    "Cookies",
    "Direct",
    "Error",
    "Expires",
    "Get",
    "Host",
    "Location",
    "Message",
    "Start",
    "Upload",
    "Z",
];

/// What is wrong with the style of a message.
fn offence(message: &str) -> Option<&'static str> {
    let first = message.split([' ', ':', ',', '\'']).next().unwrap_or_default();
    let is_name = NAMES.contains(&first)
        || first.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit() || "./-_".contains(c));
    let begins_sentence = |after: &str| after.starts_with(char::is_uppercase);
    match message {
        "" => Some("is empty"),
        _ if message.trim() != message => Some("has blanks around it"),
        _ if message.contains(['\n', '\t']) || message.contains("  ") => Some("is not one line"),
        _ if message.ends_with(['.', '!']) && !message.ends_with("]...") => Some("ends as a sentence"),
        _ if first.starts_with(char::is_uppercase) && !is_name => Some("begins as a sentence"),
        _ if message.split(". ").skip(1).any(begins_sentence) => Some("has several sentences"),
        _ => None,
    }
}

#[test]
fn the_style_is_told_from_others() {
    for (message, is_good) in [
        ("text is not a string", true),
        ("MessageSet.watermark is not a string", true),
        ("Message.from is null", true),
        ("'a.har' cannot be read: no such file", true),
        ("--quiet does not go with --verbose", true),
        ("did you mean verify?", true),
        ("Text is not a string", false),
        ("text is not a string.", false),
        ("text is wrong. Give another", false),
        ("text is\nwrong", false),
        ("wrong!", false),
        ("", false),
    ] {
        assert_eq!(offence(message).is_none(), is_good, "{message}");
    }
}

#[test]
fn findings_are_fragments() {
    let mut wrong = Vec::new();
    let mut seen = 0_usize;
    for profile in ["documented", "strict"] {
        let ran = run_in(&corpus(""), &["verify", "rules", "--format", "ndjson", "--profile", profile]);
        for line in ran.lines() {
            for finding in line["findings"].as_array().into_iter().flatten() {
                seen += 1;
                let rule = finding["rule"].as_str().unwrap();
                // What was found may be recorded text, which has a style of its own.
                for member in ["message", "expected"] {
                    let Some(text) = finding[member].as_str() else { continue };
                    if let Some(offence) = offence(text) {
                        wrong.push(format!("{rule}: {member} {offence}: {text}"));
                    }
                }
            }
        }
    }
    assert!(seen > 300, "{seen}");
    wrong.dedup();
    assert!(wrong.is_empty(), "{} messages\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn listings_are_fragments() {
    let json = |arguments: &[&str]| -> Vec<Value> {
        let ran = run_in(&corpus(""), arguments);
        assert_eq!(ran.code, 0);
        serde_json::from_str(&ran.stdout).unwrap()
    };
    let mut texts = Vec::new();
    for rule in json(&["rules", "--format", "json"]) {
        texts.push(rule["summary"].as_str().unwrap().to_owned());
    }
    for fault in json(&["serve", "--list-faults", "--format", "json"]) {
        texts.push(fault["about"].as_str().unwrap().to_owned());
    }
    assert!(texts.len() > 200);
    let wrong: Vec<String> = texts
        .iter()
        .filter_map(|text| offence(&text.replace('`', "")).map(|offence| format!("{offence}: {text}")))
        .collect();
    assert!(wrong.is_empty(), "{} texts\n{}", wrong.len(), wrong.join("\n"));
}

/// Wrong command lines and files, how the run ends, and what is said.
const ROWS: &[(&[&str], i32, &str)] = &[
    // Near misses.
    (&["verfy"], 2, "did you mean verify?"),
    (&["completion", "bash"], 2, "did you mean completions?"),
    (&["schema", "difff"], 2, "did you mean diff?"),
    (&["verify", "--fromat", "json", "-"], 2, "did you mean --format?"),
    (&["man", "--ot", "man1"], 2, "did you mean --out?"),
    (&["--versio"], 2, "did you mean --version?"),
    (&["verify", "--format", "jsn", "-"], 2, "did you mean json?"),
    (&["verify", "--profile", "strct", "-"], 2, "did you mean strict?"),
    (&["verify", "--side", "servce", "-"], 2, "did you mean service?"),
    (&["verify", "--fail-on", "wrning", "-"], 2, "did you mean warning?"),
    (&["verify", "--color", "alway", "-"], 2, "did you mean always?"),
    (&["schema", "message", "--draft", "7"], 2, "did you mean 07?"),
    (&["validate", "mesage", "-"], 2, "did you mean message?"),
    (&["completions", "bsh"], 2, "did you mean bash?"),
    (&["schema", "messages"], 2, "did you mean message"),
    (&["verify", "--only", "text-not-sting", "-"], 2, "did you mean text-not-string"),
    (&["verify", "--skip", "uplod", "-"], 2, "did you mean upload"),
    (&["verify", "--level", "text-not-string=eror", "-"], 2, "did you mean error?"),
    (&["verify", "--level", "text-not-strin=error", "-"], 2, "did you mean text-not-string"),
    (&["explain", "text-not-strin"], 2, "did you mean text-not-string"),
    (&["serve", "--fault", "watermark-number"], 2, "did you mean watermark-is-number"),
    (&["verify", "--report", "jsn=a", "-"], 2, "did you mean json?"),
    (&["explain", "watermark"], 2, "watermark-missing, watermark-null, watermark-not-string, "),
    (&["check", "session.har"], 2, "did you mean verify?"),
    (&["session.har"], 2, "write directline verify session.har"),
    (&["recordings"], 2, "write directline verify recordings"),
    (&["verify", "--html", "session.har"], 2, "write --format html"),
    (&["fuzz", "--json=a"], 2, "write --format json"),
    // Nothing is near.
    (&["abcdef", "a.har"], 2, "directline --help lists the commands"),
    (&["--color", "always"], 2, "directline --help lists the commands"),
    (&["help"], 2, "write directline --help, or directline COMMAND --help"),
    (&["verify", "--zzzzzz", "-"], 2, "directline verify --help lists the options"),
    (&["schema", "diff", "-x", "a", "b"], 2, "directline schema diff --help lists the options"),
    (&["verify", "--format", "spreadsheet", "-"], 2, "give text, json"),
    (&["verify", "--report", "a", "-"], 2, "write FORMAT=PATH"),
    (&["verify", "--report", "json=", "-"], 2, "write FORMAT=PATH"),
    (&["verify", "--report", "qqqq=a", "-"], 2, "the formats are text, json"),
    (&["verify", "--skip", "zzz*", "-"], 2, "directline rules lists the names"),
    (&["verify", "--level", "text-not-string=high", "-"], 2, "the levels are note, warning and error"),
    (&["verify", "--level", "text-not-string", "-"], 2, "write --level RULE=LEVEL"),
    (&["explain", "qqqqqqqqqqqq"], 2, "directline rules lists the names"),
    (&["schema", "qqqqqqqqqqqq"], 2, "directline schema lists the names"),
    (&["serve", "--fault", "qqqqqqqqqqqq"], 2, "directline serve --list-faults lists the names"),
    // Values.
    (&["serve", "--page", "0"], 2, "give a whole number above 0"),
    (&["serve", "--seed", "x"], 2, "give a whole number"),
    (&["fuzz", "--cases", "99999999999999999999999"], 2, "give a smaller whole number"),
    (&["serve", "--port", "99999"], 2, "give a whole number from 0 to 65535"),
    (&["validate", "error", "--status", "200", "a"], 2, "give a whole number from 400 to 599"),
    (&["fuzz", "--target", "http://a", "--rate", "0"], 2, "give a number above 0, such as 2.5"),
    (&["verify", "--base-uri", "gateway", "-"], 2, "write scheme and host"),
    (&["fuzz", "--target", "gateway"], 2, "write scheme and host"),
    (&["replay", "session.har", "--out"], 2, "write --out <FILE>"),
    (&["verify", "--quiet=1", "-"], 2, "write --quiet alone"),
    // What is missing, too much, or does not go together.
    (&["verify"], 2, "name a file or a folder, or - for standard input"),
    (&["replay"], 2, "name a file or a folder, or - for standard input"),
    (&["explain"], 2, "write directline explain <RULE>"),
    (&["validate", "message"], 2, "name a file, or - for standard input"),
    (&["validate", "url"], 2, "give the URL"),
    (&["validate", "upload", "a"], 2, "give the header of the request"),
    (&["schema", "diff", "old.json"], 2, "write directline schema diff <OLD> <NEW>"),
    (&["fuzz", "--rate", "5"], 2, "--target <URL> is missing"),
    (&["rules", "a"], 2, "write directline rules [OPTIONS]"),
    (&["verify", "-", "-"], 2, "standard input can be read once"),
    (&["verify", "-q", "-v", "-"], 2, "--quiet does not go with --verbose"),
    (&["verify", "--side", "client", "--side", "client", "-"], 2, "--side <SIDE> is given twice"),
    (&["verify", "--only", "*", "--skip", "*", "-"], 2, "take a pattern away"),
    (&["schema", "openapi", "--draft", "07"], 2, "leave out --draft"),
    (&["schema", "message", "--check", "."], 2, "leave one of them out"),
    (&["schema", "message", "--format", "json"], 2, "leave one of them out"),
    (&["schema", "--check", ".", "--draft", "07"], 2, "leave one of them out"),
    (&["serve", "--list-faults", "--port", "1"], 2, "leave one of them out"),
    (&["schema", "diff", "-", "-"], 2, "standard input can be read once"),
    (&["schema", "diff", ".", "-"], 2, "give two files or two folders"),
    (&["validate", "token", "--status", "400", "a"], 2, "leave it out for token"),
    (&["validate", "message", "--content-type", "a/b", "a"], 2, "leave it out for message"),
    (&["verify", "session.har", "-o", "session.har"], 2, "give the report another name"),
    (&["replay", "session.har", "--out", "session.har"], 2, "give the new recording another name"),
    (&["replay", "recordings", "session.har", "--out", "a.har"], 2, "leave --out away"),
    // Files.
    (&["verify", "sesion.har"], 3, "did you mean session.har?"),
    (&["verify", "recordings/b.ndjson"], 3, "did you mean recordings/a.ndjson?"),
    (&["verify", "missing.har"], 3, "check the path and its permissions"),
    (&["verify", "empty.har"], 3, "record again, and stop the recorder"),
    (&["verify", "broken.har"], 3, "record or copy it again"),
    (&["verify", "empty"], 3, "directline verify --help names all formats"),
    (&["verify", "session.har", "-o", "missing/a"], 3, "make the folder first"),
    (&["man", "--out", "session.har/man1"], 3, "check the free space, the path and its permissions"),
    (&["validate", "message", "missing.json"], 3, "check the path and its permissions"),
    (&["schema", "--check", "missing"], 3, "check the path"),
    (&["schema", "--check", "session.har"], 3, "name the folder with the schemas"),
    (&["schema", "diff", "missing", "session.har"], 3, "check the path"),
    (&["fuzz", "missing.har", "--cases", "1"], 3, "check the path and its permissions"),
    (
        &["replay", "session.har", "--target", "http://127.0.0.1:1", "--header-file", "missing"],
        3,
        "one `Name: value` per line",
    ),
    (&["replay", "session.har", "--target", "http://127.0.0.1:1", "--ca-file", "missing"], 3, "give"),
    (&["replay", "session.har", "--target", "http://127.0.0.1:1"], 5, "check that the service runs"),
    // Nothing to check.
    (&["verify", "foreign.ndjson"], 4, "--base-uri"),
    (&["replay", "foreign.ndjson"], 4, "--base-uri"),
];

#[test]
fn every_error_says_what_is_wrong_and_what_to_do() {
    let foreign = good().to_string().replace("directline.botframework.com", "other.example");
    let folder = folder(&[
        ("session.har", format!("{}\n", good()).as_bytes()),
        ("recordings/a.ndjson", format!("{}\n", good()).as_bytes()),
        ("foreign.ndjson", foreign.as_bytes()),
        ("empty.har", b""),
        ("broken.har", br#"{"log": {"version": "1.2", "entries": ["#),
    ]);
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let mut wrong = Vec::new();
    for (arguments, code, said) in ROWS {
        let ran = run_in(folder.path(), arguments);
        let mut problem =
            |what: &str| wrong.push(format!("directline {}: {what}\n{}", arguments.join(" "), ran.all()));
        if ran.code != *code {
            problem(&format!("exit code {} instead of {code}", ran.code));
        }
        if !ran.stderr.contains(said) {
            problem(&format!("does not say {said}"));
        }
        let lines: Vec<&str> = ran.stderr.lines().filter(|line| !line.starts_with("note: ")).collect();
        let [first, second, ..] = lines.as_slice() else {
            problem("has no error and help");
            continue;
        };
        let (Some(what), Some(help)) = (first.strip_prefix("error: "), second.strip_prefix("  help: "))
        else {
            problem("has no error and help");
            continue;
        };
        for offence in [what, help].into_iter().filter_map(offence) {
            problem(offence);
        }
        if lines.iter().skip(2).any(|line| !line.starts_with("error: ") && !line.starts_with("  help: ")) {
            problem("says more than errors and help");
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), ROWS.len(), wrong.join("\n"));
}

#[test]
fn a_command_line_without_anything_shows_the_help() {
    let folder = folder(&[]);
    let ran = run_in(folder.path(), &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(ran.stderr.trim_end(), run_in(folder.path(), &["--help"]).stdout.trim_end());
}

#[test]
fn errors_are_coloured_only_where_colour_is_wanted() {
    let folder = folder(&[]);
    for arguments in [&["verfy"][..], &["verify"]] {
        let plain = run_in(folder.path(), arguments).stderr;
        let output = command(folder.path(), arguments).env("FORCE_COLOR", "1").output().unwrap();
        let colored = String::from_utf8(output.stderr).unwrap();
        assert!(colored.contains("\u{1b}["), "{colored:?}");
        assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
    }
}
