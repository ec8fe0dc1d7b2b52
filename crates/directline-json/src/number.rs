//! Numbers: the grammar of RFC 8259, section 6, and comparison without rounding.

/// The length of the longest JSON number at the start of `bytes`; 0 if there is none.
pub(crate) fn scan(bytes: &[u8]) -> usize {
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let mut at = match bytes.get(sign) {
        Some(b'0') => sign + 1,
        Some(b'1'..=b'9') => digits(bytes, sign),
        _ => return 0,
    };
    if bytes.get(at) == Some(&b'.') {
        let end = digits(bytes, at + 1);
        if end == at + 1 {
            return at;
        }
        at = end;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        let start = match bytes.get(at + 1) {
            Some(b'+' | b'-') => at + 2,
            _ => at + 1,
        };
        let end = digits(bytes, start);
        if end > start {
            at = end;
        }
    }
    at
}

/// The place after the digits that stand at `from`.
#[inline]
fn digits(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Whether two JSON numbers, given as they are written, are mathematically equal.
///
/// Exact for any number of digits and any exponent; a text that is no JSON number is equal only to the same text.
///
/// ```
/// use directline_json::same_number;
///
/// assert!(same_number("100", "1.0e2"));
/// assert!(same_number("-0", "0"));
/// assert!(!same_number("9007199254740993", "9007199254740992"));
/// ```
pub fn same_number(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (Some(one), Some(other)) = (Decimal::new(one), Decimal::new(other)) else {
        return false;
    };
    if one.is_zero() || other.is_zero() {
        return one.is_zero() && other.is_zero();
    }
    one.negative == other.negative
        && one.significant().eq(other.significant())
        && one.exponent.differs_by(&other.exponent, other.scale - one.scale)
}

/// A number as sign, digits and exponent: its value is 0.d₁d₂d₃… × 10^(exponent + scale), d₁ not 0.
struct Decimal<'a> {
    negative: bool,
    /// Significant digits before the point and after it, leading and trailing zeros removed.
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: Exponent<'a>,
    scale: i64,
}

impl<'a> Decimal<'a> {
    /// Takes a JSON number apart.
    fn new(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || scan(bytes) != bytes.len() {
            return None;
        }
        let (negative, bytes) = match bytes.strip_prefix(b"-") {
            Some(rest) => (true, rest),
            None => (false, bytes),
        };
        let (mantissa, exponent) = split(bytes, |byte| matches!(byte, b'e' | b'E'));
        let (whole, fraction) = split(mantissa, |byte| byte == b'.');
        let whole = trim_start(whole);
        let fraction = trim_end(fraction);
        // Without a whole part, zeros right after the point only move the point.
        let kept = if whole.is_empty() { trim_start(fraction) } else { fraction };
        let moved = i64::try_from(fraction.len() - kept.len()).ok()?;
        let scale = i64::try_from(whole.len()).ok()? - moved;
        let whole = if kept.is_empty() { trim_end(whole) } else { whole };
        let exponent = Exponent::new(exponent);
        Some(Self { negative, whole, fraction: kept, exponent, scale })
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    fn significant(&self) -> impl Iterator<Item = &u8> {
        self.whole.iter().chain(self.fraction)
    }
}

/// An exponent of any length, as written.
struct Exponent<'a> {
    sign: i64,
    digits: &'a [u8],
}

impl<'a> Exponent<'a> {
    fn new(text: &'a [u8]) -> Self {
        let (sign, digits) = match text.split_first() {
            Some((b'-', rest)) => (-1, rest),
            Some((b'+', rest)) => (1, rest),
            _ => (1, text),
        };
        let digits = trim_start(digits);
        Self { sign, digits }
    }

    /// Whether `self - other == difference`, for a difference below 2^40.
    ///
    /// Subtracts digit by digit from the left. All digits still to come can change the result so far, times ten to
    /// their number, by less than one unit; so once it is beyond the bound it never comes back.
    fn differs_by(&self, other: &Self, difference: i64) -> bool {
        const BOUND: i64 = 1 << 50;
        let width = self.digits.len().max(other.digits.len());
        let mut so_far: i64 = 0;
        for (one, two) in self.padded(width).zip(other.padded(width)) {
            so_far = so_far * 10 + self.sign * i64::from(one) - other.sign * i64::from(two);
            if so_far.abs() > BOUND {
                return false;
            }
        }
        so_far == difference
    }

    /// The digits' values, with zeros in front up to `width`.
    fn padded(&self, width: usize) -> impl Iterator<Item = u8> {
        let zeros = std::iter::repeat_n(0, width - self.digits.len());
        zeros.chain(self.digits.iter().map(|digit| digit.saturating_sub(b'0')))
    }
}

/// What stands before and after the first byte that fits; nothing after it if none does.
fn split(bytes: &[u8], fits: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let mut parts = bytes.splitn(2, |&byte| fits(byte));
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn trim_start(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

fn trim_end(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().rev().take_while(|&&digit| digit == b'0').count();
    digits.get(..digits.len() - zeros).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_number_is_found() {
        let cases = [
            ("0", 1),
            ("-0", 2),
            ("01", 1),
            ("123.", 3),
            ("1.5e", 3),
            ("1.5e+", 3),
            ("1.5E-07,", 7),
            ("-", 0),
            ("+1", 0),
            (".5", 0),
            ("-.5", 0),
            ("", 0),
            ("1e5.5", 3),
        ];
        for (text, length) in cases {
            assert_eq!(scan(text.as_bytes()), length, "{text}");
        }
    }

    #[test]
    fn equal_numbers() {
        let long = format!("1{}", "0".repeat(3000));
        let groups: &[&[&str]] = &[
            &["1", "1.0", "1e0", "10e-1", "0.1e1", "0.01E+2", "1.000e000", "100e-2"],
            &["0", "-0", "0.000", "0e5", "-0.0e-99999999999999999999999"],
            &["-12.5", "-125e-1", "-0.125e2", "-12.500"],
            &["9007199254740992"],
            &["9007199254740993"],
            &["1e3000", &long],
            &["1e1000000000000000000000000000000", "10e999999999999999999999999999999"],
            &["1e-1000000000000000000000000000000", "0.1e-999999999999999999999999999999"],
            &["1e1000000000000000000000000000001"],
            &["1e-5", "0.00001", "0.1e-4", "10e-6"],
            &["1e5", "100000", "0.1e6"],
            &["105", "10.5e1", "1050e-1"],
            &["15", "1.5e1"],
            &["1.000000000000000005", "1000000000000000005e-18"],
        ];
        for (i, one) in groups.iter().enumerate() {
            for (j, other) in groups.iter().enumerate() {
                for a in *one {
                    for b in *other {
                        assert_eq!(same_number(a, b), i == j, "{a:.40} and {b:.40}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_number_equals_only_itself() {
        assert!(same_number("01", "01"));
        assert!(!same_number("01", "1"));
        assert!(!same_number("", "0"));
    }
}
