//! The objects of the API, by name.

use crate::{ApiError, Attachment, Conversation, ErrorMessage, Member, Message, MessageSet, WireObject};

/// An object of the API that has a schema of its own.
///
/// # Examples
///
/// ```
/// use directline_types::ObjectKind;
///
/// let names: Vec<&str> = ObjectKind::ALL.iter().map(|kind| kind.name()).collect();
/// assert_eq!(names, ["message", "message-set", "attachment", "conversation", "error", "error-message", "token"]);
/// assert_eq!(ObjectKind::from_name("message-set"), Some(ObjectKind::MessageSet));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// [`crate::Message`]
    Message,
    /// [`crate::MessageSet`]
    MessageSet,
    /// [`crate::Attachment`]
    Attachment,
    /// [`crate::Conversation`]
    Conversation,
    /// [`crate::ApiError`]
    Error,
    /// [`crate::ErrorMessage`]
    ErrorMessage,
    /// [`crate::TokenString`]
    Token,
}

impl ObjectKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Message,
        Self::MessageSet,
        Self::Attachment,
        Self::Conversation,
        Self::Error,
        Self::ErrorMessage,
        Self::Token,
    ];

    /// The name in file names and on the command line, such as `message-set`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::MessageSet => "message-set",
            Self::Attachment => "attachment",
            Self::Conversation => "conversation",
            Self::Error => "error",
            Self::ErrorMessage => "error-message",
            Self::Token => "token",
        }
    }

    /// The name in the documents and the title of the schema, such as `MessageSet`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Message => "Message",
            Self::MessageSet => "MessageSet",
            Self::Attachment => "Attachment",
            Self::Conversation => "Conversation",
            Self::Error => "Error",
            Self::ErrorMessage => "ErrorMessage",
            Self::Token => "Token",
        }
    }

    /// The members of the object, as declared; a token has none.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::ObjectKind;
    ///
    /// let names: Vec<&str> = ObjectKind::MessageSet.members().iter().map(|member| member.name).collect();
    /// assert_eq!(names, ["messages", "watermark", "eTag"]);
    /// ```
    pub fn members(self) -> &'static [Member] {
        match self {
            Self::Message => Message::MEMBERS,
            Self::MessageSet => MessageSet::MEMBERS,
            Self::Attachment => Attachment::MEMBERS,
            Self::Conversation => Conversation::MEMBERS,
            Self::Error => ApiError::MEMBERS,
            Self::ErrorMessage => ErrorMessage::MEMBERS,
            Self::Token => &[],
        }
    }

    /// The kind of this [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl std::fmt::Display for ObjectKind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.name())
    }
}
