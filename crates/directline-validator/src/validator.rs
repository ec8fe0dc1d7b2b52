//! The entry point: one exchange in, one judgement out.

use directline_exchange::{Body, Exchange, Header, Headers, Observed, Target};
use directline_types::{Operation, operation::RequestBody, operation::Success};

use crate::facts::{BodyReading, Facts, Reading};
use crate::ledger::{Event, Examined, Ledger};
use crate::redact::{Familiar, Secrets};
use crate::route::{self, Route};
use crate::rule::{Check, Outcome, Rule};
use crate::sink::Sink;
use crate::{
    Family, Finding, Judgement, Level, Limits, OutOfScope, Profile, RuleSet, Scope, Side, Verdict, rules,
    shape,
};

mod group;

pub(crate) use group::{Group, Groups};

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
    limits: Limits,
    rules: Vec<Chosen>,
    /// The same.
    kept: RuleSet,
}

/// A rule that runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chosen {
    pub(crate) rule: &'static Rule,
    /// Its place in the manual.
    pub(crate) number: usize,
    /// The level, if it is not that of the profile.
    own_level: Option<Level>,
    group: Group,
}

impl Chosen {
    /// A rule at the level of the profile.
    pub(crate) fn of(number: usize, rule: &'static Rule) -> Self {
        let group = match (&rule.check, rule.family) {
            (Check::Conversation(_), _) => Group::Across,
            (Check::Shape(_), _) => Group::Shape,
            (Check::Exchange(_), Family::Upload) => Group::Upload,
            (Check::Exchange(_), Family::Url) => Group::Url,
            (Check::Exchange(_), _) => Group::Other,
        };
        Self { rule, number, own_level: None, group }
    }

    /// The level of findings.
    pub(crate) fn level(self, profile: Profile) -> Level {
        self.own_level.unwrap_or_else(|| self.rule.level(profile))
    }
}

impl Default for Validator {
    fn default() -> Self {
        Self::new()
    }
}

impl Validator {
    /// Every rule, the profile `documented`, the built-in hosts.
    pub fn new() -> Self {
        let all = rules::ALL.iter().enumerate();
        let rules = all.map(|(number, rule)| Chosen::of(number, rule)).collect();
        let (scope, limits) = (Scope::new(), Limits::default());
        let kept = rules::ALL.iter().copied().collect();
        Self { profile: Profile::Documented, scope, side: None, limits, rules, kept }
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

    /// Reads more or less of bodies.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
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
        self.kept = self.rules.iter().map(|chosen| chosen.rule).collect();
        self
    }

    /// Gives the rules that `which` accepts another level, whatever the profile.
    #[must_use]
    pub fn with_level(mut self, which: impl Fn(&Rule) -> bool, level: Level) -> Self {
        for chosen in self.rules.iter_mut().filter(|chosen| which(chosen.rule)) {
            chosen.own_level = Some(level);
        }
        self
    }

    /// The rules that run: those that were kept and can say something of the side that is judged.
    ///
    /// ```
    /// use directline_validator::{Family, Side, Validator};
    ///
    /// let messages = Validator::new().keep(|rule| rule.family == Family::Message);
    /// assert!(messages.rules().iter().all(|rule| rule.family == Family::Message));
    /// assert!(messages.clone().only_side(Side::Service).rules().len() < messages.rules().len());
    /// ```
    pub fn rules(&self) -> RuleSet {
        self.rules.iter().filter(|chosen| self.judges(chosen.rule)).map(|chosen| chosen.rule).collect()
    }

    /// Whether a rule can say something of the side that is judged.
    fn judges(&self, rule: &Rule) -> bool {
        self.side.is_none_or(|side| rule.blame.sides().contains(&side))
    }

