//! Entries that are cut out first and read later, in any order, give what reading them one after the other gives.

use directline_capture::{
    Assume, Capture, Limits, Memory, Position, ReadError, Recorded, Unread, inputs, open, open_bytes,
};
use directline_exchange::Exchange;

use crate::common::corpus;
use crate::robust::{HAR, LINES};

/// An exchange and where two of its data stand, or why there is none.
type Read = Result<(Exchange, [Position; 2]), String>;

fn seen(read: Result<Recorded, ReadError>) -> Read {
    let Recorded { exchange, places } = read.map_err(|error| error.to_string())?;
    let (first, last) = (&exchange.request.method_origin, &exchange.response.status_origin);
    let at = [places.locate(first, 1), places.locate(last, 2)];
    Ok((exchange, at))
}

/// Reads a recording from its last entry to its first.
fn backwards(mut capture: Capture) -> Vec<Read> {
    let entries: Vec<Unread> = std::iter::from_fn(|| capture.cut()).collect();
    let mut memory = Memory::default();
    let mut all: Vec<(bool, Read)> =
        entries.into_iter().rev().map(|entry| (entry.goes_on(), seen(entry.read(&mut memory)))).collect();
    all.reverse();
    let end = all.iter().position(|(goes_on, read)| read.is_err() && !goes_on);
    all.truncate(end.map_or(all.len(), |last| last + 1));
    all.into_iter().map(|(_, read)| read).collect()
}

fn compare(open: impl Fn() -> Result<Capture, ReadError>, what: &str) -> usize {
    let (Ok(one), Ok(other)) = (open(), open()) else { return 0 };
    let one: Vec<Read> = one.map(seen).collect();
    assert_eq!(one, backwards(other), "{what}");
    one.len()
}

#[test]
fn recordings_of_every_format() {
    let mut count = 0;
    for input in inputs(&[corpus("recorded"), corpus("captures")]) {
        let input = input.unwrap();
        for assume in [Assume::Detect, Assume::Redacted, Assume::Unredacted] {
            let opened = || {
                let mut capture = open(&input, &Limits::default())?;
                capture.assume(assume);
                Ok(capture)
            };
            count += compare(opened, &format!("{input:?} {assume:?}"));
        }
    }
    assert!(count > 600, "{count}");
}

#[test]
fn every_flipped_bit_and_every_cut() {
    let limits = Limits { max_headers: 2, ..Limits::default() };
    // Fields that come again are read once.
    for text in [HAR.to_owned(), LINES.repeat(3)] {
        let mut bytes = text.as_bytes().to_vec();
        for at in 0..bytes.len() {
            compare(|| open_bytes("t", bytes[..at].to_vec(), &limits), &format!("{at} bytes of {text}"));
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                compare(
                    || open_bytes("t", bytes.clone(), &limits),
                    &format!("bit {bit} of byte {at} of {text}"),
                );
                bytes[at] ^= 1 << bit;
            }
        }
    }
}
