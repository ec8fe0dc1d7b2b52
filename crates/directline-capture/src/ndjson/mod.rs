//! NDJSON: one exchange per line; what other recorders and gateways are adapted to.
//!
//! A line is a JSON object:
//!
//! | member | is |
//! |---|---|
//! | `method`, `url` | text, required |
//! | `started` | RFC 3339 text |
//! | `took_ms` | a number of milliseconds, from the request to the end of the response |
//! | `intent` | `"valid"`: the [intent](directline_exchange::Intent) of a request that obeys the contract |
//! | `http_version`, `source` | read over |
//! | `request`, `response` | objects as below; a `response` that is `null` or missing never came |
//! | `observed` | what the recording does not show, with the reason: `started`, `took`, and `scheme` and `host`, whatever the URL says of them |
//!
//! A `request` or `response` has
//!
//! | member | is |
//! |---|---|
//! | `status` | a number, in a response; `"none"`: the client waited, and no answer came |
//! | `headers` | a list of `[NAME, VALUE]`; a value is text, `{"b64": …}` (bytes that are no text), `null` (sent, but hidden) or `{"scheme": "Bearer"}` (the rest is hidden); a hidden one may be followed by the reason |
//! | `body_text` or `body_b64` | the body; without either, or with `null`, there was none |
//! | `body_gaps` | a list of `[START, END, REASON]`: bytes of the body that are lost |
//! | `body_fidelity` | `"value-only"`: the text was written anew |
//! | `observed` | what the recording does not show, with the reason: `headers` (more may have been sent), `header:NAME`, `body`, `status` |
//! | `framing` | defects of the HTTP framing, by name |
//!
//! A reason is the [name](directline_exchange::Reason::name) of one. Headers that are missing altogether are not
//! recorded; `[]` means that there were none. Other members are errors. A line may also be an entry of a HAR.

mod fields;
mod framing;
mod lines;
mod reader;
mod record;
mod schema;
mod write;

pub(crate) use framing::read as framing_defect;
pub(crate) use lines::Lines;
pub(crate) use reader::NdjsonReader;
pub(crate) use record::{NONE, VALID, gaps as read_gaps};
pub use schema::exchange_schema;
pub use write::write_exchange;
pub(crate) use write::{as_text, as_value, defects, flags, gaps, unseen_times, withheld};
