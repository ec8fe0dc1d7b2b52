//! Groups of findings under the rules that they break, for pages that people look things up in.

use directline_validator::{Level, Rule};

use super::groups::{Group, Groups};

/// The groups of one rule and level.
pub(super) struct OfRule<'g> {
    pub(super) rule: &'static Rule,
    pub(super) level: Level,
    /// The groups with their numbers.
    pub(super) groups: Vec<(usize, &'g Group)>,
}

impl OfRule<'_> {
    /// How many findings there are.
    pub(super) fn total(&self) -> u64 {
        self.groups.iter().fold(0, |sum, (_, group)| sum.saturating_add(group.total()))
    }
}

/// The groups by rule, errors first, otherwise in the order of their first findings.
pub(super) fn by_rule(groups: &Groups) -> Vec<OfRule<'_>> {
    let mut list: Vec<OfRule<'_>> = Vec::new();
    for (number, group) in groups.numbered() {
        let is_same = |one: &&mut OfRule<'_>| one.rule.name == group.rule.name && one.level == group.level;
        match list.iter_mut().find(is_same) {
            Some(one) => one.groups.push((number, group)),
            None => list.push(OfRule { rule: group.rule, level: group.level, groups: vec![(number, group)] }),
        }
    }
    list.sort_by_key(|one| std::cmp::Reverse(one.level));
    list
}
