//! What a check reports: findings, and where in the exchange they stand.

use std::ops::Range;

use directline_exchange::Reason;
use directline_types::Operation;

use crate::rule::Outcome;
use crate::validator::Chosen;
use crate::{Level, OutOfScope, Rule, RuleSet, Seen, Side};

/// How many findings of one rule are kept of one part of an exchange (a body, the headers, the URL).
///
/// Further ones are counted, see [`Finding::further`]: a body of 64 MiB can break a rule at millions of
/// places, more than anybody reads and than memory should hold.
pub const MOST_FINDINGS: usize = 100;

/// Which part of an exchange a finding points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The request method.
    RequestMethod,
    /// The request URL, as written in the recording.
    RequestUrl,
    /// A request header (`Place::name`), or its absence.
    RequestHeader,
    /// The request body.
    RequestBody,
    /// The response status.
    ResponseStatus,
    /// A response header (`Place::name`), or its absence.
    ResponseHeader,
    /// The response body.
    ResponseBody,
}

impl Part {
    /// Every part, in the order of an exchange.
    pub const ALL: [Self; 7] = [
        Self::RequestMethod,
        Self::RequestUrl,
        Self::RequestHeader,
        Self::RequestBody,
        Self::ResponseStatus,
        Self::ResponseHeader,
        Self::ResponseBody,
    ];

    /// The name as reports show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::RequestMethod => "request.method",
            Self::RequestUrl => "request.url",
            Self::RequestHeader => "request.header",
            Self::RequestBody => "request.body",
            Self::ResponseStatus => "response.status",
            Self::ResponseHeader => "response.header",
            Self::ResponseBody => "response.body",
        }
    }

    /// Who sent this part.
    pub fn sender(self) -> Side {
        match self {
            Self::RequestMethod | Self::RequestUrl | Self::RequestHeader | Self::RequestBody => Side::Client,
            Self::ResponseStatus | Self::ResponseHeader | Self::ResponseBody => Side::Service,
        }
    }
}

/// Where in an exchange a finding stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which part of the exchange.
    pub part: Part,
    /// The number of the multipart part, from 0, if the place is inside one.
    pub multipart_part: Option<usize>,
    /// The name of the header or query parameter.
    pub name: Option<String>,
    /// The JSON Pointer (RFC 6901) in the JSON body or part.
    pub pointer: Option<String>,
    /// The byte range in the decoded datum: in the body, in the header's value, or in the URL as
    /// written. `None` where nothing stands (a header that is missing).
    pub span: Option<Range<usize>>,
    /// The number of the message's framing defect, from 0, if the place is where that stands: such a
    /// defect is no part of any decoded datum.
    pub framing_defect: Option<usize>,
}

impl Place {
    /// A part as a whole.
    pub fn of(part: Part) -> Self {
        Self { part, multipart_part: None, name: None, pointer: None, span: None, framing_defect: None }
    }

    /// The same place, with a byte range.
    #[must_use]
    pub fn at(self, span: Range<usize>) -> Self {
        Self { span: Some(span), ..self }
    }

    /// The same place, with the name of a header or parameter.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// The same place, in a part of a multipart body.
    #[must_use]
    pub fn in_part(self, number: usize) -> Self {
        Self { multipart_part: Some(number), ..self }
    }

    /// The same place, at a framing defect of the request or response.
    #[must_use]
    pub fn at_framing_defect(self, number: usize) -> Self {
        Self { framing_defect: Some(number), ..self }
    }

    /// The pointer with array indexes replaced by `*`: equal for equal findings of one body.
    pub fn general_pointer(&self) -> Option<String> {
        let pointer = self.pointer.as_deref()?;
        let general = pointer.split('/').map(|token| {
            let is_index = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
            if is_index { "*" } else { token }
        });
        Some(general.collect::<Vec<_>>().join("/"))
    }
}

