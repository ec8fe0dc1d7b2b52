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

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: &str =
        "<!-- rules: generated from the table in crates/directline-cli/src/comparison/volatile.rs -->\n";
    const END: &str = "<!-- end of rules -->";

    fn row(rule: &Volatile) -> String {
        let places = if rule.places.is_empty() || rule.places.contains(&"") {
            rule.place()
        } else {
            rule.places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", ")
        };
        let same = match (rule.constancy, rule.is_of_conversation) {
            _ if rule.places.is_empty() => "",
            (Constancy::Both, false) => "equal values stay equal, different ones different",
            (Constancy::Both, true) => "the same, in each conversation",
            (Constancy::Distinct, _) => "different values stay different",
            (Constancy::Free, _) => "the type",
        };
        format!("| {} | {places} | {same} | {} |\n", rule.name, rule.why)
    }

    #[test]
    fn the_documentation_lists_the_rules() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/replay.md");
        let text = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once(BEGIN).unwrap();
        let (_, behind) = rest.split_once(END).unwrap();
        let rows: String = VOLATILE.iter().map(row).collect();
        let table = format!("\n| rule | where | what stays the same | why |\n|---|---|---|---|\n{rows}\n");
        let fresh = format!("{before}{BEGIN}{table}{END}{behind}");
        if std::env::var_os("DIRECTLINE_BLESS").is_some_and(|value| value == "1") {
            std::fs::write(&path, &fresh).unwrap();
        } else {
            assert_eq!(text, fresh, "cargo bless writes it");
        }
    }

    #[test]
    fn a_rule_has_a_name_a_reason_and_places_of_its_own() {
        for (number, rule) in VOLATILE.iter().enumerate() {
            assert!(!rule.name.is_empty() && !rule.why.is_empty(), "{rule:?}");
            assert!(rule.places.iter().all(|place| place.is_empty() || place.starts_with('/')), "{rule:?}");
            for other in VOLATILE.iter().skip(number + 1) {
                assert_ne!(rule.name, other.name);
                assert!(!rule.places.iter().any(|place| other.places.contains(place)), "{rule:?} {other:?}");
            }
        }
    }
}
