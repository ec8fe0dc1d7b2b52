//! The URL that our writers write, so that reading it gives the same target.

use std::borrow::Cow;

use directline_exchange::{Observed, Reason, Target};

/// The URL of a target: as it was written, unless that reads as another path, because a variable stood before it.
pub(crate) fn of(target: &Target) -> Cow<'_, str> {
    let read = Target::parse(&target.written);
    if read.path == target.path && read.query == target.query {
        return target.written.as_str().into();
    }
    let before = match (&read.scheme, &read.host, &target.host) {
        (Observed::Present(_), Observed::Present(host), Observed::Present(same)) if host == same => {
            target.written.get(..read.path_at).unwrap_or_default()
        }
        _ => "",
    };
    format!("{before}{}", path_and_query(target)).into()
}

/// What of a target is not observable although the URL has it, with the reason.
pub(crate) fn unseen(target: &Target) -> Vec<(String, Reason)> {
    let read = Target::parse(&of(target));
    let scheme = target.scheme.reason().filter(|_| read.scheme.is_present()).map(|why| ("scheme", why));
    let host = target.host.reason().filter(|_| read.host.is_present()).map(|why| ("host", why));
    scheme.into_iter().chain(host).map(|(name, why)| (name.to_owned(), why)).collect()
}

/// What can stand in a request line, and what `Host` must say then: a URL says scheme and host, or none of both.
pub(crate) fn in_request_line(target: &Target) -> (Cow<'_, str>, Option<String>) {
    if unseen(target).is_empty() {
        return (of(target), None);
    }
    let port = target.port.map_or_else(String::new, |port| format!(":{port}"));
    let host = target.host.present().map(|host| format!("{host}{port}"));
    (path_and_query(target).into(), host)
}

fn path_and_query(target: &Target) -> String {
    let query = target.query.as_ref().map_or_else(String::new, |query| format!("?{query}"));
    format!("{}{query}", target.path)
}
