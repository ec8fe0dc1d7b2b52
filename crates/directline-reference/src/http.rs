//! Requests and responses as they are on the wire, without a wire.

/// A request.
///
/// # Examples
///
/// ```
/// use directline_reference::Request;
///
/// let request = Request::new("POST", "/api/conversations").bearer("secret");
/// assert_eq!(request.header("authorization"), Some(&b"Bearer secret"[..]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method, such as `POST`.
    pub method: String,
    /// Path and query, such as `/api/conversations/abc123/messages?watermark=4`.
    pub target: String,
    /// The header fields, in order.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body; empty: none.
    pub body: Vec<u8>,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The header fields, in order.
    pub headers: Vec<(String, String)>,
    /// The body; empty: none.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers and body.
    pub fn new(method: impl Into<String>, target: impl Into<String>) -> Self {
        Self { method: method.into(), target: target.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// Adds a header field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds `Authorization` with the scheme Bearer.
    #[must_use]
    pub fn bearer(self, credential: &str) -> Self {
        self.with("Authorization", format!("Bearer {credential}"))
    }

    /// Sets a body of this media type.
    #[must_use]
    pub fn content(self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut request = self.with("Content-Type", media_type);
        request.body = body.into();
        request
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(self, text: impl Into<Vec<u8>>) -> Self {
        self.content("application/json", text)
    }

    /// The first header field of this name, compared without case.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_slice())
    }

    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The value of a query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let (_, value) = pairs.into_iter().find(|(known, _)| *known == name)?;
        Some(percent_encoding::percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned())
    }
}

impl Response {
    /// A response without content.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A response with a JSON text.
    pub fn json(status: u16, text: impl Into<Vec<u8>>) -> Self {
        Self::content(status, "application/json; charset=utf-8", text)
    }

    /// A response with content of this media type.
    pub fn content(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("Content-Type".to_owned(), media_type.to_owned())], body: body.into() }
    }
}
