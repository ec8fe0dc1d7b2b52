//! A property of this service alone, with the strategies of `directline_fuzz`.

use axum_service::Service;
use directline_fuzz::{Request, Target, TowerTarget, strategy};
use directline_types::{Conversation, MessageSet};
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_message_comes_back_as_it_was_sent(message in strategy::messages()) {
        let mut service = TowerTarget::new(Service::new("test-secret").router()).unwrap();
        let mut ask = |request: Request| {
            let answer = service.send(&request.bearer("test-secret")).unwrap();
            answer.body.present().map(|body| body.bytes.clone()).unwrap_or_default()
        };
        let started = ask(Request::new("POST", "/api/conversations"));
        let started: Conversation = serde_json::from_slice(&started).unwrap();
        let path = format!("/api/conversations/{}/messages", started.conversation_id);
        ask(Request::new("POST", path.as_str()).json(serde_json::to_vec(&message).unwrap()));
        let page: MessageSet = serde_json::from_slice(&ask(Request::new("GET", path.as_str()))).unwrap();
        let mut received = page.messages[0].clone();
        (received.id, received.conversation_id, received.created) = (None, None, None);
        prop_assert_eq!(received, message);
    }
}
