//! The scanner: dates and times of ISO 8601, from left to right, with every departure from RFC 3339.

use std::ops::Range;

/// A place and what is the matter there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) what: &'static str,
}

/// An offset from UTC.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    pub(super) range: Range<usize>,
    /// Minutes east of UTC.
    pub(super) minutes: i32,
}

/// The time of a day.
struct Time {
    hour: u32,
    minute: u32,
    second: u32,
    /// Where the second stands.
    second_at: usize,
}

/// Reads a text byte by byte.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    /// The first form that ISO 8601 has and RFC 3339 has not.
    pub(super) departure: Option<Fault>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, at: 0, departure: None }
    }

    /// The whole text; the offset, if it has one.
    pub(super) fn date_time(&mut self) -> Result<Option<Zone>, Fault> {
        self.date()?;
        match self.peek() {
            Some(b'T' | b't') => {}
            Some(b' ') => self.depart(self.at, "a space instead of T"),
            None => return self.fault("a date without a time"),
            Some(_) => return self.fault("no T between date and time"),
        }
        self.skip();
        let time = self.time()?;
        let zone = self.zone()?;
        if self.at < self.text.len() {
            return self.fault("text after the date and time");
        }
        if time.second == 60 && !is_leap_second(&time, zone.as_ref()) {
            return Err(Fault {
                at: time.second_at,
                what: "a leap second at another time than 23:59:60 UTC",
            });
        }
        Ok(zone)
    }

    fn date(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let year = if self.eat(b'+') || self.eat(b'-') {
            self.depart(start, "a year with a sign");
            let digits = self.run();
            if !(4..=6).contains(&digits) {
                return self.fault("no year of four to six digits");
            }
            self.number(digits, "no year")?
        } else {
            self.number(4, "no year of four digits")?
        };
        let after = self.at;
        let extended = self.eat(b'-');
        if !extended {
            self.depart(after, "the basic format, without separators");
        }
        if self.peek() == Some(b'W') {
            return self.week_date(extended);
        }
        match (extended, self.run()) {
            (_, 3) => {
                self.depart(self.at, "a day of the year instead of month and day");
                self.within(3, 1..=365 + u32::from(is_leap_year(year)), "no such day of the year")?;
            }
            (true, 2) | (false, 4) => {
                let month = self.within(2, 1..=12, "no such month")?;
                if extended {
                    self.expect(b'-', "no hyphen after the month")?;
                }
                self.within(2, 1..=days(year, month), "no such day of the month")?;
            }
            _ => return self.fault("no month of two digits"),
        }
        Ok(())
    }

    fn week_date(&mut self, extended: bool) -> Result<(), Fault> {
        self.depart(self.at, "a week instead of month and day");
        self.skip();
        self.within(2, 1..=53, "no such week")?;
        if extended {
            self.expect(b'-', "no hyphen after the week")?;
        }
        self.within(1, 1..=7, "no such day of the week")?;
        Ok(())
    }

    fn time(&mut self) -> Result<Time, Fault> {
        let start = self.at;
        let hour = self.within(2, 0..=24, "no such hour")?;
        let mut time = Time { hour, minute: 0, second: 0, second_at: start };
        match self.peek() {
            Some(b':') => {
                self.skip();
                time.minute = self.within(2, 0..=59, "no such minute")?;
                if self.eat(b':') {
                    time.second_at = self.at;
                    time.second = self.within(2, 0..=60, "no such second")?;
                } else {
                    self.depart(self.at, "a time without seconds");
                }
            }
            Some(b'0'..=b'9') => {
                self.depart(self.at, "the basic format, without separators");
                time.minute = self.within(2, 0..=59, "no such minute")?;
                if self.run() > 0 {
                    time.second_at = self.at;
                    time.second = self.within(2, 0..=60, "no such second")?;
                }
            }
            _ => self.depart(self.at, "a time without minutes"),
        }
        let is_zero = self.fraction()?;
        if hour == 24 {
            self.depart(start, "24 as the hour of midnight");
            if time.minute > 0 || time.second > 0 || !is_zero {
                return Err(Fault { at: start, what: "no such hour" });
            }
        }
        Ok(time)
    }

    /// A decimal fraction, if there is one; whether it is zero.
    fn fraction(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b',') => self.depart(self.at, "a comma before the fraction"),
            Some(b'.') => {}
            _ => return Ok(true),
        }
        self.skip();
        let digits = self.run();
        if digits == 0 {
            return self.fault("no digit after the decimal sign");
        }
        let end = self.at.saturating_add(digits);
        let is_zero = self.text.get(self.at..end).is_some_and(|text| text.iter().all(|&digit| digit == b'0'));
        self.at = end;
        Ok(is_zero)
    }

    fn zone(&mut self) -> Result<Option<Zone>, Fault> {
        let start = self.at;
        let sign = match self.peek() {
            Some(b'Z' | b'z') => {
                self.skip();
                return Ok(Some(Zone { range: start..self.at, minutes: 0 }));
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Ok(None),
        };
        self.skip();
        let hours = self.within(2, 0..=23, "no such offset")?;
        let minutes = if self.eat(b':') {
            self.within(2, 0..=59, "no such offset")?
        } else if self.run() > 0 {
            self.depart(start, "an offset without colon");
            self.within(2, 0..=59, "no such offset")?
        } else {
            self.depart(start, "an offset without minutes");
            0
        };
        let minutes = i32::try_from(hours.saturating_mul(60).saturating_add(minutes)).unwrap_or(0);
        Ok(Some(Zone { range: start..self.at, minutes: sign * minutes }))
    }

    /// A number of exactly that many digits, within a range.
    fn within(
        &mut self,
        digits: usize,
        range: std::ops::RangeInclusive<u32>,
        what: &'static str,
    ) -> Result<u32, Fault> {
        let at = self.at;
        let number = self.number(digits, what)?;
        if range.contains(&number) { Ok(number) } else { Err(Fault { at, what }) }
    }

    /// A number of exactly that many ASCII digits, at most six.
    fn number(&mut self, digits: usize, what: &'static str) -> Result<u32, Fault> {
        let mut number = 0_u32;
        for _ in 0..digits {
            match self.peek() {
                Some(digit @ b'0'..=b'9') => {
                    number = number.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
                }
                _ => return self.fault(what),
            }
            self.skip();
        }
        Ok(number)
    }

    /// How many digits follow.
    fn run(&self) -> usize {
        self.text.get(self.at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        if is_there {
            self.skip();
        }
        is_there
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Fault> {
        if self.eat(byte) { Ok(()) } else { self.fault(what) }
    }

    fn fault<T>(&self, what: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.at, what })
    }

    fn depart(&mut self, at: usize, what: &'static str) {
        self.departure.get_or_insert(Fault { at, what });
    }
}

/// RFC 3339, section 5.7: leap seconds are inserted at the end of a UTC day. Without an offset the hour
/// is not known, so only the minute is.
fn is_leap_second(time: &Time, zone: Option<&Zone>) -> bool {
    let Some(zone) = zone else { return time.minute == 59 };
    let local = i32::try_from(time.hour * 60 + time.minute).unwrap_or(0);
    (local - zone.minutes).rem_euclid(24 * 60) == 23 * 60 + 59
}

fn is_leap_year(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap_year(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
