//! Connections to a live service.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use directline_exchange::Target;
use directline_fuzz::http::{HttpTarget, Options};
use directline_fuzz::{Pace, Paced};
use directline_validator::Scope;
use directline_validator::redact::is_secret_header;

use crate::args::Live;
use crate::error::Failure;
use crate::output::Messages;
use crate::shown;

/// What to do when nobody answers.
pub(super) const HELP: &str = "check that the service runs, its address and port, and its certificate";

/// The secret of `directline serve`.
const TEST_SECRET: &str = "test-secret";

/// Connections to one service.
pub(super) struct Connected {
    pub(super) targets: Vec<Paced<HttpTarget>>,
    /// The secret of the service.
    pub(super) secret: String,
    /// What the header file holds and the secret, which a service may say again.
    pub(super) own: Vec<String>,
}

/// Says whose answers are judged, where no target is named.
pub(super) fn tell_whom(target: Option<&str>, messages: &Messages) {
    if target.is_none() {
        messages.note("no --target: the model service in this program is asked, not a service of yours");
    }
}

/// Opens connections to one service.
pub(super) fn connect(
    live: &Live,
    url: &str,
    count: usize,
    stop: &Arc<AtomicBool>,
) -> Result<Connected, Failure> {
    let Fields { headers, secret } = match &live.header_file {
        Some(path) => fields(path)?,
        None => Fields { headers: Vec::new(), secret: None },
    };
    let secret = secret.unwrap_or_else(|| TEST_SECRET.to_owned());
    let mut own: Vec<String> = headers.iter().filter_map(confidential).collect();
    own.push(secret.clone());
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
    let targets = connections.collect::<Result<_, Failure>>()?;
    Ok(Connected { targets, secret, own })
}

/// The value of a header that nobody else may see. A short one whose name says nothing of a secret is a common word,
/// and what is negotiated is none: it stands in every exchange.
fn confidential((name, value): &(String, Vec<u8>)) -> Option<String> {
    let value = std::str::from_utf8(value).ok()?;
    let lower = name.to_ascii_lowercase();
    let is_public = ["accept", "content-", "user-agent"].iter().any(|public| lower.starts_with(public));
    (is_secret_header(name) || (value.len() >= 8 && !is_public)).then(|| value.to_owned())
}

/// The hosts in scope: the target, and those that are named.
pub(super) fn scope(target: Option<&str>, others: &[String]) -> Result<Scope, Failure> {
    let mut scope = Scope::new();
    if let Some(url) = target {
        // What is sent is recorded without the path of the target's URL.
        let origin = url.get(..Target::parse(url).path_at).unwrap_or(url);
        scope.add_base_uri(origin).map_err(|_| no_url(url))?;
    }
    for url in others {
        scope.add_base_uri(url).map_err(|_| no_url(url))?;
    }
    Ok(scope)
}

/// A URL that is none.
fn no_url(url: &str) -> Failure {
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
            let problem = || {
                unreadable(path, &format!("{place}: Authorization has no credential of the scheme Bearer"))
            };
            fields.secret = Some(credential(value).ok_or_else(problem)?);
        } else {
            fields.headers.push((name.trim().to_owned(), value.as_bytes().to_vec()));
        }
    }
    Ok(fields)
}

/// The credential of a scheme that Direct Line has.
fn credential(value: &str) -> Option<String> {
    let (scheme, credential) = value.split_once(' ')?;
    let is_known = ["Bearer", "BotConnector"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    Some(credential.trim().to_owned()).filter(|credential| is_known && !credential.is_empty())
}

fn unreadable(path: &Path, why: &str) -> Failure {
    let what = format!("{}: {why}", shown::file(&path.to_string_lossy()));
    Failure::Unreadable { what, help: "give a text file with one `Name: value` per line".to_owned() }
}
