//! What may differ from one service to another and from one day to the next: the declared rules.

use directline_types::Operation;

/// How much of a value is compared although its text is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Constancy {
    /// Where the recording has the same value again, the replay has the same again; where another, another.
    Both,
    /// Where the recording has another value, the replay has another.
    Distinct,
    /// Nothing but the type.
    Free,
}

/// Which texts a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Every value at the place.
    Every,
    /// URLs below the service's own host, and relative ones.
    OwnUrl,
}

/// A declared rule: values at these places are not compared by their text.
#[derive(Debug)]
pub(crate) struct Volatile {
    /// What it is about.
    pub(crate) name: &'static str,
    /// JSON Pointers in the body of an answer; `*` stands for any index. Empty: wherever a text stands.
    pub(crate) places: &'static [&'static str],
    /// The operations; none: all.
    pub(crate) operations: &'static [Operation],
    pub(crate) extent: Extent,
    pub(crate) constancy: Constancy,
    /// Whether it means something in its own conversation only.
    pub(crate) is_of_conversation: bool,
    /// Why it is not compared.
    pub(crate) why: &'static str,
}

/// What is not compared by its text.
pub(crate) const VOLATILE: &[Volatile] = &[
    Volatile {
        name: "conversation-id",
        places: &["/conversationId", "/messages/*/conversationId"],
        constancy: Constancy::Both,
        why: "each service names its conversations itself",
        ..OTHER
    },
    Volatile {
        name: "message-id",
        places: &["/messages/*/id"],
        constancy: Constancy::Both,
        is_of_conversation: true,
        why: "each service names its messages itself",
        ..OTHER
    },
    Volatile {
        name: "token",
        places: &["/token"],
        constancy: Constancy::Distinct,
        why: "tokens are made anew; a recording may have one word for all of them",
        ..OTHER
    },
    Volatile {
        name: "bare-token",
        places: &[""],
        operations: &[Operation::GenerateToken, Operation::RefreshToken],
        constancy: Constancy::Distinct,
        why: "the whole body is a token",
        ..OTHER
    },
    Volatile {
        name: "watermark",
        places: &["/watermark"],
        constancy: Constancy::Both,
        is_of_conversation: true,
        why: "only the service that gave it knows what it means",
        ..OTHER
    },
    Volatile {
        name: "created",
        places: &["/messages/*/created"],
        why: "it is the time of the replay",
        ..OTHER
    },
    Volatile {
        name: "expires-in",
        places: &["/expires_in"],
        why: "each service chooses the lifetime of its tokens",
        ..OTHER
    },
    Volatile {
        name: "etag",
        places: &["/eTag", "/messages/*/eTag"],
        why: "only the service that gave it knows what it means",
        ..OTHER
    },
    Volatile {
        name: "file-url",
        places: &["/messages/*/images/*", "/messages/*/attachments/*/url"],
        extent: Extent::OwnUrl,
        constancy: Constancy::Both,
        why: "each service puts uploaded files where it likes; a URL on another host is compared",
        ..OTHER
    },
    Volatile {
        name: "id-in-text",
        why: "an id or token from above that stands within another text is replaced there too",
        ..OTHER
    },
    Volatile {
        name: "credential",
        why: "what looks like a credential is neither sent again nor shown, so it is not compared",
        ..OTHER
    },
];

/// What a rule has that says nothing else.
const OTHER: Volatile = Volatile {
    name: "",
    places: &[],
    operations: &[],
    extent: Extent::Every,
    constancy: Constancy::Free,
    is_of_conversation: false,
    why: "",
};

impl Volatile {
    /// The rule for a place in the body of an answer, its indexes written `*`.
    pub(crate) fn at(place: &str, operation: Option<Operation>) -> Option<&'static Self> {
        VOLATILE.iter().find(|rule| {
            let is_meant =
                rule.operations.is_empty() || operation.is_some_and(|one| rule.operations.contains(&one));
            is_meant && rule.places.contains(&place)
        })
    }

    /// Where it is, for people.
    pub(crate) fn place(&self) -> String {
        let operations: Vec<&str> = self.operations.iter().map(|operation| operation.name()).collect();
        match (self.places, operations.as_slice()) {
            ([], _) => "any text".to_owned(),
            ([""], operations) => format!("the body of {}", operations.join(", ")),
            (places, _) => places.join(", "),
        }
    }
}
