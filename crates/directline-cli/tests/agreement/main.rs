//! Strict types, committed schemas and the rules of shape give the same verdict: on every test vector, on every body of
//! the corpus, and on generated objects. What they cannot agree on is declared in [`judges::BEYOND_SCHEMA`].

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests; clippy only knows the tests themselves"
)]

mod corpus;
mod exchanges;
mod generated;
mod judges;
mod vectors;
