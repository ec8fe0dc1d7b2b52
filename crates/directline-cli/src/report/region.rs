//! Where a finding stands, for programs: a file, and where the place begins and ends in it.

use directline_capture::Position;
use directline_validator::Finding;

use super::Judged;
use super::artifact;
use crate::datum;

/// A part of a file. Lines and columns count from 1, columns in characters; the end is behind the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// The file, below the folder in which the tool runs.
    pub(super) file: String,
    pub(super) line: u64,
    pub(super) column: u64,
    pub(super) end_line: u64,
    pub(super) end_column: u64,
}

impl Region {
    /// Where a finding stands. What has no length is one character long, so that viewers have something to mark.
    pub(super) fn of(judged: &Judged<'_>, finding: &Finding) -> Self {
        let start = datum::position(judged.recorded, &finding.place);
        let end = datum::end_position(judged.recorded, &finding.place);
        let end =
            end.filter(|end| end.file == start.file && (end.line, end.column) > (start.line, start.column));
        let Position { file, line, column, .. } = start;
        let (line, column) = (line.max(1), column.max(1));
        let (end_line, end_column) =
            end.map_or((line, column.saturating_add(1)), |end| (end.line, end.column));
        Self { file: artifact::relative(&judged.shown.file(&file)), line, column, end_line, end_column }
    }
}
