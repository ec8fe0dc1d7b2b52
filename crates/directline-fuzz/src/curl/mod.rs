//! A request as one `curl` command of a POSIX shell script that sends the same bytes.
//!
//! The host is `$BASE` (scheme and host, without a slash at the end), and texts that [`Mark`]s name (ids, tokens,
//! watermarks) are shell variables, so that the script works in another session and holds no credential.

mod quote;
mod script;
#[cfg(test)]
mod tests;

use directline_exchange::{Header, HeaderValue, Observed, Request};

pub use script::script;

use quote::{argument, begins_with_variable, is_plain, pipe};

/// The command without what is peculiar to a request. What a person has set up for curl elsewhere (`-q`, which must be
/// first, leaves out `.curlrc`) and proxies would change what is sent, or where.
const CURL: &str = "curl -q -sS -i --noproxy '*' --http1.1 --path-as-is --globoff";

/// A text that differs from session to session, and the shell variable that holds it.
///
/// # Examples
///
/// ```
/// use directline_fuzz::curl::Mark;
///
/// assert!(Mark::new("abc123", "conversation").is_some());
/// assert!(Mark::new("abc123", "not a name").is_none() && Mark::new("", "nothing").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    text: Vec<u8>,
    variable: String,
}

impl Mark {
    /// This text in this variable; nothing if the text is empty or the name is none of a shell variable.
    pub fn new(text: impl Into<Vec<u8>>, variable: impl Into<String>) -> Option<Self> {
        let (text, variable) = (text.into(), variable.into());
        let begins = variable.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        let is_name = begins && variable.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        (is_name && !text.is_empty()).then_some(Self { text, variable })
    }
}

/// Why a request is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unscriptable {
    /// Method or URL has a byte that no request line holds.
    #[error("method or URL cannot stand in a request line")]
    RequestLine,
    /// A header is not recorded, or has a byte that no argument or no header holds.
    #[error("a header cannot be an argument")]
    Header,
    /// The body is not recorded, or not all of it.
    #[error("the body is not recorded byte for byte")]
    Body,
}

/// The command that sends the request, with a line feed at its end.
///
/// Headers stand in the order of the request. Those that curl would add by itself are switched off where the request
/// does not have them; `Host` and `Content-Length` are left to curl where they say what curl says. Where a [`Mark`]'s
/// text occurs in the path, the query, a header value or the body, the script has the variable instead; of several
/// that fit, the longest is taken. A text that is percent-encoded in the URL is marked by its encoded form.
///
/// # Examples
///
/// ```
/// use directline_exchange::{Body, Content, Exchange, Target};
/// use directline_fuzz::curl::{Mark, command};
///
/// let target = Target::parse("http://localhost:3000/api/conversations/abc123/messages");
/// let mut request = Exchange::new("POST", target).request;
/// request.headers.push("Authorization", "Bearer s3cret");
/// request.headers.push("Content-Type", "application/json");
/// request.body = Body::Present(Content::exact(r#"{"from":"user1","text":"it's"}"#));
///
/// let marks: Vec<Mark> =
///     [Mark::new("s3cret", "SECRET"), Mark::new("abc123", "conversation")].into_iter().flatten().collect();
/// let script = command(&request, &marks)?;
/// assert!(script.contains(r#"-H 'Authorization: Bearer '"$SECRET" \"#));
/// assert!(script.contains(r#"--data-binary '{"from":"user1","text":"it'\''s"}' \"#));
/// assert!(script.ends_with("\"$BASE\"'/api/conversations/'\"$conversation\"'/messages'\n"));
/// # Ok::<(), directline_fuzz::curl::Unscriptable>(())
/// ```
pub fn command(request: &Request, marks: &[Mark]) -> Result<String, Unscriptable> {
    let body = match &request.body {
        Observed::Absent => &[][..],
        Observed::Present(content) if content.gaps.is_empty() => &content.bytes,
        Observed::Present(_) | Observed::NotObservable(_) => return Err(Unscriptable::Body),
    };
    let mut words = vec![CURL.to_owned()];
    let is_token = |byte: u8| byte.is_ascii_graphic() && !b"\"'\\(),/:;<=>?@[]{}".contains(&byte);
    match request.method.as_str() {
        "GET" if body.is_empty() => {}
        // With `-X HEAD` curl waits for a body.
        "HEAD" if body.is_empty() => words.push("--head".to_owned()),
        method if !method.is_empty() && method.bytes().all(is_token) => words.push(format!("-X {method}")),
        _ => return Err(Unscriptable::RequestLine),
    }
    if request.headers.partial().is_some() || !request.headers.withheld().is_empty() {
        return Err(Unscriptable::Header);
    }
    for field in &request.headers {
        if !is_curls_own(field, request, body) {
            words.push(header(field, marks)?);
        }
    }
    let of_body: &[&str] = if body.is_empty() { &[] } else { &["Content-Type", "Expect"] };
    for name in ["User-Agent", "Accept"].iter().chain(of_body) {
        if request.headers.all(name).next().is_none() {
            words.push(format!("-H '{name}:'"));
        }
    }
    let mut script = String::new();
    if !body.is_empty() {
        // Linux takes no argument that is longer than 128 KiB; `@` would name a file.
        if is_plain(body, marks) && body.len() <= 32_768 && !body.starts_with(b"@") {
            // The value of a variable may begin with `@`, too.
            let option = if begins_with_variable(body, marks) { "--data-raw" } else { "--data-binary" };
            words.push(format!("{option} {}", argument(body, marks)));
        } else {
            script = pipe(body, marks);
            words.push("--data-binary @-".to_owned());
        }
    }
    words.extend(address(request, marks)?);
    script.push_str(&words.join(" \\\n  "));
    script.push('\n');
    Ok(script)
}

