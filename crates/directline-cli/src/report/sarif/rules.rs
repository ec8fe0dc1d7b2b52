//! The rules of a SARIF run: those that found something, in the order of their first findings.

use std::collections::HashMap;

use directline_validator::{Profile, Rule, Side, Statement};
use serde_json::json;

use super::model::{self, Configuration, Text};

/// The rules that found something so far.
#[derive(Default)]
pub(super) struct Rules {
    list: Vec<&'static Rule>,
    numbers: HashMap<&'static str, usize>,
}

impl Rules {
    /// The number of a rule, which it gets when it is first asked for.
    pub(super) fn number(&mut self, rule: &'static Rule) -> usize {
        *self.numbers.entry(rule.name).or_insert_with(|| {
            self.list.push(rule);
            self.list.len().saturating_sub(1)
        })
    }

    /// All of them, as SARIF describes rules.
    pub(super) fn described(&self, profile: Profile) -> Vec<model::Rule> {
        self.list.iter().map(|rule| described(rule, profile)).collect()
    }
}

fn described(rule: &Rule, profile: Profile) -> model::Rule {
    let plain = |text: String| Text { text, markdown: None };
    let manual: Vec<&str> = rule.manual.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let manual = manual.join("\n");
    let mut markdown = manual.trim().to_owned();
    markdown.push_str("\n\n## Statements\n");
    for statement in rule.statements.iter().filter_map(|id| Statement::find(id)) {
        let line = format!("\n- {}: {} ({})", statement.id, statement.text, statement.source());
        markdown.push_str(&line);
    }
    let sides = rule.blame.sides().iter().copied().map(Side::name);
    let tags: Vec<&str> = std::iter::once(rule.family.name()).chain(sides).collect();
    model::Rule {
        id: rule.name,
        name: rule.name,
        short_description: plain(rule.summary.replace('`', "")),
        full_description: plain(what_it_checks(&manual).unwrap_or(rule.summary.to_owned())),
        help: Text { text: without_marks(&markdown), markdown: Some(markdown) },
        help_uri: format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), rule.name),
        default_configuration: Configuration { level: rule.level(profile).name() },
        properties: json!({ "tags": tags, "since": rule.since, "statements": rule.statements }),
    }
}

/// Markdown without the marks of code.
fn without_marks(markdown: &str) -> String {
    let lines: Vec<&str> = markdown.lines().filter(|line| !line.trim_start().starts_with("```")).collect();
    lines.join("\n").replace('`', "")
}

/// The first section of a manual page, in one line.
fn what_it_checks(manual: &str) -> Option<String> {
    let rest = manual.split("## What it checks").nth(1)?;
    let section = rest.split("\n## ").next()?;
    let words: Vec<&str> = section.split_whitespace().collect();
    Some(words.join(" ").replace('`', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_described() {
        for rule in directline_validator::rules() {
            let described = described(rule, Profile::Documented);
            assert!(what_it_checks(rule.manual).is_some_and(|text| text.len() > 10), "{}", rule.name);
            // GitHub shows ten tags and takes twenty; descriptions have up to 1,024 characters.
            assert!(described.properties["tags"].as_array().unwrap().len() <= 10, "{}", rule.name);
            assert!(described.full_description.text.chars().count() <= 1024, "{}", rule.name);
            assert!(described.short_description.text.chars().count() <= 1024, "{}", rule.name);
        }
    }
}
