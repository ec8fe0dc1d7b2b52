//! Names that announce secrets.

/// Parts of names whose values are secrets, of those that begin with this letter.
const SECRET_PARTS_WITH_A: [&str; 10] = [
    "authori",
    "apikey",
    "api_key",
    "api-key",
    "accesskey",
    "access_key",
    "access-key",
    "accountkey",
    "account_key",
    "account-key",
];

/// Whole names of the same kind, too short to be looked for in others.
const SECRET_WORDS: [&str; 8] = ["t", "key", "sig", "sas", "auth", "jwt", "pass", "code_verifier"];

/// Names that hold a secret as parameters of a URL only: an error has a code, too.
const SECRET_PARAMETERS: [&str; 6] = ["code", "nonce", "session", "sessionid", "session_id", "sid"];

/// Words of which names of headers with secrets are made.
const SECRET_WORDS_OF_HEADERS: [&str; 6] = ["auth", "session", "sid", "sas", "jwt", "pass"];

/// Headers of nearly every recording, which are known not to be among those.
const USUAL_HEADERS: [&str; 28] = [
    "host",
    "date",
    "content-type",
    "content-length",
    "user-agent",
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "cache-control",
    "pragma",
    "expires",
    "server",
    "vary",
    "origin",
    "referer",
    "x-powered-by",
    "x-content-type-options",
    "strict-transport-security",
    "transfer-encoding",
    "content-encoding",
    "access-control-allow-origin",
    "sec-ch-ua",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
];

/// Members that stand beside a secret and are none.
const NO_SECRETS_BESIDE: [&str; 10] =
    ["type", "kind", "id", "name", "alg", "algorithm", "scheme", "scope", "expires", "conversationid"];

/// Whether values of headers with this name are secrets or carry them.
///
/// ```
/// use directline_validator::redact::is_secret_header;
/// assert!(is_secret_header("Authorisation") && is_secret_header("Set-Cookie"));
/// assert!(is_secret_header("X-Auth") && is_secret_header("X-Session-Id"));
/// assert!(!is_secret_header("Content-Type") && !is_secret_header("WWW-Authenticate"));
/// ```
pub fn is_secret_header(name: &str) -> bool {
    !USUAL_HEADERS.iter().any(|usual| name.eq_ignore_ascii_case(usual)) && has_secret_header_name(name)
}

fn has_secret_header_name(name: &str) -> bool {
    let ends = |end: &str| {
        let start = name.len().checked_sub(end.len()).and_then(|at| name.as_bytes().get(at..));
        start.is_some_and(|start| start.eq_ignore_ascii_case(end.as_bytes()))
    };
    let is_word = |word: &str| SECRET_WORDS_OF_HEADERS.iter().any(|known| word.eq_ignore_ascii_case(known));
    name.as_bytes().windows(6).any(|part| part.eq_ignore_ascii_case(b"cookie"))
        || ends("-key")
        || ends("authentication-info")
        || name.split(['-', '_']).any(is_word)
        || is_secret_name(name)
}

/// Whether a parameter of a URL with this name holds a secret.
///
/// ```
/// use directline_validator::redact::{is_secret_name, is_secret_parameter};
/// assert!(is_secret_parameter("code") && !is_secret_name("code"));
/// ```
pub fn is_secret_parameter(name: &str) -> bool {
    SECRET_PARAMETERS.iter().any(|known| name.eq_ignore_ascii_case(known)) || is_secret_name(name)
}

/// Whether the texts in an array or object with this name are secrets. Short names are too common for that.
///
/// ```
/// use directline_validator::redact::is_secret_container;
/// assert!(is_secret_container("accessToken") && !is_secret_container("key"));
/// ```
pub fn is_secret_container(name: &str) -> bool {
    name.len() > 4 && is_secret_name(name)
}

/// Whether a text with this name beside a secret is none.
///
/// ```
/// assert!(directline_validator::redact::says_no_secret("type"));
/// ```
pub fn says_no_secret(name: &str) -> bool {
    NO_SECRETS_BESIDE.iter().any(|known| name.eq_ignore_ascii_case(known))
        || name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("expires"))
}

/// Whether a member or parameter with this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    // Longer names are no names that anybody gave.
    if name.len() > 200 {
        return false;
    }
    // The host of a request in HTTP/2.
    if name.trim_start_matches(':').eq_ignore_ascii_case("authority") {
        return false;
    }
    SECRET_WORDS.iter().any(|word| name.eq_ignore_ascii_case(word)) || has_secret_part(name.as_bytes())
}

/// Whether a part of a name with a secret stands in it, in any letter case.
fn has_secret_part(name: &[u8]) -> bool {
    let begins = |rest: &[u8], part: &str| {
        rest.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part.as_bytes()))
    };
    name.iter().enumerate().any(|(at, letter)| {
        let parts = match letter.to_ascii_lowercase() {
            b'a' => SECRET_PARTS_WITH_A.as_slice(),
            b'c' => &["credential"],
            b'p' => &["password", "passwd", "passphrase", "pwd", "privatekey", "private_key", "private-key"],
            b's' => &["secret", "signature"],
            b't' => &["token"],
            _ => return false,
        };
        let rest = name.get(at..).unwrap_or_default();
        parts.iter().any(|part| begins(rest, part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_headers_are_none_with_secrets() {
        assert!(!USUAL_HEADERS.iter().any(|name| has_secret_header_name(name)));
    }
}
