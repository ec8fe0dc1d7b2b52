//! A recording as reports show it: what it is, and what it cannot show.

use directline_capture::Capture;
use directline_validator::redact::Secrets;
use schemars::JsonSchema;
use serde::Serialize;

/// Of a contract, a stub, a saved example.
pub(crate) const EXPECTATION: &str = "it states what should happen, not what did";

/// One recording, before its exchanges.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Recording")]
pub(crate) struct RecordingRecord {
    #[schemars(extend("enum" = ["recording"]))]
    r#type: &'static str,
    /// The recording.
    pub(super) file: String,
    /// The format that was found in it, such as `har`.
    pub(super) format: &'static str,
    /// The program that made it, if the recording says so or betrays it.
    pub(crate) producer: Option<String>,
    /// What a recording of this kind cannot show, and why, in words for people.
    pub(crate) cannot_show: Vec<&'static str>,
    /// Whether it states what should happen (a contract, a stub, a saved example) instead of what did.
    pub(crate) is_expectation: bool,
}

impl RecordingRecord {
    /// Of a recording that is about to be read, without secrets, not escaped.
    pub(crate) fn new(capture: &Capture) -> Self {
        let (health, secrets) = (capture.health(), Secrets::new());
        Self {
            r#type: "recording",
            file: secrets.mask_file_name(capture.name()),
            format: capture.format().name(),
            producer: health.producer.as_deref().map(|producer| secrets.mask(producer)),
            cannot_show: health.unseen,
            is_expectation: health.is_expectation,
        }
    }

    /// What it cannot show, for people.
    pub(super) fn gaps(&self) -> Vec<String> {
        let expectation = self.is_expectation.then_some(EXPECTATION);
        expectation.into_iter().chain(self.cannot_show.iter().copied()).map(str::to_owned).collect()
    }

    /// What there is to say of it for people, without the file.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let expectation = self.is_expectation.then(|| EXPECTATION.to_owned());
        let producer = self.producer.as_ref().map(|producer| format!("made by {producer}"));
        let unseen = self.cannot_show.iter().map(|unseen| (*unseen).to_owned());
        expectation.into_iter().chain(producer).chain(unseen).collect()
    }
}
