//! Counts the errors of a recording: `cargo run --package directline-validator --example count_errors FILE`.

use directline_capture::{Limits, ReadError, open_bytes};
use directline_validator::{Level, Validator};

fn errors(recording: Vec<u8>) -> Result<usize, ReadError> {
    let validator = Validator::new();
    let mut errors = 0;
    for recorded in open_bytes("recording", recording, &Limits::default())? {
        let judgement = validator.check(&recorded?.exchange);
        errors += judgement.findings.iter().filter(|finding| finding.level == Level::Error).count();
    }
    Ok(errors)
}

#[expect(clippy::print_stdout, reason = "printing is what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a recording")?;
    println!("{} errors", errors(std::fs::read(path)?)?);
    Ok(())
}
