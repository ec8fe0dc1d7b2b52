//! Routes, queries, authorization, status.

use directline_reference::{Request, Response};
use directline_types::{ErrorCode, Operation};

use super::http::{self, operation};
use super::{Operator, Part, request, response};
use crate::Dice;

/// What scripts and samples leave in place of a value.
pub(super) const PLACEHOLDERS: &[&str] = &["undefined", "null", "None", "NaN", "[object%20Object]"];

#[rustfmt::skip]
pub(super) const OPERATORS: &[Operator] = &[
    request("path-unknown", "operation-unknown", "the path is that of no operation", unknown_path),
    request("method-replaced", "method-undocumented", "the method is not that of the operation", |it, dice| {
        let Some(method) = dice.pick(&["PUT", "PATCH", "DELETE"]) else { return false };
        operation(it).is_some() && set(&mut it.method, method)
    }),
    request("renewal-posted", "renew-by-post", "a token is refreshed with POST", |it, _| {
        operation(it) == Some(Operation::RefreshToken) && set(&mut it.method, "POST")
    }),
    request("token-asked-by-get", "tokens-by-get", "a token is generated as the Swagger file has it", |it, _| {
        operation(it) == Some(Operation::GenerateToken)
            && set(&mut it.method, "GET")
            && http::set_path(it, "/api/tokens")
    }),
    request("path-misspelt", "path-spelling", "the path is written as servers tolerate it", misspell_path),
    request("id-placeholder", "path-placeholder", "the path has a placeholder in place of the id", |it, dice| {
        let braces = dice.pick(&["{conversationId}", "%7BconversationId%7D"]).copied();
        let id = if dice.once_in(2) { braces } else { dice.pick(PLACEHOLDERS).copied() };
        id.is_some_and(|id| http::set_id(it, id))
    }),
    request("id-in-query", "conversation-id-query-mismatch", "the query names another conversation", |it, _| {
        names_conversation(it) && http::add_parameter(it, "conversationId", "another-conversation")
    }),
    request("parameter-repeated", "query-parameter-repeated", "a documented parameter is there twice", |it, _| {
        let name = match operation(it) {
            Some(Operation::GetMessages) => "watermark",
            Some(Operation::Upload) => "userId",
            _ => return false,
        };
        it.query(name).is_some_and(|value| !value.is_empty()) && http::add_parameter(it, name, "2")
    }),
    request("parameter-unknown", "query-parameter-undocumented", "the query has a parameter of its own", |it, dice| {
        let name = dice.pick(&["api-version", "limit", "t", "_"]);
        operation(it).is_some() && name.is_some_and(|name| http::add_parameter(it, name, "1"))
    }),
    request("watermark-emptied", "watermark-parameter-empty", "the watermark has no value", |it, _| watermark(it, "")),
    request("watermark-placeholder", "watermark-placeholder", "the watermark is a placeholder", |it, dice| {
        let braces = "%7Bwatermark_value%7D";
        let value = if dice.once_in(2) { Some(braces) } else { dice.pick(PLACEHOLDERS).copied() };
        value.is_some_and(|value| watermark(it, value))
    }),
    request("watermark-in-header", "watermark-misplaced", "the watermark is sent as a header", |it, _| {
        operation(it) == Some(Operation::GetMessages) && http::add(&mut it.headers, "watermark", "3")
    }),
    request("watermark-in-body", "watermark-misplaced", "the watermark is sent as a body", |it, _| {
        operation(it) == Some(Operation::GetMessages) && give_body(it, r#"{"watermark":"3"}"#)
    }),
    request("body-added", "request-body-undocumented", "a body is sent where none is documented", |it, dice| {
        let takes_none = operation(it).is_some_and(|found| !http::delivers(found));
        takes_none && dice.pick(&["{}", "null", "[]"]).is_some_and(|text| give_body(it, text))
    }),
    request("authorization-removed", "authorization-missing", "the request has no Authorization", |it, _| {
        operation(it).is_some() && http::remove(&mut it.headers, "authorization")
    }),
    request("authorization-repeated", "authorization-repeated", "the request has two credentials", |it, dice| {
        let joined = dice.once_in(2);
        let Some((name, value)) = http::find(&mut it.headers, "authorization") else { return false };
        if joined {
            *value = [value.as_slice(), b", Bearer another"].concat();
            return true;
        }
        let name = name.clone();
        http::add(&mut it.headers, &name, "Bearer another")
    }),
    request("scheme-replaced", "authorization-scheme-unknown", "the scheme is neither Bearer nor BotConnector", |it, dice| {
        let scheme = dice.pick(&["", "Basic ", "Token ", "Bearer: "]).copied();
        credential(it, |word| Some(format!("{}{word}", scheme?)))
    }),
    request("scheme-lower-case", "authorization-scheme-case", "the scheme is in another letter case", |it, dice| {
        let scheme = dice.pick(&["bearer", "BEARER", "botconnector"]).copied();
        credential(it, |word| Some(format!("{} {word}", scheme?)))
    }),
    request("credential-removed", "credential-missing", "nothing follows the scheme", |it, dice| {
        let left = dice.pick(&["Bearer", "BotConnector", ""]).copied();
        credential(it, |_| left.map(str::to_owned))
    }),
    request("credential-spoilt", "credential-malformed", "the credential is not one word", |it, dice| {
        let way = dice.below(4);
        credential(it, |word| Some(match way {
            0 => format!("Bearer \"{word}\""),
            1 => format!("Bearer Bearer {word}"),
            2 => format!("Bearer {word} {word}"),
            _ => "Bearer undefined".to_owned(),
        }))
    }),
    request("subscription-key-added", "subscription-key-sent", "a key of another service is sent along", |it, _| {
        operation(it).is_some() && http::add(&mut it.headers, "Ocp-Apim-Subscription-Key", "key")
    }),
    Operator {
        name: "secret-from-browser",
        rule: "secret-in-browser",
        about: "the request that generates a token comes from a browser",
        part: Part::Granted(|it, dice| {
            let header = dice.pick(&[("Sec-Fetch-Site", "cross-site"), ("Origin", "https://example.com")]);
            operation(it) == Some(Operation::GenerateToken)
                && header.is_some_and(|(name, value)| http::add(&mut it.headers, name, *value))
        }),
    },
    response("credential-refused", "credential-not-accepted", "a good credential is refused", |it, answer, dice| {
        let status = *dice.pick(&[401, 403]).unwrap_or(&401);
        let is_refusable = operation(it).is_some_and(|found| !http::delivers(found));
        let is_accepted = answer.status < 400 && it.header("authorization").is_some();
        is_refusable && is_accepted && fail(answer, status, ErrorCode::NotAllowed)
    }),
    response("request-refused", "request-refused", "a good request is refused", |it, answer, _| {
        operation(it).is_some() && answer.status != 400 && fail(answer, 400, ErrorCode::MalformedData)
    }),
    response("missing-authorization-forbidden", "missing-authorization-not-401", "no credential gives 403", |it, answer, _| {
        let is_missing = it.header("authorization").is_none() && operation(it).is_some();
        is_missing && fail(answer, 403, ErrorCode::NotAllowed)
    }),
    response("status-undocumented", "status-undocumented", "the status is on no list", |it, answer, dice| {
        let status = *dice.pick(&[405, 408, 418, 422, 501, 504]).unwrap_or(&418);
        operation(it).is_some() && fail(answer, status, ErrorCode::NotSupported)
    }),
    response("status-known-elsewhere", "status-known-elsewhere", "the status is that of other documents", |it, answer, dice| {
        let status = *dice.pick(&[409, 429, 503]).unwrap_or(&429);
        operation(it).is_some() && fail(answer, status, ErrorCode::ServiceError)
    }),
    response("redirected", "redirect-answered", "the answer leads elsewhere", |it, answer, dice| {
        *answer = Response::empty(*dice.pick(&[301, 302, 303, 307, 308]).unwrap_or(&302));
        operation(it).is_some() && http::add(&mut answer.headers, "Location", "https://example.com/login")
    }),
    response("bot-failed", "bot-failure-status", "the status says that the service or the bot failed", |it, answer, dice| {
        let status = *dice.pick(&[500, 502]).unwrap_or(&502);
        operation(it).is_some_and(http::delivers) && fail(answer, status, ErrorCode::ServiceError)
    }),
    response("send-answered-otherwise", "send-success-not-204", "a send is answered with another success", |it, answer, dice| {
        let status = *dice.pick(&[200, 201, 202]).unwrap_or(&200);
        let empty = dice.once_in(2);
        let is_answered = operation(it).is_some_and(http::delivers) && answer.status == 204;
        *answer = if empty { Response::empty(status) } else { Response::json(status, r#"{"id":"abc123|0000001"}"#) };
        is_answered
    }),
    response("success-replaced", "success-not-200", "the success is not 200", |it, answer, dice| {
        let was = answer.status;
        answer.status = *dice.pick(&[201, 202, 203]).unwrap_or(&201);
        was == 200 && answers_object(it)
    }),
    response("content-withheld", "success-without-content", "a success has no content", |it, answer, _| {
        let was = answer.status;
        *answer = Response::empty(204);
        was == 200 && answers_object(it)
    }),
    response("content-added", "no-content-with-body", "a 204 has content, or announces it", |it, answer, dice| {
        let announced = dice.once_in(2);
        let was = answer.status;
        *answer = if announced { Response::empty(204) } else { Response::json(204, "{}") };
        let length = !announced || http::add(&mut answer.headers, "Content-Length", "2");
        was == 204 && length && operation(it).is_some_and(http::delivers)
    }),
];

fn set(text: &mut String, to: &str) -> bool {
    to.clone_into(text);
    true
}

/// Whether the path of a known operation has an id.
fn names_conversation(request: &Request) -> bool {
    matches!(Operation::find(&request.method, request.path()), Some((_, Some(_))))
}

/// Whether the operation answers an object when it succeeds.
fn answers_object(request: &Request) -> bool {
    operation(request).is_some_and(|found| !http::delivers(found))
}

fn unknown_path(request: &mut Request, dice: &mut Dice) -> bool {
    let path = request.path();
    let path = match dice.below(3) {
        0 => format!("{path}/latest"),
        1 => path.replacen("/api/", "/api/v3/", 1),
        _ => path.replacen("/conversation", "/conversion", 1).replacen("/tokens", "/token", 1),
    };
    operation(request).is_some() && http::set_path(request, &path)
}

fn misspell_path(request: &mut Request, dice: &mut Dice) -> bool {
    let path = request.path();
    let path = match dice.below(4) {
        0 => format!("{path}/"),
        1 => path.replacen("/api/", "/api//", 1),
        2 => path.replacen("/api/", "/API/", 1),
        _ => path.replacen("/api/", "/%61pi/", 1),
    };
    operation(request).is_some() && http::set_path(request, &path)
}

/// The watermark of Get Messages gets this value, be there one or not.
fn watermark(request: &mut Request, value: &str) -> bool {
    operation(request) == Some(Operation::GetMessages)
        && (http::set_parameter(request, "watermark", value)
            || http::add_parameter(request, "watermark", value))
}

/// A request without a body gets one of JSON.
fn give_body(request: &mut Request, text: &str) -> bool {
    if !request.body.is_empty() {
        return false;
    }
    request.body = text.into();
    request.header("content-type").is_some()
        || http::add(&mut request.headers, "Content-Type", "application/json")
}

/// Writes the `Authorization` anew from its credential. `false`: there is none of one word.
fn credential(request: &mut Request, write: impl FnOnce(&str) -> Option<String>) -> bool {
    let is_known = operation(request).is_some();
    let Some((_, value)) = http::find(&mut request.headers, "authorization") else { return false };
    let word = std::str::from_utf8(value).ok().and_then(|text| text.split_once(' ')).map(|(_, word)| word);
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    let Some(new) = word.filter(is_word).and_then(write) else { return false };
    *value = new.into();
    is_known
}

/// The answer becomes a failure, reported as documented; `true`.
fn fail(answer: &mut Response, status: u16, code: ErrorCode) -> bool {
    *answer = http::failure(status, code);
    true
}
