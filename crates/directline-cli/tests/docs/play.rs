//! Runs the commands of a page one after the other, as a reader would.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use similar::TextDiff;
use tempfile::TempDir;

use super::compare;
use super::page::{Step, steps};
use super::samples;
use super::service::Service;

/// The longest that a command of a page may take.
const LONGEST: Duration = Duration::from_mins(2);

/// What came of a page.
pub(crate) struct Played {
    /// What is not as the page says.
    pub(crate) offences: Vec<String>,
    /// The page with new output.
    pub(crate) renewed: String,
}

/// Runs a page.
pub(crate) fn play(name: &str, text: &str) -> Played {
    let steps = steps(text);
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let mut offences = Vec::new();
    if steps.is_empty() {
        return Played { offences, renewed: text.to_owned() };
    }
    let mut reader = Reader::new();
    let mut changes = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let shown: Vec<&str> = lines[step.shown.clone()].iter().map(String::as_str).collect();
        let (printed, code) = reader.run(step, shown.len());
        let place = format!("{name}:{}: {}", step.line, step.command);
        let is_told = steps.get(number + 1).is_some_and(|next| next.command == "echo $?");
        let is_usual = code == 0 || (code == 1 && runs_the_tool(&step.command));
        if !is_usual && !is_told {
            offences.push(format!("{place}\nended with {code}; the page has to show `$ echo $?`\n{printed}"));
        }
        let printed: Vec<&str> = printed.lines().collect();
        if !shown.is_empty() && !compare::shows(&shown, &printed) {
            let (old, new) = (shown.join("\n") + "\n", printed.join("\n") + "\n");
            let diff = TextDiff::from_lines(&old, &new);
            offences.push(format!("{place}\n{}", diff.unified_diff().header("shown", "printed")));
            changes.extend(compare::renewed(&shown, &printed).map(|new| (step.shown.clone(), new)));
        }
    }
    for (range, new) in changes.into_iter().rev() {
        lines.splice(range, new);
    }
    Played { offences, renewed: lines.join("\n") }
}

/// Whether the command is one of ours, of which 1 says that something was found.
fn runs_the_tool(command: &str) -> bool {
    command.split_whitespace().any(|word| ["directline", "directline-cli"].contains(&word))
}

/// Somebody who reads a page and tries everything, in a folder of their own.
struct Reader {
    folder: TempDir,
    programs: TempDir,
    services: Vec<Service>,
    /// How the last command ended.
    last: i32,
}

impl Reader {
    fn new() -> Self {
        Self { folder: samples::folder(), programs: samples::programs(), services: Vec::new(), last: 0 }
    }

    /// What a command prints, and its exit code. Of a service that goes on, so many lines are read.
    fn run(&mut self, step: &Step, lines: usize) -> (String, i32) {
        let shell = |command: &str| shell(self.folder.path(), self.programs.path(), command);
        if Service::is_started_by(&step.command) {
            let mut service = Service::start(&step.command, shell);
            let printed = service.printed(lines).replace(&service.address, &service.name);
            self.services.retain(|other| other.name != service.name);
            self.services.push(service);
            return (printed, 0);
        }
        if let Some(name) = Service::presumed_by(&step.command)
            && !self.services.iter().any(|service| service.name == name)
        {
            self.services.push(Service::stand_in(name, shell));
        }
        let mut command = step.command.clone();
        for service in &self.services {
            command = command.replace(&service.name, &service.address);
        }
        let (mut printed, code) = finished(shell(&format!("exec 2>&1\n(exit {})\n{command}", self.last)));
        for service in &self.services {
            printed = printed.replace(&service.address, &service.name);
        }
        self.last = code;
        (printed, code)
    }
}

/// A shell that knows the tool and the `cargo` that does not build, and nothing of who runs the tests.
fn shell(folder: &Path, programs: &Path, command: &str) -> Command {
    let path = std::env::var("PATH").unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder).stdin(Stdio::null()).env_clear();
    shell.env("PATH", format!("{}:{path}", programs.display())).env("HOME", folder).env("LC_ALL", "C.UTF-8");
    shell.env("TASKS", samples::tasks()).env("PACKAGES", samples::packages());
    shell
}

fn finished(mut command: Command) -> (String, i32) {
    let (sender, receiver) = mpsc::channel();
    let shown = format!("{command:?}");
    thread::spawn(move || drop(sender.send(command.output().unwrap())));
    let output = receiver.recv_timeout(LONGEST).unwrap_or_else(|_| panic!("does not end: {shown}"));
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap_or(-1))
}
