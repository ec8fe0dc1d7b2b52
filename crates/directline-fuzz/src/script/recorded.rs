//! A recording as a script: what the service of then assigned becomes a hole for what the target of now assigns.

mod credentials;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use directline_exchange::{Exchange, Intent, Observed, Reason};
use directline_types::Operation;
use directline_validator::{Finding, Inconclusive, Judgement, Side, Validator, Verdict};
use percent_encoding::percent_decode_str;

use credentials::{accepted, renewal};

use super::{Escape, Lesson, Name, Piece, Script, Step, Template, Values};
use crate::Disguise;

/// A recording as a script.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// What is sent.
    pub script: Script,
    /// Of each step the number of the exchange that it repeats; none for a step that only prepares others: it starts a
    /// conversation that the recording found started.
    pub sources: Vec<Option<usize>>,
    /// The exchanges that cannot be sent again, with the reason.
    pub left_out: Vec<(usize, LeftOut)>,
}

/// Why an exchange is not sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It is no request of this API.
    OutOfScope,
    /// What the request sent is not in the recording.
    BodyNotRecorded(Reason),
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OutOfScope => formatter.write_str("out of scope"),
            Self::BodyNotRecorded(reason) => {
                write!(formatter, "the body is not recorded ({})", reason.name())
            }
        }
    }
}

/// Header fields that belong to the connection or to the body's framing, or that would show who was recorded.
const NOT_SENT: &[&str] = &[
    "host",
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "upgrade",
    "te",
    "trailer",
    "expect",
    "accept-encoding",
    "cookie",
    "authorization",
];

/// The shortest id or token that is replaced wherever it stands: a shorter one stands in texts by chance.
const SHORTEST: usize = 6;

impl Recording {
    /// The script of a recording. No recorded credential is in it: what only one service accepts is a hole, and every other
    /// secret is replaced by a text of the same form.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_fuzz::script::Recording;
    /// use directline_fuzz::{Manners, Model, Session};
    /// use directline_reference::{Request, Response, Time, record};
    /// use directline_validator::Validator;
    ///
    /// // A poll of a conversation that was started before the recording began.
    /// let poll = Request::new("GET", "/api/conversations/abc123/messages").bearer("a token");
    /// let answer = Response::json(200, r#"{"messages":[],"watermark":"3"}"#);
    /// let recorded = record("https://directline.botframework.com", &poll, &answer, Time::EPOCH, 5);
    ///
    /// let recording = Recording::new(&Validator::new(), [&recorded]);
    /// assert_eq!(recording.sources, [None, Some(0)], "a conversation must be started first");
    /// let session = Session::run(&recording.script, &mut Model::default(), &Manners::default());
    /// assert_eq!(session.exchanges[1].exchange.response.status.present(), Some(&200));
    /// ```
    pub fn new<'e>(
        validator: &'e Validator,
        exchanges: impl IntoIterator<Item = &'e Exchange> + Clone,
    ) -> Self {
        let mut reading = Reading {
            recording: Self::default(),
            values: Values::new(String::new()),
            accepted: exchanges.clone().into_iter().filter_map(accepted).collect(),
            disguise: Disguise::of(exchanges.clone(), &[]),
            validator,
            issued: BTreeMap::new(),
            aged: BTreeSet::new(),
            used: BTreeSet::new(),
        };
        for (number, exchange) in exchanges.into_iter().enumerate() {
            let judgement = validator.check(exchange);
            if let Err(why) = reading.exchange(number, exchange, &judgement) {
                reading.recording.left_out.push((number, why));
            }
        }
        reading.recording
    }
}

struct Reading<'e> {
    recording: Recording,
    /// What the recorded service assigned.
    values: Values,
    /// The values of `Authorization` that it accepted.
    accepted: BTreeSet<&'e [u8]>,
    /// When each client got its newest token, in nanoseconds.
    issued: BTreeMap<usize, i64>,
    /// The clients whose newest token is older than a wait for one to expire: nobody knows whether theirs still opens a door.
    aged: BTreeSet<usize>,
    /// Credentials that were used before they were seen to be given.
    used: BTreeSet<String>,
    /// What stands in place of credentials that are nowhere else replaced.
    disguise: Disguise,
    validator: &'e Validator,
}

