//! Days, and which one it is: the only clock of the product.

use std::time::{SystemTime, UNIX_EPOCH};

use toml::value::Date;

use crate::error::Failure;

/// The variable that says what time it is, for runs that must come out the same again
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// A day of the Gregorian calendar, in days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(i64);

impl Day {
    /// The day in UTC: that of `SOURCE_DATE_EPOCH`, if it is set, otherwise that of the clock. It is asked for only where
    /// a baseline has an entry that expires.
    #[expect(clippy::disallowed_methods, reason = "what expires needs a clock; SOURCE_DATE_EPOCH stops it")]
    pub(super) fn today() -> Result<Self, Failure> {
        match std::env::var_os(SOURCE_DATE_EPOCH) {
            Some(text) => Self::of_epoch(&text.to_string_lossy()),
            // A clock before 1970 is not set.
            None => Ok(Self::of_seconds(
                SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
            )),
        }
    }

    fn of_epoch(text: &str) -> Result<Self, Failure> {
        let seconds = text.parse().map_err(|_| {
            let help = "set it to the seconds since 1970-01-01 UTC, or unset it";
            Failure::usage(format!("{SOURCE_DATE_EPOCH} is no number of seconds"), help)
        })?;
        Ok(Self::of_seconds(seconds))
    }

    fn of_seconds(seconds: u64) -> Self {
        Self(i64::try_from(seconds / 86_400).unwrap_or(i64::MAX))
    }

    /// The day of a date.
    pub(super) fn of(date: Date) -> Self {
        // Years begin in March here, so that the leap day is the last one of its year.
        let (month, day) = (i64::from(date.month), i64::from(date.day));
        let year = i64::from(date.year) - i64::from(month <= 2);
        let month = (month + 9) % 12;
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        // From 0000-03-01 to 1970-01-01 there are 719,468 days.
        Self(year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        // Seconds as `date -u -d DATE +%s` gives them.
        for (year, month, day, seconds) in [
            (1970, 1, 1, 0),
            (1970, 12, 31, 31_449_600),
            (2000, 2, 29, 951_782_400),
            (2000, 3, 1, 951_868_800),
            (2024, 2, 29, 1_709_164_800),
            (2026, 12, 31, 1_798_675_200),
            (2100, 3, 1, 4_107_542_400),
            (9999, 12, 31, 253_402_214_400_u64),
        ] {
            let date = Date { year, month, day };
            assert_eq!(Day::of(date), Day::of_seconds(seconds), "{date}");
            assert_eq!(Day::of(date), Day::of_seconds(seconds + 86_399), "{date}, its last second");
            assert!(Day::of(date) < Day::of_seconds(seconds + 86_400), "{date}, the day after");
        }
        assert!(Day::of(Date { year: 0, month: 1, day: 1 }) < Day::of_seconds(0));
    }

    #[test]
    fn the_variable_is_a_number_of_seconds() {
        assert_eq!(Day::of_epoch("86400").unwrap(), Day(1));
        for text in ["", "tomorrow", "-1", "1.5", " 1", "99999999999999999999999"] {
            assert!(Day::of_epoch(text).is_err(), "{text}");
        }
    }
}
