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

/// Two letters that stand together in each of the longer names of secrets, and in few others.
const PAIRS: [[u8; 2]; 10] = [*b"ut", *b"ey", *b"ec", *b"ia", *b"sw", *b"ph", *b"wd", *b"gn", *b"ok", *b"fi"];

/// The same of words of which names of headers are made.
const PAIRS_OF_HEADERS: [[u8; 2]; 4] = [*b"ss", *b"si", *b"as", *b"jw"];

/// For each first letter of a pair a bit for each second one; a letter is its place in the alphabet, in any letter case.
type Pairs = [u32; 32];

const OF_NAMES: Pairs = with(&PAIRS, [0; 32]);
const OF_HEADERS: Pairs = with(&PAIRS_OF_HEADERS, OF_NAMES);

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const fn with(pairs: &[[u8; 2]], mut all: Pairs) -> Pairs {
    let mut at = 0;
    while at < pairs.len() {
        let [first, second] = pairs[at];
        all[(first & 31) as usize] |= 1 << (second & 31);
        at += 1;
    }
    all
}

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
    may_be_one(name, &OF_HEADERS) && has_secret_header_name(name)
}

fn has_secret_header_name(name: &str) -> bool {
    let ends = |end: &str| {
        let start = name.len().checked_sub(end.len()).and_then(|at| name.as_bytes().get(at..));
        start.is_some_and(|start| start.eq_ignore_ascii_case(end.as_bytes()))
    };
    let is_word = |word: &str| SECRET_WORDS_OF_HEADERS.iter().any(|known| word.eq_ignore_ascii_case(known));
    has_secret_name(name)
        || is_of_cookies(name)
        || ends("-key")
        || ends("authentication-info")
        || name.split(['-', '_']).any(is_word)
}

/// Whether values of headers with this name are cookies.
pub(super) fn is_of_cookies(name: &str) -> bool {
    name.as_bytes().windows(6).any(|part| part.eq_ignore_ascii_case(b"cookie"))
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
    may_be_one(name, &OF_NAMES) && has_secret_name(name)
}

/// Whether something stands in a name without which it is none of a secret. Every name is asked, few are one.
fn may_be_one(name: &str, all: &Pairs) -> bool {
    let bytes = name.as_bytes();
    let mut pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let is_pair = |(first, second): (&u8, &u8)| {
        let seconds = all.get(usize::from(first & 31)).copied().unwrap_or(0);
        seconds >> (second & 31) & 1 == 1
    };
    // `t`, `key`, `sig`, `sas`, `jwt` and `pass` stand alone.
    let first = bytes.first().map_or(0, u8::to_ascii_lowercase);
    let may_be_word = match bytes.len() {
        1 => true,
        3 => matches!(first, b'k' | b's' | b'j'),
        4 => first == b'p',
        _ => false,
    };
    may_be_word || pairs.any(is_pair)
}

fn has_secret_name(name: &str) -> bool {
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_name_may_be_one() {
        let parts = ["credential", "password", "passwd", "passphrase", "pwd", "privatekey", "private_key"];
        let more = ["private-key", "secret", "signature", "token"];
        for name in SECRET_PARTS_WITH_A.iter().chain(&SECRET_WORDS).chain(&parts).chain(&more) {
            assert!(may_be_one(name, &OF_NAMES) && may_be_one(&name.to_uppercase(), &OF_NAMES), "{name}");
            assert!(is_secret_name(name), "{name}");
        }
        let headers = ["cookie", "x-key", "proxy-authentication-info"].map(str::to_owned);
        let words = SECRET_WORDS_OF_HEADERS.map(|word| format!("x-{word}-y"));
        for name in headers.iter().chain(&words) {
            assert!(is_secret_header(name) && is_secret_header(&name.to_uppercase()), "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_name_that_may_not_be_one_is_none(
            name in "([a-zA-Z_:-]|(?i:auth|session|sid|sas|jwt|pass|cookie|-key|info|t|key|sig|code_verifier|authori|api|\
                     access|account|_|credential|word|wd|phrase|pwd|private|secret|signature|token|ation)){0,4}",
        ) {
            prop_assert!(may_be_one(&name, &OF_HEADERS) || !has_secret_header_name(&name), "{name:?}");
            prop_assert!(may_be_one(&name, &OF_NAMES) || !has_secret_name(&name), "{name:?}");
        }
    }
}
