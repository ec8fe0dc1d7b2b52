//! Findings in the HTML page: the rules that were broken, and below each its groups of equal findings.

use std::collections::HashMap;
use std::sync::Arc;

use directline_validator::Level;
use maud::{Markup, html};

use super::{level, manual};
use crate::closing::plural;
use crate::excerpt::Excerpt;
use crate::report::by_rule::OfRule;
use crate::report::groups::Group;
use crate::report::sentence;

/// Where the exchanges that diagrams show stand in the page: by recording and number.
pub(super) type Anchors = HashMap<(Arc<str>, usize), String>;

/// One rule: a line that can be opened and closed, and its findings.
pub(super) fn rule(of: &OfRule<'_>, anchors: &Anchors) -> Markup {
    let is_one = of.groups.len() == 1;
    let what = match of.groups.as_slice() {
        [(_, group)] => group.message.as_str(),
        _ => of.rule.summary,
    };
    html! {
        details class={ "rule " (level::class(of.level)) } open[of.level != Level::Note && of.groups.iter().any(|(_, group)| group.known.is_none())] {
            summary {
                (level::badge(of.level)) " "
                @if of.groups.iter().all(|(_, group)| group.known.is_some()) { span.badge { "known" } " " }
                span.what {
                    code.name { (of.rule.name) } " "
                    span.summary { (what.replace('`', "")) }
                }
                " " span.count { (plural(of.total(), "finding")) }
            }
            @for (number, group) in &of.groups { (finding(*number, group, is_one, anchors)) }
        }
    }
}

/// Equal findings.
fn finding(number: usize, group: &Group, is_one: bool, anchors: &Anchors) -> Markup {
    // With one group the line above says both.
    let times = if group.count > 1 { format!(" ({} times)", group.count) } else { String::new() };
    html! {
        article.finding id=(format!("finding-{}", number.saturating_add(1))) {
            h4.message.visually-hidden[is_one] { span { (group.message) } (times) }
            @if let Some(place) = group.places.first() {
                p.place { code { (place.at) } " · " (linked(&group.context, &place.capture, anchors)) }
            }
            @if let Some(excerpt) = &group.excerpt { (self::excerpt(excerpt)) }
            dl {
                dt { "found" } dd.found { (group.found) }
                dt { "expected" } dd.expected { (group.expected) }
                @if let Some((name, statement)) = sentence::first(group.statements) {
                    dt { (name) }
                    dd {
                        (manual::inline(statement.text)) " "
                        cite { (sentence::source(group.statements)) }
                    }
                }
                @if let Some(reason) = &group.known { dt { "known" } dd { (reason) } }
                @if !group.related.is_empty() {
                    dt { "related" }
                    @for related in &group.related {
                        dd.related {
                            @match group.places.first() {
                                Some(place) => (linked(related, &place.capture, anchors)),
                                None => (related),
                            }
                        }
                    }
                }
                @if group.places.len() > 1 { dt { "also at" } (also_at(group, anchors)) }
                @if group.further > 0 {
                    dt { "counted" }
                    dd { (plural(group.further, "further finding")) " of this rule where it was found, not listed" }
                }
                dt { "rule" }
                dd { a href=(format!("#rule-{}", group.rule.name)) { (group.rule.name) } }
            }
        }
    }
}

/// The excerpt with what is in question marked. Long lines are broken, not hidden.
fn excerpt(excerpt: &Excerpt) -> Markup {
    let part = |range: Option<&str>| range.unwrap_or_default().to_owned();
    html! {
        pre.excerpt {
            code {
                (part(excerpt.text.get(..excerpt.mark.start)))
                mark { (part(excerpt.text.get(excerpt.mark.clone()))) }
                (part(excerpt.text.get(excerpt.mark.end..)))
            }
        }
    }
}

fn also_at(group: &Group, anchors: &Anchors) -> Markup {
    let more = group.count.saturating_sub(group.places.len() as u64);
    html! {
        @for place in group.places.iter().skip(1) {
            dd {
                code { (place.at) }
                @if let Some(index) = place.exchange { " · " (linked(&format!("exchange {index}"), &place.capture, anchors)) }
            }
        }
        @if more > 0 { dd { (plural(more, "more place")) } }
    }
}

/// A text that begins with `exchange 3`, with a link to that exchange of the recording, if a diagram shows it.
fn linked(text: &str, capture: &Arc<str>, anchors: &Anchors) -> Markup {
    let (exchange, rest) = text
        .split_once(',')
        .map_or((text, ""), |(exchange, _)| text.split_at_checked(exchange.len()).unwrap_or((text, "")));
    let index = exchange.strip_prefix("exchange ").and_then(|index| index.parse().ok());
    let anchor = index.and_then(|index: usize| anchors.get(&(Arc::clone(capture), index)));
    html! {
        @match anchor {
            Some(anchor) => { a href=(format!("#{anchor}")) { (exchange) } (rest) }
            None => { (text) }
        }
    }
}
