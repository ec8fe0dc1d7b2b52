//! `directline validate`: one object by itself.

use serde_json::{Value, json};

use super::support::{FORMATS, Ran, command, folder, run_in, run_on};

/// Runs `validate` on these bytes.
fn validate(bytes: &[u8], arguments: &[&str]) -> Ran {
    run_on(bytes, &[&["validate"], arguments, &["-"]].concat())
}

/// The only finding of an object, as the machine format shows it.
fn finding(bytes: &[u8], arguments: &[&str]) -> Value {
    let ran = validate(bytes, &[arguments, &["--format", "ndjson"]].concat());
    let lines = ran.lines();
    let [_, object, _] = lines.as_slice() else { panic!("{ran:?}") };
    let [finding] = object["findings"].as_array().unwrap().as_slice() else { panic!("{object}") };
    finding.clone()
}

#[test]
fn every_kind_has_its_rules() {
    let form = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.txt\"\r\n\
                Content-Type: text/plain\r\n\r\nhello\r\n";
    let multipart: &[&str] = &["upload", "--content-type", "multipart/form-data; boundary=b"];
    let rows: &[(&[&str], &str, &str, Value)] = &[
        (&["message"], "{\"from\":\"u\",\"text\":5}", "text-not-string", json!([19, 20])),
        (&["message-set"], "{\"messages\":[],\"watermark\":5}", "watermark-not-string", json!([27, 28])),
        (&["attachment"], "{\"url\":5,\"contentType\":\"a/b\"}", "attachment-url-not-string", json!([7, 8])),
        (
            &["conversation"],
            "{\"conversationId\":\"c\",\"token\":\"t\",\"expires_in\":\"1\"}",
            "expires-in-not-number",
            json!([47, 50]),
        ),
        (&["error"], "{\"message\":\"no\"}", "error-missing", json!([0, 16])),
        (&["token"], "[\"t\"]", "token-not-string", json!([0, 5])),
        (multipart, form, "multipart-truncated", Value::Null),
    ];
    for (arguments, text, rule, span) in rows {
        let found = finding(text.as_bytes(), arguments);
        assert_eq!(found["rule"], *rule, "{found}");
        assert_eq!(found["where"]["part"], "object", "{found}");
        assert_eq!(found["where"]["file"], "<stdin>", "{found}");
        if !span.is_null() {
            assert_eq!(found["where"]["span"], *span, "{found}");
            assert_eq!(found["where"]["offset"], span[0], "{found}");
        }
    }
}

#[test]
fn a_record_has_every_member_and_a_run_may_have_several_objects() {
    let folder = folder(&[("a.json", b"{\"from\":\"u\",\"text\":\"x\"}"), ("b.json", b"{\"text\":5}")]);
    let arguments = ["validate", "message", "a.json", "b.json", "--side", "client", "--format", "json"];
    let ran = run_in(folder.path(), &arguments);
    assert_eq!(ran.code, 1);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let [first, second] = document["objects"].as_array().unwrap().as_slice() else { panic!("{document}") };
    assert_eq!(
        *first,
        json!({"type": "object", "file": "a.json", "index": 0, "kind": "message", "verdict": "conforms",
            "findings": [], "inconclusive": []})
    );
    assert_eq!((&second["index"], &second["verdict"]), (&json!(1), &json!("violates")));
    assert_eq!(second["findings"][0]["side"], "client");
    assert_eq!((&document["summary"]["objects"], &document["summary"]["conforms"]), (&json!(2), &json!(1)));
    assert_eq!(document["summary"].get("exchanges"), None);
}

