//! What the ledger remembers and forgets, and that every exchange comes out once, in the order of the capture.

mod sequences;

use directline_exchange::{Content, Exchange, Observed, Reason, Response, Started, Target};
use proptest::prelude::*;

use super::history::MAX_CONVERSATIONS;
use crate::{Judgement, Ledger, Validator};

fn poll(conversation: &str, watermark: &str, answer: &str) -> Exchange {
    let url = format!(
        "https://directline.botframework.com/api/conversations/{conversation}/messages?watermark={watermark}"
    );
    let mut exchange = Exchange::new("GET", Target::parse(&url));
    exchange.request.headers.push("Authorization", "Bearer secret-1");
    exchange.response = Response::with_status(200);
    exchange.response.headers.push("Content-Type", "application/json");
    exchange.response.body = Observed::Present(Content::exact(answer.as_bytes()));
    exchange
}

fn at(mut exchange: Exchange, unix_nanos: i64) -> Exchange {
    exchange.started = Observed::Present(Started { written: String::new(), unix_nanos });
    exchange
}

const EMPTY: &str = r#"{"messages":[],"watermark":"5"}"#;

fn reason(judgement: &Judgement, rule: &str) -> Option<Reason> {
    judgement.inconclusive.iter().find(|skipped| skipped.rule.name == rule).map(|skipped| skipped.reason)
}

fn fires(judgement: &Judgement, rule: &str) -> bool {
    judgement.findings.iter().any(|finding| finding.rule.name == rule)
}

#[test]
fn a_conversation_that_was_forgotten_is_not_judged() {
    let mut exchanges = vec![poll("first", "5", EMPTY)];
    exchanges.extend((0..MAX_CONVERSATIONS).map(|number| poll(&format!("c{number}"), "5", EMPTY)));
    // Seen first of those that are left; seen last; forgotten; never seen, and once.
    exchanges.push(poll("c0", "9", EMPTY));
    exchanges.push(poll(&format!("c{}", MAX_CONVERSATIONS - 1), "9", EMPTY));
    exchanges.push(poll("first", "9", EMPTY));
    exchanges.push(poll("new", "9", EMPTY));
    exchanges.push(poll("new", "8", EMPTY));
    let judgements = Validator::new().check_all(&exchanges);
    let [.., oldest, kept, forgotten, new, again] = judgements.as_slice() else { panic!("five judgements") };
    assert!(fires(oldest, "watermark-unknown"));
    assert!(fires(kept, "watermark-unknown"));
    assert_eq!(reason(forgotten, "watermark-unknown"), Some(Reason::LedgerFull));
    assert_eq!(reason(new, "watermark-unknown"), Some(Reason::LedgerFull));
    assert_eq!(reason(again, "watermark-unknown"), Some(Reason::LedgerFull));
}

#[test]
fn a_conversation_longer_than_the_ledger_is_not_judged_to_its_end() {
    let page = |from: usize| {
        let messages: Vec<String> = (from..from + 1_000).map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
        format!(r#"{{"messages":[{}],"watermark":"{}"}}"#, messages.join(","), from + 999)
    };
    let mut exchanges: Vec<_> =
        (0..70).map(|number| poll("c", &(number * 1_000_usize).to_string(), &page(number * 1_000))).collect();
    exchanges.push(poll("c", "1", EMPTY));
    let judgements = Validator::new().check_all(&exchanges);
    assert_eq!(reason(&judgements[60], "message-id-reused"), None);
    assert_eq!(reason(judgements.last().unwrap(), "watermark-unknown"), Some(Reason::LedgerFull));
}

#[test]
fn an_exchange_far_from_its_place_is_out_of_order() {
    let mut exchanges: Vec<_> = (0..3_000).map(|time| at(poll("c", "5", EMPTY), 1_000 + time)).collect();
    exchanges.push(at(poll("c", "9", EMPTY), 1));
    let judgements = Validator::new().check_all(&exchanges);
    let last = judgements.last().unwrap();
    assert_eq!(reason(last, "watermark-unknown"), Some(Reason::OutOfOrder));
    assert!(!fires(last, "watermark-unknown"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn every_exchange_comes_out_once_and_in_order(
        times in prop::collection::vec(prop::option::of(any::<i64>()), 0..400), heavy in 0..4_usize,
    ) {
        let validator = Validator::new();
        let mut ledger: Ledger<usize> = validator.ledger();
        let mut out = Vec::new();
        for (number, time) in times.iter().enumerate() {
            let mut exchange = poll("c", "5", &format!("{EMPTY}{}", " ".repeat(heavy * 100_000)));
            if let Some(time) = time {
                exchange = at(exchange, *time);
            }
            ledger.push(number, validator.examine(&exchange));
            out.extend(std::iter::from_fn(|| ledger.pop()).map(|(number, _)| number));
        }
        ledger.finish();
        out.extend(std::iter::from_fn(|| ledger.pop()).map(|(number, _)| number));
        prop_assert_eq!(out, (0..times.len()).collect::<Vec<_>>());
    }
}
