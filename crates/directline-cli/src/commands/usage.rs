//! What clap has to say: help, version, wrong command lines.

use std::io::Write;

use anstream::AutoStream;
use clap::error::ErrorKind;
use directline_validator::redact::Secrets;

use crate::color::{self, Color, Styles};
use crate::escape;
use crate::exit::Exit;
use crate::output::{Messages, Output};

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
    let colored = Color::Auto.applies_to(&std::io::stderr());
    let styles = Styles::new(colored);
    let text = Secrets::new().mask(&error.render().to_string());
    let mut lines = text.lines().map(escape::terminal);
    let first = lines.next().unwrap_or_default();
    let mut whole = match first.strip_prefix("error:") {
        Some(what) => format!("{0}error{0:#}:{what}\n", styles.error),
        None => format!("{first}\n"),
    };
    for line in lines {
        whole.push_str(&line);
        whole.push('\n');
    }
    let mut stream = AutoStream::new(std::io::stderr(), color::choice(colored));
    // Nobody is left to tell of a failure.
    let _ = stream.write_all(whole.as_bytes());
    Exit::Usage
}
