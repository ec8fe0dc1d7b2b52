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
                dd { (levels(rule)) }
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

/// The level under each profile, or the one level, as `directline explain` says it.
fn levels(rule: &Rule) -> String {
    let all = Profile::ALL.map(|profile| (profile, rule.level(profile)));
    match all {
        [(_, first), ..] if all.iter().all(|(_, level)| *level == first) => {
            format!("{first} under every profile")
        }
        _ => all.map(|(profile, level)| format!("{level} under {}", profile.name())).join(", "),
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

/// A line of text with code in backticks, and emphasis in asterisks. What is written together with code, as in
/// ``MessageSet.`watermark` ``, is code too.
pub(super) fn inline(markdown: &str) -> Markup {
    let pieces: Vec<&str> = markdown.split('`').collect();
    html! {
        @for (number, piece) in pieces.iter().enumerate() {
            @if number % 2 == 1 {
                @let owner = pieces.get(number.saturating_sub(1)).map_or("", |before| owner(before));
                code { (owner) (piece) }
            } @else {
                @let owner = if number.saturating_add(1) < pieces.len() { owner(piece) } else { "" };
                @let piece = piece.get(..piece.len().saturating_sub(owner.len())).unwrap_or_default();
                @for (number, piece) in piece.split('*').enumerate() {
                    @if number % 2 == 1 { em { (piece) } } @else { (piece) }
                }
            }
        }
    }
}

/// The name of an object and the point that a text ends with: `MessageSet.`.
fn owner(text: &str) -> &str {
    let name = text.strip_suffix('.').unwrap_or_default();
    let length = name.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    match text.get(text.len().saturating_sub(length.saturating_add(1))..) {
        Some(owner) if length > 0 => owner,
        _ => "",
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
    fn the_name_of_an_object_is_code_with_its_member() {
        for (markdown, shown) in [
            ("`MessageSet.`", "<code>MessageSet.</code>"),
            (
                "MessageSet.`watermark` is a *string*",
                "<code>MessageSet.watermark</code> is a <em>string</em>",
            ),
            ("the `id` of Message.`id`.", "the <code>id</code> of <code>Message.id</code>."),
            ("It ends. `id` begins", "It ends. <code>id</code> begins"),
            ("no code.", "no code."),
        ] {
            assert_eq!(inline(markdown).into_string(), shown);
        }
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
