//! Cassettes that are cut, flipped, too large, or made to cost.

#![expect(clippy::indexing_slicing, reason = "a function that only tests call stops a test as they do")]

use std::fs;

use directline_capture::{Limits, ReadError, open_bytes};
use directline_exchange::Reason;

use super::{BETAMAX, GO, RUBY, VCRPY, all, sample};
use crate::common::{corpus, exchanges, read_all, told};

/// What stands before a cut.
fn tail(text: &str, cut: usize) -> String {
    String::from_utf8_lossy(&text.as_bytes()[cut.saturating_sub(60)..cut]).into_owned()
}

#[test]
fn a_cut_cassette_gives_its_whole_interactions_and_says_that_it_is_cut() {
    for (text, is_go) in [(VCRPY, false), (RUBY, false), (BETAMAX, false), (GO, true)] {
        let whole = all(text);
        let end = text.trim_end().len();
        let mut most = 0;
        for cut in 0..end {
            let found = read_all(&text.as_bytes()[..cut]);
            let count = found.iter().filter(|one| one.is_ok()).count();
            assert!(count >= most || cut < 40, "{cut}: fewer than before: {:?}", tail(text, cut));
            most = count;
            for (one, wanted) in found.iter().flatten().zip(&whole) {
                let one = &one.exchange;
                assert_eq!(one.request.method, wanted.request.method, "{cut}");
                assert_eq!(one.request.target, wanted.request.target, "{cut}");
                assert_eq!(one.request.body, wanted.request.body, "{cut}");
                assert_eq!(one.response, wanted.response, "{cut}: {}", tail(text, cut));
            }
            let fault = found.last().and_then(|last| last.as_ref().err());
            // The end of a file of go-vcr looks as the end of any of its interactions.
            let boundary = is_go && count > 0 && text.as_bytes()[..cut].ends_with(b"ms\n");
            // Behind the last mark of the end nothing is lost.
            let is_marked = text.ends_with("version: 1\n") && cut == end
                || tail(text, cut).lines().last().is_some_and(|line| line.starts_with("recorded_with: V"))
                || is_go && count == whole.len();
            assert!(fault.is_some() || boundary || is_marked, "{cut}: {:?}", tail(text, cut));
            if let Some(place) = fault.and_then(ReadError::position) {
                assert!(place.offset <= cut as u64, "{place}");
            }
        }
        assert_eq!(read_all(text.as_bytes()).len(), whole.len());
    }
}

/// The real recordings, cut at sampled places.
#[test]
fn a_cut_sample_gives_its_whole_interactions_and_says_that_it_is_cut() {
    for name in ["vcrpy-default.yaml", "ruby-vcr.yml", "nock-recording.json"] {
        let file = fs::read(corpus("captures/cassettes").join(name)).unwrap();
        let whole = sample(name);
        // The last line of a cassette may be cut without a trace, and without loss.
        for cut in (0..file.len() - 30).step_by(131) {
            let found = read_all(&file[..cut]);
            assert!(found.last().is_some_and(Result::is_err), "{name} {cut}");
            for (one, wanted) in found.iter().flatten().zip(&whole) {
                assert_eq!(one.exchange.request, wanted.exchange.request, "{name} {cut}");
                assert_eq!(one.exchange.response, wanted.exchange.response, "{name} {cut}");
            }
        }
    }
}

#[test]
fn flipped_bits_are_survived() {
    for text in [VCRPY, RUBY, BETAMAX, GO] {
        let mut bytes = text.as_bytes().to_vec();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                for recorded in read_all(&bytes).into_iter().flatten() {
                    if let Some(body) = recorded.exchange.response.body.present() {
                        let _ = recorded.places.locate(&body.origin, body.bytes.len());
                    }
                }
                bytes[at] ^= 1 << bit;
            }
        }
    }
}

#[test]
fn limits_hold() {
    let limits = Limits { max_headers: 1, max_body_bytes: 8, ..Limits::default() };
    let capture = open_bytes("t", VCRPY.into(), &limits).unwrap();
    let first = exchanges(capture).remove(0).exchange;
    assert_eq!(first.request.headers.iter().count(), 1);
    assert_eq!(first.request.headers.partial(), Some(Reason::LimitReached));
    assert_eq!(told(&first.request.body), "limit-reached");
    for (depth, fits) in [(7, true), (6, true), (5, false)] {
        let limits = Limits { max_depth: depth, ..Limits::default() };
        let capture =
            open_bytes("t", BETAMAX.replace('\n', "").replace("{\"http", "{\n\"http").into(), &limits)
                .unwrap();
        assert_eq!(capture.flatten().count(), 1, "{depth}");
        let capture = open_bytes("t", VCRPY.into(), &limits).unwrap();
        assert_eq!(capture.into_iter().all(|one| one.is_ok()), fits, "{depth}");
    }
    let limits = Limits { max_entry_bytes: 100, ..Limits::default() };
    assert!(matches!(open_bytes("t", VCRPY.into(), &limits), Err(ReadError::TooLarge { limit: 100, .. })));
}

/// A file of a million aliases to a large interaction costs no more than its length.
#[test]
fn a_bomb_is_refused() {
    let bomb = format!(
        "interactions:\n- &x\n  request: {{method: POST, uri: 'http://h/', body: '{}', headers: {{}}}}\n{}version: 1\n",
        "x".repeat(100_000),
        "- *x\n".repeat(100_000)
    );
    let error = read_all(bomb.as_bytes()).pop().unwrap().unwrap_err();
    assert!(error.to_string().contains("aliases"), "{error}");
}
