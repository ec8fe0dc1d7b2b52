//! The engine that the project itself uses (crate `jsonschema`), counted apart from the others.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, anyhow};
use directline_types::Draft;
use jsonschema::Validator;
use serde_json::Value;

use super::instances::Collection;
use super::workshop::published;
use crate::run::say;

/// The published schemas of one draft, ready to judge.
pub(super) struct Own(BTreeMap<String, Validator>);

impl Own {
    /// Reads the schemas. Without its features the crate fetches nothing.
    pub(super) fn read(draft: Draft) -> Result<Self> {
        let mut validators = BTreeMap::new();
        for (name, path) in published(draft)? {
            let schema: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
            let validator = jsonschema::validator_for(&schema)
                .map_err(|error| anyhow!("{error}"))
                .with_context(|| path.display().to_string())?;
            validators.insert(name, validator);
        }
        Ok(Self(validators))
    }

    /// Whether the text is valid; nothing if there is no such schema.
    pub(super) fn accepts(&self, schema: &str, text: &str) -> Option<bool> {
        let instance: Value = serde_json::from_str(text).ok()?;
        self.0.get(schema).map(|validator| validator.is_valid(&instance))
    }
}

/// How often it disagrees with the types, in both drafts.
pub(super) fn disagreements(collection: &Collection) -> Result<usize> {
    let mut total = 0_usize;
    for draft in Draft::ALL {
        let own = Own::read(draft)?;
        let instances = collection.instances.iter().zip(&collection.verdicts);
        let wrong: Vec<_> = instances
            .filter(|(instance, verdict)| own.accepts(&instance.schema, &instance.text) != Some(**verdict))
            .collect();
        let asked = collection.instances.len();
        say(&format!(
            "own engine (crate jsonschema, draft {}): {asked} instances, {} disagreements",
            draft.name(),
            wrong.len()
        ));
        for (instance, verdict) in wrong.iter().take(5) {
            say(&format!("    expected {verdict}: {}", instance.line().trim_end()));
        }
        total = total.saturating_add(wrong.len());
    }
    Ok(total)
}
