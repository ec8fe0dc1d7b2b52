//! The scanner against RFC 3339, ISO 8601 and the `date-time` cases of the JSON Schema test suite.

use proptest::prelude::*;

use super::{DateTime, LONGEST, read};

const SUITE: &str = include_str!("../../../../corpus/date-time/date-time.json");

#[test]
fn rfc_3339_as_the_json_schema_test_suite_has_it() {
    let suite: serde_json::Value = serde_json::from_str(SUITE).unwrap();
    let groups = suite.as_array().unwrap().iter();
    let cases: Vec<_> = groups.flat_map(|group| group["tests"].as_array().unwrap()).collect();
    let texts: Vec<_> = cases.iter().filter(|case| case["data"].is_string()).collect();
    assert_eq!(texts.len(), 27);
    for case in texts {
        let text = case["data"].as_str().unwrap();
        let is_one = matches!(read(text), DateTime::Rfc3339 { .. });
        assert_eq!(is_one, case["valid"].as_bool().unwrap(), "{text:?}: {}", case["description"]);
    }
}

#[test]
fn texts_are_told_apart() {
    use DateTime::{Invalid, OtherForm, Rfc3339, WithoutOffset};
    let utc = |zone| Rfc3339 { zone, is_utc: true };
    let other = |at| OtherForm { at, what: "" };
    let invalid = |at| Invalid { at, what: "" };
    let rows = [
        // The sample of the Message object, and the examples of RFC 3339, section 5.8.
        ("2016-10-28T21:19:51.0357965Z", utc(27..28)),
        ("1985-04-12T23:20:50.52Z", utc(22..23)),
        ("1996-12-19T16:39:57-08:00", Rfc3339 { zone: 19..25, is_utc: false }),
        ("1990-12-31T23:59:60Z", utc(19..20)),
        ("1990-12-31T15:59:60-08:00", Rfc3339 { zone: 19..25, is_utc: false }),
        ("1937-01-01T12:00:27.87+00:20", Rfc3339 { zone: 22..28, is_utc: false }),
        ("2016-10-28T21:19:51+00:00", utc(19..25)),
        ("2016-10-28T21:19:51-00:00", utc(19..25)),
        ("2016-02-29T00:00:00Z", utc(19..20)),
        ("2000-02-29T00:00:00Z", utc(19..20)),
        // No offset: the default of a .NET DateTime, and other forms.
        ("0001-01-01T00:00:00", WithoutOffset),
        ("2016-10-28T21:19:51.0357965", WithoutOffset),
        ("20161028T211951", WithoutOffset),
        ("2016-10-28 21:19:51", WithoutOffset),
        ("2016-W43-5T21:19", WithoutOffset),
        ("2016-12-31T15:59:60", WithoutOffset),
        // ISO 8601, but not RFC 3339.
        ("20161028T211951Z", other(4)),
        ("2016-10-28T211951Z", other(13)),
        ("2016-W43-5T21:19:51Z", other(5)),
        ("2016W435T211951Z", other(4)),
        ("2016-302T21:19:51Z", other(5)),
        ("2016302T211951Z", other(4)),
        ("2016-10-28T21:19:51,5Z", other(19)),
        ("2016-10-28T24:00:00Z", other(11)),
        ("2016-10-28T24:00:00.000Z", other(11)),
        ("2016-10-28T21:19Z", other(16)),
        ("2016-10-28T21Z", other(13)),
        ("2016-10-28T21:19.5Z", other(16)),
        ("2016-10-28 21:19:51Z", other(10)),
        ("2016-10-28T21:19:51+0100", other(19)),
        ("2016-10-28T21:19:51+01", other(19)),
        ("+002016-10-28T21:19:51Z", other(0)),
        // Not a date and time at all.
        ("", invalid(0)),
        ("yesterday", invalid(0)),
        ("2016", invalid(4)),
        ("2016-10-28", invalid(10)),
        ("2016-10-28T", invalid(11)),
        ("2016-10-28Tnoon", invalid(11)),
        ("2016-10-28X21:19:51Z", invalid(10)),
        (" 2016-10-28T21:19:51Z", invalid(0)),
        ("2016-10-28T21:19:51Z ", invalid(20)),
        ("2016-10-28T21:19:51.Z", invalid(20)),
        ("2016-13-28T21:19:51Z", invalid(5)),
        ("2016-00-28T21:19:51Z", invalid(5)),
        ("2015-02-29T00:00:00Z", invalid(8)),
        ("1900-02-29T00:00:00Z", invalid(8)),
        ("2016-04-31T00:00:00Z", invalid(8)),
        ("2015-366T00:00:00Z", invalid(5)),
        ("2016-W54-1T00:00:00Z", invalid(6)),
        ("2016-W01-8T00:00:00Z", invalid(9)),
        ("2016-10-28T25:00:00Z", invalid(11)),
        ("2016-10-28T24:00:01Z", invalid(11)),
        ("2016-10-28T24:00:00.1Z", invalid(11)),
        ("2016-10-28T21:60:00Z", invalid(14)),
        ("2016-10-28T21:19:61Z", invalid(17)),
        ("2016-10-28T21:19:60Z", invalid(17)),
        ("2016-10-28T21:19:60", invalid(17)),
        ("2016-10-28T21:19:51+24:00", invalid(20)),
        ("2016-10-28T21:19:51+10:60", invalid(23)),
        ("1477689591", invalid(4)),
        ("/Date(1477689591035)/", invalid(0)),
        ("Fri, 28 Oct 2016 21:19:51 GMT", invalid(0)),
        ("10/28/2016 9:19:51 PM", invalid(2)),
    ];
    for (text, expected) in rows {
        let found = match read(text) {
            OtherForm { at, .. } => other(at),
            Invalid { at, .. } => invalid(at),
            same => same,
        };
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn long_texts_are_not_read() {
    let fraction = |digits: usize| format!("2016-10-28T21:19:51.{}Z", "0".repeat(digits));
    assert!(matches!(read(&fraction(LONGEST - 21)), DateTime::Rfc3339 { .. }));
    assert!(matches!(read(&fraction(LONGEST - 20)), DateTime::Invalid { at: LONGEST, .. }));
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,40}") {
        let end = match read(&text) {
            DateTime::Rfc3339 { zone, .. } => zone.end,
            DateTime::WithoutOffset => text.len(),
            DateTime::OtherForm { at, .. } | DateTime::Invalid { at, .. } => at,
        };
        prop_assert!(end <= text.len());
    }

    #[test]
    fn every_real_date_and_time_is_rfc_3339(
        year in 0_u32..=9999, month in 1_u32..=12, day in 1_u32..=28,
        hour in 0_u32..24, minute in 0_u32..60, second in 0_u32..60, fraction in "(\\.[0-9]{1,9})?",
        east in -1439_i32..=1439,
    ) {
        let (sign, hours, minutes) = (if east < 0 { '-' } else { '+' }, east.abs() / 60, east.abs() % 60);
        let text = format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{sign}{hours:02}:{minutes:02}"
        );
        let zone = text.len() - 6..text.len();
        prop_assert_eq!(read(&text), DateTime::Rfc3339 { zone, is_utc: east == 0 });
    }
}
