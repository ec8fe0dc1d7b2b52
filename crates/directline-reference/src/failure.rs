//! What can go wrong, each with its documented status and error code.

use directline_types::ErrorCode;
use directline_types::ErrorMessage;
use directline_types::operation::Status;

use crate::Response;

/// A failure that the service answers with an `ErrorMessage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    AuthorizationMissing,
    AuthorizationMalformed,
    CredentialInvalid,
    CredentialExpired,
    OtherConversation,
    SecretRequired,
    TokenRequired,
    PathUnknown,
    ConversationUnknown,
    FileGone,
    BodyMissing,
    BodyMalformed,
    UserMissing,
    WatermarkInvalid,
    UploadMalformed,
    UploadEmpty,
    Crash,
}

impl Failure {
    fn parts(self) -> (Status, ErrorCode, &'static str) {
        use ErrorCode::{InvalidRange, MalformedData, MissingProperty, NotAllowed, NotFound};
        match self {
            Self::AuthorizationMissing => {
                (Status::Unauthorized, NotAllowed, "The Authorization header is missing")
            }
            Self::AuthorizationMalformed => {
                (Status::Unauthorized, NotAllowed, "The Authorization header is malformed")
            }
            Self::CredentialInvalid => (Status::Forbidden, NotAllowed, "The secret or token is not valid"),
            Self::CredentialExpired => (Status::Forbidden, NotAllowed, "The token has expired"),
            Self::OtherConversation => {
                (Status::Forbidden, NotAllowed, "The token is valid for another conversation")
            }
            Self::SecretRequired => (Status::Forbidden, NotAllowed, "A token is generated with the secret"),
            Self::TokenRequired => {
                (Status::Forbidden, NotAllowed, "A token is refreshed with the token itself")
            }
            Self::PathUnknown => (Status::NotFound, NotFound, "There is no such operation"),
            Self::ConversationUnknown => (Status::NotFound, NotFound, "There is no such conversation"),
            Self::FileGone => (Status::NotFound, NotFound, "There is no such file, or it was deleted"),
            Self::BodyMissing => (Status::BadRequest, MissingProperty, "The request has no body"),
            Self::BodyMalformed => (Status::BadRequest, MalformedData, "The body is not a Message"),
            Self::UserMissing => (Status::BadRequest, MissingProperty, "The parameter userId is missing"),
            Self::WatermarkInvalid => {
                (Status::BadRequest, InvalidRange, "The watermark was not given by the service")
            }
            Self::UploadMalformed => (Status::BadRequest, MalformedData, "The multipart body cannot be read"),
            Self::UploadEmpty => (Status::BadRequest, MissingProperty, "The upload has no attachment"),
            Self::Crash => (Status::InternalServerError, ErrorCode::Internal, "An internal error occurred"),
        }
    }

    /// The response that reports it.
    pub(crate) fn response(self) -> Response {
        let (status, code, text) = self.parts();
        let error = ErrorMessage::new(code, text).status_code(status.code());
        // Strings and a number: writing them does not fail.
        Response::json(status.code(), serde_json::to_vec(&error).unwrap_or_default())
    }
}