    /// The path of a request below the base URI that it went to: without what precedes `/api` there.
    ///
    /// ```
    /// use directline_exchange::Target;
    /// use directline_validator::{Scope, Validator};
    ///
    /// let mut scope = Scope::new();
    /// scope.add_base_uri("https://gateway.example/bots").unwrap();
    /// let target = Target::parse("https://gateway.example/bots/api/conversations");
    /// assert_eq!(Validator::new().with_scope(scope).path(&target), "/api/conversations");
    /// ```
    pub fn path<'t>(&self, target: &'t Target) -> &'t str {
        self.scope.place(target).1
    }

    /// Judges one exchange by itself. Rules across exchanges are left to [`Validator::check_all`] and
    /// [`Validator::ledger`].
    pub fn check(&self, exchange: &Exchange) -> Judgement {
        self.examine(exchange).judgement
    }

    /// Judges exchanges together, in the order of their capture.
    ///
    /// ```
    /// use directline_exchange::{Exchange, Response, Target};
    /// use directline_validator::Validator;
    ///
    /// let mut exchange = Exchange::new("POST", Target::parse("https://directline.botframework.com/api/conversations"));
    /// exchange.response = Response::with_status(401);
    /// let judgements = Validator::new().check_all([&exchange, &exchange]);
    /// assert_eq!(judgements.len(), 2);
    /// ```
    pub fn check_all<'e>(&self, exchanges: impl IntoIterator<Item = &'e Exchange>) -> Vec<Judgement> {
        let mut ledger = self.ledger();
        for exchange in exchanges {
            ledger.push((), self.examine(exchange));
        }
        ledger.finish();
        std::iter::from_fn(|| ledger.pop()).map(|((), judgement)| judgement).collect()
    }

    /// A ledger for one capture, which runs the rules across exchanges.
    pub fn ledger<T>(&self) -> Ledger<T> {
        Ledger::new(&self.rules, self.profile, self.side)
    }

    /// Judges one exchange by itself, for a [`Ledger`]. Exchanges can be examined in any order, and at the
    /// same time.
    pub fn examine(&self, exchange: &Exchange) -> Examined {
        self.look(exchange, |_| ()).0
    }

    /// The same, and the secrets of the exchange ([`Secrets::of`]), for which its bodies need not be read again.
    ///
    /// ```
    /// use directline_exchange::{Exchange, Target};
    /// use directline_validator::Validator;
    ///
    /// let mut exchange = Exchange::new("POST", Target::parse("https://directline.botframework.com/api/conversations"));
    /// exchange.request.headers.push("Authorization", "Bearer my-own-secret");
    /// let (_, secrets) = Validator::new().examine_and_learn(&exchange);
    /// assert_eq!(secrets.mask("not my-own-secret again"), "not [redacted] again");
    /// ```
    pub fn examine_and_learn(&self, exchange: &Exchange) -> (Examined, Secrets) {
        self.look(exchange, |reading| Secrets::read(exchange, reading, None))
    }

    /// The same of one of many exchanges, whose header fields are alike: [`Familiar`] has an example.
    pub fn examine_and_learn_with(
        &self,
        exchange: &Exchange,
        familiar: &mut Familiar,
    ) -> (Examined, Secrets) {
        self.look(exchange, |reading| Secrets::read(exchange, reading, Some(familiar)))
    }

    fn look<L>(&self, exchange: &Exchange, learn: impl FnOnce(Option<&Reading<'_>>) -> L) -> (Examined, L) {
        let weight = weight(exchange);
        let route = route::route(&exchange.request, &self.scope);
        if let Route::OutOfScope(why) = route {
            let judgement = Judgement::new(None, Verdict::OutOfScope(why));
            let event = (why == OutOfScope::NotApi).then(|| Event::of_fetch(exchange)).flatten();
            return (Examined { judgement, event: event.map(Box::new), weight }, learn(None));
        }
        let reading = Reading::of(exchange, &route, &self.limits);
        let facts = Facts::new(exchange, &route, &reading);
        let event = Some(Box::new(Event::of(&facts)));
        (Examined { judgement: self.judge(&facts), event, weight }, learn(Some(&reading)))
    }

    fn judge(&self, facts: &Facts<'_>) -> Judgement {
        let verdict = if self.misses_the_point(facts) { Verdict::Inconclusive } else { Verdict::Conforms };
        let mut judgement = Judgement::new(facts.operation(), verdict);
        judgement.seen = facts.seen();
        let mut silent = facts.silent_groups();
        if let Some(decided) = shape::decided(facts, self.side) {
            judgement.decided.add(&decided.intersection(&self.kept));
            silent = silent.with(Group::Shape, true);
        }
        let mut findings = Vec::new();
        if let Some(first) = self.rules.first() {
            let mut sink = self.sink(first, &mut findings);
            for chosen in &self.rules {
                if silent.contains(chosen.group) {
                    debug_assert!(self.is_silent(chosen, facts, &judgement), "{}", chosen.rule.name);
                    continue;
                }
                sink.turn_to(chosen);
                let Some(outcome) = self.run(chosen, facts, &mut sink) else { continue };
                judgement.add(chosen, outcome, sink.has_findings());
            }
        }
        judgement.findings = findings;
        judgement.settle();
        judgement
    }

    /// Whether a rule has nothing to say that is not said.
    fn is_silent(&self, chosen: &Chosen, facts: &Facts<'_>, judgement: &Judgement) -> bool {
        let mut none = Vec::new();
        let mut sink = self.sink(chosen, &mut none);
        let outcome = self.run(chosen, facts, &mut sink).unwrap_or(Outcome::NotApplicable);
        let said = judgement.decided.contains(chosen.rule);
        none.is_empty() && outcome == if said { Outcome::Decided } else { Outcome::NotApplicable }
    }

    /// Where the findings of a rule go.
    pub(crate) fn sink<'s>(&self, chosen: &'s Chosen, findings: &'s mut Vec<Finding>) -> Sink<'s> {
        Sink::new(chosen, self.profile, self.side, findings)
    }

    /// Runs one rule, unless only the other side is judged or it needs several exchanges.
    #[inline]
    pub(crate) fn run(&self, chosen: &Chosen, facts: &Facts<'_>, sink: &mut Sink<'_>) -> Option<Outcome> {
        let rule = chosen.rule;
        if !self.judges(rule) {
            return None;
        }
        match rule.check {
            Check::Exchange(check) => Some(check(facts, sink)),
            Check::Shape(cases) => Some(shape::check(chosen.number, cases, facts, self.side, sink)),
            Check::Conversation(_) => None,
        }
    }

    /// The rules that run.
    pub(crate) fn chosen(&self) -> &[Chosen] {
        &self.rules
    }

    /// How much is read of bodies.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The side that is judged, if only one is.
    pub(crate) fn side(&self) -> Option<Side> {
        self.side
    }

    /// Whether what the operation is about was not observable, on the side that is judged.
    fn misses_the_point(&self, facts: &Facts<'_>) -> bool {
        let Some(operation) = facts.operation() else { return false };
        let judges = |side| self.side.is_none_or(|only| only == side);
        (judges(Side::Client) && misses_request(operation, facts))
            || (judges(Side::Service) && misses_response(operation, facts))
    }
}

