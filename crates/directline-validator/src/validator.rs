//! The entry point: one exchange in, one judgement out.

use directline_exchange::{Body, Exchange, Observed};
use directline_types::{Operation, operation::RequestBody, operation::Success};

use crate::facts::{BodyReading, Facts, Reading};
use crate::route::{self, Route};
use crate::rule::{Check, Outcome, Rule};
use crate::sink::Sink;
use crate::{Inconclusive, Judgement, Level, Profile, Scope, Side, Verdict, rules, shape};

/// Judges exchanges. Total and pure: any exchange gives a judgement, never an error or a panic, and
/// nothing but the exchange decides it.
///
/// ```
/// use directline_exchange::{Exchange, Response, Target};
/// use directline_validator::{Validator, Verdict};
///
/// let validator = Validator::new();
/// let url = "https://directline.botframework.com/api/conversations/abc123/messages";
/// let mut exchange = Exchange::new("POST", Target::parse(url));
/// exchange.response = Response::with_status(204);
///
/// let judgement = validator.check(&exchange);
/// assert_eq!(judgement.verdict, Verdict::Violates);
/// assert!(judgement.findings.iter().any(|finding| finding.rule.name == "authorization-missing"));
/// ```
#[derive(Clone, Debug)]
pub struct Validator {
    profile: Profile,
    scope: Scope,
    side: Option<Side>,
    rules: Vec<Chosen>,
}

#[derive(Clone, Copy, Debug)]
struct Chosen {
    rule: &'static Rule,
    level: Option<Level>,
}

impl Default for Validator {
    fn default() -> Self {
        Self::new()
    }
}

impl Validator {
    /// Every rule, the profile `documented`, the built-in hosts.
    pub fn new() -> Self {
        let rules = rules::ALL.iter().map(|rule| Chosen { rule, level: None }).collect();
        Self { profile: Profile::Documented, scope: Scope::new(), side: None, rules }
    }

    /// Judges by another profile.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// Takes other hosts for Direct Line.
    #[must_use]
    pub fn with_scope(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// Judges one side only.
    #[must_use]
    pub fn only_side(self, side: Side) -> Self {
        Self { side: Some(side), ..self }
    }

    /// Runs only the rules that `keep` accepts.
    ///
    /// ```
    /// use directline_validator::{Family, Validator};
    /// let messages = Validator::new().keep(|rule| rule.family == Family::Message);
    /// ```
    #[must_use]
    pub fn keep(mut self, keep: impl Fn(&Rule) -> bool) -> Self {
        self.rules.retain(|chosen| keep(chosen.rule));
        self
    }

    /// Gives the rules that `which` accepts another level, whatever the profile.
    #[must_use]
    pub fn with_level(mut self, which: impl Fn(&Rule) -> bool, level: Level) -> Self {
        for chosen in self.rules.iter_mut().filter(|chosen| which(chosen.rule)) {
            chosen.level = Some(level);
        }
        self
    }

    /// Judges one exchange.
    pub fn check(&self, exchange: &Exchange) -> Judgement {
        let route = route::route(&exchange.request, &self.scope);
        if let Route::OutOfScope(why) = route {
            return Judgement {
                operation: None,
                verdict: Verdict::OutOfScope(why),
                findings: Vec::new(),
                inconclusive: Vec::new(),
                decided: 0,
            };
        }
        let reading = Reading::of(exchange, &route);
        let facts = Facts::new(exchange, &route, &reading);
        self.judge(&facts)
    }

    fn judge(&self, facts: &Facts<'_>) -> Judgement {
        let mut findings = Vec::new();
        let mut inconclusive = Vec::new();
        let mut decided = 0_usize;
        for chosen in &self.rules {
            let rule = chosen.rule;
            if self.side.is_some_and(|side| !rule.blame.sides().contains(&side)) {
                continue;
            }
            let before = findings.len();
            let level = chosen.level.unwrap_or_else(|| rule.level(self.profile));
            let mut sink = Sink::new(rule, level, self.side, &mut findings);
            let outcome = match rule.check {
                Check::Exchange(check) => check(facts, &mut sink),
                Check::Shape(cases) => shape::check(cases, facts, &mut sink),
            };
            match outcome {
                _ if findings.len() > before => decided = decided.saturating_add(1),
                Outcome::Decided => decided = decided.saturating_add(1),
                Outcome::Inconclusive(reason) => inconclusive.push(Inconclusive { rule, reason }),
                Outcome::NotApplicable => {}
            }
        }
        let violates = findings.iter().any(|finding| finding.level == Level::Error);
        let verdict = if violates {
            Verdict::Violates
        } else if self.misses_the_point(facts) {
            Verdict::Inconclusive
        } else {
            Verdict::Conforms
        };
        Judgement { operation: facts.operation(), verdict, findings, inconclusive, decided }
    }

    /// Whether what the operation is about was not observable, on the side that is judged.
    fn misses_the_point(&self, facts: &Facts<'_>) -> bool {
        let Some(operation) = facts.operation() else { return false };
        let judges = |side| self.side.is_none_or(|only| only == side);
        (judges(Side::Client) && misses_request(operation, facts))
            || (judges(Side::Service) && misses_response(operation, facts))
    }
}

fn misses_request(operation: Operation, facts: &Facts<'_>) -> bool {
    match operation.request_body() {
        RequestBody::None => false,
        RequestBody::Message => facts.sent.unseen.is_some(),
        RequestBody::Upload => match &facts.reading.request {
            BodyReading::Unseen(_) => true,
            BodyReading::Multipart(multipart) => {
                multipart.multipart.parts.is_empty() && multipart.content.incomplete().is_some()
            }
            BodyReading::Empty | BodyReading::Json(_) | BodyReading::Other(_) => false,
        },
    }
}

fn misses_response(operation: Operation, facts: &Facts<'_>) -> bool {
    match facts.response().status {
        Observed::NotObservable(_) => true,
        Observed::Present(200..=299) => {
            matches!(operation.success(), Success::Returns(_))
                && (matches!(facts.response().body, Body::NotObservable(_)) || facts.answer.unseen.is_some())
        }
        Observed::Present(_) | Observed::Absent => false,
    }
}
