//! `redirect-answered`.

use directline_exchange::{Observed, Target};

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// No request is answered with a redirect: 301, 302, 303, 307 or 308. Other statuses from 300 to 399 are
    /// `status-undocumented`. The finding says whether `Location` leads to another host.
    ///
    /// ## Why it matters
    ///
    /// Redirects are not documented. A client that follows one either drops the `Authorization` header, and is
    /// then refused, or shows the credential to the host that it is sent to. After 301, 302 and 303 it may
    /// also turn POST into GET and drop the message.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 307 Temporary Redirect
    /// Location: https://login.example/
    /// ```
    ///
    /// Answer the request at the address of the documents. A client should not follow redirects with its
    /// credential.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes (no redirect is among them). What clients do
    /// with redirects: RFC 9110, section 15.4.
    "redirect-answered" {
        family: Transport,
        summary: "a request is answered with a redirect",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-010", "DL-019"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

/// Whether a status sends the client to another address.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let status = match facts.status() {
        Ok(status) => status,
        Err(outcome) => return outcome,
    };
    if is_redirect(status) {
        sink.violation(
            Place::of(Part::ResponseStatus),
            "the request is answered with a redirect, which would drop or leak the credential",
            format!("status {status}{}", to(facts)),
            "an answer of the API",
        );
    }
    Outcome::Decided
}

/// Where the redirect leads.
fn to(facts: &Facts<'_>) -> String {
    let location = match facts.response().headers.value("location") {
        Observed::Present(value) => String::from_utf8_lossy(value).into_owned(),
        Observed::Absent => return " without Location".to_owned(),
        Observed::NotObservable(_) => return String::new(),
    };
    // A reference may leave out the scheme alone (RFC 3986, section 4.2).
    let absolute = if location.starts_with("//") { format!("https:{location}") } else { location.clone() };
    let target = Target::parse(&absolute);
    let leaves = match (target.host.present(), facts.request().target.host.present()) {
        (Some(other), Some(own)) if !other.eq_ignore_ascii_case(own) => "another host, ",
        _ => "",
    };
    format!(" to {leaves}{}", quote::text(&location))
}
