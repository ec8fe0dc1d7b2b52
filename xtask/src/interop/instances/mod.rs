//! The instances: what the vectors and the corpus hold, and what is generated.

mod broken;
mod corpus;
mod generate;
mod left_out;
mod limits;
mod reports;
mod tree;
mod vectors;

use std::collections::{BTreeMap, HashSet};

use anyhow::Result;

use super::reference::Reference;
use super::workshop::published;
use crate::run::say;
use directline_types::Draft;
use left_out::LeftOut;
use tree::Tree;

/// A JSON text to be judged by a schema.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    /// The name of the schema.
    pub(super) schema: String,
    /// The text, on one line.
    pub(super) text: String,
    tree: Tree,
}

impl Instance {
    fn new(schema: &str, text: &str) -> Result<Self, LeftOut> {
        let tree = left_out::read(text)?;
        // A raw line break in a JSON text is white space: a string cannot hold one.
        Ok(Self { schema: schema.to_owned(), text: text.replace(['\n', '\r'], " "), tree })
    }

    /// The line that a driver reads.
    pub(super) fn line(&self) -> String {
        format!("{}\t{}\n", self.schema, self.text)
    }
}

/// How much to generate, and from where.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) generated: usize,
    pub(super) seed: u64,
}

/// Every instance once, with the verdict that all should come to.
pub(super) struct Collection {
    /// The instances.
    pub(super) instances: Vec<Instance>,
    /// The verdict of the strict types about each, in the same order.
    pub(super) verdicts: Vec<bool>,
    /// Vectors of whose `valid` the types say the contrary.
    pub(super) denied: Vec<String>,
    wanted: Wanted,
    sources: Vec<(&'static str, usize)>,
    left_out: BTreeMap<LeftOut, usize>,
    known: HashSet<(String, String)>,
}

impl Collection {
    /// Gathers them.
    pub(super) fn gather(wanted: Wanted) -> Result<Self> {
        let reference = Reference::new()?;
        let mut collection = Self {
            instances: Vec::new(),
            verdicts: Vec::new(),
            denied: Vec::new(),
            wanted,
            sources: Vec::new(),
            left_out: BTreeMap::new(),
            known: HashSet::new(),
        };
        for vector in vectors::all()? {
            if collection.add(&reference, &vector.schema, &vector.text).is_some_and(|it| it != vector.valid) {
                collection.denied.push(vector.name);
            }
        }
        collection.source("vectors");
        let schemas: Vec<String> = published(Draft::Draft202012)?.into_iter().map(|(name, _)| name).collect();
        let has_report = schemas.iter().any(|schema| schema == corpus::REPORT);
        let corpus = corpus::Corpus::read(if has_report { reports::read()? } else { Vec::new() })?;
        for (schema, text) in corpus.instances(&schemas) {
            collection.add(&reference, &schema, &text);
        }
        collection.source("corpus");
        let mut generator = generate::Generator::new(wanted.seed, &schemas, &corpus)?;
        let end = collection.instances.len().saturating_add(wanted.generated);
        // Simple objects come up twice: what is known does not count, and a generator that finds nothing new ends.
        for _ in 0..wanted.generated.saturating_mul(4) {
            if collection.instances.len() >= end {
                break;
            }
            let (schema, text) = generator.next()?;
            collection.add(&reference, &schema, &text);
        }
        collection.source("generated");
        Ok(collection)
    }

    /// A collection for tests.
    #[cfg(test)]
    pub(super) fn of(judged: &[(&str, &str, bool)]) -> Self {
        Self {
            instances: judged.iter().map(|(schema, text, _)| Instance::new(schema, text).unwrap()).collect(),
            verdicts: judged.iter().map(|(_, _, verdict)| *verdict).collect(),
            denied: Vec::new(),
            wanted: Wanted { generated: 0, seed: 0 },
            sources: Vec::new(),
            left_out: BTreeMap::new(),
            known: HashSet::new(),
        }
    }

    /// Says what was gathered, and what was left out and why.
    pub(super) fn describe(&self) {
        let sources: Vec<String> =
            self.sources.iter().map(|(name, count)| format!("{count} {name}")).collect();
        let valid = self.verdicts.iter().filter(|verdict| **verdict).count();
        say(&format!(
            "{} instances ({}; seed {}), {valid} of them valid",
            self.instances.len(),
            sources.join(", "),
            self.wanted.seed
        ));
        for (why, count) in &self.left_out {
            say(&format!("left out for all: {count} with {}", why.reason()));
        }
        for name in &self.denied {
            say(&format!("the types deny what a vector says: {name}"));
        }
    }

    /// Adds an instance unless it is known; gives the verdict of the types.
    fn add(&mut self, reference: &Reference, schema: &str, text: &str) -> Option<bool> {
        let instance = match Instance::new(schema, text) {
            Ok(instance) => instance,
            Err(LeftOut::NotJson) => return None,
            Err(why) => {
                let count = self.left_out.entry(why).or_default();
                *count = count.saturating_add(1);
                return None;
            }
        };
        let verdict = reference.accepts(schema, &instance.text)?;
        if self.known.insert((instance.schema.clone(), instance.text.clone())) {
            self.instances.push(instance);
            self.verdicts.push(verdict);
        }
        Some(verdict)
    }

    /// Everything added since the last call is from here.
    fn source(&mut self, name: &'static str) {
        let before: usize = self.sources.iter().map(|(_, count)| count).sum();
        self.sources.push((name, self.instances.len().saturating_sub(before)));
    }
}
