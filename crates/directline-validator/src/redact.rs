//! Secrets: what counts as one, and the mark that stands for it in every output.
//!
//! Nothing recorded reaches an output except through [`Secrets::mask`]. A secret is what the
//! exchange itself uses as one (its credentials, the tokens it was given), what stands where
//! secrets stand (`token=…`, `Bearer …`, `user:password@`), and what looks like one (the shapes of
//! Direct Line credentials and of JSON Web Tokens, long mixed runs of letters and digits), plainly,
//! in JSON escapes or in percent-encoding. What is known to be one is masked in Base64, in hexadecimal digits and in
//! another letter case, too.

mod coding;
mod containers;
mod cookies;
mod familiar;
mod finding;
mod form;
mod group;
mod index;
mod known;
mod learn;
mod lookup;
mod names;
mod places;
mod seed;
mod spelling;
mod stand_in;
mod starts;
#[cfg(test)]
mod tests;
mod views;
mod words;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use directline_exchange::Exchange;

use crate::facts::Reading;
use index::SHORTEST;
use known::Known;
use lookup::{Lookup, may_hold};
use words::{has_secret_shape, runs};

pub use cookies::{Cookie, cookies};
pub use familiar::Familiar;
pub use finding::{Found, What, find, find_in_name};
pub use known::is_no_secret;
pub use learn::answered_tokens;
pub use names::{is_secret_container, is_secret_header, is_secret_name, is_secret_parameter, says_no_secret};
pub use spelling::{Spelled, Spellings, searched};
pub use stand_in::{StandIns, is_hidden, is_stand_in};

/// What stands in place of a secret, whatever its length.
pub const MARK: &str = "[redacted]";

/// The secrets of one exchange, for masking text that is about to be shown.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    known: Known,
    /// Those of the other exchanges of the capture.
    others: Option<Arc<Lookup>>,
    /// What follows is made when something is shown of the exchange: how long a text is at least in which its own ones
    /// stand and those of the others do not, and how to find them.
    shortest: OnceLock<usize>,
    own: OnceLock<Box<Lookup>>,
}

/// The secrets of a whole capture: a token is often seen in an exchange after the one that uses it, or in
/// another place. As many are remembered as fit a bounded memory, the first ones.
///
/// ```
/// use directline_validator::redact::{CaptureSecrets, Secrets};
///
/// let mut first = Secrets::new();
/// first.learn("opaque-token");
/// let mut capture = CaptureSecrets::default();
/// capture.add(&first);
/// assert_eq!(Secrets::new().within(&capture).mask("id opaque-token"), "id [redacted]");
/// ```
#[derive(Clone, Debug, Default)]
pub struct CaptureSecrets {
    known: Arc<Lookup>,
}

impl CaptureSecrets {
    /// Adds the secrets of one exchange.
    pub fn add(&mut self, secrets: &Secrets) {
        if self.known.lacks(&secrets.known) {
            Arc::make_mut(&mut self.known).add(&secrets.known);
        }
    }
}

impl Secrets {
    /// Knows only the shapes of secrets.
    ///
    /// ```
    /// use directline_validator::redact::Secrets;
    /// let shapes = Secrets::new();
    /// assert_eq!(shapes.mask("Bearer RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q"), "Bearer [redacted]");
    /// assert_eq!(shapes.mask("hello world"), "hello world");
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Learns the credentials of the exchange: in headers, cookies, the URL, and members of JSON
    /// bodies whose names mark them as secrets.
    ///
    /// ```
    /// use directline_exchange::{Exchange, Target};
    /// use directline_validator::redact::Secrets;
    ///
    /// let mut exchange = Exchange::new("POST", Target::parse("https://directline.botframework.com/"));
    /// exchange.request.headers.push("Authorization", "Bearer my-own-secret");
    /// let secrets = Secrets::of(&exchange);
    /// assert_eq!(secrets.mask("not my-own-secret again"), "not [redacted] again");
    /// ```
    pub fn of(exchange: &Exchange) -> Self {
        Self::read(exchange, None, None)
    }

