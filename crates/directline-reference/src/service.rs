//! The service: a request goes in, a response comes out.

use std::collections::{BTreeMap, VecDeque};

use directline_types::{Attachment, Message, Operation};
use percent_encoding::percent_decode_str;
use serde::Serialize;

use crate::authority::{Access, Authority, scramble};
use crate::conversation::Conversation;
use crate::failure::Failure;
use crate::fault::{Fault, Memory};
use crate::files::Files;
use crate::upload::Upload;
use crate::{Request, Response, Time, bot};

/// How the service is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The secret that opens every conversation.
    pub secret: String,
    /// At most so many messages stand in one answer to Get Messages.
    pub page: usize,
    /// What ids and tokens are made from.
    pub seed: u64,
    /// How long a token is valid, in seconds (Authentication in Direct Line API 1.1: 30 minutes).
    pub lifetime: u32,
    /// About how many bytes conversations, files and tokens may take. Of more, the conversations that were opened first
    /// are closed: they are not found any more, and their tokens are not valid.
    pub memory: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { secret: "test-secret".to_owned(), page: 20, seed: 1, lifetime: 1_800, memory: 256 << 20 }
    }
}

/// What a conversation takes beside its messages, in bytes.
const BESIDE_MESSAGES: usize = 600;

/// How many messages a conversation has, the bot's included, when the fault of that name shows.
const LONG: usize = 10;

/// Direct Line 1.1 as documented.
#[derive(Clone, Debug)]
pub struct Service {
    pub(crate) settings: Settings,
    pub(crate) fault: Option<Fault>,
    pub(crate) authority: Authority,
    pub(crate) conversations: BTreeMap<String, Conversation>,
    pub(crate) memory: Memory,
    files: Files,
    /// The conversations in the order in which they were named.
    order: VecDeque<String>,
    /// The conversation that was started last.
    started: Option<String>,
    named: u64,
    /// About how much memory the conversations take.
    bytes: usize,
}

