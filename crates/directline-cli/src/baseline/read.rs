//! Reads a baseline. What is wrong with one has a line and a column, and ends the run before it begins.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::rc::Rc;

use directline_validator::redact::Secrets;
use directline_validator::{Side, rules};
use serde::Deserialize;
use toml::Spanned;

use super::day::Day;
use super::schema::{Document, Item, operations};
use super::{Baseline, EMPTY, Entry, MOST_ENTRIES};
use crate::error::Failure;
use crate::near;
use crate::shown;

/// The version of the format.
const VERSION: i64 = 1;

/// How large a file may be, in bytes.
const LARGEST: u64 = 64 << 20;

/// How much of what the parser says is shown, in characters: it may quote the file.
const LONGEST: usize = 300;

impl Baseline {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let file = shown::file(&path.to_string_lossy());
        let bytes = bytes(path).map_err(|error| unreadable(&file, &error))?;
        if bytes.len() as u64 > LARGEST {
            let what = format!("{file} is no baseline: it is larger than {} MiB", LARGEST >> 20);
            return Err(Failure::usage(what, "name a file that directline baseline create wrote"));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(file, text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Err(Source::new(&file, &text).wrong(at, "it is not UTF-8", "save the file as UTF-8"))
            }
        }
    }

    /// One without entries, of no file yet.
    pub(crate) fn empty() -> Result<Self, Failure> {
        Self::parse(String::new(), EMPTY.to_owned())
    }

    fn parse(file: String, text: String) -> Result<Self, Failure> {
        let source = Source::new(&file, &text);
        let document = source.document()?;
        match *document.version.get_ref() {
            VERSION => {}
            version if version > VERSION => return Err(source.newer(version)),
            version => {
                let what = format!("there is no version {version} of baselines");
                return Err(source.wrong(document.version.span().start, &what, "write version = 1"));
            }
        }
        if document.known.len() > MOST_ENTRIES {
            let what = format!("there are more than {MOST_ENTRIES} entries");
            return Err(source.wrong(0, &what, "repair what they have in common, or --skip its rule"));
        }
        let does_expire = document.known.iter().any(|item| item.get_ref().expires.is_some());
        let today = does_expire.then(Day::today).transpose()?;
        let (mut entries, mut index) = (Vec::new(), HashMap::new());
        for item in &document.known {
            let fingerprint = &item.get_ref().fingerprint;
            let entry = source.entry(item, today)?;
            if let Some(number) = index.insert(entry.fingerprint.clone(), entries.len()) {
                let line = entries.get(number).map_or(0, |first: &Rc<Entry>| first.line);
                let what = format!("this fingerprint stands in line {line} too");
                return Err(source.wrong(fingerprint.span().start, &what, "take one of the two away"));
            }
            entries.push(Rc::new(entry));
        }
        Ok(Self { file, text, entries, index })
    }
}

/// The text of a file, and where its lines begin.
struct Source<'t> {
    file: &'t str,
    text: &'t str,
    lines: Vec<usize>,
}

