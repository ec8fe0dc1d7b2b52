//! `token-reissued`.

use crate::ledger::{Moment, What, seen};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Generate Token answers a token that no earlier answer in the recording issued: each is valid for a
    /// new conversation.
    ///
    /// ## Why it matters
    ///
    /// Two clients that got the same token are in the same conversation, and each reads what the other
    /// writes.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/tokens/conversation HTTP/1.1
    ///
    /// "TOKEN"
    /// ```
    ///
    /// Where the answer before was `"TOKEN"` too.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Token operations, and Generate Token: a token that is valid for
    /// one conversation, a new one.
    "token-reissued" {
        family: Conversation,
        summary: "a token is generated that was issued before",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-024", "DL-171"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let What::Generate(issued) = &moment.event.what else { return Err(Outcome::NotApplicable) };
    let issued = seen(issued)?;
    if let Some(token) = moment.history()?.token(issued.key) {
        let found = "a token that was issued before";
        sink.violation(issued.place.whole(), "the same token is issued twice", found, "a token of its own");
        sink.related(token.index, "the answer that issued it first");
    }
    Ok(Outcome::Decided)
}
