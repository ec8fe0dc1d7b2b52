//! What a rule of shape looks at, whatever the exchange; and what all of them say where nothing deviates.

use std::sync::OnceLock;

use directline_types::ObjectKind;

use super::{Fault, ShapeCase};
use crate::facts::Facts;
use crate::rule::{Blame, Check, Outcome, Rule};
use crate::{RuleSet, Seen, Side, rules};

/// Where deviations stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// Wherever there are objects of this kind.
    Of(ObjectKind),
    /// In a Message that the client sends.
    SentMessage,
}

impl Holder {
    /// How many there are.
    pub(crate) const NUMBER: usize = ObjectKind::ALL.len() + 1;

    /// Each with its number.
    pub(crate) fn all() -> [Self; Self::NUMBER] {
        std::array::from_fn(|at| {
            ObjectKind::ALL.get(at).map_or(Self::SentMessage, |object| Self::Of(*object))
        })
    }

    fn number(self) -> usize {
        match self {
            Self::Of(object) => object as usize,
            Self::SentMessage => ObjectKind::ALL.len(),
        }
    }
}

/// What a rule of shape looks at, whatever the exchange.
pub(super) struct Sight {
    /// The number of the rule.
    pub(super) number: usize,
    blame: Blame,
    /// What an exchange must hold for the rule to be about it.
    data: Seen,
    /// The cases about elements of arrays, of which the array must hold some.
    elements: Vec<&'static ShapeCase>,
    /// The numbers of the holders.
    holders: Vec<usize>,
}

impl Sight {
    fn of((number, rule): (usize, &&'static Rule)) -> Option<Self> {
        let Check::Shape(cases) = rule.check else { return None };
        let is_of_elements = |case: &&ShapeCase| case.fault == Fault::Element;
        let mut data = Seen::default();
        for case in cases.iter().filter(|case| !is_of_elements(case)) {
            data.add(case.datum());
        }
        let elements = cases.iter().filter(is_of_elements).collect();
        let mut holders = Vec::new();
        for case in cases {
            // What the last one says counts.
            holders.retain(|holder| *holder != case.holder().number());
            holders.push(case.holder().number());
        }
        Some(Self { number, blame: rule.blame, data, elements, holders })
    }

    /// Those of all rules of shape, in the order of the manual.
    pub(super) fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Sight>> = OnceLock::new();
        ALL.get_or_init(|| rules::ALL.iter().enumerate().filter_map(Self::of).collect())
    }

    /// What the rule says if it finds nothing, by what each holder says.
    pub(super) fn outcome(&self, facts: &Facts<'_>, only_side: Option<Side>) -> Outcome {
        let held = self.holders.iter().filter_map(|holder| facts.held().get(*holder).copied());
        let outcome = held.fold(Outcome::NotApplicable, Outcome::or_last);
        let is_silent = outcome == Outcome::Decided && !self.meets(facts, only_side);
        if is_silent { Outcome::NotApplicable } else { outcome }
    }

    /// Whether the exchange holds what the rule is about.
    fn meets(&self, facts: &Facts<'_>, only_side: Option<Side>) -> bool {
        let judges = |side| self.blame != Blame::Sender || only_side.is_none_or(|only| only == side);
        let holds = |data| facts.seen().has_any(data, judges);
        // An empty array has no element to judge.
        holds(self.data) || self.elements.iter().any(|case| holds(case.datum()) && case.has_element(facts))
    }
}

/// The rules of shape that hold, where nothing deviates and everything was observable.
pub(crate) fn decided(facts: &Facts<'_>, only_side: Option<Side>) -> Option<RuleSet> {
    let is_unseen = |outcome: &Outcome| matches!(outcome, Outcome::Inconclusive(_));
    let held = facts.held();
    if !facts.deviations.list.is_empty() || held.iter().any(is_unseen) {
        return None;
    }
    let is_held = |holder: &usize| held.get(*holder) == Some(&Outcome::Decided);
    let mut decided = RuleSet::new();
    for sight in Sight::all().iter().filter(|sight| sight.holders.iter().any(is_held)) {
        let judges = only_side.is_none_or(|side| sight.blame.sides().contains(&side));
        if judges && sight.meets(facts, only_side) {
            decided.insert_number(sight.number);
        }
    }
    Some(decided)
}
