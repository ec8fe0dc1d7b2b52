//! What an exchange adds to the ledger, taken from its facts.

use std::borrow::Cow;

use directline_exchange::{Exchange, Observed, Reason, Request, Scheme, Target, is_placeholder};
use directline_json::{Kind, Value};
use directline_types::{ObjectKind, Operation};

use super::event::{
    Asked, Content, ConversationKey, Credential, Event, File, Issued, Lifetime, Page, Poll, Received, Sent,
    ShortPlace, Started, What,
};
use super::key::Key;
use super::watermark::Watermark;
use crate::facts::{Authorization, Facts, Filling, Gathered, Subject, Upload, watermark_filling};
use crate::media_type::Essence;
use crate::percent;

impl Event {
    /// Of an exchange that is judged.
    pub(crate) fn of(facts: &Facts<'_>) -> Self {
        // An error under a status of success is no success.
        let is_error = facts.error_under_success.is_some();
        let accepted = facts.response().status.map(|status| (200..300).contains(&status) && !is_error);
        let host = host(facts.request());
        let what = match facts.operation() {
            Some(Operation::GenerateToken) => What::Generate(issued(facts)),
            Some(Operation::RefreshToken) => What::Renew(issued(facts)),
            Some(Operation::StartConversation) => What::Start(started(facts, &host)),
            Some(Operation::GetMessages) => {
                let (asked, is_unfilled) = asked(facts);
                What::Poll(Box::new(Poll { asked, is_unfilled, page: page(facts, &host) }))
            }
            Some(Operation::SendMessage | Operation::Upload) => What::Send(sent(facts)),
            None => What::Other,
        };
        Self {
            conversation: facts
                .conversation_in_path()
                .filter(|(_, filling)| *filling == Filling::Value)
                .map(|(id, _)| ConversationKey::of(&host, id)),
            accepted,
            credential: credential(facts),
            what,
            ..Self::timed(facts.exchange)
        }
    }

    /// Of an exchange that is out of scope: a file that is fetched from the service.
    pub(crate) fn of_fetch(exchange: &Exchange) -> Option<Self> {
        let request = &exchange.request;
        let is_fetch = request.is_method("GET") && request.target.path.starts_with("/attachments/");
        let what = What::Fetch(Key::of_all(&[&host(request), &request.target.path]));
        is_fetch.then(|| Self { what, ..Self::timed(exchange) })
    }

    fn timed(exchange: &Exchange) -> Self {
        let started = exchange.started.present().map(|started| started.unix_nanos);
        let took = exchange.took.present().and_then(|took| i64::try_from(*took).ok());
        Self {
            index: exchange.source.index,
            started,
            ended: started.zip(took).and_then(|(started, took)| started.checked_add(took)),
            conversation: None,
            accepted: exchange.response.status.map(|status| (200..300).contains(&status)),
            credential: Observed::Absent,
            what: What::Other,
        }
    }
}

impl ConversationKey {
    fn of(host: &str, id: &str) -> Self {
        Self { id: Key::of(id), at_host: Key::of_all(&[host, id]) }
    }
}

/// The host and port of a request, as far as they are recorded; the port of the scheme is left out.
fn host(request: &Request) -> String {
    host_of(&request.target)
}

