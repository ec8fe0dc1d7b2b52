//! What an upload holds: files, and a Message that goes with them.

use directline_types::Message;

use crate::Request;
use crate::failure::Failure;
use crate::files::File;
use crate::multipart::{Part, parameter, parts};

/// The media type of the part that is a Message (Send a message to the bot in Direct Line API 1.1, Send multiple
/// attachments by upload).
const MESSAGE: &str = "application/vnd.microsoft.bot.message";

/// An upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) message: Message,
    pub(crate) files: Vec<File>,
}

impl Upload {
    /// What the request uploads for this user.
    pub(crate) fn read(request: &Request, user: &str) -> Result<Self, Failure> {
        let media_type = text(request, "Content-Type").ok_or(Failure::UploadMalformed)?;
        let mut upload = if is_type(&media_type, "multipart/form-data") {
            let boundary = parameter(&media_type, "boundary").ok_or(Failure::UploadMalformed)?;
            multipart(&parts(&boundary, &request.body).ok_or(Failure::UploadMalformed)?)?
        } else {
            single(request, media_type)?
        };
        if upload.message.from.is_none() {
            upload.message.from = Some(user.into());
        }
        Ok(upload)
    }
}

fn single(request: &Request, media_type: String) -> Result<Upload, Failure> {
    if request.body.is_empty() {
        return Err(Failure::BodyMissing);
    }
    let disposition = text(request, "Content-Disposition").unwrap_or_default();
    let name = name_of(&disposition).unwrap_or_else(|| "file".to_owned());
    let file = File { name, media_type, content: request.body.clone() };
    Ok(Upload { message: Message::default(), files: vec![file] })
}

fn multipart(parts: &[Part<'_>]) -> Result<Upload, Failure> {
    let (messages, files): (Vec<&Part<'_>>, Vec<&Part<'_>>) = parts
        .iter()
        .partition(|part| part.header("content-type").is_some_and(|found| is_type(found, MESSAGE)));
    let message = match messages.as_slice() {
        [] => Message::default(),
        [part] => serde_json::from_slice(part.content).map_err(|_| Failure::BodyMalformed)?,
        _ => return Err(Failure::UploadMalformed),
    };
    let files: Vec<File> = files.into_iter().filter_map(file).collect();
    if files.is_empty() { Err(Failure::UploadEmpty) } else { Ok(Upload { message, files }) }
}

/// A part as a file; one without a file name is a field of the form.
fn file(part: &Part<'_>) -> Option<File> {
    let name = name_of(part.header("content-disposition")?)?;
    let media_type = part.header("content-type").unwrap_or("application/octet-stream").to_owned();
    Some(File { name, media_type, content: part.content.to_vec() })
}

/// The file name, for which the sample of the documents leaves out the disposition type.
fn name_of(disposition: &str) -> Option<String> {
    parameter(&format!(";{disposition}"), "filename").or_else(|| parameter(disposition, "filename"))
}

fn text(request: &Request, header: &str) -> Option<String> {
    request.header(header).and_then(|value| std::str::from_utf8(value).ok()).map(str::to_owned)
}

fn is_type(media_type: &str, wanted: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(wanted)
}
