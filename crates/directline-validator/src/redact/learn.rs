//! Learns the secrets that an exchange uses.

use directline_exchange::{Body, Exchange, Header};
use directline_json::{Document, Kind, Value};

use super::known::Known;
use super::names::{is_secret_header, is_secret_name};
use crate::percent;

/// How many values of one body are looked at.
const MOST_VALUES: usize = 1_000_000;

/// The secrets of one exchange.
pub(super) fn of(exchange: &Exchange) -> Known {
    let mut known = Known::default();
    let (request, response) = (&exchange.request, &exchange.response);
    for header in request.headers.iter().chain(&response.headers) {
        if is_secret_header(&header.name) {
            learn_header(&mut known, header);
        }
    }
    for (name, value, _) in request.target.query_pairs() {
        if is_secret_name(name) {
            known.learn(value);
            known.learn(&percent::decode_text(value));
        }
    }
    if request.target.has_user_info {
        let authority = request.target.written.split("://").nth(1).unwrap_or_default();
        let user_info = authority.rsplit_once('@').map_or("", |(user_info, _)| user_info);
        user_info.split(':').for_each(|word| known.learn(word));
    }
    learn_body(&mut known, &request.body, false);
    learn_body(&mut known, &response.body, request.target.path.to_ascii_lowercase().contains("/tokens"));
    known
}

fn learn_header(known: &mut Known, header: &Header) {
    let Some(value) = header.text() else { return };
    let name = header.name.to_ascii_lowercase();
    if name.contains("cookie") {
        // What follows the first pair of Set-Cookie are attributes.
        let pairs = if name.contains("set-") { 1 } else { usize::MAX };
        for pair in value.split(';').take(pairs) {
            let (_, value) = pair.split_once('=').unwrap_or(("", pair));
            known.learn(value.trim().trim_matches('"'));
        }
    } else {
        value.split([' ', '\t', ';', ',', '=', '"', '\'']).for_each(|word| known.learn(word));
        known.learn(value.trim());
    }
}

/// Learns the values of members with secret names, and the whole body where it is a token.
fn learn_body(known: &mut Known, body: &Body, is_token: bool) {
    let Some(content) = body.present() else { return };
    let bytes = content.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&content.bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'[' | b'"')) {
        if is_token && let Ok(text) = std::str::from_utf8(bytes) {
            known.learn(text.trim());
        }
        return;
    }
    let document = Document::parse(bytes);
    let Some(root) = document.root() else { return };
    if is_token && let Some(text) = root.as_str() {
        known.learn(&text);
    }
    let mut open: Vec<Value<'_>> = vec![root];
    let mut seen = 0_usize;
    while let Some(value) = open.pop() {
        seen = seen.saturating_add(1);
        if seen > MOST_VALUES {
            return;
        }
        for member in value.members() {
            match member.value.kind() {
                Kind::String if is_secret_name(&member.key) => {
                    known.learn(&member.value.as_str().unwrap_or_default());
                }
                Kind::Object | Kind::Array => open.push(member.value),
                _ => {}
            }
        }
        open.extend(value.elements().filter(|value| matches!(value.kind(), Kind::Object | Kind::Array)));
    }
}
