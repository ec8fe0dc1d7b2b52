//! Where checks put their findings.

use crate::rule::Blame;
use crate::validator::Chosen;
use crate::{Finding, MOST_FINDINGS, Part, Place, Profile, Related, Side};

/// Collects the findings on one exchange, of one rule after the other: of each rule and part [`MOST_FINDINGS`], and the
/// number of further ones.
pub(crate) struct Sink<'s> {
    chosen: &'s Chosen,
    profile: Profile,
    only_side: Option<Side>,
    findings: &'s mut Vec<Finding>,
    /// How many there were before the rule.
    before: usize,
    /// Of each part: how many findings are kept, and where the last one stands.
    kept: Vec<(Part, usize, usize)>,
    /// Whether the violation just reported was kept.
    kept_last: bool,
}

impl<'s> Sink<'s> {
    pub(crate) fn new(
        chosen: &'s Chosen,
        profile: Profile,
        only_side: Option<Side>,
        findings: &'s mut Vec<Finding>,
    ) -> Self {
        let before = findings.len();
        Self { chosen, profile, only_side, findings, before, kept: Vec::new(), kept_last: false }
    }

    /// Goes on with another rule.
    #[inline]
    pub(crate) fn turn_to(&mut self, chosen: &'s Chosen) {
        self.chosen = chosen;
        self.before = self.findings.len();
        self.kept.clear();
        self.kept_last = false;
    }

    /// Whether the rule has any findings.
    #[inline]
    pub(crate) fn has_findings(&self) -> bool {
        self.findings.len() > self.before
    }

    /// Reports a violation. `found` and `expected` are lower-case fragments; recorded text goes
    /// through [`crate::quote`] first.
    pub(crate) fn violation(
        &mut self,
        place: Place,
        message: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.kept_last = false;
        let side = self.side_of(place.part);
        if !self.judges(place.part) || !self.has_room(place.part) {
            return;
        }
        self.kept_last = true;
        self.findings.push(Finding {
            rule: self.chosen.rule,
            level: self.chosen.level(self.profile),
            side,
            statements: self.chosen.rule.statements,
            message: message.into(),
            found: found.into(),
            expected: expected.into(),
            place,
            related: Vec::new(),
            further: 0,
        });
    }

    /// Counts violations in a part of which as many are kept as may be.
    pub(crate) fn further(&mut self, part: Part, number: u64) {
        let last = self.kept.iter().find(|(kept, ..)| *kept == part).map(|(.., last)| *last);
        if let Some(finding) = last.and_then(|last| self.findings.get_mut(last)) {
            finding.further = finding.further.saturating_add(number);
        }
    }

    /// Whether what stands in this part is of a side that is judged.
    pub(crate) fn judges(&self, part: Part) -> bool {
        self.only_side.is_none_or(|only| only == self.side_of(part))
    }

    fn side_of(&self, part: Part) -> Side {
        match self.chosen.rule.blame {
            Blame::Client => Side::Client,
            Blame::Service => Side::Service,
            Blame::Sender => part.sender(),
        }
    }

    /// Whether the next finding in this part is kept; if not, it is counted.
    fn has_room(&mut self, part: Part) -> bool {
        let next = self.findings.len();
        match self.kept.iter_mut().find(|(kept, ..)| *kept == part) {
            Some((_, number, _)) if *number >= MOST_FINDINGS => {
                self.further(part, 1);
                return false;
            }
            Some((_, number, last)) => (*number, *last) = (number.saturating_add(1), next),
            None => self.kept.push((part, 1, next)),
        }
        true
    }