fn host_of(target: &Target) -> String {
    let name = target.host.present().map_or("", String::as_str);
    let usual = match target.scheme.present() {
        Some(Scheme::Https) => Some(443),
        Some(Scheme::Http) => Some(80),
        _ => None,
    };
    let port = target.port.filter(|port| Some(*port) != usual);
    port.map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

fn credential(facts: &Facts<'_>) -> Observed<Credential> {
    let header = match &facts.authorization {
        Authorization::Unseen(reason) => return Observed::NotObservable(*reason),
        Authorization::Missing => return Observed::Absent,
        Authorization::Sent(header) => header,
    };
    match &header.credential {
        Err(reason) => Observed::NotObservable(*reason),
        // What is no credential is a finding of its own.
        Ok((text, _)) if text.is_empty() || header.fault.is_some() => Observed::Absent,
        Ok((text, _)) if is_placeholder(text) => Observed::NotObservable(Reason::RedactedByExporter),
        Ok((text, range)) => Observed::Present(Credential {
            key: Key::of(text),
            span: range.clone(),
            header: header.name.into(),
        }),
    }
}

/// The one object that is answered; absent if what was answered is none.
fn answered<'g, 'f>(answer: &'g Gathered<'f>) -> Observed<&'g Subject<'f>> {
    match (answer.unseen, answer.list.first()) {
        (Some(reason), _) => Observed::NotObservable(reason),
        (None, Some(subject)) => Observed::Present(subject),
        (None, None) => Observed::Absent,
    }
}

/// A token in a string value; the outer `None` for what is none.
fn token(value: Value<'_>) -> Option<Observed<Key>> {
    let text = value.as_str().filter(|text| !text.is_empty())?;
    Some(if is_placeholder(&text) {
        Observed::NotObservable(Reason::RedactedByExporter)
    } else {
        Observed::Present(Key::of(&text))
    })
}

fn issued(facts: &Facts<'_>) -> Observed<Issued> {
    match answered(&facts.answer) {
        Observed::Present(answer) => match token(answer.value) {
            Some(key) => {
                key.map(|key| Issued { key, place: ShortPlace::in_answer("", answer.value.span().range()) })
            }
            None => Observed::Absent,
        },
        Observed::Absent => Observed::Absent,
        Observed::NotObservable(reason) => Observed::NotObservable(reason),
    }
}

fn started(facts: &Facts<'_>, host: &str) -> Observed<Started> {
    let answer = match answered(&facts.answer) {
        Observed::Present(answer) => answer,
        Observed::Absent => return Observed::Absent,
        Observed::NotObservable(reason) => return Observed::NotObservable(reason),
    };
    answer.take_hidden();
    let Some(id) = answer.text("conversationId").filter(|id| !id.text.is_empty()) else {
        return if answer.take_hidden() {
            Observed::NotObservable(Reason::RedactedByExporter)
        } else {
            Observed::Absent
        };
    };
    Observed::Present(Started {
        conversation: ConversationKey::of(host, &id.text),
        place: ShortPlace::in_answer("/conversationId", id.value.span().range()),
        token: answer.value.get("token").and_then(token).and_then(|token| token.present().copied()),
        lifetime: lifetime(answer.value.get("expires_in")),
    })
}

fn lifetime(expires_in: Option<Value<'_>>) -> Lifetime {
    let Some(value) = expires_in else { return Lifetime::Documented };
    let seconds = value.as_u64().map(Lifetime::Seconds);
    let (whole, _) = match (value.kind(), value.number_text()) {
        (Kind::Number, Some(text)) => text.split_once('.').unwrap_or((text, "")),
        _ => return Lifetime::Unclear,
    };
    // Whole seconds: a fraction prolongs nothing by a second.
    seconds.or_else(|| whole.parse().ok().map(Lifetime::Seconds)).unwrap_or(Lifetime::Unclear)
}

/// The watermark of the request, and whether it is one that was never filled in or never read.
fn asked(facts: &Facts<'_>) -> (Observed<Asked>, bool) {
    let target = &facts.request().target;
    let mut named = target.parameters("watermark");
    let Some((written, at)) = named.next() else {
        // In another letter case it is a finding of its own.
        let is_misspelt = target.query_pairs().any(|(name, ..)| name.eq_ignore_ascii_case("watermark"));
        let asked = if is_misspelt { Observed::NotObservable(Reason::NotRecorded) } else { Observed::Absent };
        return (asked, is_misspelt);
    };
    let text = percent::decode_text(written);
    // Services take the first or the last of several; that there are several is a finding of its own.
    if named.any(|(other, _)| percent::decode_text(other) != text) {
        return (Observed::NotObservable(Reason::Ambiguous), false);
    }
    if text.is_empty() {
        return (Observed::Absent, false);
    }
    match watermark_filling(&text) {
        Filling::Hidden => return (Observed::NotObservable(Reason::RedactedByExporter), false),
        Filling::Placeholder => return (Observed::NotObservable(Reason::NotRecorded), true),
        Filling::Value => {}
    }
    let place = ShortPlace::in_query("watermark", written, at);
    let as_form = form_text(written).map(|text| Watermark::read(&text));
    (Observed::Present(Asked { watermark: Watermark::read(&text), as_form, place }), false)
}

/// A value of the query decoded as forms write it, with plus signs for spaces; `None` if it has none.
fn form_text(written: &str) -> Option<String> {
    written.contains('+').then(|| percent::decode_text(&written.replace('+', " ")).into_owned())
}

fn page(facts: &Facts<'_>, host: &str) -> Observed<Page> {
    let set = match answered(&facts.answer) {
        Observed::Present(set) if set.value.kind() == Kind::Object => set,
        Observed::Present(_) | Observed::Absent => return Observed::Absent,
        Observed::NotObservable(reason) => return Observed::NotObservable(reason),
    };
    let watermark = set.value.get("watermark");
    // A number is an offence of the service; a client that sends it back means the same.
    let text = watermark.and_then(|value| value.as_str().or_else(|| value.number_text().map(Cow::Borrowed)));
    let text = text.filter(|text| !text.is_empty() && !is_placeholder(text));
    let place = match watermark {
        Some(value) => ShortPlace::in_answer("/watermark", value.span().range()),
        None => ShortPlace::in_answer("", set.value.span().range()),
    };
    let list = set.value.get("messages");
    let is_list = list.is_none_or(|list| matches!(list.kind(), Kind::Array | Kind::Null));
    let mut is_whole = is_list;
    let mut messages = Vec::new();
    for (number, message) in facts.received.list.iter().enumerate() {
        let is_object = message.value.kind() == Kind::Object;
        let members = Members::of(message.value);
        if is_object {
            messages.push(received(number, message, &members, host));
        }
        let mut texts = [members.id, members.text, members.from].into_iter().flatten();
        is_whole &= is_object && texts.all(|value| value.kind() == Kind::String);
    }
    is_whole &= !facts.received.list.first().is_some_and(Subject::take_hidden);
    Observed::Present(Page { watermark: text.map(|text| Watermark::read(&text)), place, messages, is_whole })
}

/// The members that the ledger looks at: of each name the first.
#[derive(Default)]
struct Members<'d> {
    id: Option<Value<'d>>,
    from: Option<Value<'d>>,
    text: Option<Value<'d>>,
    channel_data: Option<Value<'d>>,
    images: Option<Value<'d>>,
    attachments: Option<Value<'d>>,
}

