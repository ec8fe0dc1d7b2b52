//! What the fuzz targets ask of the toolkit, whatever bytes they give it.
//!
//! A target is a function of bytes that panics where a promise is broken. [`Target`] lists them; each file in
//! `fuzz_targets/` makes one known to libFuzzer. The same functions run as ordinary tests over the inputs that once broke
//! something (`corpus/regressions/`): this file is a test of `directline-cli`, too, whose way of recorded text into an output
//! (masks, escapes, excerpts, copies without credentials) it takes from there by path, since a program cannot be imported.

#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a panic is how a target reports a broken promise"
)]

#[path = "../../crates/directline-cli/src/datum.rs"]
mod datum;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "of the program's module only what is for terminals is used")
)]
#[path = "../../crates/directline-cli/src/escape.rs"]
mod escape;
#[path = "../../crates/directline-cli/src/excerpt.rs"]
mod excerpt;
#[expect(dead_code, unused_imports, reason = "of the program's module only what copies bytes is used")]
#[path = "../../crates/directline-cli/src/redaction/mod.rs"]
mod redaction;
#[path = "../../crates/directline-cli/src/shown.rs"]
mod shown;

mod canary;
mod json;
mod masking;
mod multipart;
mod objects;
mod places;
mod reading;
mod redacting;
#[cfg(test)]
mod regressions;
mod target;
mod urls;
mod whole;
mod written;

pub use target::Target;

/// Makes a target known to libFuzzer.
///
/// ```ignore
/// directline_fuzz_targets::fuzz!("json");
/// ```
#[macro_export]
macro_rules! fuzz {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
            let target = $crate::Target::named($name).expect("a target of that name");
            target.run(bytes);
        });
    };
}
