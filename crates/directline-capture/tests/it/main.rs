//! Tests of the public interface: one module per subject.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a function that only tests call stops a test as they do"
)]
#![expect(clippy::type_complexity, clippy::too_many_lines, reason = "tables of cases")]

mod apart;
mod burp;
mod cassettes;
mod common;
mod converted;
mod curl;
mod documents;
mod expectations;
mod folders;
mod formats;
mod har;
mod har_variants;
mod mitmproxy;
mod ndjson;
mod ndjson_schema;
mod nock;
mod places;
mod raw;
mod recorded;
mod robust;
mod saz;
mod text;
mod unsteady;
#[cfg(test)]
mod warc;
mod written;
