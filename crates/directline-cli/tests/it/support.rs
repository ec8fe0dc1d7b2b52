//! Runs the binary and makes recordings to run it on.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// What a run gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Everything that was shown.
    pub(crate) fn all(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }

    /// The exchanges or objects of an NDJSON report.
    pub(crate) fn judged(&self) -> Vec<Value> {
        let lines = self.lines().into_iter();
        lines.filter(|line| line["type"] == "exchange" || line["type"] == "object").collect()
    }

    /// The lines of an NDJSON report.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The binary, with an environment of its own.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_directline"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    // Whatever lies in a folder above: only tests of settings read a file of them.
    command.env("DIRECTLINE_NO_CONFIG", "1");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the binary in a folder.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    ran(command(folder, arguments).output().unwrap())
}

/// Every format of reports.
pub(crate) const FORMATS: &[&str] =
    &["text", "json", "ndjson", "junit", "sarif", "github", "markdown", "html"];

/// Runs the binary in a folder, with these bytes on standard input and a report of every format. Gives back how
/// it ended, and everything that it wrote: both streams and the reports.
pub(crate) fn run_with_reports(folder: &Path, stdin: &[u8], arguments: &[&str]) -> (i32, String) {
    let reports = tempfile::tempdir().unwrap();
    let places: Vec<PathBuf> = FORMATS.iter().map(|format| reports.path().join(format)).collect();
    let options =
        FORMATS.iter().zip(&places).map(|(format, place)| format!("--report={format}={}", place.display()));
    let options: Vec<String> = options.collect();
    let (name, rest) = arguments.split_first().unwrap();
    let all =
        [name].into_iter().copied().chain(options.iter().map(String::as_str)).chain(rest.iter().copied());
    let ran = piped(command(folder, &all.collect::<Vec<_>>()), stdin);
    let mut all = ran.all();
    // A run that refuses its arguments writes none.
    for place in places.iter().filter(|place| place.exists()) {
        all.push('\n');
        all.push_str(&std::fs::read_to_string(place).unwrap());
    }
    (ran.code, all)
}

/// Runs the binary with these bytes on standard input.
pub(crate) fn run_on(stdin: &[u8], arguments: &[&str]) -> Ran {
    piped(command(Path::new("."), arguments), stdin)
}

fn piped(mut command: Command, stdin: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    // A run that refuses its arguments does not read.
    let writer = std::thread::spawn(move || drop(pipe.write_all(&bytes)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    ran(output)
}

/// Runs `verify` on a recording.
pub(crate) fn verify(recording: &str, arguments: &[&str]) -> Ran {
    run_on(recording.as_bytes(), &[&["verify", "-"], arguments].concat())
}

pub(crate) fn ran(output: std::process::Output) -> Ran {
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// Puts another text in the place of one that is there.
pub(crate) fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in {text}");
    text.replace(from, to)
}

/// The schemas of this version by their names: those of the repository, which are as built in.
pub(crate) fn schemas() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let in_folder = |inner: &str| -> Vec<(String, String)> {
        let entries = std::fs::read_dir(folder.join(inner)).unwrap().map(|entry| entry.unwrap().path());
        let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
        files
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap();
                (format!("{inner}{name}"), std::fs::read_to_string(&path).unwrap())
            })
            .collect()
    };
    let schemas = [in_folder(""), in_folder("draft-07/")].concat();
    assert!(schemas.len() > 20, "{}", schemas.len());
    schemas
}

/// The text of a schema of this version.
pub(crate) fn schema(name: &str) -> String {
    schemas().into_iter().find(|(found, _)| found == name).unwrap().1
}

/// A folder of the project's corpus.
pub(crate) fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(name)
}

/// A recorded exchange that conforms, to be broken: one line of NDJSON.
pub(crate) fn good() -> Value {
    json!({
        "method": "POST",
        "url": "https://directline.botframework.com/api/conversations/abc123/messages",
        "request": {
            "headers": [["Authorization", "Bearer a-secret"], ["Content-Type", "application/json"]],
            "body_text": "{\"from\":\"user1\",\"text\":\"hello\"}",
        },
        "response": { "status": 204, "headers": [], "body_text": null },
    })
}

/// The good exchange with other values at these JSON Pointers.
pub(crate) fn with(changes: &[(&str, Value)]) -> String {
    let mut exchange = good();
    for (pointer, value) in changes {
        *exchange.pointer_mut(pointer).unwrap() = value.clone();
    }
    exchange.to_string()
}

/// The good exchange with another body sent.
pub(crate) fn sending(body: &str) -> String {
    with(&[("/request/body_text", body.into())])
}

/// A successful GET of messages with this body.
pub(crate) fn answering(body: &str) -> String {
    with(&[
        ("/method", "GET".into()),
        ("/request/headers", json!([["Authorization", "Bearer a-secret"]])),
        ("/request/body_text", Value::Null),
        ("/response/status", 200.into()),
        ("/response/headers", json!([["Content-Type", "application/json"]])),
        ("/response/body_text", body.into()),
    ])
}
