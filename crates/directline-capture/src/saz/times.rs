//! When a session took place: `SessionTimers` in `raw/N_m.xml`.

use directline_exchange::{Observed, Reason, Started};
use quick_xml::events::Event;

use crate::detect::BOM;
use crate::started::{observe, took_between};
use crate::xml::{attribute, masked, parser};

/// How much of the metadata is read: the times stand at the beginning.
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// The times of a session, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Times {
    begin: Option<Started>,
    done: Option<Started>,
    /// By what the session is put in order.
    pub(super) place: i64,
}

impl Times {
    /// When the request began.
    pub(super) fn begin(&self) -> Observed<Started> {
        observed(self.begin.as_ref())
    }

    /// The same in nanoseconds since 1970.
    pub(super) fn begin_nanos(&self) -> Option<i64> {
        self.begin.as_ref().map(|started| started.unix_nanos)
    }

    /// How long it took until the client had the response.
    pub(super) fn took(&self) -> Observed<u64> {
        took_between(&self.begin(), &observed(self.done.as_ref()))
    }
}

fn observed(time: Option<&Started>) -> Observed<Started> {
    time.map_or(Observed::NotObservable(Reason::NotRecorded), |time| Observed::Present(time.clone()))
}

/// Reads the metadata of a session. What is no XML has no times.
pub(super) fn read(bytes: &[u8]) -> Times {
    let masked = masked(bytes.strip_prefix(BOM).unwrap_or(bytes));
    let mut parser = parser(&masked);
    while let Ok(event) = parser.read_event() {
        match event {
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == "SessionTimers" => {
                let time = |name| attribute(&start, name).and_then(|text| observe(&text).present().cloned());
                return Times {
                    begin: time("ClientBeginRequest"),
                    done: time("ClientDoneResponse"),
                    place: 0,
                };
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Times::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_far_as_they_are_there() {
        // The written form of begin, and the duration in nanoseconds.
        type Row<'r> = (&'r str, Option<&'r str>, Option<u64>);
        let rows: [Row<'_>; 6] = [
            (
                "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Session SID=\"7\"><SessionTimers \
                 ClientBeginRequest=\"2026-01-02T03:04:01.0256586-07:00\" \
                 ClientDoneResponse=\"2026-01-02T03:04:01.2256587-07:00\" /></Session>",
                Some("2026-01-02T03:04:01.0256586-07:00"),
                Some(200_000_100),
            ),
            (
                "<Session><SessionTimers ClientBeginRequest='2026-01-02T03:04:01Z'></SessionTimers>",
                Some("2026-01-02T03:04:01Z"),
                None,
            ),
            // Fiddler's word for a time that did not come.
            (
                "<S><SessionTimers ClientBeginRequest='2026-01-02T03:04:01Z' \
                 ClientDoneResponse='0001-01-01T00:00:00'/></S>",
                Some("2026-01-02T03:04:01Z"),
                None,
            ),
            (
                "<S><SessionTimers ClientBeginRequest='2026-01-02T03:04:01Z' \
                 ClientDoneResponse='2026-01-02T03:04:00Z'/></S>",
                Some("2026-01-02T03:04:01Z"),
                None,
            ),
            (
                "<!DOCTYPE a [<!ENTITY b '&b;&b;'>]><a><SessionTimers ClientBeginRequest='&b;'/></a>",
                None,
                None,
            ),
            ("<Session><SessionTi", None, None),
        ];
        for (xml, begin, took) in rows {
            let times = read(xml.as_bytes());
            assert_eq!(times.begin().present().map(|begin| begin.written.as_str()), begin, "{xml}");
            assert_eq!(times.took().present().copied(), took, "{xml}");
        }
    }
}
