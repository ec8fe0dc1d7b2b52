//! Bounds on what a reader takes in.

/// Bounds on size, depth and number; the defaults suit recordings of a web page or a test run.
///
/// ```
/// let limits = directline_capture::Limits { max_body_bytes: 1024, ..Default::default() };
/// assert_eq!(limits.max_entry_bytes, 256 * 1024 * 1024 - 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many bytes one entry of a HAR, one line of NDJSON or one file of raw HTTP may have. Default:
    /// [`Limits::MOST_JSON_BYTES`], which JSON never exceeds, whatever is asked for.
    pub max_entry_bytes: usize,
    /// How many bytes a body may have after decoding; a larger one is not observable
    /// ([`Reason::LimitReached`](directline_exchange::Reason::LimitReached)). Default: 64 MiB.
    pub max_body_bytes: usize,
    /// How many times larger than its coded form a decompressed body may be. Up to 64 KiB are allowed in any case.
    /// Default: 200.
    pub max_decompressed_ratio: usize,
    /// How many JSON arrays and objects may stand inside each other in an entry; what lies deeper is not read.
    /// Default: 128.
    pub max_depth: usize,
    /// How many header fields are read of one message; the others are unrecorded. Default: 256.
    pub max_headers: usize,
    /// How many bytes are read from a stream that cannot be read twice, such as standard input. Default: 1 GiB.
    pub max_stdin_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: usize = 1024 * 1024;
        Self {
            max_entry_bytes: Self::MOST_JSON_BYTES,
            max_body_bytes: 64 * MIB,
            max_decompressed_ratio: 200,
            max_depth: 128,
            max_headers: 256,
            max_stdin_bytes: 1024 * MIB,
        }
    }
}

impl Limits {
    /// How many bytes of JSON are read as one piece at the most (an entry of a HAR, a line of NDJSON, a file of other
    /// formats): 256 MiB less one byte. A greater [`Limits::max_entry_bytes`] has an effect on other formats only.
    pub const MOST_JSON_BYTES: usize = directline_json::Limits::GREATEST_SIZE;

    /// How many bytes one piece of JSON may have.
    pub(crate) fn json_bytes(&self) -> usize {
        self.max_entry_bytes.min(Self::MOST_JSON_BYTES)
    }

    /// The most bytes that `coded` compressed bytes may expand to.
    pub(crate) fn decompressed_bytes(&self, coded: usize) -> usize {
        self.expanded_bytes(coded).min(self.max_body_bytes)
    }

    /// The same for what is more than a body.
    pub(crate) fn expanded_bytes(&self, coded: usize) -> usize {
        const FREE: usize = 64 * 1024;
        coded.saturating_mul(self.max_decompressed_ratio).max(FREE)
    }

    /// Bounds for one JSON entry.
    pub(crate) fn json(&self) -> directline_json::Limits {
        directline_json::Limits { max_depth: self.max_depth, max_bytes: self.json_bytes(), max_defects: 100 }
    }
}
