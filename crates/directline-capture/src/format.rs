//! The recording formats that are read.

use std::fmt;

/// A format of recordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// HTTP Archive 1.2: browsers, proxies, test tools.
    Har,
    /// A zip archive with a HAR and the bodies as further members (Playwright).
    HarZip,
    /// A folder of `NAME.req.bin` and `NAME.res.bin` files with the bytes of the wire.
    RawPairs,
    /// One file of raw HTTP messages: a request with its response, and so on.
    RawHttp,
    /// One JSON object per line.
    Ndjson,
    /// A zip archive with the sessions of Fiddler (`.saz`).
    Saz,
    /// Items that Burp Suite saved as XML.
    Burp,
    /// A web archive (ISO 28500), compressed or not.
    Warc,
}

impl Format {
    /// Every format, in the order of the manual.
    pub const ALL: [Self; 8] = [
        Self::Har,
        Self::HarZip,
        Self::RawPairs,
        Self::RawHttp,
        Self::Ndjson,
        Self::Saz,
        Self::Burp,
        Self::Warc,
    ];

    /// The stable kebab-case name.
    ///
    /// ```
    /// assert_eq!(directline_capture::Format::HarZip.name(), "har-zip");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Har => "har",
            Self::HarZip => "har-zip",
            Self::RawPairs => "raw-pairs",
            Self::RawHttp => "raw-http",
            Self::Ndjson => "ndjson",
            Self::Saz => "saz",
            Self::Burp => "burp",
            Self::Warc => "warc",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
