//! A number of bytes as people write it: `64MiB`.

use std::fmt;
use std::str::FromStr;

/// A number of bytes, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) usize);

/// The units, the largest first: what is printed is printed in the largest that leaves no rest.
const UNITS: [(&str, usize); 4] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)];

/// Units of a thousand, which are read and never printed.
const DECIMAL: [(&str, usize); 3] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000)];

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let help = || "give bytes, or a number with KiB, MiB or GiB, such as 64MiB".to_owned();
        let digits = text.len().saturating_sub(text.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let (number, unit) = text.split_at_checked(digits).ok_or_else(help)?;
        if number.is_empty() {
            return Err(help());
        }
        let unit = unit.trim();
        let known = UNITS.iter().chain(&DECIMAL).find(|(name, _)| unit.eq_ignore_ascii_case(name));
        let times = match known {
            Some((_, times)) => *times,
            None if unit.is_empty() => 1,
            None => match UNITS.iter().find(|(name, _)| name.len() > 1 && is_start(unit, name)) {
                Some((name, _)) => return Err(format!("write {number}{name}")),
                None => return Err(help()),
            },
        };
        let bytes = number.parse::<usize>().ok().and_then(|number| number.checked_mul(times));
        match bytes {
            None => Err("give a smaller size".to_owned()),
            Some(0) => Err("give a size above 0".to_owned()),
            Some(bytes) => Ok(Self(bytes)),
        }
    }
}

/// Whether a unit is the beginning of a name.
fn is_start(unit: &str, name: &str) -> bool {
    name.get(..unit.len()).is_some_and(|start| start.eq_ignore_ascii_case(unit))
}

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNITS.iter().find(|(_, times)| self.0.is_multiple_of(*times));
        match unit {
            Some((name, times)) if *times > 1 => {
                write!(out, "{}{name}", self.0.checked_div(*times).unwrap_or_default())
            }
            _ => write!(out, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_as_people_write_them() {
        for (text, bytes) in [
            ("1", 1),
            ("512", 512),
            ("512B", 512),
            ("64MiB", 64 << 20),
            ("64mib", 64 << 20),
            ("64 MiB", 64 << 20),
            ("2KiB", 2048),
            ("1GiB", 1 << 30),
            ("2MB", 2_000_000),
            ("3kB", 3000),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
        let help = "give bytes, or a number with KiB, MiB or GiB, such as 64MiB";
        for (text, said) in [
            ("", help),
            ("MiB", help),
            ("-1", help),
            ("1.5MiB", help),
            ("64 miles", help),
            ("64XB", help),
            ("64M", "write 64MiB"),
            ("64g", "write 64GiB"),
            ("0", "give a size above 0"),
            ("0KiB", "give a size above 0"),
            ("99999999999GiB", "give a smaller size"),
            ("99999999999999999999999", "give a smaller size"),
        ] {
            assert_eq!(text.parse::<Size>(), Err(said.to_owned()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(bytes in 1..usize::MAX) {
            prop_assert_eq!(Size(bytes).to_string().parse(), Ok(Size(bytes)));
            let even = Size((bytes % 4096 + 1) << 10);
            prop_assert_eq!(even.to_string().parse(), Ok(even));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
            let _ = text.parse::<Size>();
        }
    }
}
