//! The step of the GitHub Action, run as the runner does: inputs in the environment, files for what it says.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::support::{folder, good, sending};

/// What the step did.
struct Step {
    code: i32,
    log: String,
    outputs: String,
    summary: String,
}

fn step(folder: &TempDir, inputs: &[(&str, &str)]) -> Step {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let runner = tempfile::tempdir().unwrap();
    let (outputs, summary) = (runner.path().join("output"), runner.path().join("summary"));
    let mut command = Command::new("bash");
    command
        .arg(root.join(".github/action/run.sh"))
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null());
    command
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("INPUT_BINARY", env!("CARGO_BIN_EXE_directline"));
    command.env("INPUT_FORMAT", "text").env("GITHUB_OUTPUT", &outputs).env("GITHUB_STEP_SUMMARY", &summary);
    let ran = command.envs(inputs.iter().copied()).output().unwrap();
    let text = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    Step {
        code: ran.status.code().unwrap(),
        log: format!("{}{}", String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap()),
        outputs: text(&outputs),
        summary: text(&summary),
    }
}

fn recordings() -> TempDir {
    let bad = sending("{\"from\":\"user1\",\"text\":1}");
    folder(&[
        ("good.ndjson", format!("{}\n", good()).as_bytes()),
        ("more/a b.ndjson", format!("{}\n", good()).as_bytes()),
        ("bad.ndjson", format!("{bad}\n").as_bytes()),
    ])
}

#[test]
fn the_step_ends_as_the_run_ends_and_says_the_verdict() {
    let folder = recordings();
    for (paths, args, code, verdict) in [
        ("good.ndjson", "", 0, "conforms: "),
        ("good.ndjson\n more/a b.ndjson \r\n\n", "", 0, "conforms: 2 of 2 exchanges "),
        ("bad.ndjson", "", 1, "violates: 1 error"),
        ("bad.ndjson", "--fail-on never", 0, "violates: 1 error"),
        ("bad.ndjson\nmore", "--skip\ttext-not-string \n --profile strict", 0, "conforms: "),
        ("missing.har", "", 3, "inconclusive: nothing was checked"),
    ] {
        let ran = step(&folder, &[("INPUT_PATHS", paths), ("INPUT_ARGS", args)]);
        assert_eq!(ran.code, code, "{paths} {args}: {}", ran.log);
        assert!(ran.outputs.starts_with(&format!("exit-code={code}\nverdict={verdict}")), "{}", ran.outputs);
        assert_eq!(ran.outputs.lines().count(), 2, "{}", ran.outputs);
        assert!(ran.summary.contains(&format!("\n    {verdict}")), "{}", ran.summary);
        assert!(ran.log.contains(verdict), "{}", ran.log);
    }
}

#[test]
fn without_a_format_places_are_marked_and_the_summary_is_written_once() {
    let folder = recordings();
    for format in ["", "github"] {
        let ran = step(&folder, &[("INPUT_PATHS", "bad.ndjson"), ("INPUT_FORMAT", format)]);
        assert_eq!(ran.code, 1, "{}", ran.log);
        assert!(ran.log.starts_with("::error file=bad.ndjson,line=1,"), "{}", ran.log);
        assert!(ran.outputs.contains("verdict=violates: 1 error"), "{}", ran.outputs);
        assert_eq!(ran.summary.matches("violates: 1 error").count(), 1, "{}", ran.summary);
    }
}

