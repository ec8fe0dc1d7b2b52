//! Equal findings, shown once: same rule, message, side, operation, part, header, and pointer with
//! indexes generalised.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use directline_capture::Position;
use directline_types::Operation;
use directline_validator::{Finding, Level, Part, Related, Rule, Side};

use super::Judged;
use super::further::{Further, Most};
use super::region::Region;
use crate::baseline::Entry as Known;
use crate::closing::plural;
use crate::datum;
use crate::escape;
use crate::excerpt::Excerpt;

/// How many places of a group are shown.
const PLACES: usize = 3;

/// Equal findings.
pub(super) struct Group {
    pub(super) rule: &'static Rule,
    pub(super) level: Level,
    pub(super) statements: &'static [&'static str],
    /// What the first one says, ready for a terminal.
    pub(super) message: String,
    pub(super) found: String,
    pub(super) expected: String,
    pub(super) excerpt: Option<Excerpt>,
    /// The earlier exchanges that the first one rests on: `exchange 3, the answer that …`.
    pub(super) related: Vec<String>,
    /// Where the first one stands: exchange, operation, status, side.
    pub(super) context: String,
    /// The first few places, the first one included.
    pub(super) places: Vec<GroupPlace>,
    /// How many findings there are.
    pub(super) count: u64,
    /// How many more findings of the rule, with these or other words, were counted in the same bodies.
    pub(super) further: u64,
    /// Why they may stay, if the baseline knows them; ready for a terminal.
    pub(super) known: Option<String>,
}

/// A place as the report shows it.
pub(super) struct GroupPlace {
    /// `file:line:column`, ready for a terminal.
    pub(super) at: String,
    /// The number of the exchange in its recording, if it is one.
    pub(super) exchange: Option<usize>,
    /// The same place for programs.
    pub(super) region: Region,
    /// The recording, as a key: it is not masked and not to be shown.
    pub(super) capture: Arc<str>,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    rule: &'static str,
    side: Side,
    operation: Option<Operation>,
    part: Part,
    /// Of message, header name and general pointer, which may be long, and of the baseline's entry.
    names: u64,
}

/// The groups of a run, in the order of their first findings.
pub(super) struct Groups {
    most: Most,
    list: Vec<Group>,
    index: HashMap<Key, usize>,
    further: Further,
}

impl Group {
    /// Adds an equal finding.
    fn add(&mut self, judged: &Judged<'_>, finding: &Finding) {
        self.count = self.count.saturating_add(1);
        self.further = self.further.saturating_add(finding.further);
        if self.places.len() < PLACES {
            self.places.push(place(judged, finding));
        }
    }

    /// How many findings it stands for, those that were only counted included.
    pub(super) fn total(&self) -> u64 {
        self.count.saturating_add(self.further)
    }
}

impl Groups {
    /// Keeps so many.
    pub(super) fn new(most: Most) -> Self {
        Self { most, list: Vec::new(), index: HashMap::new(), further: Further::default() }
    }

    /// Those that come after these were shown: of a run no more are kept than there is room for.
    pub(super) fn after(&self) -> Self {
        let per_run = self.most.per_run.saturating_sub(self.list.len());
        Self::new(Most { per_run, ..self.most })
    }