impl<'t> Source<'t> {
    fn new(file: &'t str, text: &'t str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at.saturating_add(1))).collect();
        Self { file, text, lines }
    }

    /// The line with that byte, from 1.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|begin| *begin <= at)
    }

    /// What is wrong at that byte.
    fn wrong(&self, at: usize, what: &str, help: &str) -> Failure {
        let line = self.line(at);
        let begin = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
        // The start of a character: columns count these.
        let at = (begin..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        let before = self.text.get(begin..at.unwrap_or(begin)).unwrap_or_default();
        let column = before.chars().count().saturating_add(1);
        Failure::usage(format!("{}:{line}:{column}: {what}", self.file), help)
    }

    fn newer(&self, version: i64) -> Failure {
        let what = format!(
            "{}: this baseline has version {version}; this directline knows version {VERSION}",
            self.file
        );
        Failure::usage(what, "use the directline that wrote it, or a newer one")
    }

    fn document(&self) -> Result<Document, Failure> {
        toml::from_str(self.text).map_err(|error| {
            // One that is newer may have anything else.
            if let Some(version) = version(self.text).filter(|version| *version > VERSION) {
                return self.newer(version);
            }
            let said: String = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
            let said: String = said.chars().take(LONGEST).collect();
            let at = error.span().map_or(0, |span| span.start);
            self.wrong(at, &said, "directline schema baseline has the shape of the file")
        })
    }

    fn entry(&self, item: &Spanned<Item>, today: Option<Day>) -> Result<Entry, Failure> {
        let line = self.line(item.span().start);
        let Item { fingerprint, rule, operation, side, r#where, reason, expires } = item.get_ref();
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if fingerprint.get_ref().len() != 16 || !fingerprint.get_ref().bytes().all(is_hex) {
            let help = "copy it from a report (--format json), or let directline baseline update write it";
            return Err(self.wrong(
                fingerprint.span().start,
                "a fingerprint has 16 digits of 0-9 and a-f",
                help,
            ));
        }
        let names = || rules().iter().map(|rule| rule.name);
        let found = rules().iter().find(|known| known.name == rule.get_ref());
        let rule = found.ok_or_else(|| self.unknown("rule", rule, names()))?;
        let known = |operation: &Spanned<String>| {
            let found = operations().find(|known| known == operation.get_ref());
            found.ok_or_else(|| self.unknown("operation", operation, operations()))
        };
        let operation = operation.as_ref().map(known).transpose()?;
        let sides = || Side::ALL.into_iter();
        let known = |side: &Spanned<String>| {
            let found = sides().find(|known| known.name() == side.get_ref());
            found.ok_or_else(|| self.unknown("side", side, sides().map(Side::name)))
        };
        let side = side.as_ref().map(known).transpose()?;
        if reason.get_ref().trim().is_empty() {
            let help = "say why the finding may stay; who reads it next does not know";
            return Err(self.wrong(reason.span().start, "the reason is empty", help));
        }
        let expires = expires.as_ref().map(|expires| self.date(expires)).transpose()?;
        Ok(Entry {
            fingerprint: fingerprint.get_ref().clone(),
            rule,
            operation,
            side,
            place: Secrets::new().mask(r#where.as_deref().unwrap_or_default()),
            reason: Secrets::new().mask(reason.get_ref()),
            expires: expires.map(|date| date.to_string()),
            is_expired: expires.zip(today).is_some_and(|(date, today)| Day::of(date) < today),
            line,
        })
    }

    fn date(&self, expires: &Spanned<toml::Value>) -> Result<toml::value::Date, Failure> {
        let date =
            expires.get_ref().as_datetime().filter(|date| date.time.is_none() && date.offset.is_none());
        date.and_then(|date| date.date).ok_or_else(|| {
            let help = "write a day without quotes, as in expires = 2026-12-31";
            self.wrong(expires.span().start, "expires is no date", help)
        })
    }

    fn unknown<'n>(
        &self,
        what: &str,
        name: &Spanned<String>,
        names: impl Iterator<Item = &'n str>,
    ) -> Failure {
        let shown: String = name.get_ref().chars().take(80).collect();
        let near = near::nearest(name.get_ref(), names);
        let help = if near.is_empty() {
            "correct it, or use the directline that wrote it".to_owned()
        } else {
            format!("did you mean {}?", near::either(&near))
        };
        self.wrong(name.span().start, &format!("there is no {what} '{shown}'"), &help)
    }
}

/// The version that a file says it has.
fn version(text: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Version {
        version: i64,
    }

    toml::from_str(text).ok().map(|Version { version }| version)
}

/// At most one byte more than a file may have.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(file: &str, error: &io::Error) -> Failure {
    let text = error.to_string();
    let said = text.split(" (os error").next().unwrap_or(&text).to_lowercase();
    let help = match error.kind() {
        io::ErrorKind::NotFound => "directline baseline create makes one",
        _ => "name a file that this account may read",
    };
    Failure::usage(format!("the baseline {file} cannot be read: {said}"), help)
}