    /// Says on which of the rule's statements the violation just reported rests.
    pub(crate) fn resting_on(&mut self, statements: &'static [&'static str]) {
        let last = self.findings.last_mut().filter(|_| self.kept_last);
        if let Some(finding) = last {
            finding.statements = statements;
        }
    }

    /// Names an earlier exchange on which the violation just reported rests. `text` is a lower-case fragment.
    pub(crate) fn related(&mut self, index: usize, text: impl Into<String>) {
        let last = self.findings.last_mut().filter(|_| self.kept_last);
        if let Some(finding) = last {
            finding.related.push(Related { index, text: text.into() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Specimen, SpecimenKind, Validator, rules};

    const STATEMENTS: &[&str] = &["DL-001"];

    fn rule(blame: Blame) -> Chosen {
        let mut all = rules::ALL.iter().enumerate();
        all.find(|(_, rule)| rule.blame == blame).map(|(number, rule)| Chosen::of(number, rule)).unwrap()
    }

    /// What a rule reports of a place in the request and of one in the response.
    fn reported(blame: Blame, only: Option<Side>) -> Vec<Side> {
        let mut findings = Vec::new();
        let chosen = rule(blame);
        let mut sink = Sink::new(&chosen, Profile::Documented, only, &mut findings);
        sink.violation(Place::of(Part::RequestUrl), "a", "b", "c");
        sink.violation(Place::of(Part::ResponseBody), "a", "b", "c");
        findings.iter().map(|finding| finding.side).collect()
    }

    #[test]
    fn a_finding_is_of_the_side_that_has_to_act() {
        assert_eq!(reported(Blame::Client, None), [Side::Client; 2]);
        assert_eq!(reported(Blame::Service, None), [Side::Service; 2]);
        assert_eq!(reported(Blame::Sender, None), [Side::Client, Side::Service]);
    }

    #[test]
    fn only_the_side_that_is_judged_has_findings() {
        assert_eq!(reported(Blame::Sender, Some(Side::Client)), [Side::Client]);
        assert_eq!(reported(Blame::Sender, Some(Side::Service)), [Side::Service]);
        assert_eq!(reported(Blame::Client, Some(Side::Service)), []);
    }

    #[test]
    fn more_is_said_only_of_the_rules_own_finding() {
        let (own, other) = (rule(Blame::Client), rule(Blame::Service));
        let mut findings = Vec::new();
        let mut sink = Sink::new(&own, Profile::Documented, None, &mut findings);
        sink.violation(Place::of(Part::RequestUrl), "a", "b", "c");
        sink.resting_on(STATEMENTS);
        sink.related(7, "d");
        // The violation of the other rule is of the side that is not judged, and not reported.
        let mut sink = Sink::new(&other, Profile::Documented, Some(Side::Client), &mut findings);
        sink.violation(Place::of(Part::RequestUrl), "a", "b", "c");
        sink.resting_on(&[]);
        sink.related(8, "e");
        let [finding] = findings.as_slice() else { panic!("one finding") };
        assert_eq!(finding.statements, STATEMENTS);
        assert_eq!(finding.related, [Related { index: 7, text: "d".to_owned() }]);
    }

    /// The number of findings kept and of further ones, by rule.
    fn counts(text: String, name: &str) -> (usize, u64) {
        let judgement = Validator::new().check_object(&Specimen::new(SpecimenKind::MessageSet, text));
        let of_rule = judgement.findings.iter().filter(|finding| finding.rule.name == name);
        of_rule.fold((0, 0), |(kept, further), finding| (kept + 1, further + finding.further))
    }

    #[test]
    fn findings_of_one_rule_are_bounded_and_the_rest_is_counted() {
        let set = |message: &str, times: usize| {
            format!(r#"{{"messages":[{}],"watermark":"1"}}"#, vec![message; times].join(","))
        };
        for (message, name) in [
            ("1", "message-not-object"),
            (r#"{"text":1}"#, "text-not-string"),
            (r#"{"created":"x"}"#, "created-not-date-time"),
        ] {
            assert_eq!(counts(set(message, MOST_FINDINGS), name), (MOST_FINDINGS, 0), "{name}");
            assert_eq!(counts(set(message, MOST_FINDINGS + 1), name), (MOST_FINDINGS, 1), "{name}");
            assert_eq!(
                counts(set(message, 500), name),
                (MOST_FINDINGS, 500 - MOST_FINDINGS as u64),
                "{name}"
            );
        }
        // Each rule has room of its own.
        let both = set(r#"{"text":1,"foo":2}"#, 1_000);
        assert_eq!(counts(both.clone(), "text-not-string"), (MOST_FINDINGS, 900));
        assert_eq!(counts(both, "message-member-unknown"), (MOST_FINDINGS, 900));
    }
}
