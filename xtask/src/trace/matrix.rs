//! The matrix: each statement with the rules that cite it and what the data says of it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use directline_validator::{Family, Rule, Statement, rules};

use super::Pending;
use super::cover::{self, Cover, Kind};
use super::types::Types;
use crate::run::root;

/// One statement and what holds it.
pub(super) struct Row {
    pub(super) statement: &'static Statement,
    pub(super) rules: Vec<&'static Rule>,
    pub(super) covers: Vec<Cover>,
}

impl Row {
    pub(super) fn has(&self, is_wanted: impl Fn(Kind) -> bool) -> bool {
        self.covers.iter().any(|cover| is_wanted(cover.kind))
    }

    /// What counts for the totals: rules before types before excuses.
    fn held_by(&self) -> Option<&'static str> {
        let excuse = self.covers.iter().map(|cover| cover.kind).find(|kind| kind.is_excuse());
        if !self.rules.is_empty() {
            Some("rules")
        } else if self.has(|kind| kind == Kind::Type) {
            Some("types")
        } else {
            excuse.map(Kind::name).or_else(|| self.has(|kind| kind == Kind::Pending).then_some("pending"))
        }
    }
}

/// Every statement, in the order of the documents, and what is wrong with the data itself.
pub(super) struct Matrix {
    pub(super) rows: Vec<Row>,
    pub(super) types: Types,
    strays: Vec<String>,
}

/// The witness pair of a rule; across exchanges it is two recordings, and this is the one that fires.
pub(super) fn witness(rule: &Rule) -> String {
    let part = if rule.family == Family::Conversation { ".fires" } else { "" };
    format!("corpus/rules/{}/{}{part}.ndjson", rule.family.name(), rule.name)
}

impl Matrix {
    pub(super) fn read() -> Result<Self> {
        Ok(Self::of(cover::read()?, rules(), Types::read()?))
    }

    fn of(covers: Vec<Cover>, rules: &[&'static Rule], types: Types) -> Self {
        let mut strays = Vec::new();
        let mut by_id: BTreeMap<String, Vec<Cover>> = BTreeMap::new();
        for cover in covers {
            if Statement::find(&cover.id).is_none() {
                strays.push(format!("{}: {} is no statement", cover::PATH, cover.id));
            }
            by_id.entry(cover.id.clone()).or_default().push(cover);
        }
        for rule in rules {
            let unknown = rule.statements.iter().filter(|id| Statement::find(id).is_none());
            strays.extend(unknown.map(|id| format!("{} cites {id}, which is no statement", rule.name)));
            if !root().join(witness(rule)).exists() {
                strays.push(format!("{} has no witness pair", rule.name));
            }
        }
        let row = |statement: &'static Statement| Row {
            statement,
            rules: rules.iter().copied().filter(|rule| rule.statements.contains(&statement.id)).collect(),
            covers: by_id.remove(statement.id).unwrap_or_default(),
        };
        Self { rows: Statement::all().iter().map(row).collect(), types, strays }
    }

