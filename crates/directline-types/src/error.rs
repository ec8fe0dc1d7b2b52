//! The Error and `ErrorMessage` objects, and the nine error codes.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

use crate::JsonNumber;
use crate::object::wire_object;

wire_object! {
    /// A standardized message error payload.
    ///
    /// # Source
    ///
    /// "API reference - Direct Line API 1.1", `ErrorMessage` object. `error` is required by inference.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::{ErrorCode, ErrorMessage};
    ///
    /// let payload = ErrorMessage::new(ErrorCode::NotFound, "conversation not found");
    /// let text = r#"{"error":{"code":"NotFound","message":"conversation not found"}}"#;
    /// assert_eq!(serde_json::to_string(&payload)?, text);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct ErrorMessage as "ErrorMessage" {
        inferred {
            /// An Error object that contains information about the error. Required by inference: no document says so.
            "error" => error: ApiError,
        }
    }
}

wire_object! {
    /// An error.
    ///
    /// # Source
    ///
    /// "API reference - Direct Line API 1.1", Error object. The Rust name leaves `Error` to the standard library.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::{ApiError, ErrorCode};
    ///
    /// let error: ApiError = serde_json::from_str(r#"{"code":"NotFound","statusCode":404}"#)?;
    /// assert_eq!(error.code, Some(ErrorCode::NotFound));
    /// assert_eq!(error.status_code.unwrap().as_u64(), Some(404));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Default)]
    pub struct ApiError as "Error" {
        optional {
            /// Error code.
            "code" => code: ErrorCode,
            /// A description of the error.
            "message" => message: String,
            /// Status code.
            "statusCode" => status_code: JsonNumber,
        }
    }
}

impl ErrorMessage {
    /// The payload with this code and description.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { error: ApiError { code: Some(code), message: Some(message.into()), status_code: None } }
    }

    /// Sets `statusCode` of the error.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::{ErrorCode, ErrorMessage};
    ///
    /// let payload = ErrorMessage::new(ErrorCode::NotFound, "gone").status_code(404);
    /// assert_eq!(payload.error.status_code.unwrap().as_str(), "404");
    /// ```
    #[must_use]
    pub fn status_code(mut self, status_code: u16) -> Self {
        self.error.status_code = Some(status_code.into());
        self
    }
}

/// Declares the closed list of codes once.
macro_rules! error_codes {
    ($($code:ident),+ $(,)?) => {
        /// Error code: one of the nine that the documents list.
        ///
        /// # Source
        ///
        /// "API reference - Direct Line API 1.1", Error object, `code`. The page lists the names and explains none.
        ///
        /// # Examples
        ///
        /// ```
        /// use directline_types::ErrorCode;
        ///
        /// assert_eq!("InvalidRange".parse(), Ok(ErrorCode::InvalidRange));
        /// assert!("invalidrange".parse::<ErrorCode>().is_err());
        /// assert_eq!(ErrorCode::ALL.len(), 9);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode {
            $(#[doc = concat!("`", stringify!($code), "`")] $code,)+
        }

        impl ErrorCode {
            /// All codes, in the order of the documents.
            pub const ALL: &'static [Self] = &[$(Self::$code),+];

            /// The names of all codes, in the order of the documents.
            const NAMES: &'static [&'static str] = &[$(stringify!($code)),+];

            /// The code as it stands on the wire.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => stringify!($code),)+
                }
            }
        }
    };
}

error_codes! {
    MissingProperty,
    MalformedData,
    NotFound,
    ServiceError,
    Internal,
    InvalidRange,
    NotSupported,
    NotAllowed,
    BadCertificate,
}

/// A text that is none of the nine error codes. The comparison is exact, case included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the documented error codes")]
pub struct UnknownErrorCode;

impl FromStr for ErrorCode {
    type Err = UnknownErrorCode;

    fn from_str(text: &str) -> Result<Self, UnknownErrorCode> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text).ok_or(UnknownErrorCode)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not `deserialize_enum`, which also takes `{"NotFound": null}`.
        deserializer.deserialize_str(CodeVisitor)
    }
}

struct CodeVisitor;

impl Visitor<'_> for CodeVisitor {
    type Value = ErrorCode;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an error code as a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<ErrorCode, E> {
        text.parse().map_err(|UnknownErrorCode| E::unknown_variant(text, ErrorCode::NAMES))
    }
}

impl schemars::JsonSchema for ErrorCode {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ErrorCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "enum": ErrorCode::NAMES })
    }
}
