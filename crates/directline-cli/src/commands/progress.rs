//! How far a run is, for people who wait at a terminal.

mod reading;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub(super) use reading::Reading;

/// Who waits less long than this is not shown anything.
const PATIENCE: Duration = Duration::from_millis(300);

/// A bar on standard error; nothing where that is no terminal.
pub(super) struct Bar {
    bar: ProgressBar,
    shown: AtomicBool,
}

impl Bar {
    /// For so many of these.
    pub(super) fn new(total: u64, what: &str) -> Self {
        Self::with(Some(total), &format!("{{bar:24}} {{pos}}/{{len}} {what}{{msg}}, {{eta}} left"))
    }

    /// That looks so.
    fn with(total: Option<u64>, template: &str) -> Self {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, shown: AtomicBool::new(false) }
    }

    /// After so many, with more to say.
    pub(super) fn show(&self, done: u64, more: impl FnOnce() -> String) {
        if self.bar.elapsed() >= PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
            self.bar.enable_steady_tick(PATIENCE);
        }
        self.bar.set_position(done);
        if !self.bar.is_hidden() {
            self.bar.set_message(more());
        }
    }

    /// Takes it away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
