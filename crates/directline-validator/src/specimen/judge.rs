//! Judges one object by itself, by the rules that judge exchanges.

use std::collections::HashSet;
use std::ops::Range;

use directline_exchange::Reason;

use super::{Specimen, SpecimenKind, operation};
use crate::facts::{Facts, Reading};
use crate::ledger::{Event, Examined};
use crate::route::{Matched, Route};
use crate::rule::Outcome;
use crate::scope::Host;
use crate::{
    Family, Finding, Inconclusive, Judgement, Level, Part, Place, Rule, RuleSet, Seen, Side, Validator,
    Verdict,
};

impl Validator {
    /// Judges one object by itself: the findings that it would get in the body of an exchange.
    ///
    /// Rules that need more than the object (authorization, host, path, status) are neither decided nor
    /// inconclusive. Places point into [`Specimen::exchange`], where the object is the whole body.
    ///
    /// Where only the sender decides whether a Message or Attachment breaks a rule and the sender is not
    /// known, the rule is inconclusive, with the reason [`Reason::NotRecorded`]; the `side` of the
    /// findings then says nothing.
    ///
    /// ```
    /// use directline_validator::{Specimen, SpecimenKind, Validator, Verdict};
    ///
    /// let attachment = Specimen::new(SpecimenKind::Attachment, r#"{"url":5,"contentType":"text/plain"}"#);
    /// let judgement = Validator::new().check_object(&attachment);
    /// assert_eq!(judgement.verdict, Verdict::Violates);
    ///
    /// let finding = &judgement.findings[0];
    /// assert_eq!(finding.rule.name, "attachment-url-not-string");
    /// assert_eq!(finding.place.pointer.as_deref(), Some("/url"));
    /// assert_eq!(finding.place.span, Some(7..8));
    /// ```
    pub fn check_object(&self, specimen: &Specimen) -> Judgement {
        let view = if let Some(side) = specimen.sender.or(self.side()) {
            self.view(&specimen.clone().held_by(side))
        } else {
            let other = if specimen.holder == Side::Client { Side::Service } else { Side::Client };
            self.view(specimen).agreeing_with(self.view(&specimen.clone().held_by(other)))
        };
        let verdict = if view.findings.iter().any(|finding| finding.level == Level::Error) {
            Verdict::Violates
        } else if view.misses_object {
            Verdict::Inconclusive
        } else {
            Verdict::Conforms
        };
        let View { findings, inconclusive, decided, seen, .. } = view;
        Judgement { operation: None, verdict, findings, inconclusive, decided, seen }
    }

    /// The rules that run on objects of a kind judged by themselves.
    ///
    /// ```
    /// use directline_validator::{Family, SpecimenKind, Validator};
    ///
    /// let rules = Validator::new().rules_on(SpecimenKind::Message);
    /// assert!(rules.iter().all(|rule| rule.family != Family::Transport));
    /// ```
    pub fn rules_on(&self, kind: SpecimenKind) -> RuleSet {
        let is_of_page = |rule: &Rule| kind == SpecimenKind::MessageSet && OF_ONE_PAGE.contains(&rule.name);
        self.rules().iter().filter(|rule| is_about(rule, kind) || is_of_page(rule)).collect()
    }

    /// What the rules say of the object in the body that holds it.
    fn view(&self, specimen: &Specimen) -> View {
        let Specimen { kind, exchange, .. } = specimen;
        let (kind, holder) = (*kind, specimen.holder);
        let route = |conversation: Option<&str>| {
            Route::Operation(Matched {
                operation: operation(kind, holder),
                conversation: conversation.map(str::to_owned),
                spelling: Vec::new(),
                host: Host::Unrecorded,
            })
        };
        // What holds within any one conversation holds in this one.
        let (route, in_conversation) = (route(None), route(Some("conversation")));
        let reading = Reading::of(exchange, &route, self.limits());
        let mut facts = Facts::of_object(exchange, &route, &reading, kind, holder, specimen.base());
        let mut view = View { misses_object: facts.misses_object(), seen: facts.seen(), ..View::default() };
        for chosen in self.chosen() {
            let rule = chosen.rule;
            if !is_about(rule, kind) {
                continue;
            }
            let mut found = Vec::new();
            let mut sink = self.sink(chosen, &mut found);
            let Some(outcome) = self.run(chosen, &facts, &mut sink) else { continue };
            let is_silent = found.is_empty();
            found.retain(|finding| is_of_object(kind, holder, &finding.place));
            match outcome {
                _ if !found.is_empty() => {
                    view.decided.insert(rule);
                    view.findings.append(&mut found);
                }
                Outcome::Decided if is_silent => {
                    view.decided.insert(rule);
                }
                // What it found, or missed, is what the made up exchange does not show.
                Outcome::Decided | Outcome::Inconclusive(Reason::NotRecorded) | Outcome::NotApplicable => {}
                Outcome::Inconclusive(reason) => view.inconclusive.push(Inconclusive { rule, reason }),
            }
        }
        if kind == SpecimenKind::MessageSet {
            facts.set_route(&in_conversation);
            self.view_page(&facts, &mut view);
        }
        view
    }
}

