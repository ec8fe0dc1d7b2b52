//! An object by itself gets the findings that it gets in the body of an exchange, on the whole corpus.

use std::collections::BTreeSet;

use directline_capture::{Limits, open_bytes};
use directline_exchange::{Body, Exchange, Fidelity, Headers};
use directline_types::{ObjectKind, Operation, operation::Success};
use directline_validator::{Family, Finding, Part, Profile, Side, Specimen, SpecimenKind, Validator};

use super::support::corpus;

/// Rules that compare the object with something beside it that an exchange shows and a file does not.
const BESIDE: [&str; 5] = [
    "message-id-of-other-conversation",
    "sent-conversation-id-mismatch",
    "received-conversation-id-mismatch",
    "user-id-differs-from-from",
    "error-body-not-json",
];

type Seen = BTreeSet<(&'static str, String, String, String, Option<String>, Option<(usize, usize)>)>;

fn seen<'f>(findings: impl Iterator<Item = &'f Finding>) -> Seen {
    findings
        .filter(|found| !BESIDE.contains(&found.rule.name))
        .map(|found| {
            let Finding { rule, message, found, expected, place, .. } = found;
            let (pointer, span) =
                (place.pointer.clone(), place.span.as_ref().map(|span| (span.start, span.end)));
            (rule.name, message.clone(), found.clone(), expected.clone(), pointer, span)
        })
        .collect()
}

fn bytes(body: &Body) -> Option<Vec<u8>> {
    let content = body.present()?;
    // A recording with gaps shows something else than a file.
    (content.gaps.is_empty() && content.fidelity == Fidelity::Exact).then(|| content.bytes.clone())
}

/// The objects of an exchange, each with the part that it is.
fn objects(exchange: &Exchange) -> Vec<(Specimen, Part)> {
    let operation = Validator::new().check(exchange).operation;
    let returns = operation.map(Operation::success);
    let mut all = Vec::new();
    let (request, response) = (&exchange.request, &exchange.response);
    if let Some(sent) = bytes(&request.body) {
        let content_type = content_type(&request.headers);
        match (operation, content_type) {
            (Some(Operation::SendMessage), _) => {
                let message = Specimen::new(SpecimenKind::Message, sent).sent_by(Side::Client);
                all.push((message, Part::RequestBody));
            }
            (Some(Operation::Upload), Some(content_type)) => {
                all.push((Specimen::upload(content_type, sent), Part::RequestBody));
            }
            _ => {}
        }
    }
    if let (Some(answered), Some(&status)) = (bytes(&response.body), response.status.present()) {
        let kind = match (status, returns) {
            (400.., _) => Some(SpecimenKind::Error),
            (200..=299, Some(Success::Returns(ObjectKind::MessageSet))) if status != 204 => {
                Some(SpecimenKind::MessageSet)
            }
            (200..=299, Some(Success::Returns(ObjectKind::Conversation))) if status != 204 => {
                Some(SpecimenKind::Conversation)
            }
            (200..=299, Some(Success::Returns(ObjectKind::Token))) if status != 204 => {
                Some(SpecimenKind::Token)
            }
            _ => None,
        };
        let specimen = |kind| (Specimen::new(kind, answered).with_status(status), Part::ResponseBody);
        all.extend(kind.map(specimen));
    }
    all
}

fn content_type(headers: &Headers) -> Option<Vec<u8>> {
    headers.value("content-type").present().map(|value| value.to_vec())
}

/// The exchanges of the witness pairs and of the documents' samples.
fn exchanges() -> Vec<Exchange> {
    let mut folders = vec![corpus("rules"), corpus("documented")];
    let mut all = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "ndjson") {
                let capture = open_bytes("x", std::fs::read(&path).unwrap(), &Limits::default());
                all.extend(capture.unwrap().map(|recorded| recorded.unwrap().exchange));
            }
        }
    }
    all
}

#[test]
fn an_object_gets_the_findings_that_it_gets_in_an_exchange() {
    let mut compared = 0;
    let mut with_findings = 0;
    for exchange in exchanges() {
        for (specimen, part) in objects(&exchange) {
            for profile in [Profile::Documented, Profile::Strict, Profile::Observed] {
                let validator = Validator::new().with_profile(profile);
                let in_exchange = validator.check_all([&exchange]).remove(0);
                // That an error stands in place of an object, the status says.
                if in_exchange.findings.iter().any(|finding| finding.rule.name == "error-under-success") {
                    continue;
                }
                let alone = validator.check_object(&specimen);
                let of_object = |finding: &&Finding| {
                    let needs_more = match finding.rule.family {
                        Family::Transport => true,
                        // What one answer shows by itself.
                        Family::Conversation => finding.rule.name != "message-id-reused",
                        _ => false,
                    };
                    finding.place.part == part && !needs_more
                };
                let expected = seen(in_exchange.findings.iter().filter(of_object));
                let found = seen(alone.findings.iter().filter(of_object));
                assert_eq!(found, expected, "{:?}\n{:?}", specimen.kind(), exchange.request.target.written);
                with_findings += usize::from(!expected.is_empty());
                compared += 1;
            }
        }
    }
    assert!(compared > 600 && with_findings > 200, "{compared} {with_findings}");
}
