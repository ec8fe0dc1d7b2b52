//! Messages as a client should send them.

use directline_types::{Attachment, ChannelData, Message};

use super::text;
use crate::generate::{simpler_list, simpler_text};
use crate::{Dice, Generate, Simplify};

/// Channel data whose text must come back as it was sent: numbers in every spelling, escapes, names of other members.
const CHANNEL_DATA: &[&str] = &[
    "{}",
    r#"{"amount":1.10}"#,
    r#"{"number":12345678901234567890,"small":1E-7,"zero":-0}"#,
    r#"{"notification":{"alert":"hi","nested":[[],{},[{"a":null}]]}}"#,
    r#"{"text":"\u00e9\ud83d\ude00\/","id":"1","from":{"id":"x"}}"#,
    r#"{"a":{"b":{"c":{"d":{"e":{"f":[1,2.50,true,false,null]}}}}}}"#,
    r#"{ "spaced" : [ 1 , 2 ] }"#,
    r#"{"":"empty name","$type":"System.String"}"#,
];

const FILES: &[(&str, &str)] = &[
    ("docx", "application/msword"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain; charset=utf-8"),
    ("zip", "application/zip"),
];

impl Generate for Message {
    fn generate(dice: &mut Dice) -> Self {
        let mut message = Self { from: Some(text::user(dice).into()), ..Self::default() };
        if dice.once_in(6) {
            message.images = Some(list(dice, |dice| image(dice).into()));
        }
        if dice.once_in(6) {
            message.attachments = Some(list(dice, attachment));
        }
        if dice.once_in(4) {
            message.channel_data = dice.pick(CHANNEL_DATA).and_then(|text| ChannelData::parse(text).ok());
        }
        let has_files = message.images.is_some() || message.attachments.is_some();
        message.text = match dice.below(4) {
            0 if has_files => None,
            1 if has_files => Some(String::new()),
            _ => Some(text::text(dice)),
        };
        message
    }
}

impl Simplify for Message {
    fn simpler(&self) -> Vec<Self> {
        let mut all = vec![
            Self { channel_data: None, ..self.clone() },
            Self { images: None, ..self.clone() },
            Self { attachments: None, ..self.clone() },
            Self { text: None, ..self.clone() },
            Self { from: Some("user1".into()), ..self.clone() },
        ];
        let texts = self.text.iter().flat_map(|text| simpler_text(text));
        all.extend(texts.map(|text| Self { text: Some(text), ..self.clone() }));
        if self.text.as_ref().is_some_and(String::is_empty) {
            all.push(Self { text: Some("a".to_owned()), ..self.clone() });
        }
        let images = self.images.iter().flat_map(|images| simpler_list(images, |_| Vec::new()));
        all.extend(images.map(|images| Self { images: Some(images), ..self.clone() }));
        let files = self.attachments.iter().flat_map(|files| simpler_list(files, |_| Vec::new()));
        all.extend(files.map(|files| Self { attachments: Some(files), ..self.clone() }));
        if self.channel_data.as_ref().is_some_and(|data| !data.is_empty()) {
            all.push(Self { channel_data: Some(ChannelData::default()), ..self.clone() });
        }
        all.retain(|simpler| simpler != self && has_content(simpler));
        all
    }
}

/// Whether a client should send it: a message of empty members says nothing.
fn has_content(message: &Message) -> bool {
    message.text.as_ref().is_some_and(|text| !text.is_empty())
        || message.images.as_ref().is_some_and(|images| !images.is_empty())
        || message.attachments.as_ref().is_some_and(|files| !files.is_empty())
}

fn list<T>(dice: &mut Dice, mut one: impl FnMut(&mut Dice) -> T) -> Vec<T> {
    (0..=dice.below(3)).map(|_| one(dice)).collect()
}

fn image(dice: &mut Dice) -> String {
    format!("https://example.com/{}.png", text::name(dice))
}

fn attachment(dice: &mut Dice) -> Attachment {
    let (extension, media_type) = dice.pick(FILES).copied().unwrap_or(("bin", "application/octet-stream"));
    Attachment::new(format!("https://example.com/{}.{extension}?a=1&b=%7C", text::name(dice)), media_type)
}