/// How many bytes an exchange holds, more or less.
fn weight(exchange: &Exchange) -> usize {
    let body = |body: &Body| body.present().map_or(0, |content| content.bytes.len());
    let header = |header: &Header| header.name.len().saturating_add(header.bytes().map_or(0, <[u8]>::len));
    let headers = |headers: &Headers| {
        let fields = headers.iter().map(|field| header(field).saturating_add(HEADER));
        fields.fold(0, usize::saturating_add)
    };
    let (request, response) = (&exchange.request, &exchange.response);
    [
        EXCHANGE,
        request.target.written.len(),
        headers(&request.headers),
        body(&request.body),
        headers(&response.headers),
        body(&response.body),
    ]
    .into_iter()
    .fold(0, usize::saturating_add)
}

/// How many bytes an exchange takes beside what it holds, with what was found out about it.
const EXCHANGE: usize = 4_096;

/// How many bytes a header takes beside what it holds.
const HEADER: usize = 192;

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
        // That no answer came says nothing of the answer.
        Observed::NotObservable(_) | Observed::Absent => true,
        Observed::Present(200..=299) => {
            matches!(operation.success(), Success::Returns(_))
                && (matches!(facts.response().body, Body::NotObservable(_)) || facts.answer.unseen.is_some())
        }
        Observed::Present(_) => false,
    }
}

#[cfg(test)]
mod tests;
