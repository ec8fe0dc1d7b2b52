//! Exports of Burp Suite (`items/item` in XML): raw messages in base64, or as text that lost what XML cannot hold.

mod item;
mod split;
mod tee;

use std::sync::Arc;

use directline_exchange::{Exchange, Intent, Observed, Origin, Reason, Source as Entry};

use crate::capture::Recorded;
use crate::http::{Held, Kept, as_url, no_response};
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::source::{Source, io_error};
use crate::started::observe_java;
use crate::xml::Text;
use crate::{Assume, Limits, Places, ReadError, coding};

use item::{Item, Message};
use split::Splitter;

/// Reads the items of one export.
#[derive(Debug)]
pub(crate) struct BurpReader {
    name: Arc<str>,
    splitter: Splitter,
}

impl Reader for BurpReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        match self.splitter.next(limits)? {
            Ok(entry) => {
                let start = entry.base.offset;
                let outer = PlaceFile::new(Arc::clone(&self.name), entry.base, Arc::new(entry.bytes));
                Some(exchange(&outer, start, limits))
            }
            Err(error) => Some(Err(error)),
        }
    }

    fn health(&self, _: Assume) -> Health {
        let unseen = vec!["messages of HTTP/2: they are written down as if they were of HTTP/1.1"];
        Health { producer: Some("Burp Suite".into()), unseen, is_expectation: false }
    }

    fn goes_on(&self) -> bool {
        // The splitter ends by itself where no item can follow.
        true
    }
}

impl BurpReader {
    pub(crate) fn new(name: &Arc<str>, source: &Source) -> Result<Self, ReadError> {
        let stream = source.open().map_err(|error| io_error(name, error))?;
        Ok(Self { name: Arc::clone(name), splitter: Splitter::new(Arc::clone(name), stream) })
    }
}

/// The exchange of the item whose bytes `outer` holds, from `start` on.
fn exchange(outer: &Arc<PlaceFile>, start: u64, limits: &Limits) -> Result<Recorded, ReadError> {
    let origin = Origin::verbatim(0, start);
    let item = Item::read(outer.bytes(), start);
    let Some(sent) = held(&item.request, outer)? else {
        let at = outer.locate(&origin, 0);
        return Err(ReadError::Malformed { at, what: "an item without a request".into() });
    };
    let mut files = vec![Arc::clone(outer), Arc::clone(&sent.place)];
    let mut request = sent.request(1, limits)?;
    let url = String::from_utf8_lossy(&item.url.bytes);
    request.target = as_url(request.target, &request.headers, &url);
    let mut response = no_response();
    if let Some(answered) = held(&item.response, outer)? {
        response = answered.response(2, &request, limits)?;
        files.push(answered.place);
    }
    let started = observe_java(&String::from_utf8_lossy(&item.time.bytes));
    let took = Observed::NotObservable(Reason::NotRecorded);
    let source = Entry { capture: "".into(), index: 0, origin: origin.clone() };
    let exchange = Exchange { request, response, started, took, intent: Intent::Unknown, source };
    Ok(Recorded { exchange, places: Places::new(origin, files) })
}

/// A message of an item; none if there is nothing in it.
fn held(message: &Message, outer: &Arc<PlaceFile>) -> Result<Option<Held>, ReadError> {
    let Text { bytes, pieces, start, .. } = &message.text;
    if bytes.trim_ascii().is_empty() {
        return Ok(None);
    }
    let (bytes, pieces, kept) = if message.is_base64 {
        let decoded = std::str::from_utf8(bytes).ok().and_then(coding::base64);
        let Some(decoded) = decoded else {
            let at = outer.locate(&Origin::verbatim(0, *start), 0);
            return Err(ReadError::Malformed { at, what: "the message is not valid base64".into() });
        };
        (decoded, message.text.digits(), Kept::Whole)
    } else {
        (bytes.clone(), pieces.clone(), Kept::Text)
    };
    let bytes = Arc::new(bytes);
    let place = PlaceFile::taken_out(outer, Arc::clone(&bytes), *start, pieces, message.is_base64);
    Ok(Some(Held { bytes, place, kept }))
}
