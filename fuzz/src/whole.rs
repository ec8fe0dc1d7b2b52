//! The whole way: bytes, format, exchanges, judgements, and every text that is shown of them.

use directline_capture::{ReadError, Recorded, open_bytes};
use directline_validator::redact::{CaptureSecrets, Secrets};
use directline_validator::{Finding, Part};

use crate::canary::{SHAPED, must_not_show, plant};
use crate::excerpt::Excerpt;
use crate::objects::{VALIDATOR, check_words};
use crate::reading::bounded;
use crate::shown::{self, Shown};
use crate::{datum, escape};

/// The name of the recording, which holds a credential too.
const NAME: &str = "runs/CANARYdl0x1.cwA.BKA.7hIsIsNotARealSecretItIsATestCanaryValue01234.har";

/// How many exchanges are judged.
const MOST: usize = 64;

/// Takes bytes for a recording of exchanges that each use a canary as a credential.
pub(crate) fn check(bytes: &[u8]) {
    let (bytes, canary) = plant(bytes);
    let capture = match open_bytes(NAME, bytes, &bounded()) {
        Ok(capture) => capture,
        Err(error) => return check_error(&error),
    };
    if let Some(producer) = capture.health().producer {
        must_be_inert(&shown::plain(&producer), SHAPED);
    }
    let mut ledger = VALIDATOR.ledger();
    let mut of_capture = CaptureSecrets::default();
    for read in capture.take(MOST) {
        match read {
            Err(error) => check_error(&error),
            Ok(mut recorded) => {
                recorded.exchange.request.headers.push("Cookie", format!("session={canary}"));
                let examined = VALIDATOR.examine(&recorded.exchange);
                let secrets = Secrets::of(&recorded.exchange);
                of_capture.add(&secrets);
                ledger.push((recorded, secrets), examined);
            }
        }
    }
    ledger.finish();
    while let Some(((recorded, secrets), judgement)) = ledger.pop() {
        let shown = Shown::within(secrets, &of_capture);
        check_exchange(&recorded, &shown, canary);
        for finding in &judgement.findings {
            check_finding(&recorded, finding, &shown, canary);
        }
    }
}

/// What is shown of what cannot be read: no exchange says what is secret there.
fn check_error(error: &ReadError) {
    must_be_inert(&shown::plain(&error.to_string()), SHAPED);
    must_be_inert(&shown::file(error.file()), SHAPED);
}

fn check_exchange(recorded: &Recorded, shown: &Shown, canary: &str) {
    let exchange = &recorded.exchange;
    let target = &exchange.request.target;
    for text in [&exchange.request.method, &target.written, &target.path] {
        must_be_inert(&escape::terminal(&shown.text(text)), canary);
    }
    must_be_inert(&escape::terminal(&shown.file(&exchange.source.capture)), SHAPED);
}

fn check_finding(recorded: &Recorded, finding: &Finding, shown: &Shown, canary: &str) {
    check_words(finding);
    let sentences = [&finding.message, &finding.found, &finding.expected];
    for text in sentences.into_iter().chain(finding.related.iter().map(|related| &related.text)) {
        must_be_inert(&escape::terminal(&shown.sentence(text)), canary);
    }
    for text in finding.place.name.iter().chain(&finding.place.pointer) {
        must_be_inert(&escape::terminal(&shown.text(text)), canary);
    }
    let (from, to) =
        (datum::position(recorded, &finding.place), datum::end_position(recorded, &finding.place));
    assert!(from.line >= 1 && from.column >= 1, "{from}");
    assert!(to.is_none_or(|to| from.file != to.file || from.offset <= to.offset), "{finding:?}");
    let Some(span) = finding.place.span.as_ref() else { return };
    let Some(datum) = datum::find(&recorded.exchange, &finding.place) else { return };
    let Some(bytes) = datum.bytes else { return };
    assert!(span.start <= span.end && span.end <= bytes.len(), "{finding:?} of {} bytes", bytes.len());
    let mut excerpts = vec![Excerpt::new(datum.header, bytes, span, shown.secrets())];
    if finding.place.part == Part::ResponseBody {
        excerpts.push(Excerpt::of_token(bytes, span, shown.secrets()));
    }
    for excerpt in excerpts {
        must_be_inert(&excerpt.text, canary);
        assert!(excerpt.text.get(excerpt.mark.clone()).is_some(), "{excerpt:?}");
    }
}

/// Neither a secret nor what a terminal acts on.
fn must_be_inert(text: &str, canary: &str) {
    must_not_show(text, canary);
    assert!(!text.contains(escape::is_active), "{text:?}");
}