    /// The same of an exchange whose bodies were read already, some of whose header fields are familiar.
    pub(crate) fn read(
        exchange: &Exchange,
        reading: Option<&Reading<'_>>,
        familiar: Option<&mut Familiar>,
    ) -> Self {
        Self { known: learn::of(exchange, reading, familiar), ..Self::default() }
    }

    /// The same, and those of the other exchanges of the capture.
    #[must_use]
    pub fn within(self, capture: &CaptureSecrets) -> Self {
        Self { known: self.known, others: Some(Arc::clone(&capture.known)), ..Self::default() }
    }

    /// Learns one secret. Words of fewer than eight bytes are too common to be masked everywhere.
    pub fn learn(&mut self, word: &str) {
        self.known.learn(word);
        (self.shortest, self.own) = (OnceLock::new(), OnceLock::new());
    }

    /// The text with every secret replaced by [`MARK`].
    pub fn mask(&self, text: &str) -> String {
        replace(text, &self.ranges(text))
    }

    /// A sentence of a finding with every secret replaced by [`MARK`]. What is recorded in it was masked when
    /// it was put there, by the places where secrets stand; in the words around it, `Bearer alone` is no
    /// secret. What looks like a secret or is known to be one is masked all the same.
    ///
    /// ```
    /// use directline_validator::redact::Secrets;
    /// let secrets = Secrets::new();
    /// assert_eq!(secrets.mask("Bearer alone"), "Bearer [redacted]");
    /// assert_eq!(secrets.mask_sentence("Bearer alone"), "Bearer alone");
    /// assert_eq!(secrets.mask_sentence("RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q alone"), "[redacted] alone");
    /// ```
    pub fn mask_sentence(&self, text: &str) -> String {
        let scan = |text: &str| {
            let mut found = self.known_in(text);
            places::find_shapes(text, &mut found);
            found
        };
        replace(text, &ranges(text, scan))
    }

    /// The name of a file or folder with every secret replaced by [`MARK`].
    ///
    /// People write long names with letters of both cases and digits; only known secrets and the shapes
    /// of credentials count here.
    ///
    /// ```
    /// use directline_validator::redact::Secrets;
    /// let name = "runs/ChromeDevTools-sanitized-2026-11-21.har";
    /// assert_eq!(Secrets::new().mask_file_name(name), name);
    /// assert_eq!(Secrets::new().mask_file_name("runs/RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q.har"), "runs/[redacted]");
    /// ```
    pub fn mask_file_name(&self, name: &str) -> String {
        let mut found = self.known_in(name);
        found.extend(runs(name).filter(|run| name.get(run.clone()).is_some_and(has_secret_shape)));
        replace(name, &merge(found))
    }

    /// Whether the text holds a secret.
    pub fn holds(&self, text: &str) -> bool {
        !self.ranges(text).is_empty()
    }

    /// Where secrets stand in the text: sorted, not overlapping, on character boundaries.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        ranges(text, |text| {
            let mut found = self.known_in(text);
            places::find(text, &mut found);
            found
        })
    }

    fn known_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if text.len() < SHORTEST {
            return found;
        }
        let others = self.others.as_deref();
        if let Some(others) = others {
            others.find(text, &mut found);
        }
        let find_no_more = || others.is_some_and(|others| others.finds_all(&self.known));
        let shortest =
            self.shortest.get_or_init(|| if find_no_more() { usize::MAX } else { self.known.shortest() });
        if *shortest != usize::MAX && may_hold(text, *shortest) {
            self.own.get_or_init(|| Box::new(Lookup::of(&self.known, others))).find(text, &mut found);
        }
        found
    }
}

/// The text with what looks like a secret, or stands where one does, replaced by [`MARK`].
pub(crate) fn mask_shapes(text: &str) -> String {
    replace(
        text,
        &ranges(text, |text| {
            let mut found = Vec::new();
            places::find(text, &mut found);
            found
        }),
    )
}

/// What `scan` finds in the text, and in other readings of it.
fn ranges(text: &str, scan: impl Fn(&str) -> Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut found = scan(text);
    for view in views::of(text) {
        found.extend(scan(view.text()).into_iter().map(|range| view.range(&range)));
    }
    merge(found)
}

/// The text with [`MARK`] in place of each range.
fn replace(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(MARK);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

fn merge(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.retain(|range| !range.is_empty());
    found.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
