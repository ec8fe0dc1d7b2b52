//! The committed vectors are those that are generated, and small enough to be taken along.

use std::collections::BTreeMap;
use std::fs;

use super::*;
use crate::run::root;

#[test]
fn the_files_are_fresh_and_none_is_left_over() {
    let generated: BTreeMap<String, String> = files().unwrap().into_iter().collect();
    for (name, text) in &generated {
        let committed = fs::read_to_string(root().join(name)).unwrap_or_default();
        assert!(committed == *text, "{name} is stale: run `cargo xtask codegen`");
    }
    let known: Vec<String> = generated.into_keys().collect();
    assert_eq!(left_over(&known).unwrap(), Vec::<String>::new());
}

#[test]
fn all_vectors_together_are_no_more_than_4_mb() {
    let bytes: usize = files().unwrap().iter().map(|(_, text)| text.len()).sum();
    assert!(bytes < 4_000_000, "{bytes}");
}
