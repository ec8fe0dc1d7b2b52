//! What an engine is, and how it judges.

use anyhow::{Context, Result};
use directline_types::Draft;

use super::instances::{Collection, Instance};
use super::process::Ended;
use super::workshop::Workshop;
use crate::run::say;

/// A validator of another language.
pub(super) struct Engine {
    /// The name on the command line and in the table.
    pub(super) name: &'static str,
    /// The language, or the runtime, that it is used in.
    pub(super) language: &'static str,
    /// Which rendering of the schemas it takes.
    pub(super) draft: Draft,
    /// Where it comes from.
    pub(super) kit: Kit,
    /// The command that judges, run in the workshop; the folder of schemas is added.
    pub(super) command: &'static [&'static str],
    /// What it is known not to judge like the others.
    pub(super) limits: &'static [Limit],
}

/// Where an engine comes from.
pub(super) enum Kit {
    /// A package of npm, with its version.
    Npm(&'static str, &'static str),
    /// A package of the Python package index, with its version.
    Pip(&'static str, &'static str),
    /// Debian packages, the engine's own first (its version is the release's), and a command that builds the driver.
    Debian {
        /// The packages.
        packages: &'static [&'static str],
        /// The command, or none.
        build: &'static [&'static str],
    },
}

/// Instances about which one engine's verdict does not count, because it is known to read them differently: a limit of
/// the engine, not of the schemas. The table counts them.
pub(super) struct Limit {
    /// Why.
    pub(super) reason: &'static str,
    /// Which.
    pub(super) leaves_out: fn(&Instance) -> bool,
}

/// What came of an engine.
pub(super) enum Outcome {
    /// It is not here, and why.
    NotInstalled(String),
    /// It did not come to an end, and why.
    Failed(String),
    /// It judged.
    Judged(Judged),
}

/// What an engine said.
pub(super) struct Judged {
    /// Version as installed.
    pub(super) version: String,
    /// How many instances it judged.
    pub(super) asked: usize,
    /// What was left out, by limit.
    pub(super) left_out: Vec<LeftOut>,
    /// What it said of those on which it disagrees: index of the instance, and its verdict.
    pub(super) disagreements: Vec<(usize, String)>,
}

/// What a limit leaves out.
pub(super) struct LeftOut {
    /// Why.
    pub(super) reason: &'static str,
    /// How many instances.
    pub(super) instances: usize,
    /// How many of them the engine does judge otherwise: if none, the limit may not be needed.
    pub(super) disagreements: usize,
}

impl Engine {
    /// Shows it every instance.
    pub(super) fn judge(&self, workshop: &Workshop, collection: &Collection) -> Result<Outcome> {
        let mut words: Vec<&str> = self.command.to_vec();
        let folder = workshop.schemas(self.draft);
        let folder = folder.to_str().context("a path that is no text")?;
        words.push(folder);
        say(&format!("running {} ({})", self.name, self.language));
        let verdicts = match workshop.run(self.name, &words, Some(&workshop.instances()))? {
            Ended::Well(text) => text,
            Ended::Badly(why) => return Ok(Outcome::Failed(why)),
        };
        let verdicts: Vec<&str> = verdicts.lines().collect();
        let (first, rest) = verdicts.split_first().unwrap_or((&"nothing", &[]));
        if !first.starts_with("error") {
            return Ok(Outcome::Failed(format!("a remote reference was not refused: {first}")));
        }
        if rest.len() != collection.instances.len() {
            let (got, wanted) = (rest.len(), collection.instances.len());
            return Ok(Outcome::Failed(format!("{got} verdicts for {wanted} instances")));
        }
        let version = self.kit.version()?;
        Ok(Outcome::Judged(self.compare(version, rest, collection)))
    }

    fn compare(&self, version: String, verdicts: &[&str], collection: &Collection) -> Judged {
        let mut judged = Judged {
            version,
            asked: 0,
            left_out: self.limits.iter().map(LeftOut::new).collect(),
            disagreements: Vec::new(),
        };
        let instances = collection.instances.iter().zip(&collection.verdicts);
        for (index, ((instance, expected), verdict)) in instances.zip(verdicts).enumerate() {
            let disagrees = *verdict != if *expected { "1" } else { "0" };
            let limit = self.limits.iter().position(|limit| (limit.leaves_out)(instance));
            if let Some(left_out) = limit.and_then(|limit| judged.left_out.get_mut(limit)) {
                left_out.count(disagrees);
                continue;
            }
            judged.asked = judged.asked.saturating_add(1);
            if disagrees {
                judged.disagreements.push((index, (*verdict).to_owned()));
            }
        }
        judged
    }
}

impl LeftOut {
    fn new(limit: &Limit) -> Self {
        Self { reason: limit.reason, instances: 0, disagreements: 0 }
    }

    fn count(&mut self, disagrees: bool) {
        self.instances = self.instances.saturating_add(1);
        self.disagreements = self.disagreements.saturating_add(usize::from(disagrees));
    }
}

#[cfg(test)]
mod tests {
    use super::super::instances::{Collection, Instance};
    use super::{Engine, Kit, Limit};
    use directline_types::Draft;

    #[test]
    fn every_other_verdict_is_a_disagreement_unless_a_limit_leaves_it_out() {
        let engine = Engine {
            name: "test",
            language: "none",
            draft: Draft::Draft07,
            kit: Kit::Npm("test", "1"),
            command: &[],
            limits: &[Limit { reason: "a limit", leaves_out: Instance::has_schema_member }],
        };
        let collection = Collection::of(&[
            ("message", "{}", true),
            ("message", "[]", false),
            ("message", "1", false),
            ("message", r#"{"$schema":1}"#, false),
            ("message", r#"{"$schema":2}"#, false),
        ]);
        let judged = engine.compare("1".to_owned(), &["1", "1", "error why", "1", "0"], &collection);
        assert_eq!(judged.asked, 3);
        assert_eq!(judged.disagreements, [(1, "1".to_owned()), (2, "error why".to_owned())]);
        assert_eq!((judged.left_out[0].instances, judged.left_out[0].disagreements), (2, 1));
    }
}
