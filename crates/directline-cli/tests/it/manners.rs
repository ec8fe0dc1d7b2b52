//! Completions and manual pages: they work in the programs that read them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::support::{Ran, folder, run_in, run_on};

/// Commands, as the help lists them.
fn commands() -> BTreeSet<String> {
    let help = run_on(b"", &["--help"]).stdout;
    let list = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let names: BTreeSet<String> =
        list.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect();
    assert!(names.contains("verify") && names.contains("man"), "{names:?}");
    names
}

/// Whether a program is installed here.
fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// What bash offers for the last of these words.
fn completed(script: &Path, words: &[&str]) -> BTreeSet<String> {
    let last = words.last().unwrap();
    let before = words.get(words.len() - 2).unwrap();
    let code = r#"
        source "$1"; last=$2; before=$3; shift 3
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        _directline directline "$last" "$before"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let output = Command::new("bash")
        .args(["--norc", "-c", code, "bash", script.to_str().unwrap(), last, before])
        .args(words)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_and_names() {
    let script = run_on(b"", &["completions", "bash"]).stdout;
    let folder = folder(&[("directline.bash", script.as_bytes())]);
    let script = folder.path().join("directline.bash");
    if !has("bash") {
        return;
    }
    let checked = Command::new("bash").arg("-n").arg(&script).output().unwrap();
    assert!(checked.status.success() && checked.stderr.is_empty(), "{checked:?}");
    let rows: &[(&[&str], &[&str], &[&str])] = &[
        (&["directline", "ver"], &["verify"], &["validate"]),
        (&["directline", ""], &["verify", "man", "--color"], &["ndjson"]),
        (&["directline", "verify", "--format", "n"], &["ndjson"], &["json"]),
        (&["directline", "verify", "--pro"], &["--profile"], &["--only"]),
        (&["directline", "verify", "--only", "text-"], &["text-not-string"], &["client"]),
        (&["directline", "explain", "watermark-not"], &["watermark-not-string"], &["verify"]),
        (&["directline", "serve", "--fault", "watermark-is"], &["watermark-is-number"], &["text-not-string"]),
        (&["directline", "schema", "message"], &["message", "message-set"], &["error"]),
        (&["directline", "completions", "z"], &["zsh"], &["bash"]),
    ];
    for (words, offered, not_offered) in rows {
        let found = completed(&script, words);
        assert!(offered.iter().all(|word| found.contains(*word)), "{words:?}: {found:?}");
        assert!(!not_offered.iter().any(|word| found.contains(*word)), "{words:?}: {found:?}");
    }
}

#[test]
fn every_shell_has_a_script_that_knows_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let Ran { code, stdout, stderr } = run_on(b"", &["completions", shell]);
        assert_eq!((code, stderr.as_str()), (0, ""), "{shell}");
        for command in commands() {
            assert!(stdout.contains(&command), "{shell}: {command}");
        }
        // The others are not told what stands for the value of an option.
        if ["bash", "fish", "zsh"].contains(&shell) {
            assert!(stdout.contains("watermark-not-string"), "{shell}");
        }
        if shell != "powershell" && has(shell) {
            let folder = folder(&[("script", stdout.as_bytes())]);
            let option = if shell == "elvish" { "-compileonly" } else { "-n" };
            let ran = Command::new(shell).arg(option).arg(folder.path().join("script")).output().unwrap();
            assert!(ran.status.success(), "{shell}: {}", String::from_utf8_lossy(&ran.stderr));
        }
    }
}

