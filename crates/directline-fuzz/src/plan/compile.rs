//! A plan as a script. The model service says which requests are valid: those that it fulfils.

use std::time::Duration;

use directline_reference::{Service, Settings};

use super::{Act, Breakage, Credential, Deed, Plan, Wrong};
use crate::script::{Escape, Lesson, Name, Piece, Script, Step, Template, Values};
use crate::{Model, Target};

/// How long the model's tokens live, and a little more.
const EXPIRED: Duration = Duration::from_secs(1_801);

impl Plan {
    /// The requests of the plan, with those in front that it takes for granted.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_fuzz::{Dice, Generate, Plan};
    ///
    /// let script = Plan::generate(&mut Dice::new(1)).script();
    /// assert!(script.steps.iter().any(|step| step.is_valid));
    /// ```
    pub fn script(&self) -> Script {
        let settings = Settings::default();
        let values = Values::new(settings.secret.as_str());
        let mut compiler =
            Compiler { script: Script::default(), model: Model::new(Service::new(settings)), values };
        for deed in &self.deeds {
            compiler.deed(deed);
        }
        compiler.script
    }
}

struct Compiler {
    script: Script,
    model: Model,
    values: Values,
}

impl Compiler {
    fn deed(&mut self, deed: &Deed) {
        let client = deed.client;
        if needs_token(deed) && self.values.get(Name::Token(client, 0)).is_none() {
            self.push(generate(client), None, None);
        }
        if needs_conversation(deed) {
            self.start(client, deed.credential);
        }
        let other = 1_usize.saturating_sub(client);
        if matches!(deed.act, Act::Spy) {
            self.start(other, Credential::Secret);
        }
        // No document says what becomes of a token whose conversation is started already.
        let is_again = matches!(deed.act, Act::Start)
            && deed.credential == Credential::Token
            && self.values.get(Name::Conversation(client)).is_some();
        let late = matches!(deed.act, Act::PollLate).then_some(client);
        self.push(request(deed), late, deed.breakage);
        if let (true, Some(step)) = (is_again, self.script.steps.last_mut()) {
            step.is_valid = false;
        }
    }

    /// Starts a conversation unless the client has one.
    fn start(&mut self, client: usize, credential: Credential) {
        if self.values.get(Name::Conversation(client)).is_none() {
            self.push(start(client, credential, "Bearer"), None, None);
        }
    }

    fn push(&mut self, request: Template, after_expiry_of: Option<usize>, breakage: Option<Breakage>) {
        if after_expiry_of.is_some() {
            self.model.wait(EXPIRED);
        }
        let mut is_valid = false;
        if let Some(mut filled) = self.values.fill(&request) {
            let is_broken = breakage.is_some_and(|breakage| breakage.apply(&mut filled));
            let Ok(response) = self.model.send(&filled) else { return };
            is_valid =
                !is_broken && response.status.present().is_some_and(|status| (200..300).contains(status));
            if let Some(lesson) = request.teaches {
                self.values.learn(lesson, &response);
            }
        }
        self.script.steps.push(Step { request, is_valid, after_expiry_of, pause: Duration::ZERO, breakage });
    }
}

fn needs_token(deed: &Deed) -> bool {
    match deed.act {
        // A token is generated with the secret; the others use the token of their conversation.
        Act::Generate | Act::Renew | Act::Spy | Act::PollLate => false,
        _ => deed.credential == Credential::Token,
    }
}

fn needs_conversation(deed: &Deed) -> bool {
    !matches!(
        deed.act,
        Act::Generate
            | Act::Start
            | Act::Wrong(Wrong::Anonymous | Wrong::Forged | Wrong::NoConversation | Wrong::NoOperation)
    )
}

fn generate(client: usize) -> Template {
    Template::new("POST", vec!["/api/tokens/conversation".into()])
        .with("Authorization", authorization("Bearer", Name::Secret))
        .teaching(Lesson::Generated(client))
}

