//! What a careful client and the model service say to each other, errors included.

use std::sync::LazyLock;

use directline_exchange::{Exchange, Response};
use directline_fuzz::{Dice, Model, Pair, Target};
use directline_reference::{Request, Service, Settings};
use serde_json::Value;

/// Messages that a client may send.
const MESSAGES: &[&str] = &[
    r#"{"from":"user1","text":"hello"}"#,
    r#"{ "text" : "caf\u00e9 😀", "from" : "user1", "channelData" : { "a" : [1.0, null, {"from": 2}] } }"#,
    r#"{"from":"user1","images":["https://example.com/a.png","http://example.com:8080/b.png?x=1#y"]}"#,
    r#"{"from":"user1","text":"","attachments":[{"url":"https://example.com/a.pdf","contentType":"application/pdf"}]}"#,
    r#"{"from":"user1","channelData":{}, "text":"hello\nworld", "images":[], "attachments":[]}"#,
    r#"{"from":"user1","channelData":{"text":null}}"#,
    r#"{"attachments":[{"contentType":"text/plain; charset=utf-8","url":"https://example.com/a.txt"},{"url":"https://example.com","contentType":"video/mp4"}],"text":"two files","from":"user 2"}"#,
];

/// Message parts that a client may upload.
const PARTS: &[&str] =
    &[r#"{"text":"two files"}"#, r#"{"from":"user1","channelData":{"a":1}}"#, "{}", r#"{ "images" : [ ] }"#];

/// Files of a form: name, type, content.
const FILES: &[(&str, &str, &str)] = &[
    ("a.png", "image/png", "\u{89}PNG"),
    ("two words.txt", "text/plain; charset=utf-8", "some words"),
    ("c.pdf", "application/pdf", ""),
    ("d", "application/octet-stream", "\r\nfirst: line\r\n\r\n--\r\n"),
];

/// The pairs of the first session.
pub(crate) fn pairs() -> &'static [Pair] {
    static PAIRS: LazyLock<Vec<Pair>> =
        LazyLock::new(|| session(1).iter().map(|exchange| Pair::of(exchange).unwrap()).collect());
    &PAIRS
}

/// Every operation with several bodies, and the failures that the documents know.
pub(crate) fn session(seed: u64) -> Vec<Exchange> {
    let mut client = Client::new(seed);
    client.generate();
    client.start();
    client.poll();
    for message in MESSAGES {
        client.post("messages", |it| it.json(*message));
        if client.dice.once_in(2) {
            client.poll();
        }
    }
    for number in 0..4 {
        let boundary = ["b", "----WebKitFormBoundaryx1", "'()+_,-./:=?", "7d-8"][number];
        let body = client.form(boundary, number > 0);
        let media_type = format!("multipart/form-data; boundary=\"{boundary}\"");
        client.post("upload?userId=user1", |it| it.content(&media_type, body));
    }
    let single = |it: Request| it.content("image/jpeg", &b"\xff\xd8\xff"[..]);
    for disposition in ["form-data; name=\"file\"; filename=\"a.jpg\"", "attachment; filename=a.jpg"] {
        client.post("upload?userId=user1", |it| single(it).with("Content-Disposition", disposition));
    }
    client.poll();
    client.poll();
    client.renew();
    client.fail();
    client.exchanges
}

struct Client {
    model: Model,
    dice: Dice,
    token: String,
    path: String,
    watermark: Option<String>,
    exchanges: Vec<Exchange>,
}

impl Client {
    fn new(seed: u64) -> Self {
        let settings = Settings { page: 3, seed, ..Settings::default() };
        Self {
            model: Model::new(Service::new(settings)),
            dice: Dice::new(seed),
            token: "test-secret".to_owned(),
            path: "/api/conversations".to_owned(),
            watermark: None,
            exchanges: Vec::new(),
        }
    }

    fn send(&mut self, request: &Request) -> Value {
        let begun = self.model.now();
        let response = self.model.send(request).unwrap();
        let base = self.model.base();
        let mut exchange = directline_reference::record(
            base,
            request,
            &directline_reference::Response::empty(204),
            begun,
            1,
        );
        exchange.response = response;
        let body = body(&exchange.response);
        self.exchanges.push(exchange);
        body
    }

    fn generate(&mut self) {
        let generate = Request::new("POST", "/api/tokens/conversation").bearer(&self.token);
        self.token = text(&self.send(&generate));
    }

    fn start(&mut self) {
        let start = Request::new("POST", "/api/conversations").bearer(&self.token);
        let conversation = self.send(&start);
        self.path = format!("/api/conversations/{}", text(&conversation["conversationId"]));
        self.token = text(&conversation["token"]);
    }

    fn poll(&mut self) {
        let query = self.watermark.as_ref().map(|seen| format!("?watermark={seen}")).unwrap_or_default();
        let poll = Request::new("GET", format!("{}/messages{query}", self.path)).bearer(&self.token);
        self.watermark = self.send(&poll)["watermark"].as_str().map(str::to_owned);
    }

    fn renew(&mut self) {
        let id = self.path.rsplit('/').next().unwrap();
        let renew = Request::new("GET", format!("/api/tokens/{id}/renew")).bearer(&self.token);
        self.token = text(&self.send(&renew));
    }

    fn post(&mut self, end: &str, finish: impl FnOnce(Request) -> Request) {
        let request = Request::new("POST", format!("{}/{end}", self.path)).bearer(&self.token);
        let answered = self.send(&finish(request));
        assert_eq!(answered, Value::Null);
    }

    /// A form of files, with a Message part or without.
    fn form(&mut self, boundary: &str, with_message: bool) -> String {
        let mut parts = Vec::new();
        if with_message {
            let message = self.dice.pick(PARTS).unwrap();
            parts.push(format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"message\"\r\n\
                 Content-Type: application/vnd.microsoft.bot.message\r\n\r\n{message}\r\n"
            ));
        }
        for _ in 0..=self.dice.below(2) {
            let (name, media_type, content) = self.dice.pick(FILES).unwrap();
            parts.push(format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: {media_type}\r\n\r\n{content}\r\n"
            ));
        }
        parts.push(format!("--{boundary}--\r\n"));
        parts.concat()
    }

    /// What the service refuses although the request is well-formed, and what has no credential.
    fn fail(&mut self) {
        let poll = Request::new("GET", format!("{}/messages", self.path));
        self.send(&poll);
        self.send(&poll.bearer("nobody"));
        self.send(&Request::new("POST", "/api/conversations"));
        let other = Request::new("GET", "/api/conversations/unknown/messages");
        self.send(&other.bearer("test-secret"));
        let late = Request::new("GET", format!("{}/messages?watermark=999", self.path));
        self.send(&late.bearer(&self.token));
    }
}

fn body(response: &Response) -> Value {
    let content = response.body.present().map(|content| content.bytes.as_slice());
    serde_json::from_slice(content.unwrap_or_default()).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
