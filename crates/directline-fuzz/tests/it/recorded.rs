//! A session that was recorded can be sent again: to a service with other ids, tokens and watermarks.

use directline_exchange::Exchange;
use directline_fuzz::script::Recording;
use directline_fuzz::{Manners, Model, Session, strategy};
use directline_reference::{Service, Settings};
use directline_validator::Validator;
use proptest::prelude::*;

fn exchanges(session: &Session) -> Vec<&Exchange> {
    session.exchanges.iter().map(|sent| &sent.exchange).collect()
}

/// How long whoever sends is ready to wait.
fn patient(secret: &str) -> Manners {
    Manners { secret: secret.to_owned(), patience: std::time::Duration::from_secs(3_600) }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]
    #[test]
    fn a_recorded_session_goes_the_same_way_again(plan in strategy::plans()) {
        let first = Session::run(&plan.script(), &mut Model::default(), &patient("test-secret"));
        let recording = Recording::new(&Validator::new(), exchanges(&first));
        prop_assert_eq!(&recording.left_out, &[]);

        let settings = Settings { secret: "other-secret".to_owned(), seed: 2, ..Settings::default() };
        let mut other = Model::new(Service::new(settings));
        let again = Session::run(&recording.script, &mut other, &patient("other-secret"));
        prop_assert_eq!(first.exchanges.len(), again.exchanges.len());
        for (was, is) in exchanges(&first).iter().zip(exchanges(&again)) {
            prop_assert_eq!(&was.request.method, &is.request.method);
            prop_assert_eq!(&was.request.body, &is.request.body);
            prop_assert_eq!(&was.response.status, &is.response.status, "{} {}", is.request.method, is.request.target.written);
            let length = |exchange: &Exchange| exchange.response.body.present().map(|body| body.bytes.len());
            prop_assert_eq!(length(was), length(is));
            let shown = format!("{is:?}");
            prop_assert!(!shown.contains("test-secret"));
        }
    }
}
