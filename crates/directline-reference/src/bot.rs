//! The bot behind the service: it says what it heard.

use directline_types::Message;

/// Who the bot is.
pub(crate) const NAME: &str = "echobot";

/// The bot's answer to a message.
pub(crate) fn answer(message: &Message) -> Message {
    let text = match &message.text {
        Some(text) if !text.is_empty() => format!("You said: {text}"),
        _ => {
            let images = message.images.as_ref().map_or(0, Vec::len);
            let files = message.attachments.as_ref().map_or(0, Vec::len);
            format!("You sent {images} images and {files} files")
        }
    };
    let answer = Message::text(text).from(NAME);
    match &message.channel_data {
        Some(data) => answer.channel_data(data.clone()),
        None => answer,
    }
}
