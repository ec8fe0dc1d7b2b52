//! The Markdown page, read back by a parser of Markdown.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::json;

use super::{Checked, Shown};
use crate::support::{corpus, folder, run_in, sending};

const RULES: &str = "https://github.com/directline-contract/directline/blob/main/docs/rules/";

/// What a reader sees of a page.
#[derive(Default)]
struct Read {
    /// The text of each paragraph and of each element of a list.
    blocks: BTreeSet<String>,
    links: BTreeSet<String>,
    /// Text that is not in code.
    prose: Vec<String>,
    html: BTreeSet<String>,
    /// What should not be there.
    other: Vec<String>,
}

/// Reads a page with every extension of Markdown, those of GitHub included.
fn read(page: &str) -> Read {
    let mut read = Read::default();
    let mut block = String::new();
    let (mut in_code_block, mut in_code) = (false, false);
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    for event in Parser::new_ext(page, options) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::Heading { .. }) => block.clear(),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_)) => {
                read.blocks.insert(block.clone());
            }
            Event::Start(Tag::CodeBlock(_)) => in_code_block = true,
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Text(_) if in_code_block => {}
            Event::Text(text) => {
                block.push_str(&text);
                if !in_code {
                    read.prose.push(text.to_string());
                }
            }
            Event::Code(text) => block.push_str(&text),
            Event::Start(Tag::Link { dest_url, .. }) => drop(read.links.insert(dest_url.to_string())),
            Event::InlineHtml(html) | Event::Html(html) => {
                in_code = &*html == "<code>";
                read.html.insert(html.to_string());
            }
            Event::Start(Tag::Strong | Tag::List(None) | Tag::Table(_) | Tag::TableHead | Tag::TableRow)
            | Event::End(_)
            | Event::Rule => {}
            other => read.other.push(format!("{other:?}")),
        }
    }
    read
}

/// Nothing on the page but text, code, and links to the pages of rules; and it ends with the verdict.
pub(super) fn check(page: &str, run: &Checked) {
    let read = read(page);
    assert!(page.len() <= 1_000_000, "{}: {}", run.what, page.len());
    assert_eq!(read.other, Vec::<String>::new(), "{}", run.what);
    let html: Vec<&str> = read.html.iter().map(String::as_str).collect();
    assert!(html.is_empty() || html == ["</code>", "<code>"], "{html:?}");
    assert!(read.links.iter().all(|link| link.starts_with(RULES)), "{:?}", read.links);
    for text in &read.prose {
        let links = ["@", "#", "://", "www.", "$", "\\", "<", "&", "[^", "mailto:"];
        assert!(!links.iter().any(|link| text.contains(link)), "{text}");
        let is_emoji = text.split(' ').any(|word| word.len() > 2 && word.starts_with(':'));
        assert!(!is_emoji, "{text}");
    }
    // The verdict stands in the heading, and again at the end.
    let verdicts = ["violates: ", "known: ", "incomplete: ", "conforms: ", "inconclusive: "];
    let is_verdict = |text: &String| verdicts.iter().any(|verdict| text.starts_with(verdict));
    assert!(read.blocks.iter().any(is_verdict), "{}: {page}", run.what);
}

/// The bold line of each section, under the heading with the rule.
pub(super) fn read_back(page: &str) -> Vec<Shown> {
    let mut all = Vec::new();
    let (mut rule, mut text, mut is_bold) = (String::new(), String::new(), false);
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                rule = dest_url.trim_start_matches(RULES).trim_end_matches(".md").to_owned();
            }
            Event::Start(Tag::Strong) => {
                is_bold = true;
                text.clear();
            }
            Event::End(TagEnd::Strong) => {
                is_bold = false;
                all.push(Shown { rule: rule.clone(), message: text.clone() });
            }
            Event::Text(piece) | Event::Code(piece) if is_bold => text.push_str(&piece),
            _ => {}
        }
    }
    all
}

#[test]
fn a_page_of_many_findings_stays_short_enough_and_ends_with_the_last_line() {
    let mut recording = String::new();
    for number in 0..990 {
        // Each letter has four bytes, so that sections are as long as they can be.
        let name = format!("{number}{}", "😀".repeat(100));
        let body = json!({"from": "user1", "text": "hello", name: 1}).to_string();
        recording += &sending(&body);
        recording.push('\n');
    }
    let file = format!("{}.ndjson", "a".repeat(200));
    let folder = folder(&[(file.as_str(), recording.as_bytes())]);
    let ran = run_in(folder.path(), &["verify", &file, "-f", "markdown"]);
    assert!((900_000..=1_000_000).contains(&ran.stdout.len()), "{}", ran.stdout.len());
    assert_eq!(ran.stdout.matches("**Left out: ").count(), 1);
    let last = run_in(folder.path(), &["verify", &file, "-q"]).stdout;
    let text = read(&ran.stdout);
    assert!(text.blocks.contains(last.trim_end()), "{last}");
    assert_eq!(text.other, Vec::<String>::new());
}

#[test]
fn the_sample_begins_with_the_verdict() {
    let ran = run_in(&corpus("reports"), &["verify", "sample.ndjson", "-f", "markdown"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert!(
        ran.stdout.starts_with("# Direct Line 1.1: ❌ violates\n\n**9 errors, 2 warnings in 6 of 9 "),
        "{}",
        ran.stdout
    );
}

#[test]
fn coverage_and_known_findings_stand_on_the_page() {
    let folder = folder(&[("a.ndjson", sending(r#"{"from":"u","text":5}"#).as_bytes())]);
    let ran = run_in(folder.path(), &["baseline", "create", "a.ndjson", "--reason", "see @team #7"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let known = ["verify", "a.ndjson", "--baseline", "directline-baseline.toml", "-f", "markdown"];
    let arguments = [&known[..], &["--coverage", "--min-coverage", "99"]].concat();
    let ran = run_in(folder.path(), &arguments);
    assert!(ran.stdout.starts_with("# Direct Line 1.1: "), "{ran:?}");
    let text = read(&ran.stdout);
    assert_eq!(text.other, Vec::<String>::new());
    assert!(!text.prose.iter().any(|text| text.contains(['@', '#'])), "{:?}", text.prose);
    assert!(text.blocks.contains("known: see @team #7"), "{:?}", text.blocks);
    assert!(text.blocks.contains("Coverage") && text.blocks.contains("Known findings"), "{:?}", text.blocks);
    assert!(text.blocks.iter().any(|text| text.contains("is below 99 %")), "{:?}", text.blocks);
}
