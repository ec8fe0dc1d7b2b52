//! Objects by themselves: the judgement of any bytes is the same each time, points into them, and shows no secret.

use std::sync::LazyLock;

use directline_validator::{Finding, Judgement, Part, Profile, Specimen, SpecimenKind, Validator};

use crate::canary::{must_not_show, plant};
use crate::excerpt::Excerpt;
use crate::reading::fingerprint;
use crate::shown::Shown;

/// A validator that says all it can.
pub(crate) static VALIDATOR: LazyLock<Validator> =
    LazyLock::new(|| Validator::new().with_profile(Profile::Strict));

/// Takes bytes for an object of each kind.
pub(crate) fn check(bytes: &[u8]) {
    let (bytes, canary) = plant(bytes);
    let mut specimens = SpecimenKind::ALL.map(|kind| Specimen::new(kind, bytes.clone())).to_vec();
    specimens.push(Specimen::upload("multipart/form-data; boundary=X", bytes.clone()));
    let twice = usize::try_from(fingerprint(&bytes)).unwrap_or(0) % specimens.len();
    for (number, specimen) in specimens.iter().enumerate() {
        let judgement = one(specimen, canary);
        if number == twice {
            agree(&judgement, &VALIDATOR.check_object(specimen));
        }
    }
}

/// A second look gives the same.
fn agree(one: &Judgement, other: &Judgement) {
    assert_eq!(one.verdict, other.verdict);
    let said = |judgement: &Judgement| {
        let said = judgement.findings.iter();
        said.map(|finding| (finding.rule.name, finding.message.clone(), finding.found.clone())).collect()
    };
    let both: [Vec<_>; 2] = [said(one), said(other)];
    assert_eq!(both[0], both[1]);
}

fn one(specimen: &Specimen, canary: &str) -> Judgement {
    let judgement = VALIDATOR.check_object(specimen);
    let exchange = specimen.exchange();
    let body = exchange.request.body.present().or(exchange.response.body.present());
    let bytes = body.map(|content| content.bytes.as_slice()).unwrap_or_default();
    let shown = Shown::of(exchange);
    // What only its place tells is a secret where it is announced, and nowhere else.
    let is_secret = shown.secrets().holds(canary);
    for finding in &judgement.findings {
        check_words(finding);
        if let Some(span) = finding.place.span.clone() {
            assert!(span.start <= span.end, "{finding:?}");
            if matches!(finding.place.part, Part::RequestBody | Part::ResponseBody) {
                assert!(span.end <= bytes.len(), "{finding:?}");
                let excerpt = Excerpt::new(None, bytes, &span, shown.secrets());
                assert!(excerpt.text.get(excerpt.mark.clone()).is_some(), "{excerpt:?}");
                if is_secret {
                    must_not_show(&excerpt.text, canary);
                }
            }
        }
        for text in [&finding.message, &finding.found, &finding.expected] {
            if is_secret {
                must_not_show(&shown.sentence(text), canary);
            }
        }
    }
    judgement
}

/// Messages are fragments.
pub(crate) fn check_words(finding: &Finding) {
    assert!(!finding.message.ends_with('.'), "{finding:?}");
    assert!(!finding.message.is_empty() && !finding.rule.name.is_empty());
}
