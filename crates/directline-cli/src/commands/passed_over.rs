//! What is said of files in folders that are no recordings.

use std::fs;

use crate::closing::plural;
use crate::output::Messages;
use crate::shown;

/// Names each.
pub(super) fn name(files: &[String], messages: &Messages) {
    for file in files {
        let is_link = fs::symlink_metadata(file).is_ok_and(|found| found.is_symlink());
        let why = if is_link {
            "a link that leads out of the folder or to no recording"
        } else {
            "not a recording"
        };
        messages.note(&format!("{}: passed over, {why}", shown::file(file)));
    }
}

/// Says how many there are, if there are any, and with what they are named.
pub(super) fn count(files: u64, namer: &str, messages: &Messages) {
    let count = plural(files, "file");
    match files {
        0 => {}
        1 => messages.note(&format!("{count} was passed over: no recording; {namer} names it")),
        _ => messages.note(&format!("{count} were passed over: no recordings; {namer} names them")),
    }
}
