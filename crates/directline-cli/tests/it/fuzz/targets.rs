//! Bad targets: what is said of each, and how the run ends.

use std::io::Write;

use super::service::{Listener, fuzz, pause};
use crate::serve::Running;
use crate::support::folder;

/// Runs one case on a service; exit code, and what is shown.
fn one(url: &str, arguments: &[&str]) -> (i32, String) {
    let folder = folder(&[]);
    let ran = fuzz(folder.path(), url, &[&["--cases", "1", "--no-shrink"], arguments].concat());
    (ran.code, ran.all())
}

#[test]
fn a_sound_service_has_no_finding() {
    let service = Running::start(&[]);
    let folder = folder(&[]);
    let ran = fuzz(folder.path(), &format!("http://{}", service.authority), &["--cases", "40"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.starts_with("conforms: no rule was broken · 40 sequences of "), "{ran:?}");
    assert!(!folder.path().join("directline-cases").exists(), "nothing to keep");
}

#[test]
fn nobody_there_is_unreachable() {
    #[expect(clippy::disallowed_methods, reason = "a port that is free")]
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let refusing = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    // RFC 6761, section 6.4: no name ends so.
    for (url, why) in
        [(refusing.as_str(), "the connection is refused"), ("http://name.invalid", "name.invalid cannot")]
    {
        let (code, shown) = one(url, &["--timeout", "1"]);
        assert_eq!(code, 5, "{shown}");
        let said = shown.lines().find(|line| line.starts_with("error: ")).unwrap();
        assert!(said.contains(" cannot be reached: ") && said.contains(why), "{shown}");
        assert_eq!(said.matches("cannot be reached").count(), 1, "{shown}");
        assert!(shown.contains("  help: check that the service runs"), "{shown}");
        assert!(shown.contains("inconclusive: "), "{shown}");
    }
}

#[test]
fn answers_that_are_none_are_findings() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"conversationId\":";
    let rows: &[(&str, Listener, &str)] = &[
        (
            "hangs",
            Listener::new(|_, _| {
                pause(1_000);
                true
            }),
            "valid-request-failed",
        ),
        ("closes", Listener::new(|_, _| false), "valid-request-failed"),
        ("closes in the body", Listener::answering(cut), "valid-request-failed"),
        ("answers garbage", Listener::answering("220 mail.example ESMTP\r\n"), "valid-request-failed"),
        (
            "fails",
            Listener::answering("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"),
            "valid-request-failed",
        ),
    ];
    for (what, service, rule) in rows {
        let (code, shown) = one(&service.url, &["--timeout", "0.3"]);
        assert_eq!(code, 1, "{what}: {shown}");
        assert!(shown.contains(&format!("error[{rule}]")), "{what}: {shown}");
    }
}

#[test]
fn a_body_without_end_is_cut_off() {
    let service = Listener::new(|stream, _| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n\"";
        let piece = vec![b'a'; 1 << 20];
        let mut done = stream.write_all(head.as_bytes());
        while done.is_ok() {
            done = stream.write_all(&piece);
        }
        false
    });
    let folder = folder(&[]);
    let arguments = ["fuzz", "--target", &service.url, "--seed", "1", "--cases", "5", "--no-shrink"];
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "ulimit -v 700000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_directline")]);
    let output = limited.args(arguments).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    let (report, said) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(report.starts_with("inconclusive: no answer could be judged · 5 sequences of "), "{report}");
    assert!(said.contains("\nerror: no answer could be judged: "), "{said}");
}

#[test]
fn a_redirect_is_a_finding_and_is_not_followed() {
    let elsewhere = Listener::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let to = elsewhere.url.clone();
    let service = Listener::new(move |stream, _| {
        let answer = format!(
            "HTTP/1.1 307 Elsewhere\r\nLocation: {to}/api/conversations\r\nContent-Length: 0\r\n\r\n"
        );
        stream.write_all(answer.as_bytes()).is_ok()
    });
    let (code, shown) = one(&service.url, &["--fail-on", "warning"]);
    // A warning, which fails a run only where one asks for that.
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("warning[redirect-answered]"), "{shown}");
    assert!(!service.requests().is_empty() && elsewhere.requests().is_empty());
}

#[test]
fn an_answer_before_the_request_is_whole_is_the_answer() {
    let service = Listener::hasty();
    let long = crate::support::sending(&format!(r#"{{"from":"user1","text":"{}"}}"#, "a".repeat(1_000_000)));
    let folder = folder(&[("long.ndjson", long.as_bytes())]);
    let ran = fuzz(folder.path(), &service.url, &["long.ndjson", "--cases", "0", "--no-shrink"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("exchange 1, SendMessage 500, service"), "{}", ran.stdout);
}

#[test]
fn http_1_0_is_spoken_with() {
    let service = Listener::model(|_, answer| answer.replacen("HTTP/1.1", "HTTP/1.0", 1));
    let folder = folder(&[]);
    let ran = fuzz(folder.path(), &service.url, &["--cases", "10"]);
    assert_eq!(ran.code, 0, "{ran:?}");
}
