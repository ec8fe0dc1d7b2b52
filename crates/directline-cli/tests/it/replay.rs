//! `directline replay`: recorded requests against the model service, `serve`, and listeners that are no service at all.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::secrets::{PLAIN, SHAPED, announced, anywhere, leak};
use super::serve::Running;
use super::support::{FORMATS, Ran, answering, command, corpus, folder, good, run_in, run_on, with};

/// A service that takes everything and keeps what it was sent.
struct Listener {
    url: String,
    received: Arc<Mutex<Vec<u8>>>,
}

impl Listener {
    fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "a service for the client under test")]
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut stream = BufReader::new(stream);
                let (mut head, mut length) = (Vec::new(), 0);
                while !head.ends_with(b"\r\n\r\n")
                    && stream.read_until(b'\n', &mut head).is_ok_and(|read| read > 0)
                {}
                for line in String::from_utf8_lossy(&head).to_ascii_lowercase().lines() {
                    if let Some(value) = line.strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                }
                let mut body = vec![0; length];
                stream.read_exact(&mut body).unwrap();
                let answer = if head.starts_with(b"POST /api/conversations HTTP") {
                    let body = r#"{"conversationId":"fresh-one","token":"fresh-token","expires_in":1800}"#;
                    format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                        body.len()
                    )
                } else {
                    "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned()
                };
                let mut all = kept.lock().unwrap();
                all.extend(head);
                all.extend(body);
                drop(all);
                let _ = stream.into_inner().write_all(answer.as_bytes());
            }
        });
        Self { url, received }
    }

    /// What it was sent since it was asked last.
    fn received(&self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut *self.received.lock().unwrap())).into_owned()
    }
}

#[test]
fn no_recorded_credential_is_sent_or_shown_or_kept() {
    let listener = Listener::start();
    let mut recordings: Vec<_> =
        announced(PLAIN).into_iter().map(|(place, text)| (place, text, PLAIN)).collect();
    recordings.extend(
        announced(SHAPED).into_iter().chain(anywhere(SHAPED)).map(|(place, text)| (place, text, SHAPED)),
    );
    let mut sent = 0;
    for (place, recording, secret) in recordings {
        let folder = folder(&[("a.ndjson", recording.as_bytes())]);
        for format in ["text", "ndjson"] {
            let arguments =
                ["replay", "a.ndjson", "--target", &listener.url, "--out", "b.har", "--format", format];
            let ran = run_in(folder.path(), &arguments);
            assert!([0, 1, 4].contains(&ran.code), "{place}: {ran:?}");
            let received = listener.received();
            sent += usize::from(!received.is_empty());
            let kept = std::fs::read_to_string(folder.path().join("b.har")).unwrap_or_default();
            assert_eq!(kept.is_empty(), received.is_empty(), "{place}: {ran:?}");
            for (what, text) in [("sends", &received), ("shows", &ran.all()), ("keeps", &kept)] {
                let leaked = leak(text, secret);
                assert_eq!(leaked, None, "{place} {what}:\n{text}");
            }
        }
    }
    assert!(sent > 80, "{sent}");
}

/// The lines of the report, without its findings.
fn record(ran: &Ran) -> Value {
    let lines = ran.lines();
    lines.into_iter().find(|line| line["type"] == "replay").unwrap_or_else(|| panic!("{ran:?}"))
}

