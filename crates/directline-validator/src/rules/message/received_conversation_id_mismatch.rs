//! `received-conversation-id-mismatch`.

use directline_exchange::Observed;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Where a Message in the answer to Get Messages has a `conversationId`, it is that of the
    /// request's path, percent-decoded. A Message without the member is right. A path in which the
    /// placeholder was left is `path-placeholder` alone.
    ///
    /// ## Why it matters
    ///
    /// Get Messages retrieves messages of the conversation that was asked for. A message of another one
    /// shows a user what was said to somebody else.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages HTTP/1.1
    ///
    /// HTTP/1.1 200 OK
    ///
    /// {"messages": [{"conversationId": "abc124", "text": "hello"}], "watermark": "1"}
    /// ```
    ///
    /// Answer the messages of `abc123`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object and Get Messages. That the two ids agree is
    /// inferred from both.
    "received-conversation-id-mismatch" {
        family: Message,
        summary: "the conversationId of a received message is not that of the path",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-076", "DL-046"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let id = match facts.conversation_of_path() {
        Observed::Present(id) => id,
        Observed::Absent => return Outcome::NotApplicable,
        Observed::NotObservable(reason) => {
            let is_compared =
                facts.received.list.iter().any(|message| message.text("conversationId").is_some());
            return if is_compared { Outcome::Inconclusive(reason) } else { Outcome::NotApplicable };
        }
    };
    facts.received.each(sink, |message, sink| {
        let named = message.text("conversationId")?;
        if named.text != id {
            sink.violation(
                message.place_of_member("conversationId", named.value),
                "the message is of another conversation than the one asked for",
                quote::text(&named.text),
                format!("{}, as in the path", quote::text(id)),
            );
        }
        Some(())
    })
}
