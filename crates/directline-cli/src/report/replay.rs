//! What a replay came to: a record of the machine formats, and lines for people.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::record::SCHEMA;
use super::schema;
use crate::closing::plural;
use crate::color::Styles;
use crate::comparison::{Line, Sign};
use crate::summary::Replayed;
use crate::{escape, shown};

/// Why an exchange was not sent again.
pub(super) const LEFT_OUT: [&str; 6] = [
    "out-of-scope",
    "body-not-recorded",
    "value-unknown",
    "not-sendable",
    "token-still-valid",
    "not-reached",
];

/// What a replay of one recording came to. The exchanges of the run are those that were sent now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Replay")]
pub(crate) struct ReplayRecord {
    #[schemars(extend("enum" = ["replay"]))]
    r#type: &'static str,
    /// The version of these records. New members do not change it.
    schema: u32,
    /// The recording whose requests were sent again.
    pub(crate) recording: String,
    /// What the exchanges that were sent now are called in this report.
    pub(crate) file: String,
    /// How many of the recorded exchanges were sent again.
    pub(crate) exchanges: u64,
    /// How many requests were sent besides: they start what the recording found started.
    pub(crate) prepared: u64,
    /// The recorded exchanges that were not sent again.
    pub(crate) left_out: Vec<LeftOutRecord>,
    /// What could not be compared, because one of both sides does not show it.
    pub(crate) not_compared: Vec<NotComparedRecord>,
    /// What is answered otherwise than recorded.
    pub(crate) differences: Vec<DifferenceRecord>,
    /// How many more differences were counted and are not listed.
    pub(crate) further: u64,
}

/// A recorded exchange that was not sent again.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LeftOut")]
pub(crate) struct LeftOutRecord {
    /// The number of the exchange in its recording, from 0.
    pub(crate) index: usize,
    #[schemars(schema_with = "schema::left_out")]
    pub(crate) reason: &'static str,
}

/// A part of an answer that could not be compared.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NotCompared")]
pub(crate) struct NotComparedRecord {
    /// The number of the exchange in its recording, from 0.
    pub(crate) index: usize,
    #[schemars(schema_with = "schema::compared_part")]
    pub(crate) part: &'static str,
    #[schemars(schema_with = "schema::reason")]
    pub(crate) reason: &'static str,
}

/// What is answered otherwise than recorded.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Difference")]
pub(crate) struct DifferenceRecord {
    /// The number of the exchange in its recording, from 0.
    pub(crate) index: usize,
    /// The number of the exchange that was sent now.
    pub(crate) fresh_index: usize,
    #[schemars(schema_with = "schema::maybe_operation")]
    pub(crate) operation: Option<&'static str>,
    #[schemars(schema_with = "schema::compared_part")]
    pub(crate) part: &'static str,
    /// The JSON Pointer of what differs: in the recorded body, or in the fresh one if the recorded has nothing there.
    pub(crate) pointer: Option<String>,
    /// What was recorded, of a JSON body as JSON; null if nothing was.
    pub(crate) recorded: Option<String>,
    /// What was answered now; null if nothing was.
    pub(crate) fresh: Option<String>,
    /// What cannot be seen from both.
    pub(crate) note: Option<String>,
    /// Both, line by line, for people.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) lines: Vec<Line>,
}

impl ReplayRecord {
    /// Of a recording, with nothing sent yet.
    pub(crate) fn new(recording: String, file: String) -> Self {
        Self {
            r#type: "replay",
            schema: SCHEMA,
            recording,
            file,
            exchanges: 0,
            prepared: 0,
            left_out: Vec::new(),
            not_compared: Vec::new(),
            differences: Vec::new(),
            further: 0,
        }
    }

    /// What the last line says of it.
    pub(crate) fn outcome(&self) -> Replayed {
        let differing: BTreeSet<usize> = self.differences.iter().map(|one| one.index).collect();
        Replayed {
            sent: self.exchanges,
            differing: differing.len() as u64,
            left_out: self.left_out.len() as u64,
        }
    }

    /// How much was sent.
    pub(super) fn sent(&self) -> String {
        let again = format!("{} sent again", plural(self.exchanges, "request"));
        match self.prepared {
            0 => again,
            prepared => format!("{again}, and {prepared} to start what was started before it"),
        }
    }

