//! How much is done side by side.

use std::num::NonZeroUsize;

/// The most threads or connections: a file of settings in a folder of somebody else may ask for any number.
const MOST: usize = 256;

/// Reads `--jobs`.
pub(super) fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    let number = text.parse().ok().filter(|number: &NonZeroUsize| number.get() <= MOST);
    number.ok_or_else(|| format!("give a whole number from 1 to {MOST}"))
}
