//! One request with its answer, of which everything is known.

use directline_exchange::{Body, Content, Exchange, Fidelity, Headers, Observed, Target};
use directline_reference::{Request, Response};

/// One request with its answer, fully seen.
///
/// # Examples
///
/// ```
/// use directline_fuzz::Pair;
/// use directline_reference::{Request, Response, Time, record};
///
/// let request = Request::new("POST", "/api/conversations").bearer("secret");
/// let mut exchange = record("https://directline.botframework.com", &request, &Response::empty(401), Time::EPOCH, 5);
/// let mut pair = Pair::of(&exchange).unwrap();
/// assert_eq!(pair.request, request);
///
/// pair.response.status = 403;
/// pair.apply_to(&mut exchange);
/// assert_eq!(exchange.response.status.present(), Some(&403));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The request.
    pub request: Request,
    /// The answer.
    pub response: Response,
}

impl Pair {
    /// The pair of an exchange; `None` where the recording does not show all of it, byte for byte.
    ///
    /// ```
    /// use directline_exchange::{Exchange, Target};
    ///
    /// let unanswered = Exchange::new("POST", Target::parse("/api/conversations"));
    /// assert!(directline_fuzz::Pair::of(&unanswered).is_none());
    /// ```
    pub fn of(exchange: &Exchange) -> Option<Self> {
        let mut request = Request::new(exchange.request.method.as_str(), target(&exchange.request.target));
        request.headers = headers(&exchange.request.headers)?;
        request.body = bytes(&exchange.request.body)?.to_vec();
        let mut response = Response::empty(*exchange.response.status.present()?);
        for (name, value) in headers(&exchange.response.headers)? {
            response.headers.push((name, String::from_utf8(value).ok()?));
        }
        response.body = bytes(&exchange.response.body)?.to_vec();
        Some(Self { request, response })
    }

    /// Makes an exchange show this pair. Scheme, host and times stay, and so does everything that is equal already.
    pub fn apply_to(&self, exchange: &mut Exchange) {
        let Self { request, response } = self;
        if exchange.request.method != request.method {
            exchange.request.method.clone_from(&request.method);
        }
        if target(&exchange.request.target) != request.target {
            exchange.request.target = with_target(&exchange.request.target, &request.target);
        }
        set_headers(&mut exchange.request.headers, &request.headers);
        set_body(&mut exchange.request.body, &request.body);
        if exchange.response.status != Observed::Present(response.status) {
            exchange.response.status = Observed::Present(response.status);
        }
        set_headers(&mut exchange.response.headers, &response.headers);
        set_body(&mut exchange.response.body, &response.body);
    }
}

/// Path and query as written.
fn target(target: &Target) -> String {
    match &target.query {
        Some(query) => format!("{}?{query}", target.path),
        None => target.path.clone(),
    }
}

/// The same scheme and host with another path and query.
fn with_target(old: &Target, new: &str) -> Target {
    let base = old.written.get(..old.path_at).unwrap_or_default();
    let (scheme, host) = (old.scheme, old.host.clone());
    let (port, has_user_info) = (old.port, old.has_user_info);
    Target { scheme, host, port, has_user_info, ..Target::parse(&format!("{base}{new}")) }
}

/// The fields, if all are recorded.
fn headers(headers: &Headers) -> Option<Vec<(String, Vec<u8>)>> {
    let complete = headers.partial().is_none() && headers.withheld().is_empty();
    let fields = headers.iter().map(|field| Some((field.name.to_string(), field.bytes()?.to_vec())));
    fields.collect::<Option<_>>().filter(|_| complete)
}

fn set_headers<V: AsRef<[u8]>>(headers: &mut Headers, fields: &[(String, V)]) {
    let same = headers.iter().len() == fields.len()
        && headers.iter().zip(fields).all(|(field, (name, value))| {
            field.name == *name && field.bytes().is_some_and(|bytes| bytes == value.as_ref())
        });
    if !same {
        *headers = Headers::new();
        for (name, value) in fields {
            headers.push(name.as_str(), value.as_ref());
        }
    }
}

/// The bytes, if all are recorded as they were; none where there is no body.
fn bytes(body: &Body) -> Option<&[u8]> {
    match body {
        Observed::Present(content) => {
            let is_exact = content.gaps.is_empty() && content.fidelity == Fidelity::Exact;
            is_exact.then_some(content.bytes.as_slice())
        }
        Observed::Absent => Some(&[]),
        Observed::NotObservable(_) => None,
    }
}

fn set_body(body: &mut Body, new: &[u8]) {
    if bytes(body) != Some(new) {
        *body = if new.is_empty() { Observed::Absent } else { Observed::Present(Content::exact(new)) };
    }
}

#[cfg(test)]
mod tests {
    use directline_exchange::{Gap, Reason};
    use directline_reference::{Time, record};

    use super::*;

    fn exchange() -> Exchange {
        let request = Request::new("POST", "/api/conversations/abc/messages?x=1").bearer("s").json("{}");
        let response = Response::json(400, r#"{"error":{}}"#);
        record("http://127.0.0.1:8080", &request, &response, Time::EPOCH, 1)
    }

    #[test]
    fn a_pair_and_its_exchange_are_equal() {
        let mut other =
            record("http://127.0.0.1:8080", &Request::new("GET", "/"), &Response::empty(200), Time::EPOCH, 1);
        Pair::of(&exchange()).unwrap().apply_to(&mut other);
        assert_eq!(other, exchange());
    }

    #[test]
    fn nothing_changes_where_nothing_differs() {
        let mut same = exchange();
        same.request.body = Observed::Present(Content::exact(""));
        let before = same.clone();
        Pair::of(&before).unwrap().apply_to(&mut same);
        assert_eq!(same, before);
    }

    #[test]
    fn what_is_not_fully_seen_is_no_pair() {
        let spoil: [fn(&mut Exchange); 7] = [
            |it| it.response.status = Observed::NotObservable(Reason::NotRecorded),
            |it| it.response.body = Observed::NotObservable(Reason::NotRecorded),
            |it| it.request.headers.mark_partial(Reason::NotRecorded),
            |it| it.request.headers.withhold("Cookie", Reason::NotRecorded),
            |it| it.response.headers.push("X", &[0xff][..]),
            |it| {
                let content = Content { fidelity: Fidelity::ValueOnly, ..Content::exact("{}") };
                it.request.body = Observed::Present(content);
            },
            |it| {
                let gaps = vec![Gap { range: 0..1, reason: Reason::BodyLossy }];
                it.request.body = Observed::Present(Content { gaps, ..Content::exact("{}") });
            },
        ];
        for spoil in spoil {
            let mut exchange = exchange();
            spoil(&mut exchange);
            assert_eq!(Pair::of(&exchange), None);
        }
    }
}
