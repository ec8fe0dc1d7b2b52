//! `message-set-not-object`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of a successful Get Messages response is a JSON object, a `MessageSet`.
    ///
    /// ## Why it matters
    ///
    /// Without the object there is no watermark, and the client cannot ask for what comes next.
    ///
    /// ## Example
    ///
    /// ```json
    /// [{"text": "hello"}]
    /// ```
    ///
    /// Answer `{"messages": [{"text": "hello"}], "watermark": "1"}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages and `MessageSet` object.
    "message-set-not-object" {
        family: Response,
        summary: "the answer to Get Messages is not a JSON object",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-043"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::MessageSet, Fault::Type)]),
    }
}
