//! Bytes that are mostly few: the values of header fields.

use std::fmt;
use std::ops::Deref;

/// As many bytes need no memory of their own.
const FEW: usize = 30;

/// Bytes that do not change. Up to 30 of them stand in place, since most header values are that short and an exchange has
/// many.
///
/// ```
/// use directline_exchange::Octets;
///
/// let octets = Octets::from("no-cache");
/// assert_eq!(&*octets, b"no-cache");
/// assert_eq!(octets, Octets::from(vec![b'n', b'o', b'-', b'c', b'a', b'c', b'h', b'e']));
/// ```
#[derive(Clone)]
pub struct Octets(Kept);

#[derive(Clone)]
enum Kept {
    /// So many of these, from the first on.
    Few(u8, [u8; FEW]),
    Many(Box<[u8]>),
}

impl Octets {
    /// Bytes of which few are in place.
    fn few(bytes: &[u8]) -> Option<Self> {
        let mut kept = [0; FEW];
        kept.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(Self(Kept::Few(u8::try_from(bytes.len()).ok()?, kept)))
    }
}

impl Deref for Octets {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Kept::Few(length, kept) => kept.get(..usize::from(*length)).unwrap_or_default(),
            Kept::Many(bytes) => bytes,
        }
    }
}

impl From<&[u8]> for Octets {
    fn from(bytes: &[u8]) -> Self {
        Self::few(bytes).unwrap_or_else(|| Self(Kept::Many(bytes.into())))
    }
}

impl<const N: usize> From<&[u8; N]> for Octets {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl From<&str> for Octets {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl From<Vec<u8>> for Octets {
    fn from(bytes: Vec<u8>) -> Self {
        Self::few(&bytes).unwrap_or_else(|| Self(Kept::Many(bytes.into())))
    }
}

impl From<String> for Octets {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl PartialEq for Octets {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Octets {}

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_bytes_are_kept_alike() {
        let bytes: Vec<u8> = (0..=u8::MAX).collect();
        for length in 0..bytes.len() {
            let slice = &bytes[..length];
            let (one, other) = (Octets::from(slice), Octets::from(slice.to_vec()));
            assert_eq!(&*one, slice);
            assert_eq!((one.clone(), format!("{one:?}")), (other, format!("{slice:?}")));
            assert_ne!(one, Octets::from(&bytes[..=length]));
        }
        assert_eq!(size_of::<Octets>(), 32);
    }
}
