//! Date-times: whether a text is one by RFC 3339, by the rest of ISO 8601, or not at all, and at which
//! byte it departs.
//!
//! Nothing is repaired and nothing is computed but what validity needs: the text stays as it was written.
//! Reading looks at no more than [`LONGEST`] bytes.

mod scan;
#[cfg(test)]
mod tests;

use std::ops::Range;

use scan::Scanner;

/// The longest text that is read. RFC 3339 allows any number of fractional digits; beyond this the text
/// counts as no date-time, so that reading takes constant time.
pub(crate) const LONGEST: usize = 128;

/// What a text is, as a date and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DateTime {
    /// A `date-time` of RFC 3339, section 5.6.
    Rfc3339 {
        /// Where the offset stands: `Z` or `+hh:mm`.
        zone: Range<usize>,
        /// Whether the offset is zero.
        is_utc: bool,
    },
    /// A date and time of ISO 8601, in whatever form, that does not say its offset from UTC.
    WithoutOffset,
    /// A date and time with offset in a form that ISO 8601 has and RFC 3339 leaves out.
    OtherForm {
        /// Where it departs from RFC 3339 first.
        at: usize,
        /// How.
        what: &'static str,
    },
    /// No date and time of ISO 8601.
    Invalid {
        /// Where the text departs from it.
        at: usize,
        /// What is wrong.
        what: &'static str,
    },
}

/// Reads a text as a date and time.
pub(crate) fn read(text: &str) -> DateTime {
    if text.len() > LONGEST {
        return DateTime::Invalid { at: LONGEST, what: "longer than any date and time" };
    }
    let mut scanner = Scanner::new(text.as_bytes());
    match (scanner.date_time(), scanner.departure) {
        (Err(fault), _) => DateTime::Invalid { at: fault.at, what: fault.what },
        (Ok(None), _) => DateTime::WithoutOffset,
        (Ok(Some(_)), Some(first)) => DateTime::OtherForm { at: first.at, what: first.what },
        (Ok(Some(zone)), None) => DateTime::Rfc3339 { zone: zone.range, is_utc: zone.minutes == 0 },
    }
}
