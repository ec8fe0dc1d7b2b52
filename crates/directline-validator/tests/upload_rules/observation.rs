//! Recordings that do not show everything: no rule speaks of what was not seen, and none is silent about
//! that either.

use directline_exchange::{Body, Exchange, Gap, Header, HeaderValue, Headers, Origin, Reason};

use super::{FILE, FORM, MESSAGE, form, form_body, inconclusive, names, single};

/// Rules about how a form is put together and what its parts are.
const STRUCTURE: [&str; 7] = [
    "multipart-close-missing",
    "multipart-truncated",
    "multipart-line-feeds",
    "multipart-header-malformed",
    "part-content-type-missing",
    "part-disposition-missing",
    "message-part-repeated",
];

fn with_gap(mut exchange: Exchange, range: std::ops::Range<usize>, reason: Reason) -> Exchange {
    if let Body::Present(content) = &mut exchange.request.body {
        content.gaps.push(Gap { range, reason });
    }
    exchange
}

fn at(text: &str) -> std::ops::Range<usize> {
    let body = form_body(&[FILE, MESSAGE]);
    let start = body.find(text).unwrap_or_default();
    start..start + text.len()
}

#[test]
fn bytes_lost_inside_a_file_do_not_matter() {
    let lossy = with_gap(form(&[FILE, MESSAGE]), at("(a)"), Reason::BodyLossy);
    assert!(names(&lossy).is_empty());
    assert!(inconclusive(&lossy).is_empty(), "{:?}", inconclusive(&lossy));
    // What a lost end behind the closing delimiter hides is text there, and nothing else.
    let end = form_body(&[FILE, MESSAGE]).len();
    let cut = with_gap(lossy, end..end, Reason::BodyLossy);
    assert!(names(&cut).is_empty());
    assert_eq!(inconclusive(&cut), ["multipart-text-outside-parts"]);
}

/// A stub that takes any query names no user, and none is missing.
#[test]
fn a_query_that_is_left_open_may_name_the_user() {
    let mut open = form(&[FILE, MESSAGE]);
    let written = "https://directline.botframework.com/api/conversations/c/upload?{{any}}";
    open.request.target = directline_exchange::Target::parse(written);
    assert!(names(&open).is_empty(), "{:?}", names(&open));
    assert!(inconclusive(&open).contains(&"user-id-missing"));
}

#[test]
fn bytes_lost_in_a_header_hide_it() {
    let lossy = with_gap(form(&[FILE, MESSAGE]), at("a.jpg"), Reason::BodyLossy);
    assert!(names(&lossy).is_empty());
    let undecided = inconclusive(&lossy);
    for rule in ["filename-not-ascii", "part-content-type-missing", "multipart-header-malformed"] {
        assert!(undecided.contains(&rule), "{rule}: {undecided:?}");
    }
    assert!(!undecided.contains(&"user-id-missing"));
}

#[test]
fn bytes_lost_in_the_message_hide_what_it_says() {
    let lossy = with_gap(form(&[FILE, MESSAGE]), at("hi"), Reason::BodyLossy);
    assert!(names(&lossy).is_empty());
    let undecided = inconclusive(&lossy);
    for rule in ["message-json-malformed", "text-not-string", "user-id-differs-from-from"] {
        assert!(undecided.contains(&rule), "{rule}: {undecided:?}");
    }
    assert!(STRUCTURE.iter().all(|rule| !undecided.contains(rule)), "{undecided:?}");
}

#[test]
fn a_lost_end_is_no_missing_close() {
    let whole = form_body(&[FILE, MESSAGE]);
    for end in [whole.len() - 4, at("hi").start, at("--X").end + 2, at("(a)").end] {
        let cut = super::form_as(FORM, whole.get(..end).unwrap_or_default());
        assert!(!names(&cut).is_empty(), "{end}");
        let recorded = with_gap(cut, end..end, Reason::BodyTruncated);
        assert!(names(&recorded).is_empty(), "{end}: {:?}", names(&recorded));
        let undecided = inconclusive(&recorded);
        assert!(STRUCTURE.iter().all(|rule| undecided.contains(rule)), "{end}: {undecided:?}");
        assert!(undecided.contains(&"text-not-string") && undecided.contains(&"message-json-malformed"));
    }
}

