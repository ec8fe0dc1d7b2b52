//! What a copy does not say of what it was made from.

use std::collections::BTreeSet;

use directline_exchange::{
    Body, Exchange, FramingDefect, Header, HeaderValue, Headers, Intent, Observed, Reason, Response, Target,
};

use super::Loss;

/// What is lost so far; nothing if the copy says what is not so.
type Lost<'l> = &'l mut BTreeSet<Loss>;

/// What `copy` lacks of `original`; nothing if it says anything that the original does not.
pub(super) fn lost(original: &Exchange, copy: &Exchange) -> Option<BTreeSet<Loss>> {
    let mut lost = BTreeSet::new();
    let (sent, copied) = (&original.request, &copy.request);
    if sent.method != copied.method {
        return None;
    }
    // A host is a header, too, where the URL has none.
    let has_host = sent.target.host.is_present() && sent.headers.all("host").next().is_none();
    target(&sent.target, &copied.target, &mut lost)?;
    headers(&sent.headers, &copied.headers, has_host, &mut lost)?;
    body(&sent.body, &copied.body, &mut lost)?;
    framing(&sent.framing, &copied.framing, &mut lost)?;
    response(&original.response, &copy.response, &mut lost)?;
    let nanos = |exchange: &Exchange| exchange.started.as_ref().map(|started| started.unix_nanos);
    time((nanos(original), nanos(copy)), Loss::Started, &mut lost)?;
    time((original.took, copy.took), Loss::Took, &mut lost)?;
    match (original.intent, copy.intent) {
        (Intent::Valid, Intent::Unknown) => _ = lost.insert(Loss::Intent),
        (was, is) if was == is => {}
        _ => return None,
    }
    Some(lost)
}

/// A datum that may be lost as a whole, and otherwise is as it was.
fn whole<T: PartialEq>(was: &Observed<T>, is: &Observed<T>, kind: Loss, lost: Lost<'_>) -> Option<()> {
    match (was, is) {
        (Observed::NotObservable(was), Observed::NotObservable(is)) => reason(*was, *is, lost),
        (_, Observed::NotObservable(_)) => _ = lost.insert(kind),
        (Observed::NotObservable(_), _) => return None,
        (was, is) if was != is => return None,
        _ => {}
    }
    Some(())
}

/// No recording shows that a request was sent at no time.
fn time<T: PartialEq>((was, is): (Observed<T>, Observed<T>), kind: Loss, lost: Lost<'_>) -> Option<()> {
    if was.is_absent() && is.reason().is_some() {
        return Some(());
    }
    whole(&was, &is, kind, lost)
}

fn reason(was: Reason, is: Reason, lost: Lost<'_>) {
    if was != is {
        lost.insert(Loss::Reason);
    }
}

fn target(was: &Target, is: &Target, lost: Lost<'_>) -> Option<()> {
    if (&was.path, &was.query) != (&is.path, &is.query) {
        return None;
    }
    whole(&was.scheme, &is.scheme, Loss::Origin, lost)?;
    whole(&was.host, &is.host, Loss::Origin, lost)?;
    let is_same = (was.port, was.has_user_info) == (is.port, is.has_user_info);
    (is_same || !is.host.is_present()).then_some(())
}

fn response(was: &Response, is: &Response, lost: Lost<'_>) -> Option<()> {
    let is_known = !matches!(was.status, Observed::NotObservable(_));
    if is_known && is.status.reason().is_some() {
        let is_nothing = is.headers.partial().is_some() && is.headers.iter().next().is_none();
        lost.insert(if was.status.is_absent() { Loss::Unanswered } else { Loss::Answer });
        return (is_nothing && is.body.reason().is_some()).then_some(());
    }
    whole(&was.status, &is.status, Loss::Answer, lost)?;
    headers(&was.headers, &is.headers, false, lost)?;
    body(&was.body, &is.body, lost)?;
    framing(&was.framing, &is.framing, lost)
}

/// Whether a header says how the body is sent, which is as it is written and not as it was recorded.
fn is_coding(field: &Header) -> bool {
    ["content-length", "transfer-encoding", "content-encoding"].iter().any(|name| field.is(name))
}

