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
