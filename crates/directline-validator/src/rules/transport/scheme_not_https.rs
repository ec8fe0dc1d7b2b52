//! `scheme-not-https`.

use directline_exchange::{Observed, Scheme};

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::scope::is_local;
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The scheme of the request URL is `https`.
    ///
    /// Not checked on loopback and private addresses, where test servers run without a certificate. A
    /// recording that does not say which scheme was used is inconclusive, and so is `http` where the host
    /// is not recorded.
    ///
    /// ## Why it matters
    ///
    /// The secret or token in the `Authorization` header is readable for everyone between client and
    /// service.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST http://directline.botframework.com/api/conversations
    /// ```
    ///
    /// Write `https://directline.botframework.com/api/conversations`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction (REST and JSON over HTTPS) and Base URI.
    "scheme-not-https" {
        family: Transport,
        summary: "the request does not use https",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-001"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let target = &facts.request().target;
    // Also where the user named the address as a base URI.
    if matches!(&target.host, Observed::Present(host) if is_local(host)) {
        return Outcome::NotApplicable;
    }
    let found = match target.scheme {
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
        Observed::Absent | Observed::Present(Scheme::Https) => return Outcome::Decided,
        Observed::Present(Scheme::Http) => "scheme http",
        Observed::Present(Scheme::Other) => "another scheme",
    };
    if let Observed::NotObservable(reason) = target.host {
        return Outcome::Inconclusive(reason);
    }
    let end = target.written.find(':').unwrap_or(0);
    let place = Place::of(Part::RequestUrl).at(0..end);
    sink.violation(place, "the request does not use https", found, "scheme https");
    Outcome::Decided
}
