//! What is remembered of the exchanges before: conversations, tokens, files; bounded.

use std::collections::{BTreeMap, BTreeSet};

use super::conversation::Conversation;
use super::epoch::Epoch;
use super::event::{ConversationKey, Event, Lifetime, What};
use super::key::Key;
use super::pending::{Return, Settled};

/// How many conversations are remembered at a time; of more, those seen longest ago are forgotten.
pub(crate) const MAX_CONVERSATIONS: usize = 16_384;

/// How many facts (watermarks, messages, sends) are remembered of all conversations together.
pub(crate) const MAX_FACTS: usize = 131_072;

/// How many tokens and how many files are remembered.
pub(crate) const MAX_TOKENS: usize = 16_384;

/// The lifetime of a token where none was answered, in seconds (Authentication in Direct Line API 1.1).
const DOCUMENTED_LIFETIME: u64 = 1_800;

/// Everything that is remembered.
#[derive(Debug, Default)]
pub(crate) struct History {
    conversations: BTreeMap<Key, Conversation>,
    /// The conversations by when they were last seen.
    by_last_seen: BTreeMap<u64, Key>,
    facts: usize,
    has_forgotten_conversations: bool,
    tokens: BTreeMap<Key, Token>,
    /// Credentials that generated a token: secrets, with the exchange that shows it.
    secrets: BTreeMap<Key, usize>,
    files: BTreeMap<Key, Delivered>,
    /// What the recording has in the place of credentials.
    masks: BTreeSet<Key>,
    has_forgotten_tokens: bool,
}

/// A token that the recording shows being issued.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// The exchange that issued it.
    pub(crate) index: usize,
    /// When the answer was there at the latest, in nanoseconds since 1970.
    pub(crate) issued: Option<i64>,
    /// How long it lives.
    lifetime: Lifetime,
    /// The id of the conversation that it is good for, and the exchange that shows it.
    pub(crate) scope: Option<(Key, usize)>,
}

/// A file that a message named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Delivered {
    /// The exchange that delivered the message.
    pub(crate) index: usize,
    /// When that began.
    pub(crate) at: Option<i64>,
}

impl Token {
    /// Its lifetime in seconds, if that was answered.
    pub(crate) fn answered_lifetime(&self) -> Option<u64> {
        if self.lifetime == Lifetime::Documented { None } else { self.lifetime() }
    }

    /// Its lifetime in seconds: as answered, or as documented; `None` where the answer is unclear.
    pub(crate) fn lifetime(&self) -> Option<u64> {
        match self.lifetime {
            Lifetime::Documented => Some(DOCUMENTED_LIFETIME),
            Lifetime::Seconds(seconds) => Some(seconds),
            Lifetime::Unclear => None,
        }
    }
}

impl History {
    /// What is remembered of a conversation; of an unknown one, nothing.
    pub(crate) fn conversation(&self, key: ConversationKey) -> &Conversation {
        static UNKNOWN: Conversation = Conversation::new();
        self.conversations.get(&key.at_host).unwrap_or(&UNKNOWN)
    }

    /// The token with that key.
    pub(crate) fn token(&self, key: Key) -> Option<&Token> {
        self.tokens.get(&key)
    }

    /// The exchange that shows that a credential is a secret.
    pub(crate) fn secret(&self, key: Key) -> Option<usize> {
        self.secrets.get(&key).copied()
    }

    /// Whether a text is no credential but hides one.
    pub(crate) fn is_mask(&self, key: Key) -> bool {
        self.masks.contains(&key)
    }

    /// When a file was first named.
    pub(crate) fn file(&self, key: Key) -> Option<Delivered> {
        self.files.get(&key).copied()
    }

    /// Whether something was forgotten that an exchange may be about.
    pub(super) fn is_full_for(&self, event: &Event) -> bool {
        if let What::Fetch(key) = event.what {
            return self.has_forgotten_tokens && !self.files.contains_key(&key);
        }
        let credential = event.credential.present().map(|credential| credential.key);
        let may_be_token =
            credential.is_some_and(|key| !self.tokens.contains_key(&key) && !self.secrets.contains_key(&key));
        let forgotten = event.conversation.is_some_and(|key| match self.conversations.get(&key.at_host) {
            Some(conversation) => conversation.is_partial,
            None => self.has_forgotten_conversations,
        });
        forgotten || self.has_forgotten_tokens && may_be_token
    }

