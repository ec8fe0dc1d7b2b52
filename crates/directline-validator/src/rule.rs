//! What a rule is: one declaration that the manual, `explain`, listings, tests and the check share.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use directline_exchange::Reason;
use directline_types::ObjectKind;

use crate::facts::Facts;
use crate::ledger::Moment;
use crate::shape::ShapeCase;
use crate::sink::Sink;
use crate::{Level, Levels, Profile, Side, rules};

/// A family of rules, named after the part of the contract that they check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Routes, base URI, authorization, status.
    Transport,
    /// Messages, sent and received.
    Message,
    /// Uploads: single files and multipart bodies.
    Upload,
    /// URLs in messages: relative ones and where they lead.
    Url,
    /// Error envelopes.
    Error,
    /// Bodies of successful responses.
    Response,
    /// What several exchanges show together.
    Conversation,
}

impl Family {
    /// Every family, in the order of the manual.
    pub const ALL: [Self; 7] = [
        Self::Transport,
        Self::Message,
        Self::Upload,
        Self::Url,
        Self::Error,
        Self::Response,
        Self::Conversation,
    ];

    /// The name as options and listings write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Message => "message",
            Self::Upload => "upload",
            Self::Url => "url",
            Self::Error => "error",
            Self::Response => "response",
            Self::Conversation => "conversation",
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Whose offence a rule's findings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// Always the client's.
    Client,
    /// Always the service's.
    Service,
    /// Of whoever sent the message in which the offence stands.
    Sender,
}

impl Blame {
    /// The sides that findings of the rule can be on.
    pub fn sides(self) -> &'static [Side] {
        match self {
            Self::Client => &[Side::Client],
            Self::Service => &[Side::Service],
            Self::Sender => &[Side::Client, Side::Service],
        }
    }
}

/// One check of the contract.
#[derive(Debug)]
pub struct Rule {
    /// The name, kebab-case, for life; says the offence.
    pub name: &'static str,
    /// The family.
    pub family: Family,
    /// One line: the offence, a lower-case fragment.
    pub summary: &'static str,
    /// Whose offence it is.
    pub blame: Blame,
    /// The level under each profile.
    pub levels: Levels,
    /// Ids of the statements that the rule rests on.
    pub statements: &'static [&'static str],
    /// The version of the toolkit that first had the rule.
    pub since: &'static str,
    /// The manual page, Markdown without title.
    pub manual: &'static str,
    pub(crate) check: Check,
}

impl Rule {
    /// Whether the rule names deviations of shape: those that the JSON Schema of an object refuses too.
    ///
    /// ```
    /// let shape = directline_validator::rules().iter().filter(|rule| rule.is_about_shape());
    /// assert!(shape.map(|rule| rule.name).any(|name| name == "text-not-string"));
    /// ```
    pub fn is_about_shape(&self) -> bool {
        matches!(self.check, Check::Shape(_))
    }

    /// Of a rule of shape the objects and members whose deviations it names; without a member, the object itself.
    ///
    /// ```
    /// use directline_types::ObjectKind;
    ///
    /// let mut rules = directline_validator::rules().iter();
    /// let rule = rules.find(|rule| rule.name == "text-not-string").unwrap();
    /// assert!(rule.shapes().eq([(ObjectKind::Message, Some("text"))]));
    /// ```
    pub fn shapes(&self) -> impl Iterator<Item = (ObjectKind, Option<&'static str>)> {
        let cases = match self.check {
            Check::Shape(cases) => cases,
            Check::Exchange(_) | Check::Conversation(_) => &[],
        };
        cases.iter().map(|case| (case.object, case.member))
    }

    /// The place of the rule in the manual, from 0: the index in [`rules()`](crate::rules()).
    ///
    /// ```
    /// let rules = directline_validator::rules();
    /// assert_eq!(rules[7].number(), 7);
    /// ```
    pub fn number(&self) -> usize {
        static NUMBERS: OnceLock<HashMap<&'static str, usize>> = OnceLock::new();
        let names = || rules::ALL.iter().enumerate().map(|(number, rule)| (rule.name, number));
        let numbers = NUMBERS.get_or_init(|| names().collect());
        numbers.get(self.name).copied().unwrap_or(usize::MAX)
    }

    /// The level under `profile`.
    pub fn level(&self, profile: Profile) -> Level {
        self.levels.under(profile)
    }
}

/// How a rule is checked.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// A function of one exchange.
    Exchange(fn(&Facts<'_>, &mut Sink<'_>) -> Outcome),
    /// The deviations of shape that the rule names.
    Shape(&'static [ShapeCase]),
    /// A function of one exchange and what was known before it. `Err` is an outcome too: it lets a check end
    /// early with `?`.
    Conversation(fn(&Moment<'_>, &mut Sink<'_>) -> Result<Outcome, Outcome>),
}

impl fmt::Debug for Check {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Exchange(_) => "Exchange",
            Self::Shape(_) => "Shape",
            Self::Conversation(_) => "Conversation",
        })
    }
}

/// What a check says beside its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The exchange holds nothing that the rule is about.
    NotApplicable,
    /// Everything that the rule needs was observed: it holds unless there are findings.
    Decided,
    /// Something that the rule needs was not observable. Findings made all the same stand.
    Inconclusive(Reason),
}

impl Outcome {
    /// What is said of several holders of deviations in turn: the last one of which something was not
    /// observable counts.
    pub(crate) fn or_last(self, next: Self) -> Self {
        match next {
            Self::Inconclusive(_) => next,
            Self::Decided if self == Self::NotApplicable => next,
            Self::Decided | Self::NotApplicable => self,
        }
    }

    /// What is said of two groups of objects together.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotApplicable, other) | (other, Self::NotApplicable) => other,
            (Self::Inconclusive(reason), _) | (_, Self::Inconclusive(reason)) => Self::Inconclusive(reason),
            (Self::Decided, Self::Decided) => Self::Decided,
        }
    }
}

/// Declares the rule of a file: `RULE`. The doc comment is the rule's manual page.
macro_rules! declare_rule {
    (
        $(#[doc = $line:literal])+
        $name:literal {
            family: $family:ident,
            summary: $summary:literal,
            blame: $blame:ident,
            levels: $levels:expr,
            statements: [$($statement:literal),+ $(,)?],
            since: $since:literal,
            check: $check:expr $(,)?
        }
    ) => {
        $(#[doc = $line])+
        pub(crate) static RULE: $crate::rule::Rule = $crate::rule::Rule {
            name: $name,
            family: $crate::rule::Family::$family,
            summary: $summary,
            blame: $crate::rule::Blame::$blame,
            levels: $levels,
            statements: &[$($statement),+],
            since: $since,
            manual: concat!($($line, "\n"),+),
            check: $check,
        };
    };
}
pub(crate) use declare_rule;
