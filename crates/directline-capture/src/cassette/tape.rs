//! The interactions of a cassette, as far as they are whole, and what the whole shows.

use std::sync::Arc;

use super::json::Elements;
use super::node::{Node, Text};
use super::{Dialect, Facts};
use crate::Limits;
use crate::detect::BOM;
use crate::yaml::{self, Fault, Tree};

/// A cassette in one of its notations.
#[derive(Debug)]
pub(super) enum Tape {
    Yaml(YamlTape),
    Json(Elements),
}

/// A cassette in YAML.
#[derive(Debug)]
pub(super) struct YamlTape {
    tree: Tree,
    /// The list of interactions.
    list: Option<u32>,
    /// How many of them are whole.
    count: usize,
    fault: Option<Fault>,
}

/// The members that a root may call its list.
const LISTS: [&str; 2] = ["http_interactions", "interactions"];

/// Reads a whole file.
pub(super) fn read(source: Arc<Vec<u8>>, limits: &Limits) -> (Tape, Facts) {
    let text = source.strip_prefix(BOM).unwrap_or(&source).trim_ascii_start();
    if text.starts_with(b"{") { json(source, limits) } else { yaml(&source, limits) }
}

fn json(source: Arc<Vec<u8>>, limits: &Limits) -> (Tape, Facts) {
    let mut facts = Facts::default();
    let elements = Elements::find(
        source,
        limits,
        |root| LISTS.iter().find_map(|name| root.get(name)),
        |root, all| {
            // Places do not matter here.
            let node = |value| Node::Json(value, crate::base::Base { file: 0, start: 0 });
            facts = Facts::of(node(root), all.iter().map(|value| node(*value)));
        },
    );
    (Tape::Json(elements), facts)
}

fn yaml(source: &Arc<Vec<u8>>, limits: &Limits) -> (Tape, Facts) {
    let tree = yaml::parse(source, limits.max_depth);
    let root = tree.root();
    let list =
        root.and_then(|root| LISTS.iter().find_map(|name| root.get(name))).filter(|list| list.is_list());
    let all = || list.into_iter().flat_map(yaml::Node::elements);
    let mut count = all().take_while(|interaction| interaction.is_whole()).count();
    let facts =
        root.map(|root| Facts::of(Node::Yaml(root), all().take(count).map(Node::Yaml))).unwrap_or_default();
    let mut fault = tree.fault.clone();
    if fault.is_none() {
        let newest = list.and_then(|list| list.element(count.checked_sub(1)?));
        let has_durations = root.is_some_and(|root| has_durations(root, list));
        let is_short = newest.is_some_and(|newest| !is_complete(newest, facts.dialect, has_durations));
        let is_cut = match facts.dialect {
            // The list is the end of the file: only its last entry shows whether it is all there.
            Dialect::GoVcr => is_short || (count > 0 && !source.ends_with(b"\n")),
            _ => !root.is_some_and(|root| has_end(root, list, facts.dialect)),
        };
        if is_cut {
            count = count.saturating_sub(usize::from(is_short));
            let what = match facts.dialect {
                Dialect::GoVcr => "inside the last interaction",
                _ if is_short => "inside the last interaction",
                Dialect::Vcrpy => "behind the last interaction, where version is missing",
                _ => "behind the last interaction, where recorded_with is missing",
            };
            fault = Some(Fault { at: source.len(), what: what.into(), is_cut: true });
        }
    }
    let list = list.map(yaml::Node::index);
    (Tape::Yaml(YamlTape { tree, list, count, fault }), facts)
}

/// Whether the root has the member that its recorder writes last.
fn has_end(root: yaml::Node<'_>, list: Option<yaml::Node<'_>>, dialect: Dialect) -> bool {
    let name = if dialect == Dialect::Vcrpy { "version" } else { "recorded_with" };
    list.is_some() && root.get(name).is_some_and(|end| !end.is_null())
}

/// Whether go-vcr writes how long answers took: from its version 1.0 on.
fn has_durations(root: yaml::Node<'_>, list: Option<yaml::Node<'_>>) -> bool {
    let first = list.and_then(|list| list.element(0)).and_then(|first| first.get("response"));
    root.get("version").and_then(yaml::Node::text) != Some("1")
        || first.is_some_and(|first| first.get("duration").is_some())
}

/// Whether an interaction at the end of a file has all that its recorder writes: its last member is the one that comes
/// last, behind all that matters.
fn is_complete(interaction: yaml::Node<'_>, dialect: Dialect, has_durations: bool) -> bool {
    let Some((name, value)) = last(interaction) else { return false };
    match dialect {
        Dialect::RubyVcr | Dialect::Betamax => {
            name == "recorded_at" && value.text().is_some_and(|time| time.ends_with("GMT"))
        }
        Dialect::Vcrpy => last(value).is_some_and(|(name, status)| {
            name == "status" && last(status).is_some_and(|(name, _)| name == "message")
        }),
        Dialect::GoVcr => last(value).is_some_and(|(name, value)| match name {
            "duration" => true,
            // Versions before 1.0.
            "code" if !has_durations => value.text().is_some_and(|code| code.len() == 3),
            _ => false,
        }),
    }
}

fn last(node: yaml::Node<'_>) -> Option<(&str, yaml::Node<'_>)> {
    let (key, value) = node.members().next_back()?;
    Some((key.text()?, value))
}

impl YamlTape {
    pub(super) fn entry(&self, index: usize) -> Option<yaml::Node<'_>> {
        self.tree.node(self.list?)?.element(index).filter(|_| index < self.count)
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }
}

impl Default for Facts {
    fn default() -> Self {
        Self { dialect: Dialect::Vcrpy, producer: "vcrpy".into(), has_authorization: false }
    }
}

impl Facts {
    /// What the root and all interactions show.
    fn of<'t>(root: Node<'t>, interactions: impl Iterator<Item = Node<'t>>) -> Self {
        let recorder = root.get("recorded_with").and_then(Node::text).map(Text::into_written);
        let mut facts = Self::default();
        let mut has_url = false;
        for interaction in interactions {
            let Some(request) = interaction.get("request") else { continue };
            has_url |= request.has("url") && !request.has("uri");
            let mut names = request.get("headers").into_iter().flat_map(Node::members);
            facts.has_authorization |= names.any(|(name, _)| is_authorization(&name));
        }
        let is_betamax = recorder.as_deref().is_some_and(|name| name.starts_with("betamax"));
        (facts.dialect, facts.producer) = match recorder {
            Some(name) if is_betamax => (Dialect::Betamax, name.into_owned()),
            Some(name) => (Dialect::RubyVcr, name.into_owned()),
            None if root.has("http_interactions") => (Dialect::RubyVcr, "VCR".into()),
            None if has_url => (Dialect::GoVcr, "go-vcr".into()),
            None => (Dialect::Vcrpy, "vcrpy".into()),
        };
        facts
    }
}

fn is_authorization(name: &Text<'_>) -> bool {
    name.to_text().trim().eq_ignore_ascii_case("authorization")
}
