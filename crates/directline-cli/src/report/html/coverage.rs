//! What was exercised, as a picture: a row for each operation, object and family of rules, a cell for each status, member
//! and rule. Every colour has a sign beside it.

use directline_validator::Level;
use maud::{Markup, html};

use super::level;
use crate::closing::plural;
use crate::coverage::{Cell, CellState, Coverage, CoverageRecord, Row};
use crate::summary::Summary;

/// The section; empty if nobody asked for it.
pub(super) fn section(summary: &Summary) -> Markup {
    html! {
        @if let Some(coverage) = summary.coverage() {
            (shortfalls(coverage))
            @if coverage.is_shown() { (matrices(&coverage.record())) }
        }
    }
}

/// What should have been exercised and was not.
fn shortfalls(coverage: &Coverage) -> Markup {
    let missed = coverage.shortfalls();
    html! {
        @if !missed.is_empty() {
            ul.missed { @for one in &missed { li { "✖ " (one.what) ": " (one.help) } } }
        }
    }
}

/// Every state of a cell, which means the same of a status, a member and a rule.
const LEGEND: [CellState; 7] = [
    CellState::Good,
    CellState::Found(Level::Note),
    CellState::Found(Level::Warning),
    CellState::Found(Level::Error),
    CellState::Undocumented,
    CellState::Undecided,
    CellState::Missing,
];

fn matrices(record: &CoverageRecord) -> Markup {
    let has_traffic = record.statuses.iter().any(|status| status.exchanges > 0);
    html! {
        (numbers(record))
        p.legend {
            @for state in LEGEND {
                span class={ "cell " (class(state)) } { (sign(state)) " " (word(state)) } " "
            }
        }
        // Objects by themselves are part of no operation.
        @if has_traffic { (named("Operations and their statuses", &record.operations())) }
        (named("Objects and their members", &record.objects()))
        (families(&record.families()))
    }
}

/// What exists, what was exercised and what held.
fn numbers(record: &CoverageRecord) -> Markup {
    let numbers = &record.numbers;
    let (rules, statements) = (&numbers.rules, &numbers.statements);
    let rows = [
        ("rules", rules.exist, rules.exercised, Some(rules.held)),
        ("statements", statements.exist, statements.exercised, Some(statements.held)),
        ("statuses", numbers.statuses.exist, numbers.statuses.seen, None),
        ("members", numbers.members.exist, numbers.members.seen, None),
    ];
    html! {
        p {
            strong { (record.percent) " %" } " of the " (plural(rules.ran as u64, "rule")) " that ran "
            (if rules.ran == 1 { "was" } else { "were" }) " exercised in " (plural(record.exchanges, "exchange")) "."
        }
        div.wide {
            table.sums {
                thead {
                    tr {
                        th scope="col" { span.visually-hidden { "what" } }
                        @for name in ["exist", "exercised", "held"] { th.number scope="col" { (name) } }
                    }
                }
                tbody {
                    @for (name, exist, exercised, held) in rows {
                        tr {
                            th scope="row" { (name) }
                            td.number { (exist) }
                            td.number { (exercised) }
                            td.number { @if let Some(held) = held { (held) } @else { "–" } }
                        }
                    }
                }
            }
        }
    }
}

/// Rows whose cells are named.
fn named(title: &str, rows: &[Row]) -> Markup {
    html! {
        h3 { (title) }
        dl.matrix {
            @for row in rows {
                dt { (row.label) }
                dd { @for cell in &row.cells { (self::cell(cell)) " " } }
            }
        }
    }
}

fn cell(cell: &Cell) -> Markup {
    html! {
        span class={ "cell " (class(cell.state)) } {
            (sign(cell.state)) " " (cell.label)
            @if cell.exchanges > 0 { " " span.times { "×" (cell.exchanges) } }
            span.visually-hidden { ", " (word(cell.state)) }
        }
    }
}

/// Rules are many: a square for each, and below the names of those that were not exercised.
fn families(rows: &[Row]) -> Markup {
    let is_exercised = |cell: &&Cell| cell.state.is_exercised();
    html! {
        h3 { "Rules by family" }
        dl.matrix {
            @for row in rows {
                @let missing: Vec<&Cell> = row.cells.iter().filter(|cell| !is_exercised(cell)).collect();
                dt {
                    (row.label) " "
                    span.times { (row.cells.iter().filter(is_exercised).count()) " of " (row.cells.len()) }
                }
                dd {
                    div.squares aria-hidden="true" {
                        @for cell in &row.cells {
                            span class={ "square " (class(cell.state)) } title=(cell.label) { (sign(cell.state)) }
                        }
                    }
                    @if !missing.is_empty() {
                        details {
                            summary { (plural(missing.len() as u64, "rule")) " not exercised" }
                            p { @for cell in missing { (self::cell(cell)) " " } }
                        }
                    }
                }
            }
        }
    }
}

fn class(state: CellState) -> &'static str {
    match state {
        CellState::Missing => "missing",
        CellState::Undecided => "undecided",
        CellState::Good => "good",
        CellState::Found(level) => level::class(level),
        CellState::Undocumented => "undocumented",
    }
}

fn sign(state: CellState) -> &'static str {
    match state {
        CellState::Missing => "·",
        CellState::Undecided => "?",
        CellState::Good => "✓",
        CellState::Found(level) => level::sign(level),
        CellState::Undocumented => "!",
    }
}

fn word(state: CellState) -> &'static str {
    match state {
        CellState::Missing => "not seen",
        CellState::Undecided => "not decided",
        CellState::Good => "seen, no finding",
        CellState::Found(Level::Note) => "seen, notes only",
        CellState::Found(Level::Warning) => "seen, a warning",
        CellState::Found(Level::Error) => "seen, an error",
        CellState::Undocumented => "seen, not documented",
    }
}
