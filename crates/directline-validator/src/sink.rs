//! Where checks put their findings.

use crate::rule::{Blame, Rule};
use crate::{Finding, Level, Place, Related, Side};

/// Collects the findings of one rule on one exchange.
pub(crate) struct Sink<'s> {
    rule: &'static Rule,
    level: Level,
    only_side: Option<Side>,
    findings: &'s mut Vec<Finding>,
}

impl<'s> Sink<'s> {
    pub(crate) fn new(
        rule: &'static Rule,
        level: Level,
        only_side: Option<Side>,
        findings: &'s mut Vec<Finding>,
    ) -> Self {
        Self { rule, level, only_side, findings }
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
        let side = match self.rule.blame {
            Blame::Client => Side::Client,
            Blame::Service => Side::Service,
            Blame::Sender => place.part.sender(),
        };
        if self.only_side.is_some_and(|only| only != side) {
            return;
        }
        self.findings.push(Finding {
            rule: self.rule,
            level: self.level,
            side,
            statements: self.rule.statements,
            message: message.into(),
            found: found.into(),
            expected: expected.into(),
            place,
            related: Vec::new(),
        });
    }

    /// Says on which of the rule's statements the violation just reported rests.
    pub(crate) fn resting_on(&mut self, statements: &'static [&'static str]) {
        let last = self.findings.last_mut().filter(|finding| finding.rule.name == self.rule.name);
        if let Some(finding) = last {
            finding.statements = statements;
        }
    }

    /// Names an earlier exchange on which the violation just reported rests. `text` is a lower-case fragment.
    pub(crate) fn related(&mut self, index: usize, text: impl Into<String>) {
        let last = self.findings.last_mut().filter(|finding| finding.rule.name == self.rule.name);
        if let Some(finding) = last {
            finding.related.push(Related { index, text: text.into() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Part, rules};

    const STATEMENTS: &[&str] = &["DL-001"];

    fn rule(blame: Blame) -> &'static Rule {
        rules::ALL.iter().find(|rule| rule.blame == blame).unwrap()
    }

    /// What a rule reports of a place in the request and of one in the response.
    fn reported(blame: Blame, only: Option<Side>) -> Vec<Side> {
        let mut findings = Vec::new();
        let mut sink = Sink::new(rule(blame), Level::Note, only, &mut findings);
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
        let mut sink = Sink::new(own, Level::Note, None, &mut findings);
        sink.violation(Place::of(Part::RequestUrl), "a", "b", "c");
        sink.resting_on(STATEMENTS);
        sink.related(7, "d");
        // The violation of the other rule is of the side that is not judged, and not reported.
        let mut sink = Sink::new(other, Level::Note, Some(Side::Client), &mut findings);
        sink.violation(Place::of(Part::RequestUrl), "a", "b", "c");
        sink.resting_on(&[]);
        sink.related(8, "e");
        let [finding] = findings.as_slice() else { panic!("one finding") };
        assert_eq!(finding.statements, STATEMENTS);
        assert_eq!(finding.related, [Related { index: 7, text: "d".to_owned() }]);
    }
}
