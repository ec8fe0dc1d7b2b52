//! `docs/decisions.md`: the text is written by hand; that what it names exists is checked.
//!
//! Each decision is a section `## C-NN: title`. In a section, an item ``- `rule`: LEVELS`` names a rule
//! with its levels as [`levels`] writes them, and every link into the project leads to a file.

use std::fs;

use anyhow::{Context, Result};
use directline_validator::{Profile, Rule, rules};

use super::Pending;
use crate::run::root;

/// Where the decisions stand.
const PATH: &str = "docs/decisions.md";

/// How many traps there are: C-01 and so on.
const TRAPS: usize = 50;

/// Everything that is wrong with the file.
pub(super) fn offences(pending: Pending) -> Result<Vec<String>> {
    let text = fs::read_to_string(root().join(PATH)).context(PATH)?;
    Ok(check(&text, pending).into_iter().map(|offence| format!("{PATH}: {offence}")).collect())
}

fn check(text: &str, pending: Pending) -> Vec<String> {
    let mut offences = Vec::new();
    let sections: Vec<&str> = text.split("\n## ").skip(1).collect();
    let wanted: Vec<String> = (1..=TRAPS).map(|number| format!("C-{number:02}")).collect();
    let found: Vec<&str> =
        sections.iter().filter_map(|section| section.split_once(": ").map(|(id, _)| id)).collect();
    if found != wanted {
        let missing: Vec<&String> = wanted.iter().filter(|id| !found.contains(&id.as_str())).collect();
        offences.push(format!("the sections are not C-01 to C-{TRAPS} in order; missing: {missing:?}"));
    }
    for section in sections {
        let id = section.split(':').next().unwrap_or_default();
        let mut has_fixture = false;
        for path in links(section) {
            has_fixture |= path.starts_with("../corpus/") || path.starts_with("../crates/");
            if !root().join("docs").join(path).exists() {
                offences.push(format!("{id}: there is no file {path}"));
            }
        }
        if !has_fixture {
            offences.push(format!("{id} has no fixture"));
        }
        for (name, written) in section.lines().filter_map(named_rule) {
            offences.extend(wrong_rule(name, written, pending).map(|offence| format!("{id}: {offence}")));
        }
    }
    offences
}

/// The rule and what is said of its levels in a line ``- `rule`: LEVELS``.
fn named_rule(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("- `")?.split_once("`: ")
}

fn wrong_rule(name: &str, written: &str, pending: Pending) -> Option<String> {
    let rule = rules().iter().find(|rule| rule.name == name);
    match (rule, written) {
        (_, "pending") if pending == Pending::Allowed => None,
        (None, _) => Some(format!("there is no rule {name}")),
        (Some(rule), _) => {
            let levels = levels(rule);
            (written != levels).then(|| format!("{name} is `{written}` there and `{levels}` in truth"))
        }
    }
}

/// The level under `documented`, then those of the other profiles where they differ.
fn levels(rule: &Rule) -> String {
    let base = rule.level(Profile::Documented);
    let mut text = base.name().to_owned();
    for (profile, name) in [(Profile::Strict, "strict"), (Profile::Observed, "observed")] {
        let level = rule.level(profile);
        if level != base {
            text = format!("{text}; {name}: {level}");
        }
    }
    text
}

/// The targets of the links, without those that lead out of the project.
fn links(section: &str) -> impl Iterator<Item = &str> {
    let targets = section.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target).filter(|target| !target.contains("://") && !target.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_file(change: impl FnOnce(String) -> String) -> Vec<String> {
        let text = fs::read_to_string(root().join(PATH)).unwrap();
        check(&change(text), Pending::Allowed)
    }

    #[test]
    fn a_lost_trap_a_wrong_level_and_a_lost_fixture_are_told() {
        assert_eq!(of_file(|text| text), Vec::<String>::new());
        let lost = of_file(|text| text.replace("## C-17: ", "## C-71: "));
        assert!(matches!(lost.as_slice(), [only] if only.contains("\"C-17\"")), "{lost:?}");
        let level = of_file(|text| text.replace("- `renew-by-post`: note", "- `renew-by-post`: error"));
        assert!(matches!(level.as_slice(), [only] if only.contains("`note` in truth")), "{level:?}");
        let rule = of_file(|text| text.replace("- `renew-by-post`: note", "- `renew-by-put`: note"));
        assert!(matches!(rule.as_slice(), [only] if only.contains("no rule renew-by-put")), "{rule:?}");
        let file = of_file(|text| text.replace("C-03-renew.ndjson)", "C-03-lost.ndjson)"));
        assert!(matches!(file.as_slice(), [only] if only.contains("C-03-lost")), "{file:?}");
    }
}
