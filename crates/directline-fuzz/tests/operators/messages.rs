//! Each operator breaks exactly its rule in any message, too.

use directline_exchange::Exchange;
use directline_fuzz::Operator;
use directline_reference::{Request, Response, Time, record};
use directline_types::{Attachment, Message, MessageSet, strategy};
use directline_validator::Validator;
use proptest::prelude::*;

use crate::exact::fault;

const BASE: &str = "https://directline.botframework.com";

/// A message with nothing wrong: any text and any `channelData`, URLs and types of the usual kinds.
fn message() -> impl Strategy<Value = Message> + Clone {
    let urls = prop::collection::vec(
        "https?://example\\.com(:[1-9][0-9]{3})?(/[a-z%20|]{1,5}){0,3}(\\?[a-z]=1)?",
        0..3,
    );
    let files = prop::collection::vec(
        ("https://example\\.com/[a-z]{1,5}", "text/[a-z]{1,5}(; charset=utf-8)?"),
        0..3,
    );
    let from = "[^\"\\s]\\PC{0,5}";
    let tail = (prop::option::of(urls), prop::option::of(files), prop::option::of(strategy::channel_data()));
    (from, "\\PC\\PC{0,20}", tail).prop_map(|(from, text, (images, files, channel_data))| Message {
        from: Some(from.into()),
        text: Some(text),
        images: images.map(|urls| urls.into_iter().map(Into::into).collect()),
        attachments: files.map(|files| {
            files.into_iter().map(|(url, media_type)| Attachment::new(url, media_type)).collect()
        }),
        channel_data,
        ..Message::default()
    })
}

fn exchange(request: &Request, response: &Response) -> Exchange {
    record(BASE, request, response, Time::EPOCH, 5)
}

fn send(message: &Message) -> Exchange {
    let request = Request::new("POST", "/api/conversations/abc/messages").bearer("secret");
    exchange(&request.json(serde_json::to_vec(message).unwrap()), &Response::empty(204))
}

fn upload(message: &Message) -> Exchange {
    let text = serde_json::to_string(message).unwrap();
    let form = format!(
        "--the-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
         Content-Type: text/plain\r\n\r\nsome text\r\n--the-boundary\r\nContent-Disposition: form-data; name=\"message\"\r\n\
         Content-Type: application/vnd.microsoft.bot.message\r\n\r\n{text}\r\n--the-boundary--\r\n"
    );
    let request = Request::new("POST", "/api/conversations/abc/upload?userId=user1").bearer("secret");
    exchange(&request.content("multipart/form-data; boundary=the-boundary", form), &Response::empty(204))
}

fn receive(messages: Vec<Message>) -> Exchange {
    let set = MessageSet::new(messages, "1");
    let request = Request::new("GET", "/api/conversations/abc/messages").bearer("secret");
    exchange(&request, &Response::json(200, serde_json::to_vec(&set).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_operator_breaks_its_rule_in_any_message(
        messages in prop::collection::vec(message(), 1..3), created: bool, seed: u64,
    ) {
        let mut uploaded = messages[0].clone();
        uploaded.from = Some("user1".into());
        let sent = [send(&messages[0]), upload(&uploaded)];
        let received = messages.into_iter().map(|mut message| {
            message.id = Some("abc|0001".into());
            message.conversation_id = Some("abc".into());
            message.created = created.then(|| "2016-10-28T21:19:51.0357965Z".into());
            message
        });
        for exchange in sent.into_iter().chain([receive(received.collect())]) {
            let before = Validator::new().check(&exchange).findings;
            prop_assert!(before.is_empty(), "{:?}", before);
            for operator in Operator::ALL.iter().filter(|operator| operator.name != "upload-oversized") {
                if let Some(fault) = fault(operator, &exchange, seed) {
                    prop_assert!(false, "{fault}");
                }
            }
        }
    }
}
