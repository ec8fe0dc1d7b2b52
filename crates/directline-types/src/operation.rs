//! The operations of the API as one table: method, path, query, bodies and status codes ("API reference - Direct Line API
//! 1.1", Token operations and Conversation operations).

mod path;
mod status;
mod table;

pub use path::{PathTemplate, Segment};
pub use status::{DOCUMENTED_STATUSES, Status};

use crate::ObjectKind;

/// An operation of the API.
///
/// # Examples
///
/// ```
/// use directline_types::ObjectKind;
/// use directline_types::operation::{Method, Operation, Success};
///
/// let operation = Operation::from_name("GetMessages").unwrap();
/// assert_eq!(operation.method(), Method::Get);
/// assert_eq!(operation.success(), Success::Returns(ObjectKind::MessageSet));
/// assert_eq!(operation.success().status().code(), 200);
/// assert_eq!(Operation::SendMessage.success().status().code(), 204);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `POST /api/tokens/conversation`
    GenerateToken,
    /// `GET /api/tokens/{conversationId}/renew`
    RefreshToken,
    /// `POST /api/conversations`
    StartConversation,
    /// `GET /api/conversations/{conversationId}/messages`
    GetMessages,
    /// `POST /api/conversations/{conversationId}/messages`
    SendMessage,
    /// `POST /api/conversations/{conversationId}/upload`
    Upload,
}

/// An HTTP method that the API uses.
///
/// # Examples
///
/// ```
/// use directline_types::operation::Method;
///
/// assert_eq!(Method::Post.as_str(), "POST");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

/// What the body of a request is.
///
/// # Examples
///
/// ```
/// use directline_types::operation::{Operation, RequestBody};
///
/// assert_eq!(Operation::StartConversation.request_body(), RequestBody::None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestBody {
    /// None: the page says "n/a".
    None,
    /// A Message object as JSON.
    Message,
    /// The contents of one file, or a multipart body with one part for each attachment and at most one Message part.
    Upload,
}

/// What success is. A response that returns an object has status 200, one without content has 204, and no other
/// combination can be written down.
///
/// # Examples
///
/// ```
/// use directline_types::operation::{Status, Success};
///
/// assert_eq!(Success::NoContent.status(), Status::NoContent);
/// assert_eq!(Success::NoContent.body(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Success {
    /// Status 200, and this object as the body.
    Returns(ObjectKind),
    /// Status 204, and no body.
    NoContent,
}

/// A parameter of the query.
///
/// # Examples
///
/// ```
/// use directline_types::Operation;
///
/// let [user_id] = Operation::Upload.query_parameters() else { panic!("one parameter") };
/// assert_eq!((user_id.name, user_id.required), ("userId", true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QueryParameter {
    /// The name, such as `userId`.
    pub name: &'static str,
    /// Whether each request must have it.
    pub required: bool,
    /// What it means.
    pub description: &'static str,
}

impl Operation {
    /// Every operation, in the order of the API reference.
    pub const ALL: [Self; 6] = [
        Self::GenerateToken,
        Self::RefreshToken,
        Self::StartConversation,
        Self::GetMessages,
        Self::SendMessage,
        Self::Upload,
    ];

    /// The name, such as `SendMessage`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The operation of this [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// The operation that has this method, in upper case, and this path, without a query; and the conversation id as
    /// it stands in the path, still percent-encoded.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::Operation;
    ///
    /// let found = Operation::find("POST", "/api/conversations/abc123/messages");
    /// assert_eq!(found, Some((Operation::SendMessage, Some("abc123"))));
    /// assert_eq!(Operation::find("GET", "/api/conversations"), None);
    /// ```
    pub fn find<'p>(method: &str, path: &'p str) -> Option<(Self, Option<&'p str>)> {
        Self::ALL
            .into_iter()
            .filter(|operation| operation.method().as_str() == method)
            .find_map(|operation| operation.path().matches(path).map(|id| (operation, id)))
    }

    /// The documented method.
    pub fn method(self) -> Method {
        self.row().method
    }

    /// The documented path.
    pub fn path(self) -> PathTemplate {
        self.row().path
    }

    /// The parameters of the query.
    pub fn query_parameters(self) -> &'static [QueryParameter] {
        self.row().query
    }

    /// What the body of a request is.
    pub fn request_body(self) -> RequestBody {
        self.row().request_body
    }

    /// The status and the body of a response to a request that succeeded.
    pub fn success(self) -> Success {
        self.row().success
    }

    /// The status codes that the documents allow for this operation: that of success and those of failure.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::Operation;
    ///
    /// let codes: Vec<u16> = Operation::Upload.documented_statuses().map(|status| status.code()).collect();
    /// assert_eq!(codes, [204, 400, 401, 403, 404, 500, 502]);
    /// ```
    pub fn documented_statuses(self) -> impl Iterator<Item = Status> {
        let success = self.success().status();
        DOCUMENTED_STATUSES.into_iter().filter(move |status| *status == success || !status.is_success())
    }

    /// One line that says what the operation does.
    pub fn summary(self) -> &'static str {
        self.row().summary
    }

    /// What the documents say about the operation.
    pub fn description(self) -> &'static str {
        self.row().description
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.name())
    }
}

impl Method {
    /// The method as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl Success {
    /// The status.
    pub fn status(self) -> Status {
        match self {
            Self::Returns(_) => Status::Ok,
            Self::NoContent => Status::NoContent,
        }
    }

    /// The object in the body, if there is a body.
    pub fn body(self) -> Option<ObjectKind> {
        match self {
            Self::Returns(object) => Some(object),
            Self::NoContent => None,
        }
    }
}