impl Service {
    /// A service that does what the documents say.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            fault: None,
            authority: Authority::default(),
            conversations: BTreeMap::new(),
            memory: Memory::default(),
            files: Files::default(),
            order: VecDeque::new(),
            started: None,
            named: 0,
            bytes: 0,
        }
    }

    /// A service with a bug.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_reference::{Fault, Request, Service, Settings, Time};
    ///
    /// let mut service = Service::with_fault(Settings::default(), Fault::StartAnswers201);
    /// let start = Request::new("POST", "/api/conversations").bearer("test-secret");
    /// assert_eq!(service.handle(&start, Time::EPOCH).status, 201);
    /// ```
    pub fn with_fault(settings: Settings, fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::new(settings) }
    }

    /// How it is set up.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Answers a request that is received `now`.
    pub fn handle(&mut self, request: &Request, now: Time) -> Response {
        let found = Operation::find(&request.method, request.path());
        let response = match found {
            Some((operation, id)) => {
                let id = id.map(|id| percent_decode_str(id).decode_utf8_lossy().into_owned());
                self.operate(operation, id.as_deref().unwrap_or_default(), request, now)
            }
            None if request.method == "GET" && request.path().starts_with("/attachments/") => {
                self.files.get(request.path(), now)
            }
            None => Err(Failure::PathUnknown),
        };
        let response = response.unwrap_or_else(Failure::response);
        match self.fault {
            Some(fault) => fault.distort(self, found.map(|(operation, _)| operation), request, response),
            None => response,
        }
    }

    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    fn operate(
        &mut self,
        operation: Operation,
        id: &str,
        request: &Request,
        now: Time,
    ) -> Result<Response, Failure> {
        let clock = (!self.has(Fault::TokensLiveForEver)).then_some(now);
        let access = self.authority.access(request, &self.settings.secret, clock)?;
        if self.fault.is_some_and(|fault| fault.crashes_on(operation, request)) {
            return Err(Failure::Crash);
        }
        match operation {
            Operation::GenerateToken => self.generate(&access, now),
            Operation::RefreshToken => self.renew(&access, id, now),
            Operation::StartConversation => Ok(self.start(&access, now)),
            Operation::GetMessages => {
                self.authorize(&access, id)?;
                self.poll(id, request)
            }
            Operation::SendMessage => {
                self.authorize(&access, id)?;
                self.send(id, request, now)
            }
            Operation::Upload => {
                self.authorize(&access, id)?;
                self.upload(id, request, now)
            }
        }
    }

    fn authorize(&self, access: &Access, id: &str) -> Result<(), Failure> {
        match access {
            Access::Token { conversation, .. } if conversation != id && !self.has(Fault::TokensUnscoped) => {
                Err(Failure::OtherConversation)
            }
            _ if self.conversations.get(id).is_some_and(|found| found.is_started) => Ok(()),
            _ => Err(Failure::ConversationUnknown),
        }
    }

    fn generate(&mut self, access: &Access, now: Time) -> Result<Response, Failure> {
        if *access != Access::Secret {
            return Err(Failure::SecretRequired);
        }
        let id = self.name();
        let token = match (&self.memory.token, self.has(Fault::TokenReissued)) {
            (Some(token), true) => token.clone(),
            _ => self.issue(&id, now),
        };
        self.memory.token = Some(token.clone());
        Ok(json(&token))
    }

    fn renew(&mut self, access: &Access, id: &str, now: Time) -> Result<Response, Failure> {
        let Access::Token { token, conversation } = access else { return Err(Failure::TokenRequired) };
        if conversation != id {
            return Err(Failure::OtherConversation);
        }
        if self.has(Fault::RenewalChangesNothing) {
            return Ok(json(token));
        }
        Ok(json(&self.issue(id, now)))
    }

    fn start(&mut self, access: &Access, now: Time) -> Response {
        let id = match access {
            Access::Token { conversation, .. } if !self.has(Fault::TokenStartsOther) => conversation.clone(),
            Access::Secret if self.has(Fault::ConversationReused) => {
                self.started.clone().unwrap_or_else(|| self.name())
            }
            _ => self.name(),
        };
        let token = self.issue(&id, now);
        if let Some(conversation) = self.conversations.get_mut(&id) {
            conversation.is_started = true;
        }
        self.started = Some(id.clone());
        json(&directline_types::Conversation::new(id, token).expires_in(self.settings.lifetime))
    }

    fn poll(&mut self, id: &str, request: &Request) -> Result<Response, Failure> {
        let asked = request.query("watermark");
        let conversation = self.conversations.get(id).ok_or(Failure::ConversationUnknown)?;
        let page = conversation.page(asked.as_deref(), self.settings.page)?;
        Ok(json(&page))
    }

    fn send(&mut self, id: &str, request: &Request, now: Time) -> Result<Response, Failure> {
        if request.body.is_empty() {
            return Err(Failure::BodyMissing);
        }
        let message: Message = serde_json::from_slice(&request.body).map_err(|_| Failure::BodyMalformed)?;
        self.deliver(id, message, now)
    }

    fn upload(&mut self, id: &str, request: &Request, now: Time) -> Result<Response, Failure> {
        let user = request.query("userId").filter(|user| !user.is_empty()).ok_or(Failure::UserMissing)?;
        let mut upload = Upload::read(request, &user)?;
        if let Some(fault) = self.fault {
            fault.spoil(&mut upload);
        }
        let mut message = upload.message;
        for file in upload.files {
            let is_image = file.media_type.to_ascii_lowercase().starts_with("image/");
            let media_type = file.media_type.clone();
            let url = self.files.store(id, file, now);
            if is_image {
                message.images.get_or_insert_default().push(url.into());
            } else {
                message.attachments.get_or_insert_default().push(Attachment::new(url, media_type));
            }
        }
        self.deliver(id, message, now)
    }

    /// Gives the message to the conversation and to the bot.
    fn deliver(&mut self, id: &str, message: Message, now: Time) -> Result<Response, Failure> {
        let is_tired = self.has(Fault::CrashOnLongConversation);
        let conversation = self.conversations.get_mut(id).ok_or(Failure::ConversationUnknown)?;
        if is_tired && conversation.count() >= LONG {
            return Err(Failure::Crash);
        }
        let before = conversation.bytes();
        let answer = bot::answer(&message);
        if !self.memory.loses(self.fault) {
            conversation.add(message, now);
        }
        conversation.add(answer, now);
        self.bytes = self.bytes.saturating_add(conversation.bytes().saturating_sub(before));
        self.make_room();
        Ok(Response::empty(204))
    }

    /// A new token for a conversation.
    fn issue(&mut self, id: &str, now: Time) -> String {
        let expires = now.plus_seconds(self.settings.lifetime.into());
        let token = self.authority.issue(self.settings.seed, id, expires);
        if let Some(conversation) = self.conversations.get_mut(id) {
            let before = conversation.bytes();
            conversation.add_token(token.clone());
            self.bytes = self.bytes.saturating_add(conversation.bytes().saturating_sub(before));
        }
        self.make_room();
        token
    }

    /// A new conversation id.
    fn name(&mut self) -> String {
        self.named = self.named.saturating_add(1);
        let number = scramble(self.settings.seed.wrapping_mul(31).wrapping_add(self.named));
        let id = format!("c{number:016x}");
        let conversation = Conversation::new(&id, BESIDE_MESSAGES);
        self.bytes = self.bytes.saturating_add(conversation.bytes());
        self.conversations.insert(id.clone(), conversation);
        self.order.push_back(id.clone());
        id
    }

    /// Closes conversations until what is kept fits.
    fn make_room(&mut self) {
        while self.bytes.saturating_add(self.files.bytes()) > self.settings.memory {
            let Some(id) = self.order.pop_front() else { return };
            if let Some(closed) = self.conversations.remove(&id) {
                self.authority.forget(closed.tokens());
                self.bytes = self.bytes.saturating_sub(closed.bytes());
            }
            self.files.forget(&id);
        }
    }
}

/// A success with this object. Everything that the service answers can be written.
fn json(object: &impl Serialize) -> Response {
    Response::json(200, serde_json::to_vec(object).unwrap_or_default())
}
