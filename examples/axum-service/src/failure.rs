//! What can go wrong, and how the service says so.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use directline_types::{ErrorCode, ErrorMessage};

/// A request that is refused.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Failure {
    Unauthorized,
    Forbidden,
    NoOperation,
    NotFound,
    Incomplete,
    Malformed,
    BadWatermark,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, code, text) = match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, ErrorCode::NotAllowed, "no usable credentials"),
            Self::Forbidden => (StatusCode::FORBIDDEN, ErrorCode::NotAllowed, "not with these credentials"),
            Self::NoOperation => (StatusCode::NOT_FOUND, ErrorCode::NotFound, "no such operation"),
            Self::NotFound => (StatusCode::NOT_FOUND, ErrorCode::NotFound, "no such conversation or file"),
            Self::Incomplete => (StatusCode::BAD_REQUEST, ErrorCode::MissingProperty, "something is missing"),
            Self::Malformed => (StatusCode::BAD_REQUEST, ErrorCode::MalformedData, "the body cannot be read"),
            Self::BadWatermark => (StatusCode::BAD_REQUEST, ErrorCode::InvalidRange, "no such watermark"),
        };
        (status, Json(ErrorMessage::new(code, text).status_code(status.as_u16()))).into_response()
    }
}
