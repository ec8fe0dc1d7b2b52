//! What others would do with the same file: read it and keep nothing, or look at the bodies with a JSON Schema.
//!
//! Each runs in a process of its own, so that time, memory and start-up are those of a whole program.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use directline_capture::{Input, Limits, Memory};
use directline_validator::redact::{CaptureSecrets, Familiar};
use jsonschema::Validator;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::run::{root, say};

/// Reads the file as JSON and keeps nothing: the least that any reader must do.
pub(crate) fn ignored(path: &Path) -> Result<()> {
    let bytes = fs::read(path)?;
    let values = serde_json::Deserializer::from_slice(&bytes).into_iter::<IgnoredAny>();
    let mut count = 0_usize;
    for value in values {
        value?;
        count = count.saturating_add(1);
    }
    say(&format!("{count} values"));
    Ok(())
}

/// How far a part of the tool goes with an exchange.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Stage {
    /// Cuts the recording into entries.
    Cut,
    /// Reads them, too.
    Read,
    /// Judges each by itself, too, and learns its secrets.
    Examined,
    /// Remembers, too, what rules across exchanges and reports know of it.
    Remembered,
}

/// Does with the exchanges of the file what the tool does, up to a stage: the difference of two is what one takes.
pub(crate) fn stage(path: &Path, stage: Stage) -> Result<()> {
    let validator = directline_validator::Validator::new();
    let (mut ledger, mut secrets) = (validator.ledger(), CaptureSecrets::default());
    let (mut memory, mut familiar, mut count) = (Memory::default(), Familiar::default(), 0_usize);
    let mut capture = directline_capture::open(&Input::file(path), &Limits::default())?;
    while let Some(entry) = capture.cut() {
        count = count.saturating_add(1);
        if stage < Stage::Read {
            continue;
        }
        let exchange = entry.read(&mut memory)?.exchange;
        if stage < Stage::Examined {
            continue;
        }
        let (examined, own) = validator.examine_and_learn_with(&exchange, &mut familiar);
        if stage == Stage::Remembered {
            secrets.add(&own);
            ledger.push((), examined);
            while ledger.pop().is_some() {}
        }
    }
    say(&format!("{count} exchanges"));
    Ok(())
}

/// Reads the file into a tree and looks at each body by the schema of its operation.
pub(crate) fn schema(path: &Path) -> Result<()> {
    let schemas = Schemas::load()?;
    let bytes = fs::read(path)?;
    let (mut exchanges, mut invalid) = (0_usize, 0_usize);
    let mut look = |exchange: &Value, is_har: bool| -> Result<()> {
        exchanges = exchanges.saturating_add(1);
        invalid = invalid.saturating_add(schemas.invalid(exchange, is_har)?);
        Ok(())
    };
    if path.extension().is_some_and(|end| end == "har") {
        let har: Value = serde_json::from_slice(&bytes)?;
        let entries = har.pointer("/log/entries").and_then(Value::as_array).context("no entries")?;
        entries.iter().try_for_each(|entry| look(entry, true))?;
    } else {
        for exchange in serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>() {
            look(&exchange?, false)?;
        }
    }
    say(&format!("{exchanges} exchanges, {invalid} invalid bodies"));
    Ok(())
}

struct Schemas {
    message: Validator,
    message_set: Validator,
    conversation: Validator,
    token: Validator,
}

impl Schemas {
    fn load() -> Result<Self> {
        let load = |name: &str| -> Result<Validator> {
            let text = fs::read_to_string(root().join(format!("schemas/{name}.schema.json")))?;
            jsonschema::validator_for(&serde_json::from_str(&text)?)
                .map_err(|error| anyhow::anyhow!("{error}"))
        };
        Ok(Self {
            message: load("message")?,
            message_set: load("message-set")?,
            conversation: load("conversation")?,
            token: load("token")?,
        })
    }

    /// How many bodies of an exchange are invalid.
    fn invalid(&self, exchange: &Value, is_har: bool) -> Result<usize> {
        let text = |pointer: &str| exchange.pointer(pointer).and_then(Value::as_str);
        let (method, url) = if is_har {
            (text("/request/method"), text("/request/url"))
        } else {
            (text("/method"), text("/url"))
        };
        let (Some(method), Some(url)) = (method, url) else { bail!("an exchange without method or URL") };
        let path = url.split('?').next().unwrap_or_default();
        let path = path.strip_prefix("https://directline.botframework.com").unwrap_or(path);
        let (sent, answered) = if is_har {
            (text("/request/postData/text"), text("/response/content/text"))
        } else {
            (text("/request/body_text"), text("/response/body_text"))
        };
        let invalid = |schema: &Validator, body: Option<&str>| {
            let value = body.map(serde_json::from_str::<Value>);
            usize::from(!matches!(value, Some(Ok(value)) if schema.is_valid(&value)))
        };
        Ok(match (method, path.rsplit('/').next().unwrap_or_default()) {
            ("POST", "messages") => invalid(&self.message, sent),
            ("GET", "messages") => invalid(&self.message_set, answered),
            ("POST", "conversations") => invalid(&self.conversation, answered),
            ("POST", "conversation") | ("GET", "renew") => invalid(&self.token, answered),
            _ => 0,
        })
    }
}
