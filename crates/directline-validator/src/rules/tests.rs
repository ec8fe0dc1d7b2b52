//! Tests of the registry itself.

use std::collections::BTreeSet;

use directline_json::Document;
use directline_types::ObjectKind;

use super::ALL;
use crate::shape::{Fault, ShapeCase};
use crate::{Family, Statement, rule::Check};

#[test]
fn names_are_kebab_case_and_unique() {
    let mut seen = BTreeSet::new();
    for rule in ALL {
        assert!(seen.insert(rule.name), "{} is listed twice", rule.name);
        let is_kebab =
            rule.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit());
        assert!(is_kebab, "{}", rule.name);
    }
}

#[test]
fn the_list_is_in_order_of_families() {
    let order: Vec<_> =
        ALL.iter().map(|rule| Family::ALL.iter().position(|family| *family == rule.family)).collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn every_file_of_a_rule_is_listed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    for family in Family::ALL {
        let mut files: Vec<String> = std::fs::read_dir(root.join(family.name()))
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().replace('_', "-"))
            .filter(|name| name != "mod")
            .collect();
        let mut listed: Vec<String> =
            ALL.iter().filter(|rule| rule.family == family).map(|rule| rule.name.to_owned()).collect();
        files.sort();
        listed.sort();
        assert_eq!(files, listed, "files of the family {family} against the registry");
    }
}

#[test]
fn every_manual_has_the_four_headings_in_order() {
    for rule in ALL {
        let headings: Vec<&str> =
            rule.manual.lines().filter_map(|line| line.trim().strip_prefix("## ")).collect();
        assert_eq!(headings, ["What it checks", "Why it matters", "Example", "Source"], "{}", rule.name);
    }
}

#[test]
fn every_rule_cites_statements_that_exist() {
    for rule in ALL {
        for id in rule.statements {
            assert!(Statement::find(id).is_some(), "{} cites {id}", rule.name);
        }
    }
}

#[test]
fn summaries_are_lower_case_fragments() {
    for rule in ALL {
        let first = rule.summary.chars().next().unwrap();
        assert!(!first.is_uppercase() && !rule.summary.ends_with('.'), "{}: {}", rule.name, rule.summary);
    }
}

/// Every deviation that a schema can report has exactly one rule that names it.
#[test]
fn every_deviation_of_shape_has_one_rule() {
    use Fault::{Element, LetterCase, Missing, Null, Several, Type, Unknown, Value};
    use ObjectKind::{Attachment, Conversation, Error, ErrorMessage, Message, MessageSet, Token};
    let texts = |object, names: &[&'static str]| -> Vec<(ObjectKind, Option<&'static str>, Fault)> {
        names.iter().flat_map(|name| [(object, Some(*name), Type), (object, Some(*name), Null)]).collect()
    };
    let mut cases = texts(
        Message,
        &["id", "conversationId", "created", "from", "text", "channelData", "images", "attachments", "eTag"],
    );
    cases.extend([(Message, Some("images"), Element), (Message, Some("images"), Null)]);
    cases.extend(texts(Attachment, &["url", "contentType"]));
    cases.extend(texts(MessageSet, &["messages", "watermark", "eTag"]));
    cases.extend(texts(Conversation, &["conversationId", "token", "expires_in", "eTag"]));
    cases.extend(texts(Error, &["code", "message", "statusCode"]));
    cases.extend(texts(ErrorMessage, &["error"]));
    for object in [Message, Attachment, MessageSet, Conversation, Error, ErrorMessage] {
        cases.extend([(object, None, Type), (object, None, Unknown), (object, None, LetterCase)]);
    }
    cases.push((Message, None, Several));
    cases.push((Token, None, Type));
    cases.push((Error, Some("code"), Value));
    for (object, name) in [
        (Attachment, "url"),
        (Attachment, "contentType"),
        (MessageSet, "messages"),
        (MessageSet, "watermark"),
        (Conversation, "conversationId"),
        (Conversation, "token"),
        (ErrorMessage, "error"),
    ] {
        cases.push((object, Some(name), Missing));
    }
    // Two rules share the values of `code`: each value has one of them.
    let known_elsewhere = Document::parse(br#""BadArgument""#);
    let unknown = Document::parse(br#""Nonsense""#);
    let values = [known_elsewhere.root().unwrap(), unknown.root().unwrap()];
    for ((object, member, fault), value) in
        cases.into_iter().flat_map(|case| values.map(|value| (case, value)))
    {
        let names = |case: &&ShapeCase| {
            case.object == object
                && case.fault == fault
                && case.is_about(value)
                && (case.member == member || (case.member.is_none() && matches!(fault, Unknown | Null)))
        };
        let owners: Vec<&str> = ALL
            .iter()
            .filter(|rule| match rule.check {
                Check::Shape(cases) => cases.iter().any(|case| names(&case)),
                Check::Exchange(_) | Check::Conversation(_) => false,
            })
            .map(|rule| rule.name)
            .collect();
        assert_eq!(owners.len(), 1, "{object:?} {member:?} {fault:?} is named by {owners:?}");
    }
}
