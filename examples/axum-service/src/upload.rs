//! What clients send: messages and files.

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use directline_types::Message;

use crate::failure::Failure;

/// The media type of the part of a form that is a message.
const MESSAGE: &str = "application/vnd.microsoft.bot.message";

/// A file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    /// Its media type.
    pub(crate) kind: String,
    pub(crate) content: Bytes,
}

/// Files, and the message that they go with.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    pub(crate) message: Message,
    pub(crate) files: Vec<File>,
}

impl Upload {
    /// One file, which is the whole body.
    pub(crate) fn single(headers: &HeaderMap, content: Bytes) -> Result<Self, Failure> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let kind = text(CONTENT_TYPE).ok_or(Failure::Malformed)?.to_owned();
        let named = text(CONTENT_DISPOSITION).and_then(|value| value.split_once("filename=\""));
        let name = named.and_then(|(_, rest)| rest.split('"').next()).unwrap_or("file").to_owned();
        if content.is_empty() {
            return Err(Failure::Incomplete);
        }
        Ok(Self { message: Message::default(), files: vec![File { name, kind, content }] })
    }

    /// A form with a part for each file, and one for the message if there is one.
    pub(crate) async fn form(mut form: Multipart) -> Result<Self, Failure> {
        let mut upload = Self::default();
        while let Some(part) = form.next_field().await.map_err(|_| Failure::Malformed)? {
            let kind = part.content_type().unwrap_or("application/octet-stream").to_owned();
            let name = part.file_name().unwrap_or("file").to_owned();
            let content = part.bytes().await.map_err(|_| Failure::Malformed)?;
            if kind == MESSAGE {
                upload.message = message(&content)?;
            } else {
                upload.files.push(File { name, kind, content });
            }
        }
        if upload.files.is_empty() { Err(Failure::Incomplete) } else { Ok(upload) }
    }
}

/// The message that a body is.
pub(crate) fn message(body: &[u8]) -> Result<Message, Failure> {
    if body.is_empty() {
        return Err(Failure::Incomplete);
    }
    serde_json::from_slice(body).map_err(|_| Failure::Malformed)
}
