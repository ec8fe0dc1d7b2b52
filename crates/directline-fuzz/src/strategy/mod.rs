//! proptest strategies of what a client sends, for the tests of other implementations.
//!
//! What they yield is valid: no rule has anything against it, under any profile. It is also what services stumble over:
//! emoji, empty texts beside an image, long texts, escapes, odd boundaries, nested channel data.

mod message;
mod text;
mod upload;

use directline_types::Message;

pub use upload::{Content, File, Form, Upload};

use crate::generate::Generated;
use crate::plan::Plan;

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
