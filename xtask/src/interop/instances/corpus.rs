//! The JSON texts of the corpus: every body of every recording, Message parts of uploads included, the recordings' own
//! lines where they are NDJSON, and reports about them.

use std::collections::BTreeSet;
use std::fs;

use anyhow::Result;
use directline_capture::{Format, Limits, inputs, open};
use directline_exchange::Body;

use crate::run::root;

/// The texts, each once, in the order of their bytes.
pub(super) struct Corpus {
    /// Bodies.
    pub(super) bodies: Vec<String>,
    /// Lines of NDJSON recordings.
    pub(super) lines: Vec<String>,
    /// Reports of the tool.
    pub(super) reports: Vec<String>,
}

/// The schema of a line of NDJSON.
const LINE: &str = "exchange";

/// The schema of the tool's own report.
pub(super) const REPORT: &str = "report";

impl Corpus {
    /// Reads the corpus.
    pub(super) fn read(reports: Vec<String>) -> Result<Self> {
        let mut bodies = BTreeSet::new();
        let mut lines = BTreeSet::new();
        for input in inputs(&[root().join("corpus")]).into_iter().flatten() {
            let Ok(capture) = open(&input, &Limits::default()) else { continue };
            if capture.format() == Format::Ndjson {
                lines.extend(fs::read_to_string(&input.name)?.lines().map(str::to_owned));
            }
            for recorded in capture.flatten() {
                texts(&recorded.exchange.request.body, &mut bodies);
                texts(&recorded.exchange.response.body, &mut bodies);
            }
        }
        Ok(Self { bodies: bodies.into_iter().collect(), lines: lines.into_iter().collect(), reports })
    }

    /// Each body with the schema of each object, each line with the schema of a line.
    pub(super) fn instances<'a>(
        &'a self,
        schemas: &'a [String],
    ) -> impl Iterator<Item = (String, String)> + 'a {
        schemas.iter().flat_map(|schema| {
            let texts: &[String] = match schema.as_str() {
                LINE => &self.lines,
                REPORT => &self.reports,
                _ => &self.bodies,
            };
            texts.iter().map(|text| (schema.clone(), text.clone()))
        })
    }
}

/// The JSON texts of a body: itself, or, in an upload, what stands between blank lines and boundaries.
fn texts(body: &Body, found: &mut BTreeSet<String>) {
    let Some(text) = body.present().and_then(|content| std::str::from_utf8(&content.bytes).ok()) else {
        return;
    };
    let is_json = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if is_json(text) {
        found.insert(text.to_owned());
        return;
    }
    let parts = text.split("\r\n\r\n").filter_map(|part| part.split("\r\n--").next());
    found.extend(parts.filter(|part| is_json(part)).map(str::to_owned));
}
