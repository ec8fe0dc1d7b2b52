//! `base-uri-undocumented`.

use directline_exchange::{Observed, Scheme};

use crate::DOCUMENTED_HOST;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::scope::Host;
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The request goes to `https://directline.botframework.com`, on the default port.
    ///
    /// Reported are the known hosts of the same API (regional, national, web chat) and any port other
    /// than the default one. Not checked on loopback and private addresses and on hosts that the user
    /// named as a base URI. Any other host is out of scope.
    ///
    /// ## Why it matters
    ///
    /// The reference page knows one base URI. A token of one host may not be valid on another, and
    /// relative URLs are completed with the documented one.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET https://webchat.botframework.com/api/tokens/abc123/renew
    /// ```
    ///
    /// Send the request to `https://directline.botframework.com`, or name the other base URI.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Base URI. The other hosts are known from other pages of the
    /// Bot Service documentation.
    "base-uri-undocumented" {
        family: Transport,
        summary: "the request goes to another base URI than the documented one",
        blame: Client,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-002"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let target = &facts.request().target;
    let host = match (&target.host, facts.host()) {
        (Observed::NotObservable(reason), _) => return Outcome::Inconclusive(*reason),
        (Observed::Present(host), Host::Documented | Host::Known) => host,
        _ => return Outcome::NotApplicable,
    };
    let port = target.port.filter(|port| !is_default(*port, target.scheme));
    let (message, found) = match (facts.host(), port) {
        (Host::Documented, None) => return Outcome::Decided,
        (Host::Documented, Some(port)) => {
            ("the port is not that of the documented base URI", format!("port {port}"))
        }
        _ => ("the host is not that of the documented base URI", format!("host {}", quote::plain(host))),
    };
    let place = Place::of(Part::RequestUrl).at(0..target.path_at);
    sink.violation(place, message, found, format!("https://{DOCUMENTED_HOST}"));
    Outcome::Decided
}

/// Whether a port says what the scheme says already. Without a recorded scheme either port will do.
fn is_default(port: u16, scheme: Observed<Scheme>) -> bool {
    match scheme {
        Observed::Present(Scheme::Http) => port == 80,
        Observed::Present(_) => port == 443,
        Observed::Absent | Observed::NotObservable(_) => matches!(port, 80 | 443),
    }
}
