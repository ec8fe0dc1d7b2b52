//! `directline fuzz` against services that do what they should not, and what is left when it ends.

mod again;
mod credentials;
mod endings;
mod service;
mod targets;
mod tls;