impl<'d> Members<'d> {
    fn of(message: Value<'d>) -> Self {
        let mut all = Self::default();
        for member in message.members() {
            let place = match &*member.key {
                "id" => &mut all.id,
                "from" => &mut all.from,
                "text" => &mut all.text,
                "channelData" => &mut all.channel_data,
                "images" => &mut all.images,
                "attachments" => &mut all.attachments,
                _ => continue,
            };
            place.get_or_insert(member.value);
        }
        all
    }

    fn channel_data(&self) -> Option<Value<'d>> {
        self.channel_data.filter(|value| value.kind() == Kind::Object)
    }

    fn images(&self) -> impl Iterator<Item = Value<'d>> + use<'d> {
        self.images.into_iter().flat_map(Value::elements)
    }

    fn attachments(&self) -> impl Iterator<Item = Value<'d>> + use<'d> {
        let elements = self.attachments.into_iter().flat_map(Value::elements);
        elements.filter(|attachment| attachment.kind() == Kind::Object)
    }
}

fn received<'f>(number: usize, message: &Subject<'f>, members: &Members<'f>, host: &str) -> Received {
    let span = |value: Value<'_>| value.span().range();
    let urls = members.images().chain(members.attachments().filter_map(|attachment| attachment.get("url")));
    let files = urls.filter_map(Value::as_str).filter_map(|url| {
        let target = Target::parse(&url);
        let on = if url.starts_with('/') { host.to_owned() } else { host_of(&target) };
        let path = target.path.as_str();
        path.starts_with("/attachments/").then(|| Key::of_all(&[&on, path]))
    });
    let id = members.id.and_then(|id| message.text_of("id", id)).filter(|id| !id.text.is_empty());
    Received {
        number,
        span: span(message.value),
        id: id.map(|id| (Key::of(&id.text), span(id.value))),
        files: files.collect(),
        content: content(message, members),
        channel_data_span: members.channel_data().map(span),
    }
}

