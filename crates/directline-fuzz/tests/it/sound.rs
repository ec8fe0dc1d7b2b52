//! What is generated is valid, and the model service has nothing to be blamed for.

use directline_exchange::{Exchange, Intent};
use directline_fuzz::{Manners, Model, Session, strategy};
use directline_validator::{Family, Profile, Side, Validator};
use proptest::prelude::*;

/// How many plans are tried: about ten exchanges each.
const PLANS: u32 = 2_000;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(PLANS) })]
    #[test]
    fn the_model_service_is_never_to_blame_nor_a_valid_request(plan in strategy::plans()) {
        let session = Session::run(&plan.script(), &mut Model::default(), &Manners::default());
        prop_assert_eq!(&session.stopped, &None);
        let exchanges: Vec<&Exchange> = session.exchanges.iter().map(|sent| &sent.exchange).collect();
        for profile in [Profile::Documented, Profile::Strict, Profile::Observed] {
            let judgements = Validator::new().with_profile(profile).check_all(exchanges.iter().copied());
            for (sent, judgement) in session.exchanges.iter().zip(judgements) {
                for found in &judgement.findings {
                    // A plan may ask for all messages again: a service must answer that, though clients should not ask.
                    let is_request = found.rule.family != Family::Conversation;
                    let is_blamed = found.side == Side::Service || (sent.exchange.intent == Intent::Valid && is_request);
                    prop_assert!(!is_blamed, "{} {:?}: {}", found.rule.name, profile, found.message);
                }
            }
        }
    }
}
