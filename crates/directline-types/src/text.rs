//! Strings of the API, one type for each meaning. Every string is accepted and kept as written: whether an id, a date or a
//! URL makes sense is for rules to judge. Nothing but a string is read.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

/// Declares a string newtype. The `doc` example of each one comes from the macro, so that all of them have one.
macro_rules! wire_string {
    ($( $(#[doc = $doc:literal])* $name:ident, $sample:literal; )+) => {$(
        $(#[doc = $doc])*
        ///
        /// # Examples
        ///
        /// ```
        #[doc = concat!("use directline_types::", stringify!($name), ";")]
        ///
        #[doc = concat!("let value = ", stringify!($name), "::new(", stringify!($sample), ");")]
        #[doc = concat!("assert_eq!(value.as_str(), ", stringify!($sample), ");")]
        /// ```
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The value with exactly this text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as written, without a copy.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::text::string(deserializer).map(Self)
            }
        }

        $crate::text::string_schema!($name);
    )+};
}

/// The JSON Schema `{"type": "string"}` for a type that is written in place rather than under `$defs`.
macro_rules! string_schema {
    ($name:ident) => {
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string" })
            }
        }
    };
}
pub(crate) use string_schema;

wire_string! {
    /// ID that identifies a conversation ("API reference - Direct Line API 1.1", Conversation object). Opaque.
    ConversationId, "CuvLPID4kDb";
    /// ID that uniquely identifies a message, assigned by Direct Line ("API reference - Direct Line API 1.1", Message
    /// object). Opaque.
    MessageId, "CuvLPID4kDb|000000000000000004";
    /// ID that identifies a user: the sender of a message, or the `userId` of an upload. Opaque.
    UserId, "user1";
    /// The most recent message that a client has seen ("API reference - Direct Line API 1.1, `MessageSet` object"). Opaque:
    /// a client sends it back as it came and never builds one.
    Watermark, "0001a-95";
    /// Date and time, kept as written ("API reference - Direct Line API 1.1", Message object: ISO-8601).
    Timestamp, "2016-10-28T21:19:51.0357965Z";
    /// An absolute or relative URL of an image or attachment, kept as written. One that does not begin with `http` or
    /// `https` is relative to the base URI ("API reference - Direct Line API 1.1", Message object).
    UrlReference, "/attachments/CuvLPID4kDb/0.jpg";
    /// The media type of an attachment's content, kept as written ("API reference - Direct Line API 1.1", Attachment
    /// object).
    MediaType, "application/msword";
    /// The `eTag` of a Message, `MessageSet` or Conversation. The official Swagger file defines it; the reference page does
    /// not mention it. Opaque.
    ETag, "W/\"0815\"";
}

/// Reads a string, and nothing that some formats pass off as one, such as bytes.
pub(crate) fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct StringVisitor;

    impl Visitor<'_> for StringVisitor {
        type Value = String;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
            Ok(text)
        }
    }

    deserializer.deserialize_string(StringVisitor)
}
