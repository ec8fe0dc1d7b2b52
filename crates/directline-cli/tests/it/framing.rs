//! Findings about the framing of HTTP messages stand at the byte where the defect is.

use super::support::{folder, run_in};

#[test]
fn framing_defects_are_shown_at_their_byte() {
    let request = b"GET /api/conversations/abc123/messages HTTP/1.1\r\nHost: directline.botframework.com\r\n\
        Authorization : Bearer a-secret\r\n\r\n";
    let response = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\nContent-Length: 31\r\n\r\n\
        {\"messages\":[],\"watermark\":\"1\"}";
    let folder = folder(&[("00-GetMessages.req.bin", request), ("00-GetMessages.res.bin", response)]);
    let ran = run_in(folder.path(), &["verify", "."]);
    // The space before the colon, and the line feed.
    for place in ["00-GetMessages.req.bin:3:14", "00-GetMessages.res.bin:2:31"] {
        assert!(ran.stdout.contains(place), "{place}: {ran:?}");
    }
}
