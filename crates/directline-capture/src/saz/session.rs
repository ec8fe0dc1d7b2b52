//! The sessions of an archive, found by the names of its members.

use std::collections::BTreeMap;

use super::times::Times;
use crate::archive::Archive;

/// One session: the members that belong to one number.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// What the client sent.
    pub(super) client: Option<Member>,
    /// What the server answered.
    pub(super) server: Option<Member>,
    /// Times and flags.
    pub(super) metadata: Option<Member>,
    /// When it took place.
    pub(super) times: Times,
}

/// A member of the archive.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) index: usize,
    pub(super) name: String,
}

/// What a member holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Client,
    Server,
    Metadata,
    WebSocket,
}

impl Session {
    /// Its members.
    pub(super) fn members(&self) -> impl Iterator<Item = &Member> {
        [&self.client, &self.server, &self.metadata].into_iter().flatten()
    }
}

/// Whether a member is the request of a session.
pub(crate) fn is_session(name: &str) -> bool {
    part(name).is_some_and(|(_, _, part)| part == Part::Client)
}

/// The sessions by number, and whether there are messages of web sockets.
pub(super) fn listed(archive: &Archive) -> (Vec<Session>, bool) {
    // Numbers are padded with zeros in larger archives; as written they keep those apart that are the same number.
    let mut sessions: BTreeMap<(u64, String), Session> = BTreeMap::new();
    let mut has_web_sockets = false;
    for (index, name) in archive.names() {
        let Some((number, written, part)) = part(&name) else { continue };
        if part == Part::WebSocket {
            has_web_sockets = true;
            continue;
        }
        let session = sessions.entry((number, written)).or_default();
        let member = Some(Member { index, name });
        match part {
            Part::Client => session.client = member,
            Part::Server => session.server = member,
            Part::Metadata | Part::WebSocket => session.metadata = member,
        }
    }
    let sessions =
        sessions.into_values().filter(|session| session.client.is_some() || session.server.is_some());
    (sessions.collect(), has_web_sockets)
}

/// Puts sessions into the order of time; one without a time stays behind the one before it.
pub(super) fn order(sessions: &mut [Session]) {
    let mut last = i64::MIN;
    for session in sessions.iter_mut() {
        last = session.times.begin_nanos().unwrap_or(last);
        session.times.place = last;
    }
    sessions.sort_by_key(|session| session.times.place);
}

/// The number of a session, as a number and as written, and what the member holds.
fn part(name: &str) -> Option<(u64, String, Part)> {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    let (written, rest) = name.strip_prefix("raw/")?.split_once('_')?;
    let part = match rest {
        "c.txt" => Part::Client,
        "s.txt" => Part::Server,
        "m.xml" => Part::Metadata,
        "w.txt" => Part::WebSocket,
        _ => return None,
    };
    let is_number = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| written.parse().unwrap_or(u64::MAX))?;
    Some((number, written.to_owned(), part))
}
