//! How fast forms are read beside a search for the delimiter that keeps nothing.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result};
use directline_validator::multipart::{Limits, read};

use crate::run::say;

/// How many bytes all parts have together.
const TOTAL: usize = 64 << 20;

/// Prints the ratio of speeds for parts of 256 KiB and of 2 KiB.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this is for")]
pub(crate) fn run(rounds: usize) -> Result<()> {
    for size in [256 << 10, 2 << 10] {
        let body = form(size);
        let limits = Limits { max_parts: usize::MAX, ..Limits::default() };
        let mut ratios = Vec::new();
        for _ in 0..rounds.max(3) {
            let start = Instant::now();
            let found = memchr::memmem::find_iter(black_box(&body), b"\r\n--boundary-of-the-form").count();
            let searched = start.elapsed();
            let start = Instant::now();
            let parts = read(black_box(&body), b"boundary-of-the-form", &limits).parts.len();
            let took = start.elapsed();
            // The last delimiter closes the form.
            anyhow::ensure!(parts.saturating_add(1) == found, "{parts} parts, {found} delimiters");
            ratios.push(searched.as_secs_f64() / took.as_secs_f64());
        }
        ratios.sort_by(f64::total_cmp);
        let ratio = ratios.get(ratios.len() / 2).context("no rounds")?;
        say(&format!("{} {ratio}", size >> 10));
    }
    Ok(())
}

fn form(size: usize) -> Vec<u8> {
    let mut body = Vec::with_capacity(TOTAL + (TOTAL >> 3));
    let (mut state, mut left) = (1_u32, TOTAL);
    while left > 0 {
        body.extend_from_slice(b"\r\n--boundary-of-the-form\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        for _ in 0..size {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            body.push((state >> 24).try_into().unwrap_or_default());
        }
        left = left.saturating_sub(size);
    }
    body.extend_from_slice(b"\r\n--boundary-of-the-form--\r\n");
    body
}
