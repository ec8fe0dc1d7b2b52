//! What differs between two answers.

use directline_exchange::Reason;

use super::lines::{self, Line};

/// How many differences of one exchange are kept; further ones are counted.
pub(super) const MOST: usize = 100;

/// How much of a value a difference holds, in characters.
const LONGEST: usize = 1_000;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Status,
    ContentType,
    Body,
}

impl Part {
    /// Every part.
    pub(crate) const ALL: [Self; 3] = [Self::Status, Self::ContentType, Self::Body];

    /// Its name in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::ContentType => "content-type",
            Self::Body => "body",
        }
    }
}

/// One difference. Its texts hold no secret and are not escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) part: Part,
    /// Where in a JSON body: of the recorded one, or of the fresh one if the recorded has nothing there.
    pub(crate) pointer: Option<String>,
    /// What was recorded; none if nothing was.
    pub(crate) recorded: Option<String>,
    /// What came now; none if nothing did.
    pub(crate) fresh: Option<String>,
    /// What cannot be seen from both.
    pub(crate) note: Option<String>,
    /// Both, line by line.
    pub(crate) lines: Vec<Line>,
}

impl Difference {
    pub(super) fn of(part: Part, recorded: Option<String>, fresh: Option<String>) -> Self {
        let lines = lines::lines(recorded.as_deref(), fresh.as_deref());
        let (recorded, fresh) = (recorded.map(Self::short), fresh.map(Self::short));
        Self { part, pointer: None, recorded, fresh, note: None, lines }
    }

    pub(super) fn short(text: String) -> String {
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }
}

/// What a comparison of one exchange came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    pub(crate) differences: Vec<Difference>,
    /// How many more there are.
    pub(crate) further: u64,
    /// What could not be compared, and why.
    pub(crate) unknown: Vec<(Part, Reason)>,
}

impl Compared {
    pub(super) fn is_full(&self) -> bool {
        self.differences.len() >= MOST
    }

    pub(super) fn count_only(&mut self) {
        self.further = self.further.saturating_add(1);
    }

    pub(super) fn add(&mut self, difference: Difference) {
        self.differences.push(difference);
    }
}
