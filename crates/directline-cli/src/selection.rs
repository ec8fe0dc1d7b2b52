//! Which rules run, and at which level: `--only`, `--skip`, `--level`.

use directline_validator::{Family, Level, Rule, RuleSet, Validator, rules};

use crate::error::Failure;
use crate::near;

/// A rule's name, a pattern of one with `*`, or a family.
#[derive(Clone, Debug)]
struct Pattern(String);

impl Pattern {
    fn parse(text: &str) -> Result<Self, Failure> {
        let pattern = Self(text.to_owned());
        if rules().iter().any(|rule| pattern.matches(rule)) {
            return Ok(pattern);
        }
        let families = Family::ALL.into_iter().map(Family::name);
        let near = near::nearest(text, families.chain(rules().iter().map(|rule| rule.name)));
        let help = if near.is_empty() {
            "directline rules lists the names and families; * stands for any letters".to_owned()
        } else {
            format!("did you mean {}?", near::either(&near))
        };
        Err(Failure::usage(format!("no rule or family matches '{text}'"), help))
    }

    fn matches(&self, rule: &Rule) -> bool {
        rule.family.name() == self.0 || glob(self.0.as_bytes(), rule.name.as_bytes())
    }
}

/// The rules that a name, a pattern or a family names. It is an error if there is none.
pub(crate) fn named(text: &str) -> Result<RuleSet, Failure> {
    let pattern = Pattern::parse(text)?;
    Ok(rules().iter().copied().filter(|rule| pattern.matches(rule)).collect())
}

/// Which rules run, and at which level.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    only: Vec<Pattern>,
    skip: Vec<Pattern>,
    levels: Vec<(Pattern, Level)>,
}

impl Selection {
    /// Reads the arguments. A pattern that matches no rule is an error.
    pub(crate) fn parse(only: &[String], skip: &[String], levels: &[String]) -> Result<Self, Failure> {
        let patterns =
            |texts: &[String]| texts.iter().map(|text| Pattern::parse(text)).collect::<Result<Vec<_>, _>>();
        let selection = Self {
            only: patterns(only)?,
            skip: patterns(skip)?,
            levels: levels.iter().map(|text| level(text)).collect::<Result<_, _>>()?,
        };
        if rules().iter().any(|rule| selection.keeps(rule)) {
            return Ok(selection);
        }
        let help = "directline rules lists the rules; take a pattern away";
        Err(Failure::usage("--only and --skip together leave no rule", help))
    }

    /// Whether a rule runs.
    pub(crate) fn keeps(&self, rule: &Rule) -> bool {
        let named = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(rule));
        (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
    }

    /// The validator that runs these rules at these levels.
    pub(crate) fn apply(&self, validator: Validator) -> Validator {
        let kept = validator.keep(|rule| self.keeps(rule));
        self.levels.iter().fold(kept, |validator, (pattern, level)| {
            validator.with_level(|rule| pattern.matches(rule), *level)
        })
    }

    /// How many rules run, if not all do.
    pub(crate) fn part(&self) -> Option<usize> {
        let kept = rules().iter().filter(|rule| self.keeps(rule)).count();
        (kept < rules().len()).then_some(kept)
    }
}

/// Whether a text is a `RULE=LEVEL`.
pub(crate) fn check_level(text: &str) -> Result<(), Failure> {
    level(text).map(|_| ())
}

/// Reads `RULE=LEVEL`.
fn level(text: &str) -> Result<(Pattern, Level), Failure> {
    let Some((rule, level)) = text.rsplit_once('=') else {
        let help = "write --level RULE=LEVEL, for example --level text-not-string=warning";
        return Err(Failure::usage(format!("'{text}' is no rule with a level"), help));
    };
    let Some(level) = Level::from_name(level) else {
        let near = near::nearest(level, Level::ALL.into_iter().map(Level::name));
        let help = match near.first() {
            Some(near) => format!("did you mean {near}?"),
            None => "the levels are note, warning and error; --skip RULE turns a rule off".to_owned(),
        };
        return Err(Failure::usage(format!("there is no level '{level}'"), help));
    };
    Ok((Pattern::parse(rule)?, level))
}

/// Whether `*` in the pattern can stand for letters such that it equals the text.
fn glob(mut pattern: &[u8], mut text: &[u8]) -> bool {
    // On a mismatch the last `*` takes one letter more; earlier ones need never be tried again.
    let mut last_star: Option<(&[u8], &[u8])> = None;
    loop {
        match (pattern, text) {
            ([b'*', pattern_rest @ ..], _) => {
                last_star = Some((pattern_rest, text));
                pattern = pattern_rest;
            }
            ([p, pattern_rest @ ..], [t, text_rest @ ..]) if p == t => {
                pattern = pattern_rest;
                text = text_rest;
            }
            ([], []) => return true,
            _ => match last_star {
                Some((after_star, [_, one_more @ ..])) => {
                    last_star = Some((after_star, one_more));
                    pattern = after_star;
                    text = one_more;
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_letters() {
        let rows = [
            ("text-not-string", "text-not-string", true),
            ("text-*", "text-not-string", true),
            ("*-not-*", "text-not-string", true),
            ("*not*ing", "text-not-string", true),
            ("*", "", true),
            ("", "a", false),
            ("text", "text-not-string", false),
            ("*-not", "text-not-string", false),
            ("*a*b*c", "aXbXbXc", true),
        ];
        for (pattern, text, matches) in rows {
            assert_eq!(glob(pattern.as_bytes(), text.as_bytes()), matches, "{pattern} {text}");
        }
    }

    #[test]
    fn only_and_skip_choose_and_wrong_names_are_refused() {
        let of = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let selection = Selection::parse(&of(&["transport"]), &[], &[]).unwrap();
        assert!(rules().iter().all(|rule| selection.keeps(rule) == (rule.family == Family::Transport)));
        assert!(selection.part().is_some());
        assert!(Selection::parse(&[], &[], &[]).unwrap().part().is_none());
        assert!(Selection::parse(&[], &of(&["conversation"]), &[]).unwrap().part().is_some());
        for (only, skip, level, help) in [
            (of(&["authorization-mising"]), of(&[]), of(&[]), "did you mean authorization-missing"),
            (of(&[]), of(&["zzz*"]), of(&[]), "directline rules"),
            (of(&["*"]), of(&["*"]), of(&[]), "take a pattern away"),
            (of(&[]), of(&[]), of(&["text-not-string"]), "RULE=LEVEL"),
            (of(&[]), of(&[]), of(&["text-not-string=fatal"]), "note, warning and error"),
        ] {
            let failure = Selection::parse(&only, &skip, &level).unwrap_err();
            assert!(failure.help().contains(help), "{}", failure.help());
        }
    }
}
