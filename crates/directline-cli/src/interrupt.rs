//! Ctrl-C: once to end in order, twice to end at once.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::exit::Exit;

/// Whether somebody wants the run to end.
static WANTED: AtomicBool = AtomicBool::new(false);

/// Listens from now on. Where the system does not let it, Ctrl-C ends the run at once.
pub(crate) fn listen() -> &'static AtomicBool {
    std::thread::spawn(|| {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if WANTED.swap(true, Ordering::Relaxed) {
                    #[expect(clippy::exit, reason = "who asks twice does not want to wait for anything")]
                    std::process::exit(Exit::Interrupted.code().into());
                }
            }
        });
    });
    &WANTED
}
