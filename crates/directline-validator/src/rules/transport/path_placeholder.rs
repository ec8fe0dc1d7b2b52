//! `path-placeholder`.

use directline_exchange::Reason;

use crate::facts::{Facts, Filling};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The conversation id in the path is not the placeholder of the documentation (`{conversationId}`,
    /// also percent-encoded, in other brackets, or half of it) and not what a script writes for a value
    /// that it does not have (`undefined`, `null`, `None`, `NaN`, `[object Object]`).
    ///
    /// The form of real ids is opaque and not checked.
    ///
    /// ## Why it matters
    ///
    /// The template was not filled in: no such conversation exists, and the service answers 404.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/{conversationId}/messages HTTP/1.1
    /// ```
    ///
    /// Write `GET /api/conversations/abc123/messages` with the id that Start Conversation returned.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload (replace
    /// `{conversationId}` with the ID of the conversation); API reference - Direct Line API 1.1, the
    /// paths of the operations.
    "path-placeholder" {
        family: Transport,
        summary: "the conversation id in the path is a placeholder",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-121", "DL-025", "DL-040", "DL-050", "DL-060"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let Some(written) = facts.matched().and_then(|matched| matched.conversation.as_deref()) else {
        return Outcome::NotApplicable;
    };
    let filling = facts.conversation_in_path().map(|(_, filling)| filling);
    if filling == Some(Filling::Hidden) {
        return Outcome::Inconclusive(Reason::NotRecorded);
    }
    if filling == Some(Filling::Placeholder) {
        let target = &facts.request().target;
        let start = target.path.find(&format!("/{written}/")).map_or(0, |at| at.saturating_add(1));
        let start = target.path_at.saturating_add(start);
        sink.violation(
            Place::of(Part::RequestUrl).at(start..start.saturating_add(written.len())),
            "the conversation id in the path is a placeholder",
            quote::text(written),
            "the id of a conversation",
        );
    }
    Outcome::Decided
}
