//! Command lines: help, listings, and what is said of wrong ones.

use super::support::{folder, good, run_in, run_on, schemas};

#[test]
fn help_shows_examples_that_work() {
    let form = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.txt\"\r\n\
                Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
    let error = r#"{"error":{"code":"NotFound","message":"no such conversation","statusCode":404}}"#;
    for arguments in [
        &["--help"][..],
        &["verify", "--help"],
        &["validate", "--help"],
        &["replay", "-h"],
        &["rules", "-h"],
        &["explain", "-h"],
        &["schema", "-h"],
        &["serve", "-h"],
        &["fuzz", "-h"],
        &["schema", "diff", "-h"],
        &["completions", "-h"],
        &["man", "-h"],
    ] {
        let ran = run_on(b"", arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(ran.stdout.contains("Examples:\n"), "{arguments:?}");
        for example in ran.stdout.lines().filter(|line| line.starts_with("  directline ")) {
            let example = example.split("   ").next().unwrap().split(" | ").next().unwrap();
            let example = example.split(" > ").next().unwrap().trim();
            let words: Vec<String> =
                example.split(' ').skip(1).map(|word| word.trim_matches('\'').to_owned()).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            if words.contains(&"--target") {
                // Nobody is there.
                continue;
            }
            if words.first() == Some(&"serve") && !words.contains(&"--list-faults") {
                // It would run for ever; its own tests start it.
                continue;
            }
            if words.contains(&"--target") {
                // Its own tests have a service to contact.
                continue;
            }
            let folder = folder(&[
                ("session.har", format!("{}\n", good()).as_bytes()),
                ("recordings/a.ndjson", format!("{}\n", good()).as_bytes()),
                ("message.json", br#"{"from":"user1","text":"hello"}"#),
                ("answer.json", error.as_bytes()),
                ("photo.png", b"\x89PNG\r\n"),
                ("form.bin", form.as_bytes()),
            ]);
            for (name, text) in schemas() {
                for schemas in ["old", "schemas"] {
                    let path = folder.path().join(schemas).join(&name);
                    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                    std::fs::write(path, &text).unwrap();
                }
            }
            let ran = run_in(folder.path(), &words);
            let whom =
                "note: no --target: the model service in this program is asked, not a service of yours\n";
            let seed = "note: seed 7: --seed 7 sends the same requests again\n";
            let said = match words.first() {
                Some(&"fuzz") => format!("{seed}{whom}"),
                Some(&"replay") => whom.to_owned(),
                _ => String::new(),
            };
            assert_eq!((ran.code, ran.stderr), (0, said), "{example}");
        }
    }
}

#[test]
fn every_rule_is_listed_and_explained() {
    let list = run_on(b"", &["rules", "--format", "json"]);
    let rules: Vec<serde_json::Value> = serde_json::from_str(&list.stdout).unwrap();
    let table = run_on(b"", &["rules"]).stdout;
    assert_eq!(rules.len(), directline_validator::rules().len());
    for rule in &rules {
        let name = rule["name"].as_str().unwrap();
        assert!(table.lines().any(|line| line.trim_start().starts_with(&format!("{name} "))), "{name}");
        assert!(!rule["statements"].as_array().unwrap().is_empty(), "{name}");
    }
    for rule in rules.iter().step_by(9) {
        let name = rule["name"].as_str().unwrap();
        let page = run_on(b"", &["explain", name]);
        assert_eq!(page.code, 0);
        for heading in ["What it checks", "Why it matters", "Example", "Source", "Statements"] {
            assert!(page.stdout.lines().any(|line| line == heading), "{name}: {heading}");
        }
        let json = run_on(b"", &["explain", name, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
        assert_eq!(json["rule"], *rule);
        assert!(json["manual"].as_str().unwrap().contains("## What it checks"));
    }
}

#[test]
fn what_a_report_shows_is_explained_as_it_stands_there() {
    let page = run_on(b"", &["explain", "text-not-string"]);
    for written in ["error[text-not-string]", "Text-Not-String", " text-not-string "] {
        assert_eq!(run_on(b"", &["explain", written]), page, "{written}");
    }
    for rule in directline_validator::rules() {
        let statement = rule.statements[0];
        let page = run_on(b"", &["explain", &statement.to_lowercase()]);
        assert!(page.stdout.starts_with(&format!("{statement}: ")), "{page:?}");
        assert!(page.stdout.lines().any(|line| line.trim() == rule.name), "{page:?}");
    }
    let json = run_on(b"", &["explain", "DL-151", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["source"], "API reference - Direct Line API 1.1, MessageSet");
    assert!(json["rules"].as_array().unwrap().contains(&"watermark-not-string".into()), "{json}");
}

#[test]
fn schemas_are_listed_and_printed() {
    let names = run_on(b"", &["schema"]).stdout;
    assert_eq!(names.lines().count(), 15);
    for line in names.lines() {
        let name = line.split(' ').next().unwrap();
        let document = run_on(b"", &["schema", name]);
        let document: serde_json::Value = serde_json::from_str(&document.stdout).unwrap();
        if let Some(version) = document["openapi"].as_str() {
            assert_eq!(name, if version.starts_with("3.0") { "openapi-3.0" } else { "openapi" });
            continue;
        }
        assert!(document["$id"].as_str().unwrap().ends_with(&format!("/schemas/{name}.schema.json")));
        let old = run_on(b"", &["schema", name, "--draft", "07"]);
        let old: serde_json::Value = serde_json::from_str(&old.stdout).unwrap();
        assert!(old["$id"].as_str().unwrap().ends_with(&format!("/schemas/draft-07/{name}.schema.json")));
    }
}
