//! The tool `directline`: checks recordings of Direct Line 1.1 traffic against the contract.
//!
//! [`args`] says what can be asked, [`commands`] does it, [`report`] shows it, [`exit`] says how it
//! ended. Nothing recorded reaches an output except through [`shown`], which masks secrets.

mod args;
mod baseline;
mod bounds;
mod bug;
mod closing;
mod color;
mod commands;
mod comparison;
mod config;
mod coverage;
mod datum;
mod error;
mod escape;
mod excerpt;
mod exit;
mod fingerprint;
mod formats;
mod help;
mod interrupt;
mod jobs;
mod near;
mod output;
mod redaction;
mod report;
mod schema_diff;
mod schema_file;
mod schema_report;
mod selection;
mod server;
mod shown;
mod summary;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// An exchange is hundreds of small pieces, made by one thread and given back by another: with the allocator of the C
/// library a quarter of the time goes into that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    bug::install_hook();
    commands::run(std::env::args_os()).into()
}
