//! Coverage as rows and cells, for reports that draw it.

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

/// What is known of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellState {
    /// It exists and was not seen.
    Missing,
    /// It could not be decided.
    Undecided,
    /// It was seen, and nothing is wrong with it.
    Good,
    /// It was seen where the contract is violated.
    Violated,
    /// It was seen and is not documented.
    Undocumented,
}

impl CoverageRecord {
    /// A row for each operation, a cell for each status.
    pub(crate) fn operations(&self) -> Vec<Row> {
        rows(self.statuses.iter().map(|one| {
            let state = match one {
                _ if one.exchanges == 0 => CellState::Missing,
                _ if one.status.is_none() => CellState::Undecided,
                _ if !one.documented => CellState::Undocumented,
                _ if one.violating > 0 => CellState::Violated,
                _ => CellState::Good,
            };
            let label = one.status.map_or_else(|| "no status".to_owned(), |status| status.to_string());
            (one.operation.to_owned(), Cell { label, state, exchanges: one.exchanges })
        }))
    }

    /// A row for each object and side that can send it, a cell for each member.
    pub(crate) fn objects(&self) -> Vec<Row> {
        rows(self.members.iter().filter_map(|one| {
            let state = if one.seen { CellState::Good } else { CellState::Missing };
            let sent = if one.side == "client" { "sent" } else { "received" };
            let label = one.member?.to_owned();
            Some((format!("{}, {sent}", one.object), Cell { label, state, exchanges: 0 }))
        }))
    }

    /// A row for each family, a cell for each rule that ran.
    pub(crate) fn families(&self) -> Vec<Row> {
        rows(self.rules.iter().filter_map(|one| {
            let state = match one.state {
                "not-run" => return None,
                "held" => CellState::Good,
                "violated" => CellState::Violated,
                "undecided" => CellState::Undecided,
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
