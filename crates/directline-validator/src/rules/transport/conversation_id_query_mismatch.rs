//! `conversation-id-query-mismatch`.

use crate::facts::{Facts, Filling};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, percent, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Where a URL has a query parameter `conversationId` beside the conversation id in its path, both are the
    /// same, percent-decoded. One that agrees is not named. Where the id in the path is a placeholder,
    /// `path-placeholder` speaks alone.
    ///
    /// ## Why it matters
    ///
    /// The documents give the id in the path alone. Which conversation the client meant cannot be told,
    /// and no document says which one the service takes.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?conversationId=xyz789 HTTP/1.1
    /// ```
    ///
    /// Leave the parameter out.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, the paths of the operations. Send a message to the bot in Direct
    /// Line API 1.1, Send a single attachment by upload (`{conversationId}` in the URI is the ID of the
    /// conversation).
    "conversation-id-query-mismatch" {
        family: Transport,
        summary: "the conversation id in the query is not that of the path",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-121", "DL-025", "DL-040", "DL-050", "DL-060"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let Some((own, Filling::Value)) = facts.conversation_in_path() else { return Outcome::NotApplicable };
    let mut outcome = Outcome::NotApplicable;
    for (value, at) in facts.request().target.parameters("conversationId") {
        let decoded = percent::decode_text(value);
        outcome = Outcome::Decided;
        if decoded != own {
            sink.violation(
                Facts::parameter_place("conversationId", value, at),
                "the conversation id in the query is not that of the path",
                quote::text(&decoded),
                format!("{}, as in the path, or no parameter", quote::text(own)),
            );
        }
    }
    outcome
}
