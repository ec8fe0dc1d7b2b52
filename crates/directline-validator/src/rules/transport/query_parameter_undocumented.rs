//! `query-parameter-undocumented`.

use directline_types::Operation;

use crate::facts::{Facts, Filling, filling};
use crate::hint;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, percent, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The query of a request has no parameters beside the documented ones: `watermark` of Get Messages and
    /// `userId` of an upload, in this letter case. A documented name in another letter case, and one that is
    /// nearly documented, are told with a hint.
    ///
    /// A parameter `conversationId` is `conversation-id-query-mismatch`. An upload that has nearly
    /// `userId`, as `userid` or `user`, in place of it is `user-id-missing`. A query without names, such as the `?...` of the documents, is not
    /// named.
    ///
    /// ## Why it matters
    ///
    /// No document says what the service does with other parameters. Most servers pass over them: a request
    /// with `Watermark` is then one without watermark, and gets all messages again.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?Watermark=0001a-94 HTTP/1.1
    /// ```
    ///
    /// Write `?watermark=0001a-94`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, the URLs of the operations. That other parameters do not belong
    /// there is inferred from them.
    "query-parameter-undocumented" {
        family: Transport,
        summary: "the URL has a query parameter that is not documented",
        blame: Client,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-040", "DL-060", "DL-050", "DL-030", "DL-021", "DL-025"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let Some(operation) = facts.operation() else { return Outcome::NotApplicable };
    let (documented, statements): (_, &'static [&'static str]) = match operation {
        Operation::GetMessages => (Some("watermark"), &["DL-040"]),
        Operation::Upload => (Some("userId"), &["DL-060"]),
        Operation::SendMessage => (None, &["DL-050"]),
        Operation::StartConversation => (None, &["DL-030"]),
        Operation::GenerateToken => (None, &["DL-021"]),
        Operation::RefreshToken => (None, &["DL-025"]),
    };
    let target = &facts.request().target;
    let lacks_user = operation == Operation::Upload && target.parameters("userId").next().is_none();
    for (written, value, at) in target.query_pairs() {
        let name = percent::decode_text(written);
        let is_open = filling(&name, &[]) == Filling::Hidden;
        let is_name = !is_open && name.contains(|c: char| c.is_alphanumeric() || c == '_');
        let is_said = name == "conversationId" || (lacks_user && hint::near("userId", &name));
        if !is_name || is_said || documented == Some(name.as_ref()) {
            continue;
        }
        let expected = match documented {
            Some(known) if name.eq_ignore_ascii_case(known) => format!("{known}, in this letter case"),
            Some(known) if hint::near(known, &name) => format!("did you mean {known}"),
            Some(known) => format!("no parameter but {known}"),
            None => "no parameter".to_owned(),
        };
        sink.violation(
            Facts::parameter_place(&quote::plain(&name), value, at),
            "the query parameter is not documented",
            format!("a parameter {}", quote::plain(&name)),
            expected,
        );
        sink.resting_on(statements);
    }
    Outcome::Decided
}
