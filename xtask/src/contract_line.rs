//! Part of `cargo xtask tidy`: no schema changes without a line under "Contract" in the changelog.
//!
//! The schemas have a fingerprint: a hash of everything in them that a validator looks at. The changelog names it, so
//! whoever changes a schema has to touch the section, and a reader of the changelog sees when the contract changed.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::root;

/// The section of a version that speaks of the schemas.
const SECTION: &str = "### Contract";

/// Checks that the changelog names the fingerprint of the schemas.
pub(crate) fn check(offences: &mut Vec<String>) -> Result<()> {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).context("there is no CHANGELOG.md")?;
    let fingerprint = fingerprint(&schemas(&root().join("schemas"))?);
    if let Err(found) = named(&changelog, &fingerprint) {
        offences.push(format!(
            "CHANGELOG.md: the schemas changed and no line of the section \"Contract\" says so ({found})\n  \
             what changed, and whom it breaks:\n    \
             mkdir -p target/before && git archive HEAD schemas | tar -x -C target/before\n    \
             cargo run -p directline-cli -- schema diff target/before/schemas schemas\n  \
             then say it in the newest version, in the words of those who use the schemas:\n    \
             - What changed, and for whom. (contract {fingerprint})"
        ));
    }
    Ok(())
}

/// Whether the newest section that names a fingerprint names this one; if not, what it names.
///
/// A version whose schemas are those of the one before needs no such section.
fn named(changelog: &str, fingerprint: &str) -> Result<(), String> {
    let mut found = Vec::new();
    for version in changelog.split("\n## ").skip(1) {
        let sections = version.split_once(SECTION).map_or("", |(_, rest)| rest);
        let section = sections.split("\n### ").next().unwrap_or_default();
        found = section
            .split("(contract ")
            .skip(1)
            .filter_map(|rest| rest.split_once(')').map(|(name, _)| name))
            .collect();
        if !found.is_empty() {
            break;
        }
    }
    match found.as_slice() {
        names if names.contains(&fingerprint) => Ok(()),
        [] => Err("no contract is named".to_owned()),
        names => Err(format!("it names {}", names.join(", "))),
    }
}

/// The schemas and OpenAPI documents of a folder with their paths, in order. Test vectors are none.
fn schemas(folder: &Path) -> Result<Vec<(String, Value)>> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), folder.to_path_buf())];
    while let Some((inner, folder)) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{inner}{name}");
            if path.is_dir() && name != "vectors" {
                open.push((format!("{name}/"), path));
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let text = fs::read_to_string(&path)?;
                let value = serde_json::from_str(&text).with_context(|| format!("{name} is no JSON"))?;
                found.push((name, value));
            }
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}

/// Eight hexadecimal digits for everything that validators look at.
fn fingerprint(schemas: &[(String, Value)]) -> String {
    let mut text = String::new();
    for (name, schema) in schemas {
        text.push_str(name);
        write(&mut text, schema, Members::Keywords);
    }
    let hash = fnv1a(text.as_bytes());
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// The 64-bit FNV-1a hash: stable everywhere, and nobody has a reason to forge a changelog.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What the members of an object are.
#[derive(Clone, Copy, PartialEq)]
enum Members {
    /// Keywords: some of them only speak to readers.
    Keywords,
    /// Names that somebody chose, such as those of properties.
    Names,
    /// Plain data, such as the values of `enum`.
    Data,
}

/// Keywords that only speak to readers.
const WORDS: [&str; 9] =
    ["title", "description", "examples", "example", "$comment", "summary", "tags", "externalDocs", "info"];

/// Keywords whose value is an object with chosen names.
const MAPS: [&str; 17] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "paths",
    "content",
    "responses",
    "headers",
    "schemas",
    "parameters",
    "requestBodies",
    "securitySchemes",
    "encoding",
    "callbacks",
    "links",
    "webhooks",
];

/// Keywords whose value is data.
const DATA: [&str; 4] = ["enum", "const", "required", "default"];