    /// What was left out, and what could not be compared: a line for each reason.
    pub(super) fn untried(&self) -> Vec<String> {
        let number = |indexes: &[usize]| plural(indexes.len() as u64, "exchange");
        let left_out = self.reasons().into_iter().map(|(reason, indexes)| {
            format!("left out: {}{}, {}", number(&indexes), which(&indexes), text_of(reason))
        });
        let gaps = self.gaps().into_iter().map(|((part, reason), indexes)| {
            format!("not compared: {part} of {}{}, {reason}", number(&indexes), which(&indexes))
        });
        left_out.chain(gaps).collect()
    }

    /// What was sent, every difference, and what could not be compared.
    pub(super) fn write(&self, out: &mut dyn Write, styles: &Styles) -> io::Result<()> {
        let (strong, dim) = (styles.strong, styles.dim);
        writeln!(out, "{strong}{}{strong:#}: {}", shown::file(&self.recording), self.sent())?;
        for line in self.untried() {
            writeln!(out, "{dim}{line}{dim:#}")?;
        }
        writeln!(out)?;
        let mut last = None;
        for difference in &self.differences {
            if last != Some(difference.index) {
                let (heading, rest) = difference.heading();
                writeln!(out, "{strong}{heading}{strong:#}{rest}")?;
            }
            last = Some(difference.index);
            difference.write(out, styles)?;
        }
        if self.further > 0 {
            writeln!(out, "{}: too many to show\n", plural(self.further, "further difference"))?;
        }
        Ok(())
    }

    fn reasons(&self) -> BTreeMap<&'static str, Vec<usize>> {
        let mut reasons: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for one in &self.left_out {
            reasons.entry(one.reason).or_default().push(one.index);
        }
        reasons
    }

    fn gaps(&self) -> BTreeMap<(&'static str, &'static str), Vec<usize>> {
        let mut gaps: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for one in &self.not_compared {
            let reason =
                directline_exchange::Reason::from_name(one.reason).map_or(one.reason, |reason| reason.text());
            gaps.entry((one.part, reason)).or_default().push(one.index);
        }
        gaps
    }
}

impl DifferenceRecord {
    /// Which exchange it is, and what else there is to say of that.
    pub(super) fn heading(&self) -> (String, String) {
        let operation = self.operation.unwrap_or("no operation");
        let sent = if self.fresh_index == self.index {
            String::new()
        } else {
            format!(" (sent as {})", self.fresh_index)
        };
        (format!("exchange {}", self.index), format!("{sent}, {operation}"))
    }

    /// What differs, without the part: whether it is new or gone, and what cannot be seen. Ready for a terminal.
    pub(super) fn remark(&self) -> String {
        let only = match (&self.pointer, &self.recorded, &self.fresh) {
            (Some(_), None, _) => " (new)",
            (Some(_), _, None) => " (gone)",
            _ => "",
        };
        let note =
            self.note.as_deref().map(|note| format!(": {}", escape::terminal(note))).unwrap_or_default();
        format!("{only}{note}")
    }

    fn write(&self, out: &mut dyn Write, styles: &Styles) -> io::Result<()> {
        let pointer = self.pointer.as_deref().map(escape::terminal).unwrap_or_default();
        let space = if pointer.is_empty() { "" } else { " " };
        let (note, remark) = (styles.note, self.remark());
        writeln!(out, "  {}{space}{note}{pointer}{note:#}{remark}", self.part)?;
        for line in &self.lines {
            let (sign, style) = match line.sign {
                Sign::Recorded => ("-", styles.error),
                Sign::Fresh => ("+", styles.good),
                Sign::Both => (" ", styles.dim),
                Sign::Elided => ("…", styles.dim),
            };
            writeln!(out, "  {style}{sign} {}{style:#}", escape::terminal(&line.text))?;
        }
        writeln!(out)
    }
}

/// The numbers of a few exchanges.
fn which(indexes: &[usize]) -> String {
    match indexes {
        few @ ([_] | [_, _] | [_, _, _]) => {
            let few: Vec<String> = few.iter().map(usize::to_string).collect();
            format!(" ({})", few.join(", "))
        }
        _ => String::new(),
    }
}

/// A reason for people.
fn text_of(reason: &'static str) -> &'static str {
    match reason {
        "out-of-scope" => "out of scope",
        "body-not-recorded" => "the recording does not hold what was sent",
        "value-unknown" => "the target did not give an id or a token that it needs",
        "not-sendable" => "it cannot be written as HTTP",
        "token-still-valid" => "it waits for a token to expire, which takes too long",
        "not-reached" => "the run ended before",
        other => other,
    }
}
