//! The functions against the table in `corpus/url`, the Web Platform Tests, and any text.

mod properties;
mod table;
mod wpt;

use std::path::Path;

fn corpus(file: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(file)).unwrap()
}
