//! Uploads as the documents describe them.

use std::fmt::Write as _;

use directline_types::Message;

use super::text;
use crate::generate::simpler_list;
use crate::{Dice, Generate, Simplify};

/// An upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The `userId`.
    pub user: String,
    /// What is uploaded.
    pub content: Content,
}

/// What is uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// One file, as the body (Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload).
    Single(File),
    /// A form with a part for each file (there, Send multiple attachments by upload).
    Form(Form),
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A body of type `multipart/form-data`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// At least one.
    pub files: Vec<File>,
    /// The Message part, which stands in front.
    pub message: Option<Message>,
    /// The boundary, without the hyphens in front.
    pub boundary: String,
    /// Whether the boundary stands in quotation marks.
    pub is_quoted: bool,
}

const TYPES: &[(&str, &str)] = &[
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("txt", "text/plain"),
    ("pdf", "application/pdf"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
];

/// What files have in them: the ends of lines and boundaries that are none of this form's.
const BYTES: &[&[u8]] = &[
    b"content",
    b"\r\n",
    b"\r\n\r\n--not-the-boundary\r\n",
    b"--",
    b"\0\xff\xfe\x89PNG\r\n\x1a\n",
    b"Content-Type: text/plain\r\n\r\nlooks like a part",
    "é😀".as_bytes(),
];

const BOUNDARIES: &[&str] = &["x7", "----WebKitFormBoundary7MA4YWxkTrZu0gW", "abc'()+_,-./:=?xyz", "a b"];

impl Upload {
    /// `Content-Type` and, for a single file, `Content-Disposition`; then the body.
    pub fn parts(&self) -> (Vec<(&'static str, String)>, Vec<u8>) {
        match &self.content {
            Content::Single(file) => {
                let disposition = format!("attachment; name=\"file\"; filename=\"{}\"", file.name);
                let headers =
                    vec![("Content-Type", file.media_type.clone()), ("Content-Disposition", disposition)];
                (headers, file.bytes.clone())
            }
            Content::Form(form) => {
                let mark = if form.is_quoted { "\"" } else { "" };
                let media_type = format!("multipart/form-data; boundary={mark}{}{mark}", form.boundary);
                (vec![("Content-Type", media_type)], form.body())
            }
        }
    }
}

impl Form {
    fn body(&self) -> Vec<u8> {
        let mut body = Vec::new();
        let mut part = |disposition: &str, media_type: &str, bytes: &[u8]| {
            let mut head = String::new();
            // Writing into a string does not fail.
            let _ = write!(
                head,
                "--{}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {media_type}\r\n\r\n",
                self.boundary
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        };
        if let Some(message) = &self.message {
            let json = serde_json::to_vec(message).unwrap_or_default();
            part("name=\"message\"", "application/vnd.microsoft.bot.message", &json);
        }
        for file in &self.files {
            part(&format!("name=\"file\"; filename=\"{}\"", file.name), &file.media_type, &file.bytes);
        }
        body.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        body
    }
}

impl Upload {
    /// Whether the message has the sender that the URL names.
    fn is_consistent(&self) -> bool {
        let Content::Form(Form { message: Some(message), .. }) = &self.content else { return true };
        message.from.as_ref().is_none_or(|from| from.as_str() == self.user)
    }
}

impl Generate for Upload {
    fn generate(dice: &mut Dice) -> Self {
        let user = text::user(dice);
        if dice.once_in(4) {
            return Self { user, content: Content::Single(File::generate(dice)) };
        }
        let files = (0..=dice.below(3)).map(|_| File::generate(dice)).collect();
        let message = dice.once_in(2).then(|| Message::text(text::text(dice)).from(user.as_str()));
        let boundary = dice.pick(BOUNDARIES).copied().unwrap_or("x7").to_owned();
        let must_quote = boundary.contains([' ', '(', ')', ',', '/', ':', '=', '?']);
        let is_quoted = must_quote || dice.once_in(4);
        Self { user, content: Content::Form(Form { files, message, boundary, is_quoted }) }
    }
}

impl Simplify for Upload {
    fn simpler(&self) -> Vec<Self> {
        let with = |content| Self { user: self.user.clone(), content };
        let mut all: Vec<_> = match &self.content {
            Content::Single(file) => {
                file.simpler().into_iter().map(|file| with(Content::Single(file))).collect()
            }
            Content::Form(form) => form.simpler().into_iter().map(|form| with(Content::Form(form))).collect(),
        };
        if self.user != "user1" {
            let mut simple = Self { user: "user1".to_owned(), content: self.content.clone() };
            if let Content::Form(Form { message: Some(message), .. }) = &mut simple.content {
                message.from = Some("user1".into());
            }
            all.push(simple);
        }
        all.retain(Self::is_consistent);
        all
    }
}

impl Form {
    fn simpler(&self) -> Vec<Self> {
        let mut all = vec![
            Self { message: None, ..self.clone() },
            Self { boundary: "x7".to_owned(), is_quoted: false, ..self.clone() },
            Self { boundary: "x7".to_owned(), ..self.clone() },
        ];
        let files = simpler_list(&self.files, File::simpler).into_iter().filter(|files| !files.is_empty());
        all.extend(files.map(|files| Self { files, ..self.clone() }));
        let messages = self.message.iter().flat_map(Message::simpler);
        all.extend(messages.map(|message| Self { message: Some(message), ..self.clone() }));
        all.retain(|simpler| simpler != self);
        all
    }
}

impl Generate for File {
    fn generate(dice: &mut Dice) -> Self {
        let (extension, media_type) =
            dice.pick(TYPES).copied().unwrap_or(("bin", "application/octet-stream"));
        let mut bytes = Vec::new();
        for _ in 0..=dice.below(3) {
            bytes.extend_from_slice(dice.pick(BYTES).copied().unwrap_or(b"a"));
        }
        Self { name: format!("{}.{extension}", text::name(dice)), media_type: media_type.to_owned(), bytes }
    }
}

impl Simplify for File {
    fn simpler(&self) -> Vec<Self> {
        let mut all = Vec::new();
        if self.bytes != b"a" {
            all.push(Self { bytes: b"a".to_vec(), ..self.clone() });
        }
        if self.media_type != "text/plain" {
            all.push(Self { name: "a.txt".to_owned(), media_type: "text/plain".to_owned(), ..self.clone() });
        }
        all
    }
}
