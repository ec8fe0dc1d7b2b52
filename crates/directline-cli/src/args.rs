//! What can be asked on the command line.

mod baseline;
mod bounds;
mod convert;
mod cover;
mod credentials;
mod fuzz;
mod info;
mod jobs;
mod layout;
mod live;
mod manners;
mod redact;
mod replay;
mod report_to;
mod schema;
mod serve;
mod size;
mod validate;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use directline_validator::{Level, Limits, Profile, Side};

use crate::color::Color;
use crate::help;

pub(crate) use baseline::{Baseline, BaselineTask, Judged};
pub(crate) use bounds::{BodyBounds, ReadingBounds, ShownBounds};
pub(crate) use convert::Convert;
pub(crate) use cover::Cover;
pub(crate) use credentials::Credentials;
pub(crate) use fuzz::Fuzz;
pub(crate) use info::Info;
pub(crate) use layout::command;
pub(crate) use live::Live;
pub(crate) use manners::{Completions, Man};
pub(crate) use redact::Redact;
pub(crate) use replay::Replay;
pub(crate) use report_to::ReportTo;
pub(crate) use schema::{SchemaDiff, SchemaTask};
pub(crate) use serve::Serve;
pub(crate) use size::Size;
pub(crate) use validate::Validate;

/// Checks recordings of Microsoft Bot Framework Direct Line API 1.1 traffic against the documented contract
#[derive(Debug, Parser)]
#[command(name = "directline", version, about, after_help = help::DIRECTLINE, arg_required_else_help = true)]
#[command(disable_help_subcommand = true, disable_help_flag = true, disable_version_flag = true)]
pub(crate) struct Cli {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colour: auto, always or never
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(crate) color: Color,
    /// Take settings from this file instead of the nearest directline.toml
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Take settings from no file
    #[arg(long, global = true)]
    no_config: bool,
    /// Print help; -h is shorter where there is much to say
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Print the version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks recorded exchanges against the contract
    #[command(after_help = help::VERIFY)]
    Verify(Box<Verify>),
    /// Checks one object by itself: a message, an answer, an upload
    #[command(after_help = help::VALIDATE)]
    Validate(Box<Validate>),
    /// Sends requests to a service until it breaks the contract
    #[command(after_help = help::FUZZ)]
    Fuzz(Box<Fuzz>),
    /// Sends recorded requests again and compares the answers
    #[command(after_help = help::replay())]
    Replay(Box<Replay>),
    /// Writes copies of recordings without credentials
    #[command(after_help = help::REDACT)]
    Redact(Redact),
    /// Writes recordings in another format
    #[command(after_help = help::CONVERT)]
    Convert(Convert),
    /// Writes down which findings are known, so that only new ones fail
    #[command(after_help = help::BASELINE)]
    Baseline(Baseline),
    /// Lists the rules
    #[command(after_help = help::RULES)]
    Rules(Rules),
    /// Explains one rule, with the sentences it rests on
    #[command(after_help = help::EXPLAIN)]
    Explain(Explain),
    /// Prints, checks and compares the JSON Schemas of the API
    #[command(after_help = help::SCHEMA)]
    Schema(Schema),
    /// Runs a model of the service on this machine, to try things on
    #[command(after_help = help::SERVE)]
    Serve(Serve),
    /// Prints the settings that hold here, and where each comes from
    #[command(after_help = help::INFO)]
    Info(Info),
    /// Prints the script with which a shell completes commands and names
    #[command(after_help = help::COMPLETIONS)]
    Completions(Completions),
    /// Prints the manual page, or writes one for each command
    #[command(after_help = help::MAN)]
    Man(Man),
}

/// `directline verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Recordings in any format named below, folders with recordings, or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Also judge requests below this base URI (repeatable)
    #[arg(long, value_name = "URI")]
    pub(crate) base_uri: Vec<String>,
    /// How many threads examine exchanges; the report does not depend on it
    #[arg(short, long, value_name = "N", default_value = "1", value_parser = jobs::jobs)]
    pub(crate) jobs: NonZeroUsize,
    /// Judge one side only
    #[arg(long, value_enum)]
    pub(crate) side: Option<SideArg>,
    #[command(flatten)]
    pub(crate) credentials: Credentials,
    #[command(flatten)]
    pub(crate) reading: ReadingBounds,
    #[command(flatten)]
    pub(crate) judging: Judging,
}

