//! What a replay came to: each answer beside the recorded one.

use std::collections::BTreeSet;

use directline_exchange::Exchange;
use directline_fuzz::script::{LeftOut, Recording};
use directline_fuzz::{Sent, Session, Skipped};
use directline_types::Operation;
use directline_validator::Validator;
use directline_validator::redact::{CaptureSecrets, Secrets};

use crate::comparison::{Comparison, Part, Side};
use crate::report::{DifferenceRecord, LeftOutRecord, NotComparedRecord, ReplayRecord};
use crate::shown::Shown;

/// How many differences of one recording are listed; further ones are counted.
const MOST: usize = 1_000;

/// Compares a recording with its replay.
pub(super) fn of(
    (name, recorded): (&str, &[Exchange]),
    recording: &Recording,
    (file, session): (&str, &Session),
    validator: &Validator,
) -> ReplayRecord {
    let masked = |name: &str| Secrets::new().mask_file_name(name);
    let mut record = ReplayRecord::new(masked(name), masked(file));
    left_out(recorded, recording, session, &mut record);
    let secrets = |exchanges: &mut dyn Iterator<Item = &Exchange>| {
        let mut all = CaptureSecrets::default();
        exchanges.for_each(|exchange| all.add(&Secrets::of(exchange)));
        all
    };
    let old = secrets(&mut recorded.iter());
    let new = secrets(&mut session.exchanges.iter().map(|sent| &sent.exchange));
    let mut comparison = Comparison::default();
    for sent in &session.exchanges {
        let source = recording.sources.get(sent.step).copied().flatten();
        let Some(was) = source.and_then(|number| recorded.get(number)) else {
            record.prepared = record.prepared.saturating_add(1);
            continue;
        };
        record.exchanges = record.exchanges.saturating_add(1);
        let shown = Shown::within(Secrets::of(was), &old);
        let shown_now = Shown::within(Secrets::of(&sent.exchange), &new);
        let (path, path_now) =
            (validator.path(&was.request.target), validator.path(&sent.exchange.request.target));
        let one = Side { exchange: was, shown: &shown, path };
        let other = Side { exchange: &sent.exchange, shown: &shown_now, path: path_now };
        compare(&mut comparison, (one, other), sent, &mut record);
    }
    record
}

fn compare(
    comparison: &mut Comparison,
    (was, is): (Side<'_>, Side<'_>),
    sent: &Sent,
    record: &mut ReplayRecord,
) {
    let index = was.exchange.source.index;
    let compared = comparison.exchange(index, was, is);
    let operation =
        Operation::find(&was.exchange.request.method, was.path).map(|(operation, _)| operation.name());
    record.further = record.further.saturating_add(compared.further);
    for (part, reason) in compared.unknown {
        record.not_compared.push(NotComparedRecord { index, part: part.name(), reason: reason.name() });
    }
    for difference in compared.differences {
        if record.differences.len() >= MOST {
            record.further = record.further.saturating_add(1);
            continue;
        }
        let unanswered = sent.unanswered.as_ref().filter(|_| difference.part == Part::Status);
        let unanswered = unanswered.map(|why| is.shown.text(&why.to_string()));
        record.differences.push(DifferenceRecord {
            index,
            fresh_index: sent.exchange.source.index,
            operation,
            part: difference.part.name(),
            pointer: difference.pointer,
            recorded: difference.recorded,
            fresh: difference.fresh,
            note: unanswered.or(difference.note),
            lines: difference.lines,
        });
    }
}

/// The recorded exchanges that were not sent again, in their order.
fn left_out(recorded: &[Exchange], recording: &Recording, session: &Session, record: &mut ReplayRecord) {
    let mut left_out: Vec<(usize, &'static str)> = Vec::new();
    for (number, why) in &recording.left_out {
        let reason = match why {
            LeftOut::OutOfScope => "out-of-scope",
            LeftOut::BodyNotRecorded(_) => "body-not-recorded",
        };
        left_out.push((*number, reason));
    }
    let mut done: BTreeSet<usize> = session.exchanges.iter().map(|sent| sent.step).collect();
    let source = |step: usize| recording.sources.get(step).copied().flatten();
    for (step, why) in &session.skipped {
        done.insert(*step);
        let reason = match why {
            Skipped::ValueUnknown => "value-unknown",
            Skipped::NotSendable => "not-sendable",
            Skipped::TokenStillValid => "token-still-valid",
        };
        left_out.extend(source(*step).map(|number| (number, reason)));
    }
    let rest = (0..recording.sources.len()).filter(|step| !done.contains(step));
    left_out.extend(rest.filter_map(source).map(|number| (number, "not-reached")));
    left_out.sort_unstable();
    let index = |number: usize| recorded.get(number).map_or(number, |exchange| exchange.source.index);
    let records = left_out.into_iter().map(|(number, reason)| LeftOutRecord { index: index(number), reason });
    record.left_out = records.collect();
}
