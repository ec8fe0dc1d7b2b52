//! The page as a whole: what there is no room for is left out, and the page says so.

use std::fmt::Write as _;

use crate::closing::plural;

/// How long the page is at most, in bytes: GitHub takes summaries of up to 1 MiB for each step of a job.
pub(super) const MOST_BYTES: usize = 1_000_000;

/// A page of bounded length.
pub(super) struct Page {
    text: String,
    /// How long the text may be without its end.
    room: usize,
    left_out: u64,
    /// How many findings those are about.
    findings: u64,
}

/// Room for the sentences that say what was left out.
const SENTENCES: usize = 2000;

impl Page {
    /// A page that begins with `head` and has room for `tail` in the end.
    pub(super) fn new(head: String, tail: &str) -> Self {
        Self { text: head, room: MOST_BYTES.saturating_sub(tail.len()), left_out: 0, findings: 0 }
    }

    /// Adds a section, or counts it where there is no room. After the first that does not fit none does: what is left out
    /// is the end.
    pub(super) fn add(&mut self, section: &str) {
        let length = self.text.len().saturating_add(section.len()).saturating_add(SENTENCES);
        if self.left_out == 0 && length <= self.room {
            self.text.push_str(section);
        } else {
            self.left_out = self.left_out.saturating_add(1);
        }
    }

    /// Adds a section about so many findings, or counts it and them.
    pub(super) fn add_findings(&mut self, section: &str, findings: u64) {
        let before = self.left_out;
        self.add(section);
        if self.left_out > before {
            self.findings = self.findings.saturating_add(findings);
        }
    }

    /// Adds a few sentences that are never left out.
    pub(super) fn say(&mut self, sentences: &str) {
        self.text.push_str(sentences);
    }

    /// Sections that are left out already.
    pub(super) fn leave_out(&mut self, number: u64) {
        self.left_out = self.left_out.saturating_add(number);
    }

    /// The page with its end, and what was left out.
    pub(super) fn end(mut self, tail: &str) -> String {
        if self.left_out > 0 {
            let sections = plural(self.left_out, "section");
            let findings = match self.findings {
                0 => String::new(),
                findings => format!(" with {}", plural(findings, "finding")),
            };
            let why = "the page would be longer than GitHub shows";
            // Writing to a string does not fail.
            let _ = write!(
                self.text,
                "**Left out: {sections}{findings}; {why}.** `--format html` and `--format ndjson` show everything.\n\n"
            );
        }
        self.text.push_str(tail);
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_too_long_says_what_it_leaves_out() {
        let mut page = Page { text: String::new(), room: 3000, left_out: 0, findings: 0 };
        for section in ["a".repeat(700), "b".repeat(400), "c".to_owned()] {
            page.add_findings(&section, 3);
        }
        page.say("and more");
        let text = page.end("the end");
        assert!(
            text.starts_with(&"a".repeat(700)) && text.ends_with("the end") && text.contains("and more"),
            "{text}"
        );
        assert!(text.contains("**Left out: 2 sections with 6 findings;") && !text.contains("bbb"), "{text}");
        assert!(text.len() < 3000, "{}", text.len());
    }
}
