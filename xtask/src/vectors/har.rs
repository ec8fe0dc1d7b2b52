//! The same exchanges as a HAR 1.2, as far as it can say them.

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub(super) struct Har {
    log: Log,
}

#[derive(Serialize)]
struct Log {
    version: &'static str,
    creator: Creator,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Creator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    started_date_time: String,
    time: Number,
    #[serde(rename = "_intent", skip_serializing_if = "Option::is_none")]
    intent: Option<String>,
    request: Request,
    response: Response,
    cache: Nothing,
    timings: Timings,
}

/// A number as the line writes it.
type Number = serde_json::Number;

/// `{}`.
#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct Timings {
    send: i8,
    wait: Number,
    receive: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method: String,
    url: String,
    http_version: &'static str,
    cookies: [(); 0],
    headers: Vec<Header>,
    /// The pairs of the query, as they are written in the URL.
    query_string: Vec<Header>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData>,
    headers_size: i8,
    body_size: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    mime_type: String,
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    status: u64,
    status_text: &'static str,
    http_version: &'static str,
    cookies: [(); 0],
    headers: Vec<Header>,
    content: Content,
    #[serde(rename = "redirectURL")]
    redirect_url: &'static str,
    headers_size: i8,
    body_size: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    size: usize,
    mime_type: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
}

#[derive(Serialize)]
struct Header {
    name: String,
    value: String,
}

/// Why something has no HAR.
type Why = &'static str;

/// The pairs of the query of a URL.
fn query(url: &str) -> Vec<Header> {
    let query = url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Header { name: name.to_owned(), value: value.to_owned() }
        })
        .collect()
}

/// The lines as one HAR, or why it cannot say them.
pub(super) fn har(lines: &[String]) -> Result<Result<Har, Why>> {
    let mut entries = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let line: Value = serde_json::from_str(line)?;
        match entry(&line, at)? {
            Ok(entry) => entries.push(entry),
            Err(why) => return Ok(Err(why)),
        }
    }
    let creator = Creator { name: "test vector", version: "1" };
    Ok(Ok(Har { log: Log { version: "1.2", creator, entries } }))
}

fn entry(line: &Value, at: usize) -> Result<Result<Entry, Why>> {
    if let Some(why) = unsayable(line) {
        return Ok(Err(why));
    }
    let text = |pointer: &str| line.pointer(pointer).and_then(Value::as_str);
    // HAR asks for a time; where the line has none, the entries are a second apart.
    let started = text("/started").map_or_else(|| format!("2026-01-02T03:04:{at:02}.000Z"), str::to_owned);
    let took = line.get("took_ms").and_then(Value::as_number).cloned().unwrap_or_else(|| 0.into());
    // Without any header, a HAR says that they were not recorded.
    let sent = headers(line, "/request/headers", ("Accept", "*/*"));
    let answered = headers(line, "/response/headers", ("Date", "Fri, 02 Jan 2026 03:04:05 GMT"));
    let body = text("/request/body_text");
    let media_type = |headers: &[Header]| {
        let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"));
        found.map_or_else(String::new, |header| header.value.clone())
    };
    let has_post_data = body.is_some() || !media_type(&sent).is_empty();
    let post_data = PostData { mime_type: media_type(&sent), text: body.unwrap_or_default().to_owned() };
    let (answer, encoding) = match text("/response/body_b64") {
        Some(coded) => (coded, Some("base64")),
        None => (text("/response/body_text").unwrap_or_default(), None),
    };
    let content =
        Content { size: answer.len(), mime_type: media_type(&answered), text: answer.to_owned(), encoding };
    let status = line.pointer("/response/status").and_then(Value::as_u64).unwrap_or_default();
    Ok(Ok(Entry {
        started_date_time: started,
        time: took.clone(),
        intent: text("/intent").map(str::to_owned),
        request: Request {
            method: text("/method").context("a line without method")?.to_owned(),
            url: text("/url").context("a line without url")?.to_owned(),
            http_version: "HTTP/1.1",
            cookies: [],
            headers: sent,
            query_string: query(text("/url").unwrap_or_default()),
            post_data: has_post_data.then_some(post_data),
            headers_size: -1,
            body_size: -1,
        },
        response: Response {
            status,
            status_text: "",
            http_version: "HTTP/1.1",
            cookies: [],
            headers: answered,
            content,
            redirect_url: "",
            headers_size: -1,
            body_size: -1,
        },
        cache: Nothing {},
        timings: Timings { send: 0, wait: took, receive: 0 },
    }))
}

/// What of a line HAR has no place for.
fn unsayable(line: &Value) -> Option<Why> {
    let messages = ["/request", "/response"].map(|name| line.pointer(name));
    let has = |name: &str| {
        messages.iter().flatten().any(|message| message.get(name).is_some_and(|value| !value.is_null()))
    };
    let headers = messages.iter().flatten().filter_map(|message| message.get("headers"));
    let mut values = headers.filter_map(Value::as_array).flatten().filter_map(|header| header.get(1));
    if has("framing") {
        return Some("HAR has no place for defects of the HTTP framing");
    }
    if has("observed") || has("body_gaps") || has("body_fidelity") || line.get("observed").is_some() {
        return Some("HAR cannot say what was not seen");
    }
    if values.any(|value| !value.is_string()) {
        return Some("HAR cannot say that a header was sent whose value is hidden");
    }
    if line.pointer("/request/body_b64").is_some_and(Value::is_string) {
        return Some("HAR has no encoding for the bytes of a request that are no text");
    }
    if line.get("url").and_then(Value::as_str).is_some_and(|url| !url.contains("://")) {
        return Some("HAR asks for a whole URL");
    }
    None
}

fn headers(line: &Value, pointer: &str, otherwise: (&str, &str)) -> Vec<Header> {
    let pairs = line.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    let text = |pair: &Value, at: usize| pair.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let found: Vec<Header> = pairs.map(|pair| Header { name: text(pair, 0), value: text(pair, 1) }).collect();
    if found.is_empty() {
        return vec![Header { name: otherwise.0.to_owned(), value: otherwise.1.to_owned() }];
    }
    found
}
