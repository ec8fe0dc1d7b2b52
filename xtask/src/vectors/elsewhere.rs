//! Where a finding stands that does not stand where the two recordings of a pair differ.

/// The place of the finding of a rule.
pub(super) struct Elsewhere {
    pub(super) rule: &'static str,
    pub(super) exchange: usize,
    pub(super) part: &'static str,
    pub(super) pointer: Option<&'static str>,
    /// Why there.
    #[expect(dead_code, reason = "for a reader")]
    why: &'static str,
}

const fn elsewhere(
    rule: &'static str,
    exchange: usize,
    part: &'static str,
    pointer: Option<&'static str>,
    why: &'static str,
) -> Elsewhere {
    Elsewhere { rule, exchange, part, pointer, why }
}

/// Every such rule.
pub(super) const ELSEWHERE: [Elsewhere; 17] = [
    elsewhere(
        "valid-request-failed",
        0,
        "response.status",
        None,
        "what is known of the request differs; wrong is the answer",
    ),
    elsewhere("attachment-fetched-late", 2, "request.url", None, "the time differs; late is the request"),
    elsewhere("paging-stopped", 3, "request.url", None, "the time differs; late is the request"),
    elsewhere("token-used-after-expiry", 1, "request.header", None, "the time differs; late is the token"),
    elsewhere("expired-token-accepted", 1, "response.status", None, "the time differs; wrong is the answer"),
    elsewhere(
        "token-scope-not-enforced",
        2,
        "response.status",
        None,
        "the token differs; wrong is the answer",
    ),
    elsewhere(
        "user-id-differs-from-from",
        0,
        "request.body",
        Some("/from"),
        "the other of two members that differ",
    ),
    elsewhere(
        "sent-message-lost",
        3,
        "response.body",
        Some("/watermark"),
        "evident when the next page is answered",
    ),
    elsewhere(
        "message-repeated",
        3,
        "response.body",
        Some("/messages/0"),
        "the list has one message more: this",
    ),
    elsewhere(
        "channel-data-changed",
        2,
        "response.body",
        Some("/messages/0/channelData"),
        "it counts as a whole",
    ),
    elsewhere(
        "uploaded-attachment-type-changed",
        2,
        "response.body",
        Some("/messages/0"),
        "the message that came back",
    ),
    elsewhere(
        "error-missing",
        0,
        "response.body",
        Some(""),
        "the object lacks error and has its members instead",
    ),
    elsewhere("error-under-success", 0, "response.body", None, "the body is another object"),
    elsewhere(
        "json-duplicate-member",
        0,
        "request.body",
        Some("/text"),
        "equal values: the member stands there twice",
    ),
    elsewhere(
        "json-lone-surrogate",
        0,
        "request.body",
        Some("/text"),
        "most readers of JSON refuse the text",
    ),
    elsewhere("http-message-malformed", 0, "request.header", None, "the defect stands in a header line"),
    elsewhere(
        "uploaded-attachment-lost",
        2,
        "response.body",
        Some("/messages/0"),
        "the message that came back",
    ),
];
