//! The toolkit against itself: what an operator breaks is found by the rule that it names, and by no other.

use std::collections::{BTreeMap, BTreeSet};

use directline_exchange::{Exchange, Intent};
use directline_validator::Validator;

use crate::{Dice, Generate as _, Manners, Model, Operator, Pair, Plan, Session};

/// What came of breaking exchanges.
#[derive(Clone, Debug, Default)]
pub struct Toolkit {
    /// How many exchanges were broken that no rule had anything against.
    pub exchanges: u64,
    /// In how many ways.
    pub mutations: u64,
    /// The operators that broke one.
    pub operators: BTreeSet<&'static str>,
    /// Where not the right rule spoke.
    pub misfires: Vec<Mutation>,
}

/// An exchange that an operator broke, and what the rules say of it.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// The operator.
    pub operator: &'static Operator,
    /// What its choices were made from.
    pub seed: u64,
    /// How often each rule spoke of the exchange before.
    pub before: BTreeMap<&'static str, u64>,
    /// How often afterwards.
    pub after: BTreeMap<&'static str, u64>,
    /// The exchange, broken.
    pub exchange: Exchange,
}

impl Mutation {
    /// Breaks an exchange and lets the rules judge it; nothing if the operator does not apply to it.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_fuzz::Operator;
    /// use directline_fuzz::hunt::Mutation;
    /// use directline_reference::{Request, Response, Time, record};
    /// use directline_validator::Validator;
    ///
    /// let send = Request::new("POST", "/api/conversations/abc123/messages").bearer("secret");
    /// let send = send.json(r#"{"from":"user1","text":"hello"}"#);
    /// let exchange = record("https://directline.botframework.com", &send, &Response::empty(204), Time::EPOCH, 5);
    /// let operator = Operator::from_name("authorization-removed").ok_or("no such operator")?;
    /// let mutation = Mutation::new(operator, &Validator::new(), &exchange, 1).ok_or("it applies")?;
    /// assert!(mutation.is_found());
    /// # Ok::<(), &str>(())
    /// ```
    pub fn new(
        operator: &'static Operator,
        validator: &Validator,
        exchange: &Exchange,
        seed: u64,
    ) -> Option<Self> {
        let mut pair = Pair::of(exchange)?;
        if !operator.apply(&mut pair, &mut Dice::new(seed)) {
            return None;
        }
        let mut broken = exchange.clone();
        pair.apply_to(&mut broken);
        let (before, after) = (spoken(validator, exchange), spoken(validator, &broken));
        Some(Self { operator, seed, before, after, exchange: broken })
    }

    /// Whether the operator's rule speaks of what it did, and, but for its companions, no other.
    pub fn is_found(&self) -> bool {
        let Self { operator, before, after, .. } = self;
        let is_new = |(rule, number): &(&&str, &u64)| before.get(*rule).is_none_or(|before| before < *number);
        let is_meant = |rule: &str| {
            rule == operator.rule || operator.companions().any(|(companion, _)| companion == rule)
        };
        let mut new = after.iter().filter(is_new);
        new.clone().any(|(rule, _)| *rule == operator.rule) && new.all(|(rule, _)| is_meant(rule))
    }
}

impl Toolkit {
    /// Breaks an exchange with each operator. One that a rule has something against is left alone: what it breaks may be
    /// broken already.
    pub fn add(&mut self, validator: &Validator, exchange: &Exchange, seed: u64) {
        if !validator.check(exchange).findings.is_empty() {
            return;
        }
        self.exchanges = self.exchanges.saturating_add(1);
        // What is broken is not meant to be valid any more.
        let exchange = Exchange { intent: Intent::Unknown, ..exchange.clone() };
        for operator in Operator::ALL {
            if let Some(mutation) = Mutation::new(operator, validator, &exchange, seed) {
                self.mutations = self.mutations.saturating_add(1);
                self.operators.insert(operator.name);
                self.misfires.extend((!mutation.is_found()).then_some(mutation));
            }
        }
    }

    /// Breaks the exchanges of a generated plan with the model service.
    pub fn add_plan(&mut self, validator: &Validator, seed: u64, number: u64) {
        let plan = Plan::generate(&mut Dice::of(seed, number));
        let session = Session::run(&plan.script(), &mut Model::default(), &Manners::default());
        for sent in &session.exchanges {
            self.add(validator, &sent.exchange, seed ^ number);
        }
    }
}

/// How often each rule speaks.
fn spoken(validator: &Validator, exchange: &Exchange) -> BTreeMap<&'static str, u64> {
    let mut spoken: BTreeMap<&'static str, u64> = BTreeMap::new();
    for found in validator.check(exchange).findings {
        let number = spoken.entry(found.rule.name).or_default();
        *number = number.saturating_add(1).saturating_add(found.further);
    }
    spoken
}
