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
    let mut has_empty = false;
    let kept: Vec<&str> = inner
        .split('/')
        .inspect(|segment| has_empty |= segment.is_empty())
        .filter(|segment| !segment.is_empty())
        .collect();
    if has_empty && !kept.is_empty() {
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

#[cfg(test)]
mod tests {
    use directline_exchange::{Exchange, Reason, Target};

    use super::*;
    use crate::Statement;

    const HOST: &str = "https://directline.botframework.com";

    fn asked(method: &str, url: &str) -> Exchange {
        Exchange::new(method, Target::parse(url))
    }

    fn routed(method: &str, path: &str) -> Route {
        route(&asked(method, &format!("{HOST}{path}")).request, &Scope::new())
    }

    fn matched(operation: Operation, conversation: Option<&str>, spelling: &[Spelling]) -> Matched {
        let conversation = conversation.map(str::to_owned);
        Matched { operation, conversation, spelling: spelling.to_vec(), host: Host::Documented }
    }

    /// "API reference - Direct Line API 1.1", Token operations and Conversation operations.
    #[test]
    fn the_documented_requests_are_operations() {
        for (method, path, operation, conversation) in [
            ("POST", "/api/tokens/conversation", Operation::GenerateToken, None),
            ("GET", "/api/tokens/abc/renew", Operation::RefreshToken, Some("abc")),
            ("POST", "/api/tokens/abc/renew", Operation::RefreshToken, Some("abc")),
            ("POST", "/api/conversations", Operation::StartConversation, None),
            ("GET", "/api/conversations/abc/messages", Operation::GetMessages, Some("abc")),
            ("POST", "/api/conversations/abc/messages", Operation::SendMessage, Some("abc")),
            ("POST", "/api/conversations/abc/upload", Operation::Upload, Some("abc")),
        ] {
            let expected = Route::Operation(matched(operation, conversation, &[]));
            assert_eq!(routed(method, path), expected, "{method} {path}");
        }
        let listed = Route::ListedToken(matched(Operation::GenerateToken, None, &[]));
        assert_eq!(routed("GET", "/api/tokens"), listed);
    }

    #[test]
    fn other_methods_of_documented_paths_are_undocumented() {
        for (method, path, operation, conversation) in [
            ("GET", "/api/tokens/conversation", Operation::GenerateToken, None),
            ("PUT", "/api/tokens/abc/renew", Operation::RefreshToken, Some("abc")),
            ("GET", "/api/conversations", Operation::StartConversation, None),
            ("DELETE", "/api/conversations/abc/messages", Operation::SendMessage, Some("abc")),
            ("GET", "/api/conversations/abc/upload", Operation::Upload, Some("abc")),
        ] {
            let expected = Route::UndocumentedMethod(matched(operation, conversation, &[]));
            assert_eq!(routed(method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn other_paths_are_near_to_an_operation() {
        for (method, path, nearest) in [
            ("POST", "/api/tokens", Operation::GenerateToken),
            ("GET", "/api/token", Operation::GenerateToken),
            ("GET", "/api/tokens/renew", Operation::RefreshToken),
            ("POST", "/api/tokens/refresh", Operation::RefreshToken),
            ("POST", "/api/other/abc/renew", Operation::StartConversation),
            ("POST", "/api/tokens/abc/other", Operation::GenerateToken),
            ("POST", "/api/other/conversation", Operation::StartConversation),
            ("POST", "/api/conversation", Operation::StartConversation),
            ("GET", "/api/conversations/abc", Operation::GetMessages),
            ("GET", "/api/conversations/abc/message", Operation::GetMessages),
            ("POST", "/api/conversations/abc/message", Operation::SendMessage),
            ("POST", "/api/conversations/abc/activities", Operation::SendMessage),
            ("POST", "/api/other/abc/messages", Operation::SendMessage),
            ("POST", "/api/other/abc/upload", Operation::Upload),
            ("POST", "/api/conversations/abc/attachments", Operation::Upload),
            ("POST", "/api/conversations/abc/Uploads", Operation::Upload),
            // An id is no word.
            ("POST", "/api/conversations/upload-upload-upload-upload-upload", Operation::StartConversation),
            ("POST", "/api", Operation::StartConversation),
        ] {
            let expected = Route::UnknownPath { nearest, host: Host::Documented };
            assert_eq!(routed(method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn a_spelling_that_is_not_documented_is_recognised_and_told() {
        use Spelling::{DoubleSlash, LetterCase, PercentEncoding, TrailingSlash};
        for (path, spelling) in [
            ("/api/conversations", &[][..]),
            ("/api/conversations/", &[TrailingSlash]),
            ("/api//conversations", &[DoubleSlash]),
            ("/api//conversations/", &[TrailingSlash, DoubleSlash]),
            ("/API/conversations", &[LetterCase]),
            ("/Api/Conversations", &[LetterCase]),
            ("/api/%63onversations", &[PercentEncoding]),
            ("/api/%43onversations", &[PercentEncoding, LetterCase]),
        ] {
            let expected = Route::Operation(matched(Operation::StartConversation, None, spelling));
            assert_eq!(routed("POST", path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_none_of_ours_says_why() {
        use OutOfScope::{DirectLine30, NotApi, OtherHost, Tunnel};
        for (method, url, why) in [
            ("CONNECT", "https://directline.botframework.com/api/conversations", Tunnel),
            ("POST", "https://other.example/api/conversations", OtherHost),
            ("POST", "https://directline.botframework.com/v3/directline/conversations", DirectLine30),
            ("POST", "https://directline.botframework.com/V3/directline/conversations", DirectLine30),
            ("GET", "https://directline.botframework.com/", NotApi),
            ("GET", "https://directline.botframework.com/attachments/1.png", NotApi),
        ] {
            let routed = route(&asked(method, url).request, &Scope::new());
            assert_eq!(routed, Route::OutOfScope(why), "{method} {url}");
        }
        let all = [OtherHost, OutOfScope::Preflight, DirectLine30, NotApi, Tunnel];
        let names = ["other-host", "preflight", "direct-line-3.0", "not-api", "tunnel"];
        assert_eq!(all.map(OutOfScope::name), names);
    }

    /// Fetch, CORS-preflight request: `OPTIONS` with `Access-Control-Request-Method`.
    #[test]
    fn a_preflight_is_known_by_its_method_and_header() {
        let is = |method: &str, change: fn(&mut Request)| {
            let mut exchange = asked(method, &format!("{HOST}/api/conversations"));
            change(&mut exchange.request);
            route(&exchange.request, &Scope::new()) == Route::OutOfScope(OutOfScope::Preflight)
        };
        let announces = |request: &mut Request| request.headers.push("Access-Control-Request-Method", "POST");
        assert!(is("OPTIONS", announces));
        assert!(!is("POST", announces));
        assert!(!is("OPTIONS", |_| ()));
        assert!(is("OPTIONS", |request| request.headers.mark_partial(Reason::HeadersPartial)));
    }

    #[test]
    fn an_operation_is_described_by_the_statement_that_documents_it() {
        for operation in Operation::ALL {
            let described = describe(operation);
            let (name, line) = described.split_once(", ").unwrap();
            assert_eq!(name, operation.to_string());
            let [id] = statement(operation) else { panic!("one statement") };
            let text = Statement::find(id).unwrap().text;
            assert!(text.contains(&format!("`{line}")), "{text} has no {line}");
        }
    }
}
