//! A script against a target.

use std::time::Duration;

use directline_exchange::{
    Content, Exchange, Headers, Intent, Observed, Response, Started, Target as Address,
};
use directline_reference::{Request, Time};

use crate::script::{Script, Values};
use crate::{Target, Unanswered};

/// What happened when a script was sent.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// What was sent and answered.
    pub exchanges: Vec<Sent>,
    /// The steps that were left out, by their number in the script, and why.
    pub skipped: Vec<(usize, Skipped)>,
    /// Why the rest of the script was not sent.
    pub stopped: Option<Unanswered>,
}

/// Why a step of a script was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// It needs an id or a token that the target did not give.
    ValueUnknown,
    /// It cannot be written as HTTP.
    NotSendable,
    /// It needs a token that has expired, and that would take longer than whoever sends is ready to wait.
    TokenStillValid,
}

/// One exchange of a session.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The exchange.
    pub exchange: Exchange,
    /// The number of its step in the script, from 0.
    pub step: usize,
    /// Whether the request was broken on purpose.
    pub is_broken: bool,
    /// Why there is no answer, if there is none.
    pub unanswered: Option<Unanswered>,
}

/// How many bytes of answers a session holds, and one answer more.
pub(crate) const MOST_BYTES: usize = 16 << 20;

/// How scripts are sent.
#[derive(Clone, Debug)]
pub struct Manners {
    /// The secret.
    pub secret: String,
    /// How long to wait at most for a token to expire.
    pub patience: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self { secret: "test-secret".to_owned(), patience: Duration::from_secs(3) }
    }
}

impl Session {
    /// Sends a script. A step that needs what the target did not answer is left out. After 16 MiB of answers the
    /// rest of the script is left out, too.
    pub fn run(script: &Script, target: &mut impl Target, manners: &Manners) -> Self {
        Self::run_until(script, target, manners, || false)
    }

    /// Sends a script as long as its time is not up.
    pub(crate) fn run_until(
        script: &Script,
        target: &mut impl Target,
        manners: &Manners,
        is_time_up: impl Fn() -> bool,
    ) -> Self {
        let mut session = Self::default();
        let mut bytes = 0_usize;
        let mut values = Values::new(manners.secret.as_str());
        for (number, step) in script.steps.iter().enumerate() {
            if is_time_up() {
                session.stopped = Some(Unanswered::TimeUp);
                return session;
            }
            if bytes > MOST_BYTES {
                return session;
            }
            if !step.pause.is_zero() {
                target.wait(step.pause);
            }
            if let Some(client) = step.after_expiry_of {
                match values.lifetime(client).map(Duration::from_secs) {
                    Some(lifetime) if lifetime <= manners.patience => {
                        target.wait(lifetime.saturating_add(Duration::from_millis(1_500)));
                    }
                    _ => {
                        session.skipped.push((number, Skipped::TokenStillValid));
                        continue;
                    }
                }
            }
            let Some(mut request) = values.fill(&step.request) else {
                session.skipped.push((number, Skipped::ValueUnknown));
                continue;
            };
            let is_broken = step.breakage.is_some_and(|breakage| breakage.apply(&mut request));
            let begun = target.now();
            let answer = target.send(&request);
            let took = target.now().unix_nanos.saturating_sub(begun.unix_nanos);
            let (response, unanswered) = match answer {
                Ok(response) => (response, None),
                Err(Unanswered::NotSendable(_)) => {
                    session.skipped.push((number, Skipped::NotSendable));
                    continue;
                }
                Err(stop @ (Unanswered::Unreachable(_) | Unanswered::Interrupted | Unanswered::TimeUp)) => {
                    session.stopped = Some(stop);
                    return session;
                }
                Err(why) => (silence(), Some(why)),
            };
            if let Some(lesson) = step.request.teaches {
                values.learn(lesson, &response);
            }
            bytes = bytes.saturating_add(response.body.present().map_or(0, |body| body.bytes.len()));
            let mut exchange = exchange(target.base(), request, response, begun, took);
            exchange.source.index = session.exchanges.len();
            exchange.intent = if step.is_valid && !is_broken { Intent::Valid } else { Intent::Unknown };
            session.exchanges.push(Sent { exchange, step: number, is_broken, unanswered });
        }
        session
    }
}

/// The response that was waited for and did not come.
fn silence() -> Response {
    Response { status: Observed::Absent, ..Response::with_status(0) }
}

pub(crate) fn exchange(
    base: &str,
    request: Request,
    response: Response,
    begun: Time,
    nanos: i64,
) -> Exchange {
    let mut exchange = Exchange::new(request.method, Address::parse(&format!("{base}{}", request.target)));
    let mut headers = Headers::new();
    for (name, value) in request.headers {
        headers.push(name, value);
    }
    exchange.request.headers = headers;
    if !request.body.is_empty() {
        exchange.request.body = Observed::Present(Content::exact(request.body));
    }
    exchange.response = response;
    exchange.started =
        Observed::Present(Started { written: begun.to_string(), unix_nanos: begun.unix_nanos });
    exchange.took = Observed::Present(u64::try_from(nanos).unwrap_or(0));
    exchange
}
