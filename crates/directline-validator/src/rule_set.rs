//! A set of rules, as small as a judgement needs it: one bit for each rule of the manual.

use std::fmt;

use crate::{Rule, rules};

/// How many rules a word holds.
const BITS: usize = u64::BITS as usize;

/// How many words there are: room for 256 rules.
const WORDS: usize = 4;

/// A set of rules.
///
/// ```
/// use directline_validator::{RuleSet, rules};
///
/// let (first, second) = (rules()[0], rules()[1]);
/// let mut set = RuleSet::new();
/// assert!(set.insert(first) && !set.insert(first));
/// assert!(set.contains(first) && !set.contains(second));
/// assert_eq!(set.len(), 1);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleSet([u64; WORDS]);

impl RuleSet {
    /// The empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule; whether it was not there before.
    pub fn insert(&mut self, rule: &Rule) -> bool {
        self.insert_number(rule.number())
    }

    /// Adds the rule with that number.
    pub(crate) fn insert_number(&mut self, number: usize) -> bool {
        let Some(word) = self.0.get_mut(number / BITS) else { return false };
        let bit = 1 << (number % BITS);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Takes a rule away.
    pub fn remove(&mut self, rule: &Rule) {
        let number = rule.number();
        if let Some(word) = self.0.get_mut(number / BITS) {
            *word &= !(1 << (number % BITS));
        }
    }

    /// Whether the rule is among them.
    pub fn contains(&self, rule: &Rule) -> bool {
        let number = rule.number();
        self.0.get(number / BITS).is_some_and(|word| word & (1 << (number % BITS)) != 0)
    }

    /// Adds the rules of another set.
    pub fn add(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word |= other;
        }
    }

    /// The rules that are in both sets.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let mut both = *self;
        for (word, other) in both.0.iter_mut().zip(other.0) {
            *word &= other;
        }
        both
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.0.iter().fold(0, |sum, word| sum.saturating_add(word.count_ones() as usize))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; WORDS]
    }

    /// The numbers of the rules ([`Rule::number`]), in the order of the manual.
    ///
    /// ```
    /// use directline_validator::{RuleSet, rules};
    ///
    /// let set: RuleSet = [rules()[70], rules()[3]].into_iter().collect();
    /// assert_eq!(set.numbers().collect::<Vec<_>>(), [3, 70]);
    /// ```
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, mut word)| {
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
                // Takes the lowest bit away.
                word &= word.wrapping_sub(1);
                Some(at.saturating_mul(BITS).saturating_add(bit))
            })
        })
    }

    /// The rules, in the order of the manual.
    pub fn iter(&self) -> impl Iterator<Item = &'static Rule> {
        self.numbers().filter_map(|number| rules::ALL.get(number).copied())
    }
}

impl<'r> Extend<&'r Rule> for RuleSet {
    fn extend<I: IntoIterator<Item = &'r Rule>>(&mut self, rules: I) {
        for rule in rules {
            self.insert(rule);
        }
    }
}

impl<'r> FromIterator<&'r Rule> for RuleSet {
    fn from_iter<I: IntoIterator<Item = &'r Rule>>(rules: I) -> Self {
        let mut set = Self::new();
        set.extend(rules);
        set
    }
}

impl fmt::Debug for RuleSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.iter().map(|rule| rule.name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_bit() {
        let all: RuleSet = rules::ALL.iter().copied().collect();
        assert_eq!(all.len(), rules::ALL.len(), "a new word is needed");
        assert!(all.iter().eq_by_name(rules::ALL));
    }

    trait ByName: Iterator<Item = &'static Rule> + Sized {
        fn eq_by_name(self, rules: &[&Rule]) -> bool {
            self.map(|rule| rule.name).eq(rules.iter().map(|rule| rule.name))
        }
    }

    impl<I: Iterator<Item = &'static Rule>> ByName for I {}

    #[test]
    fn sets_grow_and_shrink() {
        let (one, last) = (rules::ALL[1], rules::ALL[rules::ALL.len() - 1]);
        let mut set = RuleSet::from_iter([one]);
        set.add(&RuleSet::from_iter([last, one]));
        assert_eq!(set.len(), 2);
        assert_eq!(format!("{set:?}"), format!("{{{:?}, {:?}}}", one.name, last.name));
        set.remove(one);
        assert!(!set.contains(one) && set.contains(last) && !set.is_empty());
        set.remove(last);
        assert!(set.is_empty());
    }
}
