//! The request target: scheme, host, path and query, each as far as recorded.

use crate::{Observed, Origin, Reason};

/// The scheme of a request URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `https`.
    Https,
    /// `http`.
    Http,
    /// Any other scheme.
    Other,
}

/// Where a request went.
///
/// Path and query are kept as written; nothing is decoded or normalised here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The target as written in the recording (a URL, or a path).
    pub written: String,
    /// The scheme.
    pub scheme: Observed<Scheme>,
    /// Host without port and user information, in lower case, IPv6 in brackets.
    pub host: Observed<String>,
    /// The port, if one is written.
    pub port: Option<u16>,
    /// Whether the URL holds user information (`user:password@`).
    pub has_user_info: bool,
    /// The path as written, without query; begins with `/` in every sensible recording.
    pub path: String,
    /// The query as written, without `?`; `None` if there is no `?`.
    pub query: Option<String>,
    /// Where `written` stands.
    pub origin: Origin,
    /// Offset of the path in `written`, in bytes.
    pub path_at: usize,
    /// Offset of the query in `written`, in bytes (meaningless without one).
    pub query_at: usize,
}

impl Target {
    /// Reads a URL or a path (`/api/…`, optionally with the host known from elsewhere: see
    /// [`Target::with_host`]). Never fails: what is not understood is kept as path.
    ///
    /// ```
    /// use directline_exchange::{Observed, Scheme, Target};
    /// let target = Target::parse("https://directline.botframework.com/api/conversations?x=1#top");
    /// assert_eq!(target.scheme, Observed::Present(Scheme::Https));
    /// assert_eq!(target.host.present().map(String::as_str), Some("directline.botframework.com"));
    /// assert_eq!((target.path.as_str(), target.query.as_deref()), ("/api/conversations", Some("x=1")));
    /// assert!(Target::parse("/api/conversations").host.reason().is_some());
    /// ```
    pub fn parse(written: &str) -> Self {
        let mut target = Self {
            written: written.to_owned(),
            scheme: Observed::NotObservable(Reason::NotRecorded),
            host: Observed::NotObservable(Reason::NotRecorded),
            port: None,
            has_user_info: false,
            path: String::new(),
            query: None,
            origin: Origin::default(),
            path_at: 0,
            query_at: 0,
        };
        let mut rest = written;
        if let Some((scheme, after)) = split_scheme(written) {
            target.scheme = Observed::Present(scheme);
            let end = after.find(['/', '?', '#']).unwrap_or(after.len());
            let (authority, tail) = after.split_at(end);
            target.read_authority(authority);
            rest = tail;
        }
        target.path_at = written.len().saturating_sub(rest.len());
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        match rest.split_once('?') {
            Some((path, query)) => {
                path.clone_into(&mut target.path);
                target.query = Some(query.to_owned());
                target.query_at = target.path_at.saturating_add(path.len()).saturating_add(1);
            }
            None => rest.clone_into(&mut target.path),
        }
        if target.path.is_empty() && target.host.is_present() {
            "/".clone_into(&mut target.path);
        }
        target
    }

    /// Takes the host from elsewhere (a `Host` header) if the target itself has none.
    #[must_use]
    pub fn with_host(mut self, authority: &str) -> Self {
        if !self.host.is_present() {
            self.read_authority(authority.trim());
        }
        self
    }

    /// The values of the query parameter `name`, undecoded, in order: `(value, offset in
    /// [written](Self::written))`. A parameter without `=` has an empty value.
    pub fn parameters<'t>(&'t self, name: &'t str) -> impl Iterator<Item = (&'t str, usize)> {
        self.query_pairs().filter(move |(key, ..)| *key == name).map(|(_, value, at)| (value, at))
    }

    /// Every query parameter, undecoded: name, value, offset of the value in
    /// [written](Self::written).
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        let mut at = self.query_at;
        self.query.iter().flat_map(|query| query.split('&')).filter_map(move |pair| {
            let start = at;
            at = at.saturating_add(pair.len()).saturating_add(1);
            if pair.is_empty() {
                return None;
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((name, value, start.saturating_add(pair.len()).saturating_sub(value.len())))
        })
    }

    fn read_authority(&mut self, authority: &str) {
        let host = match authority.rsplit_once('@') {
            Some((_, host)) => {
                self.has_user_info = true;
                host
            }
            None => authority,
        };
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
            _ => (host, None),
        };
        self.port = port;
        self.host = if name.is_empty() {
            Observed::NotObservable(Reason::NotRecorded)
        } else {
            Observed::Present(name.to_ascii_lowercase())
        };
    }
}

