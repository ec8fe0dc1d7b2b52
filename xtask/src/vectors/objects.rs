//! `schemas/vectors/<object>/<file>.json`: instances in the layout of the JSON-Schema-Test-Suite.
//!
//! A file is named after the rule that names what is wrong in it. `samples` holds what the documents show, `edges`
//! what is just valid, `meaning` what is valid by its schema and still breaks a rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use directline_types::{ObjectKind, SchemaName};
use directline_validator::{Rule, rules};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::instance::{Instance, bodies};
use super::table::{MEMBERS, MORE, NOT_TO_BE_SENT, OBJECTS, Row, TO_BE_SENT, TYPES, VALID, sound};
use super::witness::{Pair, lines};
use super::{beyond_json, file, raw};
use crate::run::root;

#[derive(Serialize)]
struct Group {
    description: String,
    schema: Reference,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "$ref")]
    target: String,
}

#[derive(Serialize)]
struct Test {
    description: String,
    data: Box<RawValue>,
    valid: bool,
    rule: Option<&'static str>,
    reason: String,
}

/// The tests of every file, by object and name of the file.
#[derive(Default)]
struct Vectors {
    files: BTreeMap<(&'static str, String), Vec<Test>>,
    seen: BTreeSet<(&'static str, String, String)>,
}

/// Every file.
pub(super) fn files(pairs: &[Pair]) -> Result<Vec<(String, String)>> {
    let mut vectors = Vectors::default();
    for pair in pairs {
        vectors.pair(pair)?;
    }
    vectors.table()?;
    vectors.samples()?;
    let files = vectors.files.into_iter().map(|((object, name), tests)| {
        let summary = find(&name).map(|rule| rule.summary.to_owned());
        let schema = format!("https://directline-contract.example/schemas/{object}.schema.json");
        let group = Group {
            description: summary.unwrap_or_else(|| subject(&name).to_owned()),
            schema: Reference { target: schema },
            tests,
        };
        file(&format!("{object}/{name}"), &[group])
    });
    files.collect()
}

/// What a file is about that is not named after a rule.
fn subject(name: &str) -> &'static str {
    match name {
        "samples" => "samples of the documents",
        "edges" => "just valid",
        _ => "valid by the schema, and a rule about meaning is broken",
    }
}

fn find(name: &str) -> Option<&'static Rule> {
    rules().iter().copied().find(|rule| rule.name == name)
}

impl Vectors {
    /// Adds a test to a file, unless it is there.
    fn add(
        &mut self,
        file: &str,
        instance: &Instance,
        rule: Option<&'static str>,
        valid: bool,
        words: [&str; 2],
    ) -> Result<()> {
        let Instance { object, text } = instance;
        if !self.seen.insert((object.name(), file.to_owned(), text.clone())) {
            return Ok(());
        }
        let [description, reason] = words.map(str::to_owned);
        let test = Test { description, data: raw(text.as_str())?, valid, rule, reason };
        self.files.entry((object.name(), file.to_owned())).or_default().push(test);
        Ok(())
    }

    fn invalid(&mut self, rule: &'static str, instance: &Instance, description: &str) -> Result<()> {
        let known = find(rule).with_context(|| format!("no rule {rule}"))?;
        self.add(rule, instance, Some(rule), false, [description, known.summary])
    }

    /// The objects in the two recordings of a rule about one body.
    fn pair(&mut self, pair: &Pair) -> Result<()> {
        let ([silent], [fires]) = (pair.silent.as_slice(), pair.fires.as_slice()) else { return Ok(()) };
        let (silent, fires) = (bodies(silent)?, bodies(fires)?);
        for (silent, fires) in silent.into_iter().zip(fires) {
            let (Some(silent), Some(fires)) = (silent, fires) else { continue };
            if silent.text == fires.text || beyond_json::is_beyond(pair.rule.name, &fires.text) {
                continue;
            }
            if let (Some(silent), Some(fires)) = (silent.as_sent(), fires.as_sent()) {
                self.sent(pair.rule, &silent, &fires)?;
            }
            if pair.rule.is_about_shape() {
                self.witness(pair.rule, &silent, &fires)?;
            } else if silent.object == fires.object && !WRONG_OBJECT.contains(&pair.rule.name) {
                self.add("meaning", &fires, Some(pair.rule.name), true, [pair.rule.name, pair.rule.summary])?;
            }
        }
        Ok(())
    }

    /// The same as messages that a client should send, which advice narrows down.
    fn sent(&mut self, rule: &'static Rule, silent: &Instance, fires: &Instance) -> Result<()> {
        if rule.is_about_shape() || ADVICE.contains(&rule.name) {
            self.add(rule.name, silent, None, true, ["without the fault", "the same, put right"])?;
            return self.invalid(rule.name, fires, "with the fault");
        }
        self.add("meaning", fires, Some(rule.name), true, [rule.name, rule.summary])
    }

