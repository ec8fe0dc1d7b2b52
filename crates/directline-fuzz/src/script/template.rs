//! A request with holes for what only the target knows.

/// What only the target knows. Clients are numbered; each has one conversation at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// The secret.
    Secret,
    /// A token of a client: the newest, or one that it got so many tokens before.
    Token(usize, usize),
    /// The id of a client's conversation.
    Conversation(usize),
    /// A watermark of a client: the last, or one that it got so many watermarks before.
    Watermark(usize, usize),
}

/// How a value is written where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// As it is.
    None,
    /// Percent-encoded as far as a path or a query needs it.
    Needed,
    /// With the first character percent-encoded although it need not be: the same path to every reader.
    First,
}

/// A piece of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A value.
    Value(Name, Escape),
    /// The parameter `watermark` of a client with its `?` or `&` in front, if there is a value; else nothing.
    Watermark {
        /// The client.
        client: usize,
        /// How many watermarks before the last.
        back: usize,
        /// What stands in front.
        before: char,
    },
}

/// What the answer to a request teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// The body is a client's first token, for a conversation that is yet to start.
    Generated(usize),
    /// The body is a client's new token, for the same conversation.
    Token(usize),
    /// The body is a client's new conversation, with a token.
    Conversation(usize),
    /// The body has a client's new watermark.
    Watermark(usize),
}

/// A request with holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: Vec<Piece>,
    /// The header fields, in order.
    pub headers: Vec<(String, Vec<Piece>)>,
    /// The body; empty: none.
    pub body: Vec<Piece>,
    /// What the answer teaches.
    pub teaches: Option<Lesson>,
}

impl Template {
    /// A request without headers and body.
    pub fn new(method: impl Into<String>, target: Vec<Piece>) -> Self {
        Self { method: method.into(), target, headers: Vec::new(), body: Vec::new(), teaches: None }
    }

    /// Adds a header field.
    #[must_use]
    pub fn with(mut self, name: &str, value: Vec<Piece>) -> Self {
        self.headers.push((name.to_owned(), value));
        self
    }

    /// Sets what the answer teaches.
    #[must_use]
    pub fn teaching(self, lesson: Lesson) -> Self {
        Self { teaches: Some(lesson), ..self }
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        Self::Bytes(text.as_bytes().to_vec())
    }
}
