//! What makes which verdict, and what the options change.

use directline_exchange::{Body, Content, Exchange, Gap, Headers, Reason, Response, Target};

use super::*;
use crate::Family;

const HOST: &str = "https://directline.botframework.com";
const SET: &str = r#"{"messages":[],"watermark":"1"}"#;
const MESSAGE: &str = r#"{"from":"user1","text":"a"}"#;

fn exchange(method: &str, path: &str, status: u16) -> Exchange {
    let mut exchange = Exchange::new(method, Target::parse(&format!("{HOST}{path}")));
    exchange.request.headers.push("Authorization", "Bearer secret-1");
    exchange.response = Response::with_status(status);
    exchange
}

fn poll() -> Exchange {
    let mut poll = exchange("GET", "/api/conversations/abc/messages", 200);
    poll.response.headers.push("Content-Type", "application/json");
    poll.response.body = Body::Present(Content::exact(SET));
    poll
}

fn send() -> Exchange {
    let mut send = exchange("POST", "/api/conversations/abc/messages", 204);
    send.request.headers.push("Content-Type", "application/json");
    send.request.body = Body::Present(Content::exact(MESSAGE));
    send
}

fn upload(body: &str) -> Exchange {
    let mut upload = exchange("POST", "/api/conversations/abc/upload?userId=user1", 204);
    upload.request.headers.push("Content-Type", "multipart/form-data; boundary=X");
    upload.request.body = Body::Present(Content::exact(body));
    upload
}

/// The body with its end lost.
fn cut(body: &mut Body) {
    let Body::Present(content) = body else { panic!("a body") };
    let end = content.bytes.len();
    content.gaps.push(Gap { range: end..end, reason: Reason::BodyTruncated });
}

/// The same with one thing changed.
fn with(mut exchange: Exchange, change: impl FnOnce(&mut Exchange)) -> Exchange {
    change(&mut exchange);
    exchange
}

/// The verdict on both sides, on the client's, and on the service's.
fn verdicts(exchange: &Exchange) -> [Verdict; 3] {
    let validator = Validator::new();
    [validator.clone(), validator.clone().only_side(Side::Client), validator.only_side(Side::Service)]
        .map(|validator| validator.check(exchange).verdict)
}

/// The observation model of `ARCHITECTURE.md`.
#[test]
fn an_exchange_is_inconclusive_where_what_it_is_about_was_not_observable() {
    use Verdict::{Conforms, Inconclusive};
    let unseen = || Body::NotObservable(Reason::BodyNotRecorded);
    let of_client = [Inconclusive, Inconclusive, Conforms];
    let of_service = [Inconclusive, Conforms, Inconclusive];
    for (what, exchange, expected) in [
        ("a poll", poll(), [Conforms; 3]),
        ("a send", send(), [Conforms; 3]),
        ("no response", with(poll(), |e| e.response = Response::unrecorded(Reason::NoResponse)), of_service),
        ("no answer", with(poll(), |e| e.response.body = unseen()), of_service),
        ("a cut answer", with(poll(), |e| cut(&mut e.response.body)), of_service),
        ("no message", with(send(), |e| e.request.body = unseen()), of_client),
        ("no body of a send's answer", with(send(), |e| e.response.body = unseen()), [Conforms; 3]),
        ("no upload", with(upload(""), |e| e.request.body = unseen()), of_client),
        ("an upload cut before its first part", with(upload("a"), |e| cut(&mut e.request.body)), of_client),
    ] {
        assert_eq!(verdicts(&exchange), expected, "{what}");
    }
}

#[test]
fn an_error_or_an_answer_of_another_kind_is_not_inconclusive() {
    let unseen = || Body::NotObservable(Reason::BodyNotRecorded);
    let refused =
        with(exchange("GET", "/api/conversations/abc/messages", 404), |e| e.response.body = unseen());
    assert_eq!(verdicts(&refused), [Verdict::Conforms; 3]);
    // The first part is there, and can be judged.
    let part = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
                Content-Type: text/plain\r\n\r\na";
    assert_ne!(verdicts(&with(upload(part), |e| cut(&mut e.request.body)))[1], Verdict::Inconclusive);
    // All of the body is there, and it is wrong.
    assert_eq!(verdicts(&upload("a"))[1], Verdict::Violates);
    let unauthorized = with(poll(), |e| e.request.headers = Headers::new());
    assert_eq!(verdicts(&unauthorized)[1], Verdict::Violates);
}

