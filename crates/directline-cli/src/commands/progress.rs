//! How far a run is, for people who wait at a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on standard error; nothing where that is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// For so many of these.
    pub(super) fn new(total: u64, what: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
        let style =
            ProgressStyle::with_template(&format!("{{bar:24}} {{pos}}/{{len}} {what}{{msg}}, {{eta}} left"));
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(300));
        Self(bar)
    }

    /// After so many, with more to say.
    pub(super) fn show(&self, done: u64, more: impl FnOnce() -> String) {
        self.0.set_position(done);
        if !self.0.is_hidden() {
            self.0.set_message(more());
        }
    }

    /// Takes it away.
    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}
