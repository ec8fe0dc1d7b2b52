//! Workflow commands of GitHub Actions: what the runner makes of every line, and the summary of the step.

use super::super::support::{command, folder, good, ran, sending, verify};
use super::{Checked, Shown};

/// What the runner makes of a line: a command with its properties and its data.
#[derive(Debug)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    data: String,
}

/// As `ActionCommand` of the runner reads lines: `::name key=value,…::data`.
fn parse(line: &str) -> Option<Command> {
    let rest = line.trim_start().strip_prefix("::")?;
    let (head, data) = rest.split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties.split(',').filter(|property| !property.is_empty());
    let unescape = |text: &str, more: &[(&str, &str)]| {
        let mut text = text.replace("%0D", "\r").replace("%0A", "\n");
        for (from, to) in more {
            text = text.replace(from, to);
        }
        text.replace("%25", "%")
    };
    let properties = properties.map(|property| {
        let (name, value) = property.split_once('=').unwrap();
        (name.to_owned(), unescape(value, &[("%3A", ":"), ("%2C", ",")]))
    });
    Some(Command { name: name.to_owned(), properties: properties.collect(), data: unescape(data, &[]) })
}

impl Command {
    fn property(&self, name: &str) -> &str {
        &self.properties.iter().find(|(found, _)| found == name).unwrap().1
    }
}

/// Only annotations are commands, at most ten of a kind, and the last line of the report is there.
pub(super) fn check(text: &str, run: &Checked) {
    let commands: Vec<Command> = text.lines().filter_map(parse).collect();
    for (kind, level) in [("error", "errors"), ("warning", "warnings"), ("notice", "notes")] {
        let of_kind: Vec<&Command> = commands.iter().filter(|command| command.name == kind).collect();
        assert!(of_kind.len() <= 10, "{}: {text}", run.what);
        let unreadable = if kind == "error" { run.summary("unreadable") } else { 0 };
        assert_eq!(of_kind.is_empty(), run.summary(level) + unreadable == 0, "{}", run.what);
        for command in of_kind {
            let (line, file) = (command.property("line"), command.property("file"));
            assert!(line.parse::<u64>().is_ok_and(|line| line > 0) && !file.starts_with('/'), "{command:?}");
            assert!(!command.property("title").is_empty(), "{command:?}");
        }
    }
    let known = |command: &Command| ["error", "warning", "notice"].contains(&command.name.as_str());
    assert!(commands.iter().all(known), "{}: {text}", run.what);
    for line in text.lines() {
        // Azure Pipelines and TeamCity.
        let begins = ["##[", "##vso[", "##teamcity["].iter().any(|begin| line.contains(begin));
        assert!(!begins && !line.trim_start().starts_with("section_"), "{line}");
    }
    let verdicts = ["violates: ", "known: ", "incomplete: ", "conforms: ", "inconclusive: "];
    assert!(text.lines().any(|line| verdicts.iter().any(|verdict| line.starts_with(verdict))), "{text}");
}

pub(super) fn read_back(text: &str) -> Vec<Shown> {
    let shown = |line: &str| {
        if let Some(command) = parse(line) {
            let rule = command.property("title").split(' ').next()?.to_owned();
            return Some(Shown { rule, message: command.data.lines().next().unwrap_or_default().to_owned() });
        }
        let (level, rest) = line.split_once('[')?;
        let (rule, message) = rest.split_once("]: ")?;
        let (message, _) = message.rsplit_once(" (")?;
        let known = ["error", "warning", "note"].contains(&level);
        known.then(|| Shown { rule: rule.to_owned(), message: message.to_owned() })
    };
    text.lines().filter_map(shown).collect()
}

#[test]
fn equal_findings_are_one_annotation_and_the_rest_are_lines() {
    let many: Vec<String> =
        (0..15).map(|n| sending(&format!(r#"{{"from":"user1","text":"a","x{n}":1}}"#))).collect();
    let same = vec![sending(r#"{"from":"user1","text":1}"#); 30];
    let ran = verify(&[many, same].concat().join("\n"), &["--format", "github"]);
    let commands: Vec<Command> = ran.stdout.lines().filter_map(parse).collect();
    let titles = |kind: &str| -> Vec<&str> {
        commands
            .iter()
            .filter(|command| command.name == kind)
            .map(|command| command.property("title"))
            .collect()
    };
    assert_eq!(titles("error"), ["text-not-string (30 times)"]);
    assert_eq!(titles("warning"), ["message-member-unknown"; 10]);
    let lines: Vec<&str> = ran.stdout.lines().filter(|line| line.starts_with("warning[")).collect();
    assert_eq!(lines.len(), 5, "{}", ran.stdout);
}

#[test]
fn the_summary_of_the_step_is_added_to_its_file() {
    let folder =
        folder(&[("a.ndjson", sending(r#"{"text":1,"``` x":1}"#).as_bytes()), ("summary.md", b"# before\n")]);
    let run = |format: &str, path: &str| {
        let arguments = ["verify", "a.ndjson", "--format", format];
        ran(command(folder.path(), &arguments).env("GITHUB_STEP_SUMMARY", path).output().unwrap())
    };
    let read = || std::fs::read_to_string(folder.path().join("summary.md")).unwrap();
    assert_eq!(run("text", "summary.md").code, 1);
    assert_eq!(read(), "# before\n", "nobody asked for it");
    assert_eq!(run("github", "summary.md").code, 1);
    let summary = read();
    assert!(summary.starts_with("# before\n") && summary.contains("text-not-string"), "{summary}");
    assert!(summary.contains("violates: "), "{summary}");
    let failed = run("github", "no/summary.md");
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(
        failed.stderr.contains("cannot write to no/summary.md (GITHUB_STEP_SUMMARY): no such file"),
        "{failed:?}"
    );
    let ran = verify(&good().to_string(), &["--format", "github"]);
    assert!(ran.stdout.starts_with("conforms: "), "{}", ran.stdout);
}
