//! The test vectors about objects: every judge says what they say.

use std::collections::BTreeSet;
use std::path::PathBuf;

use directline_types::SchemaName;
use directline_validator::rules;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::judges::{OBJECTS, agreed, all_rules, schemas, shape_rules, types, value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(rename = "description")]
    _description: String,
    schema: Reference,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "$ref")]
    target: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    description: String,
    data: Box<RawValue>,
    valid: bool,
    rule: Option<String>,
    reason: String,
}

/// The files of an object.
fn files(object: SchemaName) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(schemas().join("vectors").join(object.name())).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Every test of an object, with the name of its file.
fn tests(object: SchemaName) -> Vec<(String, Test)> {
    let mut all = Vec::new();
    for path in files(object) {
        let groups: Vec<Group> = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for group in groups {
            let expected =
                format!("https://directline-contract.example/schemas/{}.schema.json", object.name());
            assert_eq!(group.schema.target, expected);
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            all.extend(group.tests.into_iter().map(|test| (name.clone(), test)));
        }
    }
    all
}

#[test]
fn every_judge_says_what_the_vectors_say() {
    let mut wrong = Vec::new();
    let (mut valid, mut invalid) = (0, 0);
    for object in OBJECTS {
        for (file, test) in tests(object) {
            let text = test.data.get().as_bytes();
            let at = format!("{}/{file}, {}: {}", object.name(), test.description, test.data);
            assert!(!test.reason.is_empty(), "{at}");
            match agreed(object, text, &value(text).unwrap()) {
                Ok(verdict) if verdict == test.valid => {}
                Ok(verdict) => wrong.push(format!("{at}: all say {verdict}")),
                Err(difference) => wrong.push(format!("{at}: {difference}")),
            }
            let fired = shape_rules(object, text);
            let named = test.rule.iter().map(String::as_str).collect::<BTreeSet<_>>();
            if !test.valid && !fired.contains(&named) {
                wrong.push(format!("{at}: {fired:?} fire"));
            }
            if test.valid { valid += 1 } else { invalid += 1 }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert!(valid > 100 && invalid > 200, "{valid} {invalid}");
}

#[test]
fn every_rule_of_shape_has_a_vector() {
    let all = || OBJECTS.into_iter().flat_map(tests);
    let refused: BTreeSet<String> =
        all().filter(|(_, test)| !test.valid).filter_map(|(_, test)| test.rule).collect();
    let shape: BTreeSet<String> =
        rules().iter().filter(|rule| rule.is_about_shape()).map(|rule| rule.name.to_owned()).collect();
    assert_eq!(shape.difference(&refused).collect::<Vec<_>>(), Vec::<&String>::new());
    // A file that is named after a rule is about this rule.
    for (file, test) in all() {
        if shape.contains(&file) {
            assert!(test.rule.is_none_or(|rule| rule == file), "{file}");
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beyond {
    description: String,
    object: String,
    text: Option<String>,
    base64: Option<String>,
    valid: bool,
    rule: Option<String>,
    #[serde(rename = "reason")]
    _reason: String,
}

#[test]
fn what_no_schema_can_judge_is_judged_by_types_and_rules() {
    let text = std::fs::read(schemas().join("vectors/not-expressible.json")).unwrap();
    let entries: Vec<Beyond> = serde_json::from_slice(&text).unwrap();
    let mut names = BTreeSet::new();
    for entry in entries {
        let object = SchemaName::from_name(&entry.object).unwrap();
        let text = match (&entry.text, &entry.base64) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(coded)) => data_encoding::BASE64.decode(coded.as_bytes()).unwrap(),
            _ => panic!("{}", entry.description),
        };
        assert_eq!(types(object, &text), entry.valid, "{}", entry.description);
        if entry.valid {
            assert!(shape_rules(object, &text).iter().all(BTreeSet::is_empty), "{}", entry.description);
        }
        let fired = all_rules(object, &text);
        let is_named = entry.rule.as_ref().map_or(entry.valid, |rule| fired.contains(rule.as_str()));
        assert!(is_named, "{}: {fired:?}", entry.description);
        names.extend(value(&text).err());
    }
    assert!(names.len() >= 4, "{names:?}");
}
