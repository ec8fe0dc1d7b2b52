//! URLs of images and attachments.

use directline_json::Value;

use super::json::Change::Value as Of;
use super::json::{element, replace};
use super::place::Place::{Received, Sent};
use super::splice::Splice;
use super::{Operator, json};
use crate::Dice;

/// Two operators of one rule: one for what is sent, one for what is received.
macro_rules! both {
    ($($sent:literal, $received:literal, $rule:literal, $about:literal, [$($url:literal),+];)+) => {
        &[$(
            json(Sent, $sent, $rule, $about, Of(|message, dice| image(message, &[$($url),+], dice))),
            json(Received, $received, $rule, $about, Of(|message, dice| any(message, &[$($url),+], dice))),
        )+]
    };
}

#[rustfmt::skip]
pub(super) const OPERATORS: &[Operator] = both![
    "sent-url-emptied", "received-url-emptied", "url-empty", "a URL is empty", ["", " "];
    "sent-url-foreign", "received-url-foreign", "url-scheme-not-http", "a URL is of another scheme",
        ["ftp://example.com/a.png", "data:image/png;base64,AA==", "file:///a.png", "localhost:8080/a.png", "C:\\\\a.png"];
    "sent-url-hostless", "received-url-hostless", "url-host-missing", "a URL has no host", ["http:a.png", "https:/a.png", "https://"];
    "sent-url-spoilt", "received-url-spoilt", "url-malformed", "a URL is none",
        ["https://example.com:99999/a.png", "https://[::1/a.png", "http://example.com:port/a.png"];
    "sent-url-elsewhere", "received-url-elsewhere", "url-leaves-base", "a relative URL leads elsewhere",
        ["@example.com/a.png", ".example.com/a.png", "a.png", ":8443/a.png"];
    "sent-url-network-path", "received-url-network-path", "url-network-path", "a relative URL begins with two slashes",
        ["//example.com/a.png", "\\\\\\\\example.com/a.png", "/\\\\example.com/a.png"];
    "sent-url-two-readings", "received-url-two-readings", "url-readings-differ", "a relative URL leads to two places", [":443/a.png"];
    "sent-url-pathless", "received-url-pathless", "url-path-missing", "a relative URL has no path", ["?a=1", "#a"];
    "sent-url-user", "received-url-user", "url-user-info", "a URL has a user",
        ["https://user@example.com/a.png", "https://user:password@example.com/a.png"];
    "sent-url-recased", "received-url-recased-scheme", "url-scheme-case", "the scheme of a URL is in another letter case",
        ["HTTPS://example.com/a.png", "Http://example.com/a.png"];
    "sent-url-unencoded", "received-url-unencoded", "url-character-forbidden", "a URL has a character that has to be encoded",
        ["https://example.com/a b.png", "https://example.com/a\\\\b.png", "https://example.com/a\\tb.png"];
    "sent-url-dots", "received-url-dots", "url-dot-segments", "a relative URL climbs", ["/a/../b.png", "/./a.png", "/%2e%2e/a.png"];
];

/// One more image, with one of these URLs.
fn image(message: Value<'_>, urls: &[&str], dice: &mut Dice) -> Option<Splice> {
    element(message, "images", &format!("\"{}\"", dice.pick(urls)?))
}

/// One of these URLs in place of one that is there, or as one more image.
fn any(message: Value<'_>, urls: &[&str], dice: &mut Dice) -> Option<Splice> {
    let elements = |name| message.get(name).into_iter().flat_map(Value::elements);
    let attached = elements("attachments").filter_map(|attachment| attachment.get("url"));
    let mut found: Vec<Value<'_>> = elements("images").chain(attached).collect();
    let at = dice.below(found.len().saturating_add(1));
    if at < found.len() {
        Some(replace(found.swap_remove(at), &format!("\"{}\"", dice.pick(urls)?)))
    } else {
        image(message, urls, dice)
    }
}
