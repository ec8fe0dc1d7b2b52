//! What a hunt came to: a record of the machine formats, and lines for people.

use std::io::{self, Write};

use directline_fuzz::hunt::{Mutation, Toolkit};
use schemars::JsonSchema;
use serde::Serialize;

use super::record::SCHEMA;
use super::schema;
use crate::closing::plural;
use crate::color::Styles;
use crate::shown;

/// How many misfires a person is shown; machines get all.
const MOST_MISFIRES: usize = 10;

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
    pub(super) caught: Vec<CaughtRecord>,
    /// The toolkit against itself, where there was no target.
    pub(super) toolkit: Option<ToolkitRecord>,
}

/// What came of breaking exchanges on purpose.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Toolkit")]
pub(crate) struct ToolkitRecord {
    /// How many sound exchanges were broken.
    exchanges: u64,
    /// In how many ways.
    mutations: u64,
    /// How many operators did so.
    operators: usize,
    /// Where not the right rule spoke.
    misfires: Vec<MisfireRecord>,
}

/// A mutation that was not found by its rule alone.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Misfire")]
struct MisfireRecord {
    operator: &'static str,
    /// The rule that should speak.
    rule: &'static str,
    /// The rules that spoke.
    found: Vec<&'static str>,
    /// What the operator's choices were made from.
    seed: u64,
}

impl ToolkitRecord {
    pub(crate) fn new(toolkit: &Toolkit) -> Self {
        let misfire = |mutation: &Mutation| MisfireRecord {
            operator: mutation.operator.name,
            rule: mutation.operator.rule,
            found: mutation.after.keys().copied().collect(),
            seed: mutation.seed,
        };
        Self {
            exchanges: toolkit.exchanges,
            mutations: toolkit.mutations,
            operators: toolkit.operators.len(),
            misfires: toolkit.misfires.iter().map(misfire).collect(),
        }
    }

    /// A line for each of the first misfires.
    pub(super) fn misfires(&self) -> impl Iterator<Item = String> {
        self.misfires.iter().take(MOST_MISFIRES).map(|MisfireRecord { operator, rule, found, seed }| {
            format!("{operator} (seed {seed}): should break {rule} alone, breaks {}", found.join(", "))
        })
    }

    /// What it came to, in one line.
    pub(super) fn line(&self) -> String {
        let (exchanges, mutations) = (plural(self.exchanges, "exchange"), plural(self.mutations, "mutation"));
        let found = self.mutations.saturating_sub(self.misfires.len() as u64);
        let operators = plural(self.operators as u64, "operator");
        format!(
            "the toolkit itself: {mutations} of {exchanges} by {operators}, {found} found by the rule they break and no other"
        )
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for misfire in self.misfires() {
            writeln!(out, "{misfire}")?;
        }
        writeln!(out, "{}", self.line())
    }
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

impl CaughtRecord {
    /// Where the rule was broken, and by how much.
    pub(super) fn line(&self) -> String {
        let operation = self.operation.unwrap_or("no operation");
        let length = plural(self.exchanges as u64, "request");
        let after = plural(self.requests, "request");
        let doubt = if self.repeatable == Some(false) { ", not again since" } else { "" };
        format!("in {operation}: shown by {length}, first after {after}{doubt}")
    }
}

impl HuntRecord {
    pub(crate) fn new(
        seed: u64,
        cases: u64,
        requests: u64,
        caught: Vec<CaughtRecord>,
        toolkit: Option<ToolkitRecord>,
    ) -> Self {
        Self { r#type: "hunt", schema: SCHEMA, seed, cases, requests, caught, toolkit }
    }

    /// Whether the toolkit found what it broke itself, as far as it was tried.
    pub(super) fn is_toolkit_sound(&self) -> bool {
        self.toolkit.as_ref().is_none_or(|toolkit| toolkit.misfires.is_empty())
    }

    /// A line for each rule that was broken, and where its sequence is.
    pub(super) fn write(&self, out: &mut dyn Write, styles: &Styles) -> io::Result<()> {
        for caught in &self.caught {
            writeln!(out, "{0}{1}{0:#} {2}", styles.strong, caught.rule, caught.line())?;
            for file in caught.recording.iter().chain(&caught.script) {
                writeln!(out, "  {}", shown::file(file))?;
            }
        }
        if !self.caught.is_empty() {
            writeln!(out)?;
        }
        match &self.toolkit {
            Some(toolkit) => toolkit.write(out),
            None => Ok(()),
        }
    }
}
