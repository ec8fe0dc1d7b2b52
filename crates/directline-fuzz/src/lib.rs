//! THE HUNTER: finds the bugs of a Direct Line 1.1 implementation before its users do.
//!
//! Anything that answers requests is a [`Target`].

mod dice;
mod model;
mod target;

pub use dice::Dice;
pub use model::Model;
pub use target::{Target, Unanswered};
