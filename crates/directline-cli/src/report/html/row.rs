//! What a diagram shows of one exchange.

use std::collections::BTreeSet;

use directline_exchange::Observed;
use directline_types::Operation;
use directline_validator::Verdict;

use crate::escape;
use crate::report::Judged;
use crate::report::text::shorten_to;

/// How many groups of findings are named.
const MOST_MARKS: usize = 4;

/// How long the method may be, in characters, and how long the path: both fit on a small screen.
const LONGEST_METHOD: usize = 8;
const LONGEST_PATH: usize = 28;

/// One exchange.
pub(super) struct Row {
    /// The number of the exchange in its recording.
    pub(super) index: usize,
    /// When the request was sent, in nanoseconds of Unix time.
    pub(super) started: Option<i64>,
    /// What is asked for: `POST SendMessage`, or method and path. Ready for a terminal.
    pub(super) request: String,
    /// What is answered.
    pub(super) answer: Answer,
    /// Whether nothing could be decided.
    pub(super) is_inconclusive: bool,
    /// The numbers of the groups of its findings, the first few.
    pub(super) groups: Vec<usize>,
    /// How many more groups there are.
    pub(super) further: usize,
}

/// An answer as far as it was seen.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    Status(u16),
    /// The client waited, and none came.
    None,
    /// None was recorded.
    NotRecorded,
}

impl Row {
    /// Of an exchange with findings in these groups.
    pub(super) fn new(judged: &Judged<'_>, groups: BTreeSet<usize>) -> Self {
        let exchange = &judged.recorded.exchange;
        let what = match judged.judgement.operation.map(Operation::name) {
            Some(operation) => operation.to_owned(),
            None => escape::terminal(&judged.path()),
        };
        let method = escape::terminal(&judged.shown.text(&exchange.request.method));
        let further = groups.len().saturating_sub(MOST_MARKS);
        Self {
            index: exchange.source.index,
            started: exchange.started.present().map(|started| started.unix_nanos),
            request: format!("{} {}", shorten_to(method, LONGEST_METHOD), shorten_to(what, LONGEST_PATH)),
            answer: match exchange.response.status {
                Observed::Present(status) => Answer::Status(status),
                Observed::Absent => Answer::None,
                Observed::NotObservable(_) => Answer::NotRecorded,
            },
            is_inconclusive: judged.judgement.verdict == Verdict::Inconclusive,
            groups: groups.into_iter().take(MOST_MARKS).collect(),
            further,
        }
    }
}
