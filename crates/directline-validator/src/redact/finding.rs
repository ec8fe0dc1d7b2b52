//! Where credentials stand in a text of any length, and what tells them.

use std::ops::Range;

use super::form::whole;
use super::places::{self, Sign};
use super::spelling::Spelled;
use super::views::{self, View};
use super::words::{self, looks_secret};

/// How much of a text is read in other ways at a time.
const WINDOW: usize = 256 * 1024;

/// How much of it is read once more with what follows: longer than any credential.
const OVERLAP: usize = 32 * 1024;

/// A credential in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, as it is written.
    pub range: Range<usize>,
    /// What tells it.
    pub what: What,
}

/// What tells a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The name of what it is the value of.
    Named(String),
    /// An authentication scheme in front of it.
    Scheme,
    /// It is the user information of a URL.
    UserInfo,
    /// It looks like one.
    Shape,
    /// It stands elsewhere, too.
    Known(Spelled),
}

/// The credentials that a text shows by itself: by where they stand and by what they look like, plainly, in JSON
/// escapes and in percent-encoding. What hides a credential is found like the credential ([`is_hidden`](super::is_hidden)).
///
/// ```
/// use directline_validator::redact::{What, find};
///
/// let found = find("GET /?token=abc HTTP/1.1");
/// assert_eq!((found[0].range.clone(), &found[0].what), (12..15, &What::Named("token".into())));
/// ```
pub fn find(text: &str) -> Vec<Found> {
    let mut found = in_one_reading(text);
    for (start, view) in views_of(text) {
        let here = in_one_reading(view.text());
        found.extend(here.into_iter().map(|one| {
            let range = view.range(&one.range);
            Found { range: start.saturating_add(range.start)..start.saturating_add(range.end), ..one }
        }));
    }
    // An escape is not cut: what its letter begins would be another word.
    for one in &mut found {
        one.range = whole(text, one.range.clone());
    }
    found
}

/// The credentials that the name of a file shows by itself. People write long names with letters of both cases and digits:
/// only the shapes of credentials count.
///
/// ```
/// assert_eq!(directline_validator::redact::find_in_name("runs/Session-2026-11-21-with-Chrome.har"), []);
/// ```
pub fn find_in_name(name: &str) -> Vec<Found> {
    let mut found: Vec<Range<usize>> = words::runs(name).collect();
    found.retain(|run| name.get(run.clone()).is_some_and(words::has_secret_shape));
    let trimmed = |run: Range<usize>| {
        let length = without_extension(name.get(run.clone()).unwrap_or_default()).len();
        Found { range: run.start..run.start.saturating_add(length), what: What::Shape }
    };
    found.into_iter().map(trimmed).collect()
}

/// The other readings of the text, piece by piece, with the place of each piece.
pub(super) fn views_of(text: &str) -> impl Iterator<Item = (usize, View)> {
    let mut next = (!text.is_empty()).then_some(0_usize);
    let mut windows = Vec::new();
    while let Some(start) = next {
        let end = text.ceil_char_boundary(start.saturating_add(WINDOW).min(text.len()));
        windows.push((start, text.get(start..end).unwrap_or_default()));
        next = (end < text.len()).then(|| text.floor_char_boundary(end.saturating_sub(OVERLAP)));
    }
    windows.into_iter().flat_map(|(start, text)| views::of(text).into_iter().map(move |view| (start, view)))
}

fn in_one_reading(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    places::scan(text, |range, sign| {
        let word = text.get(range.clone()).unwrap_or_default();
        let mut add = |range: Range<usize>, what| found.push(Found { range, what });
        match sign {
            Sign::Name(name) => add(range, What::Named(name.into())),
            Sign::Scheme => add(range, What::Scheme),
            // Slashes and signs in the bytes of an image.
            Sign::UserInfo if word.contains(char::is_control) => {}
            Sign::UserInfo => {
                let name = word.split(':').next().unwrap_or_default().len();
                let middle = range.start.saturating_add(name);
                add(range.start..middle, What::UserInfo);
                add(middle.saturating_add(1).min(range.end)..range.end, What::UserInfo);
            }
            // What is percent-encoded is read decoded; what is Base64 is no word.
            Sign::Shape if is_encoded(word) || is_data(text, range.start) => {}
            Sign::Shape => {
                let length = without_extension(word).len();
                add(range.start..range.start.saturating_add(length), What::Shape);
            }
        }
    });
    found.retain(|one| !one.range.is_empty());
    found
}

fn is_encoded(word: &str) -> bool {
    let mut escapes = word.split('%').skip(1).filter_map(|rest| rest.as_bytes().get(..2));
    escapes.any(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// Whether the data of a `data:` URL begin here.
fn is_data(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with(";base64,"))
}

/// The name of a file without what says its type.
fn without_extension(word: &str) -> &str {
    let Some((name, end)) = word.rsplit_once('.') else { return word };
    let is_type = (1..=4).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_type && looks_secret(name) { name } else { word }
}
