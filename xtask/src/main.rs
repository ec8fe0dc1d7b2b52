//! Automation of the project, in Rust so that it runs wherever the project builds.
//!
//! `cargo xtask ci` is what CI runs; `cargo bless` accepts new output. Commands run the built binary
//! rather than importing it.

mod accept;
mod bench;
mod ci;
mod codegen;
mod contract_line;
mod dist;
mod fuzz_all;
mod hunt;
mod interop;
mod measure;
mod mutants;
mod new_rule;
mod rule_pages;
mod run;
mod shots;
mod snippets;
mod tidy;
mod trace;
mod vectors;

use bench::peers::Stage;
use clap::{Parser, Subcommand};

/// Automation of the Direct Line contract toolkit.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything that must pass: format, lints, tests, documentation, generated files, recordings.
    Ci,
    /// Writes the generated files (`schemas/`, `docs/contract.md`, `docs/rules/`, `docs/images/`); with --check, fails when they are stale.
    Codegen {
        /// Only compare.
        #[arg(long)]
        check: bool,
    },
    /// Accepts new output: generated files and goldens.
    Bless,
    /// Holds the source to the rules of the house that no compiler checks.
    Tidy,
    /// Prints what holds each sentence of the documents; fails when one has no rule, type or excuse.
    Trace {
        /// Takes announced rules for written ones.
        #[arg(long)]
        allow_pending: bool,
        /// Prints the totals and the offences only.
        #[arg(short, long)]
        quiet: bool,
    },
    /// Runs the built binary over the recordings and compares the verdicts with the expected ones.
    Accept {
        /// Also prints every exchange that differs.
        #[arg(short, long)]
        verbose: bool,
    },
    /// Measures how fast recordings are read, beside other programs (jsonschema, ajv, a reader that keeps nothing); makes the recordings itself.
    Bench(bench::Options),
    /// Packs the tool, linked statically, with its completions and manual pages into an archive, and tries it.
    Dist(dist::Options),
    /// Runs every fuzz target for a while (cargo-fuzz, nightly), seeded from the corpus.
    FuzzAll(fuzz_all::Options),
    /// Shows the schemas to validators of other languages, which it installs, and compares their verdicts with the types'.
    Interop(interop::Arguments),
    /// Hunts every fault of the model service over HTTP, and none where there is none; measures how fast that goes.
    Hunt(hunt::Options),
    /// Measures start-up time and peak memory of `directline verify`, and what long and hostile recordings cost.
    Measure,
    /// Changes the code in one place at a time and looks whether the tests notice (cargo-mutants).
    Mutants(mutants::Options),
    /// Writes the pictures of real output that the documentation shows (`docs/images/`).
    Shots,
    /// Installs what the README of the test vectors uses, and runs its snippets.
    Snippets,
    /// Writes a new rule: its file, its line in the registry, its empty witness pair.
    NewRule {
        /// The family: transport, message, upload, url, error, response or conversation.
        family: String,
        /// The name: kebab-case, says the offence.
        name: String,
    },
    /// Runs a command and prints the peak memory of its process in KiB (used by `measure`).
    #[command(hide = true)]
    Peak {
        /// The command and its arguments.
        #[arg(trailing_var_arg = true, required = true)]
        command: Vec<String>,
    },
    /// One of those that `bench` compares with.
    #[command(hide = true)]
    Peer {
        /// Which.
        #[command(subcommand)]
        which: Peer,
    },
}

#[derive(Subcommand)]
enum Peer {
    /// Reads JSON and keeps nothing.
    Ignored {
        /// The recording.
        file: std::path::PathBuf,
    },
    /// Looks at each body with a JSON Schema.
    Schema {
        /// The recording.
        file: std::path::PathBuf,
    },
    /// Does with exchanges what the tool does, up to a stage.
    Stage {
        /// The last stage.
        stage: Stage,
        /// The recording.
        file: std::path::PathBuf,
    },
    /// Reads forms, and searches them.
    Multipart,
}

/// That of the tool: what is measured beside it shall have it, too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Ci => ci::run(),
        Task::Codegen { check } => codegen::run(check),
        Task::Bless => ci::bless(),
        Task::Tidy => tidy::run(),
        Task::Trace { allow_pending, quiet } => {
            trace::run(if allow_pending { trace::Pending::Allowed } else { trace::Pending::Refused }, quiet)
        }
        Task::Bench(options) => bench::run(&options),
        Task::Peer { which: Peer::Ignored { file } } => bench::peers::ignored(&file),
        Task::Peer { which: Peer::Schema { file } } => bench::peers::schema(&file),
        Task::Peer { which: Peer::Stage { stage, file } } => bench::peers::stage(&file, stage),
        Task::Peer { which: Peer::Multipart } => bench::multipart::run(5),
        Task::Accept { verbose } => accept::run(verbose),
        Task::Dist(options) => dist::run(&options),
        Task::FuzzAll(options) => fuzz_all::run(&options),
        Task::Interop(arguments) => interop::run(&arguments),
        Task::Hunt(options) => hunt::run(&options),
        Task::Measure => measure::run(),
        Task::Mutants(options) => mutants::run(&options),
        Task::Shots => shots::run(),
        Task::Snippets => snippets::run(),
        Task::NewRule { family, name } => new_rule::run(&family, &name),
        Task::Peak { command } => measure::peak(&command),
    }
}
