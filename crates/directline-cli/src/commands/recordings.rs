//! Recordings that are read whole, and recordings that are written.

use std::io::{self, Write as _};
use std::path::Path;

use directline_capture::har::{About, Writer};
use directline_capture::{Capture, ReadError};
use directline_exchange::Exchange;

use super::unreadable;
use crate::error::Failure;
use crate::output;

/// Every exchange of a recording. The first place that cannot be read ends it.
pub(super) fn read(capture: Result<Capture, ReadError>) -> Result<Vec<Exchange>, Failure> {
    let (exchanges, errors) = read_what_can_be(capture);
    match errors.first() {
        None => Ok(exchanges),
        Some(error) => {
            let (what, help) = unreadable::describe(error, false);
            Err(Failure::Unreadable { what, help })
        }
    }
}

/// Every exchange of a recording that can be read, and what cannot.
pub(super) fn read_what_can_be(capture: Result<Capture, ReadError>) -> (Vec<Exchange>, Vec<ReadError>) {
    let (mut exchanges, mut errors) = (Vec::new(), Vec::new());
    match capture {
        Err(error) => errors.push(error),
        Ok(capture) => {
            for recorded in capture {
                match recorded {
                    Ok(recorded) => exchanges.push(recorded.exchange),
                    Err(error) => errors.push(error),
                }
            }
        }
    }
    (exchanges, errors)
}

/// Puts exchanges in the order of time, if all of them have one.
pub(super) fn in_time(exchanges: &mut [Exchange]) {
    let time = |exchange: &Exchange| exchange.started.present().map(|started| started.unix_nanos);
    if exchanges.iter().all(|exchange| time(exchange).is_some()) {
        exchanges.sort_by_key(time);
    }
}

/// A HAR of these exchanges.
pub(super) fn har(exchanges: &[Exchange], comment: &str) -> Vec<u8> {
    let about = About { creator: "directline", version: env!("CARGO_PKG_VERSION"), comment: Some(comment) };
    let write = || {
        let mut writer = Writer::new(Vec::new(), &about)?;
        for exchange in exchanges {
            writer.write(exchange)?;
        }
        writer.finish()
    };
    // Writing into memory does not fail.
    write().unwrap_or_default()
}

/// Writes a file as a whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    // Not for its owner alone.
    if let Some(permissions) = output::usual_permissions() {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}
