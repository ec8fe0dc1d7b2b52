//! The named fields of a record.

use super::record::Kind;

/// The fields of a record, names in lower case.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Adds a line; whether it is a field, or more of the one before it.
    pub(super) fn add(&mut self, line: &str) -> bool {
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = self.0.last_mut()
        {
            if !value.is_empty() {
                value.push(' ');
            }
            value.push_str(line.trim());
            return true;
        }
        let field = line.split_once(':');
        self.0.extend(field.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())));
        field.is_some()
    }

    /// The values of a field that may be there several times.
    pub(super) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a field.
    pub(super) fn get<'f>(&'f self, name: &'f str) -> Option<&'f str> {
        self.all(name).next()
    }

    /// The target, which some writers put in angle brackets.
    pub(super) fn uri(&self) -> &str {
        let uri = self.get("warc-target-uri").unwrap_or_default();
        uri.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(uri)
    }

    /// Whose message the record holds, if it is one of HTTP.
    pub(super) fn kind(&self) -> Option<Kind> {
        let media = self.get("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
        if !media.trim().eq_ignore_ascii_case("application/http") {
            return None;
        }
        match self.get("warc-type").unwrap_or_default() {
            kind if kind.eq_ignore_ascii_case("request") => Some(Kind::Request),
            kind if kind.eq_ignore_ascii_case("response") => Some(Kind::Response),
            _ => None,
        }
    }
}
