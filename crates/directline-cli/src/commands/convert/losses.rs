//! What a new recording does not say of the old one: each kind once.

use std::collections::{BTreeMap, BTreeSet};

use directline_capture::Places;
use directline_capture::convert::{Loss, To};

use crate::closing::plural;
use crate::output::Messages;
use crate::shown;

/// How often each kind was lost, and where first.
#[derive(Debug, Default)]
pub(super) struct Losses(BTreeMap<Loss, (u64, String)>);

impl Losses {
    /// Counts what an exchange lost that stands there.
    pub(super) fn add(&mut self, lost: &BTreeSet<Loss>, places: &Places) {
        for loss in lost {
            let (count, _) = self.0.entry(*loss).or_insert_with(|| {
                let at = places.position_of_entry();
                (0, format!("{}:{}:{}", shown::file(&at.file), at.line, at.column))
            });
            *count = count.saturating_add(1);
        }
    }

    /// Says what was lost, the heaviest first.
    pub(super) fn tell(&self, to: To, messages: &Messages) {
        for loss in Loss::ALL {
            let Some((count, first)) = self.0.get(&loss) else { continue };
            let first = if *count > 1 { format!("first {first}") } else { first.clone() };
            let exchanges = plural(*count, "exchange");
            let (what, to) = (loss.text(), to.text());
            messages.note(&match loss {
                Loss::Exchange => format!("{exchanges} left out: {what} cannot be written as {to} ({first})"),
                _ => format!("{exchanges}: {what} cannot be written as {to} ({first})"),
            });
        }
    }
}
