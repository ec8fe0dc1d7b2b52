//! Data stand where they are said to, and are those of the same run on the wire.

#![expect(clippy::indexing_slicing, reason = "a function that only tests call stops a test as they do")]

use std::fs;

use directline_capture::{Limits, open};
use directline_exchange::{Coding, Exchange, Header};

use super::{BETAMAX, GO, RUBY, VCRPY, sample};
use crate::common::{corpus, exchanges, read_all, told};

#[test]
fn recordings_of_one_run_are_the_same() {
    /// Without the ids, tokens and boundaries that differ from run to run.
    fn plain(text: &str) -> String {
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("CuvFAKE") {
            let (before, after) = rest.split_at(at + 7);
            plain.push_str(before);
            rest = after.trim_start_matches(|char: char| char.is_ascii_digit() || char == '-');
        }
        plain + rest
    }
    /// A body, of JSON its value: nock keeps no more.
    fn value(body: &directline_exchange::Body) -> String {
        let value = body
            .present()
            .and_then(|content| serde_json::from_slice::<serde_json::Value>(&content.bytes).ok());
        value.map_or_else(|| told(body), |value| value.to_string())
    }
    let brief = |exchange: &Exchange, boundary: &str| {
        let (request, response) = (&exchange.request, &exchange.response);
        let header = |name: &str| request.headers.all(name).filter_map(Header::text).collect::<String>();
        let target = format!("{}?{}", request.target.path, request.target.query.clone().unwrap_or_default());
        let parts = [
            request.method.to_ascii_uppercase(),
            target,
            header("content-type"),
            header("authorization"),
            value(&request.body),
            response.status.present().copied().unwrap_or_default().to_string(),
            value(&response.body),
        ];
        parts.map(|part| plain(&part).replace(boundary, "BOUNDARY"))
    };
    let boundary = |exchange: &Exchange| {
        let header =
            exchange.request.headers.all("content-type").filter_map(Header::text).collect::<String>();
        header.split_once("boundary=").map_or("none".to_owned(), |(_, boundary)| boundary.to_owned())
    };
    // The exchanges that both have: Ruby's recorder lost forms, and nock's run sent other messages.
    let same = |indexes: &[usize]| indexes.iter().map(|index| (*index, *index)).collect::<Vec<_>>();
    for (cassette, wire, pairs) in [
        ("vcrpy-default.yaml", "py-requests", same(&[0, 1, 2, 3, 4, 5, 6, 7, 8])),
        ("ruby-vcr.yml", "ruby-nethttp", same(&[0, 1, 2, 3, 6, 7, 8])),
        ("nock-recording.json", "node-axios", vec![(0, 0), (1, 1), (3, 3), (7, 8)]),
    ] {
        let input = directline_capture::inputs(&[corpus("recorded/wire").join(wire)]).remove(0).unwrap();
        let wire = exchanges(open(&input, &Limits::default()).unwrap());
        let found = sample(cassette);
        for (one, other) in pairs {
            let (one, other) = (&found[one].exchange, &wire[other].exchange);
            let has_type = one.request.headers.get("content-type").reason().is_none();
            let one = brief(one, &boundary(one));
            let mut other = brief(other, &boundary(other));
            if !has_type {
                other[2].clear();
            }
            assert_eq!(one, other, "{cassette}");
        }
    }
}

/// Every byte of every datum stands where it is said to stand.
#[test]
fn places_are_those_of_the_file() {
    for name in ["vcrpy-default.yaml", "ruby-vcr.yml"] {
        check_places(&fs::read(corpus("captures/cassettes").join(name)).unwrap());
    }
    for text in [VCRPY, RUBY, GO, BETAMAX] {
        check_places(text.as_bytes());
    }
}

fn check_places(file: &[u8]) {
    let text = std::str::from_utf8(file).unwrap();
    let lines: Vec<&str> = text.split('\n').collect();
    for recorded in read_all(file) {
        let recorded = recorded.unwrap();
        let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
        let mut data: Vec<(&directline_exchange::Origin, &[u8])> = vec![
            (&request.method_origin, request.method.as_bytes()),
            (&request.target.origin, request.target.written.as_bytes()),
        ];
        for header in request.headers.iter().chain(&response.headers) {
            data.push((&header.name_origin, header.name.as_bytes()));
            data.extend(header.bytes().map(|bytes| (&header.value_origin, bytes)));
        }
        for content in [request.body.present(), response.body.present()].into_iter().flatten() {
            data.push((&content.origin, &content.bytes));
        }
        for (origin, bytes) in data {
            assert_ne!(origin.coding, Coding::Opaque);
            let mut base64 = 0;
            for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_alphanumeric()) {
                let place = recorded.places.locate(origin, at);
                let offset = usize::try_from(place.offset).unwrap();
                if origin.coding == Coding::JsonBase64 {
                    let group = &file[offset..file.len().min(offset + 4)];
                    if at % 3 == 0 && group.iter().all(|byte| !byte.is_ascii_whitespace()) {
                        let decoded = data_encoding_of(group);
                        assert_eq!(decoded.first(), Some(byte), "{place}");
                        base64 += 1;
                    }
                } else {
                    assert_eq!(file[offset], *byte, "{place} byte {at} of {}", bytes.escape_ascii());
                }
                // Line and column name the same place as the offset.
                let line = lines[usize::try_from(place.line).unwrap() - 1];
                let before: usize =
                    line.chars().take(usize::try_from(place.column).unwrap() - 1).map(char::len_utf8).sum();
                let start: usize =
                    lines[..usize::try_from(place.line).unwrap() - 1].iter().map(|line| line.len() + 1).sum();
                assert_eq!(start + before, offset, "{place}");
            }
            assert!(origin.coding != Coding::JsonBase64 || base64 > 0 || bytes.len() < 12);
        }
    }
}

/// Base64, by the alphabet of RFC 4648, section 4.
fn data_encoding_of(group: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |byte: &u8| ALPHABET.iter().position(|known| known == byte).unwrap_or(0);
    let bits = group.iter().fold(0_usize, |bits, byte| bits << 6 | digit(byte));
    bits.to_be_bytes()[5..].to_vec()
}
