//! The guide as a book: `docs/SUMMARY.md` lists every page, and no link leads nowhere.

use std::collections::BTreeSet;
use std::path::Path;

use super::page::blocks;
use super::pages::pages;
use super::samples::root;

/// Where the links of a page lead, as they are written.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link)
}

/// The anchor that a heading gets.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn the_summary_lists_every_page_once() {
    let (mut files, mut summary) = (Vec::new(), String::new());
    for (name, text) in pages() {
        match name.strip_prefix("docs/") {
            Some("SUMMARY.md") => summary = text,
            Some(page) => files.push(page.to_owned()),
            None => {}
        }
    }
    let mut listed: Vec<&str> = links(&summary).collect();
    listed.sort_unstable();
    let mut files: Vec<&str> = files.iter().map(String::as_str).collect();
    files.sort_unstable();
    assert_eq!(listed, files);
}

#[test]
fn no_link_leads_nowhere() {
    let mut wrong = Vec::new();
    for (name, text) in pages() {
        let folder = root().join(&name).parent().unwrap().to_path_buf();
        for link in links(&text).filter(|link| !link.contains("://")) {
            let (path, place) = link.split_once('#').unwrap_or((link, ""));
            let file = if path.is_empty() { root().join(&name) } else { folder.join(path) };
            if !file.exists() || !has_anchor(&file, place) {
                wrong.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn has_anchor(file: &Path, place: &str) -> bool {
    if place.is_empty() {
        return true;
    }
    let text = std::fs::read_to_string(file).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchors: BTreeSet<String> = headings.map(|line| anchor(line.trim_start_matches('#'))).collect();
    anchors.contains(place)
}

#[test]
fn rust_in_a_page_is_compiled() {
    let compiled = compiled();
    for (name, text) in pages() {
        for code in blocks(&text, "rust") {
            assert!(
                compiled.iter().any(|file| file.contains(&code)),
                "{name}: in no example and no test\n{code}"
            );
        }
    }
}

/// The files of Rust that pages may show: examples, and tests of examples and libraries.
fn compiled() -> Vec<String> {
    let mut files = Vec::new();
    for package in ["crates", "examples"]
        .map(|folder| std::fs::read_dir(root().join(folder)).unwrap())
        .into_iter()
        .flatten()
    {
        for folder in ["examples", "tests"] {
            let entries =
                std::fs::read_dir(package.as_ref().unwrap().path().join(folder)).into_iter().flatten();
            let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
            files.extend(paths.map(|path| std::fs::read_to_string(path).unwrap()));
        }
    }
    files
}

#[test]
fn commands_of_a_pipeline_are_tried() {
    for (name, text) in pages() {
        let code = blocks(&text, "yaml").concat();
        let commands = code.lines().filter_map(|line| line.trim().strip_prefix("- run: "));
        for command in commands.filter(|command| !command.starts_with("cargo ")) {
            assert!(
                text.contains(&format!("\n$ {command}\n")),
                "{name}: {command} is in no ```console block"
            );
        }
    }
}
