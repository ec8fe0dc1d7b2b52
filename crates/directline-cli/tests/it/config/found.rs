//! Which file counts.

use super::super::support::{folder, good};
use super::{held, info, settled};

/// The working directory, variables, options; the file that counts, and the profile that holds.
type Row = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
    &'static str,
    &'static str,
);

#[test]
fn the_nearest_file_counts() {
    let folder = folder(&[
        ("directline.toml", b"profile = 'strict'"),
        ("a/b/x", b""),
        ("a/c/directline.toml", b"profile = 'observed'"),
        ("a/c/d/x", b""),
        ("other.toml", b"\nprofile = 'observed'"),
    ]);
    let at = |inner: &str, variables: &[(&str, &str)], options: &[&str]| {
        let info = info(&folder.path().join(inner), variables, options);
        (info["config"].as_str().map(str::to_owned), held(&info, "profile"))
    };
    let rows: [Row; 10] = [
        ("", &[], &[], "directline.toml", "strict directline.toml:1"),
        ("a", &[], &[], "../directline.toml", "strict ../directline.toml:1"),
        ("a/b", &[], &[], "../../directline.toml", "strict ../../directline.toml:1"),
        ("a/c", &[], &[], "directline.toml", "observed directline.toml:1"),
        ("a/c/d", &[], &[], "../directline.toml", "observed ../directline.toml:1"),
        ("a", &[], &["--config", "../other.toml"], "../other.toml", "observed ../other.toml:2"),
        ("a", &[("DIRECTLINE_CONFIG", "../other.toml")], &[], "../other.toml", "observed ../other.toml:2"),
        (
            "",
            &[("DIRECTLINE_CONFIG", "other.toml"), ("DIRECTLINE_NO_CONFIG", "")],
            &["--config", "a/c/directline.toml"],
            "a/c/directline.toml",
            "observed a/c/directline.toml:1",
        ),
        // Who names a file wants it.
        (
            "",
            &[("DIRECTLINE_NO_CONFIG", "1")],
            &["--config", "directline.toml"],
            "directline.toml",
            "strict directline.toml:1",
        ),
        (
            "",
            &[("DIRECTLINE_CONFIG", "missing.toml")],
            &["--config", "other.toml"],
            "other.toml",
            "observed other.toml:2",
        ),
    ];
    for (inner, variables, options, file, holds) in rows {
        let found = at(inner, variables, options);
        assert_eq!(found, (Some(file.to_owned()), holds.to_owned()), "{inner} {variables:?} {options:?}");
    }
    let none = (None, "documented default".to_owned());
    assert_eq!(at("a", &[], &["--no-config"]), none);
    assert_eq!(at("a", &[("DIRECTLINE_NO_CONFIG", "1"), ("DIRECTLINE_CONFIG", "../other.toml")], &[]), none);
}

#[test]
fn a_run_says_which_file_it_reads_when_asked_for_more() {
    let recording = good().to_string();
    let folder = folder(&[
        ("directline.toml", b"profile = 'documented'".as_slice()),
        ("in/a.ndjson", recording.as_bytes()),
    ]);
    let run = |options: &[&str]| {
        settled(&folder.path().join("in"), &[], &[&["verify", "a.ndjson"], options].concat()).stderr
    };
    assert_eq!(run(&[]), "");
    assert_eq!(run(&["-v"]), "note: settings from ../directline.toml; directline info shows them\n");
    assert_eq!(run(&["-v", "--no-config"]), "");
}

#[test]
fn the_home_folder_is_not_shown() {
    let folder = folder(&[("directline.toml", b"profile = 'strict'")]);
    let path = folder.path().join("directline.toml");
    let home = folder.path().to_str().unwrap();
    let ran = settled(folder.path(), &[("HOME", home)], &["info", "--config", path.to_str().unwrap()]);
    assert!(ran.stdout.contains("~/directline.toml:1"), "{ran:?}");
    assert!(!ran.all().contains(home), "{ran:?}");
}

#[test]
fn commands_that_are_told_nothing_work_beside_a_broken_file() {
    let folder = folder(&[("directline.toml", b"nonsense")]);
    for arguments in [
        &["explain", "text-not-string"][..],
        &["schema", "config"],
        &["serve", "--list-faults"],
        &["completions", "bash"],
        &["--help"],
        &["verify", "--help"],
        &["--version"],
    ] {
        let ran = settled(folder.path(), &[], arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    }
    for arguments in [&["verify", "x"][..], &["rules"], &["info"], &["fuzz"], &["replay", "x"]] {
        let ran = settled(folder.path(), &[], arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains("directline.toml:1:"), "{arguments:?} {ran:?}");
    }
}
