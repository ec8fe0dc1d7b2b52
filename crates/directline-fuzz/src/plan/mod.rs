//! What up to two clients do, one after the other.

mod compile;
mod generate;

use directline_reference::Request;
use directline_types::Message;

use crate::strategy::Upload;
use crate::{Dice, Operator};

/// What clients do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In this order.
    pub deeds: Vec<Deed>,
}

/// What one client does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Which client: 0 or 1.
    pub client: usize,
    /// With what it shows who it is.
    pub credential: Credential,
    /// Whether the scheme is `BotConnector`, the older name of `Bearer`.
    pub is_bot_connector: bool,
    /// Whether the id in the path has a character percent-encoded that need not be.
    pub is_escaped: bool,
    /// What it does.
    pub act: Act,
    /// What is wrong with the request, if anything shall be.
    pub breakage: Option<Breakage>,
}

impl Deed {
    /// What the first client does with the secret, in the plainest way.
    pub fn new(act: Act) -> Self {
        Self {
            client: 0,
            credential: Credential::Secret,
            is_bot_connector: false,
            is_escaped: false,
            act,
            breakage: None,
        }
    }
}

/// A mutation operator and its choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breakage {
    /// The name of the [`Operator`].
    pub operator: &'static str,
    /// What its choices are made from.
    pub seed: u64,
}

impl Breakage {
    /// Breaks a request; whether it did.
    pub(crate) fn apply(self, request: &mut Request) -> bool {
        let operator = Operator::from_name(self.operator);
        operator.is_some_and(|operator| operator.apply_request(request, &mut Dice::new(self.seed)))
    }
}

/// With what a client shows who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The secret.
    Secret,
    /// Its newest token.
    Token,
}

/// What a client does. Whoever acts in a conversation has started one before, if need be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Generates a token.
    Generate,
    /// Starts a conversation.
    Start,
    /// Refreshes its token.
    Renew,
    /// Sends a message.
    Send(Message),
    /// Uploads files.
    Upload(Upload),
    /// Asks for messages after its watermark.
    Poll,
    /// Asks for all messages.
    PollAll,
    /// Asks for the other client's messages, with its own token.
    Spy,
    /// Asks for messages when its token has expired.
    PollLate,
    /// Does something that the service must refuse.
    Wrong(Wrong),
}

/// What the service must refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No `Authorization`.
    Anonymous,
    /// A credential that was never issued.
    Forged,
    /// A conversation that does not exist.
    NoConversation,
    /// A body that is no JSON.
    BrokenJson,
    /// A body that is no Message.
    NoMessage,
    /// No body.
    NoBody,
    /// A path that does not exist.
    NoOperation,
}
