//! Header fields as recorded: ordered, original spelling, repeated ones kept, gaps known.

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::{Observed, Octets, Origin, Reason};

/// The value of a recorded header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// The recorded bytes, without surrounding white space.
    Seen(Octets),
    /// The header was sent; of its value only the authentication scheme is recorded
    /// (`Bearer REDACTED`).
    SchemeOnly {
        /// The scheme as written, for example `Bearer`.
        scheme: String,
        /// Why the rest is not observable.
        reason: Reason,
    },
    /// The header was sent; its value is not recorded.
    Hidden(Reason),
}

/// One header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The name as written.
    pub name: SmolStr,
    /// The value.
    pub value: HeaderValue,
    /// Where the name stands.
    pub name_origin: Origin,
    /// Where the value stands.
    pub value_origin: Origin,
}

impl Header {
    /// Whether the name is `name`, compared without case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value's bytes, if recorded.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.value {
            HeaderValue::Seen(bytes) => Some(bytes),
            HeaderValue::SchemeOnly { .. } | HeaderValue::Hidden(_) => None,
        }
    }

    /// The value as text (invalid UTF-8 replaced), if recorded.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        // Headers are ASCII, mostly: that is quickly seen.
        self.bytes().map(|bytes| {
            std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
        })
    }
}

/// The header fields of a request or response, in recorded order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    fields: Vec<Header>,
    partial: Option<Reason>,
    withheld: Vec<(String, Reason)>,
}

impl Headers {
    /// No fields; everything that is not added counts as seen to be absent.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, with room for so many fields.
    pub fn with_capacity(fields: usize) -> Self {
        Self { fields: Vec::with_capacity(fields), ..Self::default() }
    }

    /// No field is recorded, for `reason`.
    pub fn unrecorded(reason: Reason) -> Self {
        Self { partial: Some(reason), ..Self::default() }
    }

    /// Adds a field whose value is seen and whose place does not matter.
    pub fn push(&mut self, name: impl Into<SmolStr>, value: impl Into<Octets>) {
        self.add(Header {
            name: name.into(),
            value: HeaderValue::Seen(value.into()),
            name_origin: Origin::default(),
            value_origin: Origin::default(),
        });
    }

    /// Adds a field.
    pub fn add(&mut self, field: Header) {
        self.fields.push(field);
    }

    /// Declares that only some fields are recorded: a field that is not here may have been sent.
    pub fn mark_partial(&mut self, reason: Reason) {
        self.partial = Some(reason);
    }

    /// Declares that the recorder leaves out the field `name`: if it is not here, it may have been sent.
    pub fn withhold(&mut self, name: impl Into<String>, reason: Reason) {
        self.withheld.push((name.into(), reason));
    }

    /// Declares that absence of `name` is observed after all (other evidence shows it).
    pub fn stop_withholding(&mut self, name: &str) {
        self.withheld.retain(|(held, _)| !held.eq_ignore_ascii_case(name));
    }

    /// The first field called `name` (without case), or why it is not there.
    pub fn get(&self, name: &str) -> Observed<&Header> {
        if let Some(field) = self.fields.iter().find(|field| field.is(name)) {
            return Observed::Present(field);
        }
        match self.missing_reason(name) {
            Some(reason) => Observed::NotObservable(reason),
            None => Observed::Absent,
        }
    }

    /// The first field called `name` with a recorded value; a hidden value is not observable.
    pub fn value(&self, name: &str) -> Observed<&[u8]> {
        match self.get(name) {
            Observed::Present(field) => match &field.value {
                HeaderValue::Seen(bytes) => Observed::Present(bytes),
                HeaderValue::SchemeOnly { reason, .. } | HeaderValue::Hidden(reason) => {
                    Observed::NotObservable(*reason)
                }
            },
            Observed::Absent => Observed::Absent,
            Observed::NotObservable(reason) => Observed::NotObservable(reason),
        }
    }