fn start(client: usize, credential: Credential, scheme: &str) -> Template {
    Template::new("POST", vec!["/api/conversations".into()])
        .with("Authorization", authorization(scheme, credential.name(client)))
        .teaching(Lesson::Conversation(client))
}

fn authorization(scheme: &str, name: Name) -> Vec<Piece> {
    vec![format!("{scheme} ").as_str().into(), Piece::Value(name, Escape::None)]
}

impl Credential {
    fn name(self, client: usize) -> Name {
        match self {
            Self::Secret => Name::Secret,
            Self::Token => Name::Token(client, 0),
        }
    }
}

fn request(deed: &Deed) -> Template {
    let client = deed.client;
    let scheme = if deed.is_bot_connector { "BotConnector" } else { "Bearer" };
    let escape = if deed.is_escaped { Escape::First } else { Escape::Needed };
    let path = |of: usize, end: &str| {
        vec!["/api/conversations/".into(), Piece::Value(Name::Conversation(of), escape), end.into()]
    };
    let of = |template: Template| {
        template.with("Authorization", authorization(scheme, deed.credential.name(client)))
    };
    let json = |template: Template, body: Vec<u8>| {
        let template = template.with("Content-Type", vec!["application/json".into()]);
        Template { body: if body.is_empty() { Vec::new() } else { vec![Piece::Bytes(body)] }, ..template }
    };
    let own =
        |template: Template| template.with("Authorization", authorization(scheme, Name::Token(client, 0)));
    match &deed.act {
        Act::Generate => generate(client),
        Act::Start => start(client, deed.credential, scheme),
        Act::Renew => {
            let id = Piece::Value(Name::Conversation(client), escape);
            own(Template::new("GET", vec!["/api/tokens/".into(), id, "/renew".into()]))
                .teaching(Lesson::Token(client))
        }
        Act::Send(message) => {
            let body = serde_json::to_vec(message).unwrap_or_default();
            json(of(Template::new("POST", path(client, "/messages"))), body)
        }
        Act::Upload(upload) => {
            let mut target = path(client, "/upload?userId=");
            target.push(Piece::Bytes(percent(&upload.user)));
            let (headers, body) = upload.parts();
            let template =
                headers.into_iter().fold(of(Template::new("POST", target)), |template, (name, value)| {
                    template.with(name, vec![value.as_str().into()])
                });
            Template { body: vec![Piece::Bytes(body)], ..template }
        }
        Act::Poll => {
            let mut target = path(client, "/messages");
            target.push(Piece::Watermark { client, back: 0, before: '?' });
            of(Template::new("GET", target)).teaching(Lesson::Watermark(client))
        }
        Act::PollAll => {
            of(Template::new("GET", path(client, "/messages"))).teaching(Lesson::Watermark(client))
        }
        Act::PollLate => own(Template::new("GET", path(client, "/messages"))),
        Act::Spy => own(Template::new("GET", path(1_usize.saturating_sub(client), "/messages"))),
        Act::Wrong(wrong) => match wrong {
            Wrong::Anonymous => Template::new("POST", vec!["/api/conversations".into()]),
            Wrong::Forged => Template::new("POST", vec!["/api/conversations".into()])
                .with("Authorization", vec!["Bearer ew.never.issued".into()]),
            Wrong::NoConversation => {
                of(Template::new("GET", vec!["/api/conversations/never-started/messages".into()]))
            }
            Wrong::NoOperation => of(Template::new("GET", vec!["/api/conversation".into()])),
            Wrong::BrokenJson => {
                json(of(Template::new("POST", path(client, "/messages"))), b"{\"text\":".to_vec())
            }
            Wrong::NoMessage => json(of(Template::new("POST", path(client, "/messages"))), b"[1]".to_vec()),
            Wrong::NoBody => json(of(Template::new("POST", path(client, "/messages"))), Vec::new()),
        },
    }
}

fn percent(text: &str) -> Vec<u8> {
    let each = text.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    });
    each.collect::<String>().into_bytes()
}
