//! What was caught.

use directline_exchange::Exchange;
use directline_types::Operation;
use directline_validator::{Judgement, Level, Rule, Side, Validator, Verdict};

use crate::{Sent, Session};

/// A rule that a target breaks in an operation, with the shortest sequence that shows it.
#[derive(Clone, Debug)]
pub struct Catch {
    /// The rule.
    pub rule: &'static Rule,
    /// The operation, if the request is one.
    pub operation: Option<Operation>,
    /// The level under the validator's profile.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// The number of the case that showed it first, from 0.
    pub case: u64,
    /// How many requests were sent until it showed.
    pub requests: u64,
    /// The shortest sequence that was found.
    pub session: Session,
    /// How many sequences were tried to make it short.
    pub tries: usize,
    /// Whether it showed again when the same was sent again; nothing if that was not tried.
    pub is_repeatable: Option<bool>,
}

/// What makes two findings the same catch.
pub(super) type Key = (&'static str, Option<Operation>);

/// A finding in a session.
pub(super) struct Sight {
    pub(super) rule: &'static Rule,
    pub(super) operation: Option<Operation>,
    pub(super) level: Level,
    pub(super) message: String,
    /// The number of the exchange in the session.
    pub(super) at: usize,
}

impl Sight {
    pub(super) fn key(&self) -> Key {
        (self.rule.name, self.operation)
    }
}

/// What the target did wrong in a session, and how many answers of operations could be judged.
pub(super) fn judge(
    validator: &Validator,
    session: &Session,
    audience: impl Fn(&Exchange, &Judgement),
) -> (Vec<Sight>, u64) {
    let judgements = validator.check_all(session.exchanges.iter().map(|sent| &sent.exchange));
    let (mut sights, mut decided) = (Vec::new(), 0_u64);
    let accepted = session.exchanges.iter().position(is_accepted_although_broken).unwrap_or(usize::MAX);
    for (at, (sent, judgement)) in session.exchanges.iter().zip(judgements).enumerate() {
        let is_decided = matches!(judgement.verdict, Verdict::Conforms | Verdict::Violates);
        if is_decided && judgement.operation.is_some() {
            decided = decided.saturating_add(1);
        }
        if at > accepted && judgement.operation == Some(Operation::GetMessages) {
            continue;
        }
        audience(&sent.exchange, &judgement);
        for found in judgement.findings {
            if found.side == Side::Service {
                sights.push(Sight {
                    rule: found.rule,
                    operation: judgement.operation,
                    level: found.level,
                    message: found.message,
                    at,
                });
            }
        }
    }
    (sights, decided)
}

/// Whether the service took what was broken on purpose, or may have: a failure after it was stored, or no answer. It may
/// take it: but what it hands on after that is the client's doing.
fn is_accepted_although_broken(sent: &Sent) -> bool {
    let is_refused =
        sent.exchange.response.status.present().is_some_and(|status| (400..500).contains(status));
    sent.is_broken && !is_refused
}
