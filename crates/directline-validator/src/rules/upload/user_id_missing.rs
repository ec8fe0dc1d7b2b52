//! `user-id-missing`.

use directline_exchange::Reason;
use directline_types::Operation;

use crate::facts::{Facts, Filling, filling};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, percent, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The URL of an upload has a parameter `userId`. Its name is compared letter by letter. A
    /// parameter without value is `user-id-empty`.
    ///
    /// A recorder that filters query parameters makes this look missing.
    ///
    /// ## Why it matters
    ///
    /// The reference page and the article set it in every form of the request. Without it the service
    /// does not know who sends the files, and was recorded to answer 400. The Swagger file calls it
    /// optional, so under the profile `observed` this is a note.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload HTTP/1.1
    /// ```
    ///
    /// Ask for `/api/conversations/abc123/upload?userId=user1`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). Send a message to the bot in
    /// Direct Line API 1.1, Send a single attachment by upload. Send a message to the bot in Direct
    /// Line API 1.1, Send multiple attachments by upload. Known from the Swagger file: optional.
    "user-id-missing" {
        family: Upload,
        summary: "an upload does not say whose it is",
        blame: Client,
        levels: Levels::all(Level::Error).observed(Level::Note),
        statements: ["DL-060", "DL-061", "DL-135", "EX-22"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::Upload) {
        return Outcome::NotApplicable;
    }
    let target = &facts.request().target;
    if target.parameters("userId").next().is_none() {
        // A stub that takes any query has a variable in its place.
        let is_open = |name: &str| filling(&percent::decode_text(name), &[]) == Filling::Hidden;
        if target.query_pairs().any(|(name, ..)| is_open(name)) {
            return Outcome::Inconclusive(Reason::NotRecorded);
        }
        let similar = target.query_pairs().find(|(name, ..)| name.eq_ignore_ascii_case("userid"));
        let found = match similar {
            Some((name, ..)) => format!("{}, in another letter case", quote::plain(name)),
            None => "no userId in the URL".to_owned(),
        };
        let expected = "?userId= and the id of the user who sends the files";
        sink.violation(facts.path_place(), "the upload does not say whose it is", found, expected);
    }
    Outcome::Decided
}