impl<'e> Reading<'e> {
    fn exchange(
        &mut self,
        number: usize,
        exchange: &'e Exchange,
        judgement: &Judgement,
    ) -> Result<(), LeftOut> {
        if matches!(judgement.verdict, Verdict::OutOfScope(_)) {
            return Err(LeftOut::OutOfScope);
        }
        let body = match &exchange.request.body {
            Observed::Present(content) => match content.incomplete() {
                Some(reason) => return Err(LeftOut::BodyNotRecorded(reason)),
                None => content.bytes.as_slice(),
            },
            Observed::Absent => &[],
            Observed::NotObservable(reason) => return Err(LeftOut::BodyNotRecorded(*reason)),
        };
        let (authorization, credential) = self.authorization(exchange);
        let path = self.validator.path(&exchange.request.target);
        let found = Operation::find(&exchange.request.method, path);
        let client = self.client(exchange, found, credential);
        let (authorization, credential) = renewal(exchange, found, client, (authorization, credential));
        let holes = |bytes: &[u8]| self.holes(bytes, client);
        let mut template =
            Template::new(exchange.request.method.as_str(), self.target(exchange, path, client));
        template.headers.extend(authorization.map(|value| ("Authorization".to_owned(), value)));
        for field in &exchange.request.headers {
            let name = field.name.to_ascii_lowercase();
            let is_own = NOT_SENT.contains(&name.as_str()) || name.starts_with(':');
            if let (false, Some(value)) = (is_own, field.bytes()) {
                template = template.with(&field.name, holes(value));
            }
        }
        template.body = if body.is_empty() { Vec::new() } else { holes(body) };
        template.teaches = lesson(found.map(|(operation, _)| operation), client);
        self.hide(exchange, &mut template);
        let after_expiry_of = self.is_late(exchange, credential).then_some(client).flatten();
        if after_expiry_of.is_some() {
            // While one expires, so do the others: nothing is waited for again.
            self.aged.extend(std::mem::take(&mut self.issued).into_keys());
        }
        let is_doubtful = self.is_doubtful(found, client, credential);
        if let Some(lesson) = template.teaches {
            self.learn(lesson, exchange);
        }
        let step = Step {
            request: template,
            is_valid: is_valid(exchange, judgement) && !is_doubtful,
            after_expiry_of,
            pause: Duration::ZERO,
            breakage: None,
        };
        self.push(step, Some(number));
        Ok(())
    }

    fn learn(&mut self, lesson: Lesson, exchange: &Exchange) {
        self.values.learn(lesson, &exchange.response);
        if let (
            Lesson::Generated(client) | Lesson::Token(client) | Lesson::Conversation(client),
            Some(started),
        ) = (lesson, exchange.started.present())
        {
            self.issued.insert(client, started.unix_nanos);
            self.aged.remove(&client);
        }
    }

    fn push(&mut self, step: Step, source: Option<usize>) {
        self.recording.script.steps.push(step);
        self.recording.sources.push(source);
    }

    /// Whose request it is. A client whose conversation the recording found started gets a step that starts one.
    fn client(
        &mut self,
        exchange: &Exchange,
        found: Option<(Operation, Option<&str>)>,
        credential: Option<Name>,
    ) -> Option<usize> {
        let by_token = match credential {
            Some(Name::Token(client, _)) => Some(client),
            _ => None,
        };
        let id = match found? {
            (Operation::GenerateToken, _) => return Some(self.values.new_client()),
            (Operation::StartConversation, _) => return by_token.or_else(|| Some(self.values.new_client())),
            (_, id) => percent_decode_str(id?).decode_utf8_lossy().into_owned(),
        };
        let known = self.values.conversation(&id);
        // What was refused for its credential or its id is refused again with an id that nobody knows.
        if known.is_some() || matches!(exchange.response.status, Observed::Present(401 | 403 | 404)) {
            return known;
        }
        let waiting = by_token.filter(|client| self.values.get(Name::Conversation(*client)).is_none());
        let credential = waiting.map_or(Name::Secret, |client| Name::Token(client, 0));
        let client = waiting.unwrap_or_else(|| self.values.new_client());
        self.values.begin(client, id);
        let request = Template::new("POST", vec!["/api/conversations".into()])
            .with("Authorization", vec!["Bearer ".into(), Piece::Value(credential, Escape::None)])
            .teaching(Lesson::Conversation(client));
        self.push(
            Step { request, is_valid: true, after_expiry_of: None, pause: Duration::ZERO, breakage: None },
            None,
        );
        Some(client)
    }

    /// Replaces the secrets that are left in what was recorded.
    fn hide(&mut self, exchange: &Exchange, template: &mut Template) {
        let secrets = self.disguise.secrets(exchange);
        let names = template.headers.iter_mut().map(|(name, _)| name);
        for word in names.chain([&mut template.method]) {
            *word = self.disguise.text(&secrets, word);
        }
        let headers = template.headers.iter_mut().flat_map(|(_, value)| value);
        for piece in template.target.iter_mut().chain(headers).chain(&mut template.body) {
            if let Piece::Bytes(bytes) = piece {
                *bytes = self.disguise.bytes(&secrets, bytes);
            }
        }
    }

