//! Who answers the requests: the target, or the model service in this process.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use directline_exchange::Response;
use directline_fuzz::http::HttpTarget;
use directline_fuzz::script::Script;
use directline_fuzz::{Manners, Model, Paced, Session, Target, Unanswered};
use directline_reference::{Request, Time};

use crate::args::Live;
use crate::commands::{live, progress};
use crate::error::Failure;

/// How long to wait for a token of the model service to expire: its clock waits for nobody.
const PATIENCE_OF_THE_MODEL: Duration = Duration::from_hours(24);

/// Who answers.
pub(super) struct Service {
    answers: Answers,
    /// Credentials of whoever sends, which a service may say again.
    own: Vec<String>,
}

enum Answers {
    /// A new model service for each recording.
    Model,
    /// A target and its secret.
    Live(Box<Paced<HttpTarget>>, String),
}

impl Service {
    /// The one that is asked for. Nothing is sent yet.
    pub(super) fn of(live: &Live, stop: &Arc<AtomicBool>) -> Result<Self, Failure> {
        let Some(url) = &live.target else {
            return Ok(Self { answers: Answers::Model, own: Vec::new() });
        };
        let live::Connected { mut targets, secret, own } = live::connect(live, url, 1, stop)?;
        let answers = targets.pop().map_or(Answers::Model, |target| Answers::Live(Box::new(target), secret));
        Ok(Self { answers, own })
    }

    /// Credentials of whoever sends.
    pub(super) fn own(&self) -> &[String] {
        &self.own
    }

    /// Sends a script.
    pub(super) fn run(&mut self, script: &Script) -> Session {
        match &mut self.answers {
            Answers::Model => {
                let manners = Manners { patience: PATIENCE_OF_THE_MODEL, ..Manners::default() };
                Session::run(script, &mut Model::default(), &manners)
            }
            Answers::Live(target, secret) => {
                let bar =
                    progress::Bar::new(u64::try_from(script.steps.len()).unwrap_or(u64::MAX), "requests");
                let manners = Manners { secret: secret.clone(), ..Manners::default() };
                let mut watched = Watched { target: target.as_mut(), bar: &bar, sent: 0 };
                let session = Session::run(script, &mut watched, &manners);
                bar.end();
                session
            }
        }
    }
}

/// A target whose requests are counted for people who wait.
struct Watched<'t> {
    target: &'t mut Paced<HttpTarget>,
    bar: &'t progress::Bar,
    sent: u64,
}

impl Target for Watched<'_> {
    fn send(&mut self, request: &Request) -> Result<Response, Unanswered> {
        let answer = self.target.send(request);
        self.sent = self.sent.saturating_add(1);
        self.bar.show(self.sent, String::new);
        answer
    }

    fn base(&self) -> &str {
        self.target.base()
    }

    fn now(&mut self) -> Time {
        self.target.now()
    }

    fn wait(&mut self, time: Duration) {
        self.target.wait(time);
    }
}
