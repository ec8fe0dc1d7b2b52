//! Status and body of two answers.

use directline_exchange::{Content, Observed, Reason};
use directline_json::Document;

use super::json::Walk;
use super::volatile::Volatile;
use super::{Difference, Part};

impl Walk<'_> {
    /// Whether both have the same status, as far as it is known.
    pub(super) fn status(&mut self, recorded: Observed<u16>, fresh: Observed<u16>) -> bool {
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
    pub(super) fn not_compared(&mut self, part: Part, reason: Reason) {
        if !self.compared.unknown.contains(&(Part::Status, reason)) {
            self.compared.unknown.push((part, reason));
        }
    }

    pub(super) fn body(&mut self, recorded: &Observed<Content>, fresh: &Observed<Content>, is_alike: bool) {
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
