//! A baseline during a run: which findings it knows, and what may be said in the end of entries whose finding did not
//! occur.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use directline_validator::{Level, RuleSet, Side};

use super::{Baseline, Entry, Found, MOST_ENTRIES};
use crate::fingerprint::Fingerprints;
use crate::report::Judged;

/// A baseline during a run.
pub(crate) struct Watch {
    baseline: Baseline,
    /// The side that is judged, if only one is.
    side: Option<Side>,
    /// Which entries' findings occurred.
    occurred: Vec<bool>,
    /// What became of the rules, by operation.
    evidence: HashMap<Option<&'static str>, Evidence>,
    /// Findings of no entry, of the levels that can fail a run; where they are asked for.
    new: Option<BTreeMap<String, Found>>,
}

/// What became of the rules in an operation.
#[derive(Default)]
struct Evidence {
    decided: RuleSet,
    undecided: RuleSet,
}

/// What a run says of a baseline.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// The name of the file, ready for a terminal.
    pub(crate) file: String,
    /// How many entries there are.
    pub(crate) entries: usize,
    /// Entries whose finding does not occur any more.
    pub(crate) stale: Vec<Rc<Entry>>,
    /// Entries whose last day is over; some of them may be stale, too.
    pub(crate) expired: Vec<Rc<Entry>>,
    /// Entries of which the run does not show whether their finding would occur.
    pub(crate) unchecked: Vec<Rc<Entry>>,
}

impl Watch {
    /// Watches a run that judges that side only, or both.
    pub(crate) fn new(baseline: Baseline, side: Option<Side>) -> Self {
        let occurred = vec![false; baseline.entries.len()];
        Self { baseline, side, occurred, evidence: HashMap::new(), new: None }
    }

    /// Also keeps the findings that no entry knows.
    pub(crate) fn collecting(self) -> Self {
        Self { new: Some(BTreeMap::new()), ..self }
    }

    /// The entries that know the findings of an exchange or object, one for each finding.
    pub(crate) fn look(&mut self, judged: &Judged<'_>) -> Vec<Option<Rc<Entry>>> {
        self.learn(judged);
        let fingerprints = Fingerprints::new(judged);
        let mut known = Vec::with_capacity(judged.judgement.findings.len());
        for finding in &judged.judgement.findings {
            let fingerprint = fingerprints.of(finding);
            let number = self.baseline.number(&fingerprint);
            let entry = number.and_then(|number| self.baseline.entries.get(number));
            let entry = entry.filter(|entry| entry.rule.name == finding.rule.name);
            if let (Some(_), Some(occurred)) =
                (entry, number.and_then(|number| self.occurred.get_mut(number)))
            {
                *occurred = true;
            }
            known.push(entry.filter(|entry| !entry.is_expired).cloned());
            if entry.is_some() || finding.level == Level::Note {
                continue;
            }
            // One more than an entry may be made for shows that there are too many.
            if let Some(new) = self.new.as_mut().filter(|new| new.len() <= MOST_ENTRIES) {
                let found = |fingerprint| Found::new(judged, finding, (fingerprint, &fingerprints));
                new.entry(fingerprint.clone()).or_insert_with(|| found(fingerprint));
            }
        }
        known
    }

    /// Keeps in mind which rules were decided, and which were not.
    fn learn(&mut self, judged: &Judged<'_>) {
        let judgement = judged.judgement;
        let evidence = self.evidence.entry(judged.operation()).or_default();
        evidence.decided.add(&judgement.decided);
        evidence.undecided.extend(judgement.inconclusive.iter().map(|one| one.rule));
    }

    /// Whether there are findings that no entry knows.
    pub(crate) fn has_new(&self) -> bool {
        self.new.as_ref().is_some_and(|new| !new.is_empty())
    }

    /// The findings that no entry knows, by their fingerprints.
    pub(crate) fn take_new(&mut self) -> Vec<Found> {
        self.new.take().unwrap_or_default().into_values().collect()
    }

    /// The baseline.
    pub(crate) fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// What the run says of the baseline. One that is not `complete` (interrupted, or part of the input could not be
    /// read) says of no entry that it is stale.
    pub(crate) fn end(&self, complete: bool) -> Outcome {
        let entries = &self.baseline.entries;
        let mut outcome =
            Outcome { file: self.baseline.file.clone(), entries: entries.len(), ..Outcome::default() };
        for (entry, occurred) in entries.iter().zip(&self.occurred) {
            if entry.is_expired {
                outcome.expired.push(Rc::clone(entry));
            }
            if *occurred {
                continue;
            }
            let list =
                if complete && self.would_occur(entry) { &mut outcome.stale } else { &mut outcome.unchecked };
            list.push(Rc::clone(entry));
        }
        outcome
    }

    /// Whether the finding would have occurred if it were still there: its rule was decided wherever it could have
    /// been. What was not recorded is inconclusive and says nothing, and neither does what was not looked at.
    fn would_occur(&self, entry: &Entry) -> bool {
        if entry.side.is_some_and(|side| self.side.is_some_and(|only| only != side)) {
            return false;
        }
        // Where it was in no operation: a repair makes one of it.
        let is_place = |operation: Option<&str>| entry.operation.is_none() || operation == entry.operation;
        let mut places = self.evidence.iter().filter(|(operation, _)| is_place(**operation));
        let is_undecided = |evidence: &Evidence| evidence.undecided.contains(entry.rule);
        let mut is_decided = false;
        places.all(|(_, evidence)| {
            is_decided |= evidence.decided.contains(entry.rule);
            !is_undecided(evidence)
        }) && is_decided
    }
}
