//! A session that was recorded can be sent again: to a service with other ids, tokens and watermarks.

use directline_capture::har::{About, Writer};
use directline_capture::{Limits, open_bytes};
use directline_exchange::Exchange;
use directline_fuzz::script::Recording;
use directline_fuzz::{Act, Deed, Dice, Generate, Manners, Model, Plan, Session, strategy};
use directline_reference::{Service, Settings};
use directline_validator::Validator;
use proptest::prelude::*;

fn exchanges(session: &Session) -> Vec<&Exchange> {
    session.exchanges.iter().map(|sent| &sent.exchange).collect()
}

/// The exchanges, written as a HAR and read again.
fn written_and_read(exchanges: &[&Exchange]) -> Vec<Exchange> {
    let about = About { creator: "test", version: "1", comment: None };
    let mut writer = Writer::new(Vec::new(), &about).unwrap();
    for exchange in exchanges {
        writer.write(exchange).unwrap();
    }
    let capture = open_bytes("session.har", writer.finish().unwrap(), &Limits::default()).unwrap();
    capture.map(|recorded| recorded.unwrap().exchange).collect()
}

/// How long whoever sends is ready to wait.
fn patient(secret: &str) -> Manners {
    Manners { secret: secret.to_owned(), patience: std::time::Duration::from_hours(1) }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
    #[test]
    fn a_recorded_session_goes_the_same_way_again(mut plan in strategy::plans()) {
        // When exactly somebody waited does not show where the next request was broken; at the end it does not matter.
        plan.deeds.retain(|deed| deed.act != Act::PollLate);
        if plan.deeds.is_empty() {
            plan.deeds.push(Deed::new(Act::PollLate));
        }
        let first = Session::run(&plan.script(), &mut Model::default(), &patient("test-secret"));
        let read = written_and_read(&exchanges(&first));
        let recording = Recording::new(&Validator::new(), &read);
        prop_assert_eq!(&recording.left_out, &[]);

        let settings = Settings { secret: "other-secret".to_owned(), seed: 2, ..Settings::default() };
        let mut other = Model::new(Service::new(settings));
        let again = Session::run(&recording.script, &mut other, &patient("other-secret"));
        prop_assert_eq!(&again.skipped, &[]);
        prop_assert_eq!(first.exchanges.len(), again.exchanges.len());
        for ((sent, was), is) in first.exchanges.iter().zip(exchanges(&first)).zip(exchanges(&again)) {
            prop_assert_eq!(&was.request.method, &is.request.method);
            // A credential that a broken request has in a URL is not sent again.
            if !sent.is_broken {
                prop_assert_eq!(&was.request.body, &is.request.body);
            }
            prop_assert_eq!(&was.response.status, &is.response.status, "{} {}", is.request.method, is.request.target.written);
            let length = |exchange: &Exchange| exchange.response.body.present().map(|body| body.bytes.len());
            prop_assert_eq!(length(was), length(is));
            let shown = format!("{is:?}");
            prop_assert!(!shown.contains("test-secret"));
        }
    }
}

/// The bytes of the first hundred plans of seed 1, as one number (FNV-1a). It was computed on a 64-bit little-endian
/// machine; any other must get the same. It changes when what is generated changes, and says so.
const SEED_1: u64 = 0xa004_724a_aabf_ea89;

#[test]
fn a_seed_gives_the_same_bytes_on_every_machine() {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for number in 0..100 {
        let plan = Plan::generate(&mut Dice::of(1, number));
        let session = Session::run(&plan.script(), &mut Model::default(), &Manners::default());
        for exchange in exchanges(&session) {
            let body = exchange.request.body.present().map_or(&[][..], |body| &body.bytes);
            for byte in exchange.request.target.written.bytes().chain(body.iter().copied()) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    assert_eq!(hash, SEED_1, "what is generated has changed: {hash:#x}");
}
