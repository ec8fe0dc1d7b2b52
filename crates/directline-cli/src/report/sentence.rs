//! The sentence of the documents that a finding rests on.

use directline_validator::Statement;

/// How many others are named beside the first.
const MOST_OTHERS: usize = 4;

/// The statement to name first, one of the documents if there is one; and what it is called.
pub(super) fn first(ids: &[&str]) -> Option<(&'static str, &'static Statement)> {
    let mut statements = ids.iter().filter_map(|id| Statement::find(id));
    let first = statements.clone().find(|statement| !statement.is_outside()).or_else(|| statements.next())?;
    Some((if first.is_outside() { "known from elsewhere" } else { "documented" }, first))
}

/// Where the first statement stands, and the ids of a few others: `DL-084, API reference, Message; see also DL-100`.
pub(super) fn source(ids: &[&str]) -> String {
    let Some((_, first)) = first(ids) else { return String::new() };
    let others: Vec<&str> = ids.iter().copied().filter(|id| *id != first.id).take(MOST_OTHERS).collect();
    let see = if others.is_empty() { String::new() } else { format!("; see also {}", others.join(", ")) };
    format!("{}, {}{see}", first.id, first.source())
}
