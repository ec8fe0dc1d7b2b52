//! What hunts and replays came to, in the HTML page.

use maud::{Markup, html};

use crate::closing::plural;
use crate::comparison::Sign;
use crate::escape;
use crate::report::replay::DifferenceRecord;
use crate::report::{HuntRecord, ReplayRecord};
use crate::shown;

/// What a hunt came to.
pub(super) fn hunt(hunt: &HuntRecord) -> Markup {
    html! {
        section aria-labelledby="hunt" {
            h2 id="hunt" { "Hunt" }
            p {
                (plural(hunt.cases, "sequence")) " of " (plural(hunt.requests, "request"))
                ", seed " code { (hunt.seed) }
            }
            @if !hunt.caught.is_empty() {
                ul {
                    @for caught in &hunt.caught {
                        li {
                            code { (caught.rule) } " " (caught.line())
                            @for file in caught.recording.iter().chain(&caught.script) {
                                br; code { (shown::file(file)) }
                            }
                        }
                    }
                }
            }
            @if let Some(toolkit) = &hunt.toolkit {
                @for misfire in toolkit.misfires() { p { (escape::terminal(&misfire)) } }
                p { (toolkit.line()) }
            }
        }
    }
}

/// What a replay came to: what was sent, and every difference.
pub(super) fn replay(replay: &ReplayRecord) -> Markup {
    html! {
        section {
            h2 { "Replay of " code { (shown::file(&replay.recording)) } }
            p { (replay.sent()) }
            @let untried = replay.untried();
            @if !untried.is_empty() {
                ul { @for line in &untried { li { (line) } } }
            }
            @for difference in &replay.differences { (self::difference(difference)) }
            @if replay.further > 0 {
                p { (plural(replay.further, "further difference")) ": too many to show" }
            }
        }
    }
}

fn difference(difference: &DifferenceRecord) -> Markup {
    let (heading, rest) = difference.heading();
    let pointer = difference.pointer.as_deref().map(escape::terminal).unwrap_or_default();
    html! {
        article.difference {
            h3 { (heading) (rest) }
            p {
                code { (difference.part) }
                @if !pointer.is_empty() { " " code { (pointer) } }
                (difference.remark())
            }
            @if !difference.lines.is_empty() {
                pre {
                    @for line in &difference.lines {
                        @let text = escape::terminal(&line.text);
                        @match line.sign {
                            Sign::Recorded => del { "- " (text) },
                            Sign::Fresh => ins { "+ " (text) },
                            Sign::Both => span { "  " (text) },
                            Sign::Elided => span { "… " (text) },
                        }
                        "\n"
                    }
                }
            }
        }
    }
}
