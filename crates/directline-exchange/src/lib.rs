//! THE RECORD: one HTTP exchange as a recording shows it.
//!
//! A recording is evidence, not truth. Every datum (scheme, host, header, body, status, time) is
//! [`Observed`]: present, seen to be absent, or not observable for a [`Reason`]. Readers of capture
//! formats fill an [`Exchange`]; rules of the contract read it. Neither knows the other.
//!
//! ```
//! use directline_exchange::{Exchange, Observed, Reason, Response, Target};
//!
//! let mut exchange = Exchange::new("POST", Target::parse("https://directline.botframework.com/api/conversations"));
//! exchange.request.headers.push("Authorization", "Bearer secret");
//! assert!(exchange.request.headers.get("authorization").is_present());
//! assert_eq!(exchange.response.status, Observed::NotObservable(Reason::NoResponse));
//!
//! exchange.response = Response::with_status(200);
//! assert_eq!(exchange.response.status.present(), Some(&200));
//! ```

mod body;
mod exchange;
mod framing;
mod headers;
mod observed;
mod octets;
mod origin;
mod placeholder;
mod target;

pub use body::{Body, Content, Fidelity, Gap};
pub use exchange::{Exchange, Intent, Request, Response, Source, Started};
pub use framing::{FramingDefect, FramingKind};
pub use headers::{Header, HeaderValue, Headers};
pub use observed::{Observed, Reason};
pub use octets::Octets;
pub use origin::{Coding, Origin, Segment};
pub use placeholder::is_placeholder;
pub use target::{Scheme, Target};
