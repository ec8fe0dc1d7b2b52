//! Faults of a page of messages.

use serde_json::{Map, Value, json};

use super::Fault;
use super::distort::{change, get, put};
use crate::{Request, Response, Service};

/// The faults that read and write the page anew: any other leaves its bytes alone.
const PAGE_FAULTS: [Fault; 24] = [
    Fault::AttachmentUntyped,
    Fault::BareArray,
    Fault::ChannelDataRewritten,
    Fault::ChannelDataText,
    Fault::ContentUrl,
    Fault::ConversationMember,
    Fault::CreatedLocal,
    Fault::CreatedNumber,
    Fault::DuplicateMember,
    Fault::FromObject,
    Fault::IdReused,
    Fault::ImagesText,
    Fault::MessageRepeated,
    Fault::MessagesMissing,
    Fault::OtherConversation,
    Fault::PascalCase,
    Fault::PollAnswers204,
    Fault::TextNull,
    Fault::UrlLeavesBase,
    Fault::WatermarkMissing,
    Fault::WatermarkNull,
    Fault::WatermarkNumber,
    Fault::WatermarkRegresses,
    Fault::WatermarkStuck,
];

/// The answer to Get Messages as the faulty service gives it.
pub(super) fn distort(fault: Fault, service: &Service, request: &Request, response: Response) -> Response {
    if !PAGE_FAULTS.contains(&fault) {
        return response;
    }
    let asked = request.query("watermark");
    let mut response = change(response, |page| {
        let is_empty = messages(page).is_none_or(|messages| messages.is_empty());
        whole(fault, page, is_empty, asked.as_deref());
        let each = messages(page).into_iter().flatten();
        each.filter_map(Value::as_object_mut).for_each(|message| one(fault, message));
        if fault == Fault::BareArray {
            *page = get(page, "/messages");
        }
    });
    match fault {
        Fault::PollAnswers204 if response.body.windows(13).any(|text| text == b"\"messages\":[]") => {
            Response::empty(204)
        }
        Fault::MessageRepeated => repeat(service, request, response),
        Fault::DuplicateMember => {
            let text = String::from_utf8_lossy(&response.body).replace("\"id\":", "\"id\":\"1\",\"id\":");
            response.body = text.into_bytes();
            response
        }
        _ => response,
    }
}

fn messages(page: &mut Value) -> Option<&mut Vec<Value>> {
    page.get_mut("messages").and_then(Value::as_array_mut)
}

/// The page as a whole.
fn whole(fault: Fault, page: &mut Value, is_empty: bool, asked: Option<&str>) {
    let number = get(page, "/watermark").as_str().and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    match (fault, asked) {
        (Fault::WatermarkNumber, _) => put(page, "", "watermark", number),
        (Fault::WatermarkNull, _) if is_empty => put(page, "", "watermark", Value::Null),
        (Fault::WatermarkRegresses, _) if is_empty && number > 0 => {
            put(page, "", "watermark", number.saturating_sub(1).to_string());
        }
        (Fault::WatermarkStuck, Some(asked)) => put(page, "", "watermark", asked),
        (Fault::WatermarkMissing, _) if is_empty => remove(page, "watermark"),
        (Fault::MessagesMissing, _) if is_empty => remove(page, "messages"),
        _ => {}
    }
}

fn remove(page: &mut Value, name: &str) {
    if let Some(members) = page.as_object_mut() {
        members.remove(name);
    }
}

/// One message.
fn one(fault: Fault, message: &mut Map<String, Value>) {
    match fault {
        Fault::IdReused => set(message, "id", "1"),
        Fault::OtherConversation => set(message, "conversationId", "another"),
        Fault::CreatedNumber => set(message, "created", 1_477_689_591),
        Fault::TextNull => {
            message.entry("images").or_insert(Value::Null);
        }
        Fault::ConversationMember => rename(message, "conversationId", "conversation"),
        Fault::FromObject => edit(message, "from", |from| json!({ "id": from })),
        Fault::CreatedLocal => {
            edit(message, "created", |created| {
                created.as_str().unwrap_or_default().trim_end_matches('Z').into()
            });
        }
        Fault::ImagesText => edit(message, "images", |images| get(&images, "/0")),
        Fault::PascalCase => {
            for (name, capital) in [("id", "Id"), ("from", "From"), ("text", "Text")] {
                rename(message, name, capital);
            }
        }
        Fault::ChannelDataText => edit(message, "channelData", |data| data.to_string().into()),
        Fault::UrlLeavesBase => {
            edit(message, "images", |images| map(images, relative));
            each_attachment(message, |attachment| edit(attachment, "url", relative));
        }
        Fault::ContentUrl => each_attachment(message, |attachment| rename(attachment, "url", "contentUrl")),
        Fault::AttachmentUntyped => {
            each_attachment(message, |attachment| {
                attachment.remove("contentType");
            });
        }
        _ => {}
    }
}

fn set(object: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    object.insert(name.to_owned(), value.into());
}

fn rename(object: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = object.remove(from) {
        object.insert(to.to_owned(), value);
    }
}

fn edit(object: &mut Map<String, Value>, name: &str, change: impl FnOnce(Value) -> Value) {
    if let Some(value) = object.get_mut(name) {
        *value = change(value.take());
    }
}

fn map(list: Value, change: impl Fn(Value) -> Value) -> Value {
    match list {
        Value::Array(elements) => elements.into_iter().map(change).collect(),
        other => other,
    }
}

fn each_attachment(message: &mut Map<String, Value>, change: impl Fn(&mut Map<String, Value>)) {
    let attachments = message.get_mut("attachments").and_then(Value::as_array_mut);
    attachments.into_iter().flatten().filter_map(Value::as_object_mut).for_each(change);
}

/// A relative URL to which prepending the base URI gives another host, whatever the base is.
fn relative(url: Value) -> Value {
    match url.as_str().and_then(|url| url.strip_prefix('/')) {
        Some(rest) => Value::from(format!("@files.example/{rest}")),
        None => url,
    }
}

/// The page with the last message before its watermark once more.
fn repeat(service: &Service, request: &Request, response: Response) -> Response {
    let path = request.path().to_owned();
    let Some(seen) = request.query("watermark").and_then(|text| text.parse::<usize>().ok()) else {
        return response;
    };
    let id = path.split('/').nth(3).unwrap_or_default();
    let before = seen.checked_sub(1).map(|before| before.to_string());
    let earlier = service.conversations.get(id).and_then(|found| found.page(before.as_deref(), 1).ok());
    let Some(earlier) = earlier.and_then(|page| serde_json::to_value(page.messages).ok()) else {
        return response;
    };
    change(response, |page| {
        if let (Value::Array(mut earlier), Some(messages)) = (earlier, messages(page)) {
            earlier.append(messages);
            *messages = earlier;
        }
    })
}
