//! Help, version, and wrong command lines.

use std::io::Write as _;

use anstream::AutoStream;
use clap::error::ErrorKind;

use super::misuse;
use crate::color::{self, Color};
use crate::exit::Exit;
use crate::output::{Messages, Output};
use crate::shown;

/// Shows help or version on standard output, an error on standard error.
///
/// An error quotes the command line, where somebody may have written a secret: it is masked.
pub(super) fn tell(error: &clap::Error) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let mut out = Output::stdout(Color::Auto);
        let text = error.render();
        let text = if out.colored() { text.ansi().to_string() } else { text.to_string() };
        let done = out.write(|out| out.write_all(text.as_bytes())).and_then(|()| out.flush());
        let messages = Messages::new(Color::Auto);
        return done.map_or_else(|failure| super::tell(&failure, &messages), |()| Exit::Ok);
    }
    if let Some((what, help)) = misuse::words(error) {
        Messages::new(Color::Auto).error(&shown::plain(&what), &shown::plain(&help));
        return Exit::Usage;
    }
    // The help of a command line without anything, and what no test could bring about.
    let text = error.render().to_string();
    let lines = text.lines().map(|line| format!("{}\n", shown::plain(line)));
    let colored = Color::Auto.applies_to(&std::io::stderr());
    let mut stream = AutoStream::new(std::io::stderr(), color::choice(colored));
    // Nobody is left to tell of a failure.
    let _ = stream.write_all(lines.collect::<String>().as_bytes());
    Exit::Usage
}
