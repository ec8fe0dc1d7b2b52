//! `directline serve`: the binary is started and talked to over a plain socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::support::{command, run_on};

/// A running service, ended with the test.
pub(crate) struct Running {
    child: Child,
    pub(crate) authority: String,
}

/// The status, the head in lower case, and the body of an answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = command(Path::new("."), &[&["serve"], arguments].concat());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let base = lines.next().unwrap().unwrap();
        assert_eq!(lines.next().unwrap().unwrap(), "secret: test-secret");
        let authority = base.strip_prefix("base URI: http://").unwrap().to_owned();
        assert!(authority.starts_with("127.0.0.1:"), "{authority}");
        Self { child, authority }
    }

    fn connect(&self) -> TcpStream {
        #[expect(clippy::disallowed_methods, reason = "a client of the service under test")]
        let stream = TcpStream::connect(&self.authority).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends a request on a connection of its own.
    fn send(&self, line: &str, headers: &str, body: &[u8]) -> Answer {
        let mut stream = self.connect();
        send(&mut stream, line, headers, body);
        answer(&mut BufReader::new(stream), line.starts_with("HEAD"))
    }

    /// Sends a request with the secret.
    fn ask(&self, line: &str, body: &[u8]) -> Answer {
        self.send(line, "Authorization: Bearer test-secret\r\nContent-Type: application/json\r\n", body)
    }

    fn conversation(&self) -> String {
        self.ask("POST /api/conversations", b"").json()["conversationId"].as_str().unwrap().to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn send(stream: &mut TcpStream, line: &str, headers: &str, body: &[u8]) {
    let head = format!("{line} HTTP/1.1\r\nHost: h\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).unwrap();
    // Whoever answers early does not read the rest.
    let _ = stream.write_all(body);
}

/// The answer that comes next. The service announces the length of each.
fn answer(stream: &mut impl BufRead, to_head: bool) -> Answer {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(stream.read_line(&mut head).unwrap(), 0, "closed: {head}");
    }
    let head = head.to_ascii_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = if to_head { 0 } else { length.map_or(0, |length| length.parse().unwrap()) };
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    Answer { status, head, body }
}

#[test]
fn a_client_is_served_from_the_token_to_the_file() {
    let service = Running::start(&[]);
    let token = service.ask("POST /api/tokens/conversation", b"");
    let token = format!("Authorization: Bearer {}\r\n", token.json().as_str().unwrap());
    let started = service.send("POST /api/conversations", &token, b"");
    assert_eq!((started.status, &started.json()["expires_in"]), (200, &json!(1800)));
    let id = started.json()["conversationId"].as_str().unwrap().to_owned();

    // The rest on one connection, which is kept open.
    let mut stream = service.connect();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut ask = |line: &str, headers: &str, body: &[u8]| {
        send(&mut stream, line, &format!("{token}{headers}"), body);
        answer(&mut reader, false)
    };
    let messages = format!("/api/conversations/{id}/messages");
    let json_type = "Content-Type: application/json\r\n";
    let sent = ask(&format!("POST {messages}"), json_type, br#"{"from":"user1","text":"hello"}"#);
    assert_eq!((sent.status, sent.body.len()), (204, 0));
    let page = ask(&format!("GET {messages}"), "", b"").json();
    let said: Vec<&str> = page["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["text"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["hello", "You said: hello"]);

    let upload = format!("POST /api/conversations/{id}/upload?userId=u%7C1");
    let image = [b"\x89PNG\r\n\x1a\n".as_slice(), &vec![0; 100_000]].concat();
    let disposition =
        "Content-Type: image/png\r\nContent-Disposition: name=\"file\"; filename=\"a b.png\"\r\n";
    assert_eq!(ask(&upload, disposition, &image).status, 204);
    let watermark = page["watermark"].as_str().unwrap();
    let page = ask(&format!("GET {messages}?watermark={watermark}"), "", b"").json();
    assert_eq!(page["messages"][0]["from"], "u|1");
    let url = page["messages"][0]["images"][0].as_str().unwrap();
    let file = service.send(&format!("GET {url}"), "", b"");
    assert_eq!((file.status, file.body == image), (200, true));
    assert!(file.head.contains("\r\ncontent-type: image/png\r\n"), "{file:?}");
}

#[test]
fn refusals_are_those_of_the_documents() {
    let service = Running::start(&[]);
    let id = service.conversation();
    let path = format!("/api/conversations/{id}/messages");
    let other = "Authorization: Bearer another-secret\r\n";
    let secret = "Authorization: Bearer test-secret\r\n";
    let long = vec![b' '; (16 << 20) + 1];
    let rows: &[(&str, String, &str, &[u8], u16)] = &[
        ("without credentials", format!("GET {path}"), "", b"", 401),
        ("with another secret", format!("GET {path}"), other, b"", 403),
        ("of an unknown conversation", "GET /api/conversations/x/messages".to_owned(), secret, b"", 404),
        ("outside the API", "GET /".to_owned(), secret, b"", 404),
        ("an undocumented method", format!("DELETE {path}"), secret, b"", 404),
        ("no message", format!("POST {path}"), secret, b"{", 400),
        ("a long body", format!("POST {path}"), secret, &long, 400),
    ];
    for (what, line, headers, body, status) in rows {
        let answer = service.send(line, headers, body);
        assert_eq!(answer.status, *status, "{what}");
        assert_eq!(answer.json()["error"]["statusCode"], *status, "{what}");
        assert!(answer.head.contains("\r\ncontent-type: application/json"), "{what}: {answer:?}");
    }
    let head = service.send(&format!("HEAD {path}"), secret, b"");
    assert_eq!((head.status, head.body.len()), (404, 0));
    assert_eq!(service.ask(&format!("GET {path}"), b"").status, 200, "it is still there");
}

#[test]
fn a_long_body_that_waits_to_be_wanted_is_not_sent() {
    let service = Running::start(&[]);
    let mut stream = service.connect();
    let head = "POST /api/conversations HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(answer(&mut BufReader::new(stream), false).status, 400);
}

#[test]
fn clients_of_http_1_0_and_hostile_ones_are_answered_or_left() {
    let service = Running::start(&[]);
    let id = service.conversation();
    let mut old = service.connect();
    let request =
        format!("GET /api/conversations/{id}/messages HTTP/1.0\r\nAuthorization: Bearer test-secret\r\n\r\n");
    old.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    old.read_to_string(&mut text).unwrap();
    assert!(
        text.starts_with("HTTP/1.0 200 ") && text.ends_with(r#"{"messages":[],"watermark":"0"}"#),
        "{text}"
    );

    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"GET / HTTP/1.1\r\nA: ".iter().copied().chain(std::iter::repeat_n(b'a', 1 << 20)).collect(),
        "X: y\r\n".repeat(10_000).into_bytes(),
        b"POST /api/conversations HTTP/1.1\r\nContent-Length: 5\r\n\r\nab".to_vec(),
        b"POST /api/conversations HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".to_vec(),
    ] {
        let mut stream = service.connect();
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        // An answer or none; the connection ends.
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert_eq!(service.ask(&format!("GET /api/conversations/{id}/messages"), b"").status, 200);
}

#[test]
fn settings_and_faults_are_as_asked_for() {
    let service = Running::start(&["--fault", "watermark-is-number", "--page", "1", "--token-lifetime", "7"]);
    let started = service.ask("POST /api/conversations", b"").json();
    assert_eq!(started["expires_in"], 7);
    let path = format!("/api/conversations/{}/messages", started["conversationId"].as_str().unwrap());
    service.ask(&format!("POST {path}"), br#"{"from":"user1","text":"hello"}"#);
    let page = service.ask(&format!("GET {path}"), b"").json();
    assert_eq!((page["messages"].as_array().unwrap().len(), &page["watermark"]), (1, &json!(1)));
    let other = Running::start(&["--seed", "2"]).conversation();
    assert_ne!(started["conversationId"], *other);
}

#[test]
fn a_faulty_204_has_its_body_on_the_wire() {
    let service = Running::start(&["--fault", "body-on-204"]);
    let path = format!("POST /api/conversations/{}/messages", service.conversation());
    let sent = service.ask(&path, br#"{"from":"user1","text":"hello"}"#);
    assert!(sent.head.starts_with("http/1.1 204 no content\r\n"), "{sent:?}");
    assert_eq!((sent.status, sent.body.as_slice()), (204, br#"{"id":"1"}"#.as_slice()));
}

#[test]
fn the_faults_are_listed() {
    let list = run_on(b"", &["serve", "--list-faults", "--format", "json"]);
    let faults: Vec<Value> = serde_json::from_str(&list.stdout).unwrap();
    assert!(faults.len() >= 40, "{}", faults.len());
    let table = run_on(b"", &["serve", "--list-faults"]);
    assert_eq!((table.code, table.stderr.as_str()), (0, ""));
    for fault in &faults {
        let columns = format!("{} {}", fault["name"].as_str().unwrap(), fault["rule"].as_str().unwrap());
        let is_there =
            |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ").starts_with(&columns);
        assert!(table.stdout.lines().any(is_there), "{columns}");
    }
}

#[test]
fn a_port_in_use_is_told() {
    let service = Running::start(&[]);
    let (_, port) = service.authority.split_once(':').unwrap();
    let ran = run_on(b"", &["serve", "--port", port]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.starts_with(&format!("error: port {port} is in use\n  help: ")), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn signals_end_it() {
    for (signal, code) in [("INT", 130), ("TERM", 0)] {
        let mut child = command(Path::new("."), &["serve", "--format", "json"]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let running: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(running["secret"], "test-secret");
        let kill = std::process::Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{signal}");
        let said = String::from_utf8(output.stderr).unwrap();
        let next = format!(
            "note: try: curl -X POST -H 'Authorization: Bearer test-secret' {}",
            running["base_uri"].as_str().unwrap()
        );
        assert!(said.starts_with(&next) && said.lines().count() == 1, "{said}");
    }
}
