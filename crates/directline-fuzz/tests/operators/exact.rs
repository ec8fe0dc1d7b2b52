//! A broken exchange has a finding more of the operator's rule, and no other that it did not have before.

use std::collections::BTreeMap;

use directline_exchange::Exchange;
use directline_fuzz::{Dice, Operator, Pair};
use directline_validator::Validator;
use proptest::prelude::*;

use crate::session::session;

/// How often each rule speaks.
fn findings(exchange: &Exchange) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for found in Validator::new().check(exchange).findings {
        *counts.entry(found.rule.name).or_default() += 1 + found.further;
    }
    counts
}

/// What is wrong with what an operator did, if it did something.
pub(crate) fn fault(operator: &Operator, exchange: &Exchange, seed: u64) -> Option<String> {
    let mut pair = Pair::of(exchange).unwrap();
    if !operator.apply(&mut pair, &mut Dice::new(seed)) {
        return None;
    }
    let mut broken = exchange.clone();
    pair.apply_to(&mut broken);
    let (before, after) = (findings(exchange), findings(&broken));
    let is_companion = |rule: &str| operator.companions().any(|(companion, _)| companion == rule);
    let is_new = |(rule, number): (&&str, &u64)| before.get(*rule).is_none_or(|before| before < number);
    let mut others = after.iter().filter(|(rule, _)| **rule != operator.rule && !is_companion(rule));
    let speaks = after.get_key_value(operator.rule).is_some_and(is_new);
    if speaks && !others.any(is_new) {
        return None;
    }
    let request = String::from_utf8_lossy(&pair.request.body).into_owned();
    let response = String::from_utf8_lossy(&pair.response.body).into_owned();
    Some(format!(
        "{} should break {} alone, but breaks {:?} (before: {:?}):\n    {} {} {:?}\n    {request:?}\n    {} {:?} {response:?}",
        operator.name,
        operator.rule,
        after,
        before,
        pair.request.method,
        pair.request.target,
        pair.request
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value)))
            .collect::<Vec<_>>(),
        pair.response.status,
        pair.response.headers,
    ))
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
        operator in prop::sample::select(Operator::ALL),
        of_session in 0..1_000_u64,
        seed: u64,
    ) {
        for exchange in session(of_session) {
            if let Some(fault) = fault(&operator, &exchange, seed) {
                prop_assert!(false, "{fault}");
            }
        }
    }
}
