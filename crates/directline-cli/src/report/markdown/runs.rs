//! What hunts and replays came to, on the Markdown page.

use std::fmt::Write as _;

use super::text::{block, code, prose};
use crate::closing::plural;
use crate::comparison::Sign;
use crate::escape;
use crate::report::replay::DifferenceRecord;
use crate::report::{HuntRecord, ReplayRecord};
use crate::shown;

/// What a hunt came to.
pub(super) fn hunt(hunt: &HuntRecord) -> String {
    let (cases, requests) = (plural(hunt.cases, "sequence"), plural(hunt.requests, "request"));
    let mut text = format!("## Hunt\n\n{cases} of {requests}, seed `{}`\n\n", hunt.seed);
    for caught in &hunt.caught {
        // Writing to a string does not fail.
        let _ = write!(text, "- {} {}", code(caught.rule), prose(&caught.line()));
        for file in caught.recording.iter().chain(&caught.script) {
            let _ = write!(text, ", {}", code(&shown::file(file)));
        }
        text.push('\n');
    }
    if !hunt.caught.is_empty() {
        text.push('\n');
    }
    if let Some(toolkit) = &hunt.toolkit {
        for misfire in toolkit.misfires() {
            let _ = writeln!(text, "- {}", prose(&misfire));
        }
        let _ = write!(text, "\n{}\n\n", prose(&toolkit.line()));
    }
    text
}

/// What a replay came to: what was sent, and every difference.
pub(super) fn replay(replay: &ReplayRecord) -> String {
    let name = code(&shown::file(&replay.recording));
    let mut text = format!("## Replay of {name}\n\n{}\n\n", prose(&replay.sent()));
    for line in replay.untried() {
        let _ = writeln!(text, "- {}", prose(&line));
    }
    text.push('\n');
    for difference in &replay.differences {
        text.push_str(&self::difference(difference));
    }
    if replay.further > 0 {
        let _ = write!(text, "{}: too many to show\n\n", plural(replay.further, "further difference"));
    }
    text
}

fn difference(difference: &DifferenceRecord) -> String {
    let (heading, rest) = difference.heading();
    let mut text = format!("**{heading}**{}: {}", spaced(&rest), code(difference.part));
    if let Some(pointer) = difference.pointer.as_deref().filter(|pointer| !pointer.is_empty()) {
        let _ = write!(text, " {}", code(pointer));
    }
    text.push_str(&spaced(&difference.remark()));
    text.push_str("\n\n");
    let lines: Vec<String> = difference
        .lines
        .iter()
        .map(|line| {
            let sign = match line.sign {
                Sign::Recorded => '-',
                Sign::Fresh => '+',
                Sign::Both => ' ',
                Sign::Elided => '…',
            };
            format!("{sign} {}", escape::terminal(&line.text))
        })
        .collect();
    if !lines.is_empty() {
        text.push_str(&block("diff", &lines.join("\n")));
        text.push('\n');
    }
    text
}

/// Text that goes on where another ended: what it begins with stays outside of code.
fn spaced(text: &str) -> String {
    let start = text.len().saturating_sub(text.trim_start_matches([' ', ',', ':']).len());
    let (before, rest) = text.split_at_checked(start).unwrap_or(("", text));
    if rest.is_empty() { String::new() } else { format!("{before}{}", prose(rest)) }
}
