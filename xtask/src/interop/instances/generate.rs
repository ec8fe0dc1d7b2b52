//! Generated instances: valid values of the types' own strategies, and such with one place broken.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use directline_types::strategy;
use proptest::prelude::{BoxedStrategy, RngExt, Strategy};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::broken;
use super::corpus::Corpus;
use super::tree::Tree;

/// How often each schema comes up: objects with more members more often.
const SHARES: [(&str, usize); 11] = [
    ("message", 5),
    ("sent-message", 5),
    ("message-set", 4),
    ("attachment", 2),
    ("conversation", 3),
    ("error", 2),
    ("error-message", 3),
    ("token", 1),
    ("directline", 2),
    ("exchange", 3),
    ("report", 2),
];

/// Makes instances without end, always the same ones from the same seed.
pub(super) struct Generator {
    runner: TestRunner,
    /// Where instances of each schema come from.
    sources: BTreeMap<&'static str, BoxedStrategy<String>>,
    /// One entry per share.
    wheel: Vec<&'static str>,
}

impl Generator {
    /// For these schemas.
    pub(super) fn new(seed: u64, schemas: &[String], corpus: &Corpus) -> Result<Self> {
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(seed.to_le_bytes()).for_each(|(to, from)| *to = from);
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut sources = BTreeMap::new();
        let mut wheel = Vec::new();
        for (name, share) in SHARES {
            let source = source(name, corpus);
            if let Some(source) = source.filter(|_| schemas.iter().any(|schema| schema == name)) {
                sources.insert(name, source);
                wheel.extend(std::iter::repeat_n(name, share));
            }
        }
        if wheel.is_empty() {
            return Err(anyhow!("there are no schemas"));
        }
        Ok(Self { runner: TestRunner::new_with_rng(Config::default(), rng), sources, wheel })
    }

    /// The next one: the name of its schema, and its text.
    pub(super) fn next(&mut self) -> Result<(String, String)> {
        let index = self.runner.rng().random_range(0..self.wheel.len());
        let schema = self.wheel.get(index).copied().unwrap_or_default();
        let source = self.sources.get(schema).ok_or_else(|| anyhow!("no source for {schema}"))?;
        let tree = source.new_tree(&mut self.runner).map_err(|reason| anyhow!("{reason}"))?;
        let mut text = tree.current();
        let rng = self.runner.rng();
        if rng.random_range(0..4) != 0
            && let Ok(mut tree) = Tree::read(&text)
        {
            broken::breaks(&mut tree, rng);
            text = tree.to_string();
        }
        Ok((schema.to_owned(), spelled(text, rng.random_range(0..8))))
    }
}

/// The same value, now and then in another spelling.
fn spelled(text: String, way: u8) -> String {
    match way {
        0 => format!(" \t{text} "),
        1 => text.chars().map(escaped).collect(),
        _ => text,
    }
}

/// A character as JSON may spell it: what is not ASCII can only stand in a string.
fn escaped(character: char) -> String {
    if character.is_ascii() {
        return character.into();
    }
    let units = &mut [0; 2];
    let units = character.encode_utf16(units).iter();
    units.fold(String::new(), |text, unit| format!("{text}\\u{unit:04x}"))
}

/// JSON texts that are valid, or nearly, by a schema.
fn source(schema: &str, corpus: &Corpus) -> Option<BoxedStrategy<String>> {
    Some(match schema {
        "message" => written(strategy::message()),
        "sent-message" => written(strategy::message().prop_map(|mut message| {
            // What the service assigns; the rest is left to chance.
            (message.id, message.created, message.e_tag) = (None, None, None);
            message
        })),
        "message-set" => written(strategy::message_set()),
        "attachment" => written(strategy::attachment()),
        "conversation" => written(strategy::conversation()),
        "error" => written(strategy::error()),
        "error-message" => written(strategy::error_message()),
        "token" => written(strategy::token()),
        "directline" => proptest::prop_oneof![
            written(strategy::message()),
            written(strategy::attachment()),
            written(strategy::conversation()),
            written(strategy::error_message()),
        ]
        .boxed(),
        "exchange" if !corpus.lines.is_empty() => select(corpus.lines.clone()).boxed(),
        "report" if !corpus.reports.is_empty() => select(corpus.reports.clone()).boxed(),
        _ => return None,
    })
}

fn written<T: serde::Serialize + std::fmt::Debug + 'static>(
    source: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<String> {
    source.prop_map(|value| serde_json::to_string(&value).unwrap_or_default()).boxed()
}

#[cfg(test)]
mod tests {
    use super::{Corpus, Generator, escaped};
    use crate::interop::reference::Reference;

    const SCHEMAS: [&str; 4] = ["message", "sent-message", "error", "directline"];

    fn first(seed: u64, number: usize) -> Vec<(String, String)> {
        let corpus = Corpus { bodies: Vec::new(), lines: Vec::new(), reports: Vec::new() };
        let mut generator = Generator::new(seed, &SCHEMAS.map(str::to_owned), &corpus).unwrap();
        (0..number).map(|_| generator.next().unwrap()).collect()
    }

    #[test]
    fn the_seed_decides_what_is_generated() {
        assert_eq!(first(7, 50), first(7, 50));
        assert_ne!(first(7, 50), first(8, 50));
    }

    #[test]
    fn both_verdicts_are_common_for_every_schema() {
        let reference = Reference::new().unwrap();
        let instances = first(1, 2000);
        for schema in SCHEMAS {
            let of_schema = instances.iter().filter(|(name, _)| name == schema);
            let (valid, invalid): (Vec<_>, Vec<_>) =
                of_schema.partition(|(name, text)| reference.accepts(name, text) == Some(true));
            assert!(
                valid.len() > 50 && invalid.len() > 50,
                "{schema}: {} valid, {} invalid",
                valid.len(),
                invalid.len()
            );
        }
    }

    #[test]
    fn escapes_are_pairs_of_surrogates_beyond_the_first_plane() {
        assert_eq!(escaped('a'), "a");
        assert_eq!(escaped('\u{e9}'), "\\u00e9");
        assert_eq!(escaped('\u{1f600}'), "\\ud83d\\ude00");
    }
}