/// Bytes lost where the first delimiter begins may have been text before it.
#[test]
fn bytes_lost_at_the_first_delimiter_hide_what_stood_before() {
    let lossy = with_gap(form(&[FILE, MESSAGE]), 0..2, Reason::BodyLossy);
    assert!(names(&lossy).is_empty());
    assert!(inconclusive(&lossy).contains(&"multipart-text-outside-parts"));
}

#[test]
fn a_form_that_is_not_recorded_decides_nothing() {
    let mut exchange = form(&[FILE]);
    exchange.request.body = Body::NotObservable(Reason::BodyNotRecorded);
    assert!(names(&exchange).is_empty());
    let undecided = inconclusive(&exchange);
    assert!(STRUCTURE.iter().all(|rule| undecided.contains(rule)), "{undecided:?}");
    assert!(undecided.contains(&"multipart-boundary-repeated"));
    assert!(undecided.contains(&"upload-body-missing") && !undecided.contains(&"user-id-missing"));
    assert!(!undecided.contains(&"multipart-not-form-data"));
}

#[test]
fn headers_of_a_single_upload_are_judged_without_its_body() {
    let mut exchange = single("form-data; name=\"file\"; filename=\"../a.jpg\"");
    exchange.request.body = Body::NotObservable(Reason::BodyNotRecorded);
    assert_eq!(names(&exchange), ["filename-unsafe"]);
    assert_eq!(inconclusive(&exchange), ["upload-body-missing", "upload-too-large"]);
}

#[test]
fn a_hidden_type_decides_nothing() {
    for mut exchange in [form(&[FILE]), single("x")] {
        exchange.request.headers = Headers::new();
        exchange.request.headers.push("Authorization", "Bearer secret");
        exchange.request.headers.add(Header {
            name: "Content-Type".into(),
            value: HeaderValue::Hidden(Reason::RedactedByExporter),
            name_origin: Origin::default(),
            value_origin: Origin::default(),
        });
        assert!(names(&exchange).is_empty(), "{:?}", names(&exchange));
        let undecided = inconclusive(&exchange);
        assert!(STRUCTURE.iter().all(|rule| undecided.contains(rule)), "{undecided:?}");
        assert!(undecided.contains(&"upload-disposition-missing"));
        assert!(!undecided.contains(&"upload-content-type-missing"));
    }
}

#[test]
fn more_parts_than_are_read_decide_nothing_about_the_rest() {
    let parts = vec![FILE; 1001];
    let exchange = form(&parts);
    assert!(names(&exchange).is_empty());
    assert!(inconclusive(&exchange).contains(&"part-content-type-missing"));
    assert!(!inconclusive(&form(&parts[..1000])).contains(&"part-content-type-missing"));
}

/// A lossy body has as many gaps as it has lost bytes; the time must not grow with their square.
#[test]
fn many_gaps_take_linear_time() {
    let file = FILE.replace("(a)", &"\u{fffd}".repeat(200_000));
    let parts = vec![
        "Content-Disposition: form-data; name=\"b\"; filename=\"b\"\r\nContent-Type: a/b\r\n\r\n(b)";
        900
    ];
    let body = form_body(&[&[file.as_str()], parts.as_slice()].concat());
    let mut exchange = super::form_as(FORM, &body);
    let start = body.find('\u{fffd}').unwrap();
    if let Body::Present(content) = &mut exchange.request.body {
        let lost = |number: usize| start + 3 * number..start + 3 * number + 3;
        content.gaps =
            (0..200_000).map(|number| Gap { range: lost(number), reason: Reason::BodyLossy }).collect();
    }
    assert!(names(&exchange).is_empty());
    assert!(inconclusive(&exchange).is_empty());
}
