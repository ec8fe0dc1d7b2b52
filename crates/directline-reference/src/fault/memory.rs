//! What a faulty service remembers.

use super::Fault;

/// State that only faults need.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// The last token that was generated.
    pub(crate) token: Option<String>,
    delivered: u64,
}

impl Memory {
    /// Whether the message that is delivered now is lost.
    pub(crate) fn loses(&mut self, fault: Option<Fault>) -> bool {
        self.delivered = self.delivered.saturating_add(1);
        fault == Some(Fault::MessageLost) && self.delivered.is_multiple_of(2)
    }
}
