//! The URLs of messages: `images[]` and the `url` of attachments, sent and received.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ops::Deref;

use directline_exchange::{Exchange, Reason, is_placeholder};
use directline_json::Value;

use super::{Facts, Subject};
use crate::rule::Outcome;
use crate::scope::Host;
use crate::sink::Sink;
use crate::url::{Base, Documented, Examination, Fault, NotAUrl, examine, is_plain};
use crate::{MOST_FINDINGS, Part, Place, quote};

/// What the rules about URLs look at: only what is wrong is kept.
pub(crate) struct Urls {
    /// Those with a fault of which few were seen before in the same part.
    faulty: Vec<FaultyUrl>,
    /// Of each fault in each part: how many are kept, and how many of the others have it.
    counts: BTreeMap<(Fault, Part), (usize, u64)>,
    /// The bodies that hold URLs.
    parts: Vec<Part>,
    unseen: Option<Reason>,
}

/// A URL of a message with at least one fault.
pub(crate) struct FaultyUrl {
    /// The text as recorded.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) place: Place,
    /// What its readings yield.
    pub(crate) found: Examination,
    is_image: bool,
}

impl FaultyUrl {
    /// What it is the URL of.
    pub(crate) fn of_what(&self) -> &'static str {
        if self.is_image { "image" } else { "attachment" }
    }

    /// What becomes of it under the documented rule, where that is not what the text says: the end of a
    /// message, or nothing.
    pub(crate) fn consequence(&self) -> String {
        match &self.found.documented {
            Documented { is_completed: true, url: Err(_), .. } => {
                "; completed as documented, it is no URL".to_owned()
            }
            Documented { is_completed: true, url: Ok(url), .. } if self.found.documented_leaves_origin() => {
                let host = quote::plain(url.host_str().unwrap_or_default());
                format!("; completed as documented, it leads to the host {host}")
            }
            _ => String::new(),
        }
    }

    fn statements(&self, fault: Fault) -> &'static [&'static str] {
        match (self.is_image, rests_on_completion(fault)) {
            (true, true) => &["DL-093", "DL-091"],
            (true, false) => &["DL-091"],
            (false, true) => &["DL-098", "DL-161"],
            (false, false) => &["DL-161"],
        }
    }
}

/// Whether it takes the documented completion to see the fault.
fn rests_on_completion(fault: Fault) -> bool {
    match fault {
        Fault::OtherScheme
        | Fault::Malformed
        | Fault::LeavesBase
        | Fault::NetworkPath
        | Fault::ReadingsDiffer
        | Fault::PathMissing
        | Fault::SchemeCase => true,
        Fault::Empty
        | Fault::HostMissing
        | Fault::UserInfo
        | Fault::ForbiddenCharacter
        | Fault::DotSegments => false,
    }
}

impl Facts<'_> {
    /// What relative URLs of this exchange are completed with: its own host, where it is recorded and in
    /// scope; the documented one elsewhere.
    pub(crate) fn base(&self) -> Base {
        if let Some((_, base)) = &self.alone {
            return base.clone();
        }
        let own = match self.host() {
            Host::Documented | Host::Known | Host::Local | Host::Named => Base::of(&self.request().target),
            Host::Unrecorded | Host::Foreign => None,
        };
        own.unwrap_or_default()
    }

    /// Runs a check on each URL with a fault. The check reports one finding.
    pub(crate) fn each_url(
        &self,
        fault: Fault,
        sink: &mut Sink<'_>,
        check: impl Fn(&FaultyUrl, &mut Sink<'_>),
    ) -> Outcome {
        let urls = self.urls.get_or_init(|| self.gather_urls());
        for url in urls.faulty.iter().filter(|url| url.found.faults.contains(&fault)) {
            check(url, sink);
            sink.resting_on(url.statements(fault));
        }
        for ((_, part), (_, further)) in
            urls.counts.range((fault, Part::RequestMethod)..=(fault, Part::ResponseBody))
        {
            sink.further(*part, *further);
        }
        match urls.unseen {
            Some(reason) => Outcome::Inconclusive(reason),
            None if urls.parts.iter().any(|part| sink.judges(*part)) => Outcome::Decided,
            None => Outcome::NotApplicable,
        }
    }

    fn gather_urls(&self) -> Urls {
        let unseen = self.sent.unseen.or(self.received.unseen).or(self.attachment.unseen);
        let mut urls = Urls { faulty: Vec::new(), counts: BTreeMap::new(), parts: Vec::new(), unseen };
        // Most URLs need none.
        let base = LazyCell::new(|| self.base());
        for message in self.sent.list.iter().chain(&self.received.list) {
            for (index, image) in message.elements("images").enumerate() {
                let place = || message.place_of(image, &format!("/images/{index}"));
                urls.add(&base, image, (message.part(), true), place);
            }
            for attachment in message.attachments() {
                urls.add_attachment(&base, &attachment);
            }
        }
        for attachment in &self.attachment.list {
            urls.add_attachment(&base, attachment);
        }
        urls
    }
}

