//! What a user sees of a bug: a short message that shows nothing of the input.

use std::io::Write;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exit::Exit;

/// Where to tell of bugs.
const TRACKER: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");

/// Whether the process goes on after a panic.
static GOES_ON: AtomicBool = AtomicBool::new(false);

/// From now on a panic is told of and does not end the process: whoever calls this catches panics and goes on.
pub(crate) fn go_on() {
    GOES_ON.store(true, Ordering::Relaxed);
}

/// Ends the process with code 70 on a panic. The panic's own message may quote what was read, so
/// only its place in the source is shown.
pub(crate) fn install_hook() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
        let place = place.unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        let text = format!(
            "error: directline {version} has a bug{place}\n  \
             help: please tell at {TRACKER} with this line and how the recording was made\n"
        );
        // Nobody is left to tell of a failure.
        let _ = std::io::stderr().write_all(text.as_bytes());
        if !GOES_ON.load(Ordering::Relaxed) {
            end();
        }
    }));
}

#[expect(clippy::exit, reason = "a panic hook has no other way to choose the exit code")]
fn end() -> ! {
    std::process::exit(i32::from(Exit::Bug.code()))
}