    /// The object with the fault, and each object inside that has it too.
    fn witness(&mut self, rule: &'static Rule, silent: &Instance, fires: &Instance) -> Result<()> {
        self.add(rule.name, silent, None, true, ["without the fault", "the same, put right"])?;
        self.invalid(rule.name, fires, "with the fault")?;
        let sound: BTreeMap<String, Instance> = silent.children().into_iter().collect();
        for (place, child) in fires.children() {
            if let Some(sound) = sound.get(&place).filter(|sound| **sound != child) {
                self.witness(rule, sound, &child)?;
            }
        }
        Ok(())
    }

    fn table(&mut self) -> Result<()> {
        for row in &MEMBERS {
            self.member(row)?;
        }
        for (object, kind, rule, unknown) in OBJECTS {
            let several = |name: &str| object == ObjectKind::Message && name == "array";
            for (name, text) in [("null", "null")].into_iter().chain(TYPES) {
                // A list of messages has a rule of its own; an empty one is no list of messages either.
                if name != kind && !several(name) {
                    let instance = Instance::new(object, text);
                    self.invalid(rule, &instance, &format!("{} in place of the object", article(name)))?;
                }
            }
            if let Some(rule) = unknown {
                for name in ["x", "$ref", ""] {
                    let instance = with(object, name, Some(r#""a""#));
                    self.invalid(rule, &instance, &format!("a further member, named {name:?}"))?;
                }
            }
        }
        for (object, text, rule, what) in MORE {
            self.invalid(rule, &Instance::new(object, text), what)?;
        }
        for (text, rule, what) in NOT_TO_BE_SENT {
            self.invalid(rule, &Instance { object: SchemaName::SentMessage, text: text.to_owned() }, what)?;
        }
        for (text, what) in TO_BE_SENT {
            let instance = Instance { object: SchemaName::SentMessage, text: text.to_owned() };
            self.add("edges", &instance, None, true, [what, what])?;
        }
        for (object, text, what) in VALID {
            self.add("edges", &Instance::new(object, text), None, true, [what, what])?;
        }
        Ok(())
    }

    fn member(&mut self, row: &Row) -> Result<()> {
        let Row { object, member, kind, wrong_type, null, missing } = *row;
        let (name, is_element) = member.split_once('/').map_or((member, false), |(name, _)| (name, true));
        let value = |text: &str| if is_element { format!("[{text}]") } else { text.to_owned() };
        let what = if is_element { format!("an element of {name}") } else { name.to_owned() };
        for (kind, text) in TYPES.into_iter().filter(|(other, _)| *other != kind) {
            let instance = with(object, name, Some(&value(text)));
            self.invalid(wrong_type, &instance, &format!("{what} is {}", article(kind)))?;
        }
        self.invalid(null, &with(object, name, Some(&value("null"))), &format!("{what} is null"))?;
        if let Some(rule) = missing {
            self.invalid(rule, &with(object, name, None), &format!("{name} is missing"))?;
        }
        Ok(())
    }

    /// What the documents show, each object as the expectations beside it say.
    fn samples(&mut self) -> Result<()> {
        let folder = "corpus/documented";
        let text = fs::read_to_string(root().join(folder).join("expected.json"))?;
        let expectations: Expectations = serde_json::from_str(&text)?;
        for sample in &expectations.samples {
            for line in lines(&format!("{folder}/{}", sample.file))? {
                for instance in bodies(&line)?.into_iter().flatten() {
                    if !beyond_json::is_beyond("", &instance.text) {
                        self.sample(sample, &instance)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn sample(&mut self, sample: &Sample, instance: &Instance) -> Result<()> {
        let shape = |name: &String| find(name).filter(|rule| rule.is_about_shape());
        let rule = sample.findings.iter().find_map(shape).map(|rule| rule.name);
        let name = sample.file.trim_end_matches(".ndjson");
        self.add("samples", instance, rule, rule.is_none(), [name, &sample.source])?;
        if rule.is_none() {
            for (_, child) in instance.children() {
                self.sample(sample, &child)?;
            }
        }
        Ok(())
    }
}

/// Rules of what a client should send that its schema enforces.
const ADVICE: [&str; 7] = [
    "from-missing",
    "from-empty",
    "content-missing",
    "text-empty",
    "id-set-by-client",
    "created-set-by-client",
    "e-tag-undocumented",
];

/// Rules that fire because another object stands in the body than should.
const WRONG_OBJECT: [&str; 1] = ["error-under-success"];

#[derive(Deserialize)]
struct Expectations {
    samples: Vec<Sample>,
}

#[derive(Deserialize)]
struct Sample {
    file: String,
    source: String,
    findings: Vec<String>,
}

/// A sound object with another member, or without it.
fn with(object: ObjectKind, name: &str, value: Option<&str>) -> Instance {
    let kept = sound(object).iter().copied().filter(|(other, _)| *other != name);
    let members = kept.chain(value.map(|value| (name, value)));
    let members: Vec<String> = members.map(|(name, value)| format!("{name:?}:{value}")).collect();
    Instance::new(object, format!("{{{}}}", members.join(",")))
}

fn article(kind: &str) -> String {
    match kind {
        "null" => "null".to_owned(),
        "array" | "object" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}