    /// Which messages of a page are ones that the client sent.
    pub(super) fn returned_by(&self, event: &Event) -> Vec<Return<'_>> {
        let (What::Poll(poll), Some(key)) = (&event.what, event.conversation) else { return Vec::new() };
        self.conversation(key).returned_in(poll)
    }

    /// Adds an exchange. What it says of the order of exchanges counts only if it stands `in_order`; `settled`
    /// is what it settles.
    pub(super) fn add(&mut self, event: &Event, epoch: Epoch, in_order: bool, settled: &Settled) {
        self.add_credentials(event);
        self.add_files(event);
        let started = match &event.what {
            What::Start(started) => started.present(),
            _ => None,
        };
        if let Some(started) = started {
            let conversation = self.touched(started.conversation.at_host, epoch, true);
            conversation.started.get_or_insert(event.index);
        } else if let Some(key) = event.conversation.filter(|_| !matches!(event.what, What::Other)) {
            let conversation = self.touched(key.at_host, epoch, false);
            let before = conversation.facts();
            conversation.add(event, epoch, in_order, settled);
            if conversation.facts() > MAX_FACTS / 2 {
                conversation.forget();
            }
            let after = conversation.facts();
            self.facts = self.facts.saturating_sub(before).saturating_add(after);
        }
        self.trim();
    }

    /// The conversation, seen now. One that does not begin here may be one that was forgotten.
    fn touched(&mut self, key: Key, epoch: Epoch, begins: bool) -> &mut Conversation {
        let is_partial = self.has_forgotten_conversations && !begins;
        let conversation = self.conversations.entry(key).or_insert_with(|| Conversation::begun(is_partial));
        self.by_last_seen.remove(&conversation.last_seen);
        conversation.last_seen = epoch.sequence();
        self.by_last_seen.insert(conversation.last_seen, key);
        conversation
    }

    /// Forgets the conversations seen longest ago until what remains is within bounds.
    fn trim(&mut self) {
        while self.conversations.len() > MAX_CONVERSATIONS || self.facts > MAX_FACTS {
            let Some((_, key)) = self.by_last_seen.pop_first() else { return };
            if let Some(gone) = self.conversations.remove(&key) {
                self.facts = self.facts.saturating_sub(gone.facts());
                self.has_forgotten_conversations = true;
            }
        }
    }

    fn add_credentials(&mut self, event: &Event) {
        let index = event.index;
        let accepted = event.accepted.present() == Some(&true);
        let used = event.credential.present().map(|credential| credential.key);
        if let Some(mask) = event.shows_mask().filter(|_| self.masks.len() < MAX_TOKENS) {
            self.masks.insert(mask);
        }
        if used.is_some_and(|used| self.is_mask(used)) {
            return;
        }
        let at = event.ended.or(event.started);
        let token = |lifetime, scope| Token { index, issued: at, lifetime, scope };
        match &event.what {
            What::Generate(issued) => {
                if let Some(issued) = issued.present() {
                    self.add_token(issued.key, token(Lifetime::Documented, None));
                    // Only a secret generates tokens. A token that did is no secret for that.
                    if let Some(used) = used.filter(|used| !self.tokens.contains_key(used))
                        && self.secrets.len() < MAX_TOKENS
                    {
                        self.secrets.entry(used).or_insert(index);
                    }
                }
            }
            What::Renew(issued) => {
                if let (Some(issued), Some(key)) = (issued.present(), event.conversation) {
                    self.add_token(issued.key, token(Lifetime::Documented, Some((key.id, index))));
                }
            }
            What::Start(started) => {
                if let Some(started) = started.present() {
                    let scope = Some((started.conversation.id, index));
                    self.bind(used, started.conversation.id, index);
                    if let Some(key) = started.token {
                        self.add_token(key, token(started.lifetime, scope));
                    }
                }
            }
            What::Other | What::Poll(_) | What::Send(_) | What::Fetch(_) => {}
        }
        if let Some(key) = event.conversation.filter(|_| accepted) {
            self.bind(used, key.id, index);
        }
    }

    /// A token that nothing has bound to a conversation so far is good for this one.
    fn bind(&mut self, used: Option<Key>, conversation: Key, index: usize) {
        if let Some(token) = used.and_then(|used| self.tokens.get_mut(&used)) {
            token.scope.get_or_insert((conversation, index));
        }
    }

    fn add_token(&mut self, key: Key, token: Token) {
        let has_room = self.tokens.len() < MAX_TOKENS;
        match self.tokens.get_mut(&key) {
            // Answered again with a lifetime, it lives from now.
            Some(known) if token.lifetime != Lifetime::Documented => {
                *known = Token { scope: known.scope.or(token.scope), ..token };
            }
            Some(_) => {}
            None if has_room => {
                self.tokens.insert(key, token);
            }
            None => self.has_forgotten_tokens = true,
        }
    }

    fn add_files(&mut self, event: &Event) {
        let What::Poll(poll) = &event.what else { return };
        for file in poll.page.present().into_iter().flat_map(|page| &page.messages).flat_map(|m| &m.files) {
            if self.files.len() >= MAX_TOKENS {
                self.has_forgotten_tokens |= !self.files.contains_key(file);
                continue;
            }
            self.files.entry(*file).or_insert(Delivered { index: event.index, at: event.started });
        }
    }
}

#[cfg(test)]
mod tests;
