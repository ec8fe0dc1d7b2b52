//! How much of a body is read.

use crate::multipart;

/// Bounds on what is read of a body. What lies beyond is not observable
/// ([`Reason::LimitReached`](directline_exchange::Reason::LimitReached)): the rules that would need it are inconclusive.
///
/// ```
/// use directline_exchange::{Body, Content, Exchange, Reason, Response, Target};
/// use directline_validator::{Limits, Validator};
///
/// let url = "https://directline.botframework.com/api/conversations/abc/messages";
/// let mut exchange = Exchange::new("GET", Target::parse(url));
/// exchange.response = Response::with_status(200);
/// exchange.response.body = Body::Present(Content::exact(r#"{"messages":[{"channelData":[]}]}"#));
///
/// let shallow = Validator::new().with_limits(Limits { max_depth: 3, ..Limits::default() });
/// let undecided = shallow.check(&exchange).inconclusive;
/// assert!(undecided.iter().any(|one| one.reason == Reason::LimitReached));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many bytes of JSON are read. Default: that of [`directline_json::Limits`], 64 MiB.
    pub max_body_bytes: usize,
    /// How many arrays and objects may stand inside each other. Default: that of [`directline_json::Limits`], 128.
    pub max_depth: usize,
    /// How many parts of a multipart body are read. Default: that of [`multipart::Limits`], 1,000.
    pub max_parts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let (json, form) = (directline_json::Limits::default(), multipart::Limits::default());
        Self { max_body_bytes: json.max_bytes, max_depth: json.max_depth, max_parts: form.max_parts }
    }
}

impl Limits {
    /// Those of one JSON text.
    pub fn json(&self) -> directline_json::Limits {
        let (max_bytes, max_depth) = (self.max_body_bytes, self.max_depth);
        directline_json::Limits { max_bytes, max_depth, ..directline_json::Limits::default() }
    }

    /// Those of one multipart body.
    pub fn multipart(&self) -> multipart::Limits {
        multipart::Limits { max_parts: self.max_parts, ..multipart::Limits::default() }
    }
}
