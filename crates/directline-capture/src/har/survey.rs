//! What only a look at the whole recording shows: who made it, and whether credentials were taken out.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use directline_exchange::HeaderValue;
use directline_json::{Arena, Document, Value};

use super::glance;
use super::split::{Piece, Splitter};
use crate::source::Source;
use crate::{Assume, Limits, placeholder};

/// How many pairs of URL and method are watched for preflights; for others nothing is concluded.
const MOST_KEYS: usize = 65_536;

/// Facts of a whole HAR.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// `log.creator.name`.
    pub(crate) creator: Option<String>,
    /// Some entry of any host has a credential.
    credentials: bool,
    /// Some entry has a placeholder where a credential was.
    placeholders: bool,
    /// By hash of URL and method; only where somebody asked for them.
    pairings: OnceLock<HashMap<u64, Pairing>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Pairing {
    requests: u32,
    preflights: u32,
    with_authorization: u32,
}

/// What preflights show of the `Authorization` header of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Preflight {
    /// The request was announced with one.
    Sent,
    /// The request was announced without.
    NotSent,
    /// They show nothing.
    Silent,
}

impl Survey {
    /// Looks through the whole recording, before it is read. A fault ends that early: the reader meets it again and
    /// reports it.
    ///
    /// Entries are read until a credential was seen. From then on, nothing but a placeholder changes what is known, and a glance at the rest tells that there
    /// is none. Where it does not, the recording is read again, entry by entry.
    pub(crate) fn of(source: &Source, limits: &Limits) -> Self {
        let mut survey = Self::default();
        if !survey.read(source, limits, true) {
            survey = Self::default();
            survey.read(source, limits, false);
        }
        survey
    }

    /// Reads the recording, or a part of it that shows all if `may_end` allows that; false if it does not.
    fn read(&mut self, source: &Source, limits: &Limits, may_end: bool) -> bool {
        let Ok(reader) = source.open() else { return true };
        let mut splitter = Splitter::new(reader, "".into(), limits.json_bytes());
        let mut arena = Arena::default();
        while let Ok(Some(piece)) = splitter.next_piece() {
            match piece {
                Piece::Creator(bytes) => {
                    let document = Document::parse(&bytes);
                    let name = document.root().and_then(|creator| creator.get("name"));
                    let name = name.and_then(Value::as_str).map(Cow::into_owned);
                    self.creator = self.creator.take().or(name);
                }
                Piece::Entry(bytes, _) => {
                    if !self.placeholders && (!self.credentials || glance::may_hide(&bytes)) {
                        let document = Document::parse_in(&bytes, &limits.json(), arena);
                        document.root().into_iter().for_each(|entry| self.entry(entry));
                        arena = document.into_arena();
                    }
                }
            }
            if may_end && self.credentials && !self.placeholders && self.creator.is_some() {
                let (begun, rest) = splitter.rest();
                return !glance::rest_may_hide(begun, rest);
            }
        }
        true
    }

    /// Reads the recording once more, for [`preflight`](Self::preflight).
    pub(crate) fn pair(&self, source: &Source, limits: &Limits) {
        self.pairings.get_or_init(|| pairings(source, limits));
    }

    /// Whether a missing `Authorization`, `Cookie` or `Set-Cookie` may have been taken out.
    ///
    /// Chromium's sanitized export takes out exactly these and leaves no mark, so there it is inferred from their absence
    /// in every entry of every host. Other tools put placeholders.
    pub(crate) fn is_sanitized(&self, assume: Assume) -> bool {
        match assume {
            Assume::Redacted => true,
            Assume::Unredacted => false,
            Assume::Detect => {
                let browser = self.creator.as_deref() == Some("WebInspector");
                self.placeholders || (browser && !self.credentials)
            }
        }
    }

    /// What preflights show for requests with this URL and method.
    ///
    /// Only where they pair one to one: browsers remember preflights, and with fewer preflights than requests nothing follows for any of them.
    pub(crate) fn preflight(&self, url: &str, method: &str) -> Preflight {
        match self.pairings.get().and_then(|pairings| pairings.get(&key(url, method))) {
            Some(pairing) if pairing.preflights != pairing.requests => Preflight::Silent,
            Some(Pairing { with_authorization: 0, .. }) => Preflight::NotSent,
            Some(pairing) if pairing.with_authorization == pairing.preflights => Preflight::Sent,
            _ => Preflight::Silent,
        }
    }

    /// Looks for credentials.
    fn entry(&mut self, entry: Value<'_>) {
        for (name, value) in entry.get("request").into_iter().flat_map(headers) {
            if ["authorization", "cookie"].iter().any(|held| name.eq_ignore_ascii_case(held)) {
                self.credential(&value);
            }
        }
        for (name, value) in entry.get("response").into_iter().flat_map(headers) {
            if name.eq_ignore_ascii_case("set-cookie") {
                self.credential(&value);
            }
        }
    }

