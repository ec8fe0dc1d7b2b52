//! Sessions against one service, replayed against another.

use std::time::Duration;

use directline_exchange::Exchange;
use directline_fuzz::Act::{Poll, PollLate, Renew, Send, Start};
use directline_fuzz::script::Recording;
use directline_fuzz::{Manners, Model, Plan, Session, strategy};
use directline_reference::{Fault, Service, Settings};
use directline_types::Message;
use directline_validator::{Level, Side, Validator};
use proptest::prelude::*;

use super::record;
use crate::report::ReplayRecord;

fn manners(secret: &str) -> Manners {
    Manners { secret: secret.to_owned(), patience: Duration::from_hours(1) }
}

/// Another service than the one that was recorded: other ids, tokens and secret.
fn other(fault: Option<Fault>) -> Model {
    let settings = Settings { secret: "other-secret".to_owned(), seed: 2, ..Settings::default() };
    Model::new(
        fault.map_or_else(
            || Service::new(settings.clone()),
            |fault| Service::with_fault(settings.clone(), fault),
        ),
    )
}

/// Records a plan, and replays it against another service.
fn replayed(plan: &Plan, fault: Option<Fault>) -> (ReplayRecord, Session) {
    let validator = Validator::new();
    let first = Session::run(&plan.script(), &mut Model::default(), &manners("test-secret"));
    let recorded: Vec<Exchange> = first.exchanges.into_iter().map(|sent| sent.exchange).collect();
    let recording = Recording::new(&validator, &recorded);
    let session = Session::run(&recording.script, &mut other(fault), &manners("other-secret"));
    (record::of(("a.har", &recorded), &recording, ("b.har", &session), &validator), session)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
    #[test]
    fn two_sound_services_do_not_differ(mut plan in strategy::plans()) {
        // When exactly somebody waited does not show where the next request was broken.
        plan.deeds.retain(|deed| deed.act != PollLate);
        if plan.deeds.is_empty() {
            plan.deeds.push(directline_fuzz::Deed::new(PollLate));
        }
        let (record, session) = replayed(&plan, None);
        let differences: Vec<_> =
            record.differences.iter().map(|one| (one.index, &one.pointer, &one.recorded, &one.fresh, &one.note)).collect();
        prop_assert_eq!(differences, []);
        prop_assert_eq!((record.left_out.len(), record.not_compared.len(), record.further), (0, 0, 0));
        prop_assert_eq!(record.exchanges, session.exchanges.len() as u64);
        let exchanges = session.exchanges.iter().map(|sent| &sent.exchange);
        for judgement in Validator::new().only_side(Side::Service).check_all(exchanges) {
            let bad: Vec<_> = judgement.findings.iter().filter(|found| found.level >= Level::Warning).collect();
            prop_assert!(bad.is_empty() || plan.deeds.iter().any(|deed| deed.breakage.is_some()), "{bad:?}");
        }
    }
}

/// A client that starts a conversation, says something, asks twice, and renews its token.
fn usual() -> Plan {
    let deed = |act| directline_fuzz::Deed {
        client: 0,
        credential: directline_fuzz::Credential::Secret,
        is_bot_connector: false,
        is_escaped: false,
        act,
        breakage: None,
    };
    let hello = Message::text("hello").from("user1");
    Plan {
        deeds: vec![
            deed(Start),
            deed(Send(hello.clone())),
            deed(Poll),
            deed(Send(hello)),
            deed(Poll),
            deed(Poll),
            deed(Renew),
        ],
    }
}

#[test]
fn a_fault_shows_at_its_place() {
    let (record, _) = replayed(&usual(), None);
    assert_eq!((record.exchanges, record.differences.len()), (7, 0));
    let rows: &[(Fault, &str, Option<&str>)] = &[
        (Fault::WatermarkNumber, "body", Some("/watermark")),
        (Fault::WatermarkMissing, "body", Some("/watermark")),
        (Fault::WatermarkNull, "body", Some("/watermark")),
        (Fault::SendAnswers200, "status", None),
        (Fault::StartAnswers201, "status", None),
        (Fault::BodyOn204, "body", None),
    ];
    for (fault, part, pointer) in rows {
        let (record, _) = replayed(&usual(), Some(*fault));
        let found =
            record.differences.iter().any(|one| one.part == *part && one.pointer.as_deref() == *pointer);
        let shown: Vec<_> =
            record.differences.iter().map(|one| (one.part, &one.pointer, &one.fresh)).collect();
        assert!(found, "{}: {shown:?}", fault.name());
    }
}
