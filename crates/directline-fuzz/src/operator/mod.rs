//! Mutation operators: each breaks a valid exchange in one way and names the rule that it breaks.
//!
//! One file per family of rules holds a table of operators. What they have in common is in `json` (members of
//! objects), `form` (multipart bodies) and `http` (headers and queries): everything that an operator does not touch
//! keeps its bytes.

mod disposition;
mod error;
mod form;
mod http;
mod json;
mod message;
mod multipart;
mod pair;
mod place;
mod response;
mod splice;
mod transport;
mod upload;
mod url;

use directline_reference::{Request, Response};
use directline_validator::Rule;

use crate::Dice;
use json::Change;
pub use pair::Pair;
use place::Place;

/// One way to break an exchange.
///
/// # Examples
///
/// ```
/// use directline_fuzz::{Dice, Operator};
/// use directline_reference::Request;
///
/// let operator = Operator::from_name("authorization-removed").unwrap();
/// assert_eq!(operator.rule, "authorization-missing");
///
/// let mut request = Request::new("POST", "/api/conversations").bearer("secret");
/// assert!(operator.apply_request(&mut request, &mut Dice::new(1)));
/// assert_eq!(request, Request::new("POST", "/api/conversations"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Operator {
    /// The name: what the operator does.
    pub name: &'static str,
    /// The name of the rule that the result breaks.
    pub rule: &'static str,
    /// What the operator does, in one line.
    pub about: &'static str,
    part: Part,
}

/// What an operator works on. Edits of a request see nothing else, so that they can be made before it is sent.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// The request.
    Request(fn(&mut Request, &mut Dice) -> bool),
    /// The request; it offends only where the service grants what is asked.
    Granted(fn(&mut Request, &mut Dice) -> bool),
    /// The response.
    Response(fn(&Request, &mut Response, &mut Dice) -> bool),
    /// A JSON value in the body of one of them.
    Json(Place, Change),
}

/// The families, in the order of the manual.
const FAMILIES: [&[Operator]; 8] = [
    transport::OPERATORS,
    message::OPERATORS,
    upload::OPERATORS,
    disposition::OPERATORS,
    multipart::OPERATORS,
    url::OPERATORS,
    error::OPERATORS,
    response::OPERATORS,
];

/// Rules that must speak beside the operator's own: operator, rule, why.
const COMPANIONS: &[(&str, &str, &str)] = &[
    (
        "authorization-removed",
        "missing-authorization-not-401",
        "where the answer was 403, it is now an answer to a request without credential",
    ),
    ("sent-created-no-time", "created-set-by-client", CREATED),
    ("sent-created-without-offset", "created-set-by-client", CREATED),
    ("sent-created-in-another-form", "created-set-by-client", CREATED),
    ("sent-created-elsewhere", "created-set-by-client", CREATED),
];

const CREATED: &str = "a client gives no time at all, and what it gives is judged besides";

impl Operator {
    /// Every operator, in the order of the manual.
    ///
    /// ```
    /// use directline_fuzz::Operator;
    ///
    /// let of_requests = Operator::ALL.iter().filter(|operator| operator.breaks_request()).count();
    /// assert!(0 < of_requests && of_requests < Operator::ALL.len());
    /// ```
    pub const ALL: &'static [Self] = &all();