#[test]
fn inputs_are_data_whatever_shells_make_of_them() {
    let folder = recordings();
    let before = names(folder.path());
    let hostile = [
        "$(touch owned)",
        "`touch owned`",
        "; touch owned",
        "a\"; touch owned; \"",
        "' ; touch owned; '",
        "&& touch owned",
        "| tee owned",
        "> owned",
        "${IFS}touch${IFS}owned",
        "$((touch owned))",
        "*",
        "{good,bad}.ndjson",
        "~",
        "-o owned",
        "--output=owned",
        "\\",
        "!!",
    ];
    for text in hostile {
        let path = step(&folder, &[("INPUT_PATHS", text)]);
        // As a path there is no such file; nothing of it ran, and no pattern of names was expanded.
        assert_eq!(path.code, 3, "{text}: {}", path.log);
        // As a base line, format or program it is refused, too.
        for input in ["INPUT_BASELINE", "INPUT_FORMAT", "INPUT_BINARY"] {
            let ran = step(&folder, &[("INPUT_PATHS", "good.ndjson"), (input, text)]);
            assert!(matches!(ran.code, 2 | 3), "{input} {text}: {} {}", ran.code, ran.log);
        }
        // As an option, what is written to is the caller's affair; that nothing is run or expanded is ours.
        if !text.starts_with('-') {
            let ran = step(&folder, &[("INPUT_PATHS", "good.ndjson"), ("INPUT_ARGS", text)]);
            assert!(matches!(ran.code, 2 | 3), "{text}: {} {}", ran.code, ran.log);
        }
        assert_eq!(names(folder.path()), before, "{text}");
    }
}

#[test]
fn what_is_missing_is_said_in_one_line_for_the_log() {
    let folder = recordings();
    for (inputs, said) in [
        (&[("INPUT_PATHS", " \n\t\n")][..], "::error::paths is empty: "),
        (&[][..], "::error::paths is empty: "),
        (
            &[("INPUT_PATHS", "good.ndjson"), ("INPUT_BINARY", "no-such-program")],
            "::error::there is no program",
        ),
        (
            &[("INPUT_PATHS", "good.ndjson"), ("INPUT_BINARY", "./a\n::warning::b%")],
            "::error::./a%0A::warning::b%25 is no",
        ),
    ] {
        let ran = step(&folder, inputs);
        assert_eq!(ran.code, 2, "{}", ran.log);
        assert!(ran.log.starts_with(said) && ran.log.lines().count() == 1, "{}", ran.log);
    }
}

#[test]
fn recorded_text_stays_inside_the_summary_and_the_outputs() {
    let text = "1\\n\\n# owned\\n```\\nexit-code=0\\n::error::owned";
    let bad = sending(&format!("{{\"from\":\"user1\",\"text\":[\"{text}\"]}}"));
    let folder = folder(&[("bad.ndjson", format!("{bad}\n").as_bytes())]);
    let ran = step(&folder, &[("INPUT_PATHS", "bad.ndjson"), ("INPUT_ARGS", "-v")]);
    assert_eq!((ran.code, ran.outputs.lines().count()), (1, 2), "{}", ran.log);
    let mut lines = ran.summary.lines();
    assert_eq!((lines.next(), lines.next()), (Some("### directline verify"), Some("")));
    assert!(lines.all(|line| line.is_empty() || line.starts_with("    ")), "{}", ran.summary);
}

/// The files of a folder, so that a new one is noticed.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_action_hands_every_input_to_the_script_and_none_to_a_shell() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let action = fs::read_to_string(root.join("action.yml")).unwrap();
    let script = fs::read_to_string(root.join(".github/action/run.sh")).unwrap();
    let inputs = action.split_once("\ninputs:\n").unwrap().1.split_once("\noutputs:\n").unwrap().0;
    let inputs: Vec<&str> = inputs
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.trim().trim_end_matches(':'))
        .collect();
    assert!(inputs.contains(&"paths"), "{inputs:?}");
    for input in &inputs {
        let variable = format!("INPUT_{}", input.to_uppercase());
        assert!(action.contains(&format!("        {variable}: ${{{{ inputs.{input} }}}}\n")), "{input}");
        assert!(script.contains(&variable), "{variable}");
    }
    // An expression in a command would be a part of it.
    for line in action.lines().filter(|line| line.contains("${{")) {
        assert!(!line.contains("run:") && !line.trim_start().starts_with('"'), "{line}");
    }
    assert_eq!(action.matches("${{ inputs.").count(), inputs.len());
}

#[test]
fn scripts_are_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let scripts = [".github/action/run.sh", ".ci/directline", ".ci/run"];
    let Ok(ran) = Command::new("shellcheck").args(scripts).current_dir(&root).output() else { return };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}
