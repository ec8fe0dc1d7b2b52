//! Relative URLs in messages: what the documented rule makes of them, and what a careful client may
//! fetch.
//!
//! The documents complete `images[]` and `attachments[].url` by putting a base in front of every
//! text that does not begin with "http" or "https". Taken literally that rule changes the host for
//! some texts (`@evil.example/x`), and the usual resolution of relative references changes it for
//! others (`//evil.example/x`). So there are two functions with two types, which are never mixed up:
//!
//! - [`documented_resolve`] follows the documents to the letter, for answers about conformance;
//! - [`safe_resolve`] accepts only what every reader understands alike, for programs that fetch.
//!
//! [`examine()`] runs both and says where they part, where a fetch would end, and what is wrong.
//!
//! URLs are parsed by the crate `url`, as browsers do (WHATWG URL Standard); no parser stands here.

mod base;
mod documented;
mod examine;
mod fault;
mod lexical;
mod plain;
mod safe;
#[cfg(test)]
mod tests;

pub use base::Base;
pub use documented::{Documented, NotAUrl, documented_resolve};
pub use examine::{Examination, examine};
pub use fault::Fault;
pub(crate) use plain::is_plain;
pub use safe::{Refusal, SafeUrl, safe_resolve};

/// Longest text, in bytes, that is read as a URL. Longer ones are refused for their length alone.
pub const MAX_LENGTH: usize = 64 * 1024;

/// Whether a text begins with a scheme, known or not.
pub(crate) fn has_scheme(text: &str) -> bool {
    lexical::scheme(&lexical::as_parsed(text)).is_some()
}
