//! When a request was sent: RFC 3339, read with the liberties that recorders take.

use directline_exchange::{Observed, Reason, Started};

/// Reads a time as recorders write it; not observable if it is none.
pub(crate) fn observe(written: &str) -> Observed<Started> {
    match unix_nanos(written.trim()) {
        Some(unix_nanos) => Observed::Present(Started { written: written.trim().into(), unix_nanos }),
        None => Observed::NotObservable(Reason::NotRecorded),
    }
}

/// Reads a time as Java prints it (`Fri Jan 02 03:04:05 UTC 2026`), and writes it by RFC 3339, as other formats do. Only
/// zones that are offsets are understood: `CST` is three of them.
pub(crate) fn observe_java(written: &str) -> Observed<Started> {
    java(written).map_or(Observed::NotObservable(Reason::NotRecorded), |time| observe(&time))
}

/// The same time by RFC 3339.
fn java(written: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = written.split_ascii_whitespace().skip(1);
    let mut word = || words.next();
    let (month, day, clock, zone, year) = (word()?, word()?, word()?, word()?, word()?);
    let month = MONTHS.iter().position(|name| *name == month)?.checked_add(1)?;
    let offset = zone.strip_prefix("UTC").or_else(|| zone.strip_prefix("GMT"))?;
    let offset = if offset.is_empty() { "Z" } else { offset };
    Some(format!("{year}-{month:02}-{day:0>2}T{clock}{offset}"))
}

/// How long it took from one time to another, if that is known.
pub(crate) fn took_between(begin: &Observed<Started>, end: &Observed<Started>) -> Observed<u64> {
    let both = begin.present().zip(end.present());
    let nanos = both.and_then(|(begin, end)| end.unix_nanos.checked_sub(begin.unix_nanos));
    match nanos.and_then(|nanos| u64::try_from(nanos).ok()) {
        Some(nanos) => Observed::Present(nanos),
        None => Observed::NotObservable(Reason::NotRecorded),
    }
}

/// Reads a duration as recorders write it: milliseconds with a fraction; a negative one says that it is not known.
pub(crate) fn took_milliseconds(milliseconds: f64) -> Observed<u64> {
    // Longer than a year is no duration of an exchange.
    if (0.0..=3.2e10).contains(&milliseconds) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range is checked above"
        )]
        return Observed::Present((milliseconds * 1e6).round() as u64);
    }
    Observed::NotObservable(Reason::NotRecorded)
}

/// Reads seconds since 1970 as a decimal number, without rounding: `1795248755.9977818`.
pub(crate) fn unix_seconds(written: &str) -> Option<i64> {
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    let is_number =
        !whole.is_empty() && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    let nanos = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanos =
        nanos.fold(0_i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(digit & 0x0f)));
    let seconds: i64 = whole.parse().ok().filter(|_| is_number)?;
    seconds.checked_mul(1_000_000_000)?.checked_add(nanos)
}

/// A time that a recording holds as a number, written as RFC 3339 in UTC.
pub(crate) fn of_unix_nanos(unix_nanos: i64) -> Started {
    let (seconds, nanos) = (unix_nanos.div_euclid(1_000_000_000), unix_nanos.rem_euclid(1_000_000_000));
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date(days);
    let fraction = if nanos == 0 { String::new() } else { format!(".{nanos:09}") };
    let fraction = fraction.trim_end_matches('0');
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let written = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z");
    Started { written, unix_nanos }
}

/// The same duration as a JSON number of milliseconds, exactly.
pub(crate) fn as_milliseconds(nanoseconds: u64) -> String {
    let (whole, fraction) = (nanoseconds / 1_000_000, nanoseconds % 1_000_000);
    if fraction == 0 { whole.to_string() } else { format!("{whole}.{fraction:06}") }
}

/// Nanoseconds since 1970. Any number of fraction digits (those after the ninth do not count), `T` or a space in the
/// middle, an offset with or without colon. No time before 1678 or after 2261.
fn unix_nanos(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0_i64, |sum, digit| {
            let digit = digit.is_ascii_digit().then(|| i64::from(digit & 0x0f))?;
            sum.checked_mul(10)?.checked_add(digit)
        })
    };
    let is = |at: usize, allowed: &[u8]| bytes.get(at).is_some_and(|byte| allowed.contains(byte));
    let shaped = is(4, b"-") && is(7, b"-") && is(10, b"Tt ") && is(13, b":") && is(16, b":");
    if !shaped {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let valid = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    if !valid {
        return None;
    }
    let rest = bytes.get(19..)?;
    let (fraction, zone) = match rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) {
        Some(after) => {
            let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (Some(after.get(..digits)?).filter(|digits| !digits.is_empty())?, after.get(digits..)?)
        }
        None => (&b""[..], rest),
    };
    let nanos = (0..9).try_fold(0_i64, |sum, place| {
        let digit = fraction.get(place).map_or(0, |digit| i64::from(digit & 0x0f));
        sum.checked_mul(10)?.checked_add(digit)
    })?;
    let days = days_since_epoch(year, month, day)?;
    let seconds = days
        .checked_mul(24)?
        .checked_add(hour)?
        .checked_mul(60)?
        .checked_add(minute)?
        .checked_sub(offset_minutes(zone)?)?
        .checked_mul(60)?
        .checked_add(second)?;
    seconds.checked_mul(1_000_000_000)?.checked_add(nanos)
}

