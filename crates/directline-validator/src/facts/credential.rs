//! What is wrong with a credential, as far as its own text shows.

use super::AuthorizationHeader;

/// What is wrong with a credential. Secrets and tokens are opaque: only what no credential can be is a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CredentialFault {
    /// Two header values joined by a comma.
    Joined,
    /// It stands in quotes: the quotes of the JSON string that held the token.
    Quoted,
    /// The scheme is written twice.
    SchemeTwice,
    /// The place holder of a template that was not filled in.
    Placeholder,
    /// What a script writes for a value that it does not have.
    ScriptValue,
    /// A JSON object: the whole token response of another protocol, for example.
    JsonObject,
    /// White space inside.
    WhiteSpace,
}

impl CredentialFault {
    /// Looks for the first fault; `None` for a credential that may be one.
    pub(crate) fn of(credential: &str) -> Option<Self> {
        if is_token68(credential) && !is_scheme(credential) && !is_script_value(credential) {
            return None;
        }
        let first = credential.split([' ', '\t']).next().unwrap_or_default();
        if joined(credential) {
            Some(Self::Joined)
        } else if is_scheme(first) {
            Some(Self::SchemeTwice)
        } else if is_script_value(credential) {
            Some(Self::ScriptValue)
        } else if credential.starts_with(['"', '\'']) || (credential.len() > 1 && credential.ends_with('"')) {
            Some(Self::Quoted)
        } else if credential.starts_with('{') && credential.contains('"') {
            Some(Self::JsonObject)
        } else if is_placeholder(credential) {
            Some(Self::Placeholder)
        } else if credential.contains([' ', '\t']) {
            Some(Self::WhiteSpace)
        } else {
            None
        }
    }
}

impl AuthorizationHeader<'_> {
    /// Whether the header is what the documents ask for, as far as it is recorded.
    pub(crate) fn is_well_formed(&self) -> bool {
        let scheme_is_known = self.scheme.is_none() || self.known_scheme.is_some();
        let credential_is_fine = self
            .credential
            .as_ref()
            .map_or(true, |(credential, _)| !credential.is_empty() && self.fault.is_none());
        scheme_is_known && credential_is_fine
    }
}

/// Whether it has the characters of `token68` alone (RFC 9110, section 11.2). Without an end before the last
/// byte, several bytes are compared at once.
fn is_token68(credential: &str) -> bool {
    let is_of_token = |byte: u8| {
        byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/' | b'=')
    };
    credential.bytes().fold(true, |all, byte| all & is_of_token(byte))
}

/// Whether it is what scripts write for a value that they do not have.
fn is_script_value(credential: &str) -> bool {
    matches!(credential, "undefined" | "null" | "None" | "NaN" | "[object Object]")
}

fn is_scheme(word: &str) -> bool {
    ["Bearer", "BotConnector"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a second scheme follows a comma.
fn joined(credential: &str) -> bool {
    let mut rest = credential.split(',').skip(1).map(str::trim_start);
    rest.any(|after| is_scheme(after.split([' ', '\t']).next().unwrap_or_default()))
}

/// Whether a word is in the brackets in which templates write the name of a value.
fn is_placeholder(credential: &str) -> bool {
    [("{", "}"), ("${", "}"), ("<", ">"), ("[", "]"), ("%7B", "%7D")]
        .iter()
        .any(|(open, close)| credential.starts_with(open) && credential.ends_with(close))
}

#[cfg(test)]
mod tests {
    use super::CredentialFault::{self, *};

    #[test]
    fn faults_are_told_apart() {
        let rows: [(&str, Option<CredentialFault>); 17] = [
            ("RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q", None),
            ("abc+/=~.-_", None),
            ("not-a,b", None),
            ("\"abc\"", Some(Quoted)),
            ("abc\"", Some(Quoted)),
            ("'abc'", Some(Quoted)),
            ("Bearer abc", Some(SchemeTwice)),
            ("BEARER", Some(SchemeTwice)),
            ("botconnector abc", Some(SchemeTwice)),
            ("abc, Bearer def", Some(Joined)),
            ("{token}", Some(Placeholder)),
            ("${process.env.SECRET}", Some(Placeholder)),
            ("{\"token\":\"abc\"}", Some(JsonObject)),
            ("undefined", Some(ScriptValue)),
            ("[object Object]", Some(ScriptValue)),
            ("abc def", Some(WhiteSpace)),
            ("abc\tdef", Some(WhiteSpace)),
        ];
        for (credential, fault) in rows {
            assert_eq!(CredentialFault::of(credential), fault, "{credential}");
        }
    }
}
