//! What is remembered, how much of it, and what is said of the rest.

use directline_exchange::Observed;

use super::super::epoch::Epoch;
use super::super::event::{Content, Credential, Issued, Page, Poll, Received, ShortPlace, Started};
use super::*;

fn place() -> ShortPlace {
    ShortPlace::in_answer("", 0..0)
}

fn key(name: &str) -> ConversationKey {
    ConversationKey { id: Key::of(name), at_host: Key::of_all(&["host", name]) }
}

/// An exchange that the service accepted, at so many seconds.
fn event(index: usize, conversation: Option<&str>, credential: &str, what: What) -> Event {
    let time = i64::try_from(index).ok().map(|time| time * 1_000_000_000);
    let credential = Credential { key: Key::of(credential), span: 0..0, header: "Authorization".into() };
    Event {
        index,
        started: time,
        ended: None,
        conversation: conversation.map(key),
        accepted: Observed::Present(true),
        credential: Observed::Present(credential),
        what,
    }
}

fn message(id: Option<usize>, files: Vec<Key>) -> Received {
    let id = id.map(|id| (Key::of(&id.to_string()), 0..0));
    // Hidden texts are not kept to be compared with what is sent later.
    let content = Content { is_hidden: true, ..Content::default() };
    Received { number: 0, span: 0..0, id, content, channel_data_span: None, files }
}

fn page(messages: Vec<Received>) -> What {
    let page = Page { watermark: None, place: place(), messages, is_whole: true };
    What::Poll(Box::new(Poll { asked: Observed::Absent, is_unfilled: false, page: Observed::Present(page) }))
}

/// A page with so many messages that have an id each: as many facts.
fn facts(number: usize) -> What {
    page((0..number).map(|id| message(Some(id), Vec::new())).collect())
}

fn generate(token: &str) -> What {
    What::Generate(Observed::Present(Issued { key: Key::of(token), place: place() }))
}

fn start(conversation: &str, token: &str, expires_in: Option<u64>) -> What {
    let token = Some(Key::of(token));
    What::Start(Observed::Present(Started {
        conversation: key(conversation),
        place: place(),
        token,
        lifetime: expires_in.map_or(Lifetime::Documented, Lifetime::Seconds),
    }))
}

/// What is remembered after some exchanges.
#[derive(Default)]
struct Past {
    history: History,
    number: usize,
}

impl Past {
    fn add(&mut self, conversation: Option<&str>, credential: &str, what: What) {
        let number = self.number;
        self.number += 1;
        let event = event(number, conversation, credential, what);
        let epoch = Epoch::new(event.started, None, 0, u64::try_from(number).unwrap());
        self.history.add(&event, epoch, true, &Settled::default());
    }

    /// Whether something about an exchange may have been forgotten.
    fn is_full_for(&self, conversation: Option<&str>, credential: &str) -> bool {
        self.history.is_full_for(&event(self.number, conversation, credential, What::Other))
    }
}

#[test]
fn a_conversation_is_forgotten_when_it_has_more_than_half_of_all_facts() {
    for (number, forgotten) in [(MAX_FACTS / 2, false), (MAX_FACTS / 2 + 1, true)] {
        let mut past = Past::default();
        past.add(Some("a"), "t", facts(number));
        assert_eq!(past.is_full_for(Some("a"), "t"), forgotten, "{number}");
        assert!(!past.is_full_for(Some("b"), "t"), "no other conversation is");
        assert_eq!(past.history.facts, if forgotten { 0 } else { number });
    }
}

#[test]
fn the_conversation_seen_longest_ago_is_forgotten_when_there_are_too_many_facts() {
    let mut past = Past::default();
    past.add(Some("a"), "t", facts(MAX_FACTS / 2));
    past.add(Some("b"), "t", facts(MAX_FACTS / 2 - 1));
    past.add(Some("c"), "t", facts(1));
    assert_eq!([Some("a"), Some("b"), Some("c")].map(|name| past.is_full_for(name, "t")), [false; 3]);
    past.add(Some("a"), "t", facts(0));
    past.add(Some("d"), "t", facts(1));
    let forgotten = ["a", "b", "c", "d"].map(|name| past.is_full_for(Some(name), "t"));
    assert_eq!(forgotten, [false, true, false, false]);
    assert_eq!(past.history.facts, MAX_FACTS / 2 + 2);
}

#[test]
fn of_too_many_conversations_only_those_that_begin_are_known_whole() {
    let mut past = Past::default();
    for number in 0..MAX_CONVERSATIONS {
        past.add(Some(&number.to_string()), "t", facts(0));
    }
    assert!(!past.is_full_for(Some("0"), "t") && !past.is_full_for(Some("new"), "t"));
    past.add(Some("late"), "t", facts(0));
    assert!(past.is_full_for(Some("0"), "t") && !past.is_full_for(Some("1"), "t"));
    past.add(Some("later"), "t", facts(0));
    assert!(past.is_full_for(Some("later"), "t"), "it may be one that was forgotten");
    past.add(None, "t", start("begun", "t2", None));
    past.add(Some("begun"), "t", facts(1));
    assert!(!past.is_full_for(Some("begun"), "t"));
}

