//! Everything that can be said of one URL of a message.

use ::url::Url;

use super::{Base, Documented, Fault, NotAUrl, Refusal, SafeUrl, documented_resolve, fault, safe_resolve};

/// What the readings of a URL yield, where they part, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// What the documented rule yields.
    pub documented: Documented,
    /// What the safe resolution yields, or why it refuses.
    pub safe: Result<SafeUrl, Refusal>,
    /// What browsers and most libraries yield, which resolve relative references instead of putting
    /// texts together (WHATWG URL Standard; RFC 3986, section 5); or why it is no URL to them.
    pub joined: Result<Url, NotAUrl>,
    /// What is wrong, the worst first; empty for a URL that nobody can misread.
    pub faults: Vec<Fault>,
    documented_leaves: bool,
    joined_leaves: bool,
}

impl Examination {
    /// Whether the documented rule and the safe resolution disagree: one yields a URL and the other none,
    /// or they yield different ones.
    pub fn readings_differ(&self) -> bool {
        match (&self.documented.url, &self.safe) {
            (Ok(documented), Ok(safe)) => documented != safe.url(),
            (Err(_), Err(_)) => false,
            _ => true,
        }
    }

    /// Whether the documented rule yields a URL of another origin than the base.
    pub fn documented_leaves_origin(&self) -> bool {
        self.documented_leaves
    }

    /// Whether the safe resolution yields a URL of another origin: then the text is a whole URL.
    pub fn safe_leaves_origin(&self) -> bool {
        self.safe.as_ref().is_ok_and(|safe| !safe.may_carry_credentials())
    }

    /// Whether resolving as browsers do yields a URL of another origin.
    pub fn joined_leaves_origin(&self) -> bool {
        self.joined_leaves
    }

    /// Whether a client that sends `Authorization` with every fetch would give the secret or token to
    /// another origin, by the documented rule or as browsers resolve. That is so for every whole URL of
    /// another host, which is legal in a message: send no `Authorization` there.
    pub fn would_leak_credentials(&self) -> bool {
        self.documented_leaves || self.joined_leaves
    }
}

/// Examines one URL of a message.
///
/// ```
/// use directline_validator::url::{Base, Fault, examine};
///
/// let found = examine(&Base::default(), "//evil.example/x");
/// assert!(!found.documented_leaves_origin() && found.joined_leaves_origin());
/// assert!(found.readings_differ() && found.would_leak_credentials());
/// assert_eq!(found.faults, [Fault::NetworkPath]);
/// assert_eq!(found.faults[0].rule(), "url-network-path");
///
/// let whole = examine(&Base::default(), "https://example.com/cat.png");
/// assert!(whole.faults.is_empty() && !whole.readings_differ() && whole.would_leak_credentials());
/// ```
pub fn examine(base: &Base, text: &str) -> Examination {
    let documented = documented_resolve(base, text);
    let joined = match &documented.url {
        Err(NotAUrl::TooLong) => Err(NotAUrl::TooLong),
        _ => base.join(text).map_err(NotAUrl::Syntax),
    };
    let leaves = |url: &Result<Url, NotAUrl>| url.as_ref().is_ok_and(|url| !base.is_origin_of(url));
    Examination {
        documented_leaves: leaves(&documented.url),
        joined_leaves: leaves(&joined),
        safe: safe_resolve(base, text),
        faults: fault::of(base, text),
        documented,
        joined,
    }
}
