//! How far a hunt is, for people who wait at a terminal.

use std::time::Duration;

use directline_fuzz::hunt::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on standard error; nothing where that is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// For so many cases.
    pub(super) fn new(cases: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(cases), ProgressDrawTarget::stderr_with_hz(5));
        let style = ProgressStyle::with_template("{bar:24} {pos}/{len} cases, {msg}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(300));
        Self(bar)
    }

    /// After a case.
    pub(super) fn show(&self, at: Progress) {
        self.0.set_position(at.cases);
        if !self.0.is_hidden() {
            self.0.set_message(format!("{} requests", at.requests));
        }
    }

    /// Takes it away.
    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}
