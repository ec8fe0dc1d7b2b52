//! Archives of Fiddler (`.saz`): a zip of `raw/N_c.txt` (what the client sent), `raw/N_s.txt` (what the server
//! answered) and `raw/N_m.xml` (times).
//!
//! The messages are those of the wire, chunks and content codings included, but for the target, which Fiddler writes as
//! a URL. Sessions are in the order in which their requests began. Tunnels are sessions, too, and are passed over.

mod session;
mod times;

use std::sync::Arc;

use directline_exchange::{Exchange, Intent, Origin, Reason, Source as Entry};

use crate::archive::{Archive, Unread};
use crate::capture::Recorded;
use crate::http::{Held, Kept, no_response};
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::{Assume, Limits, Mark, Places, ReadError};

pub(crate) use session::is_session;
use session::{Member, Session, listed};

/// Reads the sessions of one archive.
#[derive(Debug)]
pub(crate) struct SazReader {
    name: Arc<str>,
    archive: Archive,
    sessions: std::vec::IntoIter<Session>,
    has_web_sockets: bool,
    /// Bytes that may still be unpacked: members may lie over each other.
    budget: usize,
}

impl Reader for SazReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        loop {
            let session = self.sessions.next()?;
            match self.session(session, limits) {
                Ok(Some(recorded)) => return Some(Ok(recorded)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn health(&self, _: Assume) -> Health {
        let unseen = self.has_web_sockets.then_some("messages of WebSockets: they are not read");
        Health { producer: Some("Fiddler".into()), unseen: unseen.into_iter().collect(), ..Health::default() }
    }

    fn goes_on(&self) -> bool {
        true
    }
}

impl SazReader {
    pub(crate) fn new(name: &Arc<str>, mut archive: Archive, limits: &Limits) -> Result<Self, ReadError> {
        let (mut sessions, has_web_sockets) = listed(&archive);
        for member in sessions.iter().flat_map(Session::members) {
            if let Err(Unread::Refused(what)) = archive.check(member.index) {
                let (what, advice) = if what.contains("encrypted") {
                    let advice = "open it in Fiddler and save it again without a password";
                    ("a Fiddler archive with a password", advice)
                } else {
                    (what, "open it in Fiddler and save it again")
                };
                return Err(ReadError::UnsupportedFormat { file: (&**name).into(), what, advice });
            }
        }
        let length = usize::try_from(archive.length()).unwrap_or(usize::MAX);
        let budget = limits.expanded_bytes(length);
        let mut reader = Self {
            name: Arc::clone(name),
            archive,
            sessions: Vec::new().into_iter(),
            has_web_sockets,
            budget,
        };
        for session in &mut sessions {
            if let Some(member) = &session.metadata {
                // Without its times a session can still be read.
                let found = reader.unpacked(member, times::MOST_BYTES, limits).ok();
                session.times = found.map(|(bytes, _)| times::read(&bytes)).unwrap_or_default();
            }
        }
        session::order(&mut sessions);
        reader.sessions = sessions.into_iter();
        Ok(reader)
    }

    /// The exchange of a session; none if it is a tunnel.
    fn session(&mut self, session: Session, limits: &Limits) -> Result<Option<Recorded>, ReadError> {
        let Session { client, server, times, .. } = session;
        let Some(client) = client else {
            let at = server.map_or(Mark::START.in_file(&self.name), |member| self.start_of(&member));
            return Err(ReadError::Malformed { at, what: "a response without a request beside it".into() });
        };
        let held = self.held(&client, limits)?;
        if held.is_empty() {
            return Err(ReadError::Empty { file: self.start_of(&client).file });
        }
        if held.bytes.starts_with(b"CONNECT ") {
            return Ok(None);
        }
        let mut files = vec![Arc::clone(&held.place)];
        let request = held.request(0, limits)?;
        let mut response = no_response();
        if let Some(server) = server {
            let held = self.held(&server, limits)?;
            if !held.is_empty() {
                response = held.response(1, &request, limits)?;
                files.push(held.place);
            }
        }
        let source = Entry { capture: "".into(), index: 0, origin: Origin::default() };
        let (started, took) = (times.begin(), times.took());
        let exchange = Exchange { request, response, started, took, intent: Intent::Unknown, source };
        Ok(Some(Recorded { exchange, places: Places::new(Origin::default(), files) }))
    }

    fn held(&mut self, member: &Member, limits: &Limits) -> Result<Held, ReadError> {
        let (bytes, complete) = self.unpacked(member, limits.max_entry_bytes, limits)?;
        let bytes = Arc::new(bytes);
        let place = PlaceFile::whole(self.start_of(member).file.into(), Arc::clone(&bytes));
        // Fiddler can be told to drop bodies.
        let kept = if complete { Kept::BodyOrNot } else { Kept::Beginning(Reason::LimitReached) };
        Ok(Held { bytes, place, kept })
    }

    fn unpacked(
        &mut self,
        member: &Member,
        most: usize,
        limits: &Limits,
    ) -> Result<(Vec<u8>, bool), ReadError> {
        let most = most.min(self.budget);
        let (bytes, complete) =
            self.archive.bytes(member.index, most, limits).map_err(|_| ReadError::Malformed {
                at: self.start_of(member),
                what: "the member of the archive is damaged".into(),
            })?;
        self.budget = self.budget.saturating_sub(bytes.len());
        Ok((bytes, complete))
    }

    fn start_of(&self, member: &Member) -> crate::Position {
        Mark::START.in_file(&format!("{}!/{}", self.name, member.name))
    }
}
