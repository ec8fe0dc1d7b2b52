//! What the tests of this crate share.

use std::path::{Path, PathBuf};

use directline_capture::{Capture, Limits, Position, ReadError, Recorded, inputs, open, open_bytes};
use directline_exchange::{Body, Exchange};

/// A folder of the corpus.
pub(crate) fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(name)
}

/// Reads a text to its end, errors included.
pub(crate) fn read_all(text: &[u8]) -> Vec<Result<Recorded, ReadError>> {
    match open_bytes("t", text.to_vec(), &Limits::default()) {
        Ok(capture) => capture.collect(),
        Err(error) => vec![Err(error)],
    }
}

/// The only exchange of a text.
pub(crate) fn one(text: &str) -> Exchange {
    let mut all = read_all(text.as_bytes());
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0).unwrap_or_else(|error| panic!("{text}: {error}")).exchange
}

/// Every exchange of a capture that has no error.
pub(crate) fn exchanges(capture: Capture) -> Vec<Recorded> {
    capture.map(|recorded| recorded.unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// What was said between client and server in an exchange, but for the head of the request.
pub(crate) fn spoken(exchange: &Exchange) -> String {
    let (request, response) = (&exchange.request, &exchange.response);
    let target = &request.target;
    let headers: Vec<String> =
        response.headers.iter().map(|field| format!("{}: {}", field.name, field.text().unwrap())).collect();
    format!(
        "{} {}?{:?} {} {:?} {headers:?} {}",
        request.method,
        target.path,
        target.query,
        told(&request.body),
        response.status,
        told(&response.body)
    )
}

/// What was said in the run of which several formats hold a sample, as the bytes of the wire have it.
pub(crate) fn run_of_the_samples() -> Vec<String> {
    let input = inputs(&[corpus("recorded/wire/py-requests")]).remove(0).unwrap();
    let capture = open(&input, &Limits::default()).unwrap();
    exchanges(capture).iter().map(|recorded| spoken(&recorded.exchange)).collect()
}

/// Checks that line and column of a place in `text` are those of its offset, and gives the rest of the text from there.
pub(crate) fn at<'t>(place: &Position, text: &'t [u8]) -> &'t [u8] {
    let (before, rest) = text.split_at(usize::try_from(place.offset).unwrap());
    let line = before.split(|&byte| byte == b'\n').count();
    let begun = before.rsplit(|&byte| byte == b'\n').next().unwrap();
    let column = String::from_utf8_lossy(begun).chars().count() + 1;
    assert_eq!((place.line, place.column), (line as u64, column as u64), "{place}");
    rest
}

/// A body in a few words: `absent`, a reason, or the bytes with their gaps.
pub(crate) fn told(body: &Body) -> String {
    use directline_exchange::Observed::{Absent, NotObservable, Present};
    match body {
        Absent => "absent".into(),
        NotObservable(reason) => reason.name().into(),
        Present(content) => {
            let mut text = content.bytes.escape_ascii().to_string();
            for gap in &content.gaps {
                let (start, end) = (gap.range.start, gap.range.end);
                text = format!("{text} [{start}..{end} {}]", gap.reason);
            }
            text
        }
    }
}
