//! No command shows a secret, however it ends and whatever it writes: each command and each of its options.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use super::secrets::{SHAPED, leak};
use super::support::{Ran, command, folder, ran, run_in, sending};

/// Runs a command; one that serves is ended when it says so.
fn run_until_it_serves(folder: &Path, arguments: &[&str]) -> Ran {
    if arguments.first() != Some(&"serve") {
        return run_in(folder, arguments);
    }
    let mut child = command(folder, arguments).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let (mut stdout, mut stderr) = (String::new(), String::new());
    out.read_line(&mut stdout).unwrap();
    child.kill().unwrap();
    out.read_to_string(&mut stdout).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    Ran { code: child.wait().unwrap().code().unwrap_or_default(), stdout, stderr }
}

/// The commands that `--help` lists, those within others after their own.
fn commands() -> Vec<Vec<String>> {
    fn of(path: &[String]) -> Vec<Vec<String>> {
        let arguments: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
        let help = run_in(Path::new("."), &arguments).stdout;
        let listed = help.split("\nCommands:\n").nth(1).unwrap_or_default();
        let names = listed
            .lines()
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.split_whitespace().next());
        names
            .flat_map(|name| {
                let inner = [path, &[name.to_owned()]].concat();
                [vec![inner.clone()], of(&inner)].concat()
            })
            .collect()
    }
    of(&[])
}

/// The options that the help of a command lists.
fn options(path: &[String]) -> BTreeSet<String> {
    let arguments: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
    let help = run_in(Path::new("."), &arguments).stdout;
    let shown = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let names = shown.flat_map(|line| line.split([' ', ',', '['])).filter(|word| word.starts_with("--"));
    names.map(str::to_owned).collect()
}

