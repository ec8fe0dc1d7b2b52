//! Copies of recordings without credentials: as long as the original, with as many exchanges, and clean.

use directline_capture::{Limits, open_bytes};

use crate::canary::{must_not_show, plant};
use crate::reading::NAME;
use crate::redaction::{Bytes, Credentials, load_bytes};

/// Copies bytes as a recording.
pub(crate) fn check(bytes: &[u8]) {
    let (bytes, canary) = plant(bytes);
    let Ok(recording) = load_bytes(&Bytes { name: NAME, bytes }, &Limits::default()) else { return };
    let mut credentials = Credentials::default();
    credentials.learn(&recording);
    let mut redactor = credentials.redactor();
    // Such a recording is not copied.
    let is_refused = !recording.opaque.is_empty()
        || !recording.credentials_in_compressed(&redactor.spellings).is_empty()
        || !redactor.is_complete;
    if is_refused {
        return;
    }
    let is_known = redactor.spellings.find(canary).iter().any(|found| found.range.len() == canary.len());
    for part in &recording.parts {
        let copy = part.content.redacted(&mut redactor);
        assert_eq!(copy.len(), part.content.bytes().len(), "{}", part.name);
        let left = part.content.again(copy.clone()).credentials(&redactor.spellings);
        // The program says so of a compressed body, and copies nothing.
        if left.iter().any(|credential| credential.is_compressed) {
            return;
        }
        assert!(left.is_empty(), "{left:?} in {}", copy.escape_ascii());
        if is_known {
            must_not_show(&String::from_utf8_lossy(&copy), canary);
        }
        // Whoever uses the words of HTTP as a credential gets a copy without them.
        let is_readable = redactor.spellings.find("HTTP/1.1 HTTP/1.0").is_empty();
        if recording.archive.is_none() && is_readable {
            let read = open_bytes(NAME, copy, &Limits::default()).map_or(0, Iterator::count);
            assert_eq!(read, recording.exchanges, "exchanges in the copy of {}", part.name);
        }
    }
}
