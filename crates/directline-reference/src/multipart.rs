//! A strict reader of multipart bodies: what is well-formed by RFC 2046 and RFC 7578 is read, the rest is refused.

/// A part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part<'b> {
    /// The header fields; names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The content.
    pub(crate) content: &'b [u8],
}

impl Part<'_> {
    /// The header field of this name, in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The parts of a body; `None` where it is not well-formed.
pub(crate) fn parts<'b>(boundary: &str, body: &'b [u8]) -> Option<Vec<Part<'b>>> {
    let is_legal = (1..=70).contains(&boundary.len()) && !boundary.ends_with(' ');
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter may stand at the very start, without the line break that belongs to it.
    let mut rest = match body.strip_prefix(delimiter.trim_start().as_bytes()) {
        Some(rest) => rest,
        None => split(body, delimiter.as_bytes())?.1,
    };
    let mut parts = Vec::new();
    while is_legal && !rest.starts_with(b"--") {
        let line_end = find(rest, b"\r\n")?;
        let (padding, after) = rest.split_at_checked(line_end)?;
        if !padding.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            return None;
        }
        let (inside, next) = split(after.get(2..)?, delimiter.as_bytes())?;
        let (head, content) = match inside.strip_prefix(b"\r\n") {
            Some(content) => (&b""[..], content),
            None => split(inside, b"\r\n\r\n")?,
        };
        parts.push(Part { headers: headers(head)?, content });
        rest = next;
    }
    is_legal.then_some(parts)
}

fn headers(head: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(head).ok()?;
    let lines = text.split("\r\n").filter(|line| !line.is_empty());
    lines
        .map(|line| {
            line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect()
}

/// A parameter of a header value such as `form-data; name="file"; filename="a.jpg"`.
pub(crate) fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once(';') {
        let (name, after) = after.split_once('=')?;
        let (text, after) = if let Some(quoted) = after.trim_start().strip_prefix('"') {
            quoted_text(quoted)?
        } else {
            let end = after.find(';').unwrap_or(after.len());
            let (text, after) = after.split_at_checked(end)?;
            (text.trim().to_owned(), after)
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(text);
        }
        rest = after;
    }
    None
}

/// The text up to the closing quotation mark, with its escapes resolved, and what follows.
fn quoted_text(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((text, quoted.get(at.checked_add(1)?..)?)),
            '\\' => text.push(letters.next()?.1),
            other => text.push(other),
        }
    }
    None
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

fn split<'b>(bytes: &'b [u8], needle: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = find(bytes, needle)?;
    let (before, after) = bytes.split_at_checked(at)?;
    Some((before, after.get(needle.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::{parameter, parts};

    /// RFC 2046, section 5.1: preamble, padding, epilogue; a part without headers.
    #[test]
    fn a_well_formed_body_is_read() {
        let body = b"preamble\r\n--b \t\r\nContent-Type: text/plain\r\nX: y\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\nepilogue";
        let read = parts("b", body).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].header("content-type"), read[0].content), (Some("text/plain"), &b"one"[..]));
        assert_eq!((read[1].headers.len(), read[1].content), (0, &b"two"[..]));
        assert_eq!(parts("b", b"--b--").unwrap(), []);
    }

    #[test]
    fn anything_else_is_refused() {
        for body in [
            "",
            "--b",
            "--b\r\n",
            "--b\r\nno header\r\n\r\n1\r\n--b--",
            "--b\r\nA: b\r\n\r\n1",
            "--bx\r\n\r\n1\r\n--b--",
        ] {
            assert_eq!(parts("b", body.as_bytes()), None, "{body}");
        }
        assert_eq!(parts("", b"--\r\n\r\n1\r\n----"), None);
        assert_eq!(parts(&"b".repeat(71), format!("--{0}--", "b".repeat(71)).as_bytes()), None);
    }

    /// RFC 9110, section 5.6.6.
    #[test]
    fn parameters_may_be_quoted() {
        let value = r#"form-data; name="a;b\"c"; FileName=photo.jpg ; x="" "#;
        assert_eq!(parameter(value, "name").as_deref(), Some("a;b\"c"));
        assert_eq!(parameter(value, "filename").as_deref(), Some("photo.jpg"));
        assert_eq!(parameter(value, "x").as_deref(), Some(""));
        assert_eq!(parameter(value, "y"), None);
        assert_eq!(parameter("a; name=\"open", "name"), None);
    }
}
