//! `cargo xtask bench`: how fast `directline verify` reads recordings, beside others on the same files.
//!
//! It makes the recordings itself, equal on every machine. Contenders run in turn, round after round; figures are medians,
//! ratios are taken within one run. Nothing here is a test: a slow machine fails nothing.

mod ajv;
mod figures;
mod files;
pub(crate) mod multipart;
pub(crate) mod peers;
mod process;
mod traffic;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use clap::Args;

use crate::run::{binary, executable, root, say};
use figures::{Figures, Row};
use files::Kind;
use process::{Contender, Median, race};
use traffic::Traffic;

/// How many exchanges of a thousand deviate in the usual recording.
const USUAL: u64 = 20;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// How often each contender runs.
    #[arg(long, default_value = "5")]
    rounds: usize,
    /// How many exchanges the large recordings have.
    #[arg(long, default_value = "200000")]
    exchanges: usize,
    /// Also writes the table to docs/performance.md.
    #[arg(long)]
    write: bool,
}

/// Programs and folders.
struct Bench {
    tool: PathBuf,
    /// This program, optimised: the peers, and the meter.
    peer: PathBuf,
    folder: PathBuf,
    rounds: usize,
    figures: Figures,
    /// Of runs over large recordings: what it is, the peak, and the longest exchange, in MiB.
    peaks: Vec<(String, f64, f64)>,
}

/// Measures and prints.
pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let words =
        ["build", "--release", "--quiet", "--package", "xtask", "--message-format=json-render-diagnostics"];
    let peer = executable(Command::new("cargo").args(words).current_dir(root()))?;
    let mut bench = Bench {
        tool: binary()?,
        peer,
        folder,
        rounds: options.rounds.max(1),
        figures: Figures::default(),
        peaks: Vec::new(),
    };
    let few = options.exchanges / 20;
    for kind in [Kind::Har, Kind::Ndjson] {
        bench.beside_others(kind, options.exchanges, few)?;
    }
    bench.large_uploads(options.exchanges)?;
    bench.stages(options.exchanges)?;
    bench.deviating(few)?;
    bench.start()?;
    bench.forms()?;
    bench.figures.print();
    if options.write { bench.figures.write(&root().join("docs/performance.md")) } else { Ok(()) }
}

impl Bench {
    fn file(&self, name: &str, kind: Kind, traffic: Traffic) -> Result<PathBuf> {
        let path = self.folder.join(format!("{name}.{}", kind.name()));
        kind.write(traffic, &path).with_context(|| format!("{} cannot be written", path.display()))?;
        say(&format!("{}: {} MiB", path.display(), std::fs::metadata(&path)?.len() >> 20));
        Ok(path)
    }

    fn race(&self, contenders: &[Contender]) -> Result<Vec<Median>> {
        let medians = race(&self.peer, contenders, self.rounds)?;
        for (contender, median) in contenders.iter().zip(&medians) {
            say(&format!(
                "  {:24} {:>9.0} ms wall {:>9.0} ms CPU {:>7.1} MiB",
                contender.name, median.wall, median.cpu, median.mebibytes
            ));
        }
        Ok(medians)
    }

    fn beside_others(&mut self, kind: Kind, many: usize, few: usize) -> Result<()> {
        let traffic = Traffic { exchanges: many, deviating: USUAL, upload: 400 };
        let large = self.file("large", kind, traffic)?;
        let small = self.file("small", kind, Traffic { exchanges: few, ..traffic })?;
        let mut contenders = vec![
            Contender::own(&self.tool, 1, &large),
            Contender::own(&self.tool, 2, &large),
            Contender::new("serde_json, IgnoredAny", &self.peer, &["peer", "ignored"], &large),
            Contender::new("jsonschema over Value", &self.peer, &["peer", "schema"], &large),
            Contender::own(&self.tool, 1, &small),
        ];
        let ajv = ajv::install(&self.folder)?;
        if ajv {
            let script = self.folder.join("ajv/ajv.mjs");
            let words = [script.as_os_str().to_str(), root().join("schemas").to_str()]
                .map(|word| word.unwrap_or_default().to_owned());
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let words = [&["--max-old-space-size=16384"], &words[..]].concat();
            contenders.push(Contender::new("ajv, hand-written router", Path::new("node"), &words, &large));
        }
        let medians = self.race(&contenders)?;
        let [one, two, ignored, schema, little, rest @ ..] = medians.as_slice() else { return Ok(()) };
        let name = kind.name();
        let goals: [(&str, &str, &str); 2] = if kind == Kind::Har {
            [("4", "6", "1 job"), ("7", "11", "2 jobs")]
        } else {
            [("2.5", "3.5", "1 job"), ("4.5", "6.5", "2 jobs")]
        };
        if let Some(ajv) = rest.first() {
            for ((must, aim, jobs), own) in goals.iter().zip([one, two]) {
                self.figures.push(Row::more(
                    format!("{name} of {many}: speed beside ajv, {jobs}"),
                    ajv.wall / own.wall,
                    must,
                    aim,
                ));
            }
        }
        self.figures.push(Row::less(
            format!("{name}: CPU beside IgnoredAny, 1 job"),
            one.cpu / ignored.cpu,
            "3.2",
            "2.0",
        ));
        self.figures.push(Row::more(
            format!("{name}: speed beside jsonschema over Value, 1 job"),
            schema.wall / one.wall,
            "",
            "",
        ));
        let (must, aim) = if kind == Kind::Har { ("0.70", "0.57") } else { ("0.60", "0.53") };
        self.figures.push(Row::less(format!("{name}: wall of 2 jobs to 1"), two.wall / one.wall, must, aim));
        self.figures.push(Row::less(
            format!("{name}: time of {many} to {few}"),
            one.wall / little.wall,
            "22",
            "20",
        ));
        self.peak(&format!("{name} of {many}"), &[*one, *two], &large)
    }

