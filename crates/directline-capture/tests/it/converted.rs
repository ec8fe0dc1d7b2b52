//! Recordings of every format in HAR, NDJSON and HTTP text: what comes back, and what is said to be lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::corpus;
use crate::ndjson::{exchange, placeless};
use directline_capture::convert::{Converter, Loss, To};
use directline_capture::{Format, Limits, har, inputs, open, open_bytes};
use directline_exchange::{
    Body, Content, Exchange, Fidelity, FramingDefect, FramingKind, Gap, Header, Headers, Intent, Observed,
    Origin, Reason, Response, Started, Target,
};
use proptest::prelude::*;

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

/// Whether a copy says no more of a datum than the original, and nothing else.
fn is_less<T: PartialEq>(was: &Observed<T>, is: &Observed<T>) -> bool {
    is.reason().is_some() || (was.reason().is_none() && was == is)
}

/// Headers of which the copy may say what is so in the copy: how the body is written there, and whom it went to.
const OWN: [&str; 4] = ["content-length", "content-encoding", "transfer-encoding", "host"];

fn headers_say_no_more(was: &Headers, is: &Headers) -> bool {
    let names = was.iter().chain(is.iter()).map(|field| field.name.to_ascii_lowercase());
    let withheld = was.withheld().iter().map(|(name, _)| name.to_ascii_lowercase());
    names.chain(withheld).chain(["authorization".to_owned()]).all(|name| {
        let values = |headers: &Headers| -> Vec<Vec<u8>> {
            headers.all(&name).filter_map(Header::bytes).map(<[u8]>::to_vec).collect()
        };
        let (there, here) = (values(was), values(is));
        let is_part = here.iter().all(|value| there.contains(value));
        let is_all = is.all(&name).count() <= was.all(&name).count();
        let is_open = !is.get(&name).is_absent() || was.get(&name).is_absent();
        OWN.contains(&name.as_str()) || (is_part && is_all && is_open)
    })
}

fn body_says_no_more(was: &Body, is: &Body) -> bool {
    match (was, is) {
        (Observed::Present(was), Observed::Present(is)) => (&was.bytes, &was.gaps) == (&is.bytes, &is.gaps),
        (was, is) => is_less(&was.as_ref().map(|_| ()), &is.as_ref().map(|_| ())),
    }
}

/// What a copy says that the original does not.
fn said_too_much(was: &Exchange, is: &Exchange) -> Vec<&'static str> {
    let (sent, copied) = (&was.request, &is.request);
    let (answered, told) = (&was.response, &is.response);
    let framing = |was: &[FramingDefect], is: &[FramingDefect]| {
        is.iter().all(|defect| was.iter().any(|other| other.kind == defect.kind))
    };
    let nanos = |exchange: &Exchange| exchange.started.as_ref().map(|started| started.unix_nanos);
    let all = [
        ("method", sent.method == copied.method),
        ("path", (&sent.target.path, &sent.target.query) == (&copied.target.path, &copied.target.query)),
        ("scheme", is_less(&sent.target.scheme, &copied.target.scheme)),
        ("host", is_less(&sent.target.host, &copied.target.host)),
        ("request headers", headers_say_no_more(&sent.headers, &copied.headers)),
        ("request body", body_says_no_more(&sent.body, &copied.body)),
        ("request framing", framing(&sent.framing, &copied.framing)),
        ("status", is_less(&answered.status, &told.status)),
        ("response headers", headers_say_no_more(&answered.headers, &told.headers)),
        ("response body", body_says_no_more(&answered.body, &told.body)),
        ("response framing", framing(&answered.framing, &told.framing)),
        ("started", is_less(&nanos(was), &nanos(is))),
        ("took", is_less(&was.took, &is.took)),
        ("intent", was.intent == is.intent || is.intent == Intent::Unknown),
    ];
    all.into_iter().filter(|(_, holds)| !holds).map(|(name, _)| name).collect()
}

/// What is read of a new recording of these, each beside what it was made from.
fn pairs(to: To, exchanges: &[Exchange]) -> Vec<(Exchange, &Exchange)> {
    let (text, lost) = convert(to, exchanges);
    let is_kept = |(_, lost): &(&Exchange, &BTreeSet<Loss>)| !lost.contains(&Loss::Exchange);
    let kept: Vec<&Exchange> =
        exchanges.iter().zip(&lost).filter(is_kept).map(|(exchange, _)| exchange).collect();
    if kept.is_empty() {
        return Vec::new();
    }
    let format = ALL.into_iter().find(|(other, _)| *other == to).unwrap().1;
    let capture = open_bytes("copy", text.clone(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), format, "{}", text.escape_ascii());
    let read: Vec<Exchange> = capture.map(|read| read.unwrap().exchange).collect();
    assert_eq!(read.len(), kept.len(), "{}", text.escape_ascii());
    read.into_iter().zip(kept).collect()
}

#[test]
fn http_text_never_says_what_was_not_seen() {
    let mut written = 0;
    for (name, exchanges) in recordings() {
        for (read, exchange) in pairs(To::Http, &exchanges) {
            assert_eq!(said_too_much(exchange, &read), Vec::<&str>::new(), "{name}\n{exchange:?}");
            written += 1;
        }
    }
    assert!(written > 1_400, "{written}");
}

