//! `directline man`: manual pages, from the same texts as `--help`.

mod page;

use std::fs;
use std::path::Path;

use clap::Command;

use super::recordings;
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
        write_all(&command, folder)?;
        return Ok(Exit::Ok);
    }
    let mut out = Output::stdout(color);
    let text = page::of(&command, &[]);
    out.write(|out| out.write_all(text.as_bytes()))?;
    out.flush()?;
    Ok(Exit::Ok)
}

/// A page for a command and each of those below it.
fn write_all(command: &Command, folder: &Path) -> Result<(), Failure> {
    let failed = |path: &Path, error: std::io::Error| {
        let what = format!("{} cannot be written: {error}", shown::file(&path.to_string_lossy()));
        Failure::Unreadable { what, help: "check the free space, the path and its permissions".to_owned() }
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let names = page::names(command);
    for (command, name) in page::all(command).into_iter().zip(&names) {
        let path = folder.join(format!("{name}.1"));
        let others: Vec<&str> = names.iter().map(String::as_str).filter(|other| other != name).collect();
        recordings::write(&path, page::of(command, &others).as_bytes())
            .map_err(|error| failed(&path, error))?;
    }
    Ok(())
}
