//! Bodies that well-known form parsers read alike or differently
//! (`corpus/multipart-differential/SOURCE.md`), as uploads: what seven parsers read alike is read so and
//! called ambiguous by no rule, what they read differently has a finding that says so.

use std::borrow::Cow;

use directline_exchange::{Body, Content, Exchange};
use directline_validator::media_type::{Disposition, MediaType};
use directline_validator::multipart::{self, DefectKind, Limits, Multipart};
use directline_validator::{Level, Profile, rules};
use serde_json::Value;

use super::{base64, judge, upload};

/// Bodies that the parsers read alike, and what our rules say of them.
const ALIKE: [(&str, &[&str]); 16] = [
    (
        "doc-example-verbatim",
        // Its Message part has no Content-Disposition, on which parsers would disagree if they found it.
        &["multipart-sample-delimiters", "multipart-close-missing", "message-part-disposition-missing"],
    ),
    ("doc-example-fixed+cd", &[]),
    ("ok", &[]),
    ("ok-quoted-boundary", &[]),
    // Read by the name `boundary*0`, it is none.
    ("rfc2231-boundary", &["multipart-boundary-missing"]),
    ("upper-BOUNDARY", &[]),
    ("missing-final-hyphens", &["multipart-close-missing"]),
    ("no-close-eof", &["multipart-truncated"]),
    ("close-no-crlf", &[]),
    ("lf-only", &["multipart-line-feeds"]),
    ("empty-body", &["upload-body-missing"]),
    ("only-close", &["multipart-without-attachment"]),
    ("zero-len-part", &[]),
    ("crlf-before-first", &[]),
    // One character too many, which none of the parsers counts.
    ("boundary-71-chars", &["multipart-boundary-invalid"]),
    ("boundary-trailing-space-quoted", &["multipart-boundary-invalid"]),
];

/// Bodies that the parsers read differently, the rule that says so, and what else is found.
const DISPUTED: [(&str, &str, &[&str]); 28] = [
    ("doc-example-fixed-delims", "message-part-disposition-missing", &[]),
    ("two-boundary-params", "multipart-boundary-repeated", &[]),
    // By the first of the two there is no delimiter.
    ("two-boundary-params-last", "multipart-boundary-repeated", &["multipart-delimiter-missing"]),
    ("preamble", "multipart-text-outside-parts", &[]),
    ("epilogue", "multipart-text-outside-parts", &[]),
    ("lwsp-after-boundary", "multipart-delimiter-ambiguous", &[]),
    ("boundary-prefix-in-body", "multipart-delimiter-ambiguous", &[]),
    ("boundary-in-body-no-crlf", "multipart-delimiter-ambiguous", &[]),
    ("header-fold", "multipart-header-ambiguous", &[]),
    ("dup-name-param", "disposition-malformed", &[]),
    ("dup-filename", "disposition-malformed", &[]),
    ("filename-star", "filename-ambiguous", &[]),
    ("dup-cd-header", "part-header-repeated", &[]),
    ("no-disposition-type", "part-disposition-without-type", &[]),
    // Its one part has a type, so the missing type is no finding.
    ("no-cd", "part-disposition-missing", &[]),
    ("no-headers-blank", "part-disposition-missing", &[]),
    ("path-filename", "filename-unsafe", &[]),
    ("win-path-filename", "filename-unsafe", &[]),
    ("nul-in-name", "disposition-malformed", &[]),
    ("nul-in-header-name", "multipart-header-malformed", &[]),
    ("space-before-colon", "multipart-header-ambiguous", &[]),
    ("bare-cr-in-header", "multipart-header-ambiguous", &[]),
    ("escaped-quote", "quotation-mark-escaped", &[]),
    ("pct22-quote", "quotation-mark-escaped", &[]),
    ("cte-base64", "part-transfer-encoding", &[]),
    ("unquoted-name", "part-parameter-unquoted", &[]),
    ("latin1-filename", "disposition-malformed", &[]),
    ("utf8-filename", "filename-not-ascii", &[]),
];

/// Nearly every part of the bodies lacks a `Content-Type`, which is the fault of the test data.
const LEFT_OUT: &str = "part-content-type-missing";

struct Case {
    id: String,
    media_type: String,
    body: Vec<u8>,
    agreed: bool,
    /// One of the readings: that of all, if they agree.
    reading: Value,
}

impl Case {
    fn exchange(&self) -> Exchange {
        let mut exchange = upload("?userId=user1", &[("Content-Type", &self.media_type)], "");
        exchange.request.body = Body::Present(Content::exact(self.body.clone()));
        exchange
    }

