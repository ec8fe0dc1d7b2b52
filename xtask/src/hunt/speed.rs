//! How many generated and checked requests per second, beside `wrk` in the same run.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::hunt;
use super::service::Service;
use crate::run::say;

/// Sequences of a timed run.
const CASES: &str = "10000";

/// The lowest share of wrk's requests per second.
const LOWEST_RATIO: f64 = 0.1;

/// Connections of both.
const CONNECTIONS: &str = "4";

pub(super) fn measure(binary: &Path, folder: &Path) -> Result<()> {
    let service = Service::start(binary, &[])?;
    #[expect(clippy::disallowed_methods, reason = "it is what is measured")]
    let begun = Instant::now();
    let record = hunt(binary, folder, &service, &["--cases", CASES, "--jobs", CONNECTIONS])?;
    let seconds = begun.elapsed().as_secs_f64();
    let requests = record.get("requests").and_then(Value::as_f64).context("no number of requests")?;
    let ours = requests / seconds;
    say(&format!(
        "directline fuzz: {ours:.0} generated and checked requests per second on {CONNECTIONS} connections"
    ));
    let Some(theirs) = wrk(&service)? else {
        say("wrk is not installed: nothing to compare with");
        return Ok(());
    };
    say(&format!(
        "wrk:             {theirs:.0} requests per second on {CONNECTIONS} connections, one and the same request"
    ));
    say(&format!("ratio:           {:.2}", ours / theirs));
    if ours / theirs < LOWEST_RATIO {
        bail!("the ratio must not fall below {LOWEST_RATIO}");
    }
    Ok(())
}

/// Requests per second of wrk; nothing where it is not installed.
fn wrk(service: &Service) -> Result<Option<f64>> {
    let authorization = format!("Authorization: Bearer {}", service.secret);
    let url = format!("{}/api/tokens/conversation", service.base);
    let script = tempfile::NamedTempFile::new()?;
    std::fs::write(script.path(), "wrk.method = \"POST\"\n")?;
    let mut command = Command::new("wrk");
    command.args(["-t2", "-c", CONNECTIONS, "-d5s", "-H", &authorization, "-s"]).arg(script.path()).arg(url);
    let Ok(output) = command.stderr(Stdio::null()).output() else { return Ok(None) };
    let text = String::from_utf8_lossy(&output.stdout);
    let line =
        text.lines().find_map(|line| line.strip_prefix("Requests/sec:")).context("wrk printed no figure")?;
    Ok(Some(line.trim().parse()?))
}
