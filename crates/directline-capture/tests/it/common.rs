//! What the tests of this crate share.

use std::path::{Path, PathBuf};

use directline_capture::{Capture, Limits, ReadError, Recorded, open_bytes};
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
