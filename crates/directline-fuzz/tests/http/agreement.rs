//! The reader of a recording of raw messages makes the same of the same bytes.

use directline_capture::{Limits, inputs, open};
use directline_exchange::{FramingKind, Observed, Response};

use super::support::{Service, get};
use super::table::ANSWERS;

/// The response as a recording of its bytes shows it.
fn recorded(answer: &[u8]) -> Response {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.req.bin"), "GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    std::fs::write(folder.path().join("a.res.bin"), answer).unwrap();
    let input = inputs(&[folder.path().to_owned()]).remove(0).unwrap();
    let mut exchanges = open(&input, &Limits::default()).unwrap();
    exchanges.next().unwrap().unwrap().exchange.response
}

type Fields = Vec<(String, Vec<u8>)>;

/// What rules see of a response, but for places.
fn seen(response: &Response) -> (Observed<u16>, Fields, String, Vec<FramingKind>) {
    let headers =
        response.headers.iter().map(|field| (field.name.to_string(), field.bytes().unwrap().to_vec()));
    let body = response.body.as_ref().map(|content| (&content.bytes, &content.gaps, content.fidelity));
    let framing = response.framing.iter().map(|defect| defect.kind.clone());
    (response.status, headers.collect(), format!("{body:?}"), framing.collect())
}

/// Checks that a live answer of these bytes reads as their recording.
pub(crate) fn check(answer: &[u8]) {
    let shown = answer.escape_ascii();
    let live = get(&Service::answering(answer)).unwrap_or_else(|error| panic!("{shown}: {error}"));
    assert_eq!(seen(&live), seen(&recorded(answer)), "{shown}");
}

#[test]
fn a_live_answer_reads_as_its_recording() {
    for (answer, ..) in ANSWERS {
        check(answer.as_bytes());
    }
}
