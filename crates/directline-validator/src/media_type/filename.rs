//! The file name that a `Content-Disposition` gives.

use std::ops::Range;

/// A file name and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The name as text; bytes that are not UTF-8 are U+FFFD.
    pub text: String,
    /// Which parameter gave it.
    pub source: FileNameSource,
    /// Where the value stands in the header value (of pieces: from the first to the last).
    pub range: Range<usize>,
}

/// The parameter that gave a [`FileName`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileNameSource {
    /// `filename`.
    Plain,
    /// `filename*` (RFC 8187), preferred where both stand.
    Extended,
    /// `filename*0`, `filename*1`, … (RFC 2231).
    Continued,
}

impl FileName {
    /// The name with the three escapes that browsers write in a form undone: `%22`, `%0D` and `%0A`
    /// (HTML Standard, multipart form data). Other percent signs stay, for browsers escape nothing else.
    ///
    /// ```
    /// use directline_validator::media_type::Disposition;
    ///
    /// let part = Disposition::parse(br#"form-data; name="file"; filename="100% %22q%22.jpg""#);
    /// let name = part.filename().map(|found| found.browser_unescaped());
    /// assert_eq!(name.as_deref(), Some("100% \"q\".jpg"));
    /// ```
    pub fn browser_unescaped(&self) -> String {
        self.text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
    }
}
