//! Finds the command lines of a page, and the output that it shows for each.

use std::ops::Range;

/// A line of a fenced block that begins with `$ `.
#[derive(Debug)]
pub(crate) struct Step {
    /// The command, with the lines that continue it.
    pub(crate) command: String,
    /// The number of its line, from 1.
    pub(crate) line: usize,
    /// The lines, from 0, of the output that is shown for it.
    pub(crate) shown: Range<usize>,
}

/// Every command line of a page, in order.
pub(crate) fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut fence: Option<&str> = None;
    // Whether lines belong to the last step: to its command, to its output, or to none.
    let mut open = Open::No;
    for (number, line) in text.lines().enumerate() {
        let code = line.trim();
        match fence {
            None => fence = marks(code),
            Some(marks) if code == marks => (fence, open) = (None, Open::No),
            Some(_) => {
                if let Some(command) = code.strip_prefix("$ ") {
                    let shown = number + 1..number + 1;
                    steps.push(Step { command: command.to_owned(), line: number + 1, shown });
                    open = Open::after(code);
                } else if let (Open::Command, Some(step)) = (open, steps.last_mut()) {
                    step.command.push('\n');
                    step.command.push_str(code);
                    step.shown = number + 1..number + 1;
                    open = Open::after(code);
                } else if let (Open::Output, Some(step)) = (open, steps.last_mut()) {
                    step.shown.end = number + 1;
                }
            }
        }
    }
    steps
}

/// The fenced blocks in a language.
pub(crate) fn blocks(text: &str, language: &str) -> Vec<String> {
    let begins = format!("```{language}\n");
    text.split(&begins)
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(code, _)| code.to_owned())
        .collect()
}

#[derive(Clone, Copy)]
enum Open {
    No,
    Command,
    Output,
}

impl Open {
    fn after(command: &str) -> Self {
        if command.ends_with('\\') { Self::Command } else { Self::Output }
    }
}

/// The marks that begin a fenced block, which end it too.
fn marks(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let marks = line.strip_suffix(rest)?;
    (marks.len() >= 3).then_some(marks)
}