    /// Every field called `name` (without case), in order.
    pub fn all<'h, 'n>(&'h self, name: &'n str) -> impl Iterator<Item = &'h Header> + use<'h, 'n> {
        self.fields.iter().filter(move |field| field.is(name))
    }

    /// Every field, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Header> {
        self.fields.iter()
    }

    /// Why fields may be missing that were sent, if any may.
    pub fn partial(&self) -> Option<Reason> {
        self.partial
    }

    /// The fields that the recorder leaves out, with the reason.
    pub fn withheld(&self) -> &[(String, Reason)] {
        &self.withheld
    }

    fn missing_reason(&self, name: &str) -> Option<Reason> {
        let held = self.withheld.iter().find(|(held, _)| held.eq_ignore_ascii_case(name));
        held.map(|(_, reason)| *reason).or(self.partial)
    }
}

impl<'h> IntoIterator for &'h Headers {
    type Item = &'h Header;
    type IntoIter = std::slice::Iter<'h, Header>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_header_is_absent_withheld_or_unrecorded() {
        let mut headers = Headers::new();
        headers.push("Content-Type", "application/json");
        assert!(headers.get("content-type").is_present());
        assert!(headers.get("authorization").is_absent());
        headers.withhold("authorization", Reason::RedactedByExporter);
        assert_eq!(headers.get("Authorization").reason(), Some(Reason::RedactedByExporter));
        headers.stop_withholding("Authorization");
        assert!(headers.get("authorization").is_absent());
        headers.mark_partial(Reason::HeadersPartial);
        assert_eq!(headers.get("authorization").reason(), Some(Reason::HeadersPartial));
    }

    #[test]
    fn a_hidden_value_is_present_as_a_header_and_not_observable_as_a_value() {
        let mut headers = Headers::new();
        headers.add(Header {
            name: "Authorization".into(),
            value: HeaderValue::Hidden(Reason::RedactedByExporter),
            name_origin: Origin::default(),
            value_origin: Origin::default(),
        });
        assert!(headers.get("authorization").is_present());
        assert_eq!(headers.value("authorization").reason(), Some(Reason::RedactedByExporter));
    }

    #[test]
    fn names_are_compared_without_case_and_repeated_fields_kept() {
        let mut headers = Headers::new();
        headers.push("Set-Cookie", "a");
        headers.push("Date", "b");
        headers.push("set-cookie", &b"c\xFF"[..]);
        let texts: Vec<_> = headers.all("SET-COOKIE").filter_map(Header::text).collect();
        assert_eq!(texts, ["a", "c\u{FFFD}"]);
        assert_eq!(headers.value("date"), Observed::Present(&b"b"[..]));
        assert!(headers.value("server").is_absent());
        assert_eq!(headers.iter().count(), 3);
        let names: Vec<_> = (&headers).into_iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["Set-Cookie", "Date", "set-cookie"]);
    }

    #[test]
    fn of_a_scheme_the_value_is_not_observable() {
        let mut headers = Headers::new();
        let (name, reason) = ("Authorization".into(), Reason::RedactedByExporter);
        let value = HeaderValue::SchemeOnly { scheme: "Bearer".into(), reason };
        let (name_origin, value_origin) = (Origin::default(), Origin::default());
        headers.add(Header { name, value, name_origin, value_origin });
        assert_eq!(headers.value("authorization").reason(), Some(reason));
        let field = headers.iter().next().unwrap();
        assert_eq!((field.bytes(), field.text()), (None, None));
    }

    #[test]
    fn what_is_withheld_can_be_listed() {
        let mut headers = Headers::unrecorded(Reason::NoResponse);
        assert_eq!(headers.partial(), Some(Reason::NoResponse));
        assert_eq!(headers.value("date").reason(), Some(Reason::NoResponse));
        assert_eq!(headers.withheld(), []);
        headers.withhold("Cookie", Reason::RedactedByExporter);
        headers.withhold("Authorization", Reason::RedactedByExporter);
        headers.stop_withholding("cookie");
        assert_eq!(headers.withheld(), [("Authorization".to_owned(), Reason::RedactedByExporter)]);
        assert_eq!(Headers::new().partial(), None);
    }
}
