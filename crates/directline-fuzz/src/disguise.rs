//! Recordings that may be kept and shared: each secret is replaced by a text of the same form.
//!
//! Equal secrets get equal texts, so that what several exchanges show together stays as it was. A text is made from the
//! number of its secret alone: nothing of the secret but its form is left.

use directline_exchange::{Exchange, Header, HeaderValue, Headers, Observed, Target};
use directline_validator::redact::{CaptureSecrets, Found, Secrets, Spellings, StandIns, What};

/// The secrets of a recording, and what stands in their place.
///
/// # Examples
///
/// ```
/// use directline_exchange::{Exchange, Target};
/// use directline_fuzz::Disguise;
///
/// let mut exchange = Exchange::new("POST", Target::parse("https://directline.botframework.com/api/conversations"));
/// exchange.request.headers.push("Authorization", "Bearer my-own-secret");
///
/// let disguised = Disguise::of([&exchange], &[]).exchange(&exchange);
/// let value = disguised.request.headers.value("authorization");
/// assert_ne!(value.present(), Some(&&b"Bearer my-own-secret"[..]));
/// assert!(value.present().is_some_and(|value| value.starts_with(b"Bearer ")));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Disguise {
    all: CaptureSecrets,
    own: Spellings,
    stand_ins: StandIns,
}

impl Disguise {
    /// For these exchanges.
    ///
    /// `own` are credentials of whoever sends. An answer may say them again where nothing announces a secret: they are
    /// replaced whatever their length, from three bytes on, plain, escaped and in Base64. Those of fewer than six bytes
    /// are replaced as whole words only.
    pub fn of<'e>(exchanges: impl IntoIterator<Item = &'e Exchange>, own: &[String]) -> Self {
        let spellings = Spellings::of(own.iter().map(String::as_str));
        let mut disguise = Self { own: spellings, ..Self::default() };
        let mut secrets = Secrets::new();
        for credential in own {
            secrets.learn(credential);
        }
        disguise.all.add(&secrets);
        for exchange in exchanges {
            disguise.all.add(&Secrets::of(exchange));
        }
        disguise
    }

    /// The exchange without its secrets.
    pub fn exchange(&mut self, exchange: &Exchange) -> Exchange {
        let secrets = self.secrets(exchange);
        let mut disguised = exchange.clone();
        let request = &mut disguised.request;
        let written = self.text(&secrets, &request.target.written);
        // A host that is known from elsewhere is not in what is written.
        if written != request.target.written {
            let parsed = Target::parse(&written);
            let host = if parsed.host.is_present() { parsed.host } else { request.target.host.clone() };
            let port = parsed.port.or(request.target.port);
            request.target = Target { host, port, ..parsed };
        }
        request.headers = self.headers(&secrets, &request.headers);
        self.body(&secrets, &mut request.body);
        let response = &mut disguised.response;
        response.headers = self.headers(&secrets, &response.headers);
        self.body(&secrets, &mut response.body);
        disguised
    }

    /// What is secret in an exchange.
    pub(crate) fn secrets(&self, exchange: &Exchange) -> Secrets {
        Secrets::of(exchange).within(&self.all)
    }

    fn headers(&mut self, secrets: &Secrets, headers: &Headers) -> Headers {
        let mut disguised = Headers::new();
        for field in headers {
            let value = match &field.value {
                HeaderValue::Seen(bytes) => HeaderValue::Seen(self.bytes(secrets, bytes).into()),
                other => other.clone(),
            };
            disguised.add(Header { value, ..field.clone() });
        }
        disguised
    }

    fn body(&mut self, secrets: &Secrets, body: &mut directline_exchange::Body) {
        if let Observed::Present(content) = body {
            content.bytes = self.bytes(secrets, &content.bytes);
        }
    }

    /// Bytes of an exchange with these secrets, without them.
    pub(crate) fn bytes(&mut self, secrets: &Secrets, bytes: &[u8]) -> Vec<u8> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return self.text(secrets, text).into_bytes();
        }
        // A character for each byte, and back.
        let latin: String = bytes.iter().copied().map(char::from).collect();
        let disguised = self.text(secrets, &latin);
        disguised.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
    }

    /// A text of an exchange with these secrets, without them.
    pub(crate) fn text(&mut self, secrets: &Secrets, text: &str) -> String {
        let secret = |range| Found { range, what: What::Shape };
        let mut found: Vec<Found> = secrets.ranges(text).into_iter().map(secret).collect();
        found.extend(self.own.find(text));
        self.stand_ins.rewrite(text, &found, &self.own)
    }
}

#[cfg(test)]
mod tests {
    use directline_exchange::{Body, Content};

    use super::*;

