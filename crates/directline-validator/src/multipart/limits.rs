//! How much of a multipart body is read.

/// Bounds of [`read`](super::read()); beyond them a defect tells what was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most parts that are read (1,000 by default).
    pub max_parts: usize,
    /// Most headers of one part that are kept (64 by default).
    pub max_part_headers: usize,
    /// Most bytes of one part's header lines that are read as headers (16 KiB by default).
    pub max_header_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_parts: 1000, max_part_headers: 64, max_header_bytes: 16 * 1024 }
    }
}
