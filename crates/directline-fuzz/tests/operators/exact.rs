//! A broken exchange has a finding more of the operator's rule, and no other that it did not have before.

use directline_exchange::Exchange;
use directline_fuzz::Operator;
use directline_fuzz::hunt::Mutation;
use directline_validator::Validator;
use proptest::prelude::*;

use crate::session::session;

/// What is wrong with what an operator did, if it did something.
pub(crate) fn fault(operator: &'static Operator, exchange: &Exchange, seed: u64) -> Option<String> {
    let Mutation { before, after, exchange, .. } =
        Mutation::new(operator, &Validator::new(), exchange, seed).filter(|mutation| !mutation.is_found())?;
    let (name, rule) = (operator.name, operator.rule);
    Some(format!("{name} should break {rule} alone, but breaks {after:?} (before: {before:?}): {exchange:?}"))
}

#[test]
fn each_operator_breaks_its_rule_and_no_other_on_every_exchange() {
    let exchanges = session(1);
    let mut faults = Vec::new();
    for operator in Operator::ALL {
        let seeds = (0..exchanges.len() as u64).flat_map(|at| (0..4).map(move |seed| (at, seed)));
        let fault = |(at, seed): (u64, u64)| fault(operator, &exchanges[usize::try_from(at).unwrap()], seed);
        faults.extend(seeds.filter_map(fault).take(2));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn an_operator_breaks_its_rule_and_no_other(
        operator in (0..Operator::ALL.len()).prop_map(|at| &Operator::ALL[at]),
        of_session in 0..1_000_u64,
        seed: u64,
    ) {
        for exchange in session(of_session) {
            if let Some(fault) = fault(operator, &exchange, seed) {
                prop_assert!(false, "{fault}");
            }
        }
    }
}
