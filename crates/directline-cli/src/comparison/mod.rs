//! A recorded exchange beside the same exchange with another service: what differs, field by field.
//!
//! What each service chooses for itself is not compared by its text but by what stands for what: see [`volatile`].

mod align;
mod content_type;
mod identities;
mod json;
mod lines;
mod place;
mod print;
#[cfg(test)]
mod tests;
mod volatile;

use directline_exchange::{Content, Exchange, Observed, Reason, Target};
use directline_json::Document;
use directline_types::Operation;
use percent_encoding::percent_decode_str;

use crate::shown::Shown;
use identities::{Identities, Seen};
use json::Walk;
pub(crate) use lines::{Line, Sign};
use place::Place;
pub(crate) use volatile::{VOLATILE, Volatile};

/// How many differences of one exchange are kept; further ones are counted.
const MOST: usize = 100;

/// How much of a value a difference holds, in characters.
const LONGEST: usize = 1_000;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Status,
    ContentType,
    Body,
}

impl Part {
    /// Every part.
    pub(crate) const ALL: [Self; 3] = [Self::Status, Self::ContentType, Self::Body];

    /// Its name in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::ContentType => "content-type",
            Self::Body => "body",
        }
    }
}

/// One difference. Its texts hold no secret and are not escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) part: Part,
    /// Where in a JSON body: of the recorded one, or of the fresh one if the recorded has nothing there.
    pub(crate) pointer: Option<String>,
    /// What was recorded; none if nothing was.
    pub(crate) recorded: Option<String>,
    /// What came now; none if nothing did.
    pub(crate) fresh: Option<String>,
    /// What cannot be seen from both.
    pub(crate) note: Option<String>,
    /// Both, line by line.
    pub(crate) lines: Vec<Line>,
}

impl Difference {
    fn of(part: Part, recorded: Option<String>, fresh: Option<String>) -> Self {
        let lines = lines::lines(recorded.as_deref(), fresh.as_deref());
        let (recorded, fresh) = (recorded.map(Self::short), fresh.map(Self::short));
        Self { part, pointer: None, recorded, fresh, note: None, lines }
    }

    fn short(text: String) -> String {
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }
}

/// What a comparison of one exchange came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    pub(crate) differences: Vec<Difference>,
    /// How many more there are.
    pub(crate) further: u64,
    /// What could not be compared, and why.
    pub(crate) unknown: Vec<(Part, Reason)>,
}

impl Compared {
    fn is_full(&self) -> bool {
        self.differences.len() >= MOST
    }

    fn count_only(&mut self) {
        self.further = self.further.saturating_add(1);
    }

    fn add(&mut self, difference: Difference) {
        self.differences.push(difference);
    }
}

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
        walk.content_type(&was.headers, &is.headers, (recorded.exchange, fresh.exchange));
        walk.body(&was.body, &is.body, is_alike);
        compared
    }
}

impl Walk<'_> {
    /// Whether both have the same status, as far as it is known.
    fn status(&mut self, recorded: Observed<u16>, fresh: Observed<u16>) -> bool {
        let text = |status: Observed<u16>| status.present().map(u16::to_string);
        match (recorded, fresh) {
            (Observed::NotObservable(reason), _) | (_, Observed::NotObservable(reason)) => {
                self.not_compared(Part::Status, reason);
                true
            }
            (one, other) if one == other => true,
            (one, other) => {
                self.compared.add(Difference::of(Part::Status, text(one), text(other)));
                false
            }
        }
    }

    /// Notes what cannot be compared. Without a status, the rest goes without saying.
    fn not_compared(&mut self, part: Part, reason: Reason) {
        if !self.compared.unknown.contains(&(Part::Status, reason)) {
            self.compared.unknown.push((part, reason));
        }
    }

    fn body(&mut self, recorded: &Observed<Content>, fresh: &Observed<Content>, is_alike: bool) {
        let (one, other) = match (known(recorded), known(fresh)) {
            (Ok(one), Ok(other)) => (one, other),
            (Err(reason), _) | (_, Err(reason)) => {
                self.not_compared(Part::Body, reason);
                return;
            }
        };
        if one.is_empty() && other.is_empty() {
            return;
        }
        let documents = (Document::parse(one), Document::parse(other));
        let root = |document: &Document<'_>| document.is_well_formed();
        match (
            documents.0.root().filter(|_| root(&documents.0)),
            documents.1.root().filter(|_| root(&documents.1)),
        ) {
            (Some(recorded), Some(fresh)) if is_alike => self.values(recorded, fresh),
            (Some(recorded), Some(fresh)) if !recorded.same_value(fresh) => {
                self.differ(Some(recorded), Some(fresh), None);
            }
            (Some(_), Some(_)) => {}
            (was, is) => self.bytes(one, other, (was.is_some(), is.is_some())),
        }
    }

    /// Compares bodies of which one or both are no JSON.
    fn bytes(&mut self, recorded: &[u8], fresh: &[u8], (is_json, is_json_now): (bool, bool)) {
        if recorded == fresh {
            return;
        }
        let texts = (String::from_utf8_lossy(recorded), String::from_utf8_lossy(fresh));
        let is_text = std::str::from_utf8(recorded).is_ok() && std::str::from_utf8(fresh).is_ok();
        let is_other = is_json != is_json_now || recorded.is_empty() || fresh.is_empty();
        let token = Volatile::at("", self.operation).filter(|_| is_text && !is_other);
        let mut note = None;
        if let Some(rule) = token {
            note = self.identities.pair(rule, (texts.0.trim(), texts.1.trim()), self.seen);
            if note.is_none() {
                return;
            }
        } else if is_text && !is_other && self.texts.are_same(self.identities, &texts.0, &texts.1) {
            return;
        }
        let at = recorded.iter().zip(fresh).take_while(|(one, other)| one == other).count();
        let sizes = || {
            let (old, new) = (recorded.len(), fresh.len());
            let both = format!("{old} and {new} bytes, which differ from byte {at} on");
            (old > 0 && new > 0).then_some(both)
        };
        let shown = |bytes: &[u8], text: &str| (!bytes.is_empty()).then(|| self.texts.mask(text));
        let difference = Difference {
            note: note.or_else(sizes),
            ..Difference::of(Part::Body, shown(recorded, &texts.0), shown(fresh, &texts.1))
        };
        self.compared.add(difference);
    }
}

/// The bytes of a body, if all of them are known. None is as an empty one.
fn known(body: &Observed<Content>) -> Result<&[u8], Reason> {
    match body {
        Observed::Absent => Ok(&[]),
        Observed::NotObservable(reason) => Err(*reason),
        Observed::Present(content) => content.incomplete().map_or(Ok(content.bytes.as_slice()), Err),
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
