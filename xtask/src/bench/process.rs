//! Whole processes, measured side by side: each round runs every contender once.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::measure::Cost;

/// A program that is measured.
pub(super) struct Contender {
    pub(super) name: String,
    words: Vec<OsString>,
}

impl Contender {
    pub(super) fn new(name: &str, program: &Path, words: &[&str], file: &Path) -> Self {
        let mut all = vec![program.as_os_str().to_owned()];
        all.extend(words.iter().map(OsString::from));
        all.push(file.as_os_str().to_owned());
        Self { name: name.to_owned(), words: all }
    }

    /// `directline verify` on so many threads.
    pub(super) fn own(tool: &Path, jobs: usize, file: &Path) -> Self {
        let name =
            if jobs == 1 { "directline, 1 job".to_owned() } else { format!("directline, {jobs} jobs") };
        let jobs = jobs.to_string();
        Self::new(&name, tool, &["verify", "--no-config", "--format", "ndjson", "--jobs", &jobs], file)
    }

    fn cost(&self, meter: &Path) -> Result<Cost> {
        let mut command = Command::new(meter);
        let output = command.args(["peak", "--"]).args(&self.words).stderr(Stdio::inherit()).output()?;
        let cost = Cost::parse(&String::from_utf8_lossy(&output.stdout))?;
        if !matches!(cost.code, 0 | 1) {
            bail!("{} ended with {}", self.name, cost.code);
        }
        Ok(cost)
    }
}

/// What a contender costs: medians over the rounds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Median {
    pub(super) wall: f64,
    pub(super) cpu: f64,
    pub(super) mebibytes: f64,
}

/// Runs all of them, round after round.
pub(super) fn race(meter: &Path, contenders: &[Contender], rounds: usize) -> Result<Vec<Median>> {
    let mut costs: Vec<Vec<Cost>> = contenders.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (contender, costs) in contenders.iter().zip(&mut costs) {
            costs.push(contender.cost(meter)?);
        }
    }
    costs.iter().map(|costs| median(costs).context("no rounds")).collect()
}

fn median(costs: &[Cost]) -> Option<Median> {
    let middle = |figure: fn(&Cost) -> f64| {
        let mut figures: Vec<f64> = costs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied()
    };
    Some(Median {
        wall: middle(|cost| cost.millis)?,
        cpu: middle(|cost| cost.cpu_millis)?,
        mebibytes: middle(Cost::mebibytes)?,
    })
}