    /// Adds the findings of one exchange, those that the baseline knows only if they are to be shown. Returns the
    /// numbers of their groups, each once.
    pub(super) fn add(&mut self, judged: &Judged<'_>, shows_known: bool) -> BTreeSet<usize> {
        let findings = judged.findings().filter(|(_, known)| shows_known || known.is_none());
        let mut findings: Vec<(&Finding, Option<&Known>)> = findings.collect();
        if findings.len() > self.most.per_exchange {
            // Notes crowd no error out.
            findings.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.level));
        }
        let (mut numbers, mut begun, mut beyond) = (BTreeSet::new(), 0_usize, 0_u64);
        for (finding, known) in findings {
            let key = key(judged, finding, known);
            if let Some(number) = self.index.get(&key) {
                numbers.insert(*number);
                if let Some(group) = self.list.get_mut(*number) {
                    group.add(judged, finding);
                }
            } else if begun >= self.most.per_exchange {
                beyond = beyond.saturating_add(1).saturating_add(finding.further);
            } else if self.list.len() >= self.most.per_run {
                self.further.add(finding.further.saturating_add(1));
            } else {
                let number = self.list.len();
                self.index.insert(key, number);
                self.list.push(group(judged, finding, known));
                numbers.insert(number);
                begun = begun.saturating_add(1);
            }
        }
        if beyond > 0 {
            self.further.add_exchange(|| name(judged), beyond);
        }
        numbers
    }

    /// The group with that number.
    pub(super) fn get(&self, number: usize) -> Option<&Group> {
        self.list.get(number)
    }

    /// All groups with their numbers, in the order of their first findings.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, &Group)> {
        self.list.iter().enumerate()
    }

    /// The groups of that level, in the order of their first findings.
    pub(super) fn of(&self, level: Level) -> impl Iterator<Item = &Group> {
        self.list.iter().filter(move |group| group.level == level)
    }

    /// The findings that are in no group, because there are too many groups.
    pub(super) fn further(&self) -> &Further {
        &self.further
    }
}

/// An exchange or object, ready for a terminal.
fn name(judged: &Judged<'_>) -> String {
    let source = &judged.recorded.exchange.source;
    let file = escape::terminal(&judged.shown.file(&source.capture));
    match judged.specimen {
        None => format!("exchange {} of {file}", source.index),
        Some(_) => file,
    }
}

fn key(judged: &Judged<'_>, finding: &Finding, known: Option<&Known>) -> Key {
    let mut names = DefaultHasher::new();
    finding.message.hash(&mut names);
    known.map(|entry| &entry.fingerprint).hash(&mut names);
    finding.place.general_pointer().hash(&mut names);
    finding.place.name.as_deref().map(str::to_ascii_lowercase).hash(&mut names);
    Key {
        rule: finding.rule.name,
        side: finding.side,
        operation: judged.judgement.operation,
        part: finding.place.part,
        names: names.finish(),
    }
}

fn group(judged: &Judged<'_>, finding: &Finding, known: Option<&Known>) -> Group {
    let line = |text: &str| escape::terminal(&judged.shown.sentence(text));
    Group {
        rule: finding.rule,
        statements: finding.statements,
        level: finding.level,
        message: line(&finding.message),
        found: line(&finding.found),
        expected: line(&finding.expected),
        excerpt: excerpt(judged, finding),
        related: related(judged, finding),
        context: judged.context(finding),
        places: vec![place(judged, finding)],
        count: 1,
        further: finding.further,
        known: known.map(|entry| escape::terminal(&entry.reason)),
    }
}

/// The line in which a finding stands, if it points at recorded bytes.
pub(super) fn excerpt(judged: &Judged<'_>, finding: &Finding) -> Option<Excerpt> {
    let span = finding.place.span.as_ref()?;
    let datum = datum::find(&judged.recorded.exchange, &finding.place)?;
    let (bytes, secrets) = (datum.bytes?, judged.shown.secrets());
    if judged.answers_token() && finding.place.part == Part::ResponseBody {
        return Some(Excerpt::of_token(bytes, span, secrets));
    }
    Some(Excerpt::new(datum.header, bytes, span, secrets))
}

fn related(judged: &Judged<'_>, finding: &Finding) -> Vec<String> {
    let line = |one: &Related| {
        format!("exchange {}, {}", one.index, escape::terminal(&judged.shown.sentence(&one.text)))
    };
    let mut lines: Vec<String> = finding.related.iter().take(PLACES).map(line).collect();
    let more = finding.related.len().saturating_sub(lines.len());
    if more > 0 {
        lines.push(plural(more as u64, "more exchange"));
    }
    lines
}

fn place(judged: &Judged<'_>, finding: &Finding) -> GroupPlace {
    let Position { file, line, column, .. } = datum::position(judged.recorded, &finding.place);
    let file = escape::terminal(&judged.shown.file(&file));
    let source = &judged.recorded.exchange.source;
    let exchange = judged.specimen.is_none().then_some(source.index);
    let (region, capture) = (Region::of(judged, finding), Arc::clone(&source.capture));
    GroupPlace { at: format!("{file}:{line}:{column}"), exchange, region, capture }
}
