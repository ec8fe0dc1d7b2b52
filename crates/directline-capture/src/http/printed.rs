//! Bodies as programs print them: framing and codings undone, JSON indented anew, binary data left out.
//!
//! Only a file of several messages can be print; a file with one message holds the bytes of the wire. Print is
//! recognised by what bytes of the wire cannot be, or hardly.

/// What our writer puts in place of a body that is not recorded. No body of the API is that.
pub(super) const NOT_RECORDED: &[u8] = b"[body not recorded]";

/// How long the note is that stands in place of the body, if one does.
pub(super) fn note_of_no_body(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(NOT_RECORDED)?;
    (rest.is_empty() || rest.starts_with(b"\r\n")).then_some(NOT_RECORDED.len())
}

/// Whether what follows a head with `Transfer-Encoding: chunked` is the body itself: no chunk size begins like this.
pub(super) fn is_unchunked(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'[' | b'"' | b'<'))
}

/// Whether a body of another length than its header says was printed rather than sent so.
pub(super) fn is_reworked(text: &[u8]) -> bool {
    is_indented(text) || is_left_out(text)
}

/// Whether a note stands in place of the body (`HTTPie`).
pub(super) fn is_left_out(text: &[u8]) -> bool {
    let head = text.get(..text.len().min(256)).unwrap_or_default();
    memchr::memmem::find(head, b"NOTE: binary data not shown in terminal").is_some()
}

/// Whether JSON is spread over lines.
fn is_indented(text: &[u8]) -> bool {
    let rest = text.strip_prefix(b"{").or_else(|| text.strip_prefix(b"["));
    let rest = rest.and_then(|rest| rest.strip_prefix(b"\n").or_else(|| rest.strip_prefix(b"\r\n")));
    rest.is_some_and(|rest| rest.starts_with(b" ") || rest.starts_with(b"\t"))
}

/// Whether fewer bytes than were sent are explained by line ends that lost their CR.
pub(super) fn lost_only_returns(text: &[u8], sent: u64) -> bool {
    let feeds = memchr::memchr_iter(b'\n', text).count() as u64;
    (text.len() as u64).saturating_add(feeds) >= sent
}
