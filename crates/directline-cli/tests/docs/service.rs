//! A service that a page starts, or that stands for one that a page speaks of.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

/// Addresses of services that pages speak of without starting them: the model service answers there.
const PRESUMED: [&str; 2] = ["https://bots.example", "http://127.0.0.1:8080"];

/// A running model service. It ends with this value.
pub(crate) struct Service {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    first: String,
    /// How the page writes its address.
    pub(crate) name: String,
    /// Its address: a free port, so that nothing else is in the way.
    pub(crate) address: String,
}

impl Service {
    /// Whether a command is one that serves until it is ended.
    pub(crate) fn is_started_by(command: &str) -> bool {
        command.starts_with("directline serve") && !command.contains("--list-faults")
    }

    /// The presumed service that a command speaks of.
    pub(crate) fn presumed_by(command: &str) -> Option<&'static str> {
        PRESUMED.into_iter().find(|name| command.contains(name))
    }

    /// Starts the service and waits for its first line. `shell` runs the command that it is given.
    pub(crate) fn start(command: &str, shell: impl Fn(&str) -> Command) -> Self {
        let words: Vec<&str> = command.trim_end_matches('&').split_whitespace().collect();
        let port = words.iter().position(|word| *word == "--port").map(|flag| words[flag + 1]);
        let words = match port {
            Some(port) => words.join(" ").replace(&format!("--port {port}"), "--port 0"),
            None => words.join(" "),
        };
        let mut child =
            shell(&format!("exec {words}")).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap_or_else(|| panic!("{command} ended")).unwrap();
        let address = first.rsplit("http://").next().unwrap().to_owned();
        assert!(address.starts_with("127.0.0.1:"), "{command} printed {first}");
        let name = port.map_or(address.clone(), |port| format!("127.0.0.1:{port}"));
        Self { child, lines, first, name, address }
    }

    /// Starts a sound service in the place of one that a page speaks of.
    pub(crate) fn stand_in(name: &str, shell: impl Fn(&str) -> Command) -> Self {
        let mut service = Self::start("directline serve", shell);
        (service.name, service.address) = (name.to_owned(), format!("http://{}", service.address));
        service
    }

    /// What it printed first: so many lines.
    pub(crate) fn printed(&mut self, number: usize) -> String {
        let more = self.lines.by_ref().take(number.saturating_sub(1)).map(Result::unwrap);
        [self.first.clone()].into_iter().chain(more).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
