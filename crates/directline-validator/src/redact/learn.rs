//! Learns the secrets that an exchange uses.

use std::cell::OnceCell;

use directline_exchange::{Body, Exchange, Header, Request};
use directline_json::{Document, Kind, Limits, Value};

use super::containers;
use super::cookies::cookies;
use super::familiar::Familiar;
use super::known::{Known, is_no_secret};
use super::names::{
    is_of_cookies, is_secret_container, is_secret_header, is_secret_name, is_secret_parameter, says_no_secret,
};
use super::places;
use super::stand_in::scheme_of;
use crate::facts::Reading;
use crate::percent;
use crate::text::text;

/// How many values of one body are looked at.
const MOST_VALUES: usize = 1_000_000;

/// How many members of an answer may be tokens.
const MOST_TOKENS: usize = 16;

/// The secrets of one exchange, whose bodies may have been read already.
pub(super) fn of(
    exchange: &Exchange,
    reading: Option<&Reading<'_>>,
    mut familiar: Option<&mut Familiar>,
) -> Known {
    let mut known = Known::default();
    let (request, response) = (&exchange.request, &exchange.response);
    for header in request.headers.iter().chain(&response.headers) {
        let Some(value) = header.bytes() else { continue };
        let familiar = familiar.as_deref_mut();
        match familiar.and_then(|all| all.secrets(header, value, |secrets| learn_header(secrets, header))) {
            Some(secrets) if secrets.is_empty() => {}
            Some(secrets) => known.add(secrets),
            None => learn_header(&mut known, header),
        }
    }
    for (name, value, _) in request.target.query_pairs() {
        if is_secret_parameter(name) {
            known.learn(value);
            known.learn(&percent::decode_text(value));
        }
    }
    learn_form(&mut known, request);
    if request.target.has_user_info {
        let authority = request.target.written.split("://").nth(1).unwrap_or_default();
        let user_info = authority.rsplit_once('@').map_or("", |(user_info, _)| user_info);
        user_info.split(':').for_each(|word| known.learn(word));
    }
    let (asked, answered) = match reading {
        Some(reading) => (reading.request.document(), reading.response.document()),
        None => (None, None),
    };
    learn_body(&mut known, &request.body, asked, false);
    let is_token = answers_token(&request.target.path);
    learn_body(&mut known, &response.body, answered, is_token);
    known
}

/// The tokens that the exchange hands out, where nothing else tells that they are some: a whole body, and members of it
/// whose names say nothing.
///
/// ```
/// use directline_exchange::{Body, Content, Exchange, Target};
/// use directline_validator::redact::answered_tokens;
///
/// let target = Target::parse("https://directline.botframework.com/api/tokens/conversation");
/// let mut exchange = Exchange::new("POST", target);
/// exchange.response.body = Body::Present(Content::exact("\"an-opaque-token\""));
/// assert_eq!(answered_tokens(&exchange), ["an-opaque-token"]);
/// ```
pub fn answered_tokens(exchange: &Exchange) -> Vec<String> {
    let is_token = answers_token(&exchange.request.target.path);
    let Some(content) = exchange.response.body.present().filter(|_| is_token) else { return Vec::new() };
    let text = String::from_utf8_lossy(&content.bytes);
    let text = text.trim_start_matches('\u{feff}').trim();
    let document = Document::parse_with(text.as_bytes(), &whole());
    let mut tokens: Vec<String> = match document.root() {
        Some(root) if document.is_well_formed() && root.kind() == Kind::String => {
            root.as_str().into_iter().map(Into::into).collect()
        }
        Some(root) if document.is_well_formed() => {
            let members = root.members().filter(|member| is_secret(&member.key, true));
            let texts = members.filter_map(|member| member.value.as_str());
            // Prose has spaces.
            texts.filter(|text| text.len() >= 16).map(Into::into).collect()
        }
        _ => vec![text.trim_matches(['"', '\'']).to_owned()],
    };
    tokens.truncate(MOST_TOKENS);
    tokens.retain(|token| !token.contains(char::is_whitespace) && !token.contains(['<', '{']));
    tokens
}

/// A secret is one at any depth, however much the rules are to read.
fn whole() -> Limits {
    Limits { max_depth: usize::MAX, max_bytes: Limits::GREATEST_SIZE, ..Limits::default() }
}

