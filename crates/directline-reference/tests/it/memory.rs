//! A service that runs for days stays small: what was opened first is closed.

use directline_reference::{Request, Response, Service, Settings, Time};

use crate::support::{body, text};

/// A service that may keep a million bytes.
fn small() -> Service {
    Service::new(Settings { memory: 1_000_000, ..Settings::default() })
}

fn secret(service: &mut Service, request: Request) -> Response {
    service.handle(&request.bearer("test-secret"), Time::EPOCH)
}

/// A new conversation: its id and its token.
fn start(service: &mut Service) -> (String, String) {
    let started = body(&secret(service, Request::new("POST", "/api/conversations")));
    (text(&started, "/conversationId"), text(&started, "/token"))
}

/// How many of these conversations are open; they are those that were opened last.
fn open(service: &mut Service, conversations: &[(String, String)]) -> usize {
    let statuses: Vec<(u16, u16)> = conversations
        .iter()
        .map(|(id, token)| {
            let poll = Request::new("GET", format!("/api/conversations/{id}/messages"));
            let by_token = service.handle(&poll.clone().bearer(token), Time::EPOCH).status;
            (secret(service, poll).status, by_token)
        })
        .collect();
    let closed = statuses.iter().take_while(|status| **status == (404, 403)).count();
    assert!(statuses[closed..].iter().all(|status| *status == (200, 200)), "{statuses:?}");
    statuses.len() - closed
}

#[test]
fn long_messages_close_the_oldest_conversations() {
    let mut service = small();
    // The message and its echo.
    let message = format!(r#"{{"from":"user1","text":"{}"}}"#, "a".repeat(100_000));
    let mut conversations = Vec::new();
    for _ in 0..50 {
        conversations.push(start(&mut service));
        let path = format!("/api/conversations/{}/messages", conversations.last().unwrap().0);
        assert_eq!(secret(&mut service, Request::new("POST", path).json(message.as_str())).status, 204);
    }
    assert_eq!(open(&mut service, &conversations), 4);
}

#[test]
fn files_close_the_oldest_conversations_and_go_with_them() {
    let mut service = small();
    let mut conversations = Vec::new();
    let mut urls = Vec::new();
    for _ in 0..50 {
        conversations.push(start(&mut service));
        let path = format!("/api/conversations/{}", conversations.last().unwrap().0);
        let upload = Request::new("POST", format!("{path}/upload?userId=user1"));
        assert_eq!(secret(&mut service, upload.content("image/png", vec![b'a'; 200_000])).status, 204);
        let page = body(&secret(&mut service, Request::new("GET", format!("{path}/messages"))));
        urls.push(text(&page, "/messages/0/images/0"));
    }
    let open = open(&mut service, &conversations);
    assert_eq!(open, 4);
    let kept = urls.iter().map(|url| service.handle(&Request::new("GET", url), Time::EPOCH).status);
    let kept: Vec<u16> = kept.collect();
    assert!(kept[..50 - open].iter().all(|status| *status == 404), "{kept:?}");
    assert!(kept[50 - open..].iter().all(|status| *status == 200), "{kept:?}");
}

#[test]
fn tokens_alone_close_conversations_too() {
    let mut service = small();
    let first = start(&mut service);
    for _ in 0..5_000 {
        assert_eq!(secret(&mut service, Request::new("POST", "/api/tokens/conversation")).status, 200);
    }
    assert_eq!(open(&mut service, std::slice::from_ref(&first)), 0);
    let last = start(&mut service);
    assert_eq!(open(&mut service, std::slice::from_ref(&last)), 1);
}

#[test]
fn one_endless_conversation_is_closed_in_the_end() {
    let mut service = small();
    let (id, _) = start(&mut service);
    let send = Request::new("POST", format!("/api/conversations/{id}/messages"))
        .json(r#"{"from":"user1","text":"hello"}"#);
    let statuses: Vec<u16> = (0..5_000).map(|_| secret(&mut service, send.clone()).status).collect();
    let before = statuses.iter().take_while(|status| **status == 204).count();
    assert!((1_500..4_000).contains(&before), "{before}");
    assert!(statuses[before..].iter().all(|status| *status == 404));
}

#[test]
fn tokens_live_as_long_as_they_are_set_up_to() {
    let mut service = Service::new(Settings { lifetime: 60, ..Settings::default() });
    let started = body(&secret(&mut service, Request::new("POST", "/api/conversations")));
    assert_eq!(started["expires_in"], 60);
    let (id, token) = (text(&started, "/conversationId"), text(&started, "/token"));
    let poll = Request::new("GET", format!("/api/conversations/{id}/messages")).bearer(&token);
    assert_eq!(service.handle(&poll, Time::EPOCH.plus_seconds(59)).status, 200);
    assert_eq!(service.handle(&poll, Time::EPOCH.plus_seconds(60)).status, 403);
}
