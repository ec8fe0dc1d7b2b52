//! `cargo xtask shots`: pictures of real output for the documentation, `docs/images/*.svg`.
//!
//! They are generated files like others: `cargo xtask codegen --check` fails when the output has changed.

use std::fs;
use std::process::{Command, Stdio};

use anstyle_svg::{Term, WIN10_CONSOLE};
use anyhow::{Context, Result, bail};

use crate::run::{root, say, test_binary};

/// A picture: its name, the command line it shows, from where it runs, its exit code, and how many lines of the
/// beginning and of the end are shown; lines between them are left out.
struct Shot {
    name: &'static str,
    words: &'static [&'static str],
    folder: &'static str,
    code: i32,
    lines: (usize, usize),
}

/// All pictures.
const SHOTS: [Shot; 2] = [
    Shot {
        name: "verify",
        words: &["verify", "chrome-devtools-sanitized.har"],
        folder: "corpus/recorded/har",
        code: 1,
        lines: (24, 3),
    },
    Shot {
        name: "explain",
        words: &["explain", "watermark-not-string"],
        folder: ".",
        code: 0,
        lines: (40, 0),
    },
];

/// Writes the pictures.
pub(crate) fn run() -> Result<()> {
    for (name, svg) in files()? {
        let path = root().join(&name);
        fs::create_dir_all(path.parent().context("a picture without a folder")?)?;
        fs::write(&path, svg).with_context(|| format!("cannot write {name}"))?;
        say(&format!("wrote {name}"));
    }
    Ok(())
}

/// Every picture: its path in the workspace and its text.
pub(crate) fn files() -> Result<Vec<(String, String)>> {
    let binary = test_binary()?;
    let picture = |shot: &Shot| -> Result<(String, String)> {
        let mut command = Command::new(&binary);
        command.args(shot.words).args(["--color", "always"]).current_dir(root().join(shot.folder));
        let output = command.env_clear().stderr(Stdio::inherit()).output()?;
        if output.status.code() != Some(shot.code) {
            bail!("`directline {}` ended with {}", shot.words.join(" "), output.status);
        }
        let text = String::from_utf8(output.stdout).context("the tool printed no text")?;
        Ok((format!("docs/images/{}.svg", shot.name), svg(shot, &text)))
    };
    SHOTS.iter().map(picture).collect()
}

/// The picture of a command line and what it printed.
fn svg(shot: &Shot, output: &str) -> String {
    let lines: Vec<&str> = output.trim_end().lines().collect();
    let (first, last) = shot.lines;
    let mut text = format!("\u{1b}[1m$ directline {}\u{1b}[0m\n", shot.words.join(" "));
    let mut add = |lines: &[&str]| {
        for line in lines {
            // Figures that every new rule changes.
            match line.split_once(" · ") {
                Some((verdict, rest)) if rest.contains("checks decided") => {
                    text.push_str(verdict);
                    text.push_str(" · …");
                }
                _ => text.push_str(line),
            }
            text.push('\n');
        }
    };
    match (lines.get(..first), lines.len().checked_sub(last).and_then(|end| lines.get(end..))) {
        (Some(head), Some(tail)) if first.saturating_add(last) < lines.len() => {
            add(head);
            add(&["\u{1b}[2m…\u{1b}[0m"]);
            add(tail);
        }
        _ => add(&lines),
    }
    // The picture has a ground of its own: it reads on white pages as on black ones.
    Term::new().palette(WIN10_CONSOLE).render_svg(text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: (usize, usize), output: &str) -> String {
        svg(&Shot { name: "a", words: &["rules"], folder: ".", code: 0, lines }, output)
    }

    #[test]
    fn what_is_left_out_is_marked() {
        let all = shown((3, 3), "one\ntwo\nthree\n");
        assert!(all.contains("$ directline rules") && all.contains("two") && !all.contains('…'), "{all}");
        let cut = shown((1, 1), "one\ntwo\nthree\n");
        assert!(
            cut.contains("one") && !cut.contains("two") && cut.contains('…') && cut.contains("three"),
            "{cut}"
        );
    }

    #[test]
    fn figures_that_every_rule_changes_are_left_out() {
        let svg = shown((9, 0), "violates: 1 error in 1 of 2 exchanges · 98 checks decided, 2 inconclusive");
        assert!(svg.contains("in 1 of 2 exchanges · …") && !svg.contains("98"), "{svg}");
    }

    #[test]
    fn what_is_printed_is_text_of_the_picture() {
        let svg = shown((9, 0), "\u{1b}[31m<script>\u{1b}[0m & more");
        assert!(
            svg.contains("&lt;script&gt;") && svg.contains("&amp; more") && !svg.contains("<script"),
            "{svg}"
        );
    }
}
