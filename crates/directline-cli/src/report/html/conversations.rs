//! What the diagrams need of a run: of each conversation the exchanges with findings and a few around them.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use super::conversation_id;
use super::row::Row;
use crate::escape;
use crate::report::Judged;

/// How many conversations without findings are kept, and as many with findings.
const MOST_CONVERSATIONS: usize = 40;

/// How many exchanges of one are kept.
const MOST_ROWS: usize = 60;

/// How many exchanges are kept where a conversation begins.
const BEGINNING: usize = 4;

/// How many exchanges are kept before and after one with findings.
const AROUND: usize = 2;

/// The conversations of a run, in the order of their first exchanges.
#[derive(Default)]
pub(super) struct Conversations {
    pub(super) list: Vec<Conversation>,
    index: HashMap<(Arc<str>, Option<u64>), usize>,
    /// How many of the list have no findings yet.
    sound: usize,
    /// How many exchanges are in no conversation of the list.
    pub(super) elsewhere: u64,
}

/// One conversation, or the exchanges of a recording that are in none.
pub(super) struct Conversation {
    /// The recording, as a key: it is not masked and not to be shown.
    pub(super) capture: Arc<str>,
    /// The recording, ready for a terminal.
    pub(super) file: String,
    /// The id, if there is one, ready for a terminal.
    pub(super) id: Option<String>,
    pub(super) steps: Vec<Step>,
    pub(super) exchanges: u64,
    /// How many exchanges have findings.
    pub(super) offending: u64,
    /// Those that are shown only if one with findings follows.
    waiting: VecDeque<Row>,
    left_out: u64,
    rows: usize,
    /// How many more are shown after one with findings.
    after: usize,
}

/// A step of a conversation.
pub(super) enum Step {
    Exchange(Row),
    /// So many exchanges are left out.
    LeftOut(u64),
}

impl Conversations {
    /// Adds an exchange whose findings are in these groups.
    pub(super) fn add(&mut self, judged: &Judged<'_>, groups: BTreeSet<usize>) {
        let findings = judged.judgement.findings.len();
        let is_in_scope = !matches!(judged.judgement.verdict, directline_validator::Verdict::OutOfScope(_));
        if judged.specimen.is_some() || (findings == 0 && !is_in_scope) {
            return;
        }
        let capture = &judged.recorded.exchange.source.capture;
        let id = conversation_id::of(judged);
        let key = (Arc::clone(capture), id.as_deref().map(conversation_id::hash));
        let number = match self.index.get(&key) {
            Some(number) => *number,
            None if !self.has_room(findings > 0) => {
                self.elsewhere = self.elsewhere.saturating_add(1);
                return;
            }
            None => {
                let number = self.list.len();
                self.index.insert(key, number);
                self.list.push(Conversation::new(judged, id.as_deref()));
                self.sound = self.sound.saturating_add(1);
                number
            }
        };
        let Some(conversation) = self.list.get_mut(number) else { return };
        if findings > 0 && conversation.offending == 0 {
            self.sound = self.sound.saturating_sub(1);
        }
        conversation.add(Row::new(judged, groups), findings > 0);
    }

    fn has_room(&self, is_offending: bool) -> bool {
        let offending = self.list.len().saturating_sub(self.sound);
        if is_offending { offending < MOST_CONVERSATIONS } else { self.sound < MOST_CONVERSATIONS }
    }

    /// Nothing follows. Those with findings come first.
    pub(super) fn end(&mut self) {
        for conversation in &mut self.list {
            conversation.end();
        }
        self.list.sort_by_key(|conversation| conversation.offending == 0);
    }
}

impl Conversation {
    fn new(judged: &Judged<'_>, id: Option<&str>) -> Self {
        let capture = &judged.recorded.exchange.source.capture;
        Self {
            capture: Arc::clone(capture),
            file: escape::terminal(&judged.shown.file(capture)),
            id: id.map(|id| conversation_id::shown(judged, id)),
            steps: Vec::new(),
            exchanges: 0,
            offending: 0,
            waiting: VecDeque::new(),
            left_out: 0,
            rows: 0,
            after: 0,
        }
    }

    fn add(&mut self, row: Row, is_offending: bool) {
        self.exchanges = self.exchanges.saturating_add(1);
        if is_offending {
            self.offending = self.offending.saturating_add(1);
            self.after = AROUND;
            self.release();
            self.push(row);
        } else if self.exchanges <= BEGINNING as u64 {
            self.push(row);
        } else if self.after > 0 {
            self.after = self.after.saturating_sub(1);
            self.push(row);
        } else {
            self.waiting.push_back(row);
            if self.waiting.len() > AROUND && self.waiting.pop_front().is_some() {
                self.left_out = self.left_out.saturating_add(1);
            }
        }
    }

    /// Shows what was waiting.
    fn release(&mut self) {
        self.end_gap();
        for row in std::mem::take(&mut self.waiting) {
            self.push(row);
        }
    }

    fn push(&mut self, row: Row) {
        if self.rows < MOST_ROWS {
            self.rows = self.rows.saturating_add(1);
            self.steps.push(Step::Exchange(row));
        } else {
            self.left_out = self.left_out.saturating_add(1);
        }
    }

    fn end_gap(&mut self) {
        if self.left_out > 0 && self.rows < MOST_ROWS {
            self.steps.push(Step::LeftOut(std::mem::take(&mut self.left_out)));
        }
    }

    /// Nothing follows: the end is shown too, and all stands in order of time.
    fn end(&mut self) {
        self.release();
        if self.left_out > 0 {
            self.steps.push(Step::LeftOut(std::mem::take(&mut self.left_out)));
        }
        let times: Vec<Option<i64>> = self.rows().map(|row| row.started).collect();
        if times.contains(&None) || times.is_sorted() {
            return;
        }
        // Where the recording is not in order of time, nobody can say between which exchanges others were.
        let left_out = self.steps.iter().fold(0_u64, |sum, step| match step {
            Step::LeftOut(number) => sum.saturating_add(*number),
            Step::Exchange(_) => sum,
        });
        self.steps.retain(|step| matches!(step, Step::Exchange(_)));
        self.steps.sort_by_key(|step| match step {
            Step::Exchange(row) => row.started,
            Step::LeftOut(_) => None,
        });
        if left_out > 0 {
            self.steps.push(Step::LeftOut(left_out));
        }
    }

    /// The exchanges that are shown.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.steps.iter().filter_map(|step| match step {
            Step::Exchange(row) => Some(row),
            Step::LeftOut(_) => None,
        })
    }
}
