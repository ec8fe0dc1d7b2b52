//! Which hosts are Direct Line: the documented one, known others, test machines, and those named.

use std::net::{IpAddr, Ipv4Addr};

use directline_exchange::{Observed, Target};

/// The host of the documented base URI.
pub const DOCUMENTED_HOST: &str = "directline.botframework.com";

/// Hosts of the same API known from outside the reference page: regional, national and web chat.
const KNOWN_HOSTS: [&str; 7] = [
    "europe.directline.botframework.com",
    "india.directline.botframework.com",
    "directline.botframework.azure.cn",
    "directline.botframework.azure.us",
    "webchat.botframework.com",
    "webchat.botframework.azure.cn",
    "webchat.botframework.azure.us",
];

/// What kind of host a request went to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// The documented one.
    Documented,
    /// A known national, regional or web chat host.
    Known,
    /// Loopback or a private address: a test machine.
    Local,
    /// Named by the user as a further base URI.
    Named,
    /// Not recorded.
    Unrecorded,
    /// Any other: out of scope.
    Foreign,
}

/// The hosts in scope: the built-in ones and those named by the user.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    bases: Vec<Base>,
}

#[derive(Clone, Debug)]
struct Base {
    host: String,
    port: Option<u16>,
    prefix: String,
}

impl Scope {
    /// The built-in hosts.
    ///
    /// ```
    /// let mut scope = directline_validator::Scope::new();
    /// assert!(scope.add_base_uri("https://gateway.example/directline").is_ok());
    /// assert!(scope.add_base_uri("gateway").is_err());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a base URI: a scheme, a host, optionally a port and a path that precedes `/api`.
    pub fn add_base_uri(&mut self, uri: &str) -> Result<(), BadBaseUri> {
        let target = Target::parse(uri);
        let (Observed::Present(host), true) = (target.host, target.scheme.is_present()) else {
            return Err(BadBaseUri);
        };
        if target.query.is_some() || target.has_user_info {
            return Err(BadBaseUri);
        }
        let prefix = target.path.trim_end_matches('/').to_owned();
        self.bases.push(Base { host, port: target.port, prefix });
        Ok(())
    }

    /// What kind of host the target names, and the path below its base.
    pub(crate) fn place<'t>(&self, target: &'t Target) -> (Host, &'t str) {
        let path = target.path.as_str();
        let Observed::Present(host) = &target.host else { return (Host::Unrecorded, path) };
        for base in self.bases.iter().filter(|base| base.host == *host) {
            if base.port.is_none_or(|port| target.port == Some(port))
                && let Some(rest) = path.strip_prefix(base.prefix.as_str())
                && (rest.is_empty() || rest.starts_with('/'))
            {
                return (Host::Named, rest);
            }
        }
        let kind = if host == DOCUMENTED_HOST {
            Host::Documented
        } else if KNOWN_HOSTS.contains(&host.as_str()) {
            Host::Known
        } else if is_local(host) {
            Host::Local
        } else {
            Host::Foreign
        };
        (kind, path)
    }
}

/// A base URI that is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadBaseUri;

impl std::fmt::Display for BadBaseUri {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(
            "not a base URI; write scheme and host, for example https://directline.botframework.com",
        )
    }
}

impl std::error::Error for BadBaseUri {}

/// Whether a host is this machine or a private network.
pub(crate) fn is_local(host: &str) -> bool {
    if host == "localhost" || host.ends_with(".localhost") {
        return true;
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => is_local_v4(address),
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(mapped) => is_local_v4(mapped),
            None => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
        },
        Err(_) => false,
    }
}

fn is_local_v4(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private() || address.is_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(bases: &[&str]) -> Scope {
        let mut scope = Scope::new();
        for base in bases {
            scope.add_base_uri(base).unwrap();
        }
        scope
    }

    #[test]
    fn hosts_are_told_apart() {
        let scope = scope(&["https://other.example", "https://gateway.example:8443/bots"]);
        let rows = [
            ("https://directline.botframework.com/api/x", Host::Documented, "/api/x"),
            ("https://webchat.botframework.com/api/x", Host::Known, "/api/x"),
            ("http://127.0.0.1:8080/api/x", Host::Local, "/api/x"),
            ("http://[::1]/api/x", Host::Local, "/api/x"),
            ("http://172.16.0.9/api/x", Host::Local, "/api/x"),
            ("http://172.32.0.9/api/x", Host::Foreign, "/api/x"),
            ("https://gateway.example:8443/bots/api/x", Host::Named, "/api/x"),
            ("https://gateway.example:8443/bots", Host::Named, ""),
            ("https://gateway.example:8443/botsy/api/x", Host::Foreign, "/botsy/api/x"),
            ("https://gateway.example:8443/api/x", Host::Foreign, "/api/x"),
            ("https://gateway.example:8444/bots/api/x", Host::Foreign, "/bots/api/x"),
            ("https://gateway.example/bots/api/x", Host::Foreign, "/bots/api/x"),
            ("https://elsewhere.example:8443/bots/api/x", Host::Foreign, "/bots/api/x"),
            // A base without a port is that host on any.
            ("https://other.example/api/x", Host::Named, "/api/x"),
            ("https://other.example:8443/api/x", Host::Named, "/api/x"),
            ("https://directline.botframework.com.evil.example/api/x", Host::Foreign, "/api/x"),
            ("/api/x", Host::Unrecorded, "/api/x"),
        ];
        for (url, host, path) in rows {
            assert_eq!(scope.place(&Target::parse(url)), (host, path), "{url}");
        }
    }

    /// RFC 6761 (localhost), RFC 1918, RFC 3927, RFC 4193, RFC 4291 (loopback, link-local, mapped).
    #[test]
    fn test_machines_are_known_by_their_address() {
        for host in [
            "localhost",
            "bot.localhost",
            "127.0.0.1",
            "127.8.9.10",
            "10.0.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.1.1",
            "[::1]",
            "[fd12::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "localhost.example",
            "notlocalhost",
            "8.8.8.8",
            "169.253.1.1",
            "[2001:db8::1]",
            "[::ffff:8.8.8.8]",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }

    #[test]
    fn a_base_uri_has_a_scheme_and_a_host_and_nothing_after_its_path() {
        for bad in
            ["gateway", "/bots", "//gateway.example", "https://a.example/?x=1", "https://me@a.example/"]
        {
            assert_eq!(Scope::new().add_base_uri(bad), Err(BadBaseUri), "{bad}");
        }
        assert_eq!(Scope::new().add_base_uri("http://a.example:8080/bots/"), Ok(()));
        assert!(BadBaseUri.to_string().starts_with("not a base URI"));
    }
}
