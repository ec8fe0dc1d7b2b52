//! The end of a run in words: the last line, the next step, and why nothing was checked.

mod word;

use directline_exchange::Reason;
use directline_validator::{Profile, Side};

use crate::args::Judging;
use crate::baseline::Outcome;
use crate::coverage::Coverage;
use crate::near;
use crate::report::What;
use crate::selection::Selection;
use crate::shown;
use crate::summary::{Counts, Hunted, Summary};
pub(crate) use word::Word;

/// What was asked for, as far as the last line speaks of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    what: What,
    profile: Profile,
    side: Option<Side>,
    rules: Option<usize>,
    changes_levels: bool,
}

impl Asked {
    /// What the command line asks for.
    pub(crate) fn new(judging: &Judging, what: What, side: Option<Side>, selection: &Selection) -> Self {
        let changes_levels = !judging.level.is_empty();
        Self { what, profile: judging.profile.into(), side, rules: selection.part(), changes_levels }
    }

    /// The line that matters: the verdict of the run and its counts.
    pub(crate) fn last_line(&self, summary: &Summary) -> String {
        let counts = summary.counts();
        if let Some(hunted) = summary.hunt() {
            let parts = std::iter::once(hunt_line(summary, hunted)).chain(coverage(summary));
            return parts.collect::<Vec<_>>().join(" · ");
        }
        let mut parts = vec![format!("{}: {}", Word::of(summary).text(), tally(summary, self.what))];
        if counts.checks_decided > 0 || counts.checks_inconclusive > 0 {
            let undecided = counts.checks_inconclusive;
            let undecided = if undecided > 0 { format!(", {undecided} inconclusive") } else { String::new() };
            parts.push(format!("{} decided{undecided}", plural(counts.checks_decided, "check")));
        }
        if counts.out_of_scope > 0 {
            // They are not among those that the line began with.
            let more = if judged(counts) > 0 { " more" } else { "" };
            parts.push(format!("{}{more} out of scope", counts.out_of_scope));
        }
        if let Some(replay) = summary.replay() {
            match (replay.sent, replay.differing) {
                (0, _) => {}
                (_, 0) => parts.push("none differs from the recording".to_owned()),
                (_, 1) => parts.push("1 differs from the recording".to_owned()),
                (_, several) => parts.push(format!("{several} differ from the recording")),
            }
            if replay.left_out > 0 {
                parts.push(format!("{} left out", replay.left_out));
            }
        }
        parts.extend(baseline(summary));
        parts.extend(unreadable(summary));
        if let Some(side) = self.side {
            parts.push(format!("only the {side}'s side was judged"));
        }
        parts.extend(coverage(summary));
        if summary.is_interrupted() {
            parts.push("interrupted: the rest was not read".to_owned());
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
        let shortfalls = summary.coverage().map(Coverage::shortfalls).unwrap_or_default();
        if let Some(shortfall) = shortfalls.into_iter().next().filter(|_| summary.counts().errors == 0) {
            return Some(shortfall.help);
        }
        if let Some(rule) = summary.first_rule() {
            return Some(format!("directline explain {rule}"));
        }
        if self.what != What::Exchange && summary.undecided().contains_key(&Reason::NotRecorded) {
            return Some("add --side client or --side service: some rules depend on who sent it".to_owned());
        }
        if let Some(step) = summary.baseline().and_then(prune) {
            return Some(step);
        }
        let bases = summary.other_bases();
        let (base, _) = bases.first()?;
        Some(format!("add --base-uri {base}"))
    }
}

/// How many exchanges or objects are in scope.
fn judged(counts: &Counts) -> u64 {
    counts.exchanges.saturating_sub(counts.out_of_scope)
}

/// What could not be read: a file with many such places is one input.
fn unreadable(summary: &Summary) -> Option<String> {
    let (inputs, places) = (summary.unreadable_inputs(), summary.unreadable());
    let places = if places > inputs { format!(" in {places} places") } else { String::new() };
    (inputs > 0).then(|| format!("{} unreadable{places}", plural(inputs, "input")))
}

/// What the last line says of coverage: what is missed, else the percentage if that was asked for.
fn coverage(summary: &Summary) -> Vec<String> {
    let Some(coverage) = summary.coverage() else { return Vec::new() };
    let mut parts: Vec<String> = coverage.shortfalls().into_iter().map(|missed| missed.what).collect();
    let says_percent = parts.iter().any(|part| part.starts_with("coverage"));
    if !says_percent && (coverage.is_shown() || coverage.gate().minimum().is_some()) {
        parts.push(format!("coverage {} %", coverage.percent()));
    }
    parts
}

/// What a baseline makes of the run.
fn baseline(summary: &Summary) -> Vec<String> {
    let Some(outcome) = summary.baseline() else { return Vec::new() };
    let mut parts = vec![format!("{} known (baseline)", summary.known().all())];
    match outcome.stale.len() {
        0 => {}
        1 => parts.push("1 stale entry".to_owned()),
        several => parts.push(format!("{several} stale entries")),
    }
    parts
}

/// How stale entries are taken out, and when not: a baseline may be that of several recordings.
fn prune(outcome: &Outcome) -> Option<String> {
    // It becomes part of a command that people copy: nothing that a shell could act on.
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '_');
    let file = if outcome.file.chars().all(is_safe) { outcome.file.as_str() } else { "FILE" };
    let takes = if outcome.stale.len() == 1 { "the stale entry" } else { "stale entries" };
    (!outcome.stale.is_empty())
        .then(|| format!("directline baseline prune … --baseline {file}: takes {takes} out; give it every recording of the baseline"))
}

