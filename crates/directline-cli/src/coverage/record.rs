//! The record of the machine formats: what a run exercised.

use directline_types::Operation;
use directline_types::operation::Status;
use directline_validator::{Datum, Level, Rule, Side, Statement, rules};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::statements::HeldBy;
use super::{Coverage, State};
use crate::report::{self, one_of};

/// What a run exercised, where that was asked for. What exists, what was exercised and what held are three numbers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Coverage")]
pub(crate) struct CoverageRecord {
    #[schemars(extend("enum" = ["coverage"]))]
    r#type: &'static str,
    /// The version of these records. New members do not change it.
    schema: u32,
    /// How many exchanges (or objects) were counted: those of the recordings, of a replay the fresh ones, of a hunt
    /// all that it sent.
    pub(crate) exchanges: u64,
    /// How many of the rules that ran were exercised, in percent, rounded down.
    pub(crate) percent: u8,
    pub(crate) numbers: Numbers,
    pub(crate) gate: GateRecord,
    /// Every rule, in the order of the manual.
    pub(crate) rules: Vec<RuleRecord>,
    /// Every sentence of the contract.
    pub(crate) statements: Vec<StatementRecord>,
    /// Every documented status of each operation, and those that were seen beside them.
    pub(crate) statuses: Vec<StatusRecord>,
    /// Every object and member, for each side that can send it.
    pub(crate) members: Vec<MemberRecord>,
}

/// The sums.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageNumbers")]
pub(crate) struct Numbers {
    pub(crate) rules: RuleNumbers,
    pub(crate) statements: StatementNumbers,
    /// Pairs of operation and status.
    pub(crate) statuses: SeenNumbers,
    /// Members of objects, for each side that can send them.
    pub(crate) members: SeenNumbers,
}

/// How many rules there are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "RuleNumbers")]
pub(crate) struct RuleNumbers {
    pub(crate) exist: usize,
    /// Those that were asked for and can say something of the side that was judged.
    pub(crate) ran: usize,
    /// Decided at least once: they held or were violated.
    pub(crate) exercised: usize,
    /// Exercised and never violated.
    pub(crate) held: usize,
    /// Never decided, although there may have been something: the recordings do not show enough.
    pub(crate) undecided: usize,
}

/// How many sentences of the contract there are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "StatementNumbers")]
pub(crate) struct StatementNumbers {
    pub(crate) exist: usize,
    /// Those that a rule or a type holds; the others bind nobody, or no recording shows whether they are kept.
    pub(crate) checkable: usize,
    /// Those of which a rule that rests on them was exercised, or a type that holds them read something.
    pub(crate) exercised: usize,
    /// Exercised, and no finding rests on them.
    pub(crate) held: usize,
}

/// How many there are, and how many of them were seen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "SeenNumbers")]
pub(crate) struct SeenNumbers {
    /// Documented ones.
    pub(crate) exist: usize,
    pub(crate) seen: usize,
}

/// What had to be exercised.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageGate")]
pub(crate) struct GateRecord {
    /// The least percentage that was asked for.
    pub(crate) min_coverage: Option<u8>,
    /// The rules that were required.
    pub(crate) required: Vec<&'static str>,
    /// What was missed, in words.
    pub(crate) missed: Vec<String>,
}

/// A rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageOfRule")]
pub(crate) struct RuleRecord {
    pub(crate) rule: &'static str,
    pub(crate) family: &'static str,
    #[schemars(schema_with = "state")]
    pub(crate) state: &'static str,
    /// In how many exchanges it was decided.
    pub(crate) decided: u64,
    /// In how many it was violated.
    pub(crate) violated: u64,
    /// In how many it could not be decided.
    pub(crate) undecided: u64,
    /// The highest level of the findings, for people.
    #[serde(skip)]
    pub(crate) worst: Option<Level>,
}

/// A sentence of the contract.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageOfStatement")]
pub(crate) struct StatementRecord {
    pub(crate) statement: &'static str,
    #[schemars(schema_with = "held_by")]
    pub(crate) held_by: &'static str,
    #[schemars(schema_with = "state")]
    pub(crate) state: &'static str,
}

/// A status of an operation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageOfStatus")]
pub(crate) struct StatusRecord {
    #[schemars(schema_with = "operation")]
    pub(crate) operation: &'static str,
    /// The status; null: none was observed.
    pub(crate) status: Option<u16>,
    /// Whether the documents have it for the operation.
    pub(crate) documented: bool,
    pub(crate) exchanges: u64,
    /// How many of them violate the contract.
    pub(crate) violating: u64,
    /// The highest level of the findings, for people.
    #[serde(skip)]
    pub(crate) worst: Option<Level>,
}

