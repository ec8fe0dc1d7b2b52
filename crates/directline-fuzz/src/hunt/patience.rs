//! What is missing may be late: no document says how soon a message appears.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::script::{Lesson, Script, Step};

/// Rules that say that something is missing.
const ABOUT_MISSING: [&str; 2] = ["sent-message-lost", "uploaded-attachment-lost"];

/// How long a service is given until it is asked once more.
const PAUSE: Duration = Duration::from_millis(300);

/// Whether the rule says that something is missing, which may only be late.
pub(super) fn may_be_late(rule: &str) -> bool {
    ABOUT_MISSING.contains(&rule)
}

/// The script; but before a client leaves its conversation, and at the end, it asks for messages once more after a pause.
pub(super) fn patient(script: &Script) -> Script {
    let mut steps = Vec::new();
    // The last step of each client that asked for messages of the conversation that it is in.
    let mut last: BTreeMap<usize, &Step> = BTreeMap::new();
    let again = |step: &Step| Step { pause: PAUSE, breakage: None, ..step.clone() };
    for step in &script.steps {
        match step.request.teaches {
            Some(Lesson::Watermark(client)) => {
                last.insert(client, step);
            }
            Some(Lesson::Generated(client) | Lesson::Conversation(client)) => {
                steps.extend(last.remove(&client).map(again));
            }
            _ => {}
        }
        steps.push(step.clone());
    }
    steps.extend(last.into_values().map(again));
    Script { steps }
}
