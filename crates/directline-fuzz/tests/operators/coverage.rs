//! Which rules have operators, and which operators have something to work on.

use directline_fuzz::{Dice, Operator, Pair};

use crate::session::session;

#[test]
fn every_operator_applies_somewhere() {
    let pairs: Vec<Pair> = session(1).iter().filter_map(Pair::of).collect();
    let applies = |operator: &Operator| {
        pairs.iter().any(|pair| (0..4).any(|seed| operator.apply(&mut pair.clone(), &mut Dice::new(seed))))
    };
    let dead: Vec<&str> =
        Operator::ALL.iter().filter(|operator| !applies(operator)).map(|operator| operator.name).collect();
    assert_eq!(dead, [""; 0]);
}
