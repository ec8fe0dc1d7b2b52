//! The bytes of a request.

use directline_reference::Request;

use super::address::Address;
use crate::Unanswered;

/// Writes a request to `out`: its own header fields first, as they are, then those that it lacks.
///
/// A target or field that would end its line, and so change where the request ends, cannot be sent; everything else can.
pub(super) fn write(
    request: &Request,
    address: &Address,
    defaults: &[(String, Vec<u8>)],
    out: &mut Vec<u8>,
) -> Result<(), Unanswered> {
    let refused = |what: String| Err(Unanswered::NotSendable(what));
    if !is_token(&request.method) {
        return refused(format!("the method {:?} is no token", request.method));
    }
    let is_line = |byte: u8| byte > b' ' && byte != 0x7f;
    if !request.target.starts_with('/') || !request.target.bytes().all(is_line) {
        return refused(
            "the request target does not begin with a slash, or holds a space or control character".into(),
        );
    }
    if let Some((name, _)) = request.headers.iter().find(|(name, value)| !is_field(name, value)) {
        return refused(format!("the header field {name:?} is no token, or its value holds CR, LF or NUL"));
    }
    for piece in [&request.method, " ", &address.prefix, &request.target, " HTTP/1.1\r\n"] {
        out.extend_from_slice(piece.as_bytes());
    }
    for (name, value) in &request.headers {
        field(name, value, out);
    }
    if request.header("Host").is_none() {
        field("Host", address.authority.as_bytes(), out);
    }
    for (name, value) in defaults.iter().filter(|(name, _)| request.header(name).is_none()) {
        field(name, value, out);
    }
    let is_framed = ["Content-Length", "Transfer-Encoding"].iter().any(|name| request.header(name).is_some());
    let usually_has_body = ["POST", "PUT", "PATCH"].contains(&request.method.as_str());
    if !is_framed && (usually_has_body || !request.body.is_empty()) {
        field("Content-Length", request.body.len().to_string().as_bytes(), out);
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(&request.body);
    Ok(())
}

/// Whether a header field can be sent.
pub(super) fn is_field(name: &str, value: &[u8]) -> bool {
    is_token(name) && !value.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

fn field(name: &str, value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

/// RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_token)
}

#[cfg(test)]
mod tests {
    use directline_reference::Request;

    use super::super::address::Address;
    use super::write;
    use crate::Unanswered;

    fn written(request: &Request) -> Result<String, Unanswered> {
        let mut out = Vec::new();
        let defaults =
            [("X-Key".to_owned(), b"1".to_vec()), ("Authorization".to_owned(), b"default".to_vec())];
        write(request, &Address::read("http://h:81/gw").unwrap(), &defaults, &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_request_is_sent_as_it_is() {
        let request = Request::new("POST", "/api/a%7Cb/\"{<\u{e9}>}?x=|#y")
            .with("aUTHorization", "Bearer a\tb ")
            .json("{}");
        let expected = "POST /gw/api/a%7Cb/\"{<\u{e9}>}?x=|#y HTTP/1.1\r\naUTHorization: Bearer a\tb \r\n\
            Content-Type: application/json\r\nHost: h:81\r\nX-Key: 1\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(written(&request).unwrap(), expected);
    }

    #[test]
    fn host_and_length_are_added_only_where_they_lack() {
        let get = written(&Request::new("GET", "/")).unwrap();
        assert!(get.contains("\r\nHost: h:81\r\n") && !get.contains("Content-Length"), "{get}");
        let post = written(&Request::new("POST", "/")).unwrap();
        assert!(post.contains("\r\nContent-Length: 0\r\n"), "{post}");
        let own = Request::new("POST", "/").with("HOST", "other").with("content-length", "7").json("{}");
        let own = written(&own).unwrap();
        assert!(!own.contains("h:81") && !own.contains("Content-Length: 2"), "{own}");
        let chunked = Request::new("POST", "/").with("Transfer-Encoding", "chunked").json("0\r\n\r\n");
        assert!(!written(&chunked).unwrap().contains("Content-Length"));
    }

    #[test]
    fn what_would_end_its_line_is_refused() {
        for request in [
            Request::new("GET", "/a b"),
            Request::new("GET", "/a\r\nX: y"),
            Request::new("GET", "https://other.example/"),
            Request::new("G T", "/"),
            Request::new("", "/"),
            Request::new("GET", "/").with("X", "a\r\nY: z"),
            Request::new("GET", "/").with("X Y", "a"),
            Request::new("GET", "/").with("X", "\0"),
        ] {
            assert!(matches!(written(&request), Err(Unanswered::NotSendable(_))), "{request:?}");
        }
    }
}
