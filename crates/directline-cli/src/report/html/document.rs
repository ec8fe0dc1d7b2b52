//! The document: its head, and the order of its sections.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Page, coverage, overview, sections, sequence};
use crate::closing::Word;
use crate::report::by_rule::by_rule;
use crate::summary::Summary;

/// The policy that lets a browser fetch and run nothing, even if a page were to ask for it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = include_str!("style.css");

impl Page {
    /// The page, when everything is known.
    pub(super) fn document(&self, summary: &Summary) -> Markup {
        let verdict = Word::of(summary).text();
        let rules = by_rule(&self.groups);
        let anchors = self.anchors();
        let parts: Vec<(&str, &str, Markup)> = [
            ("findings", "Findings", sections::findings(&rules, &self.groups, &anchors)),
            ("runs", "Runs", self.runs_section()),
            ("conversations", "Conversations", sections::conversations(&self.conversations, &self.groups)),
            ("coverage", "Coverage", coverage::section(summary)),
            ("known", "Known findings", sections::known(summary)),
            ("recordings", "Recordings", sections::recordings(&self.recordings)),
            ("not-judged", "Not judged", sections::not_judged(summary, self.what, &self.recordings)),
            ("rules", "Rules", sections::manuals(&rules)),
        ]
        .into_iter()
        .filter(|(_, _, part)| !part.0.is_empty())
        .collect();
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { "Direct Line 1.1: " (verdict) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    (sequence::arrows())
                    (overview::header(self, summary))
                    nav aria-label="Sections" {
                        ul { @for (id, name, _) in &parts { li { a href={ "#" (id) } { (name) } } } }
                    }
                    main {
                        @for (id, name, part) in &parts {
                            section id=(id) aria-labelledby={ (id) "-heading" } {
                                h2 id={ (id) "-heading" } { (name) }
                                (part)
                            }
                        }
                    }
                    (overview::footer(self, summary))
                }
            }
        }
    }
}
