//! Where options are put into a command line.

use std::ffi::{OsStr, OsString};

use clap::ArgMatches;

/// Options that may stand before the command and whose value is a word of its own.
const WITH_VALUE: [&str; 2] = ["--color", "--config"];

/// How many words name the command: `verify` is one, `schema diff` is two.
pub(super) fn depth(matches: &ArgMatches) -> usize {
    std::iter::successors(matches.subcommand(), |(_, inner)| inner.subcommand()).count()
}

/// Puts options behind the words that name the command, before all others: of two equal options the later one counts.
pub(super) fn after_command(arguments: &mut Vec<OsString>, depth: usize, options: Vec<OsString>) {
    let at = position(arguments, depth);
    arguments.splice(at..at, options);
}

fn position(arguments: &[OsString], depth: usize) -> usize {
    let (mut named, mut is_value) = (0_usize, false);
    // The first word is the name of the program.
    for (at, argument) in arguments.iter().enumerate().skip(1) {
        if named == depth {
            return at;
        }
        if std::mem::take(&mut is_value) {
            continue;
        }
        if argument.as_encoded_bytes().starts_with(b"-") {
            is_value = WITH_VALUE.map(OsStr::new).contains(&argument.as_os_str());
        } else {
            named = named.saturating_add(1);
        }
    }
    arguments.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    #[test]
    fn options_stand_behind_the_command() {
        let rows = [
            ("directline verify a.har", "directline verify X a.har"),
            ("directline verify", "directline verify X"),
            ("directline --color never verify -v -- -a", "directline --color never verify X -v -- -a"),
            (
                "directline --color=never --config verify verify a",
                "directline --color=never --config verify verify X a",
            ),
            ("directline --no-config info", "directline --no-config info X"),
            ("directline schema diff --color auto a b", "directline schema diff X --color auto a b"),
        ];
        for (before, after) in rows {
            let mut words: Vec<OsString> = before.split(' ').map(OsString::from).collect();
            let matches = args::command().try_get_matches_from(&words).unwrap();
            after_command(&mut words, depth(&matches), vec!["X".into()]);
            assert_eq!(words.join(OsStr::new(" ")), after);
        }
    }
}
