//! Writers: what is written is read again, and written again it is the same.

use directline_capture::{Limits, har, ndjson, open_bytes};
use directline_exchange::{Exchange, Origin, Source};

use crate::reading::{NAME, bounded};

/// Takes bytes for a recording and writes its exchanges.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(capture) = open_bytes(NAME, bytes.to_vec(), &bounded()) else { return };
    let exchanges: Vec<Exchange> =
        capture.flatten().take(16).map(|recorded| placeless(recorded.exchange)).collect();
    if exchanges.is_empty() {
        return;
    }
    for write in [as_ndjson, as_har] {
        let once = write(&exchanges);
        let read = back(&once);
        assert_eq!(read.len(), exchanges.len(), "{}", String::from_utf8_lossy(&once));
        let twice = write(&read);
        assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice));
    }
}

/// The exchange wherever it stood.
fn placeless(exchange: Exchange) -> Exchange {
    let source = Source { capture: "".into(), index: 0, origin: Origin::default() };
    Exchange { source, ..exchange }
}

fn back(written: &[u8]) -> Vec<Exchange> {
    let capture = open_bytes(NAME, written.to_vec(), &Limits::default());
    let capture = capture.unwrap_or_else(|error| panic!("{error}: {}", written.escape_ascii()));
    let read = |read: Result<directline_capture::Recorded, directline_capture::ReadError>| match read {
        Ok(recorded) => placeless(recorded.exchange),
        Err(error) => panic!("{error}: {}", written.escape_ascii()),
    };
    capture.map(read).collect()
}

fn as_ndjson(exchanges: &[Exchange]) -> Vec<u8> {
    let mut lines = Vec::new();
    for exchange in exchanges {
        ndjson::write_exchange(&mut lines, exchange).expect("memory takes a line");
    }
    lines
}

fn as_har(exchanges: &[Exchange]) -> Vec<u8> {
    let about = har::About { creator: "fuzz", version: "1", comment: None };
    let mut writer = har::Writer::new(Vec::new(), &about).expect("memory takes a head");
    for exchange in exchanges {
        writer.write(exchange).expect("memory takes an entry");
    }
    writer.finish().expect("memory takes an end")
}