    fn names(&self) -> Vec<&'static str> {
        let found = judge(&self.exchange()).findings;
        found.iter().map(|finding| finding.rule.name).filter(|name| *name != LEFT_OUT).collect()
    }
}

fn cases() -> Vec<Case> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/multipart-differential/cases.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let text = |case: &Value, name: &str| case[name].as_str().unwrap().to_owned();
    let case = |case: &Value| Case {
        id: text(case, "id"),
        media_type: text(case, "content_type"),
        body: base64(&text(case, "body_base64")),
        agreed: case["distinct_readings"] == 1,
        reading: case["readings"].as_object().unwrap().values().next().unwrap().clone(),
    };
    file["cases"].as_array().unwrap().iter().map(case).collect()
}

#[test]
fn the_tables_are_complete() {
    let cases = cases();
    let agreed = |wanted| cases.iter().filter(move |case| case.agreed == wanted);
    assert_eq!((agreed(true).count(), agreed(false).count()), (16, 28));
    assert!(agreed(true).all(|case| ALIKE.iter().any(|(id, _)| *id == case.id)));
    assert!(agreed(false).all(|case| DISPUTED.iter().any(|(id, ..)| *id == case.id)));
}

#[test]
fn what_parsers_read_alike_is_read_so_and_not_called_ambiguous() {
    for case in cases().iter().filter(|case| case.agreed) {
        let (_, expected) = ALIKE.iter().find(|(id, _)| *id == case.id).unwrap();
        assert_eq!(case.names(), *expected, "{}", case.id);
        let own = MediaType::parse(case.media_type.as_bytes());
        let boundary = own.parameter("boundary").map(|found| found.value.clone()).unwrap_or_default();
        let form = multipart::read(&case.body, &boundary, &Limits::default());
        match &case.reading {
            Value::Array(parts) => assert_eq!(read_as(&form), sorted(parts.clone()), "{}", case.id),
            refusal => {
                assert_eq!(refusal, "rejects", "{}", case.id);
                assert!(is_refused(&form), "{}: {:?}", case.id, form.defects);
            }
        }
    }
}

/// Our reading in the words of the test data.
fn read_as(form: &Multipart<'_>) -> Vec<Value> {
    let part = |part: &multipart::Part<'_>| {
        let disposition = part.disposition();
        let name = disposition.as_ref().and_then(Disposition::name).map(Cow::into_owned);
        let filename = disposition.as_ref().and_then(Disposition::filename).map(|name| name.text);
        serde_json::json!({ "name": name, "filename": filename, "bytes": part.content.len() })
    };
    sorted(form.parts.iter().map(part).collect())
}

fn sorted(mut parts: Vec<Value>) -> Vec<Value> {
    parts.sort_by_key(Value::to_string);
    parts
}

/// Whether the reader says that the body cannot be read by the grammar.
fn is_refused(form: &Multipart<'_>) -> bool {
    let fatal = [
        DefectKind::NoDelimiter,
        DefectKind::BoundaryInvalid,
        DefectKind::CloseMissing,
        DefectKind::Truncated,
        DefectKind::LineFeedOnly,
    ];
    fatal.into_iter().any(|kind| form.has(kind))
}

#[test]
fn what_parsers_read_differently_has_a_finding_that_says_so() {
    for case in cases().iter().filter(|case| !case.agreed) {
        let (_, says_so, others) = DISPUTED.iter().find(|(id, ..)| *id == case.id).unwrap();
        let mut expected: Vec<&str> = others.iter().copied().chain([*says_so]).collect();
        let mut found = case.names();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{}", case.id);
    }
}

/// A rule that stands for a disagreement says so in its manual, and is a warning at least, but where the
/// grammar or the documents allow what is written.
#[test]
fn the_manuals_of_those_rules_name_the_disagreement() {
    const NOTES: [&str; 5] = [
        "message-part-disposition-missing",
        "multipart-text-outside-parts",
        "filename-not-ascii",
        "part-parameter-unquoted",
        "quotation-mark-escaped",
    ];
    for (id, name, _) in DISPUTED {
        let rule = rules().iter().find(|rule| rule.name == name).unwrap();
        assert!(rule.manual.to_lowercase().contains("readers disagree"), "{name}, for {id}");
        let is_note = rule.level(Profile::Documented) == Level::Note;
        assert_eq!(is_note, NOTES.contains(&name), "{name}, for {id}");
    }
}
