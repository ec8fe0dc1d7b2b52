//! `attachment-url-relative-sent`.

use std::cell::OnceCell;

use crate::facts::{Facts, Subject};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::{Base, Fault, examine, has_scheme};
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `url` of an Attachment that a client sends has a scheme, such as `https:`.
    ///
    /// `images` are not looked at: the documents do not say in which direction their URLs may be relative.
    /// A relative URL that is empty or leads elsewhere is reported by the rules about URLs (`url-empty`,
    /// `url-leaves-base` and others), and not here again.
    ///
    /// ## Why it matters
    ///
    /// The documents speak of relative URLs only in messages that a client receives. What base a bot
    /// would take for one that it receives is not documented.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": [{"url": "/files/a.doc", "contentType": "application/msword"}]}
    /// ```
    ///
    /// Write the whole URL, or upload the file.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: in messages that a client receives from a
    /// bot, the url property may sometimes specify a relative URL. That clients do not send such is
    /// inferred.
    "attachment-url-relative-sent" {
        family: Message,
        summary: "a client sends an attachment with a relative URL",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-097"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let base = OnceCell::new();
    let base = || base.get_or_init(|| facts.base());
    let inside = facts.sent.each(sink, |message, sink| {
        let looked = message.attachments().map(|attachment| check_url(base(), &attachment, sink).is_some());
        looked.fold(false, |any, one| any | one)
    });
    inside.and(facts.attachment.each(sink, |attachment, sink| check_url(base(), attachment, sink)))
}

fn check_url(base: &Base, attachment: &Subject<'_>, sink: &mut Sink<'_>) -> Option<()> {
    let url = attachment.text("url").filter(|_| attachment.is_sent())?;
    if has_scheme(&url.text) || !examine(base, &url.text).faults.iter().all(|fault| is_of_details(*fault)) {
        return Some(());
    }
    sink.violation(
        attachment.place_of_member("url", url.value),
        "the client sends an attachment with a relative URL",
        quote::text(&url.text),
        "a URL with scheme and host",
    );
    Some(())
}

/// Whether a fault leaves the URL a relative one.
fn is_of_details(fault: Fault) -> bool {
    matches!(fault, Fault::ForbiddenCharacter | Fault::DotSegments)
}
