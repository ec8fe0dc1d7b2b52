//! proptest strategies of what a client sends, for the tests of other implementations.
//!
//! What they yield is valid: no rule has anything against it, under any profile. It is also what services stumble over:
//! emoji, empty texts beside an image, long texts, escapes, odd boundaries, nested channel data.

mod message;
mod text;
mod upload;

use directline_exchange::Exchange;
use directline_types::Message;
use proptest::prelude::*;

pub use upload::{Content, File, Form, Upload};

use crate::generate::Generated;
use crate::plan::Plan;
use crate::{Dice, Manners, Model, Operator, Pair, Session};

/// Messages as a client should send them.
///
/// # Examples
///
/// ```
/// use directline_fuzz::strategy;
/// use directline_types::SentMessage;
/// use proptest::prelude::*;
///
/// proptest!(|(message in strategy::messages())| {
///     prop_assert!(SentMessage::try_from(message).is_ok());
/// });
/// ```
pub fn messages() -> Generated<Message> {
    Generated::new()
}

/// Uploads: one file by itself, or a form of files with or without a message.
///
/// # Examples
///
/// ```
/// use directline_fuzz::strategy;
/// use proptest::prelude::*;
///
/// proptest!(|(upload in strategy::uploads())| {
///     prop_assert!(!upload.user.is_empty());
/// });
/// ```
pub fn uploads() -> Generated<Upload> {
    Generated::new()
}

/// Whole sequences of requests by up to two clients.
///
/// # Examples
///
/// ```
/// use directline_fuzz::strategy;
/// use proptest::prelude::*;
///
/// proptest!(|(plan in strategy::plans())| {
///     prop_assert!(!plan.script().steps.is_empty());
/// });
/// ```
pub fn plans() -> Generated<Plan> {
    Generated::new()
}

/// What plans look like on the wire, with the model service: exchanges in the order of time. The service is never to
/// blame; the client is where a plan breaks a request on purpose.
///
/// # Examples
///
/// ```
/// use directline_fuzz::strategy;
/// use directline_validator::{Side, Validator};
/// use proptest::prelude::*;
///
/// proptest!(ProptestConfig::with_cases(8), |(exchanges in strategy::exchanges())| {
///     let first = Validator::new().check(&exchanges[0]);
///     prop_assert!(first.findings.iter().all(|found| found.side == Side::Client));
/// });
/// ```
pub fn exchanges() -> impl Strategy<Value = Vec<Exchange>> + Clone {
    plans().prop_map(|plan| {
        let session = Session::run(&plan.script(), &mut Model::default(), &Manners::default());
        session.exchanges.into_iter().map(|sent| sent.exchange).collect()
    })
}

/// Requests that break one rule each, malformed uploads among them, with the operator that broke them; for tests that a
/// service refuses them in order.
///
/// # Examples
///
/// ```
/// use directline_fuzz::strategy;
/// use proptest::prelude::*;
///
/// proptest!(ProptestConfig::with_cases(8), |((request, operator) in strategy::broken_requests())| {
///     prop_assert!(operator.breaks_request() && !request.method.is_empty());
/// });
/// ```
pub fn broken_requests() -> impl Strategy<Value = (directline_reference::Request, &'static Operator)> + Clone
{
    (exchanges(), any::<u64>()).prop_filter_map(
        "nothing in the plan can be broken so",
        |(exchanges, seed)| {
            let mut dice = Dice::new(seed);
            let operator = dice.pick(Operator::ALL).filter(|operator| operator.breaks_request())?;
            let pairs = exchanges.iter().filter_map(Pair::of);
            pairs.map(|pair| pair.request).find_map(|mut request| {
                operator.apply_request(&mut request, &mut dice).then_some((request, operator))
            })
        },
    )
}
