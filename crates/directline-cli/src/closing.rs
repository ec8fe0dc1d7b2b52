//! The end of a run in words: the last line, the next step, and why nothing was checked.

use directline_validator::{Profile, Side};

use crate::args::Verify;
use crate::selection::Selection;
use crate::shown;
use crate::summary::Summary;

/// What was asked for, as far as the last line speaks of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    profile: Profile,
    side: Option<Side>,
    rules: Option<usize>,
    changes_levels: bool,
}

impl Asked {
    /// What the command line asks for.
    pub(crate) fn new(arguments: &Verify, selection: &Selection) -> Self {
        Self {
            profile: arguments.profile.into(),
            side: arguments.side.map(Side::from),
            rules: selection.part(),
            changes_levels: !arguments.level.is_empty(),
        }
    }

    /// The line that matters: the verdict of the run and its counts.
    pub(crate) fn last_line(&self, summary: &Summary) -> String {
        let counts = summary.counts();
        let mut parts = vec![format!("{}: {}", verdict(summary), tally(summary))];
        if counts.checks_decided > 0 || counts.checks_inconclusive > 0 {
            let undecided = counts.checks_inconclusive;
            let undecided = if undecided > 0 { format!(", {undecided} inconclusive") } else { String::new() };
            parts.push(format!("{} decided{undecided}", plural(counts.checks_decided, "check")));
        }
        if counts.out_of_scope > 0 {
            parts.push(format!("{} out of scope", counts.out_of_scope));
        }
        if summary.unreadable() > 0 {
            parts.push(format!("{} unreadable", plural(summary.unreadable(), "input")));
        }
        if let Some(side) = self.side {
            parts.push(format!("only the {side}'s side was judged"));
        }
        if let Some(rules) = self.rules {
            let all = directline_validator::rules().len();
            parts.push(format!("only {rules} of {all} rules ran"));
        }
        parts.join(" · ")
    }

    /// What to do next, if anything: one step.
    pub(crate) fn next_step(&self, summary: &Summary) -> Option<String> {
        let known =
            summary.only_known_deviations() && self.profile == Profile::Documented && !self.changes_levels;
        if known {
            let why = "every error is a known deviation of the real service";
            return Some(format!("add --profile observed: {why}"));
        }
        if let Some(rule) = summary.first_rule() {
            return Some(format!("directline explain {rule}"));
        }
        let bases = summary.other_bases();
        let (base, _) = bases.first()?;
        Some(format!("add --base-uri {base}"))
    }
}

/// What the verdicts of all exchanges amount to.
pub(crate) fn verdict(summary: &Summary) -> &'static str {
    let counts = summary.counts();
    if counts.violates > 0 {
        "violates"
    } else if counts.conforms > 0 {
        "conforms"
    } else {
        "inconclusive"
    }
}

fn tally(summary: &Summary) -> String {
    let counts = summary.counts();
    let of = |number: u64| format!("{number} of {}", plural(counts.exchanges, "exchange"));
    let mut problems = Vec::new();
    if counts.errors > 0 {
        problems.push(plural(counts.errors, "error"));
    }
    if counts.warnings > 0 {
        problems.push(plural(counts.warnings, "warning"));
    }
    let found = format!("{} in {}", problems.join(", "), of(summary.with_problems()));
    match (summary.nothing_checked(), problems.is_empty()) {
        (true, true) if counts.inconclusive > 0 => "no exchange could be judged".to_owned(),
        (true, true) => "nothing was checked".to_owned(),
        (false, true) => format!("{} without error or warning", of(counts.conforms)),
        (_, false) => found,
    }
}

/// Why nothing was checked, and what to do: for standard error.
pub(crate) fn nothing_checked(summary: &Summary) -> (String, String) {
    let counts = summary.counts();
    let bases = summary.other_bases();
    if counts.exchanges == 0 {
        let help = "record again, with the requests to the Direct Line service";
        return ("nothing was checked: the recording holds no exchange".into(), help.into());
    }
    if counts.inconclusive > 0 {
        let reasons: Vec<&str> = summary.undecided().keys().map(|reason| reason.text()).collect();
        let what = format!(
            "no exchange could be judged: {} in scope, all inconclusive: {}",
            plural(counts.inconclusive, "exchange"),
            if reasons.is_empty() {
                "what they are about was not recorded".into()
            } else {
                reasons.join(", ")
            }
        );
        return (what, "record again, with bodies and responses".into());
    }
    let kinds: Vec<(&str, u64)> =
        summary.out_of_scope().iter().map(|(name, number)| (*name, *number)).collect();
    let kinds = match kinds.as_slice() {
        [(name, 1)] => kind(name, 1).to_owned(),
        [(name, number)] => format!("all {}", kind(name, *number)),
        several => {
            let several = several.iter().map(|(name, number)| format!("{number} {}", kind(name, *number)));
            several.collect::<Vec<_>>().join(", ")
        }
    };
    let mut what = format!("nothing was checked: {}, {kinds}", plural(counts.exchanges, "exchange"));
    if !bases.is_empty() {
        what.push_str("; paths of Direct Line on ");
        what.push_str(&hosts(&bases));
    }
    let help = match bases.first() {
        Some((base, _)) => format!("add --base-uri {base} to judge what went there"),
        None if summary.out_of_scope().contains_key("direct-line-3.0") => {
            "this contract is that of Direct Line 1.1, whose paths begin with /api/".into()
        }
        None => "record the requests to the Direct Line service, or name its host with --base-uri".into(),
    };
    (what, help)
}

/// Hosts with the number of requests, at most three.
pub(crate) fn hosts(bases: &[(&str, u64)]) -> String {
    let named: Vec<String> =
        bases.iter().take(3).map(|(base, number)| format!("{} ({number})", shown::plain(base))).collect();
    let more = bases.len().saturating_sub(3);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", named.join(", "))
}

/// What exchanges out of scope for that reason are.
fn kind(reason: &str, number: u64) -> &str {
    let (one, several) = match reason {
        "other-host" => ("on another host", "on other hosts"),
        "preflight" => ("a CORS preflight", "CORS preflights"),
        "direct-line-3.0" => ("of Direct Line 3.0", "of Direct Line 3.0"),
        "not-api" => ("outside /api/", "outside /api/"),
        "tunnel" => ("a proxy tunnel", "proxy tunnels"),
        other => (other, other),
    };
    if number == 1 { one } else { several }
}

/// `1 error`, `2 errors`.
pub(crate) fn plural(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
