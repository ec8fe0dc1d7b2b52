//! Bytes as text.

use std::borrow::Cow;

/// The text of bytes that should be one; what is not UTF-8 becomes U+FFFD. Nearly all is, and that is quickly seen.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
