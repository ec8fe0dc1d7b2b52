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
    /// A HAR that is compressed by zlib as a whole, as mitmproxy writes `.zhar`.
    HarZlib,
    /// A trace of Playwright: a zip archive with entries of a HAR, line by line, and the bodies as further members.
    PlaywrightTrace,
    /// A flow file of mitmproxy.
    Mitmproxy,
    /// A JSON report of Newman, which runs collections of Postman.
    Newman,
    /// The journal of a `WireMock` server.
    WireMockJournal,
    /// A contract of Pact: an expectation.
    Pact,
    /// Stubs of `WireMock`: expectations.
    WireMockStubs,
    /// Saved examples in a collection of Postman: expectations.
    Postman,
    /// A simulation of Hoverfly: expectations.
    Hoverfly,
    /// A cassette of vcrpy, VCR for Ruby, Betamax or go-vcr, in YAML or JSON.
    Cassette,
    /// Recordings of nock as JSON objects.
    Nock,
    /// What curl prints with `-v`, `--trace` or `--trace-ascii`.
    Curl,
    /// A file of requests for an editor (`.http`, `.rest`), or exchanges that a tool printed.
    HttpFile,
    /// A document in Markdown with messages in fenced blocks.
    Markdown,
}

impl Format {
    /// Every format, in the order of the manual.
    pub const ALL: [Self; 22] = [
        Self::Har,
        Self::HarZip,
        Self::RawPairs,
        Self::RawHttp,
        Self::Ndjson,
        Self::Saz,
        Self::Burp,
        Self::Warc,
        Self::HarZlib,
        Self::PlaywrightTrace,
        Self::Mitmproxy,
        Self::Newman,
        Self::WireMockJournal,
        Self::Pact,
        Self::WireMockStubs,
        Self::Postman,
        Self::Hoverfly,
        Self::Cassette,
        Self::Nock,
        Self::Curl,
        Self::HttpFile,
        Self::Markdown,
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
            Self::HarZlib => "har-zlib",
            Self::PlaywrightTrace => "playwright-trace",
            Self::Mitmproxy => "mitmproxy",
            Self::Newman => "newman",
            Self::WireMockJournal => "wiremock-journal",
            Self::Pact => "pact",
            Self::WireMockStubs => "wiremock-stubs",
            Self::Postman => "postman",
            Self::Hoverfly => "hoverfly",
            Self::Cassette => "cassette",
            Self::Nock => "nock",
            Self::Curl => "curl",
            Self::HttpFile => "http-file",
            Self::Markdown => "markdown",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