#[test]
fn the_side_is_null_until_it_is_named_and_rules_that_need_it_wait() {
    assert_eq!(finding(b"{\"from\":\"u\",\"text\":5}", &["message"])["side"], Value::Null);
    let ran = validate(b"{\"text\":\"x\"}", &["message"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("it depends on who sent it (from-missing)"), "{}", ran.stdout);
    let next = "next: add --side client or --side service: some rules depend on who sent it\n";
    assert!(ran.stdout.ends_with(next), "{}", ran.stdout);
    let client = validate(b"{\"text\":\"x\"}", &["message", "--side", "client"]);
    assert!(client.stdout.starts_with("warning[from-missing]"), "{}", client.stdout);
    let service = validate(b"{\"text\":\"x\"}", &["message", "--side", "service"]);
    assert!(service.stdout.starts_with("conforms: "), "{}", service.stdout);
}

#[test]
fn options_that_say_nothing_of_the_kind_are_refused() {
    let rows: &[(&[&str], &str)] = &[
        (&["validate"], "<KIND>"),
        (&["validate", "mesage", "-"], "did you mean message?"),
        (&["validate", "messageset", "-"], "did you mean message-set?"),
        (&["validate", "message"], "directline validate message FILE"),
        (&["validate", "upload", "-"], "--content-type 'multipart/form-data; boundary="),
        (&["validate", "token", "-", "--content-type", "a/b"], "--content-type is for uploads"),
        (&["validate", "token", "-", "--status", "404"], "--status is for errors"),
        (&["validate", "error", "-", "--status", "200"], "give a whole number from 400 to 599"),
        (&["validate", "token", "-", "--side", "client"], "only the service sends this"),
        (&["validate", "message", "-", "-"], "standard input can be read once"),
        (&["validate", "message", "-", "--skip", "text-not-sting"], "did you mean text-not-string"),
    ];
    for (arguments, said) in rows {
        let ran = run_on(b"", arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?} {ran:?}");
        assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn levels_profiles_and_selections_work_as_for_recordings() {
    let message = b"{\"from\":\"u\",\"text\":5}";
    for (arguments, code) in [
        (&["message"][..], 1),
        (&["message", "--fail-on", "never"], 0),
        (&["message", "--level", "text-not-string=note"], 0),
        (&["message", "--skip", "message"], 0),
        (&["message", "--only", "transport"], 0),
    ] {
        assert_eq!(validate(message, arguments).code, code, "{arguments:?}");
    }
    let undocumented = b"{\"from\":\"u\",\"text\":\"x\",\"locale\":\"de\"}";
    assert_eq!(validate(undocumented, &["message"]).code, 0);
    assert_eq!(validate(undocumented, &["message", "--profile", "strict"]).code, 1);
}

#[test]
fn bad_files_are_explained() {
    let big = vec![b' '; 64 * 1024 * 1024 + 1];
    let folder = folder(&[("in/a.json", b"{}"), ("big.json", &big)]);
    let rows = [
        ("no.json", "error: no.json: cannot be read", "  help: check the path"),
        ("in", "error: in: it is a folder", "  help: name the files in it"),
        (
            "big.json",
            "error: big.json: the object has more than 67108864 bytes\n",
            "  help: --max-body raises",
        ),
    ];
    for (path, said, help) in rows {
        let ran = run_in(folder.path(), &["validate", "message", path, "in/a.json"]);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.stderr.starts_with(said) && ran.stderr.contains(help), "{}", ran.stderr);
        assert!(ran.stdout.contains("of 1 message") && ran.stdout.contains("1 input unreadable"), "{ran:?}");
    }
}

#[test]
fn bad_objects_are_judged_or_said_to_be_beyond_the_limits() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let binary: Vec<u8> = (0..=255).collect();
    let utf16 = b"\xff\xfe{\x00}\x00";
    for kind in ["message", "message-set", "attachment", "conversation", "error", "token"] {
        for (bytes, codes) in
            [(&b""[..], &[0, 1][..]), (&binary, &[0, 1]), (utf16, &[0, 1]), (b"{\"a\":", &[0, 1])]
        {
            let ran = validate(bytes, &[kind]);
            assert!(codes.contains(&ran.code), "{kind} {ran:?}");
            assert!(ran.stdout.contains('['), "a finding: {kind} {ran:?}");
        }
        let ran = validate(deep.as_bytes(), &[kind]);
        assert_eq!(ran.code, 4, "{kind} {ran:?}");
        assert!(
            ran.stderr.contains("could be judged: 1 ") && ran.stderr.contains("--max-depth raises"),
            "{}",
            ran.stderr
        );
    }
    for bytes in [&b""[..], &binary, deep.as_bytes()] {
        let ran = validate(bytes, &["upload", "--content-type", "multipart/form-data; boundary=b"]);
        assert_eq!(ran.code, 1, "{ran:?}");
    }
}

#[test]
fn an_upload_lists_its_parts_and_points_at_its_content_type() {
    let form = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.txt\"\r\n\
                Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
    let ran =
        validate(form.as_bytes(), &["upload", "-v", "--content-type", "multipart/form-data; boundary=b"]);
    let part = "       part 0: text/plain, form-data; name=\"a\"; filename=\"a.txt\", 5 bytes from byte 93\n";
    assert_eq!(form.find("hello"), Some(93));
    assert!(ran.stdout.contains(part), "{}", ran.stdout);
    assert_eq!(ran.code, 0);
    let found = finding(b"x", &["upload", "--content-type", "multipart/form-data"]);
    assert_eq!(found["rule"], "multipart-boundary-missing");
    let place = (&found["where"]["part"], &found["where"]["file"], &found["where"]["column"]);
    assert_eq!(place, (&json!("request.header"), &json!("--content-type"), &json!(1)));
}

#[test]
fn a_closed_pipe_is_quiet() {
    let members: Vec<String> = (0..3000).map(|number| format!("\"m{number}\":1")).collect();
    let folder = folder(&[("a.json", format!("{{{}}}", members.join(",")).as_bytes())]);
    for &format in FORMATS {
        let arguments = ["validate", "message", "a.json", "-v", "--format", format];
        let mut child = command(folder.path(), &arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{format} {:?}", output.status);
    }
}

#[test]
fn a_report_goes_to_a_file_and_never_over_the_object() {
    let folder = folder(&[("a.json", b"{\"from\":\"u\",\"text\":\"x\"}")]);
    let ran = run_in(folder.path(), &["validate", "message", "a.json", "--output", "a.json"]);
    assert_eq!(ran.code, 2);
    let ran = run_in(folder.path(), &["validate", "message", "a.json", "--output", "report.txt"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
}

#[test]
fn urls_show_what_their_readings_yield() {
    let ran = run_on(b"", &["validate", "url", "/a/0.jpg", "//evil.example/x"]);
    let base = "https://directline.botframework.com";
    for line in [
        "conforms      /a/0.jpg\n".to_owned(),
        format!("       documented  {base}/a/0.jpg\n       safe        {base}/a/0.jpg\n"),
        format!(
            "       documented  {base}//evil.example/x\n       safe        refused: it begins with two slashes"
        ),
        "[url-network-path]".to_owned(),
        " --> <URL 2>:1:1  URL\n".to_owned(),
    ] {
        assert!(ran.stdout.contains(&line), "{line}: {}", ran.stdout);
    }
    let elsewhere = run_on(b"", &["validate", "url", "https://example.com/a"]).stdout;
    assert!(elsewhere.contains("example.com/a (another origin: without secret or token)\n"), "{elsewhere}");
    let other = run_on(b"", &["validate", "url", "/a", "--base-uri", "http://localhost:8080"]);
    assert!(other.stdout.contains("documented  http://localhost:8080/a\n"), "{}", other.stdout);
    assert_eq!(run_on(b"", &["validate", "url", "/a", "--base-uri", "localhost"]).code, 2);
    assert_eq!(run_on(b"", &["validate", "url"]).code, 2);
}

#[test]
fn urls_on_standard_input_stand_one_per_line() {
    let ran = run_on(b"/a.png\r\n\n@evil.example/x\n", &["validate", "url", "-", "--format", "ndjson"]);
    let lines = ran.lines();
    let [_, first, second, summary] = lines.as_slice() else { panic!("{ran:?}") };
    assert_eq!((&first["url"], &first["refused"]), (&json!("/a.png"), &Value::Null));
    assert_eq!(first["documented"], first["safe"]);
    assert_eq!((&second["safe"], &second["refused"]), (&Value::Null, &json!("not-absolute-path")));
    assert_eq!(second["findings"][0]["rule"], "url-leaves-base");
    let place = &second["findings"][0]["where"];
    assert_eq!((&place["line"], &place["column"], &place["offset"]), (&json!(3), &json!(1), &json!(9)));
    assert_eq!(summary["objects"], 2);
    assert_eq!(ran.code, 1);
}
