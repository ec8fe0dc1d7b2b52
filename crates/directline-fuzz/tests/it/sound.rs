//! What is generated is valid, and the model service has nothing to be blamed for.

use directline_exchange::{Exchange, Intent};
use directline_fuzz::hunt::{Budget, Hunter};
use directline_fuzz::{Manners, Model, Session, strategy};
use directline_types::Operation;
use directline_validator::{Family, Profile, Side, Validator};
use proptest::prelude::*;

/// How many plans are tried, of about twelve exchanges each.
const PLANS: u32 = 500;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(PLANS) })]
    #[test]
    fn the_model_service_is_never_to_blame_nor_a_valid_request(plan in strategy::plans()) {
        let session = Session::run(&plan.script(), &mut Model::default(), &Manners::default());
        prop_assert_eq!(&session.stopped, &None);
        let exchanges: Vec<&Exchange> = session.exchanges.iter().map(|sent| &sent.exchange).collect();
        for profile in [Profile::Documented, Profile::Strict, Profile::Observed] {
            let judgements = Validator::new().with_profile(profile).check_all(exchanges.iter().copied());
            let mut is_tainted = false;
            for (sent, judgement) in session.exchanges.iter().zip(judgements) {
                // What the service took although it was broken, it hands on.
                is_tainted |= sent.is_broken;
                let is_page = judgement.operation == Some(Operation::GetMessages);
                for found in judgement.findings.iter().filter(|_| !(is_tainted && is_page)) {
                    // A plan may ask for all messages again: a service must answer that, though clients should not ask.
                    let is_request = found.rule.family != Family::Conversation;
                    let is_valid = sent.exchange.intent == Intent::Valid;
                    let is_blamed = found.side == Side::Service || (is_valid && is_request);
                    prop_assert!(!is_blamed, "{} {:?}: {}", found.rule.name, profile, found.message);
                }
            }
        }
    }
}

/// The same without shrinking, which is faster, under the profile that has the most errors.
#[test]
fn a_hundred_thousand_exchanges_have_no_finding() {
    let validator = Validator::new().with_profile(Profile::Strict);
    let budget = Budget { seed: 2, cases: 8_000, ..Budget::default() };
    let bag = Hunter::new(&validator, Manners::default()).hunt(&mut [Model::default()], &budget);
    let caught: Vec<_> =
        bag.catches.iter().map(|caught| (caught.rule.name, &caught.message, caught.case)).collect();
    assert_eq!(caught, []);
    assert!(bag.requests >= 100_000, "{}", bag.requests);
}