fn split_scheme(written: &str) -> Option<(Scheme, &str)> {
    // No scheme holds a colon, so it ends at the first one.
    let (name, after) = written.split_once(':')?;
    let after = after.strip_prefix("//")?;
    let is_scheme = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !is_scheme {
        return None;
    }
    let scheme = if name.eq_ignore_ascii_case("https") {
        Scheme::Https
    } else if name.eq_ignore_ascii_case("http") {
        Scheme::Http
    } else {
        Scheme::Other
    };
    Some((scheme, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart_as_written() {
        type Row<'r> = (&'r str, Option<&'r str>, Option<u16>, &'r str, Option<&'r str>);
        let rows: [Row<'_>; 8] = [
            ("https://h/p?q", Some("h"), None, "/p", Some("q")),
            ("http://H:8080/", Some("h"), Some(8080), "/", None),
            ("https://h", Some("h"), None, "/", None),
            ("https://h?x", Some("h"), None, "/", Some("x")),
            ("http://[::1]:80/a", Some("[::1]"), Some(80), "/a", None),
            ("http://[::1]/a", Some("[::1]"), None, "/a", None),
            ("https://u:p@h/a", Some("h"), None, "/a", None),
            ("/api/x?y=z", None, None, "/api/x", Some("y=z")),
        ];
        for (written, host, port, path, query) in rows {
            let target = Target::parse(written);
            assert_eq!(target.host.present().map(String::as_str), host, "{written}");
            assert_eq!((target.port, target.path.as_str()), (port, path), "{written}");
            assert_eq!(target.query.as_deref(), query, "{written}");
        }
    }

    #[test]
    fn a_parameter_is_found_where_it_stands() {
        let target = Target::parse("https://h/p?a=1&&userId=u%7C1&userId");
        let found: Vec<_> = target.parameters("userId").collect();
        assert_eq!(found.iter().map(|(value, _)| *value).collect::<Vec<_>>(), ["u%7C1", ""]);
        assert_eq!(target.written.get(found[0].1..found[0].1 + 5), Some("u%7C1"));
        assert_eq!(found[1].1, target.written.len());
    }

    /// RFC 3986, section 3.1: a scheme begins with a letter; letters, digits, `+`, `-` and `.` follow.
    #[test]
    fn what_has_no_scheme_is_a_path() {
        for (written, scheme) in [
            ("HTTPS://h/a", Scheme::Https),
            ("Http://h/a", Scheme::Http),
            ("httpss://h/a", Scheme::Other),
            ("a+b-c.1://h/a", Scheme::Other),
        ] {
            let target = Target::parse(written);
            assert_eq!((target.scheme, target.path.as_str()), (Observed::Present(scheme), "/a"), "{written}");
        }
        for written in ["://h/a", "1http://h/a", "ht_tp://h/a", "/a://h", "", "h"] {
            let target = Target::parse(written);
            assert_eq!(target.path, written);
            assert!(target.scheme.reason().is_some() && target.host.reason().is_some(), "{written}");
        }
    }

    #[test]
    fn path_and_query_stand_where_it_is_said() {
        for (written, path, query) in [
            ("https://u:p@h:1/p/q?a=1&b#c", "/p/q", "a=1&b"),
            ("/p?a", "/p", "a"),
            ("?a=1", "", "a=1"),
            ("https://h/p?#c", "/p", ""),
        ] {
            let target = Target::parse(written);
            assert_eq!((target.path.as_str(), target.query.as_deref()), (path, Some(query)), "{written}");
            assert!(written.get(target.path_at..).unwrap().starts_with(path), "{written}");
            assert!(written.get(target.query_at..).unwrap().starts_with(query), "{written}");
        }
    }

    #[test]
    fn the_authority_is_taken_apart() {
        let has_user_info = |written| Target::parse(written).has_user_info;
        assert!(
            has_user_info("https://u:p@h/") && has_user_info("https://@h/") && !has_user_info("https://h/@")
        );
        let bad_port = Target::parse("https://h:a/");
        assert_eq!((bad_port.host, bad_port.port), (Observed::Present("h".to_owned()), None));
        assert!(Target::parse("https:///a").host.reason().is_some());
    }

    #[test]
    fn a_host_from_elsewhere_counts_where_the_target_has_none() {
        let from = |written| {
            let target = Target::parse(written).with_host(" Other.example:81 ");
            (target.host.present().cloned().unwrap(), target.port)
        };
        assert_eq!(from("/a"), ("other.example".to_owned(), Some(81)));
        assert_eq!(from("https://h:80/a"), ("h".to_owned(), Some(80)));
    }

    #[test]
    fn every_parameter_is_listed_with_the_place_of_its_value() {
        let target = Target::parse("/p?a=1&&b&c=d=e&a=");
        let found: Vec<_> = target.query_pairs().collect();
        assert_eq!(found, [("a", "1", 5), ("b", "", 9), ("c", "d=e", 12), ("a", "", 18)]);
        assert_eq!(Target::parse("/p").query_pairs().count(), 0);
    }
}
