//! Every cell of the table of exit codes: what was recorded, `--fail-on`, what is known, and what is required.

use super::support::{command, folder, good, ran, run_in, sending, with};

/// What was recorded.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Recorded {
    Conforming,
    Warning,
    Error,
    NothingToCheck,
    Unreadable,
}

/// What `--baseline` says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Known {
    NotAsked,
    Everything,
    /// All of it, and something that does not occur any more.
    EverythingAndMore,
    /// All of it, until a day that is gone.
    Expired,
}

/// What must be exercised.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Gate {
    NotAsked,
    Open,
    Shut,
}

const RECORDED: [Recorded; 5] = [
    Recorded::Conforming,
    Recorded::Warning,
    Recorded::Error,
    Recorded::NothingToCheck,
    Recorded::Unreadable,
];
const KNOWN: [Known; 4] = [Known::NotAsked, Known::Everything, Known::EverythingAndMore, Known::Expired];
const GATES: [Gate; 3] = [Gate::NotAsked, Gate::Open, Gate::Shut];
const FAIL_ON: [&str; 3] = ["error", "warning", "never"];

impl Recorded {
    fn lines(self) -> String {
        match self {
            Self::Conforming => good().to_string(),
            Self::Warning => sending(r#"{"text":"hello"}"#),
            Self::Error => sending(r#"{"from":1,"text":"hello"}"#),
            Self::NothingToCheck => with(&[("/url", "https://example.com/".into())]),
            Self::Unreadable => format!("{}\n{{", sending(r#"{"from":1,"text":"hello"}"#)),
        }
    }

    fn is_violation(self, fail_on: &str) -> bool {
        match self {
            Self::Error | Self::Unreadable => fail_on != "never",
            Self::Warning => fail_on == "warning",
            Self::Conforming | Self::NothingToCheck => false,
        }
    }
}

/// The exit code that the manual page of exit codes asks for: the first of 3, 1, 4 that applies.
fn documented(recorded: Recorded, fail_on: &str, known: Known, gate: Gate) -> i32 {
    let is_new = matches!(known, Known::NotAsked | Known::Expired);
    let is_checked = recorded != Recorded::NothingToCheck;
    let is_stale = known == Known::EverythingAndMore && is_checked;
    // An open gate asks for a rule about messages: where there is none it is shut.
    let is_shut = gate == Gate::Shut || gate == Gate::Open && !is_checked;
    let is_violated = recorded.is_violation(fail_on) && is_new;
    if recorded == Recorded::Unreadable {
        3
    } else if is_violated || is_stale || is_shut {
        1
    } else if is_checked {
        0
    } else {
        4
    }
}

/// The entries that know the findings of these lines.
fn entries(lines: &str) -> String {
    let folder = folder(&[("a.ndjson", lines.as_bytes())]);
    let ran = run_in(folder.path(), &["baseline", "create", "a.ndjson"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let text = std::fs::read_to_string(folder.path().join("directline-baseline.toml")).unwrap();
    let start = text.find("[[known]]").unwrap();
    text.get(start..).unwrap().to_owned()
}

#[test]
fn every_cell_has_its_exit_code() {
    let warning = entries(&Recorded::Warning.lines());
    let error = entries(&Recorded::Error.lines());
    // The message of every recording that has one has a text that is a string.
    let gone = entries(&sending(r#"{"from":"user1","text":1}"#));
    let mut cells = 0;
    for recorded in RECORDED {
        let everything = match recorded {
            Recorded::Warning => warning.as_str(),
            Recorded::Error | Recorded::Unreadable => error.as_str(),
            Recorded::Conforming | Recorded::NothingToCheck => "",
        };
        for known in KNOWN {
            let entries = match known {
                Known::NotAsked | Known::Everything => everything.to_owned(),
                Known::EverythingAndMore => format!("{everything}\n{gone}"),
                Known::Expired => everything.replace("reason =", "expires = 2020-01-01\nreason ="),
            };
            let baseline = format!("version = 1\n\n{entries}");
            let recording = recorded.lines();
            let folder = folder(&[("a.ndjson", recording.as_bytes()), ("known.toml", baseline.as_bytes())]);
            for fail_on in FAIL_ON {
                for gate in GATES {
                    let mut arguments = vec!["verify", "a.ndjson", "--fail-on", fail_on, "--quiet"];
                    if known != Known::NotAsked {
                        arguments.extend(["--baseline", "known.toml"]);
                    }
                    match gate {
                        Gate::NotAsked => {}
                        Gate::Open => arguments.extend(["--require", "text-not-string"]),
                        Gate::Shut => arguments.extend(["--require", "error-code-not-string"]),
                    }
                    let code = documented(recorded, fail_on, known, gate);
                    for format in ["text", "sarif"] {
                        let arguments = [&arguments[..], &["--format", format]].concat();
                        let ran = ran(command(folder.path(), &arguments).output().unwrap());
                        assert_eq!(ran.code, code, "{recorded:?} {known:?} {gate:?} {arguments:?}\n{ran:?}");
                    }
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, RECORDED.len() * KNOWN.len() * GATES.len() * FAIL_ON.len());
}

/// Wrong usage comes before everything, and an input that cannot be read before a target that cannot be reached.
#[test]
fn of_several_reasons_the_first_counts() {
    let violates = sending(r#"{"from":1}"#);
    let folder = folder(&[
        ("a.ndjson", violates.as_bytes()),
        ("cut.ndjson", format!("{violates}\n{{").as_bytes()),
        ("known.toml", b"version = 2\n"),
    ]);
    let nobody = ["--target", "http://127.0.0.1:1", "--timeout", "1"];
    let rows: &[(&[&str], i32)] = &[
        (&["verify", "cut.ndjson", "--baseline", "known.toml"], 2),
        (&["verify", "cut.ndjson", "--only", "no-such-rule"], 2),
        (&["verify", "a.ndjson", "none.ndjson"], 3),
        (&["verify", "a.ndjson", "-o", "no/such/folder"], 3),
        (&[&["replay", "cut.ndjson"][..], &nobody].concat(), 3),
        (&[&["replay", "a.ndjson"][..], &nobody].concat(), 5),
        (&[&["fuzz", "--cases", "1"][..], &nobody].concat(), 5),
        (&[&["fuzz", "--cases", "1", "--fail-on", "never"][..], &nobody].concat(), 5),
    ];
    for (arguments, code) in rows {
        let ran = run_in(folder.path(), arguments);
        assert_eq!(ran.code, *code, "{arguments:?} {ran:?}");
    }
}
