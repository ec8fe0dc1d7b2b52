//! Secrets and tokens. They can be sent and compared, but `Debug` and `Display` never show them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::text::{string, string_schema};

/// What stands in for a credential wherever one would be printed.
const HIDDEN: &str = "[credential]";

/// A secret or a token: whoever holds it can act in its name. Printing shows a placeholder; [`Credential::expose`] and
/// serialisation give the text, because a credential must be sent.
///
/// # Examples
///
/// ```
/// use directline_types::Credential;
///
/// let token = Credential::new("RCurR_XV9ZA.cwA");
/// assert_eq!(format!("{token} {token:?}"), "[credential] [credential]");
/// assert_eq!(token.expose(), "RCurR_XV9ZA.cwA");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Credential(String);

impl Credential {
    /// The credential with exactly this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Never print it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Credential {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(HIDDEN)
    }
}

impl fmt::Display for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(HIDDEN)
    }
}

impl<'de> Deserialize<'de> for Credential {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        string(deserializer).map(Self)
    }
}

string_schema!(Credential);

/// The body that Generate Token and Refresh Token return: a string that represents the token ("API reference - Direct
/// Line API 1.1", Token operations). On the wire it is a JSON string, with its quotation marks.
///
/// # Examples
///
/// ```
/// use directline_types::TokenString;
///
/// let body: TokenString = serde_json::from_str(r#""RCurR_XV9ZA.cwA""#)?;
/// assert_eq!(body.credential().expose(), "RCurR_XV9ZA.cwA");
/// assert_eq!(serde_json::to_string(&body)?, r#""RCurR_XV9ZA.cwA""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenString(Credential);

impl TokenString {
    /// The body that carries this token.
    pub fn new(token: impl Into<Credential>) -> Self {
        Self(token.into())
    }

    /// The token.
    pub fn credential(&self) -> &Credential {
        &self.0
    }

    /// The token, without a copy.
    pub fn into_credential(self) -> Credential {
        self.0
    }
}

impl From<Credential> for TokenString {
    fn from(token: Credential) -> Self {
        Self(token)
    }
}

impl schemars::JsonSchema for TokenString {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Token".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "title": "Token",
            "description": "A string that represents the token: a JSON string, with its quotation marks.",
            "type": "string"
        })
    }
}
