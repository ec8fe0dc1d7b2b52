//! A recorded exchange beside the same exchange with another service: what differs, field by field.
//!
//! What each service chooses for itself is not compared by its text but by what stands for what: see [`volatile`].

mod align;
mod answer;
mod content_type;
mod difference;
mod identities;
mod json;
mod lines;
mod place;
mod print;
#[cfg(test)]
mod tests;
mod volatile;

use directline_exchange::{Exchange, Target};
use directline_types::Operation;
use percent_encoding::percent_decode_str;

use crate::shown::Shown;
pub(crate) use difference::{Compared, Difference, Part};
use identities::{Identities, Seen};
use json::Walk;
pub(crate) use lines::{Line, Sign};
use place::Place;
pub(crate) use volatile::{VOLATILE, Volatile};

/// One side of a comparison.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) exchange: &'a Exchange,
    /// Masks what is shown of it.
    pub(crate) shown: &'a Shown,
    /// The path of its request below the base URI.
    pub(crate) path: &'a str,
}

impl Side<'_> {
    /// The id of the conversation in the path.
    fn conversation(&self) -> Option<String> {
        let (_, id) = Operation::find(&self.exchange.request.method, self.path)?;
        Some(percent_decode_str(id?).decode_utf8_lossy().into_owned())
    }

    fn credential(&self) -> Option<String> {
        let field = self.exchange.request.headers.value("authorization");
        let text = std::str::from_utf8(field.present()?).ok()?;
        Some(text.split_once(' ')?.1.trim().to_owned())
    }
}

/// A capture beside its replay, exchange by exchange in the order in which they were sent.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    identities: Identities,
}

impl Comparison {
    /// Compares one exchange.
    pub(crate) fn exchange(&mut self, index: usize, recorded: Side<'_>, fresh: Side<'_>) -> Compared {
        let mut compared = Compared::default();
        let conversation = recorded.conversation().zip(fresh.conversation());
        for pair in [conversation.clone(), recorded.credential().zip(fresh.credential())] {
            if let Some((was, is)) = pair.filter(|(was, is)| was != is) {
                self.identities.sent(&was, &is);
            }
        }
        let texts = Texts {
            recorded: recorded.shown,
            fresh: fresh.shown,
            targets: (&recorded.exchange.request.target, &fresh.exchange.request.target),
        };
        let conversation = conversation.as_ref().map(|(was, is)| (was.as_str(), is.as_str()));
        let operation = Operation::find(&recorded.exchange.request.method, recorded.path);
        let mut walk = Walk {
            identities: &mut self.identities,
            operation: operation.map(|(operation, _)| operation),
            seen: Seen { index, conversation },
            texts,
            compared: &mut compared,
            place: Place::default(),
        };
        let (was, is) = (&recorded.exchange.response, &fresh.exchange.response);
        let is_alike = walk.status(was.status, is.status);
        // An answer that did not come has nothing else to be compared.
        if was.status.is_absent() || is.status.is_absent() {
            return compared;
        }
        walk.content_type(&was.headers, &is.headers);
        walk.body(&was.body, &is.body, is_alike);
        compared
    }
}

/// What texts of both sides are compared and shown by.
#[derive(Clone, Copy)]
struct Texts<'a> {
    recorded: &'a Shown,
    fresh: &'a Shown,
    /// Where the requests went.
    targets: (&'a Target, &'a Target),
}

impl Texts<'_> {
    /// Without the secrets of either side.
    fn mask(&self, text: &str) -> String {
        self.fresh.text(&self.recorded.text(text))
    }

    /// Whether two texts differ in nothing but what stands for the same, and in what is secret.
    fn are_same(&self, identities: &Identities, recorded: &str, fresh: &str) -> bool {
        if recorded == fresh {
            return true;
        }
        let translated = identities.translate(recorded);
        let recorded = translated.as_deref().unwrap_or(recorded);
        recorded == fresh || self.mask(recorded) == self.mask(fresh)
    }
}