    /// The matrix as text.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for row in &self.rows {
            let rules = row.rules.iter().map(|rule| format!("rule   {:40} {}", rule.name, witness(rule)));
            let covers = row.covers.iter().map(|cover| self.shown(cover));
            for (at, held) in rules.chain(covers).enumerate() {
                lines.push(format!("{:7} {held}", if at == 0 { row.statement.id } else { "" }));
            }
            if row.held_by().is_none() {
                lines.push(format!("{:7} NOTHING {}", row.statement.id, row.statement.text));
            }
        }
        lines
    }

    fn shown(&self, cover: &Cover) -> String {
        let fixture = cover.fixture.as_deref();
        match cover.kind {
            Kind::Type => {
                let first = cover.names.first().and_then(|name| self.types.file_of(name));
                let place = fixture.or(first).unwrap_or_default();
                format!("type   {:40} {place}", cover.names.join(" "))
            }
            Kind::Pending => format!("pending {}", cover.names.join(" ")),
            Kind::Rest => format!("rest   {}", cover.reason),
            kind => format!("excuse {:40} {}", kind.name(), cover.reason),
        }
    }

    /// How many statements are held, and by what.
    pub(super) fn totals(&self) -> String {
        let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
        for held in self.rows.iter().filter_map(Row::held_by) {
            let count = tally.entry(held).or_default();
            *count = count.saturating_add(1);
        }
        let count = |name| tally.get(name).copied().unwrap_or(0);
        let kinds = [Kind::NotObservable, Kind::Guidance, Kind::Ambiguous];
        let excused: usize = kinds.iter().map(|kind| count(kind.name())).sum();
        let reasons: Vec<String> =
            kinds.iter().map(|kind| format!("{} {}", count(kind.name()), kind.name())).collect();
        let (held, pending) = (tally.values().sum::<usize>(), count("pending"));
        format!(
            "{} of {} statements: {} by rules, {} by types alone, {excused} excused ({}); {pending} pending",
            held.saturating_sub(pending),
            self.rows.len(),
            count("rules"),
            count("types"),
            reasons.join(", "),
        )
    }

    /// Everything that is wrong.
    pub(super) fn offences(&self, pending: Pending) -> Vec<String> {
        let mut all = self.strays.clone();
        for row in &self.rows {
            let id = row.statement.id;
            match row.held_by() {
                None => {
                    all.push(format!("{id} has no cover: no rule cites it and {} is silent", cover::PATH));
                }
                Some("pending") if pending == Pending::Refused => {
                    let names: Vec<&str> =
                        row.covers.iter().flat_map(|cover| &cover.names).map(String::as_str).collect();
                    all.push(format!("{id} waits for {}", names.join(", ")));
                }
                Some(_) => {}
            }
            let kinds: BTreeSet<Kind> = row.covers.iter().map(|cover| cover.kind).collect();
            if kinds.len() != row.covers.len()
                || row.covers.iter().filter(|cover| cover.kind.is_excuse()).count() > 1
            {
                all.push(format!("{id} has two lines that say the same"));
            }
            let is_stale =
                |kind: Kind| kind.is_excuse() || (kind == Kind::Pending && pending == Pending::Refused);
            if !row.rules.is_empty() && row.has(is_stale) {
                let names: Vec<&str> = row.rules.iter().map(|rule| rule.name).collect();
                all.push(format!("{id}: the excuse is stale, {} cites it", names.join(", ")));
            }
            if row.rules.is_empty() && row.has(|kind| kind == Kind::Rest) {
                all.push(format!("{id}: what is said of the rest needs a rule for the first part"));
            }
            all.extend(row.covers.iter().flat_map(|cover| self.broken(cover)));
        }
        all
    }

    fn broken(&self, cover: &Cover) -> Vec<String> {
        let mut broken = Vec::new();
        if cover.kind == Kind::Type {
            let unknown = cover.names.iter().filter(|name| self.types.file_of(name).is_none());
            broken.extend(unknown.map(|name| format!("{}: there is no type {name}", cover.id)));
        }
        if let Some(fixture) = cover.fixture.as_deref().filter(|fixture| !root().join(fixture).exists()) {
            broken.push(format!("{}: there is no file {fixture}", cover.id));
        }
        broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(id: &str, kind: Kind, names: &[&str]) -> Cover {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        Cover { id: id.to_owned(), kind, names, fixture: None, reason: "a reason".to_owned() }
    }

    fn offences(change: impl FnOnce(&mut Vec<Cover>)) -> Vec<String> {
        let mut covers = cover::read().unwrap();
        change(&mut covers);
        Matrix::of(covers, rules(), Types::read().unwrap()).offences(Pending::Allowed)
    }

    #[test]
    fn a_lost_cover_a_stale_excuse_and_an_unknown_name_are_told() {
        assert_eq!(offences(|_| {}), Vec::<String>::new());
        let lost = offences(|covers| covers.retain(|cover| cover.id != "DL-008"));
        assert!(matches!(lost.as_slice(), [only] if only.starts_with("DL-008 has no cover")), "{lost:?}");
        let stale = offences(|covers| covers.push(cover("DL-044", Kind::Guidance, &[])));
        assert!(matches!(stale.as_slice(), [only] if only.contains("excuse is stale")), "{stale:?}");
        let name = "directline_types::Activity";
        let unknown = offences(|covers| covers.push(cover("DL-044", Kind::Type, &[name])));
        assert!(matches!(unknown.as_slice(), [only] if only.contains(name)), "{unknown:?}");
        let stray = offences(|covers| covers.push(cover("DL-999", Kind::Guidance, &[])));
        assert!(matches!(stray.as_slice(), [only] if only.contains("DL-999")), "{stray:?}");
        let twice = offences(|covers| covers.push(cover("DL-008", Kind::Ambiguous, &[])));
        assert!(matches!(twice.as_slice(), [only] if only.contains("two lines")), "{twice:?}");
    }

    #[test]
    fn what_is_announced_is_no_cover_unless_allowed() {
        let mut covers = cover::read().unwrap();
        covers.retain(|cover| cover.id != "DL-008" && cover.kind != Kind::Pending);
        let only = |covers| Matrix::of(covers, rules(), Types::read().unwrap()).offences(Pending::Refused);
        let before = only(covers);
        assert!(before.iter().any(|offence| offence.starts_with("DL-008 has no cover")), "{before:?}");
        let mut covers = cover::read().unwrap();
        covers.retain(|cover| cover.id != "DL-008");
        covers.push(cover("DL-008", Kind::Pending, &["some-rule"]));
        let after = only(covers);
        assert!(after.iter().any(|offence| offence == "DL-008 waits for some-rule"), "{after:?}");
    }
}
