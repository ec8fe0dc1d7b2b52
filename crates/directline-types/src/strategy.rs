//! proptest strategies of valid values (feature `proptest`). The types and the schemas accept every value generated here.
//!
//! Strings are realistic or nasty (empty, control characters, unicode, what looks like another type), because the types
//! accept every string; a present array may be empty; a number may have any spelling. Whether a value *means* something
//! sensible is not promised: take the realistic parts from elsewhere if rules shall hold.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use serde_json::{Map, Value};

use crate::{
    ApiError, Attachment, ChannelData, Conversation, ErrorCode, ErrorMessage, JsonNumber, Message,
    MessageSet, TokenString,
};

/// Strings that have broken somebody's reader or writer.
const NASTY: &[&str] = &[
    "",
    " ",
    "null",
    "0",
    "{}",
    "\"",
    "\\",
    "\\u0000",
    "\0",
    "\u{1}\u{1f}\u{7f}",
    "\r\n",
    "\u{2028}\u{2029}",
    "\u{feff}",
    "\u{fffd}",
    "\u{202e}abc",
    "e\u{301}",
    "日本語",
    "👩‍👩‍👧",
    "\u{10ffff}",
    "</script>",
    "a&b=c d+e%20f",
];

/// One string: ordinary words, a nasty one, or any at all.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// let value = strategy::string().new_tree(&mut TestRunner::deterministic())?.current();
/// assert!(value.len() < 10_000);
/// # Ok::<(), proptest::test_runner::Reason>(())
/// ```
pub fn string() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        3 => "[a-zA-Z0-9 ,.|_-]{1,24}",
        2 => select(NASTY).prop_map(str::to_owned),
        1 => vec(any::<char>(), 0..12).prop_map(|characters| characters.into_iter().collect()),
    ]
}

/// A URL: absolute, relative, or a string that is none.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// assert!(strategy::url().new_tree(&mut TestRunner::deterministic()).is_ok());
/// ```
pub fn url() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        2 => "https://example\\.com/[a-z0-9]{1,8}\\.(docx|jpg)",
        2 => "/attachments/[A-Za-z0-9]{11}/[0-9]\\.jpg(\\?t=[a-z0-9]{4})?",
        1 => string(),
    ]
}

/// A JSON number in any spelling.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// assert!(strategy::number().new_tree(&mut TestRunner::deterministic()).is_ok());
/// ```
pub fn number() -> impl Strategy<Value = JsonNumber> + Clone {
    prop_oneof![
        2 => select(&[0, 1, 404, 502, 1800, 3600][..]).prop_map(JsonNumber::from),
        1 => any::<i64>().prop_map(JsonNumber::from),
        1 => "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,8})?([eE][+-]?[0-9]{1,2})?"
            .prop_filter_map("not a number", |text| JsonNumber::parse(&text).ok()),
    ]
}

