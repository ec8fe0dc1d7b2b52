//! Which sentences of the documents were exercised: by the rules that rest on them, or by the types that hold them.

use directline_types::{ObjectKind, Operation, operation::Status};
use directline_validator::{Datum, Rule, Statement, rules};

use super::{Coverage, State};

/// What holds a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeldBy {
    Rules,
    Types,
    /// It binds nobody, or no recording shows whether it is kept.
    Nothing,
}

impl HeldBy {
    pub(super) const ALL: [Self; 3] = [Self::Rules, Self::Types, Self::Nothing];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Types => "types",
            Self::Nothing => "nothing",
        }
    }

    pub(super) fn of(statement: &Statement) -> Self {
        if rules().iter().any(|rule| rests_on(rule, statement)) {
            Self::Rules
        } else if statement.types().is_empty() {
            Self::Nothing
        } else {
            Self::Types
        }
    }
}

fn rests_on(rule: &Rule, statement: &Statement) -> bool {
    rule.statements.contains(&statement.id)
}

impl Coverage {
    /// What is known of a statement. It was exercised where a rule that rests on it was, or where something was
    /// seen that a type which holds it reads.
    pub(super) fn state_of_statement(&self, statement: &Statement) -> State {
        let states = rules().iter().filter(|rule| rests_on(rule, statement)).map(|rule| self.state(rule));
        let states: Vec<State> = states.collect();
        let types: Vec<Type> = statement.types().iter().filter_map(|path| Type::parse(path)).collect();
        let is_read = types.iter().any(|one| self.reads(one));
        let is_broken = types.iter().any(|one| self.breaks(one));
        if self.violated.contains(statement.id) || (is_read && is_broken) {
            State::Violated
        } else if is_read || states.iter().any(|state| state.is_exercised()) {
            State::Held
        } else if states.contains(&State::Undecided) {
            State::Undecided
        } else if states.iter().all(|state| *state == State::NotRun) && !states.is_empty() {
            State::NotRun
        } else {
            State::NothingSeen
        }
    }

    /// Whether something was seen that the type reads.
    fn reads(&self, one: &Type) -> bool {
        match one {
            Type::Operation(operation) => self.has_operation(*operation),
            Type::AnyOperation => !self.answers.is_empty(),
            Type::Status(wanted) => self.answers.keys().any(|(_, status)| {
                status.is_some_and(|status| wanted.is_none_or(|wanted| wanted.code() == status))
            }),
            Type::Data(_) => Datum::all().any(|datum| one.is_about(&datum) && self.has(&datum)),
        }
    }

    /// Whether a rule of shape was violated that names deviations of what the type reads.
    fn breaks(&self, one: &Type) -> bool {
        let Type::Data(data) = one else { return false };
        let broken = rules().iter().filter(|rule| self.state(rule) == State::Violated);
        broken.flat_map(|rule| rule.shapes()).any(|(object, member)| {
            data.iter().any(|(of, name)| of.is_none_or(|of| of == object) && member.map(plain) == *name)
        })
    }
}

/// What a type of the crate of types reads.
#[derive(Debug)]
enum Type {
    Operation(Operation),
    AnyOperation,
    /// A status, or any.
    Status(Option<Status>),
    /// Objects (`None`: any) and members (`None`: the object itself), written without underscores and capitals.
    Data(Vec<(Option<ObjectKind>, Option<String>)>),
}

impl Type {
    /// Reads a path such as `directline_types::Message::text`.
    fn parse(path: &str) -> Option<Self> {
        let path = path.strip_prefix("directline_types::")?;
        let member = |object, name: &str| Self::Data(vec![(object, Some(plain(name)))]);
        let segments: Vec<&str> = path.split("::").collect();
        Some(match segments.as_slice() {
            ["Operation", "query_parameters"] => Self::AnyOperation,
            ["Operation", name] | ["operation", "RequestBody", name] => {
                Self::Operation(Operation::from_name(name)?)
            }
            ["operation", "Status"] => Self::Status(None),
            ["operation", "Success", "NoContent"] => Self::Status(Some(Status::NoContent)),
            ["ObjectKind"] => Self::Data(vec![(None, None)]),
            ["ChannelData"] => member(Some(ObjectKind::Message), "channelData"),
            ["ErrorCode"] => member(Some(ObjectKind::Error), "code"),
            ["ETag"] => member(None, "eTag"),
            ["UrlReference"] => Self::Data(vec![
                (Some(ObjectKind::Message), Some(plain("images"))),
                (Some(ObjectKind::Attachment), Some(plain("url"))),
            ]),
            [name] => Self::Data(vec![(Some(object(name)?), None)]),
            [name, field] => {
                let object = object(name)?;
                let known = object.members().iter().find(|member| plain(member.name) == plain(field))?;
                member(Some(object), known.name)
            }
            _ => return None,
        })
    }

    fn is_about(&self, datum: &Datum) -> bool {
        let Self::Data(data) = self else { return false };
        let name = datum.member.map(|member| plain(member.name));
        data.iter().any(|(object, member)| object.is_none_or(|of| of == datum.object) && *member == name)
    }
}

/// The object of a type's name.
fn object(name: &str) -> Option<ObjectKind> {
    let title = if name == "ApiError" { "Error" } else { name };
    ObjectKind::ALL.into_iter().find(|kind| kind.title() == title)
}

/// A name without underscores and capitals: fields are written `content_type`, members `contentType`.
fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_holds_a_statement_is_known() {
        for statement in Statement::all() {
            for path in statement.types() {
                assert!(Type::parse(path).is_some(), "{}: {path}", statement.id);
            }
        }
        assert!(Type::parse("directline_types::Message::colour").is_none());
    }
}
