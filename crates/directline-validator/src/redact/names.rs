//! Names that announce secrets.

/// Parts of names of members, parameters and headers whose values are secrets.
const SECRET_PARTS: [&str; 12] = [
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
];

/// Whole names of the same kind, too short to be looked for in others.
const SECRET_WORDS: [&str; 6] = ["t", "key", "sig", "auth", "jwt", "code_verifier"];

/// Whether values of headers with this name are secrets or carry them.
///
/// ```
/// use directline_validator::redact::is_secret_header;
/// assert!(is_secret_header("Authorisation") && is_secret_header("Set-Cookie"));
/// assert!(!is_secret_header("Content-Type"));
/// ```
pub fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("cookie") || name.ends_with("-key") || is_secret_name(&name)
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
