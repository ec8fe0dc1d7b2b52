//! Bounds on what the reader takes in.

/// Bounds on depth, size and number of defects; [`Limits::default`] suits bodies of web services.
///
/// ```
/// use directline_json::{DefectKind, Document, Limits};
///
/// let limits = Limits { max_depth: 2, ..Limits::default() };
/// assert!(Document::parse_with(b"[[1]]", &limits).is_well_formed());
/// let document = Document::parse_with(b"[[[1]], 2]", &limits);
/// assert_eq!(document.defects()[0].kind, DefectKind::TooDeep { max_depth: 2 });
/// assert_eq!(document.pointer("/1").and_then(|two| two.number_text()), Some("2"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many arrays and objects may stand inside each other. What lies deeper is skipped and leaves an empty array
    /// or object and a defect. Default: 128.
    pub max_depth: usize,
    /// How many bytes a document may have; a longer one is not read at all. Never more than 256 MiB less one byte,
    /// whatever is asked for, because nodes hold short offsets. Default: 64 MiB.
    pub max_bytes: usize,
    /// How many defects are kept; the rest is counted. Default: 100.
    pub max_defects: usize,
}

impl Limits {
    /// The greatest size that can be asked for: 256 MiB less one byte.
    pub const GREATEST_SIZE: usize = (1 << 28) - 1;

    /// The size that really counts.
    pub(crate) fn effective_bytes(&self) -> usize {
        self.max_bytes.min(Self::GREATEST_SIZE)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_depth: 128, max_bytes: 64 * 1024 * 1024, max_defects: 100 }
    }
}
