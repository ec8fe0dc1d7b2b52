//! `directline man`: manual pages, from the same texts as `--help`.

mod page;

use std::fs;
use std::path::Path;

use clap::Command;

use crate::args::{self, Man};
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::Output;
use crate::shown;

/// Runs the command.
pub(super) fn run(arguments: &Man, color: Color) -> Result<Exit, Failure> {
    let mut command = args::command();
    command.build();
    if let Some(folder) = &arguments.out {
        write_all(&command, folder, color)?;
        return Ok(Exit::Ok);
    }
    let mut out = Output::stdout(color);
    let text = page::of(&command, &[]);
    out.write(|out| out.write_all(text.as_bytes()))?;
    out.flush()?;
    Ok(Exit::Ok)
}

/// A page for a command and each of those below it.
fn write_all(command: &Command, folder: &Path, color: Color) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|source| Failure::Output { to: shown::file(&folder.to_string_lossy()), source })?;
    let names = page::names(command);
    for (command, name) in page::all(command).into_iter().zip(&names) {
        let others: Vec<&str> = names.iter().map(String::as_str).filter(|other| other != name).collect();
        let text = page::of(command, &others);
        let mut out = Output::file(&folder.join(format!("{name}.1")), color)?;
        out.write(|out| out.write_all(text.as_bytes()))?;
        out.end()?;
    }
    Ok(())
}