fn headers(was: &Headers, is: &Headers, has_host: bool, lost: Lost<'_>) -> Option<()> {
    fn rest(headers: &Headers) -> impl Iterator<Item = &Header> {
        headers.iter().filter(|field| !is_coding(field))
    }
    fn coding(headers: &Headers) -> impl Iterator<Item = (&str, &HeaderValue)> {
        headers.iter().filter(|field| is_coding(field)).map(|field| (field.name.as_str(), &field.value))
    }
    let mut copied = rest(is).peekable();
    if has_host
        && copied.next_if(|field| field.is("host") && rest(was).all(|field| !field.is("host"))).is_some()
    {
        lost.insert(Loss::Host);
    }
    let mut is_less = false;
    for field in rest(was) {
        let is_same = |copy: &&Header| copy.name == field.name && value(&field.value, &copy.value).is_some();
        match copied.next_if(is_same).and_then(|copy| value(&field.value, &copy.value)) {
            Some(kinds) => lost.extend(kinds),
            None => is_less = true,
        }
    }
    if copied.next().is_some() {
        return None;
    }
    if !coding(was).eq(coding(is)) {
        lost.insert(Loss::Coding);
    }
    if is_less {
        // What is left out must not look as if it had not been sent.
        is.partial()?;
        lost.insert(Loss::Header);
    }
    missing(was, is, lost)
}

/// What is lost of a value; nothing if it is another one.
fn value(was: &HeaderValue, is: &HeaderValue) -> Option<&'static [Loss]> {
    use HeaderValue::{Hidden, SchemeOnly, Seen};
    match (was, is) {
        (was, is) if was == is => Some(&[]),
        (SchemeOnly { scheme, .. }, SchemeOnly { scheme: same, .. }) if scheme == same => {
            Some(&[Loss::Reason])
        }
        (Hidden(_), Hidden(_)) => Some(&[Loss::Reason]),
        (Seen(_), SchemeOnly { .. }) | (Seen(_) | SchemeOnly { .. }, Hidden(_)) => Some(&[Loss::Value]),
        _ => None,
    }
}

/// What is known of headers that are not there.
fn missing(was: &Headers, is: &Headers, lost: Lost<'_>) -> Option<()> {
    match (was.partial(), is.partial()) {
        (Some(was), Some(is)) => reason(was, is, lost),
        (Some(_), None) => return None,
        (None, Some(_)) => _ = lost.insert(Loss::HeadersComplete),
        (None, None) => {}
    }
    let is_open = |(name, _): &(String, Reason)| !is.get(name).is_absent();
    was.withheld().iter().all(is_open).then_some(())
}

fn body(was: &Body, is: &Body, lost: Lost<'_>) -> Option<()> {
    match (was, is) {
        (Observed::Present(was), Observed::Present(is)) => {
            if (&was.bytes, &was.gaps) != (&is.bytes, &is.gaps) {
                return None;
            }
            if was.fidelity != is.fidelity {
                lost.insert(Loss::Fidelity);
            }
        }
        (Observed::Present(was), Observed::Absent) if was.bytes.is_empty() && was.gaps.is_empty() => {}
        (Observed::Present(was), Observed::NotObservable(_)) => {
            lost.insert(if was.gaps.is_empty() { Loss::Body } else { Loss::BodyPart });
        }
        (Observed::Absent, Observed::NotObservable(_)) => _ = lost.insert(Loss::Body),
        (Observed::Absent, Observed::Absent) => {}
        (Observed::NotObservable(was), Observed::NotObservable(is)) => reason(*was, *is, lost),
        _ => return None,
    }
    Some(())
}

/// Defects of the copy must be those of the original.
fn framing(was: &[FramingDefect], is: &[FramingDefect], lost: Lost<'_>) -> Option<()> {
    let mut rest: Vec<_> = was.iter().map(|defect| &defect.kind).collect();
    for defect in is {
        let at = rest.iter().position(|kind| **kind == defect.kind)?;
        rest.swap_remove(at);
    }
    if !rest.is_empty() {
        lost.insert(Loss::Framing);
    }
    Some(())
}
