//! One `item`: what of it is of use.

use quick_xml::events::Event;

use crate::xml::{Text, attribute, masked, parser};

/// The elements of an item that are read.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) time: Text,
    pub(super) url: Text,
    pub(super) request: Message,
    pub(super) response: Message,
}

/// A message as it is written.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) text: Text,
    pub(super) is_base64: bool,
}

impl Item {
    /// Reads the item that begins at `start` in the file. It was found to be well-formed.
    pub(super) fn read(bytes: &[u8], start: u64) -> Self {
        let masked = masked(bytes);
        let mut parser = parser(&masked);
        let mut item = Self::default();
        let (mut depth, mut name) = (0_usize, String::new());
        while let Ok(event) = parser.read_event() {
            match &event {
                Event::Start(element) => {
                    depth = depth.saturating_add(1);
                    if depth == 2 {
                        element.name().as_ref().clone_into(&mut name);
                        if let Some(message) = item.message(&name) {
                            // Of two elements of one name the last one counts.
                            *message = Message::default();
                            message.is_base64 = attribute(element, "base64").as_deref() == Some("true");
                        }
                    }
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Eof => break,
                _ if depth == 2 => {
                    if let Some(text) = item.text(&name) {
                        text.add(&event, parser.buffer_position(), bytes, start);
                    }
                }
                _ => {}
            }
        }
        item
    }

    fn message(&mut self, name: &str) -> Option<&mut Message> {
        match name {
            "request" => Some(&mut self.request),
            "response" => Some(&mut self.response),
            _ => None,
        }
    }

    fn text(&mut self, name: &str) -> Option<&mut Text> {
        match name {
            "time" => Some(&mut self.time),
            "url" => Some(&mut self.url),
            _ => self.message(name).map(|message| &mut message.text),
        }
    }
}