    /// The operator of this name.
    ///
    /// ```
    /// assert!(directline_fuzz::Operator::from_name("no-such-operator").is_none());
    /// ```
    pub fn from_name(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|operator| operator.name == name)
    }

    /// The rule that the result breaks, with its manual and levels. There always is one: a test looks up all of them.
    ///
    /// ```
    /// let operator = directline_fuzz::Operator::from_name("authorization-removed").unwrap();
    /// assert_eq!(operator.rule().map(|rule| rule.summary), Some("the request has no Authorization header"));
    /// ```
    pub fn rule(&self) -> Option<&'static Rule> {
        directline_validator::rules().iter().copied().find(|rule| rule.name == self.rule)
    }

    /// The rules that may have to speak beside the operator's own, each with the reason.
    ///
    /// ```
    /// let operator = directline_fuzz::Operator::from_name("authorization-removed").unwrap();
    /// let companions: Vec<_> = operator.companions().map(|(rule, _)| rule).collect();
    /// assert_eq!(companions, ["missing-authorization-not-401"]);
    /// ```
    pub fn companions(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let name = self.name;
        let of_this = COMPANIONS.iter().filter(move |(operator, ..)| *operator == name);
        of_this.map(|(_, rule, reason)| (*rule, *reason))
    }

    /// Whether it is the request that is broken, which can be done before it is sent.
    ///
    /// ```
    /// let operator = directline_fuzz::Operator::from_name("authorization-removed").unwrap();
    /// assert!(operator.breaks_request());
    /// ```
    pub fn breaks_request(&self) -> bool {
        match self.part {
            Part::Request(_) | Part::Granted(_) => true,
            Part::Response(_) => false,
            Part::Json(place, _) => place.is_in_request(),
        }
    }

    /// Breaks a request. `false`: the operator does not apply to it, or is about responses; then it is unchanged.
    ///
    /// ```
    /// use directline_fuzz::{Dice, Operator};
    /// use directline_reference::Request;
    ///
    /// let operator = Operator::from_name("watermark-emptied").unwrap();
    /// let mut poll = Request::new("GET", "/api/conversations/abc123/messages?watermark=4");
    /// assert!(operator.apply_request(&mut poll, &mut Dice::new(1)));
    /// assert_eq!(poll.target, "/api/conversations/abc123/messages?watermark=");
    /// ```
    pub fn apply_request(&self, request: &mut Request, dice: &mut Dice) -> bool {
        if !self.breaks_request() {
            return false;
        }
        let mut broken = request.clone();
        let done = match self.part {
            Part::Request(edit) | Part::Granted(edit) => edit(&mut broken, dice),
            Part::Json(place, change) => place.change_request(&mut broken, change, dice),
            Part::Response(_) => false,
        };
        let done = done && broken != *request;
        if done {
            *request = broken;
        }
        done
    }

    /// Breaks a pair. `false`: the operator does not apply to it; then it is unchanged.
    ///
    /// ```
    /// use directline_fuzz::{Dice, Operator, Pair};
    /// use directline_reference::{Request, Response};
    ///
    /// let operator = Operator::from_name("send-answered-otherwise").unwrap();
    /// let request = Request::new("POST", "/api/conversations/abc123/messages").bearer("secret");
    /// let mut pair = Pair { request, response: Response::empty(204) };
    /// assert!(operator.apply(&mut pair, &mut Dice::new(1)));
    /// assert!((200..=202).contains(&pair.response.status));
    /// ```
    pub fn apply(&self, pair: &mut Pair, dice: &mut Dice) -> bool {
        if matches!(self.part, Part::Granted(_)) && !(200..300).contains(&pair.response.status) {
            return false;
        }
        if self.breaks_request() {
            return self.apply_request(&mut pair.request, dice);
        }
        let mut broken = pair.response.clone();
        let done = match self.part {
            Part::Response(edit) => edit(&pair.request, &mut broken, dice),
            Part::Json(place, change) => place.change_response(&pair.request, &mut broken, change, dice),
            Part::Request(_) | Part::Granted(_) => false,
        };
        let done = done && broken != pair.response;
        if done {
            pair.response = broken;
        }
        done
    }
}

/// An operator on requests.
const fn request(
    name: &'static str,
    rule: &'static str,
    about: &'static str,
    edit: fn(&mut Request, &mut Dice) -> bool,
) -> Operator {
    Operator { name, rule, about, part: Part::Request(edit) }
}

/// An operator on responses.
const fn response(
    name: &'static str,
    rule: &'static str,
    about: &'static str,
    edit: fn(&Request, &mut Response, &mut Dice) -> bool,
) -> Operator {
    Operator { name, rule, about, part: Part::Response(edit) }
}

/// An operator on JSON values.
const fn json(
    place: Place,
    name: &'static str,
    rule: &'static str,
    about: &'static str,
    change: Change,
) -> Operator {
    Operator { name, rule, about, part: Part::Json(place, change) }
}

const fn count() -> usize {
    let (mut count, mut family) = (0, 0);
    while family < FAMILIES.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        let operators = FAMILIES[family];
        count += operators.len();
        family += 1;
    }
    count
}

#[expect(clippy::indexing_slicing, clippy::large_stack_arrays, reason = "evaluated by the compiler")]
const fn all() -> [Operator; count()] {
    let mut row = [FAMILIES[0][0]; count()];
    let (mut at, mut family) = (0, 0);
    while family < FAMILIES.len() {
        let mut number = 0;
        while number < FAMILIES[family].len() {
            row[at] = FAMILIES[family][number];
            at += 1;
            number += 1;
        }
        family += 1;
    }
    row
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Operator;

    #[test]
    fn each_operator_has_a_name_of_its_own_and_a_rule() {
        let names: BTreeSet<&str> = Operator::ALL.iter().map(|operator| operator.name).collect();
        assert_eq!(names.len(), Operator::ALL.len());
        for operator in Operator::ALL {
            assert_eq!(operator.rule().map(|rule| rule.name), Some(operator.rule));
            for (companion, reason) in operator.companions() {
                assert!(
                    directline_validator::rules().iter().any(|rule| rule.name == companion),
                    "{companion}"
                );
                assert!(companion != operator.rule && reason.contains(' '), "{companion}");
            }
            assert_eq!(Operator::from_name(operator.name).map(|found| found.name), Some(operator.name));
        }
    }

    #[test]
    fn companions_are_of_operators_that_exist() {
        assert!(super::COMPANIONS.iter().all(|(operator, ..)| Operator::from_name(operator).is_some()));
    }

    #[test]
    fn what_an_operator_does_is_said_as_messages_are() {
        for Operator { name, about, .. } in Operator::ALL {
            let starts_low =
                about.starts_with(|letter: char| !letter.is_lowercase() || letter.is_alphabetic());
            assert!(starts_low && !about.ends_with('.') && about.len() < 90, "{name}: {about}");
            assert!(
                name.chars().all(|letter| letter.is_ascii_lowercase() || "-03".contains(letter)),
                "{name}"
            );
        }
    }
}
