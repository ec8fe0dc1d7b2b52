//! Connections to a live service.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use directline_fuzz::http::{HttpTarget, Options};
use directline_fuzz::{Pace, Paced};

use crate::args::Live;
use crate::error::Failure;
use crate::shown;

/// What to do when nobody answers.
pub(super) const HELP: &str = "check that the service runs, its address and port, and its certificate";

/// The secret of `directline serve`.
const TEST_SECRET: &str = "test-secret";

/// Opens connections to one service. Beside them stands the secret.
pub(super) fn connect(
    live: &Live,
    url: &str,
    count: usize,
    stop: &Arc<AtomicBool>,
) -> Result<(Vec<Paced<HttpTarget>>, String), Failure> {
    let Fields { headers, secret } = match &live.header_file {
        Some(path) => fields(path)?,
        None => Fields { headers: Vec::new(), secret: None },
    };
    let root_certificates = match &live.ca_file {
        Some(path) => std::fs::read(path).map_err(|error| unreadable(path, &error.to_string()))?,
        None => Vec::new(),
    };
    let timeout = Duration::try_from_secs_f64(live.timeout).ok().filter(|timeout| !timeout.is_zero());
    let timeout =
        timeout.ok_or_else(|| Failure::usage("--timeout is no time", "give seconds, such as 10"))?;
    let interrupt = Some(Arc::clone(stop));
    let options = Options { timeout, headers, root_certificates, interrupt, ..Options::default() };
    let pace = Pace::new(live.rate);
    let connections = (0..count).map(|_| {
        let target = HttpTarget::new(url, options.clone());
        let wrong = |error: &dyn std::error::Error| {
            Failure::usage(error.to_string(), "write scheme and host, for example http://127.0.0.1:8080")
        };
        Ok(Paced::new(target.map_err(|error| wrong(&error))?, pace.clone()))
    });
    Ok((connections.collect::<Result<_, Failure>>()?, secret.unwrap_or_else(|| TEST_SECRET.to_owned())))
}

/// A URL that is none.
pub(super) fn no_url(url: &str) -> Failure {
    let help = "write scheme and host, for example http://127.0.0.1:8080";
    Failure::usage(format!("'{}' is no base URI", shown::plain(url)), help)
}

/// What a header file says.
struct Fields {
    headers: Vec<(String, Vec<u8>)>,
    /// The credential of `Authorization`.
    secret: Option<String>,
}

fn fields(path: &Path) -> Result<Fields, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error.to_string()))?;
    let mut fields = Fields { headers: Vec::new(), secret: None };
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("line {}", number.saturating_add(1));
        let (name, value) =
            line.split_once(':').ok_or_else(|| unreadable(path, &format!("{place} is no `Name: value`")))?;
        let value = value.trim();
        if name.eq_ignore_ascii_case("authorization") {
            let credential = value.split_once(' ').map(|(_, credential)| credential.trim().to_owned());
            let problem = || unreadable(path, &format!("{place}: Authorization is no `Bearer SECRET`"));
            fields.secret = Some(credential.filter(|credential| !credential.is_empty()).ok_or_else(problem)?);
        } else {
            fields.headers.push((name.trim().to_owned(), value.as_bytes().to_vec()));
        }
    }
    Ok(fields)
}

fn unreadable(path: &Path, why: &str) -> Failure {
    let what = format!("{}: {why}", shown::file(&path.to_string_lossy()));
    Failure::Unreadable { what, help: "give a text file with one `Name: value` per line".to_owned() }
}
