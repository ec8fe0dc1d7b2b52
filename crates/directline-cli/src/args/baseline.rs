//! What can be asked of `directline baseline`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use directline_validator::Limits;

use super::{
    BodyBounds, Cover, Credentials, FailOn, Judging, ProfileArg, ReadingBounds, ReportFormat, ShownBounds,
    SideArg, Verify,
};
use crate::baseline::FILE;
use crate::help;

/// Where the file that is changed stands in help: elsewhere the option is about the exit code.
const HEADING: &str = "File";

/// `directline baseline`.
#[derive(Debug, Args)]
pub(crate) struct Baseline {
    /// What to do
    #[command(subcommand)]
    pub(crate) task: BaselineTask,
}

/// What can be done to a baseline.
#[derive(Debug, Subcommand)]
pub(crate) enum BaselineTask {
    /// Writes a new file in which every error and warning of these recordings is known
    #[command(after_help = help::BASELINE_CREATE)]
    Create(BaselineCreate),
    /// Adds the errors and warnings that are not in the file yet
    #[command(after_help = help::BASELINE_UPDATE)]
    Update(BaselineUpdate),
    /// Takes out the entries whose finding does not occur any more
    #[command(after_help = help::BASELINE_PRUNE)]
    Prune(BaselinePrune),
}

/// `directline baseline create`.
#[derive(Debug, Args)]
pub(crate) struct BaselineCreate {
    #[command(flatten)]
    pub(crate) judged: Judged,
    /// The file to write, which may not be there yet
    #[arg(short, long, value_name = "FILE", default_value = FILE)]
    pub(crate) output: PathBuf,
    /// Why these findings may stay
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    pub(crate) reason: Option<String>,
}

/// `directline baseline update`.
#[derive(Debug, Args)]
pub(crate) struct BaselineUpdate {
    #[command(flatten)]
    pub(crate) judged: Judged,
    /// The file to change
    #[arg(long, value_name = "FILE", default_value = FILE, help_heading = HEADING)]
    pub(crate) baseline: PathBuf,
    /// Why the new findings may stay
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    pub(crate) reason: Option<String>,
}

/// `directline baseline prune`.
#[derive(Debug, Args)]
pub(crate) struct BaselinePrune {
    #[command(flatten)]
    pub(crate) judged: Judged,
    /// The file to change
    #[arg(long, value_name = "FILE", default_value = FILE, help_heading = HEADING)]
    pub(crate) baseline: PathBuf,
    /// Also take out the entries of which these recordings do not show whether they still hold
    #[arg(long)]
    pub(crate) unchecked: bool,
}

/// What is judged, and how, as far as it decides what is found: the same options as of `directline verify`.
#[derive(Debug, Args)]
pub(crate) struct Judged {
    /// Recordings, folders with recordings, or - for standard input
    #[arg(value_name = "CAPTURE")]
    paths: Vec<PathBuf>,
    /// Also judge requests below this base URI (repeatable)
    #[arg(long, value_name = "URI")]
    base_uri: Vec<String>,
    /// How many threads examine exchanges; the result does not depend on it
    #[arg(short, long, value_name = "N", default_value = "1", value_parser = super::jobs::jobs)]
    jobs: NonZeroUsize,
    /// Judge one side only
    #[arg(long, value_enum)]
    side: Option<SideArg>,
    /// How to read the documents
    #[arg(long, value_enum, value_name = "PROFILE", default_value = "documented")]
    profile: ProfileArg,
    /// Run only these rules: a name, a pattern with *, or a family (repeatable)
    #[arg(long, value_name = "RULE")]
    only: Vec<String>,
    /// Do not run these rules: a name, a pattern with *, or a family (repeatable)
    #[arg(long, value_name = "RULE")]
    skip: Vec<String>,
    /// Give a rule another level: note, warning or error (repeatable)
    #[arg(long, value_name = "RULE=LEVEL")]
    level: Vec<String>,
    #[command(flatten)]
    bodies: BodyBounds,
    #[command(flatten)]
    credentials: Credentials,
    #[command(flatten)]
    reading: ReadingBounds,
    /// Of a multipart body with more parts, the others are not looked at
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_parts, value_parser = super::bounds::parts)]
    max_parts: usize,
}

impl Judged {
    /// The run of `directline verify` that finds the same.
    pub(crate) fn verify(&self) -> Verify {
        let Self { paths, base_uri, jobs, side, profile, only, skip, level, .. } = self;
        let Self { credentials, bodies, reading, max_parts, .. } = self;
        Verify {
            paths: paths.clone(),
            base_uri: base_uri.clone(),
            jobs: *jobs,
            side: *side,
            credentials: *credentials,
            reading: reading.clone(),
            judging: Judging {
                format: ReportFormat::Text,
                output: None,
                report: Vec::new(),
                profile: *profile,
                only: only.clone(),
                skip: skip.clone(),
                level: level.clone(),
                fail_on: FailOn::Never,
                cover: Cover::default(),
                baseline: None,
                bodies: bodies.clone(),
                max_parts: *max_parts,
                shown: ShownBounds { max_findings_per_exchange: 0, max_findings: 0 },
                quiet: true,
                verbose: false,
            },
        }
    }
}

/// A reason that says something.
fn reason(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("give a text that says why the findings may stay".to_owned());
    }
    Ok(text.to_owned())
}
