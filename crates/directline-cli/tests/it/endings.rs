//! How runs end: exit codes and the last line.

use serde_json::json;

use super::support::{FORMATS, folder, good, run_in, sending, verify, with};

/// Lines of a recording, arguments, exit code, what the last line says.
type Row<'r> = (&'r [&'r str], &'r [&'r str], i32, &'r str);

#[test]
fn the_exit_code_says_how_it_went() {
    let conforms = good().to_string();
    let violates = sending(r#"{"from":"user1","text":1}"#);
    let warns = sending(r#"{"text":"hello"}"#);
    let elsewhere = with(&[("/url", "https://example.com/".into())]);
    let silent =
        r#"{"method":"GET","url":"https://directline.botframework.com/api/conversations/abc123/messages",
        "request":{"headers":[["Authorization","Bearer a-secret"]]},"response":null}"#
            .replace('\n', " ");
    let rows: &[Row<'_>] = &[
        (&[&conforms], &[], 0, "conforms: 1 of 1 exchange without error or warning · "),
        (&[&violates], &[], 1, "violates: 1 error in 1 of 1 exchange · "),
        (&[&violates, &conforms], &[], 1, "violates: 1 error in 1 of 2 exchanges · "),
        (&[&violates], &["--fail-on", "never"], 0, "violates: 1 error"),
        (&[&violates], &["--level", "text-not-string=note"], 0, "conforms: 1 of 1 exchange"),
        (&[&violates], &["--skip", "text-not-string"], 0, "rules ran"),
        (&[&violates], &["--side", "service"], 0, "only the service's side was judged"),
        (&[&warns], &[], 0, "conforms: 1 warning in 1 of 1 exchange"),
        (&[&warns], &["--fail-on", "warning"], 1, "conforms: 1 warning"),
        (&[&elsewhere], &[], 4, "inconclusive: nothing was checked · 1 out of scope"),
        (&[&elsewhere, &conforms], &[], 0, "conforms: 1 of 1 exchange without error or warning · "),
        (&[&elsewhere, &conforms], &[], 0, " · 1 more out of scope"),
        (&[&elsewhere, &violates], &[], 1, "violates: 1 error in 1 of 1 exchange · "),
        (&[&silent], &[], 4, "inconclusive: no exchange could be judged"),
        (&[&elsewhere, "{"], &[], 3, "1 input unreadable"),
        (&[&violates, "{"], &[], 3, "violates: 1 error"),
        (&[&conforms, "{"], &[], 3, "incomplete: 1 of 1 exchange without error or warning · "),
        (&[&conforms, "{", "{"], &[], 3, " · 1 input unreadable in 2 places"),
    ];
    for (lines, arguments, code, last) in rows {
        let ran = verify(&lines.join("\n"), &[*arguments, &["--quiet"]].concat());
        assert_eq!(ran.code, *code, "{arguments:?} {ran:?}");
        assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
        assert!(ran.stdout.contains(last), "{last}: {ran:?}");
        let machine = verify(&lines.join("\n"), &[*arguments, &["--format", "ndjson"]].concat());
        assert_eq!(machine.code, *code, "formats agree");
    }
}

/// Part of a recording that cannot be read may hold anything.
#[test]
fn a_run_that_could_not_read_everything_does_not_say_that_all_is_well() {
    let cut = format!("{}\n{{", good());
    for (format, headline) in [
        ("text", "\nincomplete: 1 of 1 exchange"),
        ("html", "</span> incomplete</h1>"),
        ("html", "<header class=\"incomplete\">"),
        ("markdown", "# Direct Line 1.1: ⚠️ incomplete\n"),
        ("github", "\nincomplete: 1 of 1 exchange"),
    ] {
        let ran = verify(&cut, &["--format", format]);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(format!("\n{}", ran.stdout).contains(headline), "{format} {}", ran.stdout);
        assert!(!ran.stdout.contains("conforms:") && !ran.stdout.contains("✓ conforms"), "{format}");
    }
}

#[test]
fn the_text_report_says_why_exchanges_were_not_judged() {
    let at = |url: &str| with(&[("/url", url.into())]);
    let preflight = with(&[
        ("/method", "OPTIONS".into()),
        (
            "/request/headers",
            json!([["Origin", "https://a.example"], ["Access-Control-Request-Method", "POST"]]),
        ),
    ]);
    let lines = [
        good().to_string(),
        preflight,
        at("https://example.com/"),
        at("https://example.org/"),
        at("https://directline.botframework.com/"),
    ];
    let ran = verify(&lines.join("\n"), &[]);
    let why = "not judged: 1 outside /api/, 2 on other hosts, 1 CORS preflight\n";
    assert!(ran.stdout.contains(why), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("conforms: 1 of 1 exchange without")
            && ran.stdout.contains(" · 4 more out of scope")
    );
}

#[test]
fn what_could_not_be_decided_is_listed_by_reason_and_notes_say_how_to_see_them() {
    let mut silent = good();
    silent["request"] =
        json!({"headers": silent["request"]["headers"], "observed": {"body": "body-not-recorded"}});
    let all = verify(&silent.to_string(), &["-v"]).stdout;
    let lines: Vec<&str> = all.lines().filter(|line| line.starts_with("       not decided (")).collect();
    assert_eq!(lines.len(), 1, "{all}");
    let (head, rules) = lines[0].split_once(": the recording does not hold the body: ").unwrap();
    let number = rules.split(", ").count();
    assert!(number > 20 && head == format!("       not decided ({number} rules)"), "{all}");
    let noted = sending(r#"{"from":"user1","text":1}"#);
    let noted = verify(&noted, &["--level", "text-not-string=note"]).stdout;
    assert!(
        noted.contains("note[text-not-string]") && noted.contains("\n-v shows notes in full\n\n"),
        "{noted}"
    );
    let full =
        verify(&sending(r#"{"from":"user1","text":1}"#), &["-v", "--level", "text-not-string=note"]).stdout;
    assert!(!full.contains("-v shows"), "{full}");
}

#[test]
fn the_last_lines_name_the_next_step() {
    let violates = sending(r#"{"from":"user1","text":1}"#);
    // The published service answers so, and the documents say otherwise.
    let known = with(&[
        ("/response/status", 403.into()),
        ("/response/headers", json!([["Content-Type", "application/json"]])),
        ("/response/body_text", r#"{"error":{"code":"BadArgument","message":"no"}}"#.into()),
    ]);
    let elsewhere = with(&[("/url", "https://gw.example:8443/x/api/conversations/a/messages".into())]);
    let rows = [
        (violates.clone(), "next: directline explain text-not-string"),
        (known.clone(), "next: add --profile observed: every error is a known"),
        (elsewhere, "next: add --base-uri https://gw.example:8443/x"),
    ];
    for (recording, next) in rows {
        let ran = verify(&recording, &[]);
        let last = ran.stdout.lines().last().unwrap();
        assert!(last.starts_with(next), "{ran:?}");
    }
    let both = format!("{violates}\n{known}");
    assert!(verify(&both, &[]).stdout.ends_with("next: directline explain text-not-string\n"));
}

#[test]
fn nothing_checked_says_why() {
    let url = |url: &str| with(&[("/url", url.into())]);
    let rows = [
        (url("https://a.example/x"), "nothing was checked: 1 exchange, on another host\n"),
        (
            url("https://directline.botframework.com/v3/directline/conversations"),
            "1 exchange, of Direct Line 3.0",
        ),
        (url("https://directline.botframework.com/index.html"), "1 exchange, outside /api/"),
        (
            url("https://gw.example/api/conversations/a/messages"),
            "add --base-uri https://gw.example to judge",
        ),
        (
            [url("https://a.example/x"), url("https://b.example/x")].join("\n"),
            "2 exchanges, all on other hosts",
        ),
        (
            [url("https://a.example/x"), url("https://localhost/index.html")].join("\n"),
            "2 exchanges, 1 outside /api/, 1 on another host",
        ),
        (r#"{"log":{"entries":[]}}"#.to_owned(), "the recording holds no exchange"),
    ];
    for (recording, why) in rows {
        let ran = verify(&recording, &["--format", "json"]);
        assert_eq!(ran.code, 4, "{ran:?}");
        assert!(ran.stderr.contains(why), "{why}: {}", ran.stderr);
    }
}

#[test]
fn a_host_that_a_shell_could_act_on_is_not_suggested() {
    let ran = verify(&with(&[("/url", json!("https://$(id)/api/conversations/a/messages"))]), &[]);
    assert_eq!(ran.code, 4);
    assert!(!ran.all().contains("--base-uri https://$"), "{ran:?}");
}

#[test]
fn base_uris_bring_hosts_into_scope() {
    let recording = with(&[("/url", "https://gw.example/bots/api/conversations/a/messages".into())]);
    assert_eq!(verify(&recording, &[]).code, 4);
    let ran = verify(&recording, &["--base-uri", "https://gw.example/bots", "--format", "ndjson"]);
    assert_eq!(ran.judged()[0]["operation"], "SendMessage");
}

#[test]
fn a_closed_pipe_is_quiet_and_a_full_disk_is_not() {
    use std::process::Stdio;

    let many = format!("{}\n", sending(r#"{"text":1}"#)).repeat(3000);
    let folder = folder(&[("many.ndjson", many.as_bytes())]);
    for &format in FORMATS {
        let arguments = ["verify", "many.ndjson", "-v", "--format", format];
        let mut child = super::support::command(folder.path(), &arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{format} {:?}", output.status);
    }
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let mut child = super::support::command(folder.path(), &["verify", "many.ndjson"]);
    let output = child.stdout(Stdio::from(full)).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write to "));
}

#[test]
fn a_report_goes_to_a_file_and_never_over_its_recording() {
    let folder = folder(&[("a.ndjson", good().to_string().as_bytes())]);
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "--output", "report.txt"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let report = std::fs::read_to_string(folder.path().join("report.txt")).unwrap();
    assert!(report.starts_with("conforms: "));
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "--output", "a.ndjson"]);
    assert_eq!(ran.code, 2);
    assert_eq!(std::fs::read_to_string(folder.path().join("a.ndjson")).unwrap(), good().to_string());
    let ran = run_in(folder.path(), &["verify", "a.ndjson", "--output", "no/such/folder.txt"]);
    assert_eq!(ran.code, 3);
}