/// Whether curl sends this header by itself, with this value: the host of its URL, the length of the body.
fn is_curls_own(field: &Header, request: &Request, body: &[u8]) -> bool {
    let Some(value) = field.text() else { return false };
    if field.is("content-length") {
        return !body.is_empty() && value == body.len().to_string();
    }
    let target = &request.target;
    let Some(host) = target.host.present().filter(|_| field.is("host")) else { return false };
    let authority = target.port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
    // Without an address of its own the target has that of this header.
    value.eq_ignore_ascii_case(&authority)
}

fn header(field: &Header, marks: &[Mark]) -> Result<String, Unscriptable> {
    let HeaderValue::Seen(value) = &field.value else { return Err(Unscriptable::Header) };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let is_bad = |byte: &u8| matches!(byte, 0 | b'\r' | b'\n');
    if field.name.is_empty() || !field.name.bytes().all(is_name) || value.iter().any(is_bad) {
        return Err(Unscriptable::Header);
    }
    if value.is_empty() {
        // With a colon, curl would leave the header out.
        return Ok(format!("-H {}", argument(format!("{};", field.name).as_bytes(), &[])));
    }
    let name = argument(format!("{}: ", field.name).as_bytes(), &[]);
    let value = argument(value, marks);
    // One quoted text where two meet.
    let joined = match (name.strip_suffix('\''), value.strip_prefix('\'')) {
        (Some(name), Some(value)) => format!("{name}{value}"),
        _ => format!("{name}{value}"),
    };
    Ok(format!("-H {joined}"))
}

/// The URL, and the request target where curl would not send the one of the URL as it is.
fn address(request: &Request, marks: &[Mark]) -> Result<Vec<String>, Unscriptable> {
    let target = &request.target;
    let query = target.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    let path = format!("{}{query}", target.path);
    if path.is_empty() || path.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
        return Err(Unscriptable::RequestLine);
    }
    let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || b"/?&=%:@!$'()*+,;-._~".contains(&byte);
    if path.starts_with('/') && path.bytes().all(is_usual) && !path.ends_with('?') {
        return Ok(vec![format!("\"$BASE\"{}", argument(path.as_bytes(), marks))]);
    }
    Ok(vec![format!("--request-target {}", argument(path.as_bytes(), marks)), "\"$BASE\"".to_owned()])
}
