//! From method and URL to the operation, or to what the request is instead.

use directline_exchange::{Observed, Request};
use directline_types::Operation;

use crate::scope::{Host, Scope};

/// Why an exchange is none of Direct Line 1.1's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutOfScope {
    /// It went to another host.
    OtherHost,
    /// It is a CORS preflight.
    Preflight,
    /// It is Direct Line 3.0.
    DirectLine30,
    /// It is a page, a file, an attachment or anything else outside `/api/`.
    NotApi,
    /// It opens a tunnel through a proxy.
    Tunnel,
}

impl OutOfScope {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::OtherHost, Self::Preflight, Self::DirectLine30, Self::NotApi, Self::Tunnel];

    /// The stable name as reports show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::OtherHost => "other-host",
            Self::Preflight => "preflight",
            Self::DirectLine30 => "direct-line-3.0",
            Self::NotApi => "not-api",
            Self::Tunnel => "tunnel",
        }
    }
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Nothing of Direct Line 1.1.
    OutOfScope(OutOfScope),
    /// One of the six operations.
    Operation(Matched),
    /// `GET /api/tokens`, known from the Swagger file only.
    ListedToken(Matched),
    /// A documented path with a method that is not documented for it.
    UndocumentedMethod(Matched),
    /// A path under `/api/` that is no operation; the nearest one.
    UnknownPath { nearest: Operation, host: Host },
}

/// A path that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matched {
    /// The operation (the nearest by path where the method does not fit).
    pub(crate) operation: Operation,
    /// The conversation id in the path as written (percent-encoded).
    pub(crate) conversation: Option<String>,
    /// Ways in which the path is spelt otherwise than documented.
    pub(crate) spelling: Vec<Spelling>,
    /// What kind of host it went to.
    pub(crate) host: Host,
}

/// A way in which a path is spelt otherwise than documented and still recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    TrailingSlash,
    DoubleSlash,
    LetterCase,
    PercentEncoding,
}

/// Finds out what a request asks for.
pub(crate) fn route(request: &Request, scope: &Scope) -> Route {
    let (host, path) = scope.place(&request.target);
    if request.is_method("CONNECT") {
        return Route::OutOfScope(OutOfScope::Tunnel);
    }
    if host == Host::Foreign {
        return Route::OutOfScope(OutOfScope::OtherHost);
    }
    let (segments, mut spelling) = segments(path);
    if segments.first().is_some_and(|first| first.eq_ignore_ascii_case("v3")) {
        return Route::OutOfScope(OutOfScope::DirectLine30);
    }
    if !segments.first().is_some_and(|first| decoded_is(first, "api", &mut spelling)) {
        return Route::OutOfScope(OutOfScope::NotApi);
    }
    if is_preflight(request) {
        return Route::OutOfScope(OutOfScope::Preflight);
    }
    let Some((operation, conversation)) = match_path(&segments, &mut spelling) else {
        return Route::UnknownPath { nearest: nearest(request, &segments), host };
    };
    spelling.dedup();
    let matched =
        |operation| Matched { operation, conversation: conversation.map(str::to_owned), spelling, host };
    let is = |method| request.is_method(method);
    match operation {
        PathOf::Token if is("POST") => Route::Operation(matched(Operation::GenerateToken)),
        PathOf::Token => Route::UndocumentedMethod(matched(Operation::GenerateToken)),
        PathOf::Tokens if is("GET") => Route::ListedToken(matched(Operation::GenerateToken)),
        PathOf::Tokens => Route::UnknownPath {
            nearest: Operation::GenerateToken,
            host: matched(Operation::GenerateToken).host,
        },
        PathOf::Renew if is("GET") || is("POST") => Route::Operation(matched(Operation::RefreshToken)),
        PathOf::Renew => Route::UndocumentedMethod(matched(Operation::RefreshToken)),
        PathOf::Conversations if is("POST") => Route::Operation(matched(Operation::StartConversation)),
        PathOf::Conversations => Route::UndocumentedMethod(matched(Operation::StartConversation)),
        PathOf::Messages if is("GET") => Route::Operation(matched(Operation::GetMessages)),
        PathOf::Messages if is("POST") => Route::Operation(matched(Operation::SendMessage)),
        PathOf::Messages => Route::UndocumentedMethod(matched(Operation::SendMessage)),
        PathOf::Upload if is("POST") => Route::Operation(matched(Operation::Upload)),
        PathOf::Upload => Route::UndocumentedMethod(matched(Operation::Upload)),
    }
}