/// A member of an object, as one side sends it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageOfMember")]
pub(crate) struct MemberRecord {
    pub(crate) object: &'static str,
    /// The member; null: the object itself.
    pub(crate) member: Option<&'static str>,
    /// Who sends it.
    #[schemars(schema_with = "side")]
    pub(crate) side: &'static str,
    pub(crate) seen: bool,
    /// The highest level of the findings, for people.
    #[serde(skip)]
    pub(crate) worst: Option<Level>,
}

fn state(_: &mut SchemaGenerator) -> Schema {
    one_of(&State::ALL.map(State::name), "What is known of it after the run.")
}

fn held_by(_: &mut SchemaGenerator) -> Schema {
    one_of(&HeldBy::ALL.map(HeldBy::name), "What holds the sentence.")
}

fn operation(_: &mut SchemaGenerator) -> Schema {
    one_of(&Operation::ALL.map(Operation::name), "The operation.")
}

fn side(_: &mut SchemaGenerator) -> Schema {
    one_of(&Side::ALL.map(Side::name), "Who sends it.")
}

impl Coverage {
    /// What every report shows.
    pub(crate) fn record(&self) -> CoverageRecord {
        let rules: Vec<RuleRecord> = rules().iter().map(|rule| self.rule(rule)).collect();
        let statements: Vec<StatementRecord> =
            Statement::all().iter().map(|one| self.statement(one)).collect();
        let statuses = self.statuses();
        let members: Vec<MemberRecord> = Datum::all().map(|datum| self.member(&datum)).collect();
        CoverageRecord {
            r#type: "coverage",
            schema: report::SCHEMA,
            exchanges: self.exchanges,
            percent: self.percent(),
            numbers: Numbers {
                rules: RuleNumbers {
                    exist: rules.len(),
                    ran: self.ran.len(),
                    exercised: rules.iter().filter(|one| is_exercised(one.state)).count(),
                    held: rules.iter().filter(|one| one.state == State::Held.name()).count(),
                    undecided: rules.iter().filter(|one| one.state == State::Undecided.name()).count(),
                },
                statements: StatementNumbers {
                    exist: statements.len(),
                    checkable: statements.iter().filter(|one| one.held_by != HeldBy::Nothing.name()).count(),
                    exercised: statements.iter().filter(|one| is_exercised(one.state)).count(),
                    held: statements.iter().filter(|one| one.state == State::Held.name()).count(),
                },
                statuses: SeenNumbers {
                    exist: statuses.iter().filter(|one| one.documented).count(),
                    seen: statuses.iter().filter(|one| one.documented && one.exchanges > 0).count(),
                },
                members: SeenNumbers {
                    exist: members.iter().filter(|one| one.member.is_some()).count(),
                    seen: members.iter().filter(|one| one.member.is_some() && one.seen).count(),
                },
            },
            gate: GateRecord {
                min_coverage: self.gate.minimum(),
                required: self.gate.required().map(|rule| rule.name).collect(),
                missed: self.shortfalls().into_iter().map(|missed| missed.what).collect(),
            },
            rules,
            statements,
            statuses,
            members,
        }
    }

    fn rule(&self, rule: &'static Rule) -> RuleRecord {
        let times = self.times(rule);
        RuleRecord {
            rule: rule.name,
            family: rule.family.name(),
            state: self.state(rule).name(),
            decided: times.decided,
            violated: times.violated,
            undecided: times.undecided,
            worst: times.worst,
        }
    }

    fn statement(&self, statement: &'static Statement) -> StatementRecord {
        StatementRecord {
            statement: statement.id,
            held_by: HeldBy::of(statement).name(),
            state: self.state_of_statement(statement).name(),
        }
    }

    fn statuses(&self) -> Vec<StatusRecord> {
        let mut all = Vec::new();
        for operation in Operation::ALL {
            let documented: Vec<u16> = operation.documented_statuses().map(Status::code).collect();
            let seen = self.answers.keys().filter(|(of, _)| *of == operation).map(|(_, status)| *status);
            let beside = seen.filter(|status| status.is_none_or(|status| !documented.contains(&status)));
            for status in documented.iter().copied().map(Some).chain(beside) {
                let answers = self.answers.get(&(operation, status)).copied().unwrap_or_default();
                all.push(StatusRecord {
                    operation: operation.name(),
                    status,
                    documented: status.is_some_and(|status| documented.contains(&status)),
                    exchanges: answers.exchanges,
                    violating: answers.violating,
                    worst: answers.worst,
                });
            }
        }
        all
    }

    fn member(&self, datum: &Datum) -> MemberRecord {
        MemberRecord {
            object: datum.object.title(),
            member: datum.member.map(|member| member.name),
            side: datum.sender.name(),
            seen: self.seen.contains(datum),
            worst: self.worst(datum),
        }
    }
}

fn is_exercised(state: &str) -> bool {
    State::ALL.into_iter().any(|one| one.is_exercised() && one.name() == state)
}
