//! What reports show of a finding that rests on earlier exchanges.

use directline_capture::{Limits, Recorded, open_bytes};
use directline_validator::{Judgement, Related, Validator};
use serde_json::{Value, json};

use super::further::Most;
use super::json::Json;
use super::text::{Detail, Text};
use super::*;
use crate::closing::Asked;

/// A token as the documents show one, and long enough to be taken for a secret wherever it stands.
const TOKEN: &str = "RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8qbOF5xnR2vtCX7CZj0LdjAPGfiCpg4Fv0";

/// An exchange with one finding, and what it was judged to be.
fn exchange() -> (Recorded, Judgement) {
    let line = json!({
        "method": "GET",
        "url": "https://directline.botframework.com/api/conversations/abc123/messages",
        "request": {"headers": [["Authorization", format!("Bearer {TOKEN}")]]},
        "response": {
            "status": 200,
            "headers": [["Content-Type", "application/json"]],
            "body_text": "{\"messages\":[],\"watermark\":10}"
        }
    });
    let mut capture = open_bytes("a.ndjson", format!("{line}\n").into_bytes(), &Limits::default()).unwrap();
    let recorded = capture.next().unwrap().unwrap();
    let judgement =
        Validator::new().keep(|rule| rule.name == "watermark-not-string").check(&recorded.exchange);
    assert_eq!(judgement.findings.len(), 1);
    (recorded, judgement)
}

/// What a report writes of one exchange whose finding rests on `related`.
fn report(mut report: impl Report, related: Vec<Related>) -> String {
    let (recorded, mut judgement) = exchange();
    judgement.findings[0].related = related;
    let shown = Shown::of(&recorded.exchange);
    let mut summary = Summary::default();
    summary.add_unmarked(&recorded.exchange, &judgement, &shown);
    let mut out = Vec::new();
    report.begin(&mut out).unwrap();
    report
        .exchange(
            &mut out,
            &Judged {
                recorded: &recorded,
                judgement: &judgement,
                shown: &shown,
                specimen: None,
                known: Vec::new(),
            },
        )
        .unwrap();
    report.end(&mut out, &summary).unwrap();
    String::from_utf8(out).unwrap()
}

fn text(related: Vec<Related>) -> String {
    let most = Most { per_exchange: 100, per_run: 10_000 };
    report(Text::new(Detail::Normal, What::Exchange, Asked::default(), (most, false)), related)
}

fn related(index: usize, text: &str) -> Related {
    Related { index, text: text.to_owned() }
}

#[test]
fn the_text_report_names_the_earlier_exchanges() {
    let none = text(Vec::new());
    assert!(!none.contains("related"), "{none}");
    let one = text(vec![related(3, "the answer that gave this watermark")]);
    assert!(one.contains("\n  = related: exchange 3, the answer that gave this watermark\n"), "{one}");
    let many = text((0..5).map(|index| related(index, "an answer")).collect());
    assert!(many.contains("exchange 2, an answer\n  = related: 2 more exchanges\n"), "{many}");
    assert!(!many.contains("exchange 3, an answer"), "{many}");
}

#[test]
fn the_machine_reports_name_the_earlier_exchanges_and_the_fingerprint_stays() {
    let findings = |related| -> Value {
        let document: Value =
            serde_json::from_str(&report(Json::new(Profile::Documented, What::Exchange), related)).unwrap();
        document["exchanges"][0]["findings"][0].clone()
    };
    let (none, one) = (findings(Vec::new()), findings(vec![related(3, "the answer that gave it")]));
    assert_eq!(none["related"], json!([]));
    assert_eq!(
        one["related"],
        json!([{"file": "a.ndjson", "index": 3, "message": "the answer that gave it"}])
    );
    assert_eq!(none["fingerprint"], one["fingerprint"]);
}

#[test]
fn what_is_said_of_earlier_exchanges_is_masked_and_escaped() {
    let with_secret = || vec![related(3, &format!("the answer {TOKEN}\u{1b}[2J"))];
    for shown in [text(with_secret()), report(Json::new(Profile::Documented, What::Exchange), with_secret())]
    {
        assert!(!shown.contains("iaJrC8xpy8q") && shown.contains("the answer [redacted]"), "{shown}");
        assert!(!shown.contains('\u{1b}'), "{shown}");
    }
}
