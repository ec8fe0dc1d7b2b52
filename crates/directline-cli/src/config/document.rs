//! Reads a `directline.toml`: what each of its settings says, with places; or what is wrong with it.

use std::ops::Range;

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::find::Folder;
use super::setting::{Kind, SETTINGS, Setting};
use super::shape::Config;
use super::wrong::{MOST, Wrong};
use crate::near;

/// What a file says of one setting.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) setting: &'static Setting,
    /// The values, as the option would be given them.
    pub(super) texts: Vec<String>,
    /// The line on which it begins.
    pub(super) line: usize,
    at: usize,
}

/// A value, and the bytes that say it.
struct Said {
    setting: &'static Setting,
    text: String,
    span: Range<usize>,
}

/// Options that no file sets, and why not.
const NOT_HERE: [(&[&str], &str); 6] = [
    (
        &["output", "report", "out", "keep"],
        "give it on the command line: a file that lies in a folder never says what is written",
    ),
    (
        &["target", "header-file", "ca-file", "rate", "timeout"],
        "give it on the command line: a file that lies in a folder never says what is contacted, or how",
    ),
    (&["quiet", "verbose", "max-time", "no-shrink"], "give it on the command line: it is about one run"),
    (&["assume-redacted", "assume-unredacted"], "give it on the command line: it is about one recording"),
    (&["cases", "seed"], "write it below [fuzz]"),
    (&["fail-on-difference"], "write it below [replay]"),
];

/// What the file says, setting after setting.
pub(super) fn read(bytes: &[u8], folder: &Folder) -> Result<Vec<Entry>, Vec<Wrong>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let end = at.saturating_add(error.error_len().unwrap_or(1));
        vec![Wrong::at(at..end, "the file is not UTF-8".to_owned(), "save it as UTF-8".to_owned())]
    })?;
    let table = DeTable::parse(text).map_err(|error| vec![malformed(&error)])?;
    let (mut entries, said) = collect(table.get_ref());
    count_lines(&mut entries, bytes);
    if let Some(wrong) = no_table(table.get_ref()) {
        return Err(vec![wrong]);
    }
    Config::deserialize(Deserializer::from(table)).map_err(|error| vec![misshapen(&error, text)])?;
    // What was meant is looked for in all names: a flood of wrong ones would take its time.
    let wrong = said.into_iter().filter_map(|said| {
        let checked = said.setting.check(&said.text).and_then(|()| match said.setting.kind {
            Kind::Path => folder.resolve(&said.text).map(drop),
            _ => Ok(()),
        });
        let (what, help) = checked.err()?;
        Some(Wrong::at(said.span, what, help))
    });
    let wrong: Vec<Wrong> = wrong.take(MOST.saturating_add(1)).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    for entry in entries.iter_mut().filter(|entry| entry.setting.kind == Kind::Path) {
        for text in &mut entry.texts {
            if let Ok(path) = folder.resolve(text) {
                *text = path.to_string_lossy().into_owned();
            }
        }
    }
    Ok(entries)
}

/// The first setting of a command whose table is none. Types would take a list for one.
fn no_table(table: &DeTable<'_>) -> Option<Wrong> {
    SETTINGS.iter().find_map(|setting| {
        let (name, key) = setting.key.split_once('.')?;
        let value = table.get(name).filter(|value| !value.get_ref().is_table())?;
        let help = format!("write [{name}], and below it {key}");
        Some(Wrong::at(value.span(), format!("{name} is no table"), help))
    })
}

/// Everything that has the name of a setting. What has another form than it should is left out.
fn collect(table: &DeTable<'_>) -> (Vec<Entry>, Vec<Said>) {
    let (mut entries, mut all) = (Vec::new(), Vec::new());
    for setting in &SETTINGS {
        let (inside, name) = setting.key.split_once('.').unwrap_or(("", setting.key));
        let table = match table.get(inside).map(toml::Spanned::get_ref) {
            Some(DeValue::Table(inner)) => inner,
            _ if inside.is_empty() => table,
            _ => continue,
        };
        let Some((key, value)) = table.get_key_value(name) else { continue };
        let at = key.span().start;
        match value.get_ref() {
            DeValue::Table(levels) if setting.kind == Kind::Levels => {
                for (rule, level) in levels {
                    let Some(name) = text(level.get_ref()) else { continue };
                    let text = format!("{}={name}", rule.get_ref());
                    let is_level = directline_validator::Level::from_name(&name).is_some();
                    let span = if is_level { rule.span() } else { level.span() };
                    all.push(Said { setting, text: text.clone(), span });
                    entries.push(Entry { setting, texts: vec![text], line: 0, at: rule.span().start });
                }
            }
            DeValue::Array(items) => {
                let texts = items.iter().filter_map(|item| Some((text(item.get_ref())?, item.span())));
                let texts: Vec<(String, Range<usize>)> = texts.collect();
                let said = texts.iter().cloned().map(|(text, span)| Said { setting, text, span });
                all.extend(said);
                let texts = texts.into_iter().map(|(text, _)| text).collect();
                entries.push(Entry { setting, texts, line: 0, at });
            }
            one => {
                let Some(text) = text(one) else { continue };
                all.push(Said { setting, text: text.clone(), span: value.span() });
                entries.push(Entry { setting, texts: vec![text], line: 0, at });
            }
        }
    }
    // Of levels, too, the later one counts.
    entries.sort_by_key(|entry| entry.at);
    (entries, all)
}

