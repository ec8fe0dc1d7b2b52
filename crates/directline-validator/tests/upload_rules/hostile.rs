//! Very large and very many: bounded time, and clear findings.

use std::time::{Duration, Instant};

use directline_exchange::{Exchange, Reason, Target};
use directline_validator::Judgement;

use super::{FILE, FORM, MESSAGE, UPLOAD, form, form_as, form_body, judge, names, single, upload};

const MEGABYTE: usize = 1 << 20;

/// Judges, and fails if that takes more than a linear reading can.
#[expect(clippy::disallowed_methods, reason = "the time that it takes is what is tested")]
fn judge_soon(exchange: &Exchange, what: &str) -> Judgement {
    let start = Instant::now();
    let judgement = judge(exchange);
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(20), "{what} took {taken:?}");
    judgement
}

fn undecided(judgement: &Judgement) -> Vec<(&str, Reason)> {
    judgement.inconclusive.iter().map(|skipped| (skipped.rule.name, skipped.reason)).collect()
}

/// What was not read is said to be so, by the rules that would have to look at it.
fn is_cut_by_limit(judgement: &Judgement) -> bool {
    undecided(judgement).contains(&("part-content-type-missing", Reason::LimitReached))
}

#[test]
fn parts_around_the_limit() {
    for (count, beyond) in [(999, false), (1000, false), (1001, true)] {
        let judgement = judge_soon(&form(&vec![FILE; count]), "parts");
        assert!(judgement.findings.is_empty(), "{count}");
        assert_eq!(is_cut_by_limit(&judgement), beyond, "{count}");
    }
    // A fault in a part that is read is found all the same.
    let mut parts = vec![FILE; 1001];
    parts[500] = "Content-Type: image/jpeg\r\n\r\n(b)";
    assert_eq!(names(&form(&parts)), ["part-disposition-missing"]);
}

#[test]
fn headers_of_a_part_around_the_limits() {
    for (count, beyond) in [(63, false), (64, false), (65, true)] {
        let part = "X-A: b\r\n".repeat(count - 2) + FILE;
        let judgement = judge_soon(&form(&[&part]), "headers");
        assert!(judgement.findings.is_empty(), "{count}");
        assert_eq!(is_cut_by_limit(&judgement), beyond, "{count}");
    }
    let own = FILE.find("\r\n\r\n").unwrap() + 2;
    for (bytes, beyond) in [(16_383, false), (16_384, false), (16_385, true), (MEGABYTE, true)] {
        // `X-A: ` and a line end are 7 bytes.
        let part = format!("X-A: {}\r\n{FILE}", "b".repeat(bytes - own - 7));
        let judgement = judge_soon(&form(&[&part]), "header bytes");
        assert!(judgement.findings.is_empty(), "{bytes}");
        assert_eq!(is_cut_by_limit(&judgement), beyond, "{bytes}");
    }
}

#[test]
fn boundaries_around_the_limits() {
    let rows: [(usize, &[&str]); 5] = [
        (0, &["multipart-boundary-missing"]),
        (1, &[]),
        (69, &[]),
        (70, &[]),
        (71, &["multipart-boundary-invalid"]),
    ];
    for (length, expected) in rows {
        let boundary = "b".repeat(length);
        let body = form_body(&[FILE, MESSAGE]).replace("--X", &format!("--{boundary}"));
        let media_type = format!("multipart/form-data; boundary=\"{boundary}\"");
        assert_eq!(names(&form_as(&media_type, &body)), expected, "{length}");
    }
}

#[test]
fn a_boundary_of_a_megabyte_is_read() {
    let boundary = "b".repeat(MEGABYTE);
    let body = form_body(&[FILE]).replace("--X", &format!("--{boundary}"));
    let exchange = form_as(&format!("multipart/form-data; boundary={boundary}"), &body);
    let judgement = judge_soon(&exchange, "boundary");
    let found: Vec<_> = judgement.findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(found, ["multipart-boundary-invalid"]);
    assert!(judgement.findings[0].found.len() < 300, "recorded text is shortened");
}

#[test]
fn ids_and_names_of_a_megabyte_are_read_and_shortened() {
    let long = "a".repeat(MEGABYTE);
    let mut exchange = form(&[FILE, &MESSAGE.replace("user1", &long)]);
    exchange.request.target = Target::parse(&format!("{UPLOAD}?userId={long}b"));
    let judgement = judge_soon(&exchange, "ids");
    let found: Vec<_> = judgement.findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(found, ["user-id-differs-from-from"]);
    assert!(judgement.findings[0].found.len() < 300 && judgement.findings[0].expected.len() < 300);

    let path = UPLOAD.replace("abc123", &long);
    exchange.request.target = Target::parse(&format!("{path}?userId={long}&conversationId=x"));
    let judgement = judge_soon(&exchange, "conversation id");
    let found: Vec<_> = judgement.findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(found, ["conversation-id-query-mismatch"]);
    assert!(judgement.findings[0].expected.len() < 300);

    let judgement = judge_soon(&single(&format!("form-data; filename=\"{long}/x\"")), "file name");
    assert_eq!(judgement.findings[0].rule.name, "filename-unsafe");
    assert!(judgement.findings[0].found.len() < 300);
}

/// Bodies that make a careless reader look at each byte again and again.
#[test]
fn near_delimiters_and_quotes_without_end_take_linear_time() {
    let near = "--X--X".repeat(MEGABYTE / 6);
    let lines = "\r\n--Xx".repeat(MEGABYTE / 6);
    for content in [near, lines, "\n--X".repeat(MEGABYTE / 4)] {
        let body = form_body(&[&FILE.replace("(a)", &content)]);
        judge_soon(&upload("?userId=user1", &[("Content-Type", FORM)], body), "near delimiters");
    }
    for value in ["\";".repeat(MEGABYTE / 2), "a=\"".repeat(MEGABYTE / 3), "\\".repeat(MEGABYTE)] {
        judge_soon(&single(&format!("form-data; filename=\"{value}")), "quotes");
    }
}
