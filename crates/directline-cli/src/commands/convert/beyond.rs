//! What was not read because of a bound, and so is in no copy.

use std::collections::BTreeSet;

use directline_capture::{Limits, Recorded};
use directline_exchange::{Body, Headers, Observed, Reason};

use crate::bounds;
use crate::closing::plural;
use crate::output::Messages;
use crate::shown;

/// The exchanges of which more was recorded than a bound allows.
#[derive(Default)]
pub(super) struct Beyond {
    exchanges: u64,
    first: Option<String>,
    options: BTreeSet<&'static str>,
}

impl Beyond {
    /// Looks at one.
    pub(super) fn add(&mut self, recorded: &Recorded, limits: &Limits) {
        let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
        let all = [(&request.headers, &request.body), (&response.headers, &response.body)];
        if !all.into_iter().any(|(headers, body)| is_cut(headers, body)) {
            return;
        }
        self.exchanges = self.exchanges.saturating_add(1);
        let limits = directline_validator::Limits {
            max_body_bytes: limits.max_body_bytes,
            max_depth: limits.max_depth,
            ..directline_validator::Limits::default()
        };
        let of_copies = ["--max-body", "--max-ratio", "--max-entry", "--max-headers"];
        let options = bounds::options(&recorded.exchange, &limits).into_iter();
        self.options.extend(options.filter(|option| of_copies.contains(option)));
        self.first.get_or_insert_with(|| {
            let at = recorded.places.position_of_entry();
            format!("{}:{}:{}", shown::file(&at.file), at.line, at.column)
        });
    }

    /// Says so, if there were any.
    pub(super) fn tell(&self, messages: &Messages) {
        let Some(first) = &self.first else { return };
        let options: Vec<&str> = self.options.iter().copied().collect();
        let exchanges = plural(self.exchanges, "exchange");
        // Some bounds have no option.
        let help =
            if options.is_empty() { String::new() } else { format!("; raise {}", options.join(" or ")) };
        messages.note(&format!(
            "{exchanges}: more was recorded than is read, and is not in the copy (first {first}){help}"
        ));
    }
}

fn is_cut(headers: &Headers, body: &Body) -> bool {
    const REASON: Reason = Reason::LimitReached;
    let is_body_cut = match body {
        Observed::Present(content) => content.gaps.iter().any(|gap| gap.reason == REASON),
        Observed::NotObservable(reason) => *reason == REASON,
        Observed::Absent => false,
    };
    is_body_cut || headers.partial() == Some(REASON)
}