fn names(judgement: &Judgement) -> Vec<(&'static str, Level)> {
    judgement.findings.iter().map(|finding| (finding.rule.name, finding.level)).collect()
}

#[test]
fn options_choose_rules_levels_sides_and_hosts() {
    let unauthorized = with(poll(), |e| e.request.headers = Headers::new());
    let missing = "authorization-missing";
    let judged = |validator: Validator| names(&validator.check(&unauthorized));
    let is_missing = |rule: &Rule| rule.name == missing;
    assert!(judged(Validator::new()).contains(&(missing, Level::Error)));
    assert_eq!(judged(Validator::new().keep(is_missing)), [(missing, Level::Error)]);
    let quieter = Validator::new().keep(is_missing).with_level(is_missing, Level::Note);
    assert_eq!(judged(quieter), [(missing, Level::Note)]);
    let other = Validator::new().with_level(|rule| !is_missing(rule), Level::Note);
    assert!(judged(other).contains(&(missing, Level::Error)));
    assert!(!judged(Validator::new().only_side(Side::Service)).contains(&(missing, Level::Error)));

    let elsewhere = with(poll(), |e| {
        e.request.target = Target::parse("https://gateway.example/api/conversations/abc/messages");
    });
    let out = Verdict::OutOfScope(OutOfScope::OtherHost);
    assert_eq!(Validator::new().check(&elsewhere).verdict, out);
    let mut scope = Scope::new();
    scope.add_base_uri("https://gateway.example").unwrap();
    assert_eq!(Validator::new().with_scope(scope).check(&elsewhere).verdict, Verdict::Conforms);
}

#[test]
fn a_profile_sets_levels() {
    let rule = rules::ALL.iter().find(|rule| rule.name == "watermark-missing").unwrap();
    assert_ne!(rule.level(Profile::Documented), rule.level(Profile::Strict));
    let bare = with(poll(), |e| e.response.body = Body::Present(Content::exact(r#"{"messages":[]}"#)));
    for profile in Profile::ALL {
        let validator = Validator::new().with_profile(profile);
        assert!(names(&validator.check(&bare)).contains(&(rule.name, rule.level(profile))));
    }
}

#[test]
fn only_files_of_the_service_concern_the_ledger_out_of_scope() {
    let examined = |url: &str| Validator::new().examine(&Exchange::new("GET", Target::parse(url)));
    assert!(examined("https://directline.botframework.com/attachments/a.png").event.is_some());
    assert!(examined("https://directline.botframework.com/other").event.is_none());
    assert!(examined("https://other.example/attachments/a.png").event.is_none());
    assert!(examined("https://directline.botframework.com/api/conversations").event.is_some());
}

#[test]
fn judged_together_exchanges_are_all_judged() {
    let exchanges = [poll(), send(), exchange("GET", "/", 200)];
    let verdicts: Vec<Verdict> =
        Validator::new().check_all(&exchanges).iter().map(|judgement| judgement.verdict).collect();
    assert_eq!(verdicts, [Verdict::Conforms, Verdict::Conforms, Verdict::OutOfScope(OutOfScope::NotApi)]);
    // Rules across exchanges do not run on one.
    let across = Validator::new().keep(|rule| rule.family == Family::Conversation);
    assert_eq!(across.check(&poll()).decided.len(), 0);
}

#[test]
fn an_exchange_weighs_what_it_holds() {
    let bare = weight(&exchange("GET", "/", 200));
    let more = |change: fn(&mut Exchange)| weight(&with(exchange("GET", "/", 200), change)) - bare;
    let bytes = || Body::Present(Content::exact(vec![0; 1_000]));
    assert_eq!(more(|_| ()), 0);
    assert_eq!(more(|e| e.request.body = Body::Present(Content::exact(vec![0; 1_000]))), 1_000);
    assert_eq!(weight(&with(exchange("GET", "/", 200), |e| e.response.body = bytes())) - bare, 1_000);
    assert!(more(|e| e.request.target.written.push_str("0123456789")) >= 10);
    assert!(more(|e| e.request.headers.push("Name", "0123456789")) >= 14);
    assert!(more(|e| e.response.headers.push("Name", "0123456789")) >= 14);
}
