//! What a failure is reported with.

use super::json::Change::{Drop, Set, Text, Whole};
use super::place::Place::{Answer, Error, ErrorMessage};
use super::splice::Splice;
use super::{Operator, http, json, response};
use crate::Dice;

#[rustfmt::skip]
pub(super) const OPERATORS: &[Operator] = &[
    response("error-body-removed", "error-body-empty", "a failure has no body", |it, answer, _| {
        answer.body.clear();
        http::operation(it).is_some() && answer.status >= 400
    }),
    response("error-body-page", "error-body-not-json", "a failure is reported with a page", |it, answer, _| {
        answer.body = b"<html><body>Bad Gateway</body></html>".to_vec();
        let is_typed = http::replace(&mut answer.headers, "content-type", "text/html");
        is_typed && http::operation(it).is_some() && answer.status >= 400
    }),
    json(ErrorMessage, "error-json-broken", "error-body-malformed", "the JSON of an error is broken", Text(broken)),
    response("error-granted", "error-under-success", "an error is reported as a success", |it, answer, dice| {
        let body = [r#"{"error":{"code":"Internal","message":"An internal error occurred"}}"#, r#"{"message":"An error has occurred."}"#];
        let grants = http::operation(it).is_some_and(|found| !http::delivers(found)) && answer.status == 200;
        grants && dice.pick(&body).is_some_and(|body| { answer.body = (*body).into(); true })
    }),
    json(ErrorMessage, "error-message-other-type", "error-message-not-object", "the ErrorMessage is no object",
        Whole(&["[]", "\"NotFound\"", "null", "[{\"error\":{}}]"])),
    json(ErrorMessage, "error-bare", "error-missing", "the Error stands there without an ErrorMessage around it",
        Whole(&[r#"{"message":"An error has occurred."}"#, "{}", r#"{"code":"NotFound","message":"no"}"#])),
    json(ErrorMessage, "error-other-type", "error-not-object", "the Error is no object",
        Set(&["error"], &["null", "\"NotFound\"", "404", "[]"])),
    json(Error, "error-code-other-type", "error-code-not-string", "the code is no string",
        Set(&["code"], &["404", "[]", "{}", "false"])),
    json(Error, "error-code-of-3-0", "error-code-undocumented", "the code is one of Direct Line 3.0",
        Set(&["code"], &["\"BadArgument\"", "\"BotRejectedActivity\"", "\"TokenExpired\""])),
    json(Error, "error-code-invented", "error-code-unknown", "the code is on no list",
        Set(&["code"], &["\"notFound\"", "\"Forbidden\"", "\"\"", "\"NOTALLOWED\""])),
    json(Error, "error-text-other-type", "error-message-not-string", "the text of the error is no string",
        Set(&["message"], &["1", "[]", "{}", "true"])),
    json(Error, "error-status-other-type", "status-code-not-number", "the statusCode is no number",
        Set(&["statusCode"], &["\"404\"", "[]", "{}", "true"])),
    json(Error, "error-member-added", "error-member-unknown", "the Error has a member of its own",
        Set(&["innerHttpError", "details", "target"], &["null", "\"\"", "[]"])),
    json(ErrorMessage, "error-message-member-added", "error-member-unknown", "the ErrorMessage has a member of its own",
        Set(&["message", "requestId", "statusCode"], &["null", "\"\"", "1"])),
    json(Error, "error-member-null", "error-member-null", "a member of the Error is null",
        Set(&["code", "message", "statusCode"], &["null"])),
    json(Error, "error-code-removed", "error-code-missing", "the Error has no code", Drop(&["code"])),
    json(Error, "error-text-removed", "error-text-missing", "the Error has no message", Drop(&["message"])),
    json(Error, "error-status-other", "error-status-code-mismatch", "the statusCode is that of another response",
        Set(&["statusCode"], &["418", "200", "599"])),
    json(Error, "error-status-impossible", "error-status-code-out-of-range", "the statusCode is no status",
        Set(&["statusCode"], &["0", "99", "600", "404.5", "-404", "1e3"])),
    json(Answer, "answer-marked", "json-byte-order-mark", "a byte order mark stands before the answer",
        Text(|_, _| Some(Splice::insert(0, "\u{feff}")))),
];

/// Breaks the syntax of a JSON text.
pub(super) fn broken(text: &[u8], dice: &mut Dice) -> Option<Splice> {
    let closed = text.iter().rposition(|byte| !byte.is_ascii_whitespace())?;
    let end = closed.checked_add(1)?;
    match dice.below(3) {
        0 => Some(Splice::remove(closed..end)),
        1 => Some(Splice::insert(end, "}")),
        _ if text.get(closed) == Some(&b'}') => Some(Splice::insert(closed, ",")),
        _ => Some(Splice::remove(closed..end)),
    }
}
