//! One vector of whole exchanges, as it stands in a file.

use anyhow::{Result, bail};
use directline_validator::Profile;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{har, raw};

#[derive(Serialize)]
pub(super) struct Vector {
    pub(super) description: String,
    /// The rule that it is about, if it is about one.
    pub(super) rule: Option<&'static str>,
    pub(super) profile: &'static str,
    /// A further base URI, for recordings of servers elsewhere.
    pub(super) base_uri: Option<String>,
    /// The only side that is judged, if one is.
    pub(super) side: Option<&'static str>,
    ndjson: Vec<Box<RawValue>>,
    har: Option<Box<RawValue>>,
    har_missing: Option<&'static str>,
    expected: Expected,
}

#[derive(Serialize)]
pub(super) struct Expected {
    /// One for each exchange; `None` where it is not said.
    pub(super) verdicts: Vec<Option<&'static str>>,
    pub(super) findings: Vec<Finding>,
    /// Whether there may be notes that are not listed.
    pub(super) further_notes: bool,
    /// What must not be found, as a note neither.
    pub(super) silent: Vec<Silent>,
}

#[derive(Serialize)]
pub(super) struct Finding {
    pub(super) exchange: usize,
    pub(super) rule: &'static str,
    pub(super) level: &'static str,
    /// `None` where it is not said, as of the place.
    pub(super) side: Option<&'static str>,
    pub(super) part: Option<&'static str>,
    pub(super) pointer: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Silent {
    pub(super) exchange: usize,
    pub(super) rule: &'static str,
}

impl Expected {
    /// These findings and no others.
    pub(super) fn exactly(verdicts: Vec<Option<&'static str>>, findings: Vec<Finding>) -> Self {
        Self { verdicts, findings, further_notes: false, silent: Vec::new() }
    }
}

impl Vector {
    /// A vector under the profile `documented`, about no rule and both sides.
    pub(super) fn new(description: String, lines: &[String], expected: Expected) -> Result<Self> {
        if lines.len() != expected.verdicts.len() || lines.is_empty() {
            bail!("{description}: {} exchanges, {} verdicts", lines.len(), expected.verdicts.len());
        }
        let (har, har_missing) = match har::har(lines)? {
            Ok(har) => (Some(raw(serde_json::to_string(&har)?)?), None),
            Err(why) => (None, Some(why)),
        };
        Ok(Self {
            description,
            rule: None,
            profile: Profile::Documented.name(),
            base_uri: None,
            side: None,
            ndjson: lines.iter().map(raw).collect::<Result<_>>()?,
            har,
            har_missing,
            expected,
        })
    }
}