/// Channel data: any JSON object, a few levels deep.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// let data = strategy::channel_data().new_tree(&mut TestRunner::deterministic())?.current();
/// assert!(data.as_str().starts_with('{'));
/// # Ok::<(), proptest::test_runner::Reason>(())
/// ```
pub fn channel_data() -> impl Strategy<Value = ChannelData> + Clone {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        string().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((string(), inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    vec((string(), value), 0..4).prop_filter_map("not an object", |members| {
        ChannelData::try_from(Value::Object(members.into_iter().collect::<Map<_, _>>())).ok()
    })
}

/// An Attachment.
///
/// # Examples
///
/// ```
/// use directline_types::{Attachment, strategy};
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// let value = strategy::attachment().new_tree(&mut TestRunner::deterministic())?.current();
/// let text = serde_json::to_string(&value).unwrap();
/// assert_eq!(serde_json::from_str::<Attachment>(&text).unwrap(), value);
/// # Ok::<(), proptest::test_runner::Reason>(())
/// ```
pub fn attachment() -> impl Strategy<Value = Attachment> + Clone {
    let media_type = prop_oneof![
        select(&["image/jpeg", "application/msword", "text/plain; charset=utf-8"][..])
            .prop_map(str::to_owned),
        string(),
    ];
    (url(), media_type).prop_map(|(url, media_type)| Attachment::new(url, media_type))
}

/// A Message; every member may be absent.
///
/// # Examples
///
/// ```
/// use directline_types::{Message, strategy};
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// let value = strategy::message().new_tree(&mut TestRunner::deterministic())?.current();
/// let text = serde_json::to_string(&value).unwrap();
/// assert_eq!(serde_json::from_str::<Message>(&text).unwrap(), value);
/// # Ok::<(), proptest::test_runner::Reason>(())
/// ```
pub fn message() -> impl Strategy<Value = Message> + Clone {
    let created = prop_oneof![Just("2016-10-28T21:19:51.0357965Z".to_owned()), string()];
    let head = (
        option::of(string()),
        option::of(string()),
        option::of(created),
        option::of(string()),
        option::of(string()),
    );
    let tail = (
        option::of(channel_data()),
        option::of(vec(url(), 0..3)),
        option::of(vec(attachment(), 0..3)),
        option::of(string()),
    );
    (head, tail).prop_map(
        |((id, conversation_id, created, from, text), (channel_data, images, attachments, e_tag))| Message {
            id: id.map(Into::into),
            conversation_id: conversation_id.map(Into::into),
            created: created.map(Into::into),
            from: from.map(Into::into),
            text,
            channel_data,
            images: images.map(|urls| urls.into_iter().map(Into::into).collect()),
            attachments,
            e_tag: e_tag.map(Into::into),
        },
    )
}

/// A `MessageSet` of up to three messages.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// let set = strategy::message_set().new_tree(&mut TestRunner::deterministic())?.current();
/// assert!(set.messages.len() <= 3);
/// # Ok::<(), proptest::test_runner::Reason>(())
/// ```
pub fn message_set() -> impl Strategy<Value = MessageSet> + Clone {
    (vec(message(), 0..=3), string(), option::of(string())).prop_map(|(messages, watermark, e_tag)| {
        MessageSet { messages, watermark: watermark.into(), e_tag: e_tag.map(Into::into) }
    })
}

/// A Conversation.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// assert!(strategy::conversation().new_tree(&mut TestRunner::deterministic()).is_ok());
/// ```
pub fn conversation() -> impl Strategy<Value = Conversation> + Clone {
    (string(), string(), option::of(number()), option::of(string())).prop_map(
        |(conversation_id, token, expires_in, e_tag)| Conversation {
            conversation_id: conversation_id.into(),
            token: token.into(),
            expires_in,
            e_tag: e_tag.map(Into::into),
        },
    )
}

/// An Error; every member may be absent.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// assert!(strategy::error().new_tree(&mut TestRunner::deterministic()).is_ok());
/// ```
pub fn error() -> impl Strategy<Value = ApiError> + Clone {
    (option::of(select(ErrorCode::ALL)), option::of(string()), option::of(number()))
        .prop_map(|(code, message, status_code)| ApiError { code, message, status_code })
}

/// An `ErrorMessage`.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// assert!(strategy::error_message().new_tree(&mut TestRunner::deterministic()).is_ok());
/// ```
pub fn error_message() -> impl Strategy<Value = ErrorMessage> + Clone {
    error().prop_map(|error| ErrorMessage { error })
}

/// A token string.
///
/// # Examples
///
/// ```
/// use directline_types::strategy;
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// assert!(strategy::token().new_tree(&mut TestRunner::deterministic()).is_ok());
/// ```
pub fn token() -> impl Strategy<Value = TokenString> + Clone {
    prop_oneof!["[A-Za-z0-9_-]{6,43}(\\.[A-Za-z0-9_-]{3,8}){0,3}", string()].prop_map(TokenString::new)
}
