//! Short sequences, and what the rules across exchanges say of each exchange.

use directline_exchange::{Content, Exchange, Headers, Observed, Reason, Response, Target};

use super::{EMPTY, at, fires, poll, reason};
use crate::{Judgement, Validator};

/// An exchange that begins so many seconds after 1970 and takes a tenth of one.
fn second(time: i64, mut exchange: Exchange) -> Exchange {
    exchange.took = Observed::Present(100_000_000);
    at(exchange, time * 1_000_000_000)
}

/// A message that the service accepts.
fn send(text: &str) -> Exchange {
    send_body(&format!(r#"{{"from":"user1","text":"{text}"}}"#))
}

fn send_body(body: &str) -> Exchange {
    let url = "https://directline.botframework.com/api/conversations/c/messages";
    let mut exchange = Exchange::new("POST", Target::parse(url));
    exchange.request.headers.push("Authorization", "Bearer secret-1");
    exchange.request.headers.push("Content-Type", "application/json");
    exchange.request.body = Observed::Present(Content::exact(body));
    exchange.response = Response::with_status(204);
    exchange
}

/// A page with a message of the bot.
fn page(watermark: &str) -> String {
    format!(r#"{{"messages":[{{"id":"m{watermark}","from":"bot","text":"a"}}],"watermark":"{watermark}"}}"#)
}

fn judge(exchanges: &[Exchange]) -> Vec<Judgement> {
    Validator::new().check_all(exchanges)
}

/// At which exchanges a rule fires.
fn fired(exchanges: &[Exchange], rule: &str) -> Vec<usize> {
    let judgements = judge(exchanges);
    let fired = judgements.iter().enumerate().filter(|(_, judgement)| fires(judgement, rule));
    fired.map(|(number, _)| number).collect()
}

#[test]
fn zero_asks_for_everything() {
    let asked = |watermark: &str| [second(0, send("hi")), second(10, poll("c", watermark, EMPTY))];
    assert_eq!(fired(&asked("0"), "sent-message-lost"), [1]);
    // What came before an unknown watermark may be on an earlier page.
    assert_eq!(fired(&asked("3"), "sent-message-lost"), [0; 0]);
    assert!(reason(&judge(&asked("3"))[1], "sent-message-lost").is_some());
}

#[test]
fn only_an_empty_page_that_is_whole_loses_a_message() {
    let answered = |answer: &str| {
        fired(&[second(0, send("hi")), second(10, poll("c", "0", answer))], "sent-message-lost")
    };
    assert_eq!(answered(EMPTY), [1]);
    for answer in ["[]", r#"{"messages":[5]}"#, r#"{"messages":"a"}"#, r#"{"messages":[{"id":"1"},5]}"#] {
        assert_eq!(answered(answer), [0; 0], "{answer}");
    }
}

#[test]
fn nobody_knows_which_of_several_watermarks_counts() {
    let after = |asked: &str| {
        let first = second(0, poll("c", "0", &page("4")));
        judge(&[first, second(10, poll("c", asked, &page("4")))]).remove(1)
    };
    assert!(fires(&after("4&watermark=4"), "message-repeated"));
    for asked in ["4&watermark=2", "2&watermark=4", "&watermark=4", "4&watermark="] {
        let judgement = after(asked);
        assert!(!fires(&judgement, "message-repeated"), "{asked}");
        assert_eq!(reason(&judgement, "message-repeated"), Some(Reason::Ambiguous), "{asked}");
    }
}

#[test]
fn what_stands_for_a_watermark_is_none() {
    let after = |watermark: &str| {
        let exchanges = [second(0, poll("c", "1", &page(watermark))), second(10, poll("c", "7", EMPTY))];
        let judgement = judge(&exchanges).remove(1);
        (fires(&judgement, "watermark-unknown"), reason(&judgement, "watermark-unknown"))
    };
    assert_eq!(after("4"), (true, None));
    for none in ["", "<watermark>"] {
        assert_eq!(after(none), (false, Some(Reason::EarlierNotRecorded)), "{none}");
    }
}

#[test]
fn a_watermark_goes_back_from_the_greatest_that_was_given() {
    let answers = |watermarks: &[&str]| {
        let polls = watermarks.iter().zip(1..);
        let polls = polls.map(|(watermark, time)| second(time, poll("c", "1", &page(watermark))));
        fired(&polls.collect::<Vec<_>>(), "watermark-regressed")
    };
    assert_eq!(answers(&["5", "9", "7"]), [2]);
    assert_eq!(answers(&["9", "5", "7"]), [1, 2]);
    assert_eq!(answers(&["5", "5", "6"]), [0; 0]);
}

#[test]
fn what_answers_a_hidden_question_is_not_compared() {
    let plain = |watermark: &str| {
        let mut exchange = poll("c", "", &page(watermark));
        exchange.request.target =
            Target::parse("https://directline.botframework.com/api/conversations/c/messages");
        exchange
    };
    let hidden = poll("c", "%3Cwatermark%3E", &page("50"));
    assert_eq!(fired(&[second(1, hidden), second(2, plain("10"))], "watermark-regressed"), [0; 0]);
    assert_eq!(fired(&[second(1, plain("50")), second(2, plain("10"))], "watermark-regressed"), [1]);
}

/// The documents advise to poll every one to ten seconds; more than a minute is what the rule holds for too long.
#[test]
fn paging_that_stopped_is_told_once() {
    let after = |times: &[i64]| {
        // Without a duration the minute begins with the request.
        let mut exchanges = vec![at(poll("c", "1", &page("2")), 0)];
        exchanges.extend(times.iter().map(|time| second(*time, send("hi"))));
        fired(&exchanges, "paging-stopped")
    };
    assert_eq!(after(&[59, 60]), [0; 0]);
    assert_eq!(after(&[61]), [1]);
    assert_eq!(after(&[30, 70, 80, 200]), [2]);
}

/// A token for a credential, by Generate Token or Refresh Token.
fn token(method: &str, path: &str, credential: &str) -> Exchange {
    let url = format!("https://directline.botframework.com/api/tokens/{path}");
    let mut exchange = Exchange::new(method, Target::parse(&url));
    exchange.request.headers.push("Authorization", format!("Bearer {credential}"));
    exchange.response = Response::with_status(200);
    exchange.response.headers.push("Content-Type", "application/json");
    exchange.response.body = Observed::Present(Content::exact(r#""token-1""#));
    exchange
}

#[test]
fn what_is_no_credential_is_no_secret() {
    let used = |credential: &str| {
        let exchanges = [token("POST", "conversation", credential), token("GET", "c/renew", credential)];
        fired(&exchanges, "secret-used-to-renew")
    };
    assert_eq!(used("secret-1"), [1]);
    assert_eq!(used("\"secret-1\""), [0; 0]);
    assert_eq!(used("<secret>"), [0; 0]);
    assert_eq!(used("REDACTED"), [0; 0]);
}

/// A message of which not everything can be read may be the one that was sent.
#[test]
fn what_came_with_an_unreadable_message_may_have_come_back() {
    let after = |message: &str| {
        let page = format!(r#"{{"messages":[{message}],"watermark":"7"}}"#);
        let exchanges =
            [second(0, send("hi")), second(10, poll("c", "0", &page)), second(20, poll("c", "7", EMPTY))];
        fired(&exchanges, "sent-message-lost")
    };
    assert_eq!(after(r#"{"id":"1","from":"bot","text":"a"}"#), [2]);
    for message in [
        r#"{"id":1,"from":"bot","text":"a"}"#,
        r#"{"id":"1","from":1,"text":"a"}"#,
        r#"{"id":"1","from":"bot","text":1}"#,
        r#"{"id":"1","from":"<user>","text":"a"}"#,
    ] {
        assert_eq!(after(message), [0; 0], "{message}");
    }
}

#[test]
fn an_empty_id_is_none() {
    let page = r#"{"messages":[{"id":"","from":"bot","text":"a"},{"id":"","from":"bot","text":"b"}]}"#;
    assert_eq!(fired(&[poll("c", "0", page)], "message-id-reused"), [0; 0]);
    assert_eq!(fired(&[poll("c", "0", &page.replace("\"\"", "\"1\""))], "message-id-reused"), [0]);
}

#[test]
fn only_what_is_below_attachments_is_a_file_that_is_fetched() {
    let named = r#"{"messages":[{"id":"1","images":["/attachments/a.png","/other/a.png"]}],"watermark":"2"}"#;
    let fetched = |method: &str, path: &str| {
        let url = format!("https://directline.botframework.com{path}");
        let fetch = Exchange::new(method, Target::parse(&url));
        let exchanges = [second(0, poll("c", "1", named)), second(86_400 + 1, fetch)];
        fired(&exchanges, "attachment-fetched-late")
    };
    assert_eq!(fetched("GET", "/attachments/a.png?x=1"), [1]);
    assert_eq!(fetched("HEAD", "/attachments/a.png"), [0; 0]);
    assert_eq!(fetched("GET", "/other/a.png"), [0; 0]);
}

/// API reference, Conversation object: `expires_in` is the number of seconds until the token expires.
#[test]
fn a_token_expires_after_its_lifetime() {
    let start = || {
        let url = "https://directline.botframework.com/api/conversations";
        let mut exchange = Exchange::new("POST", Target::parse(url));
        exchange.request.headers.push("Authorization", "Bearer secret-1");
        exchange.response = Response::with_status(200);
        exchange.response.headers.push("Content-Type", "application/json");
        let body = r#"{"conversationId":"c","token":"RCurR_XV9ZA.cwA","expires_in":60}"#;
        exchange.response.body = Observed::Present(Content::exact(body));
        exchange
    };
    let with_token = |status: u16| {
        let mut exchange = poll("c", "0", EMPTY);
        exchange.request.headers = Headers::new();
        exchange.request.headers.push("Authorization", "Bearer RCurR_XV9ZA.cwA");
        exchange.response.status = Observed::Present(status);
        exchange
    };
    let fires_at = |time: i64, status: u16| {
        let mut start = second(0, start());
        start.took = Observed::Present(0);
        let exchanges = [start, second(time, with_token(status))];
        ["token-used-after-expiry", "expired-token-accepted"].map(|rule| fired(&exchanges, rule) == [1])
    };
    assert_eq!(fires_at(60, 200), [false, false]);
    assert_eq!(fires_at(61, 200), [true, true]);
    assert_eq!(fires_at(61, 403), [true, false]);
}

/// API reference, Message object: `channelData` is passed on unmodified.
#[test]
fn changed_channel_data_is_shown_where_it_stands() {
    let returned = |member: &str| {
        let sent = send_body(r#"{"from":"user1","text":"hi","channelData":{"a":1}}"#);
        let page =
            format!(r#"{{"messages":[{{"id":"1","from":"user1","text":"hi"{member}}}],"watermark":"2"}}"#);
        let known = second(0, poll("c", "0", EMPTY));
        let judgement = judge(&[known, second(1, sent), second(10, poll("c", "5", &page))]).remove(2);
        let mut findings = judgement.findings.into_iter();
        let found = findings.find(|finding| finding.rule.name == "channel-data-changed")?;
        Some((found.place.pointer.unwrap(), found.found))
    };
    let at = |pointer: &str, found: &str| Some((pointer.to_owned(), found.to_owned()));
    assert_eq!(returned(r#","channelData":{"a":1}"#), None);
    assert_eq!(returned(r#","channelData":{"a":2}"#), at("/messages/0/channelData", "another object"));
    assert_eq!(returned(r#","channelData":5"#), at("/messages/0", "no object"));
    assert_eq!(returned(""), at("/messages/0", "no object"));
}

#[test]
fn a_wrapper_is_no_message_that_could_be_lost() {
    let lost = |body: &str| {
        fired(&[second(0, send_body(body)), second(10, poll("c", "0", EMPTY))], "sent-message-lost")
    };
    assert_eq!(lost(r#"{"from":"user1","text":"hi"}"#), [1]);
    assert_eq!(lost(r#"{"message":{"text":"hi"},"from":"user1","text":"hi"}"#), [0; 0]);
}

/// An upload that the service accepts.
fn upload(query: &str, media_type: &str, body: &str) -> Exchange {
    let url = format!("https://directline.botframework.com/api/conversations/c/upload{query}");
    let mut exchange = Exchange::new("POST", Target::parse(&url));
    exchange.request.headers.push("Authorization", "Bearer secret-1");
    exchange.request.headers.push("Content-Type", media_type);
    exchange.request.body = Observed::Present(Content::exact(body));
    exchange.response = Response::with_status(204);
    exchange
}

#[test]
fn an_upload_is_known_by_its_user() {
    let lost = |query: &str| {
        let exchanges = [second(0, upload(query, "image/png", "(a)")), second(10, poll("c", "0", EMPTY))];
        fired(&exchanges, "sent-message-lost")
    };
    assert_eq!(lost("?userId=user1"), [1]);
    for query in ["", "?userId=", "?userId=%3Cuser%3E"] {
        assert_eq!(lost(query), [0; 0], "{query}");
    }
}

#[test]
fn the_sender_that_the_message_names_is_the_sender() {
    let form = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
                Content-Type: image/png\r\n\r\n(a)\r\n--X\r\nContent-Disposition: form-data; name=\"m\"\r\n\
                Content-Type: application/vnd.microsoft.bot.message\r\n\r\n{\"from\":\"user1\",\"text\":\"hi\"}\r\n\
                --X--\r\n";
    let lost_unless_from = |user: &str| {
        let page = format!(r#"{{"messages":[{{"id":"1","from":"{user}","text":"hi"}}],"watermark":"7"}}"#);
        let sent = upload("?userId=user2", "multipart/form-data; boundary=X", form);
        let polls = [second(10, poll("c", "0", &page)), second(20, poll("c", "7", EMPTY))];
        fired(&[vec![second(0, sent)], polls.to_vec()].concat(), "sent-message-lost")
    };
    assert_eq!(lost_unless_from("user1"), [0; 0]);
    assert_eq!(lost_unless_from("user2"), [2]);
}

/// A message that nobody recorded may look the same, and be the one that came back.
#[test]
fn channel_data_is_compared_only_where_the_message_is_certain() {
    let sent = send_body(r#"{"from":"user1","text":"hi","channelData":{"a":1}}"#);
    let page = r#"{"messages":[{"id":"1","from":"user1","text":"hi"}],"watermark":"9"}"#;
    let mut unseen = send("hi");
    unseen.request.body = Observed::NotObservable(Reason::BodyNotRecorded);
    let known = poll("c", "0", EMPTY);
    let last = |exchanges: Vec<Exchange>| {
        let timed = exchanges.into_iter().zip(0..).map(|(exchange, time)| second(time, exchange));
        let judgement = judge(&timed.collect::<Vec<_>>()).pop().unwrap();
        (fires(&judgement, "channel-data-changed"), reason(&judgement, "channel-data-changed"))
    };
    assert_eq!(last(vec![known.clone(), sent.clone(), poll("c", "5", page)]), (true, None));
    let uncertain = (false, Some(Reason::Ambiguous));
    assert_eq!(last(vec![known.clone(), sent.clone(), poll("c", "4", page)]), uncertain);
    assert_eq!(last(vec![known, unseen, sent, poll("c", "5", page)]), uncertain);
}

#[test]
fn a_message_that_was_there_before_is_not_the_one_that_was_sent() {
    let page = r#"{"messages":[{"id":"1","from":"user1","text":"hi"}],"watermark":"5"}"#;
    let exchanges = [
        second(0, poll("c", "0", page)),
        second(10, send("hi")),
        second(20, poll("c", "0", page)),
        second(30, poll("c", "5", EMPTY)),
    ];
    assert_eq!(fired(&exchanges, "sent-message-lost"), [3]);
}

/// A client that writes the query as forms do sends the watermark `a b` as `a+b`: it is the same in every comparison.
#[test]
fn a_watermark_with_a_space_may_be_written_with_a_plus() {
    let exchanges = [
        second(1, poll("c", "", &page("a b"))),
        second(10, poll("c", "a+b", &page("c d"))),
        second(20, poll("c", "a+b", &page("c d"))),
    ];
    assert_eq!(fired(&exchanges, "watermark-unknown"), [0; 0]);
    assert_eq!(fired(&exchanges, "watermark-not-advanced"), [2]);
}
