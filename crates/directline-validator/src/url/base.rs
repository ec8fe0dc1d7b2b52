//! What relative URLs are relative to.

use std::fmt;

use ::url::Url;
use directline_exchange::{Observed, Scheme, Target};

use super::lexical;
use crate::{BadBaseUri, DOCUMENTED_HOST};

/// Scheme, host and port: what is put in front of a relative URL, and the origin that it must keep.
///
/// ```
/// use directline_validator::url::Base;
///
/// assert_eq!(Base::default().as_str(), "https://directline.botframework.com");
/// let china = Base::parse("https://directline.botframework.azure.cn/").unwrap();
/// assert_eq!(china.host(), "directline.botframework.azure.cn");
/// assert_eq!(china.port(), 443);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Base {
    /// `scheme://host`, with the port unless it is the default one.
    text: String,
    scheme: &'static str,
    host: String,
    port: u16,
}

impl Default for Base {
    /// The documented base, `https://directline.botframework.com`.
    fn default() -> Self {
        Self {
            text: format!("https://{DOCUMENTED_HOST}"),
            scheme: "https",
            host: DOCUMENTED_HOST.to_owned(),
            port: 443,
        }
    }
}

impl Base {
    /// Reads a base: scheme `http` or `https`, a host, perhaps a port, and nothing else but a last `/`.
    ///
    /// ```
    /// use directline_validator::url::Base;
    ///
    /// assert_eq!(Base::parse("HTTP://LocalHost:8080").unwrap().as_str(), "http://localhost:8080");
    /// for text in ["directline.botframework.com", "https://h/bots", "https://me@h", "ftp://h", "https:h"] {
    ///     assert!(Base::parse(text).is_err(), "{text}");
    /// }
    /// ```
    pub fn parse(text: &str) -> Result<Self, BadBaseUri> {
        let is_plain = lexical::authority(text).is_some_and(|authority| !authority.contains('@'))
            && !text.contains(lexical::is_forbidden)
            && text.len() <= super::MAX_LENGTH;
        let url = Url::parse(text).ok().filter(|_| is_plain).ok_or(BadBaseUri)?;
        let scheme = match url.scheme() {
            "https" => "https",
            "http" => "http",
            _ => return Err(BadBaseUri),
        };
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
            return Err(BadBaseUri);
        };
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(BadBaseUri);
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { text, scheme, host: host.to_owned(), port })
    }

    /// The base of a recorded request: its own host. A scheme that is not recorded is `https`.
    pub(crate) fn of(target: &Target) -> Option<Self> {
        let host = target.host.present()?;
        if host == DOCUMENTED_HOST
            && target.port.is_none()
            && target.scheme != Observed::Present(Scheme::Http)
        {
            return Some(Self::default());
        }
        let scheme = if target.scheme == Observed::Present(Scheme::Http) { "http" } else { "https" };
        let port = target.port.map(|port| format!(":{port}")).unwrap_or_default();
        Self::parse(&format!("{scheme}://{host}{port}")).ok()
    }

    /// The text that is put in front: `https://directline.botframework.com`, without a last `/`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `https` or `http`.
    pub fn scheme(&self) -> &str {
        self.scheme
    }

    /// The host, in lower case; IPv6 addresses in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, the default one of the scheme if none was written.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whether a URL has the origin (scheme, host and port) of this base.
    ///
    /// ```
    /// use directline_validator::url::Base;
    /// use url::Url;
    ///
    /// let base = Base::default();
    /// assert!(base.is_origin_of(&Url::parse("https://directline.botframework.com:443/x").unwrap()));
    /// assert!(!base.is_origin_of(&Url::parse("https://directline.botframework.com:8443/x").unwrap()));
    /// ```
    pub fn is_origin_of(&self, url: &Url) -> bool {
        url.scheme() == self.scheme
            && url.host_str() == Some(self.host.as_str())
            && url.port_or_known_default() == Some(self.port)
    }

    /// Resolves a relative reference as browsers do.
    pub(super) fn join(&self, text: &str) -> Result<Url, ::url::ParseError> {
        let base = Url::parse(&self.text)?;
        let parsed = lexical::as_parsed(text);
        let rest = parsed.trim_start_matches(lexical::is_slash);
        // Browsers skip any number of slashes in front of a host; the crate knows two.
        if parsed.len().saturating_sub(rest.len()) > 2 {
            return base.join(&format!("//{rest}"));
        }
        base.join(text)
    }
}

impl fmt::Display for Base {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}