/// Rules across exchanges that one answer with messages can break by itself.
const OF_ONE_PAGE: [&str; 1] = ["message-id-reused"];

impl Validator {
    /// What the rules across exchanges say of a `MessageSet`: that of a conversation of which nothing else
    /// is known.
    fn view_page(&self, facts: &Facts<'_>, view: &mut View) {
        let of_one_page = self.clone().keep(|rule| OF_ONE_PAGE.contains(&rule.name));
        let nothing_yet = Judgement::new(None, Verdict::Conforms);
        let mut ledger = of_one_page.ledger();
        let event = Some(Box::new(Event::of(facts)));
        ledger.push((), Examined { judgement: nothing_yet, event, weight: 0 });
        ledger.finish();
        let Some(((), judgement)) = ledger.pop() else { return };
        view.decided.add(&judgement.decided);
        view.findings.extend(judgement.findings);
    }
}

/// Whether a rule may say something of an object of the kind by itself.
fn is_about(rule: &Rule, kind: SpecimenKind) -> bool {
    // A URL is no JSON text.
    let is_url = kind == SpecimenKind::Url && rule.family != Family::Url;
    !is_url && !matches!(rule.family, Family::Transport | Family::Conversation)
}

/// Whether a place is one of the object.
fn is_of_object(kind: SpecimenKind, holder: Side, place: &Place) -> bool {
    match place.part {
        Part::RequestBody => holder == Side::Client,
        Part::ResponseBody => holder == Side::Service,
        Part::RequestHeader => {
            let is_content_type =
                || place.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("content-type"));
            kind == SpecimenKind::Upload && is_content_type()
        }
        _ => false,
    }
}

/// What the rules say of an object that one side sent.
#[derive(Default)]
struct View {
    findings: Vec<Finding>,
    inconclusive: Vec<Inconclusive>,
    /// The rules that were decided.
    decided: RuleSet,
    seen: Seen,
    misses_object: bool,
}

/// The bytes that a finding is about.
type Spot = (Option<Range<usize>>, Option<String>);

fn spot(finding: &Finding) -> Spot {
    (finding.place.span.clone(), finding.place.pointer.clone())
}

impl View {
    /// What holds whoever sent the object: faults that either side would have made, with the words of this
    /// view. Where only one side would have made one, the rule is inconclusive.
    fn agreeing_with(mut self, other: Self) -> Self {
        let spots = |view: &Self| view.findings.iter().map(spot).collect::<HashSet<Spot>>();
        let (ours, theirs) = (spots(&self), spots(&other));
        let mut one_sided: Vec<&'static Rule> = Vec::new();
        let only_theirs = other.findings.iter().filter(|finding| !ours.contains(&spot(finding)));
        one_sided.extend(only_theirs.map(|finding| finding.rule));
        self.findings.retain(|finding| {
            let holds = theirs.contains(&spot(finding));
            if !holds {
                one_sided.push(finding.rule);
            }
            holds
        });
        let violated: HashSet<&str> = self.findings.iter().map(|finding| finding.rule.name).collect();
        self.decided.add(&other.decided);
        self.seen.add(other.seen);
        let mut listed: HashSet<&str> = self.inconclusive.iter().map(|one| one.rule.name).collect();
        let reason = Reason::NotRecorded;
        let one_sided = one_sided.into_iter().map(|rule| Inconclusive { rule, reason });
        for one in other.inconclusive.into_iter().chain(one_sided) {
            if !violated.contains(one.rule.name) && listed.insert(one.rule.name) {
                self.inconclusive.push(one);
            }
        }
        for one in self.inconclusive.iter().filter(|one| !violated.contains(one.rule.name)) {
            self.decided.remove(one.rule);
        }
        self.misses_object |= other.misses_object;
        self
    }
}