proptest! {
    #[test]
    fn no_copy_of_anything_says_more(exchanges in proptest::collection::vec(exchange(), 1..4)) {
        for (to, _) in ALL {
            for (read, exchange) in pairs(to, &exchanges) {
                prop_assert_eq!(said_too_much(exchange, &read), Vec::<&str>::new(), "{:?} {:?}", exchange, read);
            }
        }
    }
}

/// An exchange that HTTP text can say as a whole.
fn plain() -> Exchange {
    let mut exchange = Exchange::new("POST", Target::parse("http://h/a"));
    exchange.request.headers.push("Content-Length", "2");
    exchange.request.body = Observed::Present(Content::exact("{}"));
    exchange.response = Response::with_status(204);
    exchange
}

#[test]
fn each_loss_is_what_it_is_called() {
    type Change = fn(&mut Exchange);
    assert!(convert(To::Http, &[plain()]).1[0].is_empty());
    let rows: [(Loss, Change); 17] = [
        (Loss::Exchange, |it| it.request.target = Target::parse("http://h/a b")),
        (Loss::Started, |it| {
            it.started = Observed::Present(Started { written: "1970-01-01T00:00:00Z".into(), unix_nanos: 0 });
        }),
        (Loss::Took, |it| it.took = Observed::Present(1)),
        (Loss::Intent, |it| it.intent = Intent::Valid),
        (Loss::Origin, |it| it.request.target.host = Observed::NotObservable(Reason::NotRecorded)),
        (Loss::Host, |it| it.request.target.scheme = Observed::NotObservable(Reason::NotRecorded)),
        (Loss::Header, |it| {
            it.request.headers.push("A", "b\nc");
            it.request.headers.mark_partial(Reason::HeadersPartial);
        }),
        (Loss::HeadersComplete, |it| it.request.headers.withhold("cookie", Reason::RedactedByExporter)),
        (Loss::Value, |it| it.request.headers.push("A", "REDACTED")),
        (Loss::Coding, |it| it.request.headers.push("Transfer-Encoding", "chunked")),
        (Loss::Framing, |it| {
            it.request.framing =
                vec![FramingDefect { kind: FramingKind::BadChunk, origin: Origin::default() }];
        }),
        (Loss::BodyPart, |it| {
            let gaps = vec![Gap { range: 2..2, reason: Reason::BodyTruncated }];
            it.request.body = Observed::Present(Content { gaps, ..Content::exact("{}") });
        }),
        (Loss::Fidelity, |it| {
            let fidelity = Fidelity::ValueOnly;
            it.request.body = Observed::Present(Content { fidelity, ..Content::exact("{}") });
        }),
        (Loss::Unanswered, |it| it.response = Response::unanswered()),
        (Loss::Answer, |it| it.response = Response::with_status(1_000)),
        (Loss::Reason, |it| it.request.body = Observed::NotObservable(Reason::UnsupportedCoding)),
        (Loss::Reason, |it| it.response = Response::unrecorded(Reason::ExpectationNotTraffic)),
    ];
    for (loss, change) in rows {
        let mut exchange = plain();
        change(&mut exchange);
        let (_, lost) = convert(To::Http, std::slice::from_ref(&exchange));
        assert_eq!(lost[0], [loss].into(), "{exchange:?}");
        for to in [To::Har, To::Ndjson] {
            assert!(convert(to, std::slice::from_ref(&exchange)).1[0].is_empty(), "{loss:?} {to:?}");
        }
    }
}

/// No body takes more of a line than base64 would.
#[test]
fn bytes_that_are_long_as_text_are_written_as_base64() {
    let mut exchange = plain();
    exchange.request.body = Observed::Present(Content::exact(vec![1; 30_000]));
    for to in [To::Har, To::Ndjson] {
        let (text, lost) = convert(to, std::slice::from_ref(&exchange));
        assert!(text.len() < 42_000 && lost[0].is_empty(), "{to:?} {}", text.len());
    }
}

/// A file that holds what editors write, as bodies of the wire, is none of an editor.
#[test]
fn bodies_like_editor_files_stay_bodies() {
    let mut exchange = plain();
    for body in [
        "### a\r\nGET http://h/b\r\n",
        "a\n\n###\n\nGET http://h/b HTTP/1.1\n\n",
        "> {%\n%}\n<> a.json\n",
        "[body not recorded]",
    ] {
        exchange.request.body = Observed::Present(Content::exact(body));
        let exchanges = [exchange.clone(), exchange.clone()];
        let (_, lost) = convert(To::Http, &exchanges);
        let read = pairs(To::Http, &exchanges);
        // The mark of a body that is not recorded cannot be told from a body that is one.
        assert_eq!(read.len(), 2, "{lost:?}");
        assert_eq!(lost[1].contains(&Loss::Body), body.starts_with('['), "{lost:?}");
        for (read, _) in read {
            assert_eq!(read.request.body.is_present(), !body.starts_with('['), "{body}");
        }
    }
}