#[test]
fn so_many_tokens_and_secrets_are_remembered() {
    let mut past = Past::default();
    for number in 0..MAX_TOKENS {
        past.add(None, &format!("secret {number}"), generate(&format!("token {number}")));
    }
    let last = MAX_TOKENS - 1;
    let secret = |past: &Past, number: usize| past.history.secret(Key::of(&format!("secret {number}")));
    let token =
        |past: &Past, number: usize| past.history.token(Key::of(&format!("token {number}"))).is_some();
    assert_eq!((secret(&past, last), token(&past, last)), (Some(last), true));
    assert!(!past.is_full_for(None, "unknown"), "nothing was forgotten");
    past.add(None, "one more", generate(&format!("token {MAX_TOKENS}")));
    assert!(!token(&past, MAX_TOKENS) && past.history.secret(Key::of("one more")).is_none());
    // It may have been a token.
    assert!(past.is_full_for(None, "unknown"));
    assert!(!past.is_full_for(None, "token 0") && !past.is_full_for(None, "secret 0"));
}

#[test]
fn a_token_that_generates_one_is_no_secret() {
    let mut past = Past::default();
    past.add(None, "secret", generate("token"));
    past.add(None, "token", generate("other"));
    assert_eq!(past.history.secret(Key::of("secret")), Some(0));
    assert_eq!(past.history.secret(Key::of("token")), None);
}

/// "Authentication in Direct Line API 1.1": a token is good for one conversation, and for 30 minutes.
#[test]
fn a_token_answered_again_with_a_lifetime_lives_from_then() {
    let mut past = Past::default();
    let token = |past: &Past| *past.history.token(Key::of("token")).unwrap();
    past.add(None, "secret", generate("token"));
    assert_eq!(
        (token(&past).issued, token(&past).lifetime(), token(&past).scope),
        (Some(0), Some(1_800), None)
    );
    past.add(None, "secret", start("a", "token", Some(60)));
    let scope = Some((Key::of("a"), 1));
    assert_eq!((token(&past).issued, token(&past).lifetime()), (Some(1_000_000_000), Some(60)));
    assert_eq!(token(&past).scope, scope);
    past.add(None, "secret", generate("token"));
    assert_eq!((token(&past).index, token(&past).lifetime()), (1, Some(60)));
    past.add(None, "secret", start("b", "token", Some(90)));
    assert_eq!((token(&past).index, token(&past).lifetime(), token(&past).scope), (3, Some(90), scope));
}

#[test]
fn so_many_files_are_remembered() {
    let file = |number: usize| Key::of(&format!("/attachments/{number}"));
    let named = |numbers: &[usize]| page(vec![message(None, numbers.iter().copied().map(file).collect())]);
    let is_full =
        |past: &Past, number| past.history.is_full_for(&event(0, None, "t", What::Fetch(file(number))));
    let mut past = Past::default();
    past.add(Some("a"), "t", named(&(0..MAX_TOKENS).collect::<Vec<_>>()));
    past.add(Some("a"), "t", named(&[0]));
    let known = past.history.file(file(0)).unwrap();
    assert_eq!((known.index, known.at), (0, Some(0)));
    assert!(past.history.file(file(MAX_TOKENS - 1)).is_some());
    assert!(!is_full(&past, MAX_TOKENS), "nothing was forgotten");
    past.add(Some("a"), "t", named(&[MAX_TOKENS]));
    past.add(Some("a"), "t", named(&[0]));
    assert!(past.history.file(file(MAX_TOKENS)).is_none() && is_full(&past, MAX_TOKENS));
    assert!(!is_full(&past, 0));
}

/// API reference - Direct Line API 1.1, Generate Token: a token is valid for one conversation. Which one, the first
/// that is accepted shows.
#[test]
fn a_token_is_bound_by_what_is_accepted() {
    let mut past = Past::default();
    past.add(None, "secret", generate("token"));
    let mut refused = event(1, Some("a"), "token", What::Other);
    refused.accepted = Observed::Present(false);
    past.history.add(&refused, Epoch::new(None, None, 0, 1), true, &Settled::default());
    assert_eq!(past.history.token(Key::of("token")).unwrap().scope, None);
    past.number = 2;
    past.add(Some("b"), "token", What::Other);
    assert_eq!(past.history.token(Key::of("token")).unwrap().scope, Some((Key::of("b"), 2)));
}

#[test]
fn so_many_masks_are_remembered() {
    let mut past = Past::default();
    for number in 0..=MAX_TOKENS {
        let mask = format!("mask-{number}");
        past.add(None, &mask, generate(&mask));
    }
    assert!(past.history.is_mask(Key::of(&format!("mask-{}", MAX_TOKENS - 1))));
    assert!(!past.history.is_mask(Key::of(&format!("mask-{MAX_TOKENS}"))));
}
