//! Coverage as rows and cells, for reports that draw it.

use directline_validator::Level;

use super::CoverageRecord;

/// A row: an operation, an object as one side sends it, or a family of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) cells: Vec<Cell>,
}

/// A cell: a status, a member, or a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) label: String,
    pub(crate) state: CellState,
    /// How many exchanges it was seen or decided in; 0 of members, which are not counted.
    pub(crate) exchanges: u64,
}

/// What is known of a cell: the same scale for statuses, members and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellState {
    /// It exists and was not seen.
    Missing,
    /// It could not be decided.
    Undecided,
    /// It was seen, and there is no finding.
    Good,
    /// It was seen, and this is the highest level of its findings.
    Found(Level),
    /// It was seen without a finding, and is not documented.
    Undocumented,
}

impl CellState {
    /// Whether it was seen or decided.
    pub(crate) fn is_exercised(self) -> bool {
        matches!(self, Self::Good | Self::Found(_))
    }
}

impl CoverageRecord {
    /// A row for each operation, a cell for each status.
    pub(crate) fn operations(&self) -> Vec<Row> {
        rows(self.statuses.iter().map(|one| {
            let state = match one.worst {
                _ if one.exchanges == 0 => CellState::Missing,
                Some(level) => CellState::Found(level),
                None if one.status.is_none() => CellState::Undecided,
                None if !one.documented => CellState::Undocumented,
                None => CellState::Good,
            };
            let label = match one.status {
                None => "no status".to_owned(),
                // Its state says something else.
                Some(status) if !one.documented && one.worst.is_some() => format!("{status}, not documented"),
                Some(status) => status.to_string(),
            };
            (one.operation.to_owned(), Cell { label, state, exchanges: one.exchanges })
        }))
    }

    /// A row for each object and side that can send it, a cell for each member.
    pub(crate) fn objects(&self) -> Vec<Row> {
        rows(self.members.iter().filter_map(|one| {
            let state = match one.worst {
                _ if !one.seen => CellState::Missing,
                Some(level) => CellState::Found(level),
                None => CellState::Good,
            };
            let sent = if one.side == "client" { "sent" } else { "received" };
            let label = one.member?.to_owned();
            Some((format!("{}, {sent}", one.object), Cell { label, state, exchanges: 0 }))
        }))
    }

    /// A row for each family, a cell for each rule that ran.
    pub(crate) fn families(&self) -> Vec<Row> {
        rows(self.rules.iter().filter_map(|one| {
            let state = match (one.state, one.worst) {
                ("not-run", _) => return None,
                (_, Some(level)) => CellState::Found(level),
                ("held", None) => CellState::Good,
                ("undecided", None) => CellState::Undecided,
                _ => CellState::Missing,
            };
            let cell = Cell { label: one.rule.to_owned(), state, exchanges: one.decided };
            Some((one.family.to_owned(), cell))
        }))
    }
}

/// Cells of equal rows together, in the order in which rows were seen first.
fn rows(cells: impl Iterator<Item = (String, Cell)>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (label, cell) in cells {
        match rows.iter_mut().find(|row| row.label == label) {
            Some(row) => row.cells.push(cell),
            None => rows.push(Row { label, cells: vec![cell] }),
        }
    }
    rows
}
