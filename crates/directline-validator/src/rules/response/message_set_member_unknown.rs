//! `message-set-member-unknown`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A `MessageSet` has no other members than `messages` and `watermark`. `eTag`, which the Swagger
    /// file adds, is reported by `e-tag-undocumented`. Members that only other protocols have are named
    /// as such in the finding.
    ///
    /// ## Why it matters
    ///
    /// A client does not know what to do with the member, and one that reads strictly refuses the whole
    /// response.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"activities": [], "messages": [], "watermark": "1"}
    /// ```
    ///
    /// Leave out `activities`: it belongs to Direct Line 3.0.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Schema and `MessageSet` object. That the list of members is
    /// closed is inferred.
    "message-set-member-unknown" {
        family: Response,
        summary: "a MessageSet has a member that is not documented",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-070", "DL-150", "DL-151"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::MessageSet, Fault::Unknown)]),
    }
}