#[test]
fn a_fault_of_a_live_service_is_found_and_its_difference_shown() {
    let recording = corpus("conversations").join("bot-echoes.ndjson");
    let recording = recording.to_str().unwrap();
    let sound = Running::start(&[]);
    let faulty = Running::start(&["--fault", "watermark-is-number"]);
    let replay = |service: &Running, arguments: &[&str]| {
        let url = format!("http://{}", service.authority);
        run_in(Path::new("."), &[&["replay", recording, "--target", &url], arguments].concat())
    };
    let ran = replay(&sound, &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = replay(&faulty, &["--format", "ndjson"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let differs = |one: &Value| {
        one["pointer"] == "/watermark" && one["fresh"].as_str().is_some_and(|text| !text.contains('"'))
    };
    assert!(record(&ran)["differences"].as_array().unwrap().iter().any(differs), "{ran:?}");
    let text = replay(&faulty, &[]).stdout;
    assert!(text.contains("error[watermark-not-string]") && text.contains("body /watermark\n"), "{text}");
}

#[test]
fn the_exit_code_says_how_it_went() {
    let conforms = good().to_string();
    let elsewhere = with(&[("/url", "https://gw.example/x/api/conversations/a/messages".into())]);
    let unsaid = with(&[("/response", json!({"status": 204, "headers": [], "body_text": null}))]);
    let otherwise = with(&[("/response/status", 200.into())]);
    let no_body = {
        let mut exchange = good();
        exchange["request"] = json!({"headers": [], "observed": {"body": "body-not-recorded"}});
        exchange.to_string()
    };
    let rows: &[(&str, &[&str], i32, &str)] = &[
        (&conforms, &[], 0, "none differs from the recording"),
        (&unsaid, &[], 0, "none differs from the recording"),
        (&otherwise, &[], 0, "1 differs from the recording"),
        (&otherwise, &["--fail-on-difference"], 1, "1 differs from the recording"),
        (&elsewhere, &[], 4, "no request can be sent again: 1 exchange, on another host"),
        (&elsewhere, &[], 4, "add --base-uri https://gw.example/x"),
        (&elsewhere, &["--base-uri", "https://gw.example/x"], 0, "none differs"),
        (&no_body, &[], 4, "no request can be sent again: what they sent is not in it"),
        ("", &[], 3, "the recording is empty"),
        ("{", &[], 3, "unreadable"),
        (&conforms, &["--target", "http://127.0.0.1:1"], 5, "127.0.0.1:1 cannot be reached"),
        (&conforms, &["--target", "ftp://127.0.0.1"], 2, "write scheme and host"),
        (&conforms, &["--rate", "1"], 2, "--target"),
        (&conforms, &["-o", "/"], 3, "cannot write to"),
    ];
    for (recording, arguments, code, said) in rows {
        let ran = run_on(recording.as_bytes(), &[&["replay", "-"], *arguments].concat());
        assert_eq!(ran.code, *code, "{arguments:?} {ran:?}");
        assert!(ran.all().contains(said), "{said}: {ran:?}");
    }
    assert_eq!(run_on(b"", &["replay"]).code, 2);
}

#[test]
fn what_was_sent_is_kept_and_never_over_a_recording() {
    let folder = folder(&[
        ("in/a.ndjson", good().to_string().as_bytes()),
        ("in/b.ndjson", good().to_string().as_bytes()),
    ]);
    let run = |arguments: &[&str]| run_in(folder.path(), &[&["replay"], arguments].concat());
    for (arguments, said) in [
        (&["in/a.ndjson", "--out", "in/a.ndjson"][..], "--out names an input"),
        (&["in", "--out", "in/b.ndjson"], "--out names an input"),
        (&["in", "--out", "c.har"], "--out keeps the replay of one recording"),
    ] {
        let ran = run(arguments);
        assert!(ran.code == 2 && ran.stderr.contains(said), "{ran:?}");
    }
    let ran = run(&["in/a.ndjson", "--out", "none/c.har"]);
    assert!(ran.code == 3 && ran.stdout.contains("none differs"), "the report is not lost: {ran:?}");
    let ran = run(&["in/a.ndjson", "--out", "c.har", "--format", "ndjson"]);
    let whom = "note: no --target: the model service in this program is asked, not a service of yours\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (0, whom), "{ran:?}");
    assert_eq!(record(&ran)["file"], "c.har");
    let verified = run_in(folder.path(), &["verify", "c.har", "--side", "service", "--format", "ndjson"]);
    let exchanges =
        |ran: &Ran| ran.lines().into_iter().filter(|line| line["type"] == "exchange").collect::<Vec<_>>();
    assert_eq!(exchanges(&verified), exchanges(&ran), "verify reads it and judges it alike");
    assert_eq!(exchanges(&ran).len(), 2, "a conversation is started first");
    assert_eq!(std::fs::read_to_string(folder.path().join("in/a.ndjson")).unwrap(), good().to_string());
    // What was kept is a recording like any other.
    assert_eq!(run(&["c.har"]).code, 0);
}

#[test]
fn hostile_answers_move_no_cursor_and_do_not_flood_the_report() {
    let text = format!("\u{1b}[2J\u{202e}{}", "x".repeat(1_000_000));
    let body =
        json!({"messages": [{"id": "1", "from": "bot", "text": text, text.clone(): 1}], "watermark": "1"});
    let binary =
        with(&[("/response/status", 200.into()), ("/response/body_text", "\u{0}\u{1b}[31m\u{fffd}".into())]);
    for recording in [answering(&body.to_string()), answering(&text), answering("{\"messages\":["), binary] {
        for &format in FORMATS {
            let ran = run_on(recording.as_bytes(), &["replay", "-", "--format", format]);
            assert_eq!(ran.code, 0, "{format} {}", ran.stderr);
            assert!(ran.stdout.len() < 20_000, "{format} {}", ran.stdout.len());
            assert!(!ran.all().contains(['\u{1b}', '\u{202e}', '\u{0}']), "{format}");
        }
    }
}

#[test]
fn the_model_service_is_blamed_for_no_recording_of_the_corpus() {
    let mut sent = 0;
    for folder in ["conversations", "decisions", "clients", "documented", "rules"] {
        let ran = run_in(&corpus("."), &["replay", folder, "--format", "ndjson", "--fail-on", "warning"]);
        // Some show no request that can be sent again.
        assert!([0, 4].contains(&ran.code), "{folder}: {}", ran.stderr);
        for line in ran.lines().iter().filter(|line| line["type"] == "exchange") {
            sent += 1;
            assert_ne!(line["verdict"], "violates", "{line}");
        }
    }
    assert!(sent > 1_000, "{sent}");
}

#[test]
fn who_interrupts_it_gets_what_was_done() {
    // It answers the first request and never the next.
    #[expect(clippy::disallowed_methods, reason = "a service for the client under test")]
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let recording = [good().to_string(), good().to_string()].join("\n");
    let folder = folder(&[("a.ndjson", recording.as_bytes())]);
    let arguments = ["replay", "a.ndjson", "--target", &url, "--timeout", "60", "--out", "b.har"];
    let child = command(folder.path(), &arguments).spawn().unwrap();
    let (mut first, _) = listener.accept().unwrap();
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 54\r\nConnection: close\r\n\r\n\
                  {\"conversationId\":\"c1\",\"token\":\"t1\",\"expires_in\":1800}";
    first.write_all(answer.as_bytes()).unwrap();
    drop(first);
    let _waiting = listener.accept().unwrap();
    let kill = std::process::Command::new("kill").args(["-s", "INT", &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(report.contains("left out: 2 exchanges (0, 1), the run ended before"), "{report}");
    assert!(std::fs::read_to_string(folder.path().join("b.har")).unwrap().contains("conversationId"));
}

#[test]
fn real_recordings_are_sent_again_without_a_false_alarm() {
    for name in [
        "har/chrome-devtools-sanitized.har",
        "har/mitmproxy-requests.har",
        "har/pollyjs.har",
        "har/playwright-attach.zip",
        "har/playwright-embed-full.har",
        "wire/curl",
        "wire/chromium",
        "wire/py-requests",
        "wire/java-okhttp",
        "wire/mono-httpclient",
        "wire/node-axios",
        "wire/ruby-nethttp",
    ] {
        let ran = run_in(&corpus("recorded"), &["replay", name, "--format", "ndjson"]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let record = record(&ran);
        assert!(record["exchanges"].as_u64().unwrap() > 2, "{name}");
        for line in ran.lines().iter().filter(|line| line["type"] == "exchange") {
            assert_eq!(line["findings"], json!([]), "{name}");
        }
    }
}
