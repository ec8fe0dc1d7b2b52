//! The table itself: one row per operation.

use super::{Method, Operation, PathTemplate, QueryParameter, RequestBody, Success};
use crate::ObjectKind;
use crate::operation::path::Segment::{ConversationId, Literal};

/// Everything the documents fix about one operation.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: PathTemplate,
    pub(super) query: &'static [QueryParameter],
    pub(super) request_body: RequestBody,
    pub(super) success: Success,
    pub(super) summary: &'static str,
    pub(super) description: &'static str,
}

impl Operation {
    /// The row of this operation. A `match` rather than an array: a row cannot be missing or stand in the wrong place.
    pub(super) const fn row(self) -> &'static Row {
        match self {
            Self::GenerateToken => &Row {
                name: "GenerateToken",
                method: Method::Post,
                path: PathTemplate(&[Literal("api"), Literal("tokens"), Literal("conversation")]),
                query: &[],
                request_body: RequestBody::None,
                success: Success::Returns(ObjectKind::Token),
                summary: "Generate a token for a new conversation",
                description: "Generates a token that is valid for one conversation. Returns a string that represents \
                              the token.",
            },
            Self::RefreshToken => &Row {
                name: "RefreshToken",
                method: Method::Get,
                path: PathTemplate(&[Literal("api"), Literal("tokens"), ConversationId, Literal("renew")]),
                query: &[],
                request_body: RequestBody::None,
                success: Success::Returns(ObjectKind::Token),
                summary: "Refresh a token",
                description: "Refreshes the token. Returns a string that represents the new token.",
            },
            Self::StartConversation => &Row {
                name: "StartConversation",
                method: Method::Post,
                path: PathTemplate(&[Literal("api"), Literal("conversations")]),
                query: &[],
                request_body: RequestBody::None,
                success: Success::Returns(ObjectKind::Conversation),
                summary: "Open a new conversation with the bot",
                description: "Opens a new conversation with the bot. Returns a Conversation object.",
            },
            Self::GetMessages => &Row {
                name: "GetMessages",
                method: Method::Get,
                path: PathTemplate(&MESSAGES),
                query: &[QueryParameter {
                    name: "watermark",
                    required: false,
                    description: "The most recent message seen by the client: the watermark of an earlier response, \
                                  unchanged. There is none to send before the first response.",
                }],
                request_body: RequestBody::None,
                success: Success::Returns(ObjectKind::MessageSet),
                summary: "Retrieve messages from the bot",
                description: "Retrieves messages from the bot for the specified conversation. Returns a MessageSet \
                              object, which contains the watermark. Clients should page through the available \
                              messages by advancing the watermark until no messages are returned.",
            },
            Self::SendMessage => &Row {
                name: "SendMessage",
                method: Method::Post,
                path: PathTemplate(&MESSAGES),
                query: &[],
                request_body: RequestBody::Message,
                success: Success::NoContent,
                summary: "Send a message to the bot",
                description: "Sends a message to the bot. No data is returned in the body of the response; the status \
                              is 204 if the message was sent successfully. The client may obtain its sent message, \
                              along with those of the bot, by Get Messages.",
            },
            Self::Upload => &Row {
                name: "Upload",
                method: Method::Post,
                path: PathTemplate(&[
                    Literal("api"),
                    Literal("conversations"),
                    ConversationId,
                    Literal("upload"),
                ]),
                query: &[QueryParameter {
                    name: "userId",
                    required: true,
                    description: "ID of the user that is sending the attachments.",
                }],
                request_body: RequestBody::Upload,
                success: Success::NoContent,
                summary: "Upload and send files as attachments",
                description: "Uploads and sends one or more files as attachments. For a single attachment the request \
                              body is the contents of the file; for several it is a multipart body with one part for \
                              each attachment and, optionally, one part for the Message object that contains them. No \
                              data is returned in the body of the response; the status is 204 if the message was sent \
                              successfully. Uploaded files are deleted after 24 hours.",
            },
        }
    }
}

/// The path that Get Messages and Send a Message share.
const MESSAGES: [super::Segment; 4] =
    [Literal("api"), Literal("conversations"), ConversationId, Literal("messages")];