    /// Keeps the peaks of 1 job and 2.
    fn peak(&mut self, what: &str, medians: &[Median], path: &Path) -> Result<()> {
        let longest = files::longest(path)?;
        for (median, jobs) in medians.iter().zip(["1 job", "2 jobs"]) {
            self.peaks.push((format!("{what}: peak memory in MiB, {jobs}"), median.mebibytes, longest));
        }
        Ok(())
    }

    /// What each stage takes of each exchange, of which the tool does all; what may be remembered of earlier exchanges,
    /// measured where that is full; and the peaks beside it.
    fn stages(&mut self, many: usize) -> Result<()> {
        let mut ledger = 0.0_f64;
        for kind in [Kind::Har, Kind::Ndjson] {
            let name = kind.name();
            let path = self.folder.join(format!("large.{name}"));
            let until = |stage| Contender::new(stage, &self.peer, &["peer", "stage", stage], &path);
            let tool = Contender::own(&self.tool, 1, &path);
            let medians =
                self.race(&[until("cut"), until("read"), until("examined"), until("remembered"), tool])?;
            let [cut, read, examined, remembered, tool] = medians.as_slice() else { return Ok(()) };
            ledger = ledger.max(remembered.mebibytes - examined.mebibytes);
            let each = 1000.0 / f64::from(u32::try_from(many)?);
            for (what, millis) in [
                ("cutting it out", cut.cpu),
                ("reading it", read.cpu - cut.cpu),
                ("judging it by itself, and its secrets", examined.cpu - read.cpu),
                ("remembering it, and rules across exchanges", remembered.cpu - examined.cpu),
                ("reporting it", tool.cpu - remembered.cpu),
            ] {
                let what = format!("{name}: microseconds of CPU for an exchange: {what}");
                self.figures.push(Row::less(what, millis * each, "", ""));
            }
        }
        self.figures.push(Row::less("ledger and known secrets, full, in MiB".to_owned(), ledger, "", ""));
        for (what, peak, longest) in std::mem::take(&mut self.peaks) {
            let must = format!("{:.1}", 32.0 + 4.0 * longest + ledger);
            let aim = format!("{:.1}", 16.0 + ledger);
            self.figures.push(Row::less(what, peak, &must, &aim));
        }
        Ok(())
    }

    /// A recording of more than a gigabyte.
    fn large_uploads(&mut self, many: usize) -> Result<()> {
        let exchanges = many / 2;
        let upload = 1_100_000_000 / (exchanges / traffic::PER_CONVERSATION).max(1);
        let path = self.file("uploads", Kind::Har, Traffic { exchanges, deviating: USUAL, upload })?;
        let medians =
            self.race(&[Contender::own(&self.tool, 1, &path), Contender::own(&self.tool, 2, &path)])?;
        let size = std::fs::metadata(&path)?.len() >> 20;
        self.peak(&format!("har of {size} MiB"), &medians, &path)?;
        std::fs::remove_file(&path)?;
        Ok(())
    }

    fn deviating(&mut self, exchanges: usize) -> Result<()> {
        let traffic = Traffic { exchanges, deviating: 0, upload: 400 };
        let none = self.file("conforming", Kind::Ndjson, traffic)?;
        let all = self.file("deviating", Kind::Ndjson, Traffic { deviating: 1000, ..traffic })?;
        let medians =
            self.race(&[Contender::own(&self.tool, 1, &none), Contender::own(&self.tool, 1, &all)])?;
        if let [none, all] = medians.as_slice() {
            self.figures.push(Row::less(
                "time of 100 % deviating to 0 %".to_owned(),
                all.wall / none.wall,
                "3",
                "2",
            ));
        }
        Ok(())
    }

    fn start(&mut self) -> Result<()> {
        let path = self.file("ten", Kind::Har, Traffic { exchanges: 10, deviating: 0, upload: 400 })?;
        let medians = race(&self.peer, &[Contender::own(&self.tool, 1, &path)], self.rounds.max(21))?;
        let wall = medians.first().map_or(0.0, |median| median.wall);
        self.figures.push(Row::less("ten exchanges, whole process, in ms".to_owned(), wall, "10", "5"));
        Ok(())
    }

    fn forms(&mut self) -> Result<()> {
        let output =
            Command::new(&self.peer).args(["peer", "multipart"]).stderr(Stdio::inherit()).output()?;
        anyhow::ensure!(output.status.success(), "forms could not be read");
        let text = String::from_utf8_lossy(&output.stdout);
        for line in text.lines() {
            let (size, ratio) = line.split_once(' ').context("no ratio")?;
            let (must, aim) = if size == "256" { ("0.6", "0.9") } else { ("0.4", "0.7") };
            self.figures.push(Row::more(
                format!("forms with parts of {size} KiB: speed beside memmem"),
                ratio.parse()?,
                must,
                aim,
            ));
        }
        Ok(())
    }
}
