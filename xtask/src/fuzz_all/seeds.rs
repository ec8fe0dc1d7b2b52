//! Seeds: the corpus, sorted by what each target reads. Nothing is kept twice in the repository: they are written into
//! `fuzz/corpus/`, which git ignores.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use data_encoding::{BASE64, HEXLOWER};
use directline_capture::{Format, Limits, Recorded, inputs, open_bytes};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::run::{root, say};

/// Larger files tell no more, and make every execution slow.
const LARGEST: usize = 32_768;

/// What separates the files of a pair; see `fuzz/src/reading.rs`.
const BETWEEN_PAIR: &[u8] = b"\n\0\n";

/// Inputs by the name of their target.
type Seeds = BTreeMap<String, Vec<Vec<u8>>>;

/// Writes the seeds of these targets.
pub(super) fn plant(targets: &[String]) -> Result<()> {
    let corpus = root().join("corpus");
    let mut seeds = Seeds::new();
    recordings(&corpus, &mut seeds)?;
    pairs(&corpus.join("recorded"), &mut seeds)?;
    add(&mut seeds, "json", below(&corpus.join("json-test-suite"))?);
    add(&mut seeds, "url", texts(&corpus, &["url/urls.json", "wpt-url/urltestdata.json"], "input")?);
    add(&mut seeds, "mask", texts(&corpus, &["hostile-inputs/threat-inputs.json"], "payload")?);
    add(&mut seeds, "multipart", forms(&corpus.join("multipart-differential/cases.json"))?);
    for (target, files) in regressions(&corpus.join("regressions"))? {
        add(&mut seeds, &target, files);
    }
    let mut count = 0;
    for target in targets {
        let folder = root().join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder)?;
        let own = seeds.remove(target).unwrap_or_default();
        for seed in own.into_iter().filter(|seed| seed.len() <= LARGEST) {
            let name = HEXLOWER.encode(&Sha256::digest(&seed));
            fs::write(folder.join(name), seed)?;
            count += 1;
        }
    }
    say(&format!("{count} seeds for {} targets", targets.len()));
    Ok(())
}

fn add(seeds: &mut Seeds, target: &str, inputs: impl IntoIterator<Item = Vec<u8>>) {
    seeds.entry(target.to_owned()).or_default().extend(inputs);
}

/// Every file that is a recording, for its reader and those that read any; and the bodies in them.
fn recordings(corpus: &Path, seeds: &mut Seeds) -> Result<()> {
    let limits = Limits::default();
    for bytes in below(corpus)?.into_iter().filter(|bytes| bytes.len() <= LARGEST) {
        let Ok(capture) = open_bytes("seed", bytes.clone(), &limits) else { continue };
        for target in [format!("read-{}", capture.format()).as_str(), "whole", "redact", "written"] {
            add(seeds, target, [bytes.clone()]);
        }
        for recorded in capture.flatten() {
            add(seeds, "object", bodies(&recorded));
        }
    }
    Ok(())
}

fn bodies(recorded: &Recorded) -> Vec<Vec<u8>> {
    let bodies = [&recorded.exchange.request.body, &recorded.exchange.response.body];
    bodies.into_iter().filter_map(|body| body.present().map(|content| content.bytes.clone())).collect()
}

/// Pairs of files, each as one input.
fn pairs(folder: &Path, seeds: &mut Seeds) -> Result<()> {
    for input in inputs(&[folder.to_owned()]) {
        let files = input?.files();
        let is_pairs = files.first().is_some_and(|path| path.to_string_lossy().ends_with(".req.bin"));
        for request in files.iter().filter(|path| is_pairs && path.to_string_lossy().ends_with(".req.bin")) {
            let mut both = fs::read(request)?;
            let response = request.to_string_lossy().replace(".req.bin", ".res.bin");
            if let Ok(response) = fs::read(response) {
                both.extend([BETWEEN_PAIR, &response].concat());
            }
            add(seeds, &format!("read-{}", Format::RawPairs), [both]);
        }
    }
    Ok(())
}

/// Every text of these JSON files that a member of that name holds.
fn texts(corpus: &Path, files: &[&str], member: &str) -> Result<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    for file in files {
        let mut open = vec![json(&corpus.join(file))?];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values),
                Value::Object(mut members) => {
                    found.extend(members.remove(member).and_then(|text| Some(text.as_str()?.into())));
                    open.extend(members.into_iter().map(|(_, value)| value));
                }
                _ => {}
            }
        }
    }
    Ok(found)
}

/// Bodies of uploads below their `Content-Type`.
fn forms(file: &Path) -> Result<Vec<Vec<u8>>> {
    let cases = json(file)?;
    let cases = cases.get("cases").and_then(Value::as_array).context("no cases of uploads")?;
    let form = |case: &Value| {
        let text = |member: &str| case.get(member)?.as_str();
        let body = BASE64.decode(text("body_base64")?.as_bytes()).ok()?;
        Some([text("content_type")?.as_bytes(), b"\n", &body].concat())
    };
    Ok(cases.iter().filter_map(form).collect())
}

/// What was found before, by target.
fn regressions(folder: &Path) -> Result<Seeds> {
    let mut found = Seeds::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            let target = path.file_name().map(|name| name.to_string_lossy().into_owned());
            found.insert(target.unwrap_or_default(), below(&path)?);
        }
    }
    Ok(found)
}

fn json(file: &Path) -> Result<Value> {
    let text = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is no JSON", file.display()))
}

/// The files at and below a folder.
fn below(folder: &Path) -> Result<Vec<Vec<u8>>> {
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                open.push(entry?.path());
            }
        } else {
            found.push(fs::read(&path)?);
        }
    }
    Ok(found)
}
