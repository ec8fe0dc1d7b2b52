//! Which conversation an exchange belongs to, as far as a diagram needs to know.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use percent_encoding::percent_decode_str;
use serde::Deserialize;

use crate::escape;
use crate::report::Judged;
use crate::report::text::shorten_to;

/// How large an answer may be that is read for its id: those that start a conversation have three members.
const LARGEST: usize = 1 << 16;

/// How much of an id is shown, in characters.
const LONGEST: usize = 64;

/// The answer to `StartConversation`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started<'a> {
    #[serde(borrow)]
    conversation_id: Option<Cow<'a, str>>,
}

/// The id in the path, or in the answer that starts a conversation. It is not masked.
pub(super) fn of(judged: &Judged<'_>) -> Option<String> {
    judged.judgement.operation?;
    let exchange = &judged.recorded.exchange;
    let path = exchange.request.target.path.as_str();
    let mut segments = path.split('/').skip_while(|segment| !segment.eq_ignore_ascii_case("conversations"));
    if let Some(id) = segments.nth(1).filter(|id| !id.is_empty()) {
        return Some(percent_decode_str(id).decode_utf8_lossy().into_owned());
    }
    let content = exchange.response.body.present().filter(|content| content.bytes.len() <= LARGEST)?;
    let started: Started<'_> = serde_json::from_slice(&content.bytes).ok()?;
    started.conversation_id.map(Cow::into_owned)
}

/// A key in the place of an id, which may be long.
pub(super) fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// The id as people see it: without secrets, ready for a terminal.
pub(super) fn shown(judged: &Judged<'_>, id: &str) -> String {
    shorten_to(escape::terminal(&judged.shown.text(id)), LONGEST)
}
