//! The table, and the first disagreements of each engine.

use super::engine::{Engine, Outcome};
use super::instances::Collection;
use crate::run::say;

/// How many disagreements of an engine are shown.
const SHOWN: usize = 5;

/// Longest instance that is shown whole, in characters.
const WIDTH: usize = 300;

/// Prints one line per engine, then what is behind the numbers.
pub(super) fn print(rows: &[(&Engine, Outcome)], collection: &Collection) {
    say("");
    line(["engine", "version", "language", "draft", "instances", "left out", "disagreements"]);
    for (engine, outcome) in rows {
        let (name, language, draft) = (engine.name, engine.language, engine.draft.name());
        match outcome {
            Outcome::NotInstalled(why) => say(&format!("{name:18} not installed: {why}")),
            Outcome::Failed(why) => say(&format!("{name:18} failed: {why}")),
            Outcome::Judged(judged) => {
                let left_out: usize = judged.left_out.iter().map(|left_out| left_out.instances).sum();
                let numbers =
                    [judged.asked, left_out, judged.disagreements.len()].map(|count| count.to_string());
                let [asked, left_out, disagreements] = &numbers;
                line([name, &judged.version, language, draft, asked, left_out, disagreements]);
            }
        }
    }
    say("");
    for (engine, outcome) in rows {
        let Outcome::Judged(judged) = outcome else { continue };
        for left_out in judged.left_out.iter().filter(|left_out| left_out.instances > 0) {
            let (instances, disagreements) = (left_out.instances, left_out.disagreements);
            say(&format!(
                "{}: left out {instances}, of which it judges {disagreements} otherwise: {}",
                engine.name, left_out.reason
            ));
        }
        for (index, verdict) in judged.disagreements.iter().take(SHOWN) {
            let expected =
                collection.verdicts.get(*index).map_or("?", |valid| if *valid { "1" } else { "0" });
            let text =
                collection.instances.get(*index).map(super::instances::Instance::line).unwrap_or_default();
            let text: String = text.trim_end().chars().take(WIDTH).collect();
            say(&format!("{}: said {verdict}, expected {expected}: {text}", engine.name));
        }
    }
}

fn line(cells: [&str; 7]) {
    let [name, version, language, draft, instances, left_out, disagreements] = cells;
    say(&format!(
        "{name:18} {version:14} {language:11} {draft:8} {instances:>9} {left_out:>9} {disagreements:>14}"
    ));
}