/// Says on which line each entry begins, in one pass: there may be many.
fn count_lines(entries: &mut [Entry], bytes: &[u8]) {
    let (mut line, mut counted) = (1_usize, 0_usize);
    for entry in entries {
        let between = bytes.get(counted..entry.at).unwrap_or_default();
        line = line.saturating_add(between.split(|byte| *byte == b'\n').skip(1).count());
        counted = entry.at;
        entry.line = line;
    }
}

/// A value as an option would be given it.
fn text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Integer(number) => {
            let parsed = i128::from_str_radix(number.as_str(), number.radix());
            Some(parsed.map_or_else(|_| number.as_str().to_owned(), |number| number.to_string()))
        }
        _ => None,
    }
}

/// What is no TOML.
fn malformed(error: &Error) -> Wrong {
    let help = "the file is TOML: fail-on = \"warning\", lists in brackets, tables as [level]";
    // A basic string of TOML; what follows the scheme Basic would be a credential.
    let what = error.message().replace("basic string", "string");
    Wrong::at(error.span().unwrap_or(0..0), what, help.to_owned())
}

/// In the words of TOML: serde calls a list a sequence.
fn mistyped(message: &str) -> String {
    let words = message.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "));
    let Some((found, expected)) = words else { return message.to_owned() };
    let found = match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer" | "floating", number)) => {
            let number = number.trim_start_matches("point ").trim_start_matches('`');
            // A large one comes with the type that it is too large for.
            format!("the number {}", number.split('`').next().unwrap_or(number))
        }
        Some(("boolean", value)) => value.trim_matches('`').to_owned(),
        _ if found == "sequence" => "a list".to_owned(),
        // A time comes as a map too.
        _ if found == "map" => "a table or a time".to_owned(),
        _ => found.to_owned(),
    };
    format!("found {found}, expected {expected}")
}

/// What is TOML, and no settings.
fn misshapen(error: &Error, text: &str) -> Wrong {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    let Some((unknown, known)) =
        message.strip_prefix("unknown field `").and_then(|rest| rest.rsplit_once("`, expected "))
    else {
        let help = "directline schema config prints what the file may say";
        return Wrong::at(span, mistyped(message), help.to_owned());
    };
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    let near = near::nearest(unknown, known.iter().copied());
    let not_here = NOT_HERE.iter().find(|(names, _)| names.contains(&unknown)).map(|(_, why)| *why);
    let help = match not_here {
        Some(why) => why.to_owned(),
        None if near.is_empty() => format!("the settings here are {}", near::all(&known)),
        None => format!("did you mean {}?", near::either(&near)),
    };
    // The span of a key in quotation marks has them too.
    let span = if text.get(span.clone()).is_some_and(|text| text.contains('=')) {
        span.start..span.start.saturating_add(unknown.len())
    } else {
        span
    };
    Wrong::at(span, format!("there is no setting '{unknown}'"), help)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::wrong::Trouble;
    use super::*;
    use crate::escape;

    /// What is shown of a file, if anything is wrong with it.
    fn shown(bytes: &[u8]) -> Option<String> {
        let wrong = read(bytes, &Folder::default()).err()?;
        assert!(!wrong.is_empty());
        Some(Trouble::File { name: "directline.toml".to_owned(), bytes: bytes.to_vec(), wrong }.draw(false))
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_in_full(bytes in any::<Vec<u8>>()) {
            if let Some(shown) = shown(&bytes) {
                prop_assert!(shown.starts_with("error: "), "{shown}");
                prop_assert!(!shown.replace('\n', "").contains(escape::is_active), "{shown:?}");
            }
        }

        #[test]
        fn any_values_are_read_or_refused_with_their_place(
            key in "(profile|base-uri|only|level|jobs|fuzz|fuzz.seed|[a-z\"'.]{1,6})",
            value in "(\"[a-z:/.*=\u{e9}]{0,8}\"|-?[0-9]{1,30}|\\[[\", a]{0,6}\\]|\\{[a=\"]{0,6}\\}|[a-z0-9:.-]{1,10})",
        ) {
            if let Some(shown) = shown(format!("# x\n{key} = {value}\n").as_bytes()) {
                let (_, at) = shown.split_once("directline.toml:").unwrap();
                prop_assert!(at.starts_with(['1', '2', '3']), "{shown}");
                prop_assert!(shown.contains("= help: "), "{shown}");
            }
        }
    }

    #[test]
    fn later_levels_come_later() {
        let entries = read(
            b"level.url = \"note\"\nlevel.'text-*' = 'error'\nlevel.message = 'note'",
            &Folder::default(),
        )
        .unwrap();
        let texts: Vec<&str> = entries.iter().map(|entry| entry.texts[0].as_str()).collect();
        assert_eq!(texts, ["url=note", "text-*=error", "message=note"]);
    }

    #[test]
    fn numbers_are_read_in_every_notation() {
        for (text, number) in [("0x10", "16"), ("1_000", "1000"), ("0b11", "3"), ("+7", "7")] {
            let entries = read(format!("[fuzz]\nseed = {text}").as_bytes(), &Folder::default()).unwrap();
            assert_eq!(entries[0].texts, [number]);
        }
    }
}
