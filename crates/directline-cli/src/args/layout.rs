//! Where each option stands in `--help`: the same heading and the same order in every command.

use clap::{Command, CommandFactory as _};

use super::Cli;

/// What is read, and as what.
pub(crate) const INPUT: &str = "Input";
/// Where requests are sent.
pub(crate) const TARGET: &str = "Target";
/// What is tried.
pub(crate) const SEARCH: &str = "Search";
/// What is judged, and how.
pub(crate) const RULES: &str = "Rules";
/// What is written, and where.
pub(crate) const OUTPUT: &str = "Output";
/// How much is read.
pub(crate) const BOUNDS: &str = "Bounds";
/// What makes a run fail.
pub(crate) const EXIT: &str = "Exit code";
/// What holds for the tool.
pub(crate) const GENERAL: &str = "General";

/// Every option under its heading, in the order in which help shows them. An option whose meaning depends on the
/// command has its heading where it is declared.
const LAYOUT: [(&str, &[&str]); 8] = [
    (INPUT, &["base_uri", "assume_redacted", "assume_unredacted", "content_type", "status", "check"]),
    (TARGET, &["target", "header_file", "rate", "timeout", "ca_file"]),
    (SEARCH, &["cases", "max_time", "seed", "no_shrink", "keep"]),
    (RULES, &["profile", "side", "only", "skip", "level"]),
    (
        OUTPUT,
        &[
            "to",
            "format",
            "report",
            "output",
            "out",
            "draft",
            "reason",
            "unchecked",
            "coverage",
            "quiet",
            "verbose",
        ],
    ),
    (EXIT, &["fail_on", "fail_on_difference", "baseline", "require", "min_coverage"]),
    (
        BOUNDS,
        &[
            "max_body",
            "max_depth",
            "max_headers",
            "max_parts",
            "max_ratio",
            "max_entry",
            "max_stdin",
            "max_findings_per_exchange",
            "max_findings",
        ],
    ),
    (GENERAL, &["jobs", "config", "no_config", "color", "help", "version"]),
];

/// The command line, with its options in order.
pub(crate) fn command() -> Command {
    arranged(Cli::command())
}

fn arranged(mut command: Command) -> Command {
    for (place, (heading, id)) in places().enumerate() {
        if command.get_arguments().all(|argument| argument.get_id() != id) {
            continue;
        }
        // Headings come in the order of their first options, and what is changed goes to the end of the list.
        command = command.mut_arg(id, |argument| match argument.get_help_heading() {
            Some(_) => argument.display_order(place),
            None => argument.help_heading(heading).display_order(place),
        });
    }
    command.mut_subcommands(arranged)
}

fn places() -> impl Iterator<Item = (&'static str, &'static str)> {
    LAYOUT.into_iter().flat_map(|(heading, ids)| ids.iter().map(move |id| (heading, *id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &Command) {
        let name = command.get_name();
        for option in command.get_arguments().filter(|argument| !argument.is_positional()) {
            let id = option.get_id();
            assert!(option.get_help_heading().is_some(), "{name}: give {id} a place in LAYOUT");
        }
        let shown: Vec<_> = command
            .get_arguments()
            .filter_map(|option| Some((option.get_help_heading()?, option.get_id())))
            .collect();
        let known: Vec<_> =
            shown.iter().filter(|(heading, _)| LAYOUT.iter().any(|row| row.0 == *heading)).collect();
        let in_order: Vec<usize> = known
            .iter()
            .map(|(heading, id)| {
                let place = places().position(|place| place == (*heading, id.as_str()));
                place.unwrap_or_else(|| panic!("{name}: {id} stands under {heading} and not in its place"))
            })
            .collect();
        assert!(in_order.is_sorted(), "{name}: {known:?}");
        command.get_subcommands().for_each(check);
    }

    #[test]
    fn every_option_has_a_heading_and_the_order_is_the_same_everywhere() {
        let mut whole = command();
        whole.build();
        check(&whole);
        whole.debug_assert();
    }

    #[test]
    fn the_first_help_fits_a_small_terminal() {
        let help =
            command().term_width(80).try_get_matches_from(["directline", "--help"]).unwrap_err().to_string();
        assert!(help.lines().count() <= 40, "{} lines\n{help}", help.lines().count());
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}
