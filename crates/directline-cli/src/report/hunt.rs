//! What a hunt came to: a record of the machine formats, and lines for people.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::record::SCHEMA;
use super::schema;
use crate::closing::plural;
use crate::color::Styles;
use crate::shown;

/// What a run of `directline fuzz` came to. Its exchanges are those of the shortest sequences.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Hunt")]
pub(crate) struct HuntRecord {
    #[schemars(extend("enum" = ["hunt"]))]
    r#type: &'static str,
    /// The version of these records. New members do not change it.
    schema: u32,
    /// Equal seeds give equal requests.
    pub(crate) seed: u64,
    /// How many sequences were tried.
    pub(crate) cases: u64,
    /// How many requests they had, without those that made sequences short.
    pub(crate) requests: u64,
    /// The rules that were broken, in the order in which they were seen.
    caught: Vec<CaughtRecord>,
}

/// A rule that was broken in an operation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Caught")]
pub(crate) struct CaughtRecord {
    pub(crate) rule: &'static str,
    #[schemars(schema_with = "schema::level")]
    pub(crate) level: &'static str,
    #[schemars(schema_with = "schema::maybe_operation")]
    pub(crate) operation: Option<&'static str>,
    /// The sequence that showed it first, from 0.
    pub(crate) case: u64,
    /// How many requests were sent until it showed.
    pub(crate) requests: u64,
    /// How many exchanges the shortest sequence has.
    pub(crate) exchanges: usize,
    /// Whether it showed again when the same was sent again; null if that was not tried.
    pub(crate) repeatable: Option<bool>,
    /// The recording of the shortest sequence, if it could be written.
    pub(crate) recording: Option<String>,
    /// The shell script that sends the same requests, if it could be written.
    pub(crate) script: Option<String>,
}

impl HuntRecord {
    pub(crate) fn new(seed: u64, cases: u64, requests: u64, caught: Vec<CaughtRecord>) -> Self {
        Self { r#type: "hunt", schema: SCHEMA, seed, cases, requests, caught }
    }

    /// A line for each rule that was broken, and where its sequence is.
    pub(super) fn write(&self, out: &mut dyn Write, styles: &Styles) -> io::Result<()> {
        for caught in &self.caught {
            let operation = caught.operation.unwrap_or("no operation");
            let length = plural(caught.exchanges as u64, "request");
            let after = plural(caught.requests, "request");
            let doubt = if caught.repeatable == Some(false) { ", not again since" } else { "" };
            let style = styles.strong;
            writeln!(
                out,
                "{style}{}{style:#} in {operation}: shown by {length}, first after {after}{doubt}",
                caught.rule
            )?;
            for file in caught.recording.iter().chain(&caught.script) {
                writeln!(out, "  {}", shown::file(file))?;
            }
        }
        if self.caught.is_empty() { Ok(()) } else { writeln!(out) }
    }
}
