//! Rules about uploads against tables of requests: more cases than the one pair that each rule has in the
//! corpus, their places, and what is said where a recording does not show enough.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of tests fails the test")]

mod differential;
mod filename;
mod form;
mod hostile;
mod observation;
mod properties;
mod repairs;
mod single;

use directline_exchange::{Body, Content, Exchange, Headers, Response, Target};
use directline_validator::{Finding, Judgement, Validator};

const UPLOAD: &str = "https://directline.botframework.com/api/conversations/abc123/upload";
const FORM: &str = "multipart/form-data; boundary=X";
const FILE: &str = "Content-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n(a)";
const MESSAGE: &str = "Content-Disposition: form-data; name=\"message\"\r\n\
    Content-Type: application/vnd.microsoft.bot.message\r\n\r\n{\"from\":\"user1\",\"text\":\"hi\"}";

/// An upload with these headers and this body, confirmed.
fn upload(query: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Exchange {
    let mut exchange = Exchange::new("POST", Target::parse(&format!("{UPLOAD}{query}")));
    exchange.request.headers = Headers::new();
    exchange.request.headers.push("Authorization", "Bearer secret");
    for (name, value) in headers {
        exchange.request.headers.push(*name, *value);
    }
    exchange.request.body = Body::Present(Content::exact(body));
    exchange.response = Response::with_status(204);
    exchange
}

/// The upload of one file.
fn single(disposition: &str) -> Exchange {
    upload("?userId=user1", &[("Content-Type", "image/jpeg"), ("Content-Disposition", disposition)], "(a)")
}

/// A form with this type and body.
fn form_as(media_type: &str, body: &str) -> Exchange {
    upload("?userId=user1", &[("Content-Type", media_type)], body)
}

/// A form of these parts, well put together.
fn form(parts: &[&str]) -> Exchange {
    form_as(FORM, &form_body(parts))
}

fn form_body(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("--X\r\n{part}\r\n")).collect();
    parts.concat() + "--X--\r\n"
}

/// Decodes base64 without line ends.
fn base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        bits =
            bits << 6 | u32::try_from(alphabet.iter().position(|&letter| letter == byte).unwrap()).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).unwrap());
        }
    }
    bytes
}

fn judge(exchange: &Exchange) -> Judgement {
    Validator::new().check(exchange)
}

/// The names of the rules that an exchange violates, in the order of the manual.
fn names(exchange: &Exchange) -> Vec<&'static str> {
    judge(exchange).findings.iter().map(|finding| finding.rule.name).collect()
}

/// The rules of uploads that could not be decided.
fn inconclusive(exchange: &Exchange) -> Vec<&'static str> {
    judge(exchange).inconclusive.iter().map(|skipped| skipped.rule.name).collect()
}

/// The recorded text at the place of a finding in the request body.
fn text_at(exchange: &Exchange, finding: &Finding) -> String {
    let bytes = exchange.request.body.present().map(|content| content.bytes.as_slice()).unwrap_or_default();
    let span = finding.place.span.clone().unwrap_or_default();
    String::from_utf8_lossy(bytes.get(span).unwrap_or_default()).into_owned()
}
