//! `directline schema diff`: exit codes, both formats, files that cannot be read.

use serde_json::{Value, json};

use super::support::{folder, replaced, run_in, run_on, schema, schemas};

/// The token's schema, with something else in place of its type.
fn token(instead: &str) -> String {
    replaced(&schema("token.schema.json"), r#""type": "string""#, instead)
}

#[test]
fn the_exit_code_says_whether_something_breaks() {
    let rows = [
        (r#""type": "string""#, 0, "same: 1 schema"),
        (r#""type":  "string""#, 0, "same: 1 schema"),
        (r#""x-note": 1, "type": "string""#, 0, "breaks nobody: 1 change breaks nobody"),
        (
            r#""type": ["string"]"#,
            0,
            "breaks nobody: written differently, with the same meaning · 1 of 1 schema",
        ),
        (r#""type": ["string", "null"]"#, 1, "breaks receivers: 1 change breaks receivers"),
        (r#""type": "string", "minLength": 1"#, 1, "breaks senders: 1 change breaks senders"),
        (r#""type": "number""#, 1, "breaks both sides: 1 change breaks both sides"),
        (r#""type": "string", "pattern": "a""#, 1, "cannot judge: 1 change cannot be judged"),
    ];
    for (instead, code, last) in rows {
        let new = token(instead);
        let folder =
            folder(&[("old.json", schema("token.schema.json").as_bytes()), ("new.json", new.as_bytes())]);
        let ran = run_in(folder.path(), &["schema", "diff", "old.json", "new.json", "--quiet"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{instead} {ran:?}");
        assert!(ran.stdout.starts_with(last) && ran.stdout.lines().count() == 1, "{instead}: {}", ran.stdout);
        let piped = run_on(new.as_bytes(), &["schema", "diff", "-", "-", "-q"]);
        assert_eq!(piped.code, 2);
    }
}

#[test]
fn numbers_that_nothing_holds_are_told_apart() {
    let rows = [
        ("18446744073709551616", "18446744073709551617", 1),
        ("-9223372036854775809", "-9223372036854775810", 1),
        ("9007199254740992.0", "9007199254740993.0", 1),
        ("1.0", "1.00000000000000000000000000001", 1),
        ("1e-400", "2e-400", 1),
        ("9007199254740992", "9007199254740993", 1),
        ("18446744073709551617", "1844674407370955161.7e1", 0),
        ("0.1", "1e-1", 0),
        ("18446744073709551617", "18446744073709551617 ", 0),
    ];
    for keyword in ["const", "minimum", "multipleOf"] {
        for (old, new, code) in rows {
            let of = |number: &str| format!("{{\"type\": \"number\", \"{keyword}\": {number}}}");
            for (old, new) in [(old, new), (new, old)] {
                let folder = folder(&[("old.json", of(old).as_bytes()), ("new.json", of(new).as_bytes())]);
                let ran = run_in(folder.path(), &["schema", "diff", "old.json", "new.json"]);
                assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{keyword} {old} {new} {ran:?}");
            }
        }
    }
    // Wherever they stand, in whatever order, what is the same is the same.
    let numbers = |text: &str| text.replace('B', "18446744073709551617").replace('A', "18446744073709551616");
    let of = [r#"{"x-a": A, "x-b": [B]}"#, r#"{"x-b": [B], "x-a": A}"#, r#"{"x-b": [A], "x-a": B}"#];
    let files = of.map(numbers);
    for (file, code) in files.iter().zip([0, 0, 1]) {
        let folder = folder(&[("old.json", files[0].as_bytes()), ("new.json", file.as_bytes())]);
        let ran = run_in(folder.path(), &["schema", "diff", "old.json", "new.json"]);
        assert_eq!(ran.code, code, "{file} {ran:?}");
    }
}

#[test]
fn both_drafts_of_every_schema_mean_the_same() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let drafts: Vec<String> = schemas()
        .into_iter()
        .filter_map(|(name, _)| Some(name.strip_prefix("draft-07/")?.to_owned()))
        .collect();
    assert!(drafts.len() > 10);
    for name in drafts {
        let ran = run_in(&root, &["schema", "diff", &format!("draft-07/{name}"), &name, "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((ran.code, &report["summary"]["judged"]), (0, &json!(true)), "{report}");
        let changes = report["files"][0]["changes"].as_array().unwrap().iter();
        let messages: Vec<&str> = changes.map(|change| change["message"].as_str().unwrap()).collect();
        assert_eq!(messages, ["$id changed", "$schema changed"], "{name}");
    }
}

#[test]
fn a_file_is_compared_with_standard_input() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/token.schema.json");
    let path = path.to_str().unwrap();
    let ran = run_on(schema("token.schema.json").as_bytes(), &["schema", "diff", "-", path]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "same: 1 schema\n"));
}

#[test]
fn json_has_every_member() {
    let new = token(r#""type": "string", "minLength": 1"#);
    let folder =
        folder(&[("old.json", schema("token.schema.json").as_bytes()), ("new.json", new.as_bytes())]);
    let ran = run_in(folder.path(), &["schema", "diff", "old.json", "new.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let diff = report["files"][0]["diff"].as_str().unwrap();
    assert!(diff.starts_with("--- old.json\n+++ new.json\n@@ ") && diff.contains("\n+  \"type\""), "{diff}");
    let expected = json!({
        "schema": 1,
        "tool": "directline 0.1.0",
        "files": [{
            "name": "new.json", "old": "old.json", "new": "new.json", "status": "changed", "breaks": ["senders"],
            "changes": [{"pointer": "", "in": "new", "message": "minLength 1 added", "breaks": ["senders"], "judged": true}],
            "diff": diff,
        }],
        "passed_over": [],
        "summary": {
            "files": 1, "differing": 1, "unreadable": 0, "changes": 1, "breaks": ["senders"], "judged": true,
        },
    });
    assert_eq!(report, expected);
}

#[test]
fn files_that_cannot_be_read_are_named_with_the_place() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let rows: &[(&[u8], &str)] = &[
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"{\n \"a\": }", "at byte 8 (line 2)"),
        (b"{\"type\": \"null\", \"type\": \"null\"}", "member \"type\" occurs 2 times"),
        (b"[]", "not a schema"),
        (b"\"text\"", "not a schema"),
        (b"\xff\xfe{\x00", "UTF-16"),
        (b"{\"a\": \"\xff\"}", "at byte "),
        (deep.as_bytes(), "128"),
    ];
    let good = schema("token.schema.json");
    for (bytes, said) in rows {
        let folder = folder(&[("bad.json", *bytes), ("good.json", good.as_bytes())]);
        for arguments in [["bad.json", "good.json"], ["good.json", "bad.json"]] {
            let ran = run_in(folder.path(), &[&["schema", "diff"], &arguments[..]].concat());
            assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{said} {ran:?}");
            assert!(
                ran.stderr.starts_with("error: bad.json: ") && ran.stderr.contains(said),
                "{}",
                ran.stderr
            );
            assert!(ran.stderr.contains("\n  help: "), "{}", ran.stderr);
        }
    }
    let huge = vec![b' '; (16 << 20) + 1];
    let folder = folder(&[("huge.json", &huge), ("good.json", good.as_bytes())]);
    for (path, said) in
        [("huge.json", "more than 16 MiB"), ("none.json", "cannot be read"), ("/dev/zero", "16 MiB")]
    {
        let ran = run_in(folder.path(), &["schema", "diff", path, "good.json"]);
        assert!(ran.code == 3 && ran.stderr.contains(said), "{ran:?}");
    }
}

#[test]
fn one_broken_file_does_not_hide_the_others() {
    let (old, new) = (schema("token.schema.json"), token(r#""type": "null""#));
    let folder = folder(&[
        ("old/a.schema.json", b"{"),
        ("new/a.schema.json", old.as_bytes()),
        ("old/b.schema.json", old.as_bytes()),
        ("new/b.schema.json", new.as_bytes()),
        ("old/c.json", b"[1]"),
        ("new/d.txt", b"text"),
        ("empty/README.md", b""),
    ]);
    let ran = run_in(folder.path(), &["schema", "diff", "old", "new"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.starts_with("error: old/a.schema.json: "), "{}", ran.stderr);
    assert!(ran.stdout.contains("breaks both sides: type is null now, was string"), "{}", ran.stdout);
    assert!(ran.stdout.contains("passed over, no schemas: c.json, d.txt"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with(" · 1 of 1 schema differs · 1 file unreadable\nnext: directline schema diff --help says who senders and receivers are\n"), "{}", ran.stdout);
    let ran = run_in(folder.path(), &["schema", "diff", "empty", "empty"]);
    assert!(ran.code == 3 && ran.stderr.contains("there is no schema in them"), "{ran:?}");
    let ran = run_in(folder.path(), &["schema", "diff", "old", "nowhere"]);
    assert!(ran.code == 3 && ran.stderr.contains("nowhere: cannot be read"), "{ran:?}");
}

#[test]
fn one_long_line_is_written_anew_before_texts_are_compared() {
    let members = |extra: &str| {
        let members: Vec<String> =
            (0..200).map(|i| format!("\"member{i}\":{{\"type\":\"string\"}}")).collect();
        format!("{{\"type\":\"object\",\"properties\":{{{}{extra}}}}}", members.join(","))
    };
    let folder = folder(&[
        ("old.json", members("").as_bytes()),
        ("new.json", members(",\"z\":{\"type\":\"null\"}").as_bytes()),
    ]);
    let ran = run_in(folder.path(), &["schema", "diff", "old.json", "new.json"]);
    assert!(ran.stdout.contains("\n+    \"z\": {\n") && ran.stdout.lines().count() < 30, "{}", ran.stdout);
}

#[test]
fn texts_that_would_act_on_a_terminal_are_shown_inert() {
    let nasty = "\\u001b[31m\u{202e}\u{9b}";
    let new =
        token(&format!(r#""type": "string", "x-{nasty}": "{nasty}31m", "properties": {{"{nasty}": {{}}}}"#));
    let folder =
        folder(&[("old.json", schema("token.schema.json").as_bytes()), ("new.json", new.as_bytes())]);
    for format in ["text", "json"] {
        let ran = run_in(folder.path(), &["schema", "diff", "old.json", "new.json", "--format", format]);
        assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{}", ran.stdout);
    }
}
