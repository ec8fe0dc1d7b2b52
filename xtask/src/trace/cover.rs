//! The data on statements beside the rules: `cover.tsv`.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::run::root;

/// Where the data stands.
pub(super) const PATH: &str = "crates/directline-validator/data/cover.tsv";

/// How a statement is held, or why it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Named types enforce it.
    Type,
    /// A recording cannot show it.
    NotObservable,
    /// It advises, allows or explains: nothing can break it.
    Guidance,
    /// It can be read in several ways.
    Ambiguous,
    /// Rules check a part of it; the reason says what of the rest.
    Rest,
    /// A rule is announced and not written yet.
    Pending,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Type, Self::NotObservable, Self::Guidance, Self::Ambiguous, Self::Rest, Self::Pending];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::NotObservable => "not-observable",
            Self::Guidance => "guidance",
            Self::Ambiguous => "ambiguous",
            Self::Rest => "rest",
            Self::Pending => "pending",
        }
    }

    /// Whether it says that nothing checks the statement.
    pub(super) fn is_excuse(self) -> bool {
        matches!(self, Self::NotObservable | Self::Guidance | Self::Ambiguous)
    }
}

/// One line of the data.
#[derive(Debug)]
pub(super) struct Cover {
    pub(super) id: String,
    pub(super) kind: Kind,
    /// Paths of types, or the announced rule.
    pub(super) names: Vec<String>,
    /// A file of the corpus that shows it, where there is one.
    pub(super) fixture: Option<String>,
    pub(super) reason: String,
}

/// Reads the data.
pub(super) fn read() -> Result<Vec<Cover>> {
    let text = fs::read_to_string(root().join(PATH)).context(PATH)?;
    let lines = text.lines().enumerate().skip(1);
    lines.map(|(at, line)| parse(line).with_context(|| format!("{PATH}:{}", at.saturating_add(1)))).collect()
}

fn parse(line: &str) -> Result<Cover> {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[id, cover, names, fixture, reason] = fields.as_slice() else {
        bail!("{} fields instead of five", fields.len());
    };
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == cover);
    let kind = kind.with_context(|| format!("`{cover}` is no kind of cover"))?;
    if reason.trim().is_empty() {
        bail!("{id} has no reason");
    }
    let names: Vec<String> = names.split(' ').filter(|name| *name != "-").map(str::to_owned).collect();
    if names.is_empty() != (kind.is_excuse() || kind == Kind::Rest) {
        bail!("{id}: a type or an announced rule has a name, what is said in words has none");
    }
    let fixture = (fixture != "-").then(|| fixture.to_owned());
    Ok(Cover { id: id.to_owned(), kind, names, fixture, reason: reason.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{Kind, parse};

    #[test]
    fn a_line_has_five_fields_and_a_reason() {
        let line = parse("DL-092\ttype\tdirectline_types::UrlReference\t-\ta permission").unwrap();
        assert_eq!((line.kind, line.names.len(), line.fixture), (Kind::Type, 1, None));
        for wrong in [
            "DL-092\ttype\t-\t-\ta type without its name",
            "DL-008\tguidance\tsome-rule\t-\tan excuse with a name",
            "DL-008\tguidance\t-\t-\t",
            "DL-008\tguidance\t-\tno fixture",
            "DL-008\tforgotten\t-\t-\tno such kind",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
