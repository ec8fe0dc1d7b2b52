//! The base URL, taken apart.

use url::{Host, Url};

/// Why there is no target at a URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTarget {
    /// The text is no URL.
    #[error("{0}: write scheme and host, such as https://gateway.example")]
    Url(String),
    /// The scheme is another one.
    #[error("the scheme {0} is neither http nor https")]
    Scheme(String),
    /// A user name or password stands in the URL.
    #[error("credentials in a URL are not sent: give a header field")]
    UserInfo,
    /// A query or fragment stands in the URL.
    #[error("a base URL has no query and no fragment")]
    Query,
    /// A header field of the options cannot be sent; its name.
    #[error("the header field {0:?} cannot be sent")]
    Header(String),
    /// The root certificates cannot be read.
    #[error("the root certificates cannot be read: {0}")]
    RootCertificates(String),
}

/// Where a service is.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// Scheme and authority.
    pub(super) base: String,
    /// What `Host` says.
    pub(super) authority: String,
    /// The host's name or address, without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) is_https: bool,
    /// What stands before each request target.
    pub(super) prefix: String,
}

impl Address {
    /// Reads a base URL.
    pub(super) fn read(text: &str) -> Result<Self, InvalidTarget> {
        let url = Url::parse(text).map_err(|error| InvalidTarget::Url(error.to_string()))?;
        let is_https = match url.scheme() {
            "https" => true,
            "http" => false,
            other => return Err(InvalidTarget::Scheme(other.to_owned())),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidTarget::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidTarget::Query);
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(InvalidTarget::Url("the host is missing".to_owned()));
        };
        let authority = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_string(),
        };
        let host = match host {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let base = format!("{}://{authority}", url.scheme());
        let prefix = url.path().trim_end_matches('/').to_owned();
        Ok(Self { base, authority, host, port, is_https, prefix })
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, InvalidTarget};

    #[test]
    fn a_base_url_is_taken_apart() {
        for (url, base, host, port, prefix) in [
            ("http://127.0.0.1:3979", "http://127.0.0.1:3979", "127.0.0.1", 3979, ""),
            ("HTTPS://Gateway.Example/", "https://gateway.example", "gateway.example", 443, ""),
            ("http://[::1]:80/direct/line//", "http://[::1]", "::1", 80, "/direct/line"),
        ] {
            let address = Address::read(url).unwrap();
            assert_eq!((address.base.as_str(), address.host.as_str()), (base, host), "{url}");
            assert_eq!((address.port, address.prefix.as_str()), (port, prefix), "{url}");
            assert!(base.ends_with(&address.authority), "{url}");
        }
    }

    #[test]
    fn what_is_no_base_url_is_refused() {
        let refused = |url| Address::read(url).unwrap_err();
        assert!(matches!(refused("gateway"), InvalidTarget::Url(_)));
        assert!(matches!(refused("http://"), InvalidTarget::Url(_)));
        assert_eq!(refused("ws://h"), InvalidTarget::Scheme("ws".to_owned()));
        assert_eq!(refused("http://u:p@h"), InvalidTarget::UserInfo);
        assert_eq!(
            (refused("http://h?q"), refused("http://h/#f")),
            (InvalidTarget::Query, InvalidTarget::Query)
        );
    }
}
