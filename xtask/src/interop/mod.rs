//! `cargo xtask interop`: validators of other languages judge the same instances by the published schemas, and must
//! come to the verdict of the strict types.
//!
//! Engines are installed into `target/interop/` (npm, pip) or from Debian packages, and run without network, each
//! through a small driver (`drivers/`): schemas in a folder, one `SCHEMA<TAB>JSON` a line on standard input, one
//! verdict a line on standard output (`1`, `0` or `error WHY`). The OpenAPI documents are shown to OpenAPI tools.

mod engine;
mod engines;
mod goal;
mod install;
mod instances;
mod openapi;
mod own;
mod process;
mod reference;
mod table;
mod workshop;

use anyhow::{Result, bail};

use crate::run::say;
use engine::{Engine, Outcome};
use engines::ENGINES;
use goal::Goal;
use install::Installer;
use instances::{Collection, Wanted};
use workshop::Workshop;

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this engine (may be repeated).
    #[arg(long, value_name = "NAME")]
    engine: Vec<String>,
    /// How many instances to generate, beside those of the corpus and the vectors.
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    instances: usize,
    /// Where the generator starts: the same number gives the same instances.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Runs every engine, prints the table, and fails unless all agree.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let chosen = chosen(&arguments.engine)?;
    let workshop = Workshop::open()?;
    let wanted = Wanted { generated: arguments.instances, seed: arguments.seed };
    let collection = Collection::gather(wanted)?;
    collection.describe();
    workshop.write_instances(&collection.instances)?;
    let own = own::disagreements(&collection)?;
    let mut installer = Installer::new(&workshop);
    let mut rows = Vec::new();
    for engine in chosen {
        let outcome = match installer.provide(engine) {
            Ok(()) => engine.judge(&workshop, &collection)?,
            Err(why) => Outcome::NotInstalled(format!("{why:#}")),
        };
        rows.push((engine, outcome));
    }
    table::print(&rows, &collection);
    let documents = openapi::check(&workshop, &mut installer)?;
    let is_part = !arguments.engine.is_empty();
    Goal { rows: &rows, collection: &collection, own, documents, is_part }.judge()
}

fn chosen(names: &[String]) -> Result<Vec<&'static Engine>> {
    if let Some(unknown) = names.iter().find(|name| !ENGINES.iter().any(|engine| engine.name == **name)) {
        let known: Vec<&str> = ENGINES.iter().map(|engine| engine.name).collect();
        bail!("no engine `{unknown}`; there are: {}", known.join(", "));
    }
    if names.is_empty() {
        say(&format!("{} engines", ENGINES.len()));
    }
    let is_chosen = |engine: &&Engine| names.is_empty() || names.iter().any(|name| name == engine.name);
    Ok(ENGINES.iter().filter(is_chosen).collect())
}
