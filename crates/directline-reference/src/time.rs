//! Time, as the caller tells it.

/// A moment: nanoseconds since 1970-01-01T00:00:00Z.
///
/// # Examples
///
/// ```
/// use directline_reference::Time;
///
/// let time = Time::EPOCH.plus_seconds(86_400 * 365);
/// assert_eq!(time.to_string(), "1971-01-01T00:00:00.0000000Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub unix_nanos: i64,
}

const NANOS: i64 = 1_000_000_000;
const DAY: i64 = 86_400;

impl Time {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self { unix_nanos: 0 };

    /// So many seconds later.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self { unix_nanos: self.unix_nanos.saturating_add(seconds.saturating_mul(NANOS)) }
    }

    /// So many milliseconds later.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self { unix_nanos: self.unix_nanos.saturating_add(millis.saturating_mul(NANOS / 1_000)) }
    }
}

/// As the service writes `created`: RFC 3339 in UTC with seven digits after the point.
impl std::fmt::Display for Time {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (seconds, nanos) = (self.unix_nanos.div_euclid(NANOS), self.unix_nanos.rem_euclid(NANOS));
        let (year, month, day) = date(seconds.div_euclid(DAY));
        let second = seconds.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(
            formatter,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:07}Z",
            nanos / 100
        )
    }
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar. A year begins in March here, so
/// that the leap day is its last.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::Time;

    /// Reference values of `date --utc`.
    #[test]
    fn the_calendar_is_gregorian() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00.0000000Z"),
            (951_782_399, "2000-02-28T23:59:59.0000000Z"),
            (951_782_400, "2000-02-29T00:00:00.0000000Z"),
            (1_477_689_591, "2016-10-28T21:19:51.0000000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.0000000Z"),
        ] {
            assert_eq!(Time::EPOCH.plus_seconds(seconds).to_string(), expected);
        }
        assert_eq!(Time { unix_nanos: 123_456_789 }.to_string(), "1970-01-01T00:00:00.1234567Z");
    }
}
