//! THE CONTRACT of the Bot Framework Direct Line API 1.1.
//!
//! [`Validator::check`] takes one [`Exchange`](directline_exchange::Exchange) and returns a
//! [`Judgement`]: a verdict, every finding with its place, and the rules that could not be decided
//! because the recording does not show what they need. It is total and pure: any exchange gives a
//! judgement; no file, network, clock or environment is touched.
//!
//! The way through the crate: `route` finds the operation, `facts` reads the bodies once,
//! each rule in `rules` looks at the facts and reports through the `sink`.

mod date_time;
mod facts;
mod finding;
mod hint;
mod ledger;
mod level;
mod limits;
pub mod media_type;
pub mod multipart;
mod percent;
mod quote;
pub mod redact;
mod route;
mod rule;
mod rule_set;
mod rules;
mod schema;
mod scope;
mod seen;
mod shape;
mod sink;
mod specimen;
mod statement;
mod text;
pub mod url;
mod validator;

pub use finding::{Finding, Inconclusive, Judgement, MOST_FINDINGS, Part, Place, Related, Verdict};
pub use ledger::{Examined, Ledger};
pub use level::{Level, Levels, Profile, Side};
pub use limits::Limits;
pub use route::OutOfScope;
pub use rule::{Blame, Family, Rule};
pub use rule_set::RuleSet;
pub use scope::{BadBaseUri, DOCUMENTED_HOST, Scope};
pub use seen::{Datum, Seen};
pub use specimen::{Specimen, SpecimenKind};
pub use statement::Statement;
pub use validator::Validator;

/// Every rule, in the order of the manual.
///
/// ```
/// let rule = directline_validator::rules().iter().find(|rule| rule.name == "authorization-missing");
/// assert!(rule.is_some_and(|rule| rule.manual.contains("## What it checks")));
/// ```
pub fn rules() -> &'static [&'static Rule] {
    rules::ALL
}