/// `Z`, `+hh:mm`, `+hhmm`.
fn offset_minutes(zone: &[u8]) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte & 0x0f));
    let two = |a: u8, b: u8| digit(a)?.checked_mul(10)?.checked_add(digit(b)?);
    let (sign, hours, minutes) = match *zone {
        [b'Z' | b'z'] => return Some(0),
        [sign, a, b, b':', c, d] | [sign, a, b, c, d] => (sign, two(a, b)?, two(c, d)?),
        _ => return None,
    };
    let total = hours.checked_mul(60)?.checked_add(minutes)?;
    match sign {
        _ if hours > 23 || minutes > 59 => None,
        b'+' => Some(total),
        b'-' => total.checked_neg(),
        _ => None,
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, by counting leap days of the proleptic Gregorian calendar.
fn days_since_epoch(year: i64, month: i64, day: i64) -> Option<i64> {
    // Leap years among 1..=n.
    let leaps = |n: i64| n.div_euclid(4) - n.div_euclid(100) + n.div_euclid(400);
    let before = year.checked_sub(1)?;
    let years = year.checked_sub(1970)?.checked_mul(365)?;
    let months: i64 = (1..month).map(|month| days_in(year, month)).sum();
    let leap_days = leaps(before).checked_sub(leaps(1969))?;
    years.checked_add(leap_days)?.checked_add(months)?.checked_add(day)?.checked_sub(1)
}

/// The date that many days after 1970-01-01, by Hinnant's algorithm ("chrono-Compatible Low-Level Date Algorithms",
/// `civil_from_days`); the callers' days are few enough that nothing saturates.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era.saturating_add(era.saturating_mul(400)).saturating_add(i64::from(month <= 2));
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_java() {
        // Expected values by GNU date: date -u -d TIME +%s.
        let rows = [
            ("Fri Jan 02 03:04:05 UTC 2026", Some(1_767_323_045)),
            ("Fri Jan 02 03:04:05 GMT 2026", Some(1_767_323_045)),
            ("Fri Jan 02 05:04:05 GMT+02:00 2026", Some(1_767_323_045)),
            ("Fri Jan 02 03:04:05 CST 2026", None),
            ("Fri Jan 02 03:04:05 2026", None),
            ("Fri Foo 02 03:04:05 UTC 2026", None),
            ("", None),
        ];
        for (text, expected) in rows {
            let found = observe_java(text).present().map(|started| started.unix_nanos);
            assert_eq!(found, expected.map(|seconds: i64| seconds * 1_000_000_000), "{text}");
        }
    }

    #[test]
    fn numbers_are_times_too() {
        // Expected values by GNU date: date -u -d @SECONDS --iso-8601=ns.
        for (seconds, nanos, written) in [
            ("1795248755.9977818", 1_795_248_755_997_781_800, "2026-11-21T08:12:35.9977818Z"),
            ("0", 0, "1970-01-01T00:00:00Z"),
            ("951782400.5", 951_782_400_500_000_000, "2000-02-29T00:00:00.5Z"),
            ("1483228799", 1_483_228_799_000_000_000, "2016-12-31T23:59:59Z"),
            ("4107542399.1234567899", 4_107_542_399_123_456_789, "2100-02-28T23:59:59.123456789Z"),
        ] {
            assert_eq!(unix_seconds(seconds), Some(nanos), "{seconds}");
            let started = of_unix_nanos(nanos);
            assert_eq!((started.written.as_str(), started.unix_nanos), (written, nanos));
            assert_eq!(unix_nanos(written), Some(nanos), "{written}");
        }
        for text in ["", ".5", "1e9", "-1", "nan", "1.5.5", "99999999999"] {
            assert_eq!(unix_seconds(text), None, "{text}");
        }
        for nanos in [i64::MIN, -1, i64::MAX] {
            let written = of_unix_nanos(nanos).written;
            assert!(nanos == i64::MIN || unix_nanos(&written) == Some(nanos), "{written}");
        }
    }

    #[test]
    fn times_of_recorders() {
        // Expected values by GNU date: date -u -d TIME +%s%N.
        let rows: [(&str, Option<i64>); 20] = [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-11-21T08:15:52.704Z", Some(1_795_248_952_704_000_000)),
            ("2026-11-21T08:15:52.704+00:00", Some(1_795_248_952_704_000_000)),
            ("2026-11-21T08:15:52.704123+00:00", Some(1_795_248_952_704_123_000)),
            ("2026-11-21T10:15:52+0200", Some(1_795_248_952_000_000_000)),
            ("2026-11-21t03:45:52-04:30", Some(1_795_248_952_000_000_000)),
            ("2000-02-29 12:00:00Z", Some(951_825_600_000_000_000)),
            ("1969-12-31T23:59:59.999999999Z", Some(-1)),
            ("2026-01-02T03:04:05.00079651234567Z", Some(1_767_323_045_000_796_512)),
            ("2016-12-31T23:59:60Z", Some(1_483_228_800_000_000_000)),
            ("2100-02-29T00:00:00Z", None),
            ("2026-11-31T00:00:00Z", None),
            ("2026-13-01T00:00:00Z", None),
            ("2026-11-21T24:00:00Z", None),
            ("2026-11-21T08:15:52", None),
            ("2026-11-21T08:15:52.Z", None),
            ("2026-11-21", None),
            ("9999-12-31T23:59:59Z", None),
            ("0001-01-01T00:00:00Z", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(unix_nanos(text), expected, "{text}");
        }
    }
}
