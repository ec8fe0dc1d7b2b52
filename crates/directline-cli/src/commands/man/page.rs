//! One manual page: what `--help` says, in the sections that readers of manuals know.

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::args::Cli;
use crate::config::{SETTINGS, Setting};

/// A command and all below it, in the order of help.
pub(super) fn all(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().filter(|inner| !inner.is_hide_set()).flat_map(all);
    std::iter::once(command).chain(below).collect()
}

/// The names of their pages.
pub(super) fn names(command: &Command) -> Vec<String> {
    all(command)
        .into_iter()
        .map(|command| command.get_display_name().unwrap_or("directline").to_owned())
        .collect()
}

/// The page of a command, which mentions those others.
pub(super) fn of(command: &Command, others: &[&str]) -> String {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let version = Cli::command().get_version().unwrap_or_default().to_owned();
    // No date: equal versions give equal pages.
    let man = Man::new(command.clone().override_usage(usage))
        .source(format!("directline {version}"))
        .manual("Direct Line contract toolkit");
    let mut page = String::from(PREAMBLE);
    page.push_str(&rendered(|out| man.render_title(out)));
    page.push_str(&rendered(|out| man.render_name_section(out)));
    page.push_str(&rendered(|out| man.render_synopsis_section(out)));
    page.push_str(&rendered(|out| man.render_description_section(out)));
    let (ends, notes): (Vec<Block<'_>>, Vec<Block<'_>>) =
        blocks(&after).partition(|block| block.section().is_some());
    page.push_str(&roff(|roff| notes.iter().for_each(|block| block.write(roff))));
    page.push_str(&options(&rendered(|out| man.render_options_section(out))));
    if command.has_subcommands() {
        page.push_str(
            &rendered(|out| man.render_subcommands_section(out)).replace(".SH SUBCOMMANDS", ".SH COMMANDS"),
        );
    }
    page.push_str(&roff(|roff| settings(roff, command)));
    for section in [EXIT_STATUS, EXAMPLES] {
        for block in ends.iter().filter(|block| block.section() == Some(section)) {
            page.push_str(&roff(|roff| {
                roff.control("SH", [section]);
                block.write(roff);
            }));
        }
    }
    page.push_str(&roff(|roff| see_also(roff, others)));
    page
}

/// The variables and the file that a command heeds.
fn settings(roff: &mut Roff, command: &Command) {
    let name =
        command.get_display_name().unwrap_or_default().trim_start_matches("directline-").replace('-', " ");
    let heeded: Vec<&Setting> =
        SETTINGS.iter().filter(|setting| setting.commands.contains(&name.as_str())).collect();
    if heeded.is_empty() {
        return;
    }
    roff.control("SH", ["ENVIRONMENT"]);
    roff.text([roman("An option counts before its variable, a variable before the file.")]);
    for setting in heeded {
        roff.control("TP", []);
        roff.text([bold(setting.variable())]);
        roff.text([roman(format!("As --{}.", setting.id.replace('_', "-")))]);
    }
    for (variable, text) in [
        ("DIRECTLINE_CONFIG, DIRECTLINE_NO_CONFIG", "As --config and --no-config."),
        ("NO_COLOR, FORCE_COLOR, TERM", "When to use colour, where --color does not say."),
    ] {
        roff.control("TP", []);
        roff.text([bold(variable)]);
        roff.text([roman(text)]);
    }
    roff.control("SH", ["FILES"]);
    roff.control("TP", []);
    roff.text([bold("directline.toml")]);
    roff.text([roman(
        "Settings, from the working folder or the nearest folder above it. directline info shows them.",
    )]);
}

/// How apostrophes look alike in every roff; it stands once, before everything.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

const EXIT_STATUS: &str = "EXIT STATUS";
const EXAMPLES: &str = "EXAMPLES";

fn rendered(render: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    // Writing into memory does not fail.
    let _ = render(&mut out);
    String::from_utf8_lossy(&out).replace(PREAMBLE, "")
}

fn roff(write: impl FnOnce(&mut Roff)) -> String {
    let mut roff = Roff::new();
    write(&mut roff);
    roff.render().replace(PREAMBLE, "")
}

/// Headings of options are sections to the library; in a manual they stand below one.
fn options(sections: &str) -> String {
    let mut page = String::new();
    let mut in_options = false;
    for line in sections.lines() {
        match line.strip_prefix(".SH ") {
            Some("OPTIONS") => page.push_str(".SH ARGUMENTS"),
            Some(heading) => {
                if !in_options {
                    page.push_str(".SH OPTIONS\n");
                    in_options = true;
                }
                page.push_str(".SS ");
                page.push_str(&capitalized(heading));
            }
            None => page.push_str(line),
        }
        page.push('\n');
    }
    page
}

/// The library shouts.
fn capitalized(heading: &str) -> String {
    let mut letters = heading.trim_matches('"').chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let rest = letters.as_str().to_ascii_lowercase();
    format!("\"{}{rest}\"", first.map(String::from).unwrap_or_default())
}

/// Lines of a help text between two empty ones.
struct Block<'t>(Vec<&'t str>);

fn blocks(text: &str) -> impl Iterator<Item = Block<'_>> {
    let blocks = text.split("\n\n").map(|block| Block(block.lines().collect()));
    blocks.filter(|block| !block.0.is_empty())
}

impl Block<'_> {
    /// The section of the manual that it is.
    fn section(&self) -> Option<&'static str> {
        match *self.0.first()? {
            "Examples:" => Some(EXAMPLES),
            title if title.starts_with("Exit codes") => Some(EXIT_STATUS),
            _ => None,
        }
    }

    /// Indented lines stay as they are, the others are a paragraph.
    fn write(&self, roff: &mut Roff) {
        let mut is_verbatim = false;
        roff.control("PP", []);
        for line in &self.0 {
            if matches!(*line, "Examples:" | "Exit codes:") {
                continue;
            }
            if line.starts_with("  ") != is_verbatim {
                is_verbatim = !is_verbatim;
                roff.control(if is_verbatim { "nf" } else { "fi" }, []);
            }
            roff.text([roman(*line)]);
        }
        if is_verbatim {
            roff.control("fi", []);
        }
    }
}

fn see_also(roff: &mut Roff, others: &[&str]) {
    if others.is_empty() {
        return;
    }
    roff.control("SH", ["SEE ALSO"]);
    // Names of pages have hyphens of their own.
    roff.control("nh", []).control("ad", ["l"]);
    let mut line = Vec::new();
    for (number, other) in others.iter().enumerate() {
        line.push(bold(*other));
        line.push(roman(if number.saturating_add(1) < others.len() { "(1), " } else { "(1)" }));
    }
    roff.text(line);
}
