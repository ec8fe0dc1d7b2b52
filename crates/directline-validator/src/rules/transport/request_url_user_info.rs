//! `request-url-user-info`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The request URL has no user information: a name, perhaps with a password, and `@` in front of the
    /// host. A recording that holds only the path of the request shows what was sent, and there is no user
    /// information in it.
    ///
    /// ## Why it matters
    ///
    /// Credentials go into the header `Authorization`. Those in a URL end up in logs and histories, and
    /// many client programs turn them into an `Authorization: Basic` of their own, which the service does
    /// not know.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET https://bot:secret@directline.botframework.com/api/conversations/abc123/messages
    /// ```
    ///
    /// Write `https://directline.botframework.com/…` and `Authorization: Bearer SECRET_OR_TOKEN`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Base URI: all requests use
    /// `https://directline.botframework.com`. API reference - Direct Line API 1.1, Headers: Authorization
    /// specifies a secret or a token. That URLs hold no user information: RFC 9110, section 4.2.4.
    "request-url-user-info" {
        family: Transport,
        summary: "the request URL has user information",
        blame: Client,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-002", "DL-004"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let target = &facts.request().target;
    if !target.host.is_present() {
        return Outcome::NotApplicable;
    }
    if target.has_user_info {
        let authority = target.written.get(..target.path_at).unwrap_or_default();
        let start = authority.find("://").map_or(0, |at| at.saturating_add(3));
        let end = authority.rfind('@').unwrap_or(start);
        sink.violation(
            Place::of(Part::RequestUrl).at(start..end),
            "the request URL has user information in front of the host",
            "user information (not shown)",
            "the host alone, and the credential in Authorization",
        );
    }
    Outcome::Decided
}