    fn credential(&mut self, value: &str) {
        match placeholder::header_value(value.as_bytes()) {
            HeaderValue::Seen(_) => self.credentials = true,
            HeaderValue::SchemeOnly { .. } | HeaderValue::Hidden(_) => self.placeholders = true,
        }
    }
}

fn pairings(source: &Source, limits: &Limits) -> HashMap<u64, Pairing> {
    let (mut pairings, mut arena) = (HashMap::new(), Arena::default());
    let Ok(reader) = source.open() else { return pairings };
    let mut splitter = Splitter::new(reader, "".into(), limits.json_bytes());
    while let Ok(Some(piece)) = splitter.next_piece() {
        if let Piece::Entry(bytes, _) = piece {
            let document = Document::parse_in(&bytes, &limits.json(), arena);
            document.root().into_iter().for_each(|entry| pair(&mut pairings, entry));
            arena = document.into_arena();
        }
    }
    pairings
}

/// Counts an entry as a request, or as the preflight of one.
fn pair(pairings: &mut HashMap<u64, Pairing>, entry: Value<'_>) {
    let request = entry.get("request");
    let mut announced = (None, false);
    for (name, value) in request.into_iter().flat_map(headers) {
        if name.eq_ignore_ascii_case("access-control-request-method") {
            announced.0 = Some(value);
        } else if name.eq_ignore_ascii_case("access-control-request-headers") {
            let mut names = value.split(',').map(str::trim);
            announced.1 = names.any(|name| name.eq_ignore_ascii_case("authorization"));
        }
    }
    let text = |name: &str| request.and_then(|request| request.get(name)?.as_str());
    let (Some(method), Some(url)) = (text("method"), text("url")) else { return };
    let is_preflight = method.eq_ignore_ascii_case("OPTIONS") && announced.0.is_some();
    let method = announced.0.as_deref().filter(|_| is_preflight).unwrap_or(&method);
    let key = key(&url, method);
    if pairings.len() >= MOST_KEYS && !pairings.contains_key(&key) {
        return;
    }
    let pairing = pairings.entry(key).or_default();
    let count = if is_preflight { &mut pairing.preflights } else { &mut pairing.requests };
    *count = count.saturating_add(1);
    if is_preflight && announced.1 {
        pairing.with_authorization = pairing.with_authorization.saturating_add(1);
    }
}

/// The names and values of the headers of a message.
fn headers(message: Value<'_>) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    let list = message.get("headers").into_iter().flat_map(Value::elements);
    list.filter_map(|field| {
        let text = |name: &str| field.get(name).and_then(Value::as_str);
        Some((text("name")?, text("value").unwrap_or_default()))
    })
}

fn key(url: &str, method: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.split('#').next().hash(&mut hasher);
    method.to_ascii_uppercase().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// What is known if every entry is read.
    fn read_wholly(entries: &[String], creator: &str) -> Survey {
        let mut survey = Survey { creator: Some(creator.into()), ..Survey::default() };
        for entry in entries {
            let document = Document::parse(entry.as_bytes());
            survey.entry(document.root().unwrap());
        }
        survey
    }

    fn header() -> impl Strategy<Value = String> {
        let names = ["authorization", "AUTHORIZATION", "Cookie", "set-cookie", "Vary", r"\u0063ookie", "x"];
        let values =
            ["Bearer abc", "REDACTED", "Bearer <T>", "***", "cookie", r#"a\"b"#, r"\u002a**", "é", ""];
        let spellings = [
            r#"{"name":"NAME","value":"VALUE"}"#,
            r#"{"name": "NAME", "value": "VALUE"}"#,
            r#"{"value":"VALUE","name":"NAME"}"#,
            r#"{"name":"NAME","comment":"VALUE"}"#,
            r#"{"name":"NAME","comment":"","value":"VALUE"}"#,
            r#"{"name":"x","value":"NAME","x":["NAME",{"NAME":"VALUE"}]}"#,
        ];
        (select(spellings.to_vec()), select(names.to_vec()), select(values.to_vec()))
            .prop_map(|(spelling, name, value)| spelling.replace("NAME", name).replace("VALUE", value))
    }

    proptest! {
        #[test]
        fn a_glance_shows_what_reading_shows(
            entries in prop::collection::vec((prop::collection::vec(header(), 0..3), prop::collection::vec(header(), 0..3)), 0..4),
            creator in select(vec!["WebInspector", "Firefox"]),
        ) {
            let entry = |(sent, received): &(Vec<String>, Vec<String>)| {
                let (sent, received) = (sent.join(","), received.join(","));
                format!(r#"{{"request":{{"headers":[{sent}]}},"response":{{"headers":[{received}]}}}}"#)
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            let har = format!(r#"{{"log":{{"creator":{{"name":"{creator}"}},"entries":[{}]}}}}"#, entries.join(","));
            let found = Survey::of(&Source::Memory(Arc::new(har.into_bytes())), &Limits::default());
            let expected = read_wholly(&entries, creator);
            prop_assert_eq!(found.creator.as_deref(), Some(creator));
            prop_assert_eq!(found.is_sanitized(Assume::Detect), expected.is_sanitized(Assume::Detect));
        }
    }
}
