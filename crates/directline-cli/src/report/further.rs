//! Findings that a page for people does not show: how many, and of which exchanges.

use crate::closing::plural;
use crate::near;

/// How many exchanges are named.
const MOST_NAMES: usize = 3;

/// How many findings are shown. Equal findings are shown once, and count once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Most {
    /// Those that stand in one exchange first.
    pub(super) per_exchange: usize,
    /// In all.
    pub(super) per_run: usize,
}

/// What is not shown.
#[derive(Debug, Default)]
pub(super) struct Further {
    /// The first exchanges of which more was found than is shown, ready for a terminal, and how much more.
    exchanges: Vec<(String, u64)>,
    others: u64,
    of_others: u64,
    of_run: u64,
}

impl Further {
    /// More was found in one exchange than is shown of one.
    pub(super) fn add_exchange(&mut self, name: impl FnOnce() -> String, findings: u64) {
        if self.exchanges.len() < MOST_NAMES {
            self.exchanges.push((name(), findings));
        } else {
            self.others = self.others.saturating_add(1);
            self.of_others = self.of_others.saturating_add(findings);
        }
    }

    /// More was found than is shown of a run.
    pub(super) fn add(&mut self, findings: u64) {
        self.of_run = self.of_run.saturating_add(findings);
    }

    /// How many findings are not shown.
    pub(super) fn total(&self) -> u64 {
        let named = self.exchanges.iter().fold(0_u64, |sum, (_, findings)| sum.saturating_add(*findings));
        named.saturating_add(self.of_others).saturating_add(self.of_run)
    }

    /// What is said of them, each line a sentence without full stop; nothing if everything is shown.
    pub(super) fn lines(&self) -> Vec<String> {
        let more = |findings: u64| plural(findings, "further finding");
        let mut lines: Vec<String> = self
            .exchanges
            .iter()
            .map(|(name, findings)| format!("and {} of {name}", more(*findings)))
            .collect();
        if self.others > 0 {
            lines.push(format!("and {} of {}", more(self.of_others), plural(self.others, "other exchange")));
        }
        if self.of_run > 0 {
            lines.push(format!("and {}", more(self.of_run)));
        }
        if !lines.is_empty() {
            let of_exchange = (!self.exchanges.is_empty()).then_some("--max-findings-per-exchange");
            let of_run = (self.of_run > 0).then_some("--max-findings");
            let options: Vec<&str> = of_exchange.into_iter().chain(of_run).collect();
            let show = if options.len() == 1 { "shows" } else { "show" };
            lines.push(format!("--report ndjson=FILE lists all, {} {show} more", near::all(&options)));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_is_counted_exactly() {
        let mut further = Further::default();
        assert!(further.lines().is_empty());
        for number in 1..=5 {
            further.add_exchange(|| format!("exchange {number} of a.har"), number);
        }
        further.add(1);
        further.add(1203);
        assert_eq!(further.total(), 15 + 1204);
        assert_eq!(
            further.lines(),
            [
                "and 1 further finding of exchange 1 of a.har",
                "and 2 further findings of exchange 2 of a.har",
                "and 3 further findings of exchange 3 of a.har",
                "and 9 further findings of 2 other exchanges",
                "and 1204 further findings",
                "--report ndjson=FILE lists all, --max-findings-per-exchange and --max-findings show more",
            ]
        );
    }
}
