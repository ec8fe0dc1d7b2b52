//! A client that talks to the service and keeps what was said.

use directline_exchange::{Exchange, Intent};
use directline_reference::{Request, Response, Service, Time, record};
use directline_validator::{Judgement, Profile, Validator};
use serde_json::Value;

/// Where the client believes the service to be.
const BASE: &str = "https://directline.botframework.com";

/// A client with a service of its own.
pub(crate) struct Client {
    service: Service,
    now: Time,
    pub(crate) exchanges: Vec<Exchange>,
}

impl Client {
    pub(crate) fn new(service: Service) -> Self {
        Self { service, now: Time::EPOCH.plus_seconds(1_477_689_591), exchanges: Vec::new() }
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, seconds: i64) {
        self.now = self.now.plus_seconds(seconds);
    }

    /// Sends a request that is answered within 20 milliseconds.
    pub(crate) fn send(&mut self, request: &Request) -> Response {
        let response = self.service.handle(request, self.now);
        self.exchanges.push(record(BASE, request, &response, self.now, 20));
        self.now = self.now.plus_millis(1_000);
        response
    }

    /// Sends a request that obeys the contract.
    pub(crate) fn send_valid(&mut self, request: &Request) -> Response {
        let response = self.send(request);
        if let Some(exchange) = self.exchanges.last_mut() {
            exchange.intent = Intent::Valid;
        }
        response
    }

    /// What the rules say of each exchange.
    pub(crate) fn judge(&self, profile: Profile) -> Vec<Judgement> {
        Validator::new().with_profile(profile).check_all(&self.exchanges)
    }

    /// The names of the rules that fire under a profile, with the exchange.
    pub(crate) fn findings(&self, profile: Profile) -> Vec<(usize, &'static str)> {
        let judgements = self.judge(profile);
        let each = judgements.iter().enumerate();
        each.flat_map(|(at, judgement)| judgement.findings.iter().map(move |found| (at, found.rule.name)))
            .collect()
    }
}

/// The body of a response as JSON; null if it is none.
pub(crate) fn body(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap_or_default()
}

pub(crate) fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}