/// Appends a value, its members in the order of their names, without what only speaks to readers.
fn write(text: &mut String, value: &Value, members: Members) {
    match value {
        Value::Object(all) => {
            let is_read = |name: &str| {
                members == Members::Keywords && (WORDS.contains(&name) || name.starts_with("x-"))
            };
            let mut all: Vec<_> = all.iter().filter(|(name, _)| !is_read(name)).collect();
            all.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in all {
                text.push_str(&Value::from(name.as_str()).to_string());
                let inner = match members {
                    Members::Data => Members::Data,
                    Members::Keywords if DATA.contains(&name.as_str()) => Members::Data,
                    Members::Keywords if MAPS.contains(&name.as_str()) => Members::Names,
                    Members::Keywords | Members::Names => Members::Keywords,
                };
                write(text, value, inner);
            }
            text.push('}');
        }
        Value::Array(elements) => {
            // The parameters of an operation are a list, those of the components a map.
            let inner = if members == Members::Names { Members::Keywords } else { members };
            text.push('[');
            for element in elements {
                write(text, element, inner);
                text.push(',');
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(schema: &Value) -> String {
        fingerprint(&[("a".to_owned(), schema.clone())])
    }

    #[test]
    fn words_to_readers_do_not_count_and_everything_else_does() {
        let base = json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]});
        let same = [
            json!({"required": ["a"], "properties": {"a": {"type": "string"}}, "type": "object"}),
            json!({"title": "A", "description": "B", "examples": [1], "x-source": {"a": 1}, "type": "object",
                "properties": {"a": {"type": "string", "description": "C", "$comment": "D"}}, "required": ["a"]}),
        ];
        for other in same {
            assert_eq!(of(&other), of(&base), "{other}");
        }
        let different = [
            json!({"type": "object", "properties": {"a": {"type": "number"}}, "required": ["a"]}),
            json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": []}),
            // A property of that name is no title.
            json!({"type": "object", "properties": {"a": {"type": "string"}, "title": {}}, "required": ["a"]}),
            json!({"type": "object", "properties": {"a": {"type": "string"}, "x-a": {}}, "required": ["a"]}),
            json!({"type": "object", "properties": {"a": {"type": "string", "const": {"title": 1}}}, "required": ["a"]}),
        ];
        for other in &different {
            assert_ne!(of(other), of(&base), "{other}");
        }
        let parameter = |required: bool, words: &str| json!({"paths": {"/a": {"get": {"parameters": [{"name": "a", "description": words, "required": required}]}}}});
        assert_eq!(of(&parameter(true, "a")), of(&parameter(true, "b")));
        assert_ne!(of(&parameter(true, "a")), of(&parameter(false, "a")));
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // From the test vectors of the hash's authors (test_fnv.c).
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(fnv1a(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn the_schemas_are_found_and_the_vectors_are_not() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["b.schema.json", "draft-07/b.schema.json", "openapi.json", "vectors/b/a.json", "README.md"]
        {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        let names: Vec<String> = schemas(folder.path()).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b.schema.json", "draft-07/b.schema.json", "openapi.json"]);
    }

    #[test]
    fn the_newest_section_that_names_a_contract_counts() {
        let log = |newest: &str, older: &str| {
            format!(
                "# Changelog\n\n## Unreleased\n\n### Added\n\n- A\n{newest}\n## 1.0.0\n\n### Contract\n\n{older}\n"
            )
        };
        let rows = [
            (log("", "- First. (contract 11111111)"), true),
            (log("\n### Contract\n\n- Changed. (contract 11111111)\n", "- First. (contract 22222222)"), true),
            (log("\n### Contract\n\n- A (contract 22222222)\n- B\n  (contract 11111111)\n", ""), true),
            (
                log("\n### Contract\n\n- Changed. (contract 22222222)\n", "- First. (contract 11111111)"),
                false,
            ),
            (log("\n### Contract\n\n- Words.\n\n### Fixed\n\n- (contract 11111111)\n", ""), false),
            (log("- (contract 11111111)\n", ""), false),
            (log("", ""), false),
            (String::new(), false),
        ];
        for (changelog, is_named) in rows {
            assert_eq!(named(&changelog, "11111111").is_ok(), is_named, "{changelog}");
        }
    }
}
