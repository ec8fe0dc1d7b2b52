//! THE HUNTER: finds the bugs of a Direct Line 1.1 implementation before its users do.
//!
//! A [`Plan`] says what clients do; it becomes a [`Script`](script::Script) of requests with holes for what only the target
//! knows; a [`Session`] is what happened when a [`Target`] got it; the rules of the contract judge that.
//! An [`Operator`] breaks a valid exchange in one way and names the rule that must find it.

pub mod conformance;
pub mod curl;
mod dice;
mod disguise;
mod generate;
#[cfg(feature = "http")]
pub mod http;
pub mod hunt;
mod model;
mod operator;
mod pace;
mod plan;
pub mod script;
mod session;
pub mod strategy;
mod target;
#[cfg(feature = "tower")]
mod tower;

// What a target is asked, and what it answers.
pub use directline_exchange::Response;
pub use directline_reference::{Request, Time};

pub use dice::Dice;
pub use disguise::Disguise;
pub use generate::{Generate, Generated, Simplify, Tree};
pub use model::Model;
pub use operator::{Operator, Pair};
pub use pace::{Pace, Paced};
pub use plan::{Act, Breakage, Credential, Deed, Plan, Wrong};
pub use session::{Manners, Sent, Session, Skipped};
pub use target::{Target, Unanswered};
#[cfg(feature = "tower")]
pub use tower::TowerTarget;
