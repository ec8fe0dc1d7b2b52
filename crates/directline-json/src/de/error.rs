//! Why a value could not be read, and where.

use std::fmt::Display;

use serde::de::{self, Expected, Unexpected};

use crate::Span;

/// Why a value could not be read. Displayed as message and byte offset.
///
/// ```
/// let error = directline_json::from_slice::<bool>(b" 1").unwrap_err();
/// assert_eq!(error.message, "invalid type: integer `1`, expected a boolean");
/// assert_eq!((error.span.start, error.span.end), (1, 2));
/// assert_eq!(error.to_string(), "invalid type: integer `1`, expected a boolean at byte 1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at byte {}", span.start)]
pub struct Error {
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// Where: the innermost value (or member name) that was not accepted, or the defect of the document.
    pub span: Span,
    /// Whether `span` has been set; errors of visitors come without.
    placed: bool,
}

impl Error {
    /// An error at a place.
    pub(crate) fn at(message: impl Display, span: Span) -> Self {
        Self { message: message.to_string(), span, placed: true }
    }

    /// Sets the place if none has been set further inside.
    pub(crate) fn or_at(self, span: Span) -> Self {
        if self.placed {
            return self;
        }
        Self { span, placed: true, ..self }
    }
}

impl de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self { message: message.to_string(), span: Span::default(), placed: false }
    }
    /// Calls the unit value by its name in JSON.
    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match unexpected {
            Unexpected::Unit => Self::custom(format_args!("invalid type: null, expected {expected}")),
            _ => Self::custom(format_args!("invalid type: {unexpected}, expected {expected}")),
        }
    }
}
