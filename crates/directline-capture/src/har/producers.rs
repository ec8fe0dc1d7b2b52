//! What the recordings of each producer cannot show, by the name in `log.creator`.

use super::Survey;
use crate::Assume;
use crate::reader::Health;

/// Name in lower case without spaces, and what its recordings lack.
const UNSEEN: [(&str, &[&str]); 12] = [
    (
        "webinspector",
        &[
            "bytes of files in forms: the developer tools replace what is no text",
            "bodies of answers that were dropped before the export",
        ],
    ),
    ("firefox", &["the rest of bodies beyond 1 MiB: the browser cuts them without a mark"]),
    ("webkitwebinspector", &["repeated header fields: the browser joins them into one"]),
    (
        "playwright",
        &[
            "bodies of forms that a page sends: the browser does not hand them out",
            "requests of APIRequestContext: recordHar does not see them",
        ],
    ),
    ("mitmproxy", &[]),
    ("mitmproxyexporthar", &[]),
    (
        "chrome-har",
        &[
            "bodies of forms: the browser does not hand them out",
            "bodies of JSON: of the members there are only the names",
        ],
    ),
    ("polly.js", &["bodies of files and forms: only text is kept"]),
    (
        "httptoolkit",
        &[
            "bodies beyond 40 KiB",
            "bytes of requests that are no text",
            "repeated header fields: they are joined into one",
        ],
    ),
    ("proxyman", &["bodies without Content-Type, and bodies of requests that are no text"]),
    ("browsermobproxy", &["bodies of forms: there are parameters instead"]),
    (
        "devproxy",
        &[
            "credentials: REDACTED stands in their place, unless includeSensitiveInformation is set",
            "bodies of answers, unless includeResponse is set",
        ],
    ),
];

/// What a sanitized export lacks.
const SANITIZED: &str =
    "Authorization, Cookie and Set-Cookie: a sanitized export leaves them out without a mark";

/// What is known of a recording with this survey.
pub(super) fn health(survey: &Survey, assume: Assume) -> Health {
    let producer = survey.creator.clone();
    let name = producer.as_deref().unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    let known = UNSEEN.iter().find(|(known, _)| *known == name).map(|(_, unseen)| *unseen);
    let mut unseen: Vec<&'static str> = Vec::new();
    let is_sanitized = assume == Assume::Detect && survey.is_sanitized(assume);
    if name == "webinspector" && is_sanitized {
        unseen.push(SANITIZED);
    } else if name != "devproxy" && is_sanitized {
        unseen.push("credentials: a placeholder stands in their place");
    }
    unseen.extend(known.into_iter().flatten());
    if producer.is_none() {
        unseen.push("what the recorder leaves out: the file does not say who made it");
    }
    Health { producer, unseen, is_expectation: false }
}