/// Every page that is written into a folder: its name and its text.
fn pages(folder: &Path) -> Vec<(String, String)> {
    let ran = run_in(folder, &["man", "--out", "pages/man1"]);
    assert_eq!(ran, Ran { code: 0, stdout: String::new(), stderr: String::new() });
    let files = std::fs::read_dir(folder.join("pages/man1")).unwrap().map(|file| file.unwrap().path());
    let mut pages: Vec<(String, String)> = files
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

#[test]
fn every_command_has_a_manual_page_with_what_its_help_says() {
    let folder = folder(&[]);
    let pages = pages(folder.path());
    let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.contains(&"directline.1") && names.contains(&"directline-schema-diff.1"), "{names:?}");
    for command in commands() {
        let (_, page) = pages.iter().find(|(name, _)| *name == format!("directline-{command}.1")).unwrap();
        let help = run_on(b"", &[&command, "--help"]).stdout;
        let plain = page.replace("\\-", "-").replace("\\*(Aq", "'").replace("\\fR", "").replace("\\fB", "");
        for (heading, section) in [("Examples:\n", ".SH EXAMPLES"), ("Exit codes", ".SH \"EXIT STATUS\"")] {
            assert_eq!(
                help.contains(heading),
                page.lines().any(|line| line == section),
                "{command}: {section}"
            );
        }
        for line in help.lines().filter(|line| line.starts_with("  directline ")) {
            assert!(plain.contains(line), "{command}: {line}");
        }
        for option in help.lines().filter_map(|line| line.trim_start().strip_prefix("--")) {
            let option = option.split([' ', '\n']).next().unwrap();
            assert!(plain.contains(&format!("--{option}")), "{command}: --{option}");
        }
        let sections: Vec<&str> = page.lines().filter(|line| line.starts_with(".SH")).collect();
        assert!(
            sections.starts_with(&[".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION"]),
            "{command}: {sections:?}"
        );
        assert_eq!(page.matches(".ie ").count(), 1, "{command}");
    }
}

#[test]
fn programs_that_show_manuals_have_nothing_to_complain_of() {
    let folder = folder(&[]);
    for (name, page) in pages(folder.path()) {
        let path = folder.path().join("pages/man1").join(&name);
        let quiet: [(&str, &[&str]); 2] =
            [("man", &["--warnings", "-E", "UTF-8", "-l"]), ("groff", &["-man", "-ww", "-z", "-k"])];
        for (program, options) in quiet.iter().filter(|(program, _)| has(program)) {
            let ran = Command::new(program).args(*options).arg(&path).output().unwrap();
            assert!(ran.status.success() && ran.stderr.is_empty(), "{program} {name}: {ran:?}");
        }
        // Without them: every line is text or a request that is known, and what is opened is closed.
        let requests = page.lines().filter_map(|line| line.strip_prefix('.'));
        for request in requests.map(|line| line.split(' ').next().unwrap()) {
            let known = [
                "ie", "el", "TH", "SH", "SS", "TP", "PP", "IP", "RS", "RE", "nf", "fi", "br", "sp", "nh",
                "ad",
            ];
            assert!(known.contains(&request), "{name}: .{request}");
        }
        for (opens, closes) in [(".nf", ".fi"), (".RS", ".RE")] {
            let count = |request: &str| page.lines().filter(|line| line.starts_with(request)).count();
            assert_eq!(count(opens), count(closes), "{name}: {opens}");
        }
    }
}

#[test]
fn manual_pages_name_no_time_and_are_files_like_any_other() {
    let (one, other) = (folder(&[]), folder(&[("pages/man1/directline.1", b"old")]));
    assert_eq!(pages(one.path()), pages(other.path()));
    let title = format!(".TH directline 1  \"directline {}\" ", env!("CARGO_PKG_VERSION"));
    let page = run_on(b"", &["man"]).stdout;
    assert!(page.contains(&title), "{page}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let plain = one.path().join("plain");
        std::fs::write(&plain, "").unwrap();
        assert_eq!(mode(&one.path().join("pages/man1/directline.1")), mode(&plain));
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let folder = folder(&[("taken", b"a file")]);
    let ran = run_in(folder.path(), &["man", "--out", "taken/man1"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.starts_with("error: cannot write to taken/man1: "), "{}", ran.stderr);
}