impl Urls {
    /// The text of a whole body as one URL.
    pub(super) fn of_body(base: &Base, exchange: &Exchange, part: Part) -> Self {
        let is_sent = part == Part::RequestBody;
        let body = if is_sent { &exchange.request.body } else { &exchange.response.body };
        let bytes = body.present().map(|content| content.bytes.as_slice()).unwrap_or_default();
        let mut urls = Self { faulty: Vec::new(), counts: BTreeMap::new(), parts: Vec::new(), unseen: None };
        urls.add_text(&base, &String::from_utf8_lossy(bytes), (part, true), || {
            Place::of(part).at(0..bytes.len())
        });
        urls
    }

    /// Whether a URL is not known.
    pub(super) fn misses_some(&self) -> bool {
        self.unseen.is_some()
    }

    fn add_attachment(&mut self, base: &impl Deref<Target = Base>, attachment: &Subject<'_>) {
        if let Some(url) = attachment.value.get("url") {
            self.add(base, url, (attachment.part(), false), || attachment.place_of_member("url", url));
        }
    }

    fn add(
        &mut self,
        base: &impl Deref<Target = Base>,
        value: Value<'_>,
        whose: (Part, bool),
        place: impl Fn() -> Place,
    ) {
        if let Some(text) = value.as_str() {
            self.add_text(base, &text, whose, place);
        }
    }

    /// `whose`: the body in which it stands, and whether it is that of an image.
    fn add_text(
        &mut self,
        base: &impl Deref<Target = Base>,
        text: &str,
        whose: (Part, bool),
        place: impl Fn() -> Place,
    ) {
        let (part, is_image) = whose;
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
        if is_placeholder(text) {
            self.unseen = self.unseen.or(Some(Reason::RedactedByExporter));
            return;
        }
        if is_plain(text) {
            return;
        }
        let found = examine(base, text);
        if !found.faults.is_empty() {
            self.keep(FaultyUrl { text: text.to_owned(), place: place(), found, is_image });
        } else if found.documented.url == Err(NotAUrl::TooLong) {
            self.unseen = self.unseen.or(Some(Reason::LimitReached));
        }
    }

    /// Keeps one if it is among the first ones with one of its faults; counts its faults if not.
    fn keep(&mut self, url: FaultyUrl) {
        let part = url.place.part;
        let keeps = url
            .found
            .faults
            .iter()
            .any(|fault| self.counts.get(&(*fault, part)).is_none_or(|(kept, _)| *kept < MOST_FINDINGS));
        for fault in &url.found.faults {
            let (kept, further) = self.counts.entry((*fault, part)).or_default();
            if keeps {
                *kept = kept.saturating_add(1);
            } else {
                *further = further.saturating_add(1);
            }
        }
        if keeps {
            self.faulty.push(url);
        }
    }
}