fn content<'f>(message: &Subject<'f>, members: &Members<'f>) -> Content {
    message.take_hidden();
    let texts = [("from", members.from), ("text", members.text)];
    let mut is_hidden = false;
    let [from, text] = texts.map(|(name, value)| {
        let text = message.text_of(name, value?).filter(|text| !text.text.is_empty())?;
        // A recording without its secrets hides also what people wrote.
        is_hidden |= is_placeholder(&text.text);
        Some(Key::of(&text.text))
    });
    let attachments = members.attachments().map(|attachment| {
        let media_type = attachment.get("contentType").and_then(Value::as_str);
        file(media_type.as_deref().map(str::as_bytes))
    });
    Content {
        is_hidden: is_hidden || message.take_hidden(),
        from,
        text,
        channel_data: members.channel_data().map(Key::of_value),
        images: members.images().count(),
        attachments: attachments.collect(),
    }
}

fn file(content_type: Option<&[u8]>) -> File {
    let Some(content_type) = content_type.filter(|content_type| !content_type.is_empty()) else {
        return File { media_type: None, may_be_image: true };
    };
    let Some(essence) = Essence::of(content_type) else {
        return File { media_type: Some(Key::of("")), may_be_image: false };
    };
    let may_be_image = essence.has_type("image") || essence.is("application", "octet-stream");
    File { media_type: Some(Key::of(&essence.to_lowercase())), may_be_image }
}

fn sent(facts: &Facts<'_>) -> Observed<Box<Sent>> {
    if let Some(reason) = facts.sent.unseen {
        return Observed::NotObservable(reason);
    }
    // What is no Message, or several of them, is a finding of its own.
    let mut content = match facts.sent.list.as_slice() {
        [] => Content::default(),
        [message] if message.object == ObjectKind::Message && !message.is_wrapper() => {
            let content = content(message, &Members::of(message.value));
            if content.is_hidden {
                return Observed::NotObservable(Reason::RedactedByExporter);
            }
            content
        }
        _ => return Observed::Absent,
    };
    let files = match facts.upload() {
        None => Vec::new(),
        Some(Upload::Unseen(reason)) => return Observed::NotObservable(*reason),
        Some(Upload::Nothing | Upload::Unbounded) => return Observed::Absent,
        Some(Upload::Single) => {
            let header = facts.request_type();
            vec![file(header.present().map(|header| header.value.as_ref()))]
        }
        Some(Upload::Multipart(multipart)) => {
            if let Some(reason) = multipart.blind() {
                return Observed::NotObservable(reason);
            }
            let numbers: Vec<usize> = multipart.messages.iter().map(|(number, _)| *number).collect();
            let parts = multipart.multipart.parts.iter().enumerate();
            // A part without a file name is a field of a form.
            let files = parts.filter(|(number, part)| {
                !numbers.contains(number) && part.disposition().and_then(|found| found.filename()).is_some()
            });
            files
                .map(|(_, part)| file(part.header("content-type").map(|header| header.value.as_ref())))
                .collect()
        }
    };
    let mut from_as_form = None;
    if !files.is_empty() && content.from.is_none() {
        let user = facts.request().target.parameters("userId").next().map(|(written, _)| written);
        from_as_form = user.and_then(form_text).map(|user| Key::of(&user));
        content.from = user
            .map(percent::decode_text)
            .filter(|user| !user.is_empty() && !is_placeholder(user))
            .map(|user| Key::of(&user));
    }
    Observed::Present(Box::new(Sent { content, from_as_form, files }))
}