    /// Path below the base URI and query, with holes.
    fn target(&self, exchange: &Exchange, path: &str, client: Option<usize>) -> Vec<Piece> {
        let target = &exchange.request.target;
        let id = client.and_then(|client| Some((client, self.values.get(Name::Conversation(client))?)));
        let mut pieces = Vec::new();
        for (number, segment) in path.split('/').enumerate() {
            if number > 0 {
                pieces.push("/".into());
            }
            match id {
                Some((client, id)) if percent_decode_str(segment).eq(id.bytes()) => {
                    let escape = if segment.starts_with('%') { Escape::First } else { Escape::Needed };
                    pieces.push(Piece::Value(Name::Conversation(client), escape));
                }
                _ => pieces.push(segment.into()),
            }
        }
        let mut before = '?';
        let is_repeated = target.parameters("watermark").nth(1).is_some();
        let mut watermark = None;
        for parameter in target.query.iter().flat_map(|query| query.split('&')) {
            let value = parameter.strip_prefix("watermark=");
            let asked = value.map(|value| percent_decode_str(value).decode_utf8_lossy().into_owned());
            let known = asked.zip(client).and_then(|(asked, client)| {
                // One whose origin the recording does not show stands for how far the client had come.
                let unseen = || (is_done(exchange) && !is_repeated && !asked.is_empty()).then_some(0);
                Some((client, self.values.watermark(client, &asked).or_else(unseen)?))
            });
            match known {
                // Of several the order counts, so each stays where it is.
                Some((client, back)) if is_repeated => {
                    pieces.push(format!("{before}watermark=").as_str().into());
                    pieces.push(Piece::Value(Name::Watermark(client, back), Escape::Needed));
                    before = '&';
                    continue;
                }
                Some(_) => {
                    watermark = known;
                    continue;
                }
                None => {}
            }
            pieces.push(format!("{before}{parameter}").as_str().into());
            before = '&';
        }
        // Last, because it is left out where the target has given none.
        pieces.extend(watermark.map(|(client, back)| Piece::Watermark { client, back, before }));
        pieces
    }

    /// A text with holes for the client's own ids.
    fn holes(&self, bytes: &[u8], client: Option<usize>) -> Vec<Piece> {
        let mut pieces = vec![Piece::Bytes(bytes.to_vec())];
        let Some(client) = client else { return pieces };
        for name in [Name::Conversation(client), Name::Token(client, 0)] {
            let Some(value) = self.values.get(name).filter(|value| value.len() >= SHORTEST) else { continue };
            pieces = pieces.into_iter().flat_map(|piece| split(piece, value.as_bytes(), name)).collect();
        }
        pieces
    }
}

fn lesson(operation: Option<Operation>, client: Option<usize>) -> Option<Lesson> {
    let client = client?;
    match operation? {
        Operation::GenerateToken => Some(Lesson::Generated(client)),
        Operation::RefreshToken => Some(Lesson::Token(client)),
        Operation::StartConversation => Some(Lesson::Conversation(client)),
        Operation::GetMessages => Some(Lesson::Watermark(client)),
        Operation::SendMessage | Operation::Upload => None,
    }
}

/// Whether the recorded service fulfilled the request.
fn is_done(exchange: &Exchange) -> bool {
    exchange.response.status.present().is_some_and(|status| (200..300).contains(status))
}

/// Whether a service must fulfil the request: whoever recorded it knows that it is valid; or the recorded service did,
/// and no rule has anything against it, not even a note.
fn is_valid(exchange: &Exchange, judgement: &Judgement) -> bool {
    if exchange.intent == Intent::Valid {
        return true;
    }
    let is_blamed = |found: &Finding| found.side == Side::Client;
    let is_beyond = |one: &Inconclusive| one.reason == Reason::LimitReached;
    is_done(exchange)
        && !judgement.findings.iter().any(is_blamed)
        && !judgement.inconclusive.iter().any(is_beyond)
}

fn split(piece: Piece, value: &[u8], name: Name) -> Vec<Piece> {
    let Piece::Bytes(bytes) = piece else { return vec![piece] };
    let mut pieces = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some(at) = memchr::memmem::find(rest, value) {
        let (before, after) = rest.split_at(at);
        if !before.is_empty() {
            pieces.push(Piece::Bytes(before.to_vec()));
        }
        pieces.push(Piece::Value(name, Escape::None));
        rest = after.get(value.len()..).unwrap_or(&[]);
    }
    if !rest.is_empty() {
        pieces.push(Piece::Bytes(rest.to_vec()));
    }
    pieces
}
