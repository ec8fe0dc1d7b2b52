//! The one header field that is compared.
//!
//! Every other one is the business of the connection (`Date`, `Server`, `Connection`, `Content-Length`), of caches and
//! browsers (`Cache-Control`, `Set-Cookie`, `Access-Control-*`), or of whoever runs the service (`x-ms-*`): two correct
//! services differ in them, and so do two answers of one.

use directline_exchange::{Headers, Observed};
use directline_validator::media_type::MediaType;

use super::json::Walk;
use super::{Difference, Part};

impl Walk<'_> {
    /// Compares `Content-Type` by its meaning: letter case and white space say nothing.
    pub(super) fn content_type(&mut self, recorded: &Headers, fresh: &Headers) {
        match (recorded.value("content-type"), fresh.value("content-type")) {
            (Observed::NotObservable(reason), _) | (_, Observed::NotObservable(reason)) => {
                self.not_compared(Part::ContentType, reason);
            }
            (one, other) => {
                let (one, other) = (one.present().copied(), other.present().copied());
                if one.map(meaning) != other.map(meaning) {
                    let shown = |value: Option<&[u8]>| {
                        value.map(|value| self.texts.mask(&String::from_utf8_lossy(value)))
                    };
                    let difference = Difference::of(Part::ContentType, shown(one), shown(other));
                    self.compared.add(difference);
                }
            }
        }
    }
}

/// Equal for equal media types.
fn meaning(value: &[u8]) -> (String, Vec<(String, String)>) {
    let media = MediaType::parse(value);
    if !media.has_type() {
        return (String::from_utf8_lossy(value).into_owned(), Vec::new());
    }
    let value = |name: &str, text: String| if name == "charset" { text.to_ascii_lowercase() } else { text };
    let parameters =
        media.parameters.iter().map(|one| (one.name.clone(), value(&one.name, one.text().into_owned())));
    // JSON is UTF-8 whether that is said or not (RFC 8259 section 8.1).
    let is_json = media.is("application", "json");
    let says_nothing = |(name, value): &(String, String)| is_json && name == "charset" && value == "utf-8";
    let parameters = parameters.filter(|parameter| !says_nothing(parameter));
    let mut parameters: Vec<_> = parameters.collect();
    parameters.sort();
    (media.essence(), parameters)
}
