//! The manual pages of rules within the HTML page: the little Markdown that they are written in.

use directline_validator::{Profile, Rule, Statement};
use maud::{Markup, html};

/// The page of one rule.
pub(super) fn page(rule: &Rule) -> Markup {
    let sides: Vec<&str> = rule.blame.sides().iter().map(|side| side.name()).collect();
    html! {
        section.manual id=(format!("rule-{}", rule.name)) {
            h3 { code { (rule.name) } }
            p.summary { (inline(rule.summary)) }
            dl {
                dt { "level" }
                dd {
                    @for (number, profile) in Profile::ALL.into_iter().enumerate() {
                        @if number > 0 { ", " }
                        (rule.level(profile).name()) " under " (profile.name())
                    }
                }
                dt { "side" } dd { (sides.join(", ")) }
                dt { "family" } dd { (rule.family.name()) }
                dt { "since" } dd { (rule.since) }
            }
            (text(rule.manual))
            h4 { "Statements" }
            ul {
                @for statement in rule.statements.iter().filter_map(|id| Statement::find(id)) {
                    li { strong { (statement.id) } " " (inline(statement.text)) " " cite { (statement.source()) } }
                }
            }
        }
    }
}

/// Headings, paragraphs and code.
fn text(markdown: &str) -> Markup {
    let mut blocks = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut code: Option<Vec<&str>> = None;
    let lines = markdown.trim().lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    for line in lines.chain(std::iter::once("")) {
        let is_fence = line.starts_with("```");
        if let Some(lines) = &mut code {
            if is_fence {
                blocks.push(html! { pre { code { (lines.join("\n")) } } });
                code = None;
            } else {
                lines.push(line);
            }
            continue;
        }
        let heading = line.strip_prefix("## ");
        if line.is_empty() || is_fence || heading.is_some() {
            if !paragraph.is_empty() {
                blocks.push(html! { p { (inline(&paragraph.join(" "))) } });
                paragraph.clear();
            }
        } else {
            paragraph.push(line);
        }
        if let Some(heading) = heading {
            blocks.push(html! { h4 { (inline(heading)) } });
        }
        if is_fence {
            code = Some(Vec::new());
        }
    }
    html! { @for block in &blocks { (block) } }
}

/// A line of text with code in backticks, and emphasis in asterisks.
pub(super) fn inline(markdown: &str) -> Markup {
    html! {
        @for (number, piece) in markdown.split('`').enumerate() {
            @if number % 2 == 1 {
                code { (piece) }
            } @else {
                @for (number, piece) in piece.split('*').enumerate() {
                    @if number % 2 == 1 { em { (piece) } } @else { (piece) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use directline_validator::rules;
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    use scraper::{Html, Selector};

    use super::*;

    /// Kind and text of each block, read by a parser of Markdown.
    fn read(markdown: &str) -> Vec<(&'static str, String)> {
        let mut blocks = Vec::new();
        let mut block = ("", String::new());
        for event in Parser::new(markdown) {
            match event {
                Event::Start(Tag::Paragraph) => block = ("p", String::new()),
                Event::Start(Tag::Heading { .. }) => block = ("h4", String::new()),
                Event::Start(Tag::CodeBlock(_)) => block = ("pre", String::new()),
                Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock) => {
                    blocks.push((block.0, block.1.trim_end().to_owned()));
                }
                Event::Text(text) => block.1.push_str(&text),
                Event::Code(text) => block.1.push_str(&["[", &text, "]"].concat()),
                Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => {}
                Event::SoftBreak => block.1.push(' '),
                other => panic!("{other:?} is not rendered"),
            }
        }
        blocks
    }

    #[test]
    fn every_manual_is_shown_as_its_markdown_says() {
        let selector = Selector::parse("p, h4, pre").unwrap();
        for rule in rules() {
            let lines: Vec<&str> =
                rule.manual.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
            let markdown = lines.join("\n");
            let html = Html::parse_fragment(&text(rule.manual).into_string());
            let shown: Vec<(String, String)> = html
                .select(&selector)
                .map(|element| {
                    let inner = element.inner_html();
                    let inner = if element.value().name() == "pre" {
                        inner
                    } else {
                        inner.replace("<code>", "[").replace("</code>", "]")
                    };
                    let text: String = Html::parse_fragment(&inner).root_element().text().collect();
                    (element.value().name().to_owned(), text.trim_end().to_owned())
                })
                .collect();
            let read: Vec<(String, String)> =
                read(&markdown).into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
            assert_eq!(shown, read, "{}", rule.name);
        }
    }
}
