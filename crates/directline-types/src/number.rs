//! JSON numbers with their text: whether `1800`, `1.8e3` or `-1` makes sense is for rules to judge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json_text::{JsonTextError, check};
use crate::raw;

/// A JSON number, kept as its exact text. Its range is not limited. Two numbers are equal if their texts are.
///
/// # Source
///
/// "API reference - Direct Line API 1.1": Conversation object, `expires_in`, and Error object, `statusCode`, are of type
/// number.
///
/// # Examples
///
/// ```
/// use directline_types::JsonNumber;
///
/// let number: JsonNumber = serde_json::from_str("1.80e3")?;
/// assert_eq!(number.as_str(), "1.80e3");
/// assert_eq!(number.as_u64(), Some(1800));
/// assert_eq!(serde_json::to_string(&number)?, "1.80e3");
/// assert!(serde_json::from_str::<JsonNumber>("\"1800\"").is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JsonNumber(Box<str>);

impl JsonNumber {
    /// Keeps this text.
    ///
    /// # Errors
    ///
    /// When the text is not one JSON number (RFC 8259, section 6).
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::JsonNumber;
    ///
    /// assert_eq!(JsonNumber::parse("1e999")?.as_str(), "1e999");
    /// assert!(JsonNumber::parse("0x10").is_err());
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, JsonTextError> {
        check(text).and_then(|text| Self::from_checked(text.into()))
    }

    /// The text as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest floating-point number; infinite if the number is out of range.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::JsonNumber;
    ///
    /// assert_eq!(JsonNumber::from(1800).to_f64(), 1800.0);
    /// ```
    pub fn to_f64(&self) -> f64 {
        // Every JSON number is one for `f64`; the fallback cannot be reached.
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Whether the number has no fraction, judged exactly on its digits: `1.0` and `1e2` are integers, `1e-1` is not.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::JsonNumber;
    ///
    /// assert!(JsonNumber::parse("1800.0")?.is_integer());
    /// assert!(!JsonNumber::parse("0.00000000000000000000001")?.is_integer());
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    pub fn is_integer(&self) -> bool {
        let decimal = Decimal::of(&self.0);
        decimal.digits.is_empty() || decimal.exponent >= 0
    }

    /// The number as an integer, if it is exactly one and fits. `-0` is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::JsonNumber;
    ///
    /// assert_eq!(JsonNumber::parse("4.04e2")?.as_u64(), Some(404));
    /// assert_eq!(JsonNumber::parse("-1")?.as_u64(), None);
    /// assert_eq!(JsonNumber::parse("0.5")?.as_u64(), None);
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    pub fn as_u64(&self) -> Option<u64> {
        let decimal = Decimal::of(&self.0);
        if decimal.digits.is_empty() {
            return Some(0);
        }
        if decimal.negative {
            return None;
        }
        let scale = 10_u64.checked_pow(u32::try_from(decimal.exponent).ok()?)?;
        decimal.digits.parse::<u64>().ok()?.checked_mul(scale)
    }

    /// Keeps a text that is known to be one JSON value without surrounding white space.
    fn from_checked(text: Box<str>) -> Result<Self, JsonTextError> {
        if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            Ok(Self(text))
        } else {
            Err(JsonTextError::NotNumber)
        }
    }
}

/// A number as `digits` × 10^`exponent`; `digits` has no zero at either end and is empty for zero.
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn of(text: &str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_end_matches('0');
        let dropped = all.len().saturating_sub(digits.len());
        let exponent =
            saturating(power).saturating_sub(length(fraction.len())).saturating_add(length(dropped));
        Self { negative, digits: digits.trim_start_matches('0').to_owned(), exponent }
    }
}

/// An exponent as an integer; one that does not fit becomes the nearest that does.
fn saturating(power: &str) -> i64 {
    power.parse().unwrap_or(if power.starts_with('-') { i64::MIN } else { i64::MAX })
}

fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

macro_rules! from_integers {
    ($($integer:ty),+) => {$(
        impl From<$integer> for JsonNumber {
            fn from(number: $integer) -> Self {
                Self(number.to_string().into())
            }
        }
    )+};
}
from_integers!(u8, u16, u32, u64, i8, i16, i32, i64);

impl TryFrom<f64> for JsonNumber {
    type Error = JsonTextError;

    /// The shortest text that stands for this number; JSON has none for infinity and NaN.
    fn try_from(number: f64) -> Result<Self, JsonTextError> {
        let text = serde_json::to_string(&number).map_err(JsonTextError::Syntax)?;
        Self::from_checked(text.into())
    }
}

impl FromStr for JsonNumber {
    type Err = JsonTextError;

    fn from_str(text: &str) -> Result<Self, JsonTextError> {
        Self::parse(text)
    }
}

impl fmt::Display for JsonNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl Serialize for JsonNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // An integer in its usual spelling needs no protocol: every format writes it as a number.
        match self.0.parse::<i64>() {
            Ok(integer) if *integer.to_string() == *self.0 => serializer.serialize_i64(integer),
            _ => raw::serialize(&self.0, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for JsonNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw::text(deserializer)?;
        Self::from_checked(text.into()).map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for JsonNumber {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "JsonNumber".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number" })
    }
}

#[cfg(test)]
mod tests {
    use super::JsonNumber;

    #[test]
    fn integers_are_judged_on_their_digits() {
        for (text, is_integer, as_u64) in [
            ("0", true, Some(0)),
            ("-0", true, Some(0)),
            ("0e99999999999999999999", true, Some(0)),
            ("0.000e-7", true, Some(0)),
            ("1800", true, Some(1800)),
            ("1800.0", true, Some(1800)),
            ("18E+2", true, Some(1800)),
            ("180000e-2", true, Some(1800)),
            ("1800.5", false, None),
            ("1e-1", false, None),
            ("-1", true, None),
            ("18446744073709551615", true, Some(u64::MAX)),
            ("18446744073709551616", true, None),
            ("1844674407370955161.5e1", true, Some(u64::MAX)),
            ("1e19", true, Some(10_000_000_000_000_000_000)),
            ("1e20", true, None),
            ("1e99999999999999999999", true, None),
            ("1e-99999999999999999999", false, None),
        ] {
            let number = JsonNumber::parse(text).unwrap();
            assert_eq!((number.is_integer(), number.as_u64()), (is_integer, as_u64), "{text}");
        }
    }

    #[test]
    fn a_float_becomes_a_number_only_if_finite() {
        assert_eq!(JsonNumber::try_from(0.5).unwrap().as_str(), "0.5");
        assert!(JsonNumber::try_from(f64::NAN).is_err());
        assert!(JsonNumber::try_from(f64::INFINITY).is_err());
    }
}