/// One violation of one rule at one place.
///
/// `message`, `found` and `expected` hold no credentials; recorded text in them is shortened but
/// not escaped, so that a report escapes it once, in its own way.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The level under the profile in force.
    pub level: Level,
    /// Who has to act.
    pub side: Side,
    /// Ids of the statements that it rests on: the rule's, or those of them that fit best.
    pub statements: &'static [&'static str],
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// What the recording shows.
    pub found: String,
    /// What the contract asks for.
    pub expected: String,
    /// Where.
    pub place: Place,
    /// The earlier exchanges that it rests on, for rules across exchanges.
    pub related: Vec<Related>,
    /// How many further findings of the same rule in the same part were counted and not kept. Only the
    /// last one of [`MOST_FINDINGS`] has any.
    pub further: u64,
}

/// An earlier exchange of the same capture that a finding rests on.
///
/// `text` holds no credentials; like the texts of a [`Finding`] it is not escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The number of the exchange in its capture, from 0.
    pub index: usize,
    /// What it has to do with the finding: a lower-case fragment.
    pub text: String,
}

/// A rule that could not be decided for an exchange.
#[derive(Clone, Copy, Debug)]
pub struct Inconclusive {
    /// The rule.
    pub rule: &'static Rule,
    /// Why.
    pub reason: Reason,
}

/// What is said of an exchange as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Not an exchange of Direct Line 1.1.
    OutOfScope(OutOfScope),
    /// At least one error.
    Violates,
    /// What the operation is about was not observable.
    Inconclusive,
    /// No error, and what the operation is about was observed.
    Conforms,
}

impl Verdict {
    /// The name of every verdict.
    pub const NAMES: [&'static str; 4] = ["out-of-scope", "violates", "inconclusive", "conforms"];

    /// The name as reports show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::OutOfScope(_) => "out-of-scope",
            Self::Violates => "violates",
            Self::Inconclusive => "inconclusive",
            Self::Conforms => "conforms",
        }
    }
}

/// Everything the contract says of one exchange.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The operation, if the exchange is one.
    pub operation: Option<Operation>,
    /// The verdict.
    pub verdict: Verdict,
    /// Every violation, in the order of the rules' manual.
    pub findings: Vec<Finding>,
    /// The rules that could not be decided, with the reason.
    pub inconclusive: Vec<Inconclusive>,
    /// The rules that were decided: they had something to look at, and hold or are violated.
    pub decided: RuleSet,
    /// Which objects and members the exchange shows.
    pub seen: Seen,
}

impl Judgement {
    /// That no rule has run yet.
    pub(crate) fn new(operation: Option<Operation>, verdict: Verdict) -> Self {
        Self {
            operation,
            verdict,
            findings: Vec::new(),
            inconclusive: Vec::new(),
            decided: RuleSet::new(),
            seen: Seen::default(),
        }
    }

    /// Counts a rule that ran: what it says, and whether it has findings.
    #[inline]
    pub(crate) fn add(&mut self, chosen: &Chosen, outcome: Outcome, has_findings: bool) {
        let rule = chosen.rule;
        match outcome {
            _ if has_findings => self.decided.insert_number(chosen.number),
            Outcome::Decided => self.decided.insert_number(chosen.number),
            Outcome::Inconclusive(reason) => {
                self.inconclusive.push(Inconclusive { rule, reason });
                false
            }
            Outcome::NotApplicable => false,
        };
    }

