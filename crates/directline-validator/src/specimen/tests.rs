//! Objects by themselves. That they get the findings that they get in an exchange is tested on the whole
//! corpus, in `directline-cli/tests/it/objects.rs`.

use std::collections::BTreeSet;

use super::*;
use crate::{Finding, Validator, Verdict};

fn names(specimen: &Specimen) -> Vec<&'static str> {
    let judgement = Validator::new().check_object(specimen);
    judgement.findings.iter().map(|finding| finding.rule.name).collect()
}

fn undecided(specimen: &Specimen) -> Vec<(&'static str, Reason)> {
    let judgement = Validator::new().check_object(specimen);
    judgement.inconclusive.iter().map(|one| (one.rule.name, one.reason)).collect()
}

#[test]
fn a_sound_object_has_no_finding() {
    // The samples of the documents.
    let rows = [
        (SpecimenKind::Message, r#"{"text":"hello","from":"user1"}"#),
        (
            SpecimenKind::MessageSet,
            r#"{"messages":[{"conversation":"abc123","id":"abc123|0000","text":"hello","from":"user1"}],"watermark":"0001a-95"}"#,
        ),
        (SpecimenKind::Attachment, r#"{"url":"https://example.com/a.txt","contentType":"text/plain"}"#),
        (SpecimenKind::Error, r#"{"error":{"code":"NotFound","message":"no from","statusCode":400}}"#),
        (SpecimenKind::Token, r#""RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8qbOF5xnR2vtCX7CZj0LdjAPGfiCpg4Fv0""#),
        (
            SpecimenKind::Conversation,
            r#"{"conversationId":"abc123","token":"RCurR_XV9ZA.cwA.BKA.iaJr","expires_in":1800}"#,
        ),
    ];
    for (kind, text) in rows {
        let text = text.replace("\"conversation\":", "\"conversationId\":");
        let judgement = Validator::new().check_object(&Specimen::new(kind, text));
        assert!(judgement.findings.is_empty(), "{kind}: {:?}", judgement.findings);
        assert_eq!(judgement.inconclusive.len(), 0, "{kind}: {:?}", judgement.inconclusive);
        assert_eq!(judgement.verdict, Verdict::Conforms, "{kind}");
        assert!(judgement.decided.len() > 3, "{kind}: {:?}", judgement.decided);
    }
}

#[test]
fn places_point_into_the_object() {
    let specimen = Specimen::new(SpecimenKind::Attachment, r#"{"contentType":"image/png","url":null}"#);
    let judgement = Validator::new().check_object(&specimen);
    let places: Vec<_> = judgement
        .findings
        .iter()
        .map(|found| (found.place.pointer.as_deref().unwrap(), found.place.span.clone().unwrap()))
        .collect();
    assert_eq!(places, [("/url", 33..37), ("/contentType", 15..26)]);
}

#[test]
fn what_depends_on_the_sender_is_undecided_until_the_sender_is_named() {
    let message = || Specimen::new(SpecimenKind::Message, r#"{"text":5,"id":"1"}"#);
    assert_eq!(names(&message()), ["text-not-string"]);
    let undecided_of: BTreeSet<_> = undecided(&message()).into_iter().collect();
    let both = [("id-set-by-client", Reason::NotRecorded), ("from-missing", Reason::NotRecorded)];
    assert_eq!(undecided_of, both.into_iter().collect());
    let sent = message().sent_by(Side::Client);
    assert_eq!(names(&sent), ["id-set-by-client", "from-missing", "text-not-string"]);
    assert!(undecided(&sent).is_empty());
    let received = message().sent_by(Side::Service);
    assert_eq!(names(&received), ["text-not-string"]);
    assert!(undecided(&received).is_empty());
}

#[test]
fn where_only_one_side_is_judged_that_is_the_sender() {
    let message = Specimen::new(SpecimenKind::Message, r#"{"text":5,"id":"1"}"#);
    for (side, expected) in [
        (Side::Client, &["id-set-by-client", "from-missing", "text-not-string"][..]),
        (Side::Service, &["text-not-string"]),
    ] {
        let judgement = Validator::new().only_side(side).check_object(&message);
        let names: Vec<_> = judgement.findings.iter().map(|finding| finding.rule.name).collect();
        assert_eq!((names.as_slice(), judgement.inconclusive.len()), (expected, 0), "{side}");
    }
}

#[test]
fn a_broken_object_is_a_fault_whoever_sent_it() {
    for kind in [SpecimenKind::Message, SpecimenKind::Attachment] {
        for text in ["", "{", "[1", "nonsense"] {
            let judgement = Validator::new().check_object(&Specimen::new(kind, text));
            assert_eq!(judgement.findings.len(), 1, "{kind} {text:?}: {judgement:?}");
            assert_eq!(judgement.verdict, Verdict::Violates, "{kind} {text:?}");
        }
    }
}

#[test]
fn the_status_of_an_error_is_judged_if_it_is_given() {
    let error = || {
        let text = r#"{"error":{"code":"NotFound","message":"x","statusCode":400}}"#;
        Specimen::new(SpecimenKind::Error, text)
    };
    assert!(names(&error()).is_empty() && undecided(&error()).is_empty());
    assert!(names(&error().with_status(400)).is_empty());
    assert_eq!(names(&error().with_status(403)), ["error-status-code-mismatch"]);
    assert_eq!(names(&Specimen::new(SpecimenKind::Error, "<html>gone</html>")), ["error-body-not-json"]);
    for scalar in ["null", "true", "404", " -1.5e3 ", "\"gone\""] {
        let rule = "error-message-not-object";
        assert_eq!(names(&Specimen::new(SpecimenKind::Error, scalar)), [rule], "{scalar}");
    }
    for text in ["404 Not Found", "nonsense", "true false", "-"] {
        assert_eq!(names(&Specimen::new(SpecimenKind::Error, text)), ["error-body-not-json"], "{text}");
    }
}

#[test]
fn what_cannot_be_seen_is_inconclusive() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    for kind in SpecimenKind::ALL.into_iter().take(6) {
        let judgement = Validator::new().check_object(&Specimen::new(kind, deep.clone()));
        assert_eq!(judgement.verdict, Verdict::Inconclusive, "{kind}: {judgement:?}");
        assert!(judgement.inconclusive.iter().any(|one| one.reason == Reason::LimitReached), "{kind}");
    }
    let unknown_type = Specimen::new(SpecimenKind::Upload, "bytes");
    assert_eq!(Validator::new().check_object(&unknown_type).verdict, Verdict::Inconclusive);
}

#[test]
fn an_upload_is_judged_with_its_content_type() {
    let one_file = Specimen::upload("text/plain", "hello");
    assert_eq!(Validator::new().check_object(&one_file).verdict, Verdict::Conforms);
    assert!(names(&one_file).is_empty());
    assert_eq!(names(&Specimen::upload("multipart/form-data", "x")), ["multipart-boundary-missing"]);
    let form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
                Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
    assert!(names(&Specimen::upload("multipart/form-data; boundary=b", form)).is_empty());
    let cut = form.trim_end_matches("--b--\r\n");
    assert!(!names(&Specimen::upload("multipart/form-data; boundary=b", cut)).is_empty());
}

#[test]
fn a_url_is_judged_by_the_rules_about_urls() {
    let url = |text: &str| Specimen::new(SpecimenKind::Url, text);
    for sound in ["/attachments/a/0.jpg", "https://example.com/a.png"] {
        let judgement = Validator::new().check_object(&url(sound));
        assert_eq!((judgement.findings.len(), judgement.verdict), (0, Verdict::Conforms), "{sound}");
        assert!(judgement.inconclusive.is_empty() && judgement.decided.len() >= 10, "{judgement:?}");
    }
    assert_eq!(names(&url("//evil.example/x")), ["url-network-path"]);
    assert_eq!(names(&url("@evil.example/x")), ["url-leaves-base"]);
    assert_eq!(names(&url("")), ["url-empty"]);
    let base = Base::parse("http://localhost:8080").unwrap();
    let judgement = Validator::new().check_object(&url("@evil.example/x").with_base(base));
    assert_eq!(judgement.findings[0].expected, "a URL on http://localhost:8080");
    assert_eq!(judgement.findings[0].place.span, Some(0..15));
    let long = Validator::new().check_object(&url(&format!("/{}", "a".repeat(70_000))));
    assert_eq!(long.verdict, Verdict::Inconclusive);
}

#[test]
fn an_object_is_told_what_its_exchange_is_told() {
    let row = |kind, text: &str| names(&Specimen::new(kind, text));
    // Two messages of one answer with one id.
    let twice = r#"{"messages":[{"id":"abc123|1","text":"a"},{"id":"abc123|1","text":"b"}],"watermark":"1"}"#;
    assert_eq!(row(SpecimenKind::MessageSet, twice), ["message-id-reused"]);
    let judgement = Validator::new().check_object(&Specimen::new(SpecimenKind::MessageSet, twice));
    assert_eq!(judgement.findings[0].place.pointer.as_deref(), Some("/messages/1/id"));
    assert_eq!(row(SpecimenKind::MessageSet, &twice.replacen("|1", "|0", 1)), [""; 0]);
    // A token that no client can send as it is.
    for token in [r#""\"abc\"""#, r#""Bearer abc""#, r#""a b""#] {
        assert_eq!(row(SpecimenKind::Token, token), ["token-malformed"], "{token}");
    }
    for token in [r#""abc""#, r#""[Filtered]""#] {
        assert_eq!(row(SpecimenKind::Token, token), [""; 0], "{token}");
    }
    // The Message alone is no upload.
    let message = Specimen::upload("application/vnd.microsoft.bot.message", r#"{"text":"hello"}"#);
    assert_eq!(names(&message), ["message-uploaded-alone"]);
}

#[test]
fn one_fault_is_told_once_and_in_words_that_fit() {
    let row = |text: &str| {
        let specimen = Specimen::new(SpecimenKind::Message, text).sent_by(Side::Client);
        let findings = Validator::new().check_object(&specimen).findings;
        let words = |found: Finding| (found.rule.name, found.message, found.expected);
        findings.into_iter().map(words).collect::<Vec<_>>()
    };
    let only = |text: &str| {
        let all = row(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all[0].clone()
    };
    // Of two members with one name the first counts; that there are two is said by one rule.
    let names: Vec<_> = row(r#"{"from":"user1","text":1,"text":2}"#).into_iter().map(|one| one.0).collect();
    assert_eq!(names, ["json-duplicate-member", "text-not-string"]);
    // A list of messages is one; an empty list and a text are none.
    assert_eq!(only("[]").0, "message-not-object");
    assert_eq!(
        only(r#"[{"from":"user1","text":"a"}]"#).1,
        "the client sends a list of messages in place of one Message"
    );
    assert_eq!(only("[{},{}]").1, "the client sends several messages in one request");
    let unknown = only(r#"{"from":"user1","text":"a","messages":"x"}"#);
    assert_eq!(unknown.0, "message-member-unknown");
    // Hints that fit.
    for (member, expected) in [
        (r#""message":"x""#, "text, for what the message says"),
        (r#""message":null"#, "only the documented members of Message"),
        (r#""foo":1"#, "only the documented members of Message"),
        (r#""ETag":"x""#, "no such member: the Swagger file has eTag, the documents have none"),
    ] {
        let found = only(&format!(r#"{{"from":"user1","text":"a",{member}}}"#));
        assert_eq!((found.0, found.2.as_str()), ("message-member-unknown", expected), "{member}");
    }
}

#[test]
fn what_is_wrong_with_a_boundary_is_named() {
    let long = "b".repeat(71);
    for (boundary, message) in [
        ("B ", "the boundary ends with a space"),
        (long.as_str(), "the boundary is 71 characters long, which is more than 70"),
        ("a#b", "the boundary holds \"#\", which no boundary may hold"),
    ] {
        let form = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
             Content-Type: text/plain\r\n\r\nhello\r\n--{boundary}--\r\n"
        );
        let content_type = format!("multipart/form-data; boundary=\"{boundary}\"");
        let judgement = Validator::new().check_object(&Specimen::upload(content_type, form));
        let messages: Vec<&str> = judgement.findings.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(messages, [message], "{boundary}");
    }
}
