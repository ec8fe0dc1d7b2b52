//! Which fresh value stands for which recorded one, through a whole capture.

use std::collections::{BTreeSet, HashMap};

use super::volatile::{Constancy, Volatile};

/// The shortest value that is replaced where it stands within another text: a shorter one stands there by chance.
const SHORTEST: usize = 6;

/// A value: the rule that it falls under, the conversation if it means something there only, its text.
type Key = (&'static str, String, String);

/// In which exchange recorded and fresh values are paired.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    /// Its number in the recording.
    pub(crate) index: usize,
    /// The id of its conversation, recorded and fresh.
    pub(crate) conversation: Option<(&'a str, &'a str)>,
}

/// Which fresh value stands for which recorded one.
#[derive(Debug, Default)]
pub(crate) struct Identities {
    fresh: HashMap<Key, (String, usize)>,
    recorded: HashMap<Key, (String, usize)>,
    /// What is replaced within texts.
    in_texts: HashMap<String, String>,
    told: BTreeSet<(Key, String)>,
}

impl Identities {
    /// Pairs two values. What breaks the rule is said once.
    pub(crate) fn pair(
        &mut self,
        rule: &Volatile,
        (recorded, fresh): (&str, &str),
        place: Seen<'_>,
    ) -> Option<String> {
        if rule.constancy == Constancy::Free {
            return None;
        }
        let conversation = place.conversation.filter(|_| rule.is_of_conversation).unwrap_or_default();
        let was: Key = (rule.name, conversation.0.to_owned(), recorded.to_owned());
        let is: Key = (rule.name, conversation.1.to_owned(), fresh.to_owned());
        let known = self.fresh.get(&was).filter(|(known, _)| known != fresh);
        let known = known.filter(|_| rule.constancy == Constancy::Both).map(|(_, index)| *index);
        let taken = self.recorded.get(&is).filter(|(known, _)| known != recorded).map(|(_, index)| *index);
        let problem = match (known, taken) {
            (None, None) => None,
            (Some(index), _) => {
                Some(format!("the recording repeats that of exchange {index}, the replay does not"))
            }
            (None, Some(index)) => {
                Some(format!("the replay repeats that of exchange {index}, the recording does not"))
            }
        };
        if problem.is_some() {
            return problem.filter(|_| self.told.insert((was, fresh.to_owned())));
        }
        if recorded.len() >= SHORTEST && !self.in_texts.contains_key(recorded) {
            self.in_texts.insert(recorded.to_owned(), fresh.to_owned());
        }
        self.fresh.entry(was).or_insert_with(|| (fresh.to_owned(), place.index));
        self.recorded.entry(is).or_insert_with(|| (recorded.to_owned(), place.index));
        None
    }

    /// What a request shows: a recorded id or credential and the one that was sent in its place.
    pub(crate) fn sent(&mut self, recorded: &str, fresh: &str) {
        if recorded.len() >= SHORTEST {
            self.in_texts.insert(recorded.to_owned(), fresh.to_owned());
        }
    }

    /// The recorded text with what is known to be other now, if there is anything.
    pub(crate) fn translate(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut changed = false;
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            changed |= self.run(run, &mut out);
            let mut letters = after.chars();
            out.extend(letters.next());
            rest = letters.as_str();
        }
        changed.then_some(out)
    }

    /// Writes one run of letters that may be or hold an id; whether it did.
    fn run(&self, run: &str, out: &mut String) -> bool {
        let core = run.trim_matches(['.', '-', '_', '~', '|']);
        let (before, behind) = run.split_once(core).unwrap_or((run, ""));
        let known = self.in_texts.get(core).filter(|_| !core.is_empty());
        if let Some(fresh) = known {
            out.extend([before, fresh, behind]);
            return true;
        }
        // `conversation|number`
        let mut changed = false;
        for (number, part) in run.split('|').enumerate() {
            if number > 0 {
                out.push('|');
            }
            let fresh = self.in_texts.get(part);
            changed |= fresh.is_some();
            out.push_str(fresh.map_or(part, String::as_str));
        }
        changed
    }
}

/// Whether ids and tokens are made of it.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '|' | '+' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(place: &str) -> &'static Volatile {
        Volatile::at(place, None).unwrap()
    }

    fn at(index: usize) -> Seen<'static> {
        Seen { index, conversation: Some(("conversation-a", "conversation-b")) }
    }

    #[test]
    fn a_value_stands_for_one_value_and_no_other() {
        let mut identities = Identities::default();
        let id = rule("/messages/*/id");
        let rows = [
            (0, "a1", "b1", None),
            (1, "a1", "b1", None),
            (2, "a2", "b2", None),
            (3, "a1", "b3", Some("the recording repeats that of exchange 0, the replay does not")),
            (4, "a3", "b2", Some("the replay repeats that of exchange 2, the recording does not")),
            // Said once.
            (5, "a3", "b2", None),
            (6, "a3", "b4", None),
        ];
        for (index, recorded, fresh, problem) in rows {
            assert_eq!(identities.pair(id, (recorded, fresh), at(index)).as_deref(), problem, "{index}");
        }
    }

    #[test]
    fn one_word_for_all_tokens_is_no_difference_but_one_fresh_token_for_all_is() {
        let mut identities = Identities::default();
        let token = rule("/token");
        assert_eq!(identities.pair(token, ("masked", "t1"), at(0)), None);
        assert_eq!(identities.pair(token, ("masked", "t2"), at(1)), None);
        assert!(identities.pair(token, ("other", "t1"), at(2)).is_some());
    }

    #[test]
    fn an_id_means_something_in_its_own_conversation() {
        let mut identities = Identities::default();
        let id = rule("/messages/*/id");
        assert_eq!(identities.pair(id, ("1", "a"), at(0)), None);
        let elsewhere = Seen { index: 1, conversation: Some(("conversation-c", "conversation-d")) };
        assert_eq!(identities.pair(id, ("1", "b"), elsewhere), None);
    }

    #[test]
    fn ids_are_replaced_within_texts() {
        let mut identities = Identities::default();
        identities.sent("abc123DEF", "fresh");
        identities.sent("ew.0011.zz", "token");
        let rows = [
            ("you are in abc123DEF.", Some("you are in fresh.")),
            ("abc123DEF|0000001", Some("fresh|0000001")),
            ("/attachments/abc123DEF/a.png", Some("/attachments/fresh/a.png")),
            ("(ew.0011.zz)", Some("(token)")),
            ("xabc123DEF", None),
            ("grün — 👍", None),
            ("", None),
        ];
        for (text, translated) in rows {
            assert_eq!(identities.translate(text).as_deref(), translated, "{text}");
        }
    }
}
