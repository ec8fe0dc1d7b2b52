//! Every fault is found by the rule that it names, in one session that uses everything.

use directline_reference::{Fault, Request, Response, Service, Settings};
use directline_validator::{Profile, rules};

use crate::support::{Client, body, text};

/// A session that meets every fault: odd but legal requests, which are marked as valid, requests to refuse, expired
/// tokens, two conversations.
fn session(service: Service) -> (Client, Vec<Response>) {
    let mut client = Client::new(service);
    let secret = |request: Request| request.bearer("test-secret");
    let mut legal = Vec::new();

    // Two clients, each with a token and a conversation of its own.
    let open = |client: &mut Client| {
        let token = client.send(&secret(Request::new("POST", "/api/tokens/conversation")));
        let token = String::from_utf8_lossy(&token.body).trim_matches('"').to_owned();
        let conversation = body(&client.send(&Request::new("POST", "/api/conversations").bearer(&token)));
        (token, text(&conversation, "/token"), text(&conversation, "/conversationId"))
    };
    let (token, started, id) = open(&mut client);
    let (.., other) = open(&mut client);
    for _ in 0..2 {
        client.send(&secret(Request::new("POST", "/api/conversations")));
    }
    client.send(&Request::new("POST", "/api/conversations").bearer(&token));
    client.send(&Request::new("GET", format!("/api/tokens/{id}/renew")).bearer(&token));

    let path = |end: &str| format!("/api/conversations/{id}/{end}");
    let mut seen: Option<String> = None;
    let mut poll = |client: &mut Client| {
        for _ in 0..4 {
            let query = seen.as_ref().map(|seen| format!("?watermark={seen}")).unwrap_or_default();
            let page = body(&client.send(&secret(Request::new("GET", path(&format!("messages{query}"))))));
            if let Some(watermark) = page["watermark"].as_str() {
                seen = Some(watermark.to_owned());
            }
        }
    };
    let file = r#"[{"url":"https://example.com/a.doc","contentType":"application/msword"}]"#;
    for message in [
        r#"{"from":"user1","text":"one","channelData":{"amount":1.10}}"#.to_owned(),
        r#"{"from":"user1","text":"two"}"#.to_owned(),
        r#"{"from":"user1","text":"","images":["https://example.com/a.png"]}"#.to_owned(),
        format!(r#"{{"from":"user1","attachments":{file}}}"#),
        r#"{"from":"user1","text":"\u00e9\ud83d\ude00 😀"}"#.to_owned(),
        format!(r#"{{"from":"user1","text":"{}"}}"#, "long ".repeat(12_000)),
    ] {
        legal.push(client.send_valid(&secret(Request::new("POST", path("messages")).json(message))));
        poll(&mut client);
    }
    let form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\na\r\n\
                --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.pdf\"\r\nContent-Type: application/pdf\r\n\r\nb\r\n--b--\r\n";
    let upload = Request::new("POST", path("upload?userId=user1"))
        .content("multipart/form-data; boundary=\"b\"", form);
    legal.push(client.send_valid(&secret(upload)));
    poll(&mut client);
    let escaped = format!(
        "/api/conversations/%{:02X}{}/messages",
        id.bytes().next().unwrap_or(b'c'),
        id.get(1..).unwrap_or("")
    );
    legal.push(client.send_valid(&secret(Request::new("GET", escaped))));
    legal.push(client.send_valid(
        &Request::new("GET", path("messages")).with("Authorization", "BotConnector test-secret"),
    ));

    // What must be refused.
    client.send(&Request::new("GET", path("messages")));
    client.send(&secret(Request::new("GET", "/api/conversations/unknown/messages")));
    client.send(&secret(Request::new("POST", path("messages")).json("{")));
    client.send(&Request::new("GET", format!("/api/conversations/{other}/messages")).bearer(&token));
    client.wait(3_600);
    client.send(&Request::new("GET", path("messages")).bearer(&started));
    (client, legal)
}

#[test]
fn every_fault_is_found_by_its_rule() {
    let mut missed = Vec::new();
    for fault in Fault::ALL {
        let (client, _) = session(Service::with_fault(Settings::default(), *fault));
        let found = client.findings(Profile::Documented);
        if !found.iter().any(|(_, rule)| *rule == fault.rule()) {
            missed.push((fault.name(), fault.rule()));
        }
    }
    assert_eq!(missed, []);
}

#[test]
fn without_a_fault_the_service_is_never_to_blame() {
    let (client, legal) = session(Service::new(Settings::default()));
    assert!(legal.iter().all(|response| response.status < 300), "{legal:?}");
    let blamed: Vec<_> = client
        .judge(Profile::Strict)
        .iter()
        .flat_map(|judgement| judgement.findings.iter())
        .filter(|found| found.side != directline_validator::Side::Client)
        .map(|found| (found.rule.name, found.message.clone()))
        .collect();
    assert_eq!(blamed, []);
}

#[test]
fn faults_have_names_and_rules_that_exist() {
    assert!(Fault::ALL.len() >= 40);
    for fault in Fault::ALL {
        assert_eq!(Fault::from_name(fault.name()), Some(*fault));
        let rule = fault.rule();
        assert!(rules().iter().any(|known| known.name == rule), "{rule}");
    }
}