/// How to judge and how to report: the options of all commands that do.
#[derive(Debug, Args)]
pub(crate) struct Judging {
    /// How to report
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: ReportFormat,
    /// Write the report to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Also write a report of this format to this file (repeatable)
    #[arg(long, value_name = "FORMAT=PATH", value_parser = OsStringValueParser::new().try_map(|text| report_to::parse(&text)))]
    pub(crate) report: Vec<ReportTo>,
    /// How to read the documents
    #[arg(long, value_enum, value_name = "PROFILE", default_value = "documented")]
    pub(crate) profile: ProfileArg,
    /// Run only these rules: a name, a pattern with *, or a family (repeatable)
    #[arg(long, value_name = "RULE")]
    pub(crate) only: Vec<String>,
    /// Do not run these rules: a name, a pattern with *, or a family (repeatable)
    #[arg(long, value_name = "RULE")]
    pub(crate) skip: Vec<String>,
    /// Give a rule another level: note, warning or error (repeatable)
    #[arg(long, value_name = "RULE=LEVEL")]
    pub(crate) level: Vec<String>,
    /// From which level on a finding ends the run with exit code 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "error")]
    pub(crate) fail_on: FailOn,
    #[command(flatten)]
    pub(crate) cover: Cover,
    /// Findings in this file are known: they are listed, but do not fail the run (see directline baseline)
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) bodies: BodyBounds,
    /// Of a multipart body with more parts, the others are not looked at
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_parts, value_parser = bounds::parts)]
    pub(crate) max_parts: usize,
    #[command(flatten)]
    pub(crate) shown: ShownBounds,
    /// Print the last line only
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Also list everything that was judged, every note in full, and what could not be decided
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

impl Judging {
    /// How much the rules look at of a body.
    pub(crate) fn limits(&self) -> Limits {
        let (max_body_bytes, max_depth) = (self.bodies.max_body.0, self.bodies.max_depth);
        Limits { max_body_bytes, max_depth, max_parts: self.max_parts }
    }
}

/// `directline rules`.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// How to list
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: ListFormat,
    /// Under which profile the levels are
    #[arg(long, value_enum, value_name = "PROFILE", default_value = "documented")]
    pub(crate) profile: ProfileArg,
}

/// `directline explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The rule's name, as reports show it
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
    /// How to print
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: ListFormat,
}

/// `directline schema`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Schema {
    /// What else can be done
    #[command(subcommand)]
    pub(crate) task: Option<SchemaTask>,
    /// The object, such as message-set, or openapi; without it the names are listed
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The version of JSON Schema
    #[arg(long, value_enum, requires = "name", conflicts_with = "check")]
    pub(crate) draft: Option<DraftName>,
    /// Say what the schemas in a folder have that is not as in this version
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    pub(crate) check: Option<PathBuf>,
    /// How to report what --check finds
    #[arg(short, long, value_enum, default_value = "text", requires = "check", conflicts_with = "name")]
    pub(crate) format: ListFormat,
}

/// Versions of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DraftName {
    /// The current one (the default)
    #[value(name = "2020-12")]
    Draft202012,
    /// The one that many older tools know
    #[value(name = "07")]
    Draft07,
}

/// Formats of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// One JSON object per line, written as soon as nothing that comes later can change it
    Ndjson,
    /// JUnit XML: a test per exchange, for the test views of CI systems
    Junit,
    /// SARIF 2.1.0: findings with their places, for code scanning and editors
    Sarif,
    /// GitHub Actions: annotations, and the step's summary
    Github,
    /// One Markdown page, for a pull request or a summary of a job
    Markdown,
    /// One HTML file to open in a browser: findings, diagrams and the rules' pages, without script
    Html,
}

/// Formats of listings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// JSON
    Json,
}

/// From which level on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// On errors
    Error,
    /// On errors and warnings
    Warning,
    /// Findings never fail the run
    Never,
}

impl FailOn {
    /// Whether a finding of that level fails the run.
    pub(crate) fn includes(self, level: Level) -> bool {
        match self {
            Self::Error => level >= Level::Error,
            Self::Warning => level >= Level::Warning,
            Self::Never => false,
        }
    }
}

/// [`Profile`] as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileArg {
    /// The reference pages are the law; what is known only from elsewhere is a note
    Documented,
    /// Anything undocumented is an error
    Strict,
    /// Known deviations of the real service are notes
    Observed,
}

impl From<ProfileArg> for Profile {
    fn from(argument: ProfileArg) -> Self {
        match argument {
            ProfileArg::Documented => Self::Documented,
            ProfileArg::Strict => Self::Strict,
            ProfileArg::Observed => Self::Observed,
        }
    }
}

/// [`Side`] as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SideArg {
    /// What the client sent
    Client,
    /// What the service answered
    Service,
}

impl From<SideArg> for Side {
    fn from(argument: SideArg) -> Self {
        match argument {
            SideArg::Client => Self::Client,
            SideArg::Service => Self::Service,
        }
    }
}
