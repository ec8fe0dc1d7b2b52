//! README.md and docs/ are true: every command line in them runs here and prints what the page shows.
//!
//! `cargo bless` writes new output into the pages; `DIRECTLINE_PAGE=docs/serve.md` runs one page only.
//! `corpus/docs/README.md` says which files a page finds.

#![cfg(unix)]

#[cfg(test)]
mod book;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod page;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod play;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod service;
