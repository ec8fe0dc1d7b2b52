//! What must hold at the end.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::engine::{Engine, Outcome};
use super::instances::Collection;
use crate::run::say;

const ENGINES: usize = 6;
const LANGUAGES: usize = 4;
const INSTANCES: usize = 20_000;
const OPENAPI_TOOLS: usize = 2;

/// Everything that was found.
pub(super) struct Goal<'a> {
    /// The engines.
    pub(super) rows: &'a [(&'a Engine, Outcome)],
    /// The instances.
    pub(super) collection: &'a Collection,
    /// Disagreements of the project's own engine.
    pub(super) own: usize,
    /// What the OpenAPI tools said.
    pub(super) documents: super::openapi::Tally,
    /// Whether only some engines were asked for: then their number is no goal.
    pub(super) is_part: bool,
}

impl Goal<'_> {
    /// Prints the last line and fails unless everything holds.
    pub(super) fn judge(&self) -> Result<()> {
        let mut engines = 0_usize;
        let mut languages = BTreeSet::new();
        let mut disagreements = 0_usize;
        let mut failures = Vec::new();
        let mut absent = Vec::new();
        for (engine, outcome) in self.rows {
            match outcome {
                Outcome::NotInstalled(_) => absent.push(engine.name),
                Outcome::Failed(_) => failures.push(format!("{} failed", engine.name)),
                Outcome::Judged(judged) => {
                    engines = engines.saturating_add(1);
                    languages.insert(engine.language);
                    disagreements = disagreements.saturating_add(judged.disagreements.len());
                }
            }
        }
        let instances = self.collection.instances.len();
        let documents = &self.documents;
        let (languages, tools) = (languages.len(), documents.tools);
        let absent = if absent.is_empty() {
            String::new()
        } else {
            format!(" (not installed: {})", absent.join(", "))
        };
        say(&format!(
            "engines: {engines}{absent}, languages: {languages}, instances: {instances}, disagreements: {disagreements}; \
             OpenAPI tools: {tools}, complaints: {}",
            documents.complaints
        ));
        let mut demand = |holds: bool, otherwise: String| {
            if !holds {
                failures.push(otherwise);
            }
        };
        demand(disagreements == 0, format!("{disagreements} disagreements"));
        demand(self.own == 0, format!("the project's own engine disagrees {} times", self.own));
        let denied = self.collection.denied.len();
        demand(denied == 0, format!("{denied} vectors are wrong"));
        demand(documents.complaints == 0, "an OpenAPI document is refused".to_owned());
        if self.is_part {
            say("only some engines were asked: how many there should be is not judged");
            demand(engines > 0, "no engine judged".to_owned());
        } else {
            demand(engines >= ENGINES, format!("{engines} engines, at least {ENGINES} are wanted"));
            demand(languages >= LANGUAGES, format!("{languages} languages, at least {LANGUAGES} are wanted"));
            demand(instances >= INSTANCES, format!("{instances} instances, at least {INSTANCES} are wanted"));
            demand(
                tools >= OPENAPI_TOOLS,
                format!("{tools} OpenAPI tools, at least {OPENAPI_TOOLS} are wanted"),
            );
        }
        if !failures.is_empty() {
            bail!("{}", failures.join("; "));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::engine::{Engine, Judged, Outcome};
    use super::super::engines::ENGINES;
    use super::super::instances::Collection;
    use super::super::openapi::Tally;
    use super::Goal;

    fn judged(disagreements: usize) -> Outcome {
        let disagreements = vec![(0, "1".to_owned()); disagreements];
        Outcome::Judged(Judged { version: String::new(), asked: 1, left_out: Vec::new(), disagreements })
    }

    /// The end of a run of some engines: all that is wrong with it.
    fn wrong(rows: &[(&Engine, Outcome)], is_part: bool, complaints: usize) -> String {
        let collection = Collection::of(&[("message", "{}", true)]);
        let goal = Goal {
            rows,
            collection: &collection,
            own: 0,
            documents: Tally { tools: 2, complaints },
            is_part,
        };
        goal.judge().err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn whatever_is_missing_or_disagrees_fails() {
        let first = &ENGINES[0];
        assert_eq!(wrong(&[(first, judged(0))], true, 0), "");
        assert_eq!(wrong(&[(first, judged(2))], true, 0), "2 disagreements");
        assert_eq!(wrong(&[(first, judged(0))], true, 1), "an OpenAPI document is refused");
        assert_eq!(
            wrong(&[(first, Outcome::Failed("why".to_owned()))], true, 0),
            "ajv failed; no engine judged"
        );
        assert_eq!(wrong(&[(first, Outcome::NotInstalled("why".to_owned()))], true, 0), "no engine judged");
        let all: Vec<_> = ENGINES.iter().map(|engine| (engine, judged(0))).collect();
        assert_eq!(wrong(&all, false, 0), "1 instances, at least 20000 are wanted");
        let few = wrong(&all[..5], false, 0);
        assert!(few.starts_with("5 engines, at least 6 are wanted; 2 languages, at least 4"), "{few}");
    }
}
