//! Recordings of every format in HAR, NDJSON and HTTP text: what comes back, and what is said to be lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{corpus, read_all};
use crate::ndjson::placeless;
use directline_capture::convert::{Converter, Loss, To};
use directline_capture::{Format, Limits, har, inputs, open, open_bytes};
use directline_exchange::{Exchange, Observed};

const ABOUT: har::About<'_> = har::About { creator: "test", version: "1", comment: None };
const ALL: [(To, Format); 3] =
    [(To::Har, Format::Har), (To::Ndjson, Format::Ndjson), (To::Http, Format::RawHttp)];

/// A recording in another format, and what each exchange lost.
fn convert(to: To, exchanges: &[Exchange]) -> (Vec<u8>, Vec<BTreeSet<Loss>>) {
    let mut converter = Converter::new(to, &ABOUT);
    let mut text = Vec::new();
    let mut lost = Vec::new();
    for exchange in exchanges {
        let written = converter.exchange(exchange);
        text.extend(written.text);
        lost.push(written.lost);
    }
    text.extend(converter.end());
    (text, lost)
}

/// Every recording of the corpus, by its name.
fn recordings() -> BTreeMap<String, Vec<Exchange>> {
    let mut all: BTreeMap<String, Vec<Exchange>> = BTreeMap::new();
    // Documents in Markdown are read only where they are named.
    for input in inputs(&[corpus(""), corpus("captures/markdown/send.md")]) {
        let Ok(capture) = input.and_then(|input| open(&input, &Limits::default())) else { continue };
        let name = capture.name().to_owned();
        all.insert(name, capture.flatten().map(|recorded| recorded.exchange).collect());
    }
    all.retain(|_, exchanges| !exchanges.is_empty());
    assert!(all.len() > 300, "{}", all.len());
    all
}

/// An exchange as it is compared: a URL is as it reads.
fn comparable(exchange: &Exchange) -> Exchange {
    let mut exchange = placeless(exchange.clone());
    let target = &mut exchange.request.target;
    (target.written, target.path_at, target.query_at) = (String::new(), 0, 0);
    exchange
}

#[test]
fn har_and_ndjson_lose_nothing_of_any_recording() {
    for (name, exchanges) in recordings() {
        for (to, format) in &ALL[..2] {
            let (text, lost) = convert(*to, &exchanges);
            assert!(lost.iter().all(BTreeSet::is_empty), "{name} as {to:?}: {lost:?}");
            let capture = open_bytes("copy", text, &Limits::default()).unwrap();
            assert_eq!(capture.format(), *format, "{name}");
            let read: Vec<Exchange> = capture.map(|read| read.unwrap().exchange).collect();
            assert_eq!(read.len(), exchanges.len(), "{name}");
            for (read, exchange) in read.iter().zip(&exchanges) {
                assert_eq!(comparable(read), comparable(exchange), "{name} as {to:?}");
            }
        }
    }
}

#[test]
fn http_text_never_says_what_was_not_seen() {
    let mut written = 0;
    for (name, exchanges) in recordings() {
        let (text, lost) = convert(To::Http, &exchanges);
        let kept: Vec<&Exchange> = exchanges
            .iter()
            .zip(&lost)
            .filter(|(_, lost)| !lost.contains(&Loss::Exchange))
            .map(|(exchange, _)| exchange)
            .collect();
        if kept.is_empty() {
            assert!(text.is_empty(), "{name}");
            continue;
        }
        let format = open_bytes("copy", text.clone(), &Limits::default()).unwrap().format();
        assert_eq!(format, Format::RawHttp, "{name}\n{}", text.escape_ascii());
        let read = read_all(&text);
        assert_eq!(read.len(), kept.len(), "{name}");
        for (read, exchange) in read.into_iter().zip(kept) {
            let read = read.unwrap().exchange;
            let (was, is) = (&exchange.request, &read.request);
            assert_eq!(
                (&was.method, &was.target.path, &was.target.query),
                (&is.method, &is.target.path, &is.target.query)
            );
            for (was, is) in [(&was.body, &is.body), (&exchange.response.body, &read.response.body)] {
                match (was, is) {
                    (Observed::Present(was), Observed::Present(is)) => {
                        assert_eq!(was.bytes, is.bytes, "{name}");
                    }
                    (_, Observed::NotObservable(_)) => {}
                    (was, is) => assert_eq!(was.is_absent(), is.is_absent(), "{name}"),
                }
            }
            for name in ["authorization", "cookie", "host", "content-type", "user-agent", "x-any"] {
                let (was, is) = (was.headers.get(name), is.headers.get(name));
                assert!(was.reason().is_none() || !is.is_absent(), "{name}: {is:?}");
                assert!(was.is_absent() || !is.is_absent(), "{name}: {was:?} and {is:?}");
            }
            written += 1;
        }
    }
    assert!(written > 1_400, "{written}");
}
