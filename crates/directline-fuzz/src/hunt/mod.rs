//! The hunt: many sequences against a target, each judged by the rules; what fails is made simple.
//!
//! ```
//! use directline_fuzz::hunt::{Budget, Hunter};
//! use directline_fuzz::{Manners, Model};
//! use directline_reference::{Fault, Service, Settings};
//! use directline_validator::Validator;
//!
//! let validator = Validator::new();
//! let hunter = Hunter::new(&validator, Manners::default());
//! let mut target = [Model::new(Service::with_fault(Settings::default(), Fault::WatermarkNumber))];
//! let bag = hunter.hunt(&mut target, &Budget { cases: 20, ..Budget::default() });
//!
//! assert_eq!(bag.catches[0].rule.name, "watermark-not-string");
//! assert_eq!(bag.catches[0].session.exchanges.len(), 2, "start a conversation, ask for messages");
//! ```

mod case;
mod catch;
mod hunter;
mod patience;
mod shorten;
mod toolkit;

pub use case::Case;
pub use catch::Catch;
pub use hunter::{Bag, Budget, Hunter, Progress};
pub use toolkit::{Mutation, Toolkit};