/// The paths of the API, with placeholders set aside.
#[derive(Clone, Copy)]
enum PathOf {
    Token,
    Tokens,
    Renew,
    Conversations,
    Messages,
    Upload,
}

fn segments(path: &str) -> (Vec<&str>, Vec<Spelling>) {
    let mut spelling = Vec::new();
    let inner = path.strip_prefix('/').unwrap_or(path);
    let inner = match inner.strip_suffix('/') {
        Some(stripped) => {
            spelling.push(Spelling::TrailingSlash);
            stripped
        }
        None => inner,
    };
    let all: Vec<&str> = inner.split('/').collect();
    let kept: Vec<&str> = all.iter().copied().filter(|segment| !segment.is_empty()).collect();
    if kept.len() != all.len() && !kept.is_empty() {
        spelling.push(Spelling::DoubleSlash);
    }
    (kept, spelling)
}

fn match_path<'p>(segments: &[&'p str], spelling: &mut Vec<Spelling>) -> Option<(PathOf, Option<&'p str>)> {
    let mut is = |segment: &str, word: &str| decoded_is(segment, word, spelling);
    match *segments {
        [_, tokens] if is(tokens, "tokens") => Some((PathOf::Tokens, None)),
        [_, tokens, last] if is(tokens, "tokens") && is(last, "conversation") => Some((PathOf::Token, None)),
        [_, tokens, id, last] if is(tokens, "tokens") && is(last, "renew") => Some((PathOf::Renew, Some(id))),
        [_, all] if is(all, "conversations") => Some((PathOf::Conversations, None)),
        [_, all, id, last] if is(all, "conversations") && is(last, "messages") => {
            Some((PathOf::Messages, Some(id)))
        }
        [_, all, id, last] if is(all, "conversations") && is(last, "upload") => {
            Some((PathOf::Upload, Some(id)))
        }
        _ => None,
    }
}

/// Whether a path segment is `word`, without case and percent-encoding; notes how it is spelt.
fn decoded_is(segment: &str, word: &str, spelling: &mut Vec<Spelling>) -> bool {
    if segment == word {
        return true;
    }
    let decoded = crate::percent::decode(segment);
    if !decoded.eq_ignore_ascii_case(word.as_bytes()) {
        return false;
    }
    if decoded.len() != segment.len() {
        spelling.push(Spelling::PercentEncoding);
    }
    if decoded != word.as_bytes() {
        spelling.push(Spelling::LetterCase);
    }
    true
}

/// Whether a request is a CORS preflight. An `OPTIONS` whose headers are not recorded counts as one.
fn is_preflight(request: &Request) -> bool {
    request.is_method("OPTIONS")
        && !matches!(request.headers.get("access-control-request-method"), Observed::Absent)
}

/// An operation with its method and path: `SendMessage, POST /api/conversations/{conversationId}/messages`.
pub(crate) fn describe(operation: Operation) -> String {
    format!("{operation}, {} {}", operation.method(), operation.path())
}

/// The operation that a wrong path most likely meant.
fn nearest(request: &Request, segments: &[&str]) -> Operation {
    let has = |word: &str| {
        segments.iter().any(|segment| segment.len() <= 32 && segment.to_ascii_lowercase().contains(word))
    };
    if has("upload") || has("attachment") {
        Operation::Upload
    } else if has("token") {
        if has("renew") || has("refresh") { Operation::RefreshToken } else { Operation::GenerateToken }
    } else if has("message") || has("activit") {
        if request.is_method("GET") { Operation::GetMessages } else { Operation::SendMessage }
    } else if request.is_method("GET") {
        Operation::GetMessages
    } else {
        Operation::StartConversation
    }
}

/// The statement that documents an operation's method and path.
pub(crate) fn statement(operation: Operation) -> &'static [&'static str] {
    match operation {
        Operation::GenerateToken => &["DL-021"],
        Operation::RefreshToken => &["DL-025"],
        Operation::StartConversation => &["DL-030"],
        Operation::GetMessages => &["DL-040"],
        Operation::SendMessage => &["DL-050"],
        Operation::Upload => &["DL-060"],
    }
}