    /// Draws the verdict anew: an error makes it a violation, unless the exchange is none of ours.
    pub(crate) fn settle(&mut self) {
        let violates = self.findings.iter().any(|finding| finding.level == Level::Error);
        if violates && !matches!(self.verdict, Verdict::OutOfScope(_)) {
            self.verdict = Verdict::Violates;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn parts_are_named_and_belong_to_their_sender() {
        use Part::*;
        for (part, name, sender) in [
            (RequestMethod, "request.method", Side::Client),
            (RequestUrl, "request.url", Side::Client),
            (RequestHeader, "request.header", Side::Client),
            (RequestBody, "request.body", Side::Client),
            (ResponseStatus, "response.status", Side::Service),
            (ResponseHeader, "response.header", Side::Service),
            (ResponseBody, "response.body", Side::Service),
        ] {
            assert_eq!((part.name(), part.sender()), (name, sender));
        }
    }

    #[test]
    fn a_place_is_made_of_what_is_said_of_it() {
        let place = Place::of(Part::RequestBody).at(1..2).named("A").in_part(3).at_framing_defect(4);
        let expected = Place {
            part: Part::RequestBody,
            multipart_part: Some(3),
            name: Some("A".to_owned()),
            pointer: None,
            span: Some(1..2),
            framing_defect: Some(4),
        };
        assert_eq!(place, expected);
    }

    #[test]
    fn pointers_are_general_without_the_numbers() {
        let general = |pointer: &str| {
            Place { pointer: Some(pointer.to_owned()), ..Place::of(Part::ResponseBody) }.general_pointer()
        };
        for (pointer, expected) in [
            ("", ""),
            ("/", "/"),
            ("/messages/0", "/messages/*"),
            ("/messages/12/images/3", "/messages/*/images/*"),
            ("/messages//1a/a1", "/messages//1a/a1"),
        ] {
            assert_eq!(general(pointer).as_deref(), Some(expected), "{pointer}");
        }
        assert_eq!(Place::of(Part::ResponseBody).general_pointer(), None);
    }

    fn finding(level: Level) -> Finding {
        Finding {
            rule: rules::ALL[0],
            level,
            side: Side::Client,
            statements: &[],
            message: String::new(),
            found: String::new(),
            expected: String::new(),
            place: Place::of(Part::RequestUrl),
            related: Vec::new(),
            further: 0,
        }
    }

    fn judgement(verdict: Verdict, levels: &[Level]) -> Judgement {
        let findings = levels.iter().copied().map(finding).collect();
        Judgement { findings, ..Judgement::new(None, verdict) }
    }

    #[test]
    fn a_rule_is_decided_when_it_says_so_or_has_found_something() {
        let chosen = Chosen::of(0, rules::ALL[0]);
        let undecided = Outcome::Inconclusive(Reason::NotRecorded);
        for (outcome, has_findings, decided, inconclusive) in [
            (Outcome::Decided, false, 1, 0),
            (Outcome::NotApplicable, false, 0, 0),
            (undecided, false, 0, 1),
            (Outcome::Decided, true, 1, 0),
            (Outcome::NotApplicable, true, 1, 0),
            (undecided, true, 1, 0),
        ] {
            let mut judgement = judgement(Verdict::Conforms, &[Level::Note]);
            judgement.add(&chosen, outcome, has_findings);
            assert_eq!(
                (judgement.decided.len(), judgement.inconclusive.len()),
                (decided, inconclusive),
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn an_error_violates_unless_the_exchange_is_none_of_ours() {
        let elsewhere = Verdict::OutOfScope(OutOfScope::NotApi);
        for (verdict, levels, settled) in [
            (Verdict::Conforms, &[][..], Verdict::Conforms),
            (Verdict::Conforms, &[Level::Warning, Level::Note], Verdict::Conforms),
            (Verdict::Conforms, &[Level::Note, Level::Error], Verdict::Violates),
            (Verdict::Inconclusive, &[Level::Error], Verdict::Violates),
            (Verdict::Inconclusive, &[Level::Warning], Verdict::Inconclusive),
            (elsewhere, &[Level::Error], elsewhere),
        ] {
            let mut judgement = judgement(verdict, levels);
            judgement.settle();
            assert_eq!(judgement.verdict, settled, "{verdict:?} {levels:?}");
        }
    }

    #[test]
    fn verdicts_are_named() {
        let elsewhere = Verdict::OutOfScope(OutOfScope::NotApi);
        let all = [elsewhere, Verdict::Violates, Verdict::Inconclusive, Verdict::Conforms];
        assert_eq!(all.map(Verdict::name), ["out-of-scope", "violates", "inconclusive", "conforms"]);
    }
}
