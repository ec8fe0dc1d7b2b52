//! What is sent, before it is known what the target answers: requests with holes for its ids, tokens and watermarks.
//!
//! Everything that is sent to a target is a script: generated [plans](crate::Plan) and recordings become one.

mod recorded;
mod template;
mod values;

pub use recorded::{LeftOut, Recording};
pub use template::{Escape, Lesson, Name, Piece, Template};
pub use values::Values;

use crate::generate::simpler_list;
use crate::plan::Breakage;
use std::time::Duration;

use crate::{Dice, Operator, Simplify};

/// Requests in the order in which they are sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The steps.
    pub steps: Vec<Step>,
}

/// One request of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The request.
    pub request: Template,
    /// Whether it obeys the contract, so that a service must not refuse it.
    pub is_valid: bool,
    /// Whether to wait before it until the newest token of this client has expired.
    pub after_expiry_of: Option<usize>,
    /// How long to wait before it.
    pub pause: Duration,
    /// What is wrong with the request, if anything shall be: done when its holes are filled.
    pub breakage: Option<Breakage>,
}

impl Script {
    /// The same with one of its requests broken, if there is one that the chosen operator applies to: what was recorded is
    /// a better start than what is made up.
    #[must_use]
    pub fn broken(&self, dice: &mut Dice) -> Self {
        let mut script = self.clone();
        let at = dice.below(script.steps.len());
        if let (Some(step), Some(operator)) = (script.steps.get_mut(at), dice.pick(Operator::ALL)) {
            step.breakage = Some(Breakage { operator: operator.name, seed: dice.number() });
        }
        script
    }
}

impl Simplify for Script {
    fn simpler(&self) -> Vec<Self> {
        let lists = simpler_list(&self.steps, |_| Vec::new()).into_iter().filter(|steps| !steps.is_empty());
        lists.map(|steps| Self { steps }).collect()
    }
}