/// Whether the answer to a request for this path is, or holds, a token.
fn answers_token(path: &str) -> bool {
    let path = path.trim_end_matches('/').as_bytes();
    let says = |part: &[u8], word: &[u8]| part.eq_ignore_ascii_case(word);
    let end = path.last_chunk::<14>();
    end.is_some_and(|end| says(end, b"/conversations"))
        || path.windows(7).any(|part| part.starts_with(b"/") && says(part, b"/tokens"))
}

fn learn_header(known: &mut Known, header: &Header) {
    let Some(value) = header.text() else { return };
    if !is_secret_header(&header.name) {
        // The URL of another request, for example.
        places::scan(&value, |range, _| known.learn(value.get(range).unwrap_or_default()));
    } else if is_of_cookies(&header.name) {
        let cookies = cookies(&header.name, &value).into_iter();
        cookies.filter_map(|one| value.get(one.value)).for_each(|word| known.learn(word));
    } else if !is_no_secret(value.get(scheme_of(&value)..).unwrap_or_default().trim()) {
        value.split([' ', '\t', ';', ',', '=', '"', '\'']).for_each(|word| known.learn(word));
        known.learn(value.trim());
    }
}

/// Learns the values of a form with secret names.
fn learn_form(known: &mut Known, request: &Request) {
    let Some(content) = request.body.present() else { return };
    let kind = request.headers.value("content-type").present().copied().unwrap_or_default();
    let kind = text(kind).to_ascii_lowercase();
    if kind.contains("form-data") {
        let text = text(&content.bytes);
        containers::parts(&text, |range, _| known.learn(text.get(range).unwrap_or_default()));
    } else if kind.contains("urlencoded") {
        for (name, value) in text(&content.bytes).split('&').filter_map(|pair| pair.split_once('=')) {
            if is_secret_parameter(name) {
                known.learn(value);
                known.learn(&percent::decode_text(value));
            }
        }
    }
}

/// Learns the values of members with secret names, and the whole body where it is a token.
fn learn_body(known: &mut Known, body: &Body, read: Option<&Document<'_>>, is_token: bool) {
    let Some(content) = body.present() else { return };
    let bytes = content.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&content.bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_json = matches!(first, Some(b'{' | b'[' | b'"'));
    let parsed = OnceCell::new();
    let parse = || Document::parse_with(if is_json { bytes } else { b"null" }, &whole());
    // What was read with defects, or not as deep as it is, is read once more, without the mark of its encoding.
    let document =
        read.filter(|read| is_json && read.is_clean()).unwrap_or_else(|| parsed.get_or_init(parse));
    if is_token && !(is_json && document.is_clean()) {
        learn_words(known, &String::from_utf8_lossy(bytes));
    }
    let Some(root) = document.root().filter(|_| is_json) else { return };
    if is_token && let Some(text) = root.as_str() {
        known.learn(&text);
    }
    // Values, and whether they stand in something whose name marks all texts in it as secrets.
    let mut open: Vec<(Value<'_>, bool)> = vec![(root, false)];
    let mut seen = 0_usize;
    while let Some((value, is_inside)) = open.pop() {
        seen = seen.saturating_add(1);
        if seen > MOST_VALUES {
            return;
        }
        for member in value.members() {
            let is_named = is_secret_name(&member.key) || is_secret(&member.key, is_token);
            match member.value.kind() {
                Kind::String if is_named || is_inside && !says_no_secret(&member.key) => {
                    known.learn(&member.value.as_str().unwrap_or_default());
                }
                Kind::Object | Kind::Array => {
                    open.push((member.value, is_inside || is_secret_container(&member.key)));
                }
                _ => {}
            }
        }
        for element in value.elements() {
            match element.kind() {
                Kind::String if is_token || is_inside => {
                    known.learn(&element.as_str().unwrap_or_default());
                }
                Kind::Object | Kind::Array => open.push((element, is_inside)),
                _ => {}
            }
        }
    }
}

/// Whether a member of an answer that holds a token may be it: any but those that are known not to.
fn is_secret(name: &str, is_token: bool) -> bool {
    is_token && !["conversationId", "code", "message", "eTag", "expires_in", "id"].contains(&name)
}

/// Learns every word of a token's answer that is not JSON, but for short words of letters: prose.
fn learn_words(known: &mut Known, text: &str) {
    known.learn(text.trim());
    for word in text.split(|c: char| c.is_whitespace() || "\"'<>{}[]\\,:;\u{fffd}\u{feff}".contains(c)) {
        let is_plain_word = word.len() < 20 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_plain_word {
            known.learn(word);
        }
    }
}
