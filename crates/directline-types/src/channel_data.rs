//! `channelData`: a JSON object that nobody may change on the way, so its text is kept.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json_text::{JsonTextError, check};
use crate::raw;

/// Channel-specific content of a message: a JSON object, kept as its exact text.
///
/// The order of members, repeated members, the spelling of numbers and white space are kept when it is read by
/// `serde_json` from text, and by every reader that follows `serde_json`'s raw-value protocol; other deserializers give the
/// same members in the order in which they present them. Two values are equal if their texts are. Nesting is limited to
/// 127 levels.
///
/// # Source
///
/// "API reference - Direct Line API 1.1", Message object, `channelData`: sent unmodified between client and bot; set to a
/// complex object or left empty, never to a string, number, or other simple type.
///
/// # Examples
///
/// ```
/// use directline_types::ChannelData;
///
/// let data: ChannelData = serde_json::from_str(r#"{"b":1.10,"a":[]}"#)?;
/// assert_eq!(data.as_str(), r#"{"b":1.10,"a":[]}"#);
/// assert_eq!(serde_json::to_string(&data)?, r#"{"b":1.10,"a":[]}"#);
/// assert!(serde_json::from_str::<ChannelData>("\"text\"").is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChannelData(Box<str>);

impl ChannelData {
    /// Keeps this text.
    ///
    /// # Errors
    ///
    /// When the text is not one JSON object of at most 127 levels.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::ChannelData;
    ///
    /// assert_eq!(ChannelData::parse(" {\"a\": 1} ")?.as_str(), "{\"a\": 1}");
    /// assert!(ChannelData::parse("null").is_err());
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, JsonTextError> {
        check(text).and_then(|text| Self::from_checked(text.into()))
    }

    /// Writes a value of yours as channel data.
    ///
    /// # Errors
    ///
    /// When the value cannot be written as JSON, or is written as anything but an object of at most 127 levels.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use directline_types::ChannelData;
    ///
    /// let data = ChannelData::from_serialize(&BTreeMap::from([("examplefield", "abc123")]))?;
    /// assert_eq!(data.as_str(), r#"{"examplefield":"abc123"}"#);
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    pub fn from_serialize(value: &(impl Serialize + ?Sized)) -> Result<Self, JsonTextError> {
        Self::parse(&serde_json::to_string(value).map_err(JsonTextError::Syntax)?)
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the object has no members.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::ChannelData;
    ///
    /// assert!(ChannelData::parse("{ }")?.is_empty());
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0
            .trim_start_matches(|letter: char| letter == '{' || letter.is_ascii_whitespace())
            .starts_with('}')
    }

    /// The object as a value, which keeps neither number text nor repeated members.
    ///
    /// # Errors
    ///
    /// When the value cannot hold it: a number out of range, such as `1e999`, or a member with one of the names that
    /// `serde_json` reserves for itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::ChannelData;
    ///
    /// assert_eq!(ChannelData::parse(r#"{"a":1.0}"#)?.to_value().unwrap()["a"], 1.0);
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    pub fn to_value(&self) -> serde_json::Result<Value> {
        serde_json::from_str(&self.0)
    }

    /// Keeps a text that is known to be one JSON value without surrounding white space.
    fn from_checked(text: Box<str>) -> Result<Self, JsonTextError> {
        if text.starts_with('{') { Ok(Self(text)) } else { Err(JsonTextError::NotObject) }
    }
}

impl Default for ChannelData {
    /// The empty object.
    fn default() -> Self {
        Self("{}".into())
    }
}

impl FromStr for ChannelData {
    type Err = JsonTextError;

    fn from_str(text: &str) -> Result<Self, JsonTextError> {
        Self::parse(text)
    }
}

impl TryFrom<Value> for ChannelData {
    type Error = JsonTextError;

    fn try_from(value: Value) -> Result<Self, JsonTextError> {
        Self::from_serialize(&value)
    }
}

impl fmt::Display for ChannelData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for ChannelData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for ChannelData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw::text(deserializer)?;
        Self::from_checked(text.into()).map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for ChannelData {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ChannelData".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // Said although it is the default: generators of types take an object without it for an empty one.
        schemars::json_schema!({ "type": "object", "additionalProperties": true })
    }
}