fn hunt_line(summary: &Summary, hunted: Hunted) -> String {
    let counts = summary.new_counts();
    let new = new(summary);
    let found: Vec<String> = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| plural(number, &format!("{new}{noun}")))
        .collect();
    let found = match found.as_slice() {
        [] if hunted.decided == 0 => "no answer could be judged".to_owned(),
        [] if summary.known().all() > 0 => "nothing new was found".to_owned(),
        [] => "no rule was broken".to_owned(),
        found => found.join(", "),
    };
    let (cases, requests) = (plural(hunted.cases, "sequence"), plural(hunted.requests, "request"));
    let mut parts =
        vec![format!("{}: {found}", Word::of(summary).text()), format!("{cases} of {requests} tried")];
    parts.extend(baseline(summary));
    parts.push(format!("seed {}", hunted.seed));
    parts.join(" · ")
}

/// What stands before the name of what was found: nothing, where there is no baseline.
fn new(summary: &Summary) -> &'static str {
    if summary.baseline().is_some() { "new " } else { "" }
}

fn tally(summary: &Summary, what: What) -> String {
    let counts = summary.new_counts();
    let new = new(summary);
    // A finding that says of an exchange that it is none of the contract stands at one out of scope.
    let all = judged(&counts).max(summary.with_problems());
    let of = |number: u64| format!("{number} of {}", plural(all, what.noun()));
    let mut problems = Vec::new();
    if counts.errors > 0 {
        problems.push(plural(counts.errors, &format!("{new}error")));
    }
    if counts.warnings > 0 {
        problems.push(plural(counts.warnings, &format!("{new}warning")));
    }
    let found = format!("{} in {}", problems.join(", "), of(summary.with_problems()));
    match (summary.nothing_checked(), problems.is_empty()) {
        (true, true) if counts.inconclusive > 0 => format!("no {} could be judged", what.noun()),
        (true, true) => "nothing was checked".to_owned(),
        // Not all that is without new ones is without any.
        (false, true) if summary.known().all() > 0 => {
            let undecided = counts.inconclusive;
            let undecided = if undecided > 0 { format!(", {undecided} inconclusive") } else { String::new() };
            format!("no new error or warning in {}{undecided}", plural(all, what.noun()))
        }
        (false, true) if counts.inconclusive > 0 => {
            let verb = if counts.conforms == 1 { "conforms" } else { "conform" };
            format!("{} {verb}, {} inconclusive", of(counts.conforms), counts.inconclusive)
        }
        (false, true) => format!("{} without error or warning", of(counts.conforms)),
        (_, false) => found,
    }
}

/// Why nothing was checked, and what to do: for standard error.
pub(crate) fn nothing_checked(summary: &Summary, what: What) -> (String, String) {
    let counts = summary.counts();
    let bases = summary.other_bases();
    if counts.exchanges == 0 && what != What::Exchange {
        let what = format!("nothing was checked: the input holds no {}", what.noun());
        return (what, "give one per line".into());
    }
    if counts.exchanges == 0 {
        let help = "record again, with the requests to the Direct Line service";
        return ("nothing was checked: the recording holds no exchange".into(), help.into());
    }
    if counts.inconclusive > 0 {
        return nothing_judged(summary, what);
    }
    let kinds: Vec<(&str, u64)> =
        summary.out_of_scope().iter().map(|(name, number)| (*name, *number)).collect();
    let kinds = match kinds.as_slice() {
        [(name, 1)] => kind(name, 1).to_owned(),
        [(name, number)] => format!("all {}", kind(name, *number)),
        _ => out_of_scope(summary),
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

/// Why nothing in scope could be judged, and what to do.
fn nothing_judged(summary: &Summary, what: What) -> (String, String) {
    let reasons: Vec<Reason> = summary.undecided().keys().copied().collect();
    let texts: Vec<&str> = reasons.iter().map(|reason| reason.text()).collect();
    let number = plural(summary.counts().inconclusive, what.noun());
    let (noun, scope) = (what.noun(), if what == What::Exchange { " in scope" } else { "" });
    let why =
        if texts.is_empty() { "what they are about was not recorded".to_owned() } else { texts.join(", ") };
    let help = match (reasons.as_slice(), what) {
        ([Reason::LimitReached], _) => {
            let options =
                summary.undecided().values().flat_map(|undecided| undecided.options.iter().copied());
            let options: Vec<&str> = options.collect();
            match options.as_slice() {
                [] => "what exceeds the limit has no option; send less".to_owned(),
                options => format!("{} raises the limit", near::either(options)),
            }
        }
        (_, What::Exchange) => "record the exchanges, with bodies and responses".to_owned(),
        (_, What::Object(_)) => "give the bytes as they were sent".to_owned(),
    };
    (format!("no {noun} could be judged: {number}{scope}, all inconclusive: {why}"), help)
}

/// Hosts with the number of requests, at most three.
pub(crate) fn hosts(bases: &[(&str, u64)]) -> String {
    let named: Vec<String> =
        bases.iter().take(3).map(|(base, number)| format!("{} ({number})", shown::plain(base))).collect();
    let more = bases.len().saturating_sub(3);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", named.join(", "))
}

/// How many exchanges were out of scope, and why: `15 CORS preflights, 1 outside /api/`.
pub(crate) fn out_of_scope(summary: &Summary) -> String {
    let said = summary.out_of_scope().iter().map(|(reason, number)| {
        let what = kind(reason, *number);
        format!("{number} {}", what.strip_prefix("a ").unwrap_or(what))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// What exchanges out of scope for that reason are.
pub(crate) fn kind(reason: &str, number: u64) -> &str {
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