    #[test]
    fn equal_secrets_get_equal_texts_of_their_form() {
        let mut exchange =
            Exchange::new("GET", Target::parse("https://directline.botframework.com/api/conversations/c1"));
        exchange.request.headers.push("Authorization", "Bearer ew.0011AAff.zz99");
        let mut disguise = Disguise::of([&exchange], &[]);
        let (one, other) = (disguise.exchange(&exchange), disguise.exchange(&exchange));
        assert_eq!(one, other);
        let value = one.request.headers.get("authorization").present().unwrap().text().unwrap().into_owned();
        assert!(!value.contains("0011AAff") && value.starts_with("Bearer "), "{value}");
        assert_eq!((value.len(), value.matches('.').count()), ("Bearer ew.0011AAff.zz99".len(), 2));
    }

    /// A secret, and the same in other ways of writing it.
    #[test]
    fn escapes_stay_escapes() {
        let mut secrets = Secrets::new();
        secrets.learn("ew-0011AAff/zz");
        let mut disguise = Disguise::default();
        let plain = disguise.text(&secrets, "ew-0011AAff/zz");
        assert_eq!((plain.len(), plain.as_str() != "ew-0011AAff/zz"), (14, true));
        let rows = [r#"["\u0065w-0011AAff\/zz"]"#, r#"["\n\u0065w\u002D0011AAff/z\u007a\t"]"#];
        for text in rows {
            let disguised = disguise.text(&secrets, text);
            let [value] = serde_json::from_str::<[String; 1]>(&disguised).unwrap();
            assert_eq!((value.trim(), disguised.len()), (plain.as_str(), text.len()), "{disguised}");
        }
        let query = disguise.text(&secrets, "x=%65w%2D0011AAff%2fzz&y=1");
        let decoded = percent_encoding::percent_decode_str(&query).decode_utf8().unwrap();
        assert_eq!((decoded.as_ref(), query.len()), (format!("x={plain}&y=1").as_str(), 26), "{query}");
    }

    #[test]
    fn own_credentials_are_nowhere() {
        let target = "https://directline.botframework.com/api/conversations/c1/messages";
        let mut exchange = Exchange::new("GET", Target::parse(target));
        exchange.request.headers.push("Authorization", "Bearer test-secret");
        exchange.response.headers.push("X-Echo", "dGVzdC1zZWNyZXQ=");
        exchange.response.body =
            Body::Present(Content::exact(r#"{"text":"Basic OnRlc3Qtc2VjcmV0 or k3y and k%33y, not k3ys"}"#));
        let own = ["test-secret".to_owned(), "k3y".to_owned()];
        let disguised = Disguise::of([&exchange], &own).exchange(&exchange);
        let headers = disguised.request.headers.iter().chain(&disguised.response.headers);
        let mut shown: String = headers.map(|field| field.text().unwrap_or_default() + "\n").collect();
        shown.push_str(std::str::from_utf8(&disguised.response.body.present().unwrap().bytes).unwrap());
        for kept in ["test-secret", "dGVzdC1zZWNyZXQ", "Rlc3Qtc2VjcmV0", " k3y ", "k%33y"] {
            assert!(!shown.contains(kept), "{kept} in {shown}");
        }
        assert!(shown.contains("k3ys") && shown.contains(r#"{"text":"Basic "#), "{shown}");
    }

    fn shape(value: &serde_json::Value) -> String {
        use serde_json::Value::{Array, Bool, Null, Number, Object, String};
        match value {
            Null => "null".to_owned(),
            Bool(_) => "boolean".to_owned(),
            Number(_) => "number".to_owned(),
            String(text) => format!("string of {}", text.chars().count()),
            Array(elements) => format!("{:?}", elements.iter().map(shape).collect::<Vec<_>>()),
            Object(members) => format!("{:?}", members.values().map(shape).collect::<Vec<_>>()),
        }
    }

    proptest::proptest! {
        #[test]
        fn json_stays_json_of_the_same_shape(
            (before, after) in (r#"([a-zA-Z0-9 é.-]|\\u00[46][0-9a-f]|\\[nt"/]|\\\\){0,8}"#, "[a-zA-Z0-9é.-]{0,4}"),
            member in proptest::sample::select(vec!["token", "text", "secret", "password"]),
            is_long in proptest::bool::ANY,
        ) {
            let long = if is_long { r"RCurR_XV9ZA.cwA.BKA.iaJ\u0072C8xpy8q" } else { "" };
            let text = format!(r#"{{"{member}": "{before}{long}{after}", "n": [1.5, true]}}"#);
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            let disguised = Disguise::default().text(&Secrets::new(), &text);
            proptest::prop_assert_eq!(disguised.len(), text.len());
            let other: serde_json::Value = serde_json::from_str(&disguised).unwrap();
            proptest::prop_assert_eq!(shape(&other), shape(&value), "{}", disguised);
        }
    }

    #[test]
    fn bytes_that_are_no_text_stay_as_they_are() {
        let mut disguise = Disguise::default();
        let bytes = [0, 0xff, 0xfe, b'a', 0x80];
        assert_eq!(disguise.bytes(&Secrets::new(), &bytes), bytes);
    }
}
