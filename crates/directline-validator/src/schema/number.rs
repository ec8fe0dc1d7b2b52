//! A number of the document as the schema engine reads it: from its text.

use std::borrow::Cow;

use jsonschema::json::JsonNumber;
use serde_json::Number;

/// A JSON number, as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct ArenaNumber<'a>(pub(super) &'a str);

impl ArenaNumber<'_> {
    /// The number in the engine's own form: rounded to a double, the greatest if it is out of range.
    pub(super) fn nearest(self) -> Number {
        if let Ok(number) = self.0.parse() {
            return number;
        }
        let greatest = if self.0.starts_with('-') { f64::MIN } else { f64::MAX };
        Number::from_f64(greatest).unwrap_or_else(|| Number::from(0))
    }
}

impl JsonNumber for ArenaNumber<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|number: &f64| number.is_finite())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(self.nearest())
    }

    fn is_integer(&self) -> bool {
        is_integer(self.0)
    }
}

/// Whether the number is mathematically an integer: `1.0` and `100e-2` are. Decided on the text, so no
/// digit is lost.
fn is_integer(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = whole.bytes().chain(fraction.bytes()).rev();
    let zeros = digits.take_while(|&digit| digit == b'0').count();
    if zeros >= whole.trim_start_matches('-').len() + fraction.len() {
        return true;
    }
    // An exponent beyond 128 bits outweighs any number of digits that fits in memory.
    let beyond = if exponent.starts_with('-') { i128::MIN / 2 } else { i128::MAX / 2 };
    let exponent = exponent.parse().unwrap_or(beyond);
    let places = i128::try_from(fraction.len()).unwrap_or(i128::MAX / 4);
    let zeros = i128::try_from(zeros).unwrap_or(i128::MAX / 4);
    exponent - places + zeros >= 0
}
