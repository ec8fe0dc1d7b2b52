//! `url-leaves-base`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A relative URL, completed as documented, stays on the base: the same scheme, host and port. Since the base
    /// is put in front without a slash, a relative URL that does not begin with one changes the host or the port.
    ///
    /// The base is `https://directline.botframework.com`, or the scheme, host and port of the request where it
    /// went to another host in scope (a national cloud, a test server, a host named as base URI; a path of that
    /// base URI is no part of it). Complete URLs of other hosts are legal and not looked at.
    ///
    /// ## Why it matters
    ///
    /// `.evil.example/x` becomes `https://directline.botframework.com.evil.example/x`. A client that fetches its
    /// attachments with its `Authorization` header hands the secret or token to whoever owns that host.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["@evil.example/cat.png"]}
    /// ```
    ///
    /// Write `/@evil.example/cat.png` if it is a path of the service, and the whole URL if it is not.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: prepend the base to the string to form the
    /// complete URL.
    "url-leaves-base" {
        family: Url,
        summary: "completed as documented, a relative URL has another origin",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-091", "DL-093", "DL-161", "DL-098"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::LeavesBase, sink, |url, sink| {
        let base = facts.base();
        let complete = &url.found.documented;
        let what = match &complete.url {
            Ok(complete) if complete.host_str() == Some(base.host()) => format!(
                "the port {}",
                complete.port_or_known_default().map(|port| port.to_string()).unwrap_or_default()
            ),
            Ok(complete) => format!("the host {}", quote::plain(complete.host_str().unwrap_or_default())),
            Err(_) => "another place".to_owned(),
        };
        sink.violation(
            url.place.clone(),
            format!("completed as documented, the relative URL leads to {what}"),
            format!("\"{}{}\"", quote::plain(base.as_str()), quote::plain(&url.text)),
            format!("a URL on {}", quote::plain(base.as_str())),
        );
    })
}
