//! The conformance suite: the hunt as one line of somebody else's test.

use std::fmt;

pub use directline_validator::{Level, Profile};
use directline_validator::{Scope, Side, Validator};

use crate::hunt::{Bag, Budget, Catch, Hunter};
use crate::{Manners, Target, Unanswered};

/// Everything that is known of the contract, against a service.
///
/// # Examples
///
/// ```
/// use directline_fuzz::Model;
/// use directline_fuzz::conformance::Suite;
/// use directline_reference::{Fault, Service, Settings};
///
/// // A service that obeys the contract.
/// let service = Service::new(Settings::default());
/// Suite::new().secret("test-secret").cases(50).run(Model::new(service))?;
///
/// // One that does not.
/// let service = Service::with_fault(Settings::default(), Fault::BodyOn204);
/// let error = Suite::new().cases(50).run(Model::new(service)).unwrap_err();
/// assert!(error.to_string().contains("no-content-with-body"), "{error}");
/// # Ok::<(), directline_fuzz::conformance::NonConformance>(())
/// ```
#[derive(Clone, Debug)]
pub struct Suite {
    budget: Budget,
    manners: Manners,
    profile: Profile,
    level: Level,
}

impl Default for Suite {
    fn default() -> Self {
        Self::new()
    }
}

impl Suite {
    /// The suite with 1,000 cases of seed 1, the secret `test-secret` and the profile `documented`.
    pub fn new() -> Self {
        Self {
            budget: Budget::default(),
            manners: Manners::default(),
            profile: Profile::Documented,
            level: Level::Error,
        }
    }

    /// The secret of the service.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.manners.secret = secret.into();
        self
    }

    /// What the cases are made from: equal seeds give equal cases.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.budget.seed = seed;
        self
    }

    /// How many sequences of requests are tried.
    #[must_use]
    pub fn cases(mut self, cases: u64) -> Self {
        self.budget.cases = cases;
        self
    }

    /// How the documents are read.
    #[must_use]
    pub fn profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// From which level on a finding is a failure: errors, unless said otherwise.
    #[must_use]
    pub fn fail_on(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// Runs it. What is below the level to fail on is in the bag. A service of which no answer could be judged does not
    /// pass.
    pub fn run<T: Target + Send>(&self, target: T) -> Result<Bag, NonConformance> {
        let mut scope = Scope::new();
        // An address that is no base URI is judged as any other host would be.
        let _ = scope.add_base_uri(target.base());
        // What the suite's own requests break on purpose decides nothing about the service.
        let validator =
            Validator::new().with_profile(self.profile).with_scope(scope).only_side(Side::Service);
        let hunter = Hunter::new(&validator, self.manners.clone());
        let bag = hunter.hunt(&mut [target], &self.budget);
        let is_broken = bag.catches.iter().any(|caught| caught.level >= self.level);
        if is_broken || bag.stopped.is_some() || bag.decided == 0 {
            return Err(NonConformance { seed: self.budget.seed, bag });
        }
        Ok(bag)
    }
}

/// What a service does against the contract. Both its forms of text are for people, so that `unwrap` in a test shows
/// everything.
pub struct NonConformance {
    seed: u64,
    /// What was caught, with the shortest sequences.
    pub bag: Bag,
}

impl std::error::Error for NonConformance {}

impl fmt::Debug for NonConformance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for NonConformance {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Bag { cases, requests, decided, catches, stopped, .. } = &self.bag;
        writeln!(out, "seed {}: {cases} cases, {requests} requests", self.seed)?;
        if *decided == 0 {
            writeln!(out, "no answer could be judged: the suite has shown nothing")?;
        }
        for caught in catches {
            one(out, caught)?;
        }
        match stopped {
            Some(why @ Unanswered::Unreachable(_)) => writeln!(out, "\n{why}"),
            Some(why) => writeln!(out, "\nstopped: {why}"),
            None => Ok(()),
        }
    }
}

/// A catch with its sequence. No credential and no body is shown.
fn one(out: &mut fmt::Formatter<'_>, caught: &Catch) -> fmt::Result {
    writeln!(out, "\n{}[{}]: {}", caught.level, caught.rule.name, caught.message)?;
    for sent in &caught.session.exchanges {
        let request = &sent.exchange.request;
        let status = match (sent.exchange.response.status.present(), &sent.unanswered) {
            (Some(status), _) => status.to_string(),
            (None, Some(why)) => why.to_string(),
            (None, None) => "no status".to_owned(),
        };
        writeln!(out, "  {} {} -> {status}", request.method, request.target.path)?;
    }
    if caught.is_repeatable == Some(false) {
        writeln!(out, "  (it did not show again when the same was sent again)")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use directline_exchange::{Reason, Response};
    use directline_reference::Request;

    use super::*;

    /// A service whose answers nobody can read.
    struct Unreadable;

    impl Target for Unreadable {
        fn send(&mut self, _: &Request) -> Result<Response, Unanswered> {
            Ok(Response::unrecorded(Reason::UnsupportedCoding))
        }
    }

    #[test]
    fn a_suite_that_judged_nothing_does_not_pass() {
        let error = Suite::new().cases(20).run(Unreadable).unwrap_err();
        assert!(error.bag.catches.is_empty() && error.bag.requests > 0, "{error}");
        assert!(error.to_string().contains("no answer could be judged"), "{error}");
        assert!(Suite::new().cases(0).run(crate::Model::default()).is_err());
    }
}
