//! The statements: every normative sentence of the documentation, with its place.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One sentence of the documentation (`DL-…`) or a rule known from outside it (`EX-…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The id, for example `DL-044`.
    pub id: &'static str,
    /// The sentence, in short.
    pub text: &'static str,
    /// The title of the document, or where else it is known from.
    pub document: &'static str,
    /// The section of the document; empty where there is none.
    pub section: &'static str,
    /// Whom it binds: `client`, `service` or `both`.
    pub who: &'static str,
    /// `must`, `should`, `may` or `info`.
    pub obligation: &'static str,
    /// What shows it: `body`, `request`, `response`, `exchange`, `conversation` or `none`.
    pub checkable: &'static str,
}

impl Statement {
    /// Every statement, in the order of their ids.
    ///
    /// ```
    /// use directline_validator::Statement;
    /// assert_eq!(Statement::all().len(), 175);
    /// ```
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Statement>> = OnceLock::new();
        ALL.get_or_init(|| {
            let lines = include_str!("../data/statements.tsv").lines();
            lines.skip(1).filter_map(read).collect()
        })
    }

    /// The statement with this id.
    ///
    /// ```
    /// use directline_validator::Statement;
    /// let statement = Statement::find("DL-044").unwrap();
    /// assert_eq!(statement.document, "API reference - Direct Line API 1.1");
    /// ```
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|statement| statement.id == id)
    }

    /// The types of `directline-types` that hold it, by their paths: what they refuse breaks it. Most statements
    /// are held by rules instead ([`Rule::statements`](crate::Rule::statements)), some by nothing: they bind
    /// nobody, or no recording shows whether they are kept.
    ///
    /// ```
    /// use directline_validator::Statement;
    /// let statement = Statement::find("DL-075").unwrap();
    /// assert_eq!(statement.types(), ["directline_types::Message::conversation_id"]);
    /// ```
    pub fn types(&self) -> &'static [&'static str] {
        static ALL: OnceLock<BTreeMap<&'static str, Vec<&'static str>>> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            let mut all = BTreeMap::<_, Vec<_>>::new();
            for (id, types) in include_str!("../data/cover.tsv").lines().filter_map(types) {
                all.entry(id).or_default().extend(types);
            }
            all
        });
        all.get(self.id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where it stands: title and section.
    pub fn source(&self) -> String {
        if self.section.is_empty() {
            self.document.to_owned()
        } else {
            format!("{}, {}", self.document, self.section)
        }
    }

    /// Whether it comes from outside the documents of Direct Line 1.1's reference and send pages.
    pub fn is_outside(&self) -> bool {
        self.id.starts_with("EX-")
    }
}

/// The id of a statement and the types that hold it, of a line of the table of covers.
fn types(line: &'static str) -> Option<(&'static str, impl Iterator<Item = &'static str>)> {
    let mut fields = line.split('\t');
    let (id, kind, names) = (fields.next()?, fields.next()?, fields.next()?);
    (kind == "type").then(|| (id, names.split(' ')))
}

fn read(line: &'static str) -> Option<Statement> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    Some(Statement {
        id: next()?,
        text: next()?,
        document: next()?,
        section: next()?,
        who: next()?,
        obligation: next()?,
        checkable: next()?,
    })
}
