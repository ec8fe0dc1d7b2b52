//! Every body of every recording of the corpus, taken for each object of the API.

use std::collections::BTreeMap;

use directline_capture::{Limits, inputs, open};
use directline_exchange::{Body, Fidelity};

use super::judges::{BEYOND_SCHEMA, OBJECTS, agreed, schemas, value};

/// The bytes of every body that is recorded whole, without repetition.
fn bodies() -> BTreeMap<Vec<u8>, String> {
    let mut all = BTreeMap::new();
    let corpus = schemas().join("../corpus");
    for input in inputs(&[corpus]) {
        let Ok(capture) = input.and_then(|input| open(&input, &Limits::default())) else { continue };
        for recorded in capture.flatten() {
            let exchange = recorded.exchange;
            for body in [exchange.request.body, exchange.response.body] {
                if let Body::Present(content) = body
                    && content.gaps.is_empty()
                    && content.fidelity == Fidelity::Exact
                {
                    all.entry(content.bytes).or_insert_with(|| exchange.source.capture.to_string());
                }
            }
        }
    }
    all
}

#[test]
fn all_judges_agree_on_every_body() {
    let mut beyond: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let (mut taken, mut refused) = (0, 0);
    for (body, capture) in bodies() {
        match value(&body) {
            Err(reason) => *beyond.entry(reason).or_default() += 1,
            Ok(value) => {
                for object in OBJECTS {
                    match agreed(object, &body, &value) {
                        Ok(true) => taken += 1,
                        Ok(false) => refused += 1,
                        Err(difference) => wrong.push(format!("{capture}: {difference}")),
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(taken > 200 && refused > 1_500, "{taken} {refused}");
    assert!(
        beyond.keys().all(|name| BEYOND_SCHEMA.iter().any(|(declared, _)| declared == name)),
        "{beyond:?}"
    );
}
