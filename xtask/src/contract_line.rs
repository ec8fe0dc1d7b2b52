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
const SECTION: &str = "Contract\n";

/// What stands before a fingerprint.
const MARK: &str = "(contract ";

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

/// Whether an entry of the newest version names this fingerprint and says something; if not, what is found.
fn named(changelog: &str, fingerprint: &str) -> Result<(), String> {
    let shown = without_comments(changelog);
    let newest = shown.split("\n## ").nth(1).unwrap_or_default();
    let section =
        newest.split("\n### ").find_map(|section| section.strip_prefix(SECTION)).unwrap_or_default();
    let entries = section.split("\n- ").skip(1);
    let names: Vec<(&str, bool)> = entries.flat_map(|entry| names(entry)).collect();
    match names.iter().find(|(name, _)| *name == fingerprint) {
        Some((_, true)) => Ok(()),
        Some((_, false)) => Err("the line that names it says nothing".to_owned()),
        None if names.is_empty() => Err("the newest version names no contract".to_owned()),
        None => {
            let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            Err(format!("it names {}", names.join(", ")))
        }
    }
}

/// What an entry names, each with whether the entry has words of its own.
fn names(entry: &str) -> Vec<(&str, bool)> {
    let mut pieces = entry.split(MARK);
    let mut words = pieces.next().unwrap_or_default().to_owned();
    let mut names = Vec::new();
    for piece in pieces {
        let (name, rest) = piece.split_once(')').unwrap_or(("", piece));
        names.push(name);
        words.push_str(rest);
    }
    let says_something = words.contains(char::is_alphabetic);
    names.into_iter().map(|name| (name, says_something)).collect()
}

/// A text as readers of the page see it: without HTML comments.
fn without_comments(text: &str) -> String {
    let mut pieces = text.split("<!--");
    let mut shown = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        // A comment without an end goes to the end.
        shown.push_str(piece.split_once("-->").map_or("", |(_, rest)| rest));
    }
    shown
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
    fn an_entry_of_the_newest_version_names_the_contract_and_says_something() {
        let log = |newest: &str, older: &str| {
            format!(
                "# Changelog\n\n## Unreleased\n\n### Added\n\n- A\n{newest}\n## 1.0.0\n\n### Contract\n\n{older}\n"
            )
        };
        let newest =
            |lines: &str| log(&format!("\n### Contract\n\n{lines}\n"), "- First. (contract 22222222)");
        let rows = [
            (newest("- Error codes changed. (contract 11111111)"), true),
            (newest("- Words only (contract 22222222)\n- Error codes\n  changed. (contract 11111111)"), true),
            (newest("- Two changes. (contract 22222222) (contract 11111111)"), true),
            (newest("<!-- Not this. -->\n- Error codes changed. (contract 11111111)"), true),
            (newest("- Changed. (contract 11111111)"), true),
            (newest("- Error codes changed. (contract 22222222)"), false),
            // It speaks of an older contract.
            (log("", "- First version. (contract 11111111)"), false),
            (
                log(
                    "\n### Contract\n\n- Error codes changed. (contract 22222222)\n",
                    "- First version. (contract 11111111)",
                ),
                false,
            ),
            // It says nothing, or nobody sees it.
            (newest("- (contract 11111111)"), false),
            (newest("- (contract 11111111) (contract 22222222)"), false),
            (newest("- **...** 1. (contract 11111111)"), false),
            (newest("(contract 11111111)"), false),
            (newest("<!-- - Error codes changed. (contract 11111111) -->"), false),
            (newest("<!--\n- Error codes changed. (contract 11111111)\n"), false),
            (newest("- Error codes <!-- (contract 11111111) -->"), false),
            (newest("- <!-- Error codes changed. --> (contract 11111111)"), false),
            // It stands elsewhere.
            (newest("- Words.\n\n### Fixed\n\n- Error codes changed. (contract 11111111)"), false),
            (log("- Error codes changed. (contract 11111111)\n", ""), false),
            (log("\n### Contracts\n\n- Error codes changed. (contract 11111111)\n", ""), false),
            (log("", ""), false),
            (String::new(), false),
        ];
        for (changelog, is_named) in rows {
            assert_eq!(named(&changelog, "11111111").is_ok(), is_named, "{changelog}");
        }
    }
}
