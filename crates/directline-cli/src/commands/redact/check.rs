//! `directline redact --check`: where credentials are.

use directline_capture::Places;
use directline_exchange::Origin;
use directline_validator::redact::What;

use super::Sources;
use super::copy::counted;
use crate::closing::plural;
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Messages, Output};
use crate::redaction::{Credential, Part, Redactor};
use crate::shown;

/// How many credentials of one file are listed; further ones are counted.
const MOST_LISTED: usize = 100;

/// Longer names are shortened.
const LONGEST_NAME: usize = 60;

/// Lists the credentials of every recording.
pub(super) fn run(
    sources: &mut Sources,
    redactor: &mut Redactor,
    color: Color,
    messages: &Messages,
) -> Result<Exit, Failure> {
    let mut out = Output::stdout(color);
    let (mut recordings, mut unclean, mut places) = (0_u64, 0_u64, 0_usize);
    let mut opaque = 0_u64;
    for mut source in std::mem::take(&mut sources.all) {
        let recording = match source.take() {
            Ok(recording) => recording,
            Err(error) => {
                sources.fails(&error, messages);
                continue;
            }
        };
        recordings = recordings.saturating_add(1);
        let before = places;
        for part in &recording.parts {
            let found = part.content.credentials(&redactor.spellings);
            places = places.saturating_add(found.len());
            if !found.is_empty() {
                // Counts the credentials as the copy does.
                part.content.redacted(redactor);
            }
            out.write(|out| {
                for line in lines(part, &found) {
                    writeln!(out, "{line}")?;
                }
                Ok(())
            })?;
        }
        for place in recording.credentials_in_compressed(&redactor.spellings) {
            places = places.saturating_add(1);
            out.write(|out| writeln!(out, "{}: a credential, compressed", shown::file(place)))?;
        }
        for (what, _) in &recording.opaque {
            opaque = opaque.saturating_add(1);
            out.write(|out| writeln!(out, "{}", shown::file(what)))?;
        }
        unclean = unclean.saturating_add(u64::from(places > before));
    }
    let all = plural(recordings, "recording");
    let last = match (places, opaque) {
        (0, 0) => format!("clean: no credential in {all}"),
        (0, _) => format!("unknown: no credential found in {all}"),
        _ => format!("found: {} in {unclean} of {all}", counted(redactor.stand_ins.count(), places)),
    };
    let unseen =
        if opaque > 0 { format!(" · {} not looked into", plural(opaque, "place")) } else { String::new() };
    if opaque > 0 {
        sources.exit = sources.exit.and(Exit::Unreadable);
    }
    let beside = sources.beside();
    if recordings > 0 {
        out.write(|out| {
            writeln!(out, "{last}{unseen}{beside}")?;
            if places > 0 {
                writeln!(out, "next: directline redact CAPTURE --out DIR writes a copy without them")?;
            }
            Ok(())
        })?;
    }
    out.flush()?;
    let exit = if places > 0 { Exit::Violated } else { Exit::Ok };
    let exit = if recordings == 0 { Exit::NothingChecked } else { exit };
    Ok(exit.and(sources.exit))
}

/// `file:line:column: what it is` of each.
fn lines(part: &Part, found: &[Credential]) -> Vec<String> {
    let places = Places::of_files([(part.name.as_str().into(), part.content.bytes().to_vec())]);
    let name = shown::file(&part.name);
    let line = |one: &Credential| {
        let at = places.locate(&Origin::verbatim(0, one.offset as u64), 0);
        let coded = if one.is_compressed { ", in a compressed body" } else { "" };
        format!("{name}:{}:{}: {}{coded}", at.line, at.column, describe(&one.what))
    };
    let mut lines: Vec<String> = found.iter().take(MOST_LISTED).map(line).collect();
    // In a compressed body all stand at its beginning.
    lines.dedup();
    if let Some(further) = found.len().checked_sub(MOST_LISTED).filter(|further| *further > 0) {
        lines.push(format!("{name}: {}", plural(further as u64, "further credential")));
    }
    lines
}

fn describe(what: &What) -> String {
    match what {
        What::Named(name) => {
            let short: String = name.chars().take(LONGEST_NAME).collect();
            let cut = if short.len() < name.len() { "…" } else { "" };
            let name = shown::plain(&short);
            let is_said = name.starts_with("header ") || name.starts_with("cookie ");
            format!("{}{name}{cut}", if is_said { "" } else { "value of " })
        }
        What::Scheme => "credential after an authorization scheme".into(),
        What::UserInfo => "user information of a URL".into(),
        What::Shape => "what looks like a credential".into(),
        What::Known(spelled) if spelled.is_plain() => "a credential that stands elsewhere, too".into(),
        What::Known(spelled) => format!("a credential that stands elsewhere, too, {}", spelled.coding()),
    }
}
