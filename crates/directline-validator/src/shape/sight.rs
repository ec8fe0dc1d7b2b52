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
    let holding = Holding::of(only_side);
    let (mut decided, mut met) = (RuleSet::new(), RuleSet::new());
    for (rules, _) in holding.holders.iter().zip(held).filter(|(_, outcome)| **outcome == Outcome::Decided) {
        decided.add(rules);
    }
    let seen = facts.seen();
    for rules in seen.bits().filter_map(|bit| holding.data.get(bit)) {
        met.add(rules);
    }
    // An empty array has no element to judge.
    for (data, case, number) in &holding.elements {
        if seen.has_some(*data) && case.has_element(facts) {
            met.insert_number(*number);
        }
    }
    Some(decided.intersection(&met))
}

/// The rules of shape that hold by what an exchange shows, where one side or both are judged.
struct Holding {
    /// Of each holder those that look at it.
    holders: [RuleSet; Holder::NUMBER],
    /// Of each datum that was seen those that are about it, by its bit.
    data: [RuleSet; Seen::BITS],
    /// Those about elements of an array, with the data of that array.
    elements: Vec<(Seen, &'static ShapeCase, usize)>,
}

impl Holding {
    fn of(only_side: Option<Side>) -> &'static Self {
        static ALL: [OnceLock<Holding>; 3] = [const { OnceLock::new() }; 3];
        let [both, client, service] = &ALL;
        let place = match only_side {
            None => both,
            Some(Side::Client) => client,
            Some(Side::Service) => service,
        };
        place.get_or_init(|| Self::read(only_side))
    }

    fn read(only_side: Option<Side>) -> Self {
        let none = RuleSet::new();
        let (holders, data) = ([none; Holder::NUMBER], [none; Seen::BITS]);
        let mut all = Self { holders, data, elements: Vec::new() };
        let judged = |sight: &&Sight| only_side.is_none_or(|side| sight.blame.sides().contains(&side));
        for sight in Sight::all().iter().filter(judged) {
            let of_judged = |data: Seen| match only_side {
                Some(side) if sight.blame == Blame::Sender => data.sent_by(side),
                _ => data,
            };
            for (holder, rules) in all.holders.iter_mut().enumerate() {
                if sight.holders.contains(&holder) {
                    rules.insert_number(sight.number);
                }
            }
            for bit in of_judged(sight.data).bits() {
                if let Some(rules) = all.data.get_mut(bit) {
                    rules.insert_number(sight.number);
                }
            }
            let elements = sight.elements.iter().map(|case| (of_judged(case.datum()), *case, sight.number));
            all.elements.extend(elements);
        }
        all
    }
}
