//! Names that announce secrets.

/// Parts of names of members, parameters and headers whose values are secrets.
const SECRET_PARTS: [&str; 21] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "authori",
    "credential",
    "apikey",
    "api_key",
    "api-key",
    "signature",
    "privatekey",
    "private_key",
    "private-key",
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
    let name = name.to_ascii_lowercase();
    let mut words = name.split(['-', '_']);
    name.contains("cookie")
        || name.ends_with("-key")
        || name.ends_with("authentication-info")
        || words.any(|word| SECRET_WORDS_OF_HEADERS.contains(&word))
        || is_secret_name(&name)
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
    let name = name.to_ascii_lowercase();
    // The host of a request in HTTP/2.
    if name.trim_start_matches(':') == "authority" {
        return false;
    }
    SECRET_WORDS.contains(&name.as_str()) || SECRET_PARTS.iter().any(|part| name.contains(part))
}
