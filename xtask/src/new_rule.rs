//! `cargo xtask new-rule FAMILY NAME`: the files of a new rule, ready to be filled in.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::run::{root, say};

/// Writes the rule's file, its lines in the registry and its witness pair.
pub(crate) fn run(family: &str, name: &str) -> Result<()> {
    let is_kebab = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if !is_kebab {
        bail!("`{name}` is no rule name: write lower-case words with hyphens that say the offence");
    }
    let rules = root().join("crates/directline-validator/src/rules");
    let module = name.replace('-', "_");
    let file = rules.join(family).join(format!("{module}.rs"));
    if file.exists() {
        bail!("there is a rule `{name}` already");
    }
    let table = rules.join(family).join("mod.rs");
    let list = fs::read_to_string(&table).with_context(|| format!("there is no family `{family}`"))?;
    fs::write(&table, format!("{}\npub(super) mod {module};\n", list.trim_end()))?;
    fs::write(&file, template(family, name))?;

    let registry = rules.join("mod.rs");
    let text = fs::read_to_string(&registry)?;
    let place = text.rfind(&format!("    &{family}::")).context("the family has no line in the registry")?;
    let (before, after) = text.split_at(place);
    let (line, rest) = after.split_once('\n').context("the registry ends in the middle of a line")?;
    fs::write(&registry, format!("{before}{line}\n    &{family}::{module}::RULE,\n{rest}"))?;

    let pairs = root().join("corpus/rules").join(family);
    let witnesses = match Kind::of(family) {
        Kind::Exchange => vec![(format!("{name}.ndjson"), format!("{WITNESS}\n{WITNESS}\n"))],
        Kind::Conversation => {
            ["silent", "fires"].map(|half| (format!("{name}.{half}.ndjson"), format!("{WITNESS}\n"))).to_vec()
        }
    };
    for (file, lines) in witnesses {
        fs::write(pairs.join(file), lines)?;
    }
    say(&format!(
        "wrote rules/{family}/{module}.rs, its line in the registry, and its pair in {}",
        pairs.display()
    ));
    say("next: fill in the check and the manual, and change one thing in the second of the witness pair");
    Ok(())
}

/// What the check of a rule looks at.
enum Kind {
    /// One exchange.
    Exchange,
    /// One exchange, with what came before it in its conversation.
    Conversation,
}

impl Kind {
    fn of(family: &str) -> Self {
        if family == "conversation" { Self::Conversation } else { Self::Exchange }
    }

    /// What the rule's file imports, and the type of its check.
    fn words(&self) -> [&'static str; 6] {
        match self {
            Self::Exchange => [
                "crate::facts::Facts",
                "Exchange",
                "facts: &Facts<'_>",
                "Outcome",
                "facts",
                "Outcome::NotApplicable",
            ],
            Self::Conversation => [
                "crate::ledger::Moment",
                "Conversation",
                "moment: &Moment<'_>",
                "Result<Outcome, Outcome>",
                "moment",
                "Err(Outcome::NotApplicable)",
            ],
        }
    }
}

/// An exchange that every rule is silent about.
const WITNESS: &str = r#"{"method":"POST","url":"https://directline.botframework.com/api/conversations/abc123/messages","request":{"headers":[["Authorization","Bearer secret"],["Content-Type","application/json"]],"body_text":"{\"from\":\"user1\",\"text\":\"hello\"}"},"response":{"status":204,"headers":[],"body_text":null}}"#;

fn template(family: &str, name: &str) -> String {
    let mut variant = family.to_owned();
    if let Some(first) = variant.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    let [import, check, argument, answer, used, last] = Kind::of(family).words();
    format!(
        r#"//! `{name}`.

use {import};
use crate::rule::{{Check, Outcome, declare_rule}};
use crate::sink::Sink;
use crate::{{Level, Levels}};

declare_rule! {{
    /// ## What it checks
    ///
    /// Write here what holds when the rule is silent, and what is not checked.
    ///
    /// ## Why it matters
    ///
    /// Write here what goes wrong otherwise.
    ///
    /// ## Example
    ///
    /// Write here the offence and its repair.
    ///
    /// ## Source
    ///
    /// Write here title and section of the document.
    "{name}" {{
        family: {variant},
        summary: "say the offence as a lower-case fragment",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-000"],
        since: "{version}",
        check: Check::{check}(check),
    }}
}}

fn check({argument}, sink: &mut Sink<'_>) -> {answer} {{
    let _ = ({used}, sink);
    {last}
}}
"#,
        version = env!("CARGO_PKG_VERSION"),
    )
}
