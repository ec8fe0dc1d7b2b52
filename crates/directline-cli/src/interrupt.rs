//! Ctrl-C: once to end in order, twice to end at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exit::Exit;

/// Listens from now on: true as soon as somebody wants the run to end. Where the system does not let it listen, Ctrl-C ends
/// the run at once.
pub(crate) fn listen() -> Arc<AtomicBool> {
    let wanted = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&wanted);
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            while signal().await.is_ok() {
                if heard.swap(true, Ordering::Relaxed) {
                    #[expect(clippy::exit, reason = "who asks twice does not want to wait for anything")]
                    std::process::exit(Exit::Interrupted.code().into());
                }
            }
        });
    });
    wanted
}

/// Ctrl-C, or what a machine sends in its place.
#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::SignalKind;

    let mut terminated = tokio::signal::unix::signal(SignalKind::terminate())?;
    tokio::select! {
        heard = tokio::signal::ctrl_c() => heard,
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
