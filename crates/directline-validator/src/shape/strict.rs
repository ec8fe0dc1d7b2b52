//! What the strict types say of a value: in builds with debug assertions they are asked of each.

use directline_json::Value;
use directline_types::{
    ApiError, Attachment, Conversation, ErrorMessage, Message, MessageSet, ObjectKind, TokenString,
};
use serde::de::DeserializeOwned;

use crate::facts::Subject;
use crate::schema;

/// Whether the strict types say the same of a value as the quick look at its schema. They read no channel data that is
/// nested deeper than any reader of theirs goes: there the schema itself is asked.
pub(super) fn is_agreed(subject: &Subject<'_>, fits: bool) -> bool {
    let lists_nothing = || {
        let mut is_empty = true;
        schema::each_deviation(subject.object, subject.value, &mut |_| is_empty = false);
        is_empty
    };
    match (fits, accepts(subject.object, subject.value)) {
        (true, false) => lists_nothing(),
        (fits, accepts) => fits == accepts,
    }
}

/// Whether the strict types accept the value.
fn accepts(object: ObjectKind, value: Value<'_>) -> bool {
    fn reads<T: DeserializeOwned>(value: Value<'_>) -> bool {
        T::deserialize(value).is_ok()
    }
    match object {
        ObjectKind::Message => reads::<Message>(value),
        ObjectKind::MessageSet => reads::<MessageSet>(value),
        ObjectKind::Conversation => reads::<Conversation>(value),
        ObjectKind::ErrorMessage => reads::<ErrorMessage>(value),
        ObjectKind::Token => reads::<TokenString>(value),
        ObjectKind::Attachment => reads::<Attachment>(value),
        ObjectKind::Error => reads::<ApiError>(value),
    }
}
