//! `upload-content-type-malformed`.

use directline_exchange::Observed;

use crate::facts::{Facts, HeaderAt, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Type` of an upload, and that of each of its parts, is a media type: `type/subtype`,
    /// then parameters `name=value`, by RFC 9110. Defects of the parameter `boundary` are
    /// `multipart-boundary-invalid`. More than 64 parameters are not read, and named. Whether the type
    /// is registered, and whether the file is of it, is not checked.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not
    /// matter.
    ///
    /// ## Why it matters
    ///
    /// A reader that cannot read the type falls back to a guess, or refuses the file.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// Content-Type: jpeg
    /// ```
    ///
    /// Write `Content-Type: image/jpeg`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload. The grammar: RFC
    /// 9110, section 8.3.1.
    "upload-content-type-malformed" {
        family: Upload,
        summary: "a Content-Type of an upload is no media type",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-123", "DL-133"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if matches!(facts.upload(), None | Some(Upload::Nothing)) {
        return Outcome::NotApplicable;
    }
    let whole = match facts.request_type() {
        Observed::Present(header) => {
            judge(header, sink);
            Outcome::Decided
        }
        Observed::Absent => return Outcome::NotApplicable,
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
    };
    let parts = facts.each_part(sink, |part, sink| {
        if let Some(header) = part.header("content-type").filter(|header| !header.has_no_sure_end()) {
            judge(&header, sink);
        }
    });
    if parts == Outcome::NotApplicable { whole } else { parts }
}

fn judge(header: &HeaderAt<'_>, sink: &mut Sink<'_>) {
    let media_type = header.media_type();
    let is_of_boundary = |at: usize| {
        let named = media_type.parameters.iter().filter(|parameter| parameter.name == "boundary");
        named.into_iter().any(|boundary| (boundary.name_range.start..=boundary.value_range.end).contains(&at))
    };
    for defect in media_type.defects.iter().filter(|defect| !is_of_boundary(defect.range.start)) {
        sink.violation(
            header.place_at(&defect.range),
            format!("the Content-Type is malformed: {}", defect.kind),
            quote::plain(&header.text()),
            "type/subtype, such as image/jpeg",
        );
    }
}
