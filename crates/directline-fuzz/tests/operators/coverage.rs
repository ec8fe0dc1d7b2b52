//! Which rules have operators, and which operators have something to work on.

use std::collections::BTreeSet;

use directline_fuzz::{Dice, Operator};
use directline_validator::{Family, rules};

use crate::session::pairs;

/// Rules about one exchange that no operator breaks, and why.
const NO_OPERATOR: &[(&str, &str)] = &[
    ("scheme-not-https", ADDRESS),
    ("base-uri-undocumented", ADDRESS),
    ("request-url-user-info", ADDRESS),
    (
        "valid-request-failed",
        "an exchange says that its request is valid only if its sender knows; seeded faults are found by the rule",
    ),
    ("http-message-malformed", "framing is the business of whoever writes the bytes, and a pair has none"),
];

const ADDRESS: &str = "scheme and host are those of the target, which no operator leaves";

#[test]
fn every_operator_applies_somewhere() {
    let applies = |operator: &Operator| {
        pairs().iter().any(|pair| (0..4).any(|seed| operator.apply(&mut pair.clone(), &mut Dice::new(seed))))
    };
    let dead: Vec<&str> =
        Operator::ALL.iter().filter(|operator| !applies(operator)).map(|operator| operator.name).collect();
    assert_eq!(dead, [""; 0]);
}

#[test]
fn every_rule_about_one_exchange_has_an_operator_or_a_reason() {
    let broken: BTreeSet<&str> = Operator::ALL.iter().map(|operator| operator.rule).collect();
    let one = rules().iter().filter(|rule| rule.family != Family::Conversation).map(|rule| rule.name);
    let excused: BTreeSet<&str> = NO_OPERATOR.iter().map(|(rule, _)| *rule).collect();
    let missing: BTreeSet<&str> = one.filter(|rule| !broken.contains(rule)).collect();
    assert_eq!(missing, excused);
}

/// What a rule says of sent messages and of received ones is broken on both sides, where it speaks of both.
#[test]
fn rules_of_both_sides_have_operators_for_both() {
    let sides = |name: &str| -> BTreeSet<bool> {
        let of_rule = Operator::ALL.iter().filter(|operator| operator.rule == name);
        of_rule.map(Operator::breaks_request).collect()
    };
    let both =
        rules().iter().filter(|rule| rule.blame.sides().len() == 2 && rule.family != Family::Conversation);
    let one_sided: Vec<&str> = both.map(|rule| rule.name).filter(|name| sides(name).len() == 1).collect();
    assert_eq!(one_sided, [""; 0]);
}
