//! One try.

use crate::script::Script;
use crate::{Plan, Simplify};

/// One try: a generated plan, or a script that somebody recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Case {
    /// Generated; can be simplified down to single characters.
    Plan(Plan),
    /// Recorded; requests can be left out.
    Script(Script),
}

impl Case {
    /// What is sent.
    pub fn script(&self) -> Script {
        match self {
            Self::Plan(plan) => plan.script(),
            Self::Script(script) => script.clone(),
        }
    }
}

impl Simplify for Case {
    fn simpler(&self) -> Vec<Self> {
        match self {
            Self::Plan(plan) => plan.simpler().into_iter().map(Self::Plan).collect(),
            Self::Script(script) => script.simpler().into_iter().map(Self::Script).collect(),
        }
    }
}