#[test]
fn no_argument_is_repeated_that_is_a_secret() {
    let commands = commands();
    assert!(commands.len() >= 16, "{commands:?}");
    let mut tried = 0;
    for path in &commands {
        let path_words: Vec<&str> = path.iter().map(String::as_str).collect();
        let mut rows =
            vec![vec![SHAPED.to_owned()], vec![format!("--{SHAPED}")], vec![format!("--x={SHAPED}")]];
        for option in options(path) {
            rows.push(vec![format!("{option}={SHAPED}")]);
            rows.push(vec![option, SHAPED.to_owned()]);
        }
        for row in rows {
            let folder = folder(&[("a.ndjson", sending(r#"{"text":1}"#).as_bytes())]);
            let short = if path[0] == "fuzz" { &["--cases", "1", "--no-shrink"][..] } else { &[] };
            let row: Vec<&str> = row.iter().map(String::as_str).collect();
            // An option that the row gives is not given twice.
            let short =
                if row[0].starts_with("--cases") || row[0].starts_with("--no-shrink") { &[] } else { short };
            let arguments = [&path_words, &row[..], short].concat();
            let ran = run_until_it_serves(folder.path(), &arguments);
            assert_ne!(ran.code, 70, "{arguments:?} {ran:?}");
            assert_eq!(leak(&ran.all(), SHAPED), None, "{arguments:?}\n{}", ran.all());
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried}");
}

/// What lies in a folder and was not there before: paths below it, and bytes.
fn written(folder: &Path, before: &[&str]) -> Vec<(String, Vec<u8>)> {
    let (mut all, mut folders) = (Vec::new(), vec![String::new()]);
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(folder.join(&inner)).unwrap().map(Result::unwrap) {
            let path = format!("{inner}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                folders.push(format!("{path}/"));
            } else if !before.contains(&path.as_str()) {
                all.push((path, std::fs::read(entry.path()).unwrap()));
            }
        }
    }
    all
}

#[test]
fn no_command_shows_or_writes_what_a_recording_a_schema_or_a_setting_keeps_secret() {
    let request = format!(
        r#"{{"method":"POST","url":"https://directline.botframework.com/api/conversations/abc/messages?t={SHAPED}","request":{{"headers":[["Authorization","Bearer {SHAPED}"],["Content-Type","application/json"],["X-Token","{SHAPED}"]],"body_text":"{{\"from\":1,\"text\":\"{SHAPED}\",\"{SHAPED}\":1,\"channelData\":{{\"token\":\"{SHAPED}\"}}}}"}},"response":{{"status":403,"headers":[["Content-Type","application/json"],["Location","/x?token={SHAPED}"]],"body_text":"{{\"error\":{{\"code\":\"{SHAPED}\",\"message\":\"{SHAPED}\"}}}}"}}}}"#
    );
    let settings = format!(
        "profile = \"{SHAPED}\"\nbase-uri = [\"https://{SHAPED}.example\", \"https://{SHAPED}@h/{SHAPED}\"]\n"
    );
    let schema = format!(
        r#"{{"title":"{SHAPED}","type":"{SHAPED}","properties":{{"{SHAPED}":{{"const":"{SHAPED}"}}}}}}"#
    );
    let other = schema.replace("const", "enum");
    let known = format!(
        "version = 1\n[[known]]\nfingerprint = \"de4e5272a0c7f1da\"\nrule = \"text-not-string\"\noperation = \"SendMessage\"\nside = \"client\"\nwhere = \"{SHAPED}\"\nreason = \"{SHAPED}\"\n"
    );
    let bad_known = known.replace("fingerprint", &format!("\"{SHAPED}\""));
    let headers = format!("X-Key: {SHAPED}\n");
    let message = format!(r#"{{"text":1,"token":"{SHAPED}"}}"#);
    let files: &[(&str, &[u8])] = &[
        ("a.ndjson", request.as_bytes()),
        ("cut.ndjson", &request.as_bytes()[..400]),
        ("directline.toml", settings.as_bytes()),
        ("old/message.schema.json", schema.as_bytes()),
        ("new/message.schema.json", other.as_bytes()),
        ("known.toml", known.as_bytes()),
        ("bad.toml", bad_known.as_bytes()),
        ("headers.txt", headers.as_bytes()),
        ("message.json", message.as_bytes()),
    ];
    let before: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let nobody = ["--target", "http://127.0.0.1:1", "--timeout", "1", "--header-file", "headers.txt"];
    let fuzz = ["fuzz", "--cases", "2", "--no-shrink", "--out", "cases"];
    let rows: &[&[&str]] = &[
        &["verify", "a.ndjson", "-v", "--coverage", "--baseline", "known.toml"],
        &["verify", "a.ndjson", "--baseline", "bad.toml"],
        &["verify", "cut.ndjson", "a.ndjson", "-v"],
        &["verify", "a.ndjson", "--config", "directline.toml"],
        &["validate", "message", "message.json", "-v"],
        &["baseline", "create", "a.ndjson", "--baseline", "made.toml"],
        &["baseline", "create", "cut.ndjson", "--baseline", "made.toml"],
        &["baseline", "create", "a.ndjson", "--baseline", "known.toml"],
        &["baseline", "update", "a.ndjson", "--baseline", "bad.toml"],
        &["baseline", "prune", "a.ndjson", "--baseline", "bad.toml"],
        &["redact", "a.ndjson", "--out", "copies"],
        &["redact", "a.ndjson", "cut.ndjson", "--check"],
        // What it writes is a copy, with all that it holds.
        &["convert", "cut.ndjson", "--to", "http"],
        &["replay", "a.ndjson", "-v", "--out", "fresh.har"],
        &[&["replay", "a.ndjson", "-v"][..], &nobody].concat(),
        &[&fuzz[..], &["a.ndjson"]].concat(),
        &[&fuzz[..], &["a.ndjson"], &nobody[..]].concat(),
        &["info", "--config", "directline.toml"],
        &["info", "--config", "directline.toml", "--profile", "strict", "--format", "json"],
        &["schema", "--check", "old"],
        &["schema", "--check", "old", "--format", "json"],
        &["schema", "diff", "old", "new"],
        &["schema", "diff", "old", "new", "--format", "json"],
        &["rules", "--config", "directline.toml"],
        &["explain", "text-not-string"],
        &["completions", "bash"],
        &["man", "--out", "manual"],
    ];
    let mut reached = BTreeSet::new();
    for row in rows {
        for is_in_variables in [false, true] {
            let folder = folder(files);
            let mut command = command(folder.path(), row);
            if is_in_variables {
                command.env("DIRECTLINE_SKIP", SHAPED).env("HTTPS_PROXY", SHAPED);
            }
            let ran = ran(command.output().unwrap());
            reached.insert(row[0]);
            assert_ne!(ran.code, 70, "{row:?} {ran:?}");
            assert_eq!(leak(&ran.all(), SHAPED), None, "{row:?}\n{}", ran.all());
            for (path, bytes) in written(folder.path(), &before) {
                let text = String::from_utf8_lossy(&bytes);
                assert_eq!(leak(&text, SHAPED), None, "{row:?} wrote {path}\n{text}");
            }
        }
    }
    // Those that read nothing but their arguments are in the other test alone.
    let names: BTreeSet<String> = commands().into_iter().map(|path| path[0].clone()).collect();
    let missing: Vec<&String> = names.iter().filter(|name| !reached.contains(name.as_str())).collect();
    assert_eq!(missing, ["serve"]);
}
